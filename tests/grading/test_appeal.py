"""An appeal: the secret inputs, what came back, what is due, and the verdict then and now."""

import pytest
from at_once import at_once
from grading_fixtures import LESSON, NAMES, as_bytes, handed_in, save, save_release, solution

from autograder.errors import CourseError
from autograder.exercises import find
from autograder.grading import appeal
from autograder.grading.books.gradebook import CourseFolder
from autograder.grading.command import Machine
from autograder.grading.grade import Batch
from autograder.grading.intake import find_submissions
from autograder.grading.lessons import Lessons

CELL, LOOP = NAMES
WRONG = solution(CELL).replace("Waa @ a_prev", "Waa.T @ a_prev")
RUDE = f'def {LOOP}(x, a0, parameters):\n    raise ValueError("\\x1b[2J\\u202eolleh")'


class AtOnce(Machine):
    workers = staticmethod(at_once)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = tmp_path_factory.mktemp("appeal")
    save_release(root / "notebooks")
    save(as_bytes(handed_in({CELL: WRONG, LOOP: RUDE})), root / "inbox" / "ana" / f"{LESSON}.ipynb")
    lessons = Lessons(root / "notebooks")
    found = find_submissions([root / "inbox"], lessons.names)
    batch = Batch(lessons, CourseFolder(root / "out"), "none", workers=at_once)
    (result,) = batch.run(lambda work: found, lambda result: None)
    return root, result


def heard(root, student="ana", exercise=CELL):
    return appeal.appeal(
        root / "out", student, exercise, box="none", releases=root / "notebooks", machine=AtOnce(jobs=1)
    )


def test_an_appeal_shows_inputs_replies_and_what_is_due_for_each_check(course):
    root, result = course
    text = heard(root)
    assert text.startswith("For the instructor alone")
    assert f"Seed {result.seed}" in text
    assert "Then 3 of 5 points, now 3 of 5." in text
    for check in find(CELL).checks:
        assert f"Check {check.name}: then" in text
    equation = text.partition("Check the_new_activation_follows_the_equation: then fails, now fails")[2]
    first = equation.partition("Check ")[0]
    assert "W_aa is transposed" in first
    assert "Call 1, which differs" in first
    assert "asked:     rnn_cell_forward(" in first
    assert "array of shape" in first.partition("came back:")[2].partition("due:")[0]
    assert "array of shape" in first.partition("due:")[2]


def test_what_a_learner_raises_cannot_move_a_cursor(course):
    root, _ = course
    text = heard(root, exercise=LOOP)
    assert "an exception: ValueError" in text
    assert "\x1b" not in text
    assert "[U+001B]" in text
    assert "[U+202E]" in text


def test_who_or_what_was_not_graded_is_said(course, tmp_path):
    root, _ = course
    with pytest.raises(CourseError, match=r"Nothing of 'anna' was graded in .*; is 'ana' meant"):
        heard(root, "anna")
    with pytest.raises(CourseError, match=rf"ana has no exercise 'rnn' in .*; there are {CELL}, {LOOP}"):
        heard(root, exercise="rnn")
    with pytest.raises(CourseError, match="is no folder of results"):
        heard(tmp_path)


def test_an_appeal_changes_nothing(course):
    root, _ = course
    files = {path: path.stat().st_mtime_ns for path in (root / "out").rglob("*") if path.name != "ledger.db"}
    heard(root)
    assert {path: path.stat().st_mtime_ns for path in (root / "out").rglob("*") if path.name != "ledger.db"} == files
