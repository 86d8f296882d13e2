"""Reads results.json for a report: plain data with bounded texts, and a sentence for what an older file lacks."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from autograder.errors import CourseError
from autograder.grading.groups.signs import MOST_SIGNS, Sign, read_signs
from autograder.grading.pages.plain import plain

T = TypeVar("T")
LONGEST_NAME, LONGEST_TEXT = 200, 2_000  # letters; what is longer is cut
MOST_FAULTS = 20  # of one check
MOST_EARLIER = 50  # judgements of one learner that are looked at, the latest ones
NO_HAND_MARKS = (
    "These results are older than the record of marks given by hand, so nothing can be said of checks that "
    "disagree with them. Grade once more with the same words; what has not changed is not judged again."
)
NO_HISTORY = "These results keep no history of submissions, so nothing can be said of progress from one to the next."


@dataclass(frozen=True)
class CheckResult:
    """What came of one check; `cause` is the sentence that the learner read."""

    check: str
    title: str
    status: str
    message: str = ""
    cause: str = ""
    misconception: str = ""
    location: str = ""
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExerciseResult:
    """What came of one exercise; `reason` says why it could not be judged, `signs` what is wrong where nothing says."""

    exercise: str
    points: float
    possible: float
    attempted: bool
    checks: tuple[CheckResult, ...]
    reason: str = ""
    signs: tuple[Sign, ...] = ()

    @property
    def share(self) -> float:
        """The share of its points, from 0 to 1."""
        return self.points / self.possible if self.possible > 0 else 0.0

    @property
    def misconceptions(self) -> dict[str, CheckResult]:
        """The first check that names each mistake, by its name."""
        found: dict[str, CheckResult] = {}
        for check in self.checks:
            if check.misconception:
                found.setdefault(check.misconception, check)
        return found


@dataclass(frozen=True)
class HandMark:
    """A mark that a person gave; `exercise` is "" for a written answer."""

    cell: str
    exercise: str
    auto: float | None
    manual: float | None
    extra: float


@dataclass(frozen=True)
class Earlier:
    """One judgement of a learner's work: of the history, oldest first, the present one last."""

    score: float
    possible: float
    mistakes: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Submission:
    """One learner's work on one lesson."""

    student: str
    lesson: str
    graded: bool
    reason: str
    score: float
    possible: float
    to_mark: int
    exercises: tuple[ExerciseResult, ...]
    by_hand: tuple[HandMark, ...]
    history: tuple[Earlier, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True)
class ClassResults:
    """All that a report is made of.

    Attributes:
        nothing_handed_in: who of the roster has no submission; None where no roster is known.
        missing: what the file does not tell, in sentences.
    """

    submissions: tuple[Submission, ...]
    nothing_handed_in: tuple[str, ...] | None = None
    missing: tuple[str, ...] = field(default=())

    @property
    def lessons(self) -> list[str]:
        """The lessons that were graded, in order of their names."""
        return sorted({each.lesson for each in self.submissions if each.lesson})


def read_results(place: Path) -> ClassResults:
    """Return what a folder of results, or a results.json, holds.

    Raises:
        CourseError: there is no such file, or `autograder grade` did not write it.
    """
    path = place / "results.json" if place.is_dir() else place
    if not path.is_file():
        raise CourseError(f"{path} is not there: name a folder that `autograder grade` wrote to.")
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return class_results(data)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as problem:
        said = f"{type(problem).__name__}: {str(problem)[:100]}"
        raise CourseError(f"{path} is not as `autograder grade` writes it ({said}). Grade again.") from None


def class_results(data: dict[str, Any]) -> ClassResults:
    """Return the data of a results.json; raise KeyError, TypeError, ValueError or AttributeError where it is none."""
    found = list(data["submissions"])
    nothing = data.get("nothing_handed_in")
    missing = [
        sentence
        for key, sentence in (("by_hand", NO_HAND_MARKS), ("history", NO_HISTORY))
        if found and not any(key in each for each in found)
    ]
    return ClassResults(
        tuple(_submission(each) for each in found),
        None if nothing is None else tuple(_name(student) for student in nothing),
        tuple(missing),
    )


def _submission(data: dict[str, Any]) -> Submission:
    return Submission(
        _name(data["student"]),
        _lesson(data["lesson"]),
        data["outcome"] != "not graded",
        _text(data.get("reason")),
        _number(data["score"]),
        _number(data["possible"]),
        int(_number(data.get("to_mark", 0))),
        _each(data["exercises"], _exercise),
        _each(data.get("by_hand"), _hand_mark),
        _each((data.get("history") or [])[-MOST_EARLIER:], _earlier),
        _each(data.get("problems"), _text),
    )


def _exercise(data: dict[str, Any]) -> ExerciseResult:
    return ExerciseResult(
        _name(data["exercise"]),
        _number(data["points"]),
        _number(data["possible"]),
        bool(data["attempted"]),
        _each(data["checks"], _check),
        _text(data.get("reason")),
        read_signs((data.get("signs") or [])[:MOST_SIGNS]),
    )


def _check(data: dict[str, Any]) -> CheckResult:
    return CheckResult(
        _name(data["check"]),
        _text(data["title"]),
        str(data["status"]),
        _text(data.get("message")),
        _text(data.get("cause")),
        _name(data.get("misconception") or ""),
        _text(data.get("location")),
        _each((data.get("faults") or [])[:MOST_FAULTS], _name),
    )


def _hand_mark(data: dict[str, Any]) -> HandMark:
    auto, manual = (None if data.get(key) is None else _number(data[key]) for key in ("auto", "manual"))
    return HandMark(_name(data["cell"]), _name(data.get("exercise") or ""), auto, manual, _number(data.get("extra", 0)))


def _earlier(data: dict[str, Any]) -> Earlier:
    mistakes = {_name(name): tuple(map(_name, names)) for name, names in (data.get("mistakes") or {}).items()}
    return Earlier(_number(data["score"]), _number(data["possible"]), mistakes)


def _each(items: list[Any] | None, read: Callable[[Any], T]) -> tuple[T, ...]:
    return tuple(map(read, items or ()))


def _number(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"{value!r} is no number of points")
    return number


def _name(value: Any) -> str:
    return plain(str(value))[:LONGEST_NAME]


def _lesson(value: Any) -> str:
    """Return the name of a lesson, which names files as well."""
    name = _name(value)
    if name == ".." or Path(name).name != name:
        raise ValueError(f"{name!r} is no lesson")
    return name


def _text(value: Any) -> str:
    return plain(str(value or ""))[:LONGEST_TEXT]
