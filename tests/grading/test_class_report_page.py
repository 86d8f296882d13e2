"""The files of a class report: nothing in them runs, every case has its words, and nothing that was there is lost."""

import csv
import io
import json
import re
from html.parser import HTMLParser

import pytest
from class_results import (
    LESSON,
    check,
    exercise,
    not_graded,
    results,
    right,
    save_cells,
    save_results,
    submission,
    unwritten,
    wrong,
)
from rich.console import Console
from typer.testing import CliRunner

from autograder.cli import app
from autograder.errors import CourseError
from autograder.grading import command
from autograder.grading.class_report.excerpts import LEFT_OUT, MOST_LINES, bounded, without_given
from autograder.grading.class_report.write import write_report

ATTRIBUTES = """aria-hidden aria-label charset class content cx cy data-label height href http-equiv id lang name open r
role rx scope style tabindex text-anchor viewbox width x x1 x2 y y1 y2"""
EVIL = '</pre><script>alert(1)</script><img src=x onerror="alert(1)">\u202e'


class Tags(HTMLParser):
    """The names of all tags of a page, and of their attributes."""

    def __init__(self, page):
        super().__init__()
        self.names, self.attributes = set(), set()
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.names.add(tag)
        self.attributes |= {name for name, _ in attributes}


def page_of(folder, *submissions, **more):
    save_results(folder, results(*submissions, **more))
    return write_report(folder).page.read_text(encoding="utf-8")


def words_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL))


def test_the_answer_comes_first_with_sentence_count_names_and_code(tmp_path):
    save_cells(tmp_path, "release", {"f": "def f(x):\n    given = 1\n    raise NotImplementedError()"})
    save_cells(tmp_path, "autograded", {"f": "def f(x):\n    given = 1\n    return x.T  # mine"}, "ana")
    page = page_of(
        tmp_path,
        submission("ana", wrong("f", "turns_Wax")),
        submission("ben", wrong("f", "turns_Wax")),
        submission("cat", right("f")),
    )
    words = words_of(page)
    assert "Turns Wax 2 of 3 f This is exactly what comes out when turns Wax." in words
    assert "Who (2) ana, ben" in words
    assert "<code>return x.T  # mine</code>" in page
    assert words.index("What your class misunderstood") < words.index("Scores")


def test_whatever_a_learner_chose_is_shown_as_text(tmp_path):
    told = {"message": EVIL, "cause": EVIL, "title": EVIL, "check": EVIL}
    save_cells(tmp_path, "autograded", {"f": f"x = {EVIL!r}\n{EVIL}"}, "ana")
    again = [{"score": 0, "possible": 2, "mistakes": {EVIL: [EVIL]}}, {"score": 1, "possible": 2, "mistakes": {}}]
    marked = {"cell": EVIL, "exercise": "f", "auto": 0.0, "manual": 1.0, "extra": 0.0}
    page = page_of(
        tmp_path,
        submission("ana", wrong("f", EVIL, **told), problems=[EVIL]),
        submission(EVIL, wrong("f", **told), wrong(EVIL, EVIL), history=again, by_hand=[marked]),
        not_graded(EVIL, EVIL),
        nothing_handed_in=[EVIL],
    )
    tags = Tags(page)
    assert not tags.names & {"script", "img", "iframe", "link", "object", "form", "base"}
    assert tags.attributes <= set(ATTRIBUTES.split())
    assert "\u202e" not in page
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page


def test_the_page_asks_no_other_computer_for_anything(tmp_path):
    page = page_of(tmp_path, submission("ana", wrong("f", "turns_it")))
    assert not re.search(r"(src|href)=\"(?!#)", page)
    assert "url(" not in page
    assert "@import" not in page


def test_every_plot_has_its_numbers_in_words(tmp_path):
    again = [{"score": 1, "possible": 2, "mistakes": {}}, {"score": 2, "possible": 2, "mistakes": {}}]
    page = page_of(tmp_path, submission("ana", right("f"), history=again), submission("ben", unwritten("f")))
    assert len(re.findall("<svg", page)) == len(re.findall('<svg [^>]*role="img" aria-label=', page)) == 3
    assert 'aria-label="Learners by score: 1 from 0 to 10 percent, 1 from 90 to 100 percent."' in page
    assert "f: all points 1, not written 1" in page
    assert "ana from 50% to 100%" in page


