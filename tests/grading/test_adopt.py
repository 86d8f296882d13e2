"""A class with mistakes that nothing names: the teacher gives one of them a sentence, and the whole group has it."""

import json

import pytest
from copied_course import Ran, copied_course
from grading_fixtures import LESSON, NAMES, as_bytes, handed_in, save, save_release, solution, solved
from typer.testing import CliRunner

from autograder.authoring import register
from autograder.authoring.course import ROOT
from autograder.cli import app
from autograder.errors import CourseError

CELL, LOOP = NAMES
SAYS = "half of the old activation stays outside of tanh: all of it goes in."
NAME = "keeps_half_of_the_old_activation"
PLAIN = solution(CELL).replace("np.tanh(", "0.5 * a_prev + 0.5 * np.tanh(")
STACKED = """
def _stacked(parameters):
    '''Put the weights side by side.'''
    return np.hstack([parameters["Waa"], parameters["Wax"]])


def rnn_cell_forward(xt, a_prev, parameters):
    z = _stacked(parameters) @ np.vstack([a_prev, xt]) + parameters["ba"]
    a = (a_prev + np.tanh(z)) / 2
    return a, softmax(parameters["Wya"] @ a + parameters["by"]), None
"""
BY_EXAMPLE = """
def rnn_cell_forward(xt, a_prev, parameters):
    p, columns = parameters, []
    for i in range(xt.shape[1]):
        new = np.tanh(p["Waa"] @ a_prev[:, i] + p["Wax"] @ xt[:, i] + p["ba"].ravel())
        columns.append(a_prev[:, i] + (new - a_prev[:, i]) * 0.5)
    a_next = np.stack(columns, axis=1)
    return a_next, softmax(p["Wya"] @ a_next + 2 * p["by"] - p["by"]), "nothing"
"""
TWICE = solution(CELL).replace("a_next + by", "a_next + 2 * by")
WITHHELD = """
import sys
sys.modules["solutions"] = None
sys.path.insert(0, ".")
import numpy as np
from autograder.check import check
from autograder.errors import CheckFailed
from given.activations import softmax
"""
RAISING = solution(CELL).replace("a_next = ", "a_next = parameters['Wxx'] + ")
UNSAFE = "import os\n\n\ndef rnn_cell_forward(xt, a_prev, parameters):\n    return os.getpid(), 0, None\n"


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    course = copied_course(tmp_path_factory.mktemp("adopting") / "course")
    save_release(course.root / "notebooks")
    answers = {
        "ana": PLAIN,
        "ben": STACKED,
        "cat": BY_EXAMPLE,
        "dan": TWICE,
        "eve": TWICE,
        "fay": UNSAFE,
        "hal": RAISING,
    }
    for student, code in answers.items():
        save(as_bytes(handed_in({CELL: code})), course.root / "inbox" / student / f"{LESSON}.ipynb")
    save(as_bytes(solved()), course.root / "inbox" / "gil" / f"{LESSON}.ipynb")
    ran = course.autograder("grade", "inbox", "--out", "out", "--sandbox", "none", "--jobs", "1")
    assert ran.code == 0, ran.said
    return course


def unnamed(course):
    (lesson,) = json.loads((course.root / "out" / "report.json").read_text())["lessons"]
    return {each["group"]: each["who"] for each in lesson["unnamed"] if each["exercise"] == CELL}


def here(course, group="1", *more, says=SAYS):
    """Adopt in this process, with the mistakes of the course itself: only for what ends before anything is written."""
    return at_terminal(["adopt", str(course.root / "out"), CELL, group, "--says", says, *more])


def alternatives():
    return (ROOT / "solutions" / "alternatives" / f"{CELL}.py").read_text()


def mistakes(course):
    return (course.root / "solutions" / "alternatives" / f"{CELL}.py").read_text()


def at_terminal(arguments):
    """Run the command in this process; return its exit code and all that it said."""
    ran = CliRunner().invoke(app, arguments, input="n\n")
    return Ran(2, str(ran.exception)) if isinstance(ran.exception, CourseError) else Ran(ran.exit_code, ran.output)


def test_the_report_shows_groups_and_how_to_adopt_them(graded):
    assert unnamed(graded) == {1: ["ana", "ben", "cat"], 2: ["dan", "eve"], 3: ["fay"], 4: ["hal"]}
    page = (graded.root / "out" / "report.html").read_text()
    assert f"autograder adopt DIR {CELL} 1 " in page
    assert "signs" in (graded.root / "out" / "results.json").read_text()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("9", "--yes"), "has no group 9"),
        (("3", "--yes"), "imports os"),
        (("4", "--yes"), "a mistake is recognised by the numbers that it returns"),
        (("1", "--yes", "--name", "forgets_the_bias"), "already"),
        (("1", "--yes", "--name", "no name"), "cannot name"),
        (("1", "--yes", "--says", " "), "--says takes the sentence"),
        (("1", "--yes", "--says", "you forgot it, obviously."), "nobody is blamed"),
        (("1", "--yes", "--says", "a " * 40), "words in one sentence"),
    ],
)
def test_what_cannot_be_adopted_is_told_in_a_sentence_and_nothing_is_written(graded, arguments, said):
    before = alternatives()
    ran = here(graded, *arguments)
    assert ran.code == 2, ran.said
    assert said in " ".join(ran.said.split())
    assert alternatives() == before


def test_without_a_yes_nothing_is_run_and_nothing_written(graded, monkeypatch):
    monkeypatch.setattr(register, "register", lambda *arguments: pytest.fail("it was run"))
    ran = here(graded)
    assert ran.code == 1
    assert "def rnn_cell_forward" in ran.said
    assert "Nothing was registered" in ran.said


@pytest.fixture(scope="module")
def adopted(graded):
    ran = graded.autograder("adopt", "out", CELL, "1", "--says", SAYS, "--name", NAME, "--yes")
    assert ran.code == 0, ran.said
    assert "3 will be told, " in ran.said
    assert f"autograder build {LESSON}" in ran.said
    assert f'"{SAYS}"' in mistakes(graded)
    return graded


def test_a_group_that_is_adopted_is_told_its_sentence_after_regrading(adopted):
    ran = adopted.autograder("regrade", "out", "--sandbox", "none", "--jobs", "1")
    assert ran.code == 0, ran.said
    (lesson,) = json.loads((adopted.root / "out" / "report.json").read_text())["lessons"]
    (mine,) = [each for each in lesson["misconceptions"] if each["name"] == NAME]
    assert sorted(mine["who"]) == ["ana", "ben", "cat"]
    assert mine["sentence"] == f"This is exactly what comes out when {SAYS}"
    assert unnamed(adopted) == {1: ["dan", "eve"], 2: ["fay"], 3: ["hal"]}


def test_the_lesson_that_is_built_then_tells_the_next_class_without_the_answers(adopted):
    ran = adopted.autograder("build", LESSON, "--force")  # over the release that stands in for the real one
    assert ran.code == 0, ran.said
    told = f"{PLAIN}\n\ntry:\n    check({CELL})\nexcept CheckFailed as said:\n    print(said)\n"
    lesson = adopted.root / "notebooks" / LESSON
    ran = adopted.python("-c", f"import os\nos.chdir({str(lesson)!r})\n{WITHHELD}{told}")
    assert ran.code == 0, ran.said
    assert f"This is exactly what comes out when {SAYS}" in ran.said
