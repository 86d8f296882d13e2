"""The leaderboard: the best first, pseudonyms that tell nothing, and a page that needs no network."""

import json
import re

import pytest
from typer.testing import CliRunner

from autograder.capstone import SCALES
from autograder.cli import app
from autograder.errors import CourseError
from autograder.grading.books.leaderboard import lifts, place_on, pseudonym, write_leaderboard
from autograder.grading.books.ledger import Ledger


def graded(folder, *models):
    """Write results of learners: (name, corpus, score, part)."""
    submissions = [
        {
            "student": who,
            "exercises": [
                {
                    "exercise": "capstone_model",
                    "measured": {
                        **{"corpus": corpus, "cell": "gru", "units": 64, "numbers": 12_345},
                        **{"score": score, "part": part},
                    },
                }
            ],
        }
        for who, corpus, score, part in models
    ]
    submissions.append({"student": "nobody", "exercises": [{"exercise": "softmax"}]})
    folder.mkdir(exist_ok=True)
    (folder / "results.json").write_text(json.dumps({"submissions": submissions}))
    with Ledger(folder / "ledger.db"):
        pass
    return folder


@pytest.fixture
def results(tmp_path):
    return graded(
        tmp_path / "out",
        ("ana", "names", 3.2, "sealed"),
        ("ben", "names", 3.05, "sealed"),
        ("cleo <b>", "names", 3.2, "sealed"),
        ("dan", "entities", 0.9, "sealed"),
        ("eve", "names", 1.0, "public"),
        ("fay", "dates", None, "sealed"),
    )


def test_the_best_stand_first_and_equal_scores_have_equal_ranks(results, tmp_path):
    names, entities = write_leaderboard(results, tmp_path / "page.html", names=True)
    assert [(row.rank, row.who) for row in names.rows] == [(1, "ben"), (2, "ana"), (2, "cleo <b>")]
    assert [row.who for row in entities.rows] == ["dan"]
    page = (tmp_path / "page.html").read_text()
    assert "cleo &lt;b&gt;" in page
    assert "eve" not in page
    assert page.count("<table>") == page.count("<svg") == 2


def test_pseudonyms_are_stable_and_need_the_secret(results, tmp_path):
    first, again = (write_leaderboard(results, tmp_path / "page.html") for _ in range(2))
    called = [row.who for board in first for row in board.rows]
    assert called == [row.who for board in again for row in board.rows]
    assert len(set(called)) == 4
    page = (tmp_path / "page.html").read_text()
    assert not re.search(r"\b(ana|ben|cleo|dan)\b", page)
    assert pseudonym(b"one", "ana") != pseudonym(b"other", "ana")
    other = write_leaderboard(graded(tmp_path / "other", ("ana", "names", 3.2, "sealed")), tmp_path / "other.html")
    assert other[0].rows[0].who not in called


def test_the_page_needs_no_network_and_has_a_dark_side(results, tmp_path):
    write_leaderboard(results / "results.json", tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text()
    assert "http:" not in page
    assert "https:" not in page
    assert "<script" not in page
    assert "default-src 'none'" in page
    assert "prefers-color-scheme: dark" in page


@pytest.mark.parametrize("corpus", SCALES)
def test_better_models_stand_further_to_the_right(corpus):
    scale = SCALES[corpus]
    places = [place_on(scale, step.threshold) for step in scale.steps]
    assert places == sorted(set(places))
    assert [scale.steps_of(step.threshold) for step in scale.steps] == [1, 2, 3, 4, 5]
    assert scale.steps_of(float("nan")) == 0


def test_marks_at_one_place_are_drawn_above_each_other():
    assert lifts([10, 12, 14, 40, 11]) == [0, 1, 2, 0, 3]


def test_what_is_no_result_is_said_in_a_sentence(tmp_path):
    with pytest.raises(CourseError, match=r"no results\.json"):
        write_leaderboard(tmp_path, tmp_path / "page.html")
    folder = graded(tmp_path / "none")
    with pytest.raises(CourseError, match="No model of the capstone"):
        write_leaderboard(folder, tmp_path / "page.html")
    folder = graded(tmp_path / "some", ("ana", "names", 3.2, "sealed"))
    (folder / "ledger.db").unlink()
    with pytest.raises(CourseError, match="--names"):
        write_leaderboard(folder, tmp_path / "page.html")


def test_the_command_says_how_many(results, tmp_path):
    said = CliRunner().invoke(app, ["leaderboard", str(results), "--to", str(tmp_path / "page.html")])
    assert said.exit_code == 0
    assert "4 models in" in said.output
