"""What came of each check of a submission, as plain data in bounded words: what other systems call a test case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from autograder.report import PUBLIC

State = Literal["passed", "failed", "waits"]
Visibility = Literal["visible", "hidden", "after_due_date", "after_published"]  # of a case, on Gradescope
MOST_LETTERS = 8_000  # of what is said of one check: learners choose part of it
CUT = "\n[The rest is left out.]"


@dataclass(frozen=True)
class Case:
    """One check, or one question that a person marks.

    Attributes:
        group: the exercise, or the question's grade id.
        name: the check's sentence; of a question what it waits for.
        state: how it stands.
        points: what it earned.
        possible: what it is worth.
        words: why it failed; in words for the learner.
    """

    group: str
    name: str
    state: State
    points: float = 0.0
    possible: float = 0.0
    words: str = ""


def cases_of(exercises: Iterable[Mapping[str, Any]]) -> list[Case]:
    """Return a case for each check of the exercises, as results.json holds them."""
    return [_case(exercise, check) for exercise in exercises for check in exercise["checks"]]


def _case(exercise: Mapping[str, Any], check: Mapping[str, Any]) -> Case:
    state: State = "passed" if check["status"] == "holds" else "failed"
    said = exercise.get("reason") or "\n\n".join(filter(None, _words(check)))
    if not said and state == "failed":
        said = "Not written yet."
    return Case(
        exercise["exercise"], check["title"], state, float(check["points"]), float(check["possible"]), bounded(said)
    )


def _words(check: Mapping[str, Any]) -> Iterable[str]:
    if check["status"] == "holds":
        return
    yield check["message"]
    yield check["cause"]
    if check.get("location"):  # a grade of before has none
        yield f"{PUBLIC} {check['location']}"
    if check["status"] == "fails" and check["hint"]:
        yield f"Look at: {check['hint']}"


def bounded(text: str) -> str:
    """Return text without characters that move a cursor or that XML and JSON readers refuse, and not too long."""
    plain = "".join(letter if letter.isprintable() or letter in "\n\t" else "\ufffd" for letter in text[:MOST_LETTERS])
    return plain + (CUT if len(text) > MOST_LETTERS else "")