EMPTY = {
    "nobody": ((), "Nothing was graded"),
    "nothing graded": ((not_graded("ana", "no notebook"),), "No notebook could be graded"),
    "one learner": ((submission("ana", wrong("f", "turns_it")),), "1 of 1"),
    "no mistakes": ((submission("ana", right("f"), right("g")),), "No check has named a mistake. Whatever was written"),
    "nothing written": ((submission("ana", unwritten("f")),), "Nobody has written anything that could be judged."),
    "only unnamed": ((submission("ana", wrong("f")),), "Wrong answers without a name, by what is wrong"),
    "one exercise": ((submission("ana", right("f")),), "too few learners to say: 1"),
    "no exercise": ((submission("ana", score=0.0, possible=0.0),), "There are no scores."),
}


@pytest.mark.parametrize("case", EMPTY)
def test_what_is_empty_is_said_in_words(tmp_path, case):
    submissions, words = EMPTY[case]
    if case == "one exercise":
        submissions = [submission("ana", exercise("f", check("adds_up")))]
        words = "there is no other exercise to compare with"
    assert words in words_of(page_of(tmp_path, *submissions))


def test_results_of_before_are_read_and_what_they_lack_is_said(tmp_path):
    old = submission("ana", wrong("f", "turns_it"))
    del old["by_hand"]
    page = words_of(page_of(tmp_path, old, schema=1))
    assert "older than the record of marks given by hand" in page
    assert "keep no history" in page
    assert "Where you marked otherwise" not in page
    assert "1 of 1" in page


@pytest.mark.parametrize(
    "data", ["", "[]", "{}", '{"submissions": [{}]}', '{"submissions": 3}', '{"submissions": ["x"]}']
)
def test_what_is_no_results_file_is_refused_in_a_sentence(tmp_path, data):
    save_results(tmp_path, data)
    (tmp_path / "report.html").write_text("mine")
    done = CliRunner().invoke(app, ["report", str(tmp_path)])
    assert isinstance(done.exception, CourseError)
    assert "not as `autograder grade` writes it" in str(done.exception)
    assert (tmp_path / "report.html").read_text() == "mine"


def test_a_page_that_would_hide_results_is_refused(tmp_path):
    save_results(tmp_path, results(submission("ana", right("f"))))
    before = (tmp_path / "results.json").read_bytes()
    for name in ("results.html", "report.txt"):
        with pytest.raises(CourseError, match=r"name another page|let it end in \.html"):
            write_report(tmp_path, tmp_path / name)
    assert (tmp_path / "results.json").read_bytes() == before
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(CourseError, match=r"cannot be written.*Name another page"):
        write_report(tmp_path, tmp_path / "file" / "report.html")
    with pytest.raises(CourseError, match="is not there"):
        write_report(tmp_path / "nowhere")
    with pytest.raises(CourseError, match="There are: 02_simple_rnn"):
        write_report(tmp_path, lesson="03")


def test_several_lessons_have_a_page_each_and_one_that_leads_to_them(tmp_path):
    found = [submission("ana", wrong("f", "turns_it")), submission("ana", right("g"), lesson="03_bptt")]
    save_results(tmp_path, results(*found, not_graded("ben", "of no lesson", lesson="")))
    done = CliRunner().invoke(app, ["report", str(tmp_path), "--similar"])
    assert done.exit_code == 0, done.output
    lead = (tmp_path / "report.html").read_text()
    assert f'href="report-{LESSON}.html"' in lead
    assert "of no lesson" in lead
    assert "turns it (1)" in words_of(lead)
    assert "turns it" not in (tmp_path / "report-03_bptt.html").read_text()
    assert (tmp_path / "report-similar.html").exists()
    write_report(tmp_path, tmp_path / "one.html", lesson="03_bptt")
    assert "Class report: 03 bptt" in (tmp_path / "one.html").read_text()


