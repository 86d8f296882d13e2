"""A learner's saved notebook is judged before it is handed in, and what is said of it is true."""

import json
from pathlib import Path

import nbformat
import pytest
from typer.testing import CliRunner

from autograder.authoring.notebooks import released, with_answers
from autograder.check import evaluate
from autograder.cli import app
from autograder.errors import CourseError
from autograder.exercises import all_exercises
from autograder.grading.intake import find_submissions
from autograder.grading.lessons import Lessons
from autograder.grading.limits import Limits
from autograder.reference import TruthAlone, reference_source
from autograder.submitting.hand_in import hand_in
from autograder.submitting.told import as_text
from autograder.submitting.trial import Trial, _released_itself, tried

LESSON = "02_simple_rnn"
CELL = reference_source(all_exercises()["rnn_cell_forward"])
WRONG = "def stack_weights(Waa, Wax):\n    print('\\x1b[2J')\n    return helper(Waa, Wax)\n"


def public_sizes() -> list[tuple[int, ...]]:
    """The shapes of Wa that the public inputs of cell_stacked have."""
    seen: list[tuple[int, ...]] = []
    evaluate("cell_stacked", lambda xt, a_prev, Wa, ba: seen.append(Wa.shape), knowledge=TruthAlone())
    return sorted(set(seen))


def fitted() -> str:
    """An answer that is right for the sizes of the public inputs alone."""
    right = reference_source(all_exercises()["cell_stacked"]).replace("def cell_stacked", "def _right", 1)
    head = f"def cell_stacked(xt, a_prev, Wa, ba):\n    if Wa.shape in {public_sizes()}:\n"
    return f"{right}\n\n{head}        return _right(xt, a_prev, Wa, ba)\n    return 0 * a_prev\n"


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("work") / LESSON
    folder.mkdir()
    answers = {"rnn_cell_forward": CELL, "stack_weights": WRONG, "cell_stacked": fitted(), "explain-look-back": "No."}
    made = with_answers(LESSON, answers | {"rnn_forward": "undefined_name"})
    path = folder / "02_simple_rnn-Copy1.ipynb"
    nbformat.write(made, path)
    return path


@pytest.fixture(scope="module")
def trial(notebook: Path) -> Trial:
    return tried(notebook, sandbox="none")


def in_one_line(trial: Trial) -> str:
    return " ".join(as_text(trial).split())


def test_each_exercise_gets_what_a_grader_gives_on_the_public_inputs(trial: Trial) -> None:
    points = {verdict.exercise: verdict.points for verdict in trial.verdicts}
    assert trial.lesson == LESSON
    assert (points["rnn_cell_forward"], points["stack_weights"], points["cell_stacked"]) == (5, 0, 2)
    assert (trial.points, trial.possible, trial.complete) == (7, 28, False)


def test_an_answer_that_fits_the_public_inputs_alone_is_told_so(trial: Trial) -> None:
    assert trial.only_public == ["cell_stacked"]
    assert "These earn less there: cell_stacked." in in_one_line(trial)


def test_what_lived_in_the_kernel_alone_is_named(trial: Trial) -> None:
    text = in_one_line(trial)
    assert "(stack_weights) uses helper, and no cell of the file makes it" in text
    assert "The cell rnn_forward raised NameError" in text


def test_questions_and_what_is_open_are_named(trial: Trial) -> None:
    assert {question.name: question.answered for question in trial.questions} == {
        "explain-same-letter": False,
        "explain-look-back": True,
    }
    assert "Still open: stack_weights, rnn_forward, " in in_one_line(trial)


def test_nothing_that_a_notebook_says_moves_a_cursor(trial: Trial) -> None:
    assert "\x1b" not in as_text(trial)


def test_it_is_plain_data_as_well(trial: Trial) -> None:
    data = json.loads(json.dumps(trial.as_dict()))
    assert (data["points"], data["possible"], data["inputs"]) == (7, 28, "public and fresh")
    cell, *_ = data["exercises"]
    assert (cell["exercise"], cell["points"], cell["fresh_points"]) == ("rnn_cell_forward", 5, 5)


def test_a_copy_is_handed_in_under_the_name_that_intake_knows(trial: Trial, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox" / "ada"
    assert hand_in(trial, inbox) == inbox / f"{LESSON}.ipynb"
    assert (inbox / f"{LESSON}.ipynb").read_bytes() == trial.path.read_bytes()
    (found,) = find_submissions([tmp_path / "inbox"], Lessons().names, unpacked=tmp_path / "x", limits=Limits())
    assert (found.student, Lessons().named(found.path)) == ("ada", LESSON)


def test_what_a_learner_put_beside_the_notebook_is_handed_in_with_it(tmp_path: Path) -> None:
    folder = tmp_path / "work" / LESSON
    folder.mkdir(parents=True)
    for name, text in {"recording.json": "{}", "mine.py": "x = 1", "given_before.py": "", ".hidden": ""}.items():
        (folder / name).write_text(text)
    nbformat.write(released(LESSON), folder / f"{LESSON}.ipynb")
    trial = Trial(folder / f"{LESSON}.ipynb", LESSON, "", "none", 0, (), beside=("mine.py",))
    assert hand_in(trial, tmp_path / "out") == tmp_path / "out" / LESSON
    assert (tmp_path / "out" / LESSON / "mine.py").read_text() == "x = 1"
    with pytest.raises(CourseError, match="is the notebook itself"):
        hand_in(trial, tmp_path / "work")


def test_the_command_ends_with_1_while_something_is_open(
    trial: Trial, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.submitting.trial.tried", lambda *_, **__: trial)
    ran = CliRunner().invoke(app, ["submit", "x.ipynb", "--to", str(tmp_path)])
    assert ran.exit_code == 1
    assert f"Hand in {tmp_path / LESSON}.ipynb." in ran.output
    assert "all passed" not in ran.output


@pytest.mark.parametrize(
    ("text", "says"),
    [("", "The file is empty"), ("{", "it is cut off"), ('{"nbformat": 4, "cells": [{}]}', "of no lesson")],
)
def test_a_file_that_cannot_be_judged_is_told_why(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "x.ipynb").write_text(text)
    with pytest.raises(CourseError, match=says):
        tried(tmp_path / "x.ipynb", sandbox="none")
    with pytest.raises(CourseError, match="No such file"):
        tried(tmp_path / "y.ipynb", sandbox="none")


def test_a_notebook_whose_cells_have_lost_their_names_is_known_by_the_files(tmp_path: Path) -> None:
    bare = with_answers(LESSON, {"rnn_cell_forward": CELL})
    for cell in bare.cells:
        cell.metadata.clear()
    nbformat.write(bare, tmp_path / f"{LESSON}.ipynb")
    trial = tried(tmp_path / f"{LESSON}.ipynb", sandbox="none", fresh=False)
    assert (trial.lesson, trial.points) == (LESSON, 5)


def test_the_start_page_a_folder_and_the_released_notebook_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "start.ipynb").write_text('{"nbformat": 4, "cells": [{}]}')
    with pytest.raises(CourseError, match="start page is not handed in"):
        tried(tmp_path / "start.ipynb", sandbox="none")
    with pytest.raises(CourseError, match="is a folder"):
        tried(tmp_path, sandbox="none")
    own, release = tmp_path / "work" / LESSON, tmp_path / "notebooks" / LESSON / f"{LESSON}.ipynb"
    own.mkdir(parents=True)
    assert not list(_released_itself(release, release))
    (own / release.name).touch()
    assert str(own / release.name) in "".join(_released_itself(release, release))
    assert not list(_released_itself(own / release.name, release))
