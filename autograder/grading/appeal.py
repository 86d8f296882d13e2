"""A learner appeals: what each check of an exercise asked, what came back, what is due, and the verdict then and now.

It follows from what the folder of results keeps: the submission, and the seed of the secret inputs. What comes of it
holds secret inputs and right values, so it is for instructors alone.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from autograder.errors import CourseError
from autograder.grading.books.ledger import Ledger, Saved
from autograder.grading.command import Machine
from autograder.grading.files import files_beside
from autograder.grading.intake.names import identity_of
from autograder.grading.lessons import RELEASES, Lessons
from autograder.grading.limits import Limits
from autograder.grading.notebook.submitted import read_file
from autograder.grading.regrade import require_results
from autograder.grading.sandbox.choice import sandbox_called
from autograder.grading.summary import visible
from autograder.grading.worker.hearing import Heard, OfCheck
from autograder.grading.worker.judging import appeal_task
from autograder.grading.worker.pool import result_of
from autograder.grading.worker.task import Task, accepted

SECRET = "For the instructor alone: this holds secret inputs and right values."


def appeal(
    folder: Path, student: str, exercise: str, *, box: str, releases: Path = RELEASES, machine: Machine | None = None
) -> str:
    """Return what each check of an exercise asked of a learner's function, what came back, and what is due.

    Args:
        folder: the folder of results.
        student: the learner's identity.
        exercise: its name.
        box: which sandbox the submission runs in.
        releases: the released lessons.
        machine: what the work is done with.

    Raises:
        CourseError: nothing of the kind was graded there.
    """
    require_results(folder)
    sandbox_called(box)
    with Ledger(folder / "ledger.db") as ledger:
        lesson, saved = _graded(folder, ledger, identity_of(student), exercise)
    path = folder / "submitted" / identity_of(student) / lesson / f"{lesson}.ipynb"
    lessons, limits = Lessons(releases), Limits()
    lessons.template(lesson)
    task = Task(
        lesson,
        read_file(path, limits),
        box,
        int(saved.result["seed"]),
        beside=files_beside(path.parent, limits).files,
        releases=None if releases == RELEASES else releases,
        limits=limits,
    )
    with (machine or Machine(jobs=1)).workers() as workers:
        heard: Heard = accepted(result_of(workers.submit(appeal_task, task, exercise)))
    return "\n".join(_lines(saved.result, exercise, heard)) + "\n"


def _graded(folder: Path, ledger: Ledger, student: str, exercise: str) -> tuple[str, Saved]:
    """Return the lesson in which a learner's exercise was graded, and what is known of it."""
    all_saved = ledger.all_saved()
    own = {lesson: saved for (name, lesson), saved in all_saved.items() if name == student}
    if not own:
        near = difflib.get_close_matches(student, {name for name, _ in all_saved}, n=1)
        said = f"; is {near[0]!r} meant?" if near else "."
        raise CourseError(f"Nothing of {student!r} was graded in {folder}{said}")
    for lesson, saved in own.items():
        if _entry(saved.result, exercise):
            return lesson, saved
    known = [entry["exercise"] for saved in own.values() for entry in saved.result["exercises"]]
    raise CourseError(f"{student} has no exercise {exercise!r} in {folder}; there are {', '.join(known)}.")


def _entry(result: Mapping[str, Any], exercise: str) -> dict[str, Any] | None:
    return next((entry for entry in result["exercises"] if entry["exercise"] == exercise), None)


def _lines(result: Mapping[str, Any], exercise: str, heard: Heard) -> Iterator[str]:
    """Yield the lines of an appeal; nothing that a learner wrote can move a cursor."""
    before = _entry(result, exercise) or {"checks": [], "points": 0, "possible": 0}
    yield SECRET
    yield ""
    yield f"{result['student']}, {result['lesson']}, {exercise}"
    yield f"Then {before['points']:g} of {before['possible']:g} points, now {heard.points:g} of {heard.possible:g}."
    yield f"Seed {result['seed']}: autograder.check.evaluate({exercise!r}, f, seed=...) draws these inputs again."
    then = {check["check"]: check["status"] for check in before["checks"]}
    for check in heard.checks:
        yield from _of_check(check, then.pop(check.check, "not there"))
    for name, status in then.items():
        yield from ("", f"Check {name}: then {status}, now not there")


def _of_check(check: OfCheck, then: str) -> Iterator[str]:
    yield ""
    yield f"Check {check.check}: then {then}, now {check.status}"
    yield f"  {check.title}"
    yield from _block("said", check.message)
    if not check.calls:
        yield "  It made no call of the function."
    for number, call in enumerate(check.calls, 1):
        yield f"  Call {number}{', which differs' if call.differs else ''}"
        yield from _block("asked", call.made)
        yield from _block("came back", call.came_back)
        yield from _block("due", call.due or "no value of the reference: the check holds it against something else")
    if check.left_out:
        yield f"  {check.left_out} further calls are not shown."


def _block(name: str, text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines()):
        yield f"    {name + ':' if number == 0 else '':<11}{visible(line)}"