def test_the_tables_say_the_same_as_the_page(tmp_path):
    formula = submission("ana", wrong("f", "turns_it", cause="=1+1"), unwritten("g"))
    written = write_report(save_results(tmp_path, results(formula, submission("ben", wrong("f"), right("g")))))
    rows = list(csv.DictReader(io.StringIO(written.page.with_suffix(".csv").read_text())))
    assert [(row["what"], row["exercise"], row["misconception"], row["learners"], row["share"]) for row in rows] == [
        ("mistake", "f", "turns_it", "1", "0.5"),
        ("no name", "f", "", "1", "0.5"),
        ("not written", "g", "", "1", "0.5"),
    ]
    assert rows[0]["sentence"] == "'=1+1"
    data = json.loads(written.page.with_suffix(".json").read_text())
    assert data["lessons"][0]["misconceptions"][0]["who"] == ["ana"]
    assert data["lessons"][0]["exercises"][0]["exercise"] == "f"


def test_an_excerpt_holds_what_the_learner_wrote_and_no_more_than_fits():
    given = "def f(x):\n    '''Doc.'''\n    raise NotImplementedError()"
    assert without_given("def f(x):\n    '''Doc.'''\n\n    return x\n", given) == "return x"
    assert without_given("def f(renamed):\n    return renamed", given) == "return renamed"
    assert without_given("def f(x): return x", given) == "def f(x): return x"
    shown = bounded("\n".join(f"line_{i} = {'x' * 500}" for i in range(100))).splitlines()
    assert len(shown) <= MOST_LINES + 1
    assert max(map(len, shown)) <= 110
    assert shown[-1] == LEFT_OUT


def test_no_name_leads_to_another_folder(tmp_path):
    save_cells(tmp_path / "out", "autograded", {"f": "secret = 1"}, "ana")
    page = page_of(tmp_path / "out", submission("../autograded/ana", wrong("f", "turns_it")))
    assert "secret" not in page


def test_a_notebook_that_cannot_be_read_costs_its_excerpt_alone(tmp_path):
    save_cells(tmp_path, "autograded", {"f": "x = 1"}, "ana")
    path = next(tmp_path.rglob("*.ipynb"))
    for text in ("", "[]", "{}", '{"cells": [3]}', '{"cells": 3}', "[" * 100_000, "[" + "{}," * 300_000 + "{}]"):
        path.write_text(text)
        assert "1 of 1" in words_of(page_of(tmp_path, submission("ana", wrong("f", "turns_it"))))


@pytest.mark.parametrize("flaw", [None, ZeroDivisionError("a flaw of its own")])
def test_a_report_that_cannot_be_written_ends_nothing_and_is_told(tmp_path, monkeypatch, flaw):
    save_results(tmp_path, results(submission("ana", right("f"))))
    (tmp_path / "report.html").mkdir()
    if flaw:
        monkeypatch.setattr(command, "write_report", lambda out: raised(flaw))
    console = Console(file=io.StringIO(), width=160)
    assert command.report_on(tmp_path, console) is False
    assert f"The class report cannot be written: {flaw or tmp_path}" in console.file.getvalue()


def raised(problem):
    raise problem


def test_what_a_learners_process_says_of_a_group_is_text_and_its_command_stands_below(tmp_path):
    signs = [["0.0.a", "value", "00", None], ["0.1.a", "value", "01", None]]
    answer = wrong("f", location=f"{EVIL} `x < y`") | {"signs": signs}
    page = page_of(tmp_path, submission("ana", answer), submission("ben", answer))
    assert "<code>x &lt; y</code>" in page
    assert "\u202e" not in page
    assert "<script" not in page
    assert "<img" not in page
    assert 'autograder adopt DIR f 1 --says "..."' in words_of(page).replace("&#34;", '"')
    assert "2 of 2" in words_of(page)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "report.csv").read_text(encoding="utf-8"))))
    (row,) = [row for row in rows if row["what"] == "no name"]
    assert (row["group"], row["learners"]) == ("1", "2")
    (lesson,) = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["lessons"]
    assert lesson["unnamed"][0]["alike"] == [["ana", "ben"]]


def test_code_in_what_is_said_of_a_place_is_shown_as_code_and_escaped(tmp_path):
    said = "Line 3: `a < b` is where it goes wrong."
    answer = wrong("f", location=said) | {"signs": [["0.0.a", "value", "00", None]]}
    page = page_of(tmp_path, submission("ana", answer), submission("ben", answer))
    assert "Line 3: <code>a &lt; b</code> is where it goes wrong." in page
