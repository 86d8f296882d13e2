"""What `autograder grade` left in its folder, as other systems want it: a score for each learner of a lesson."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.errors import CourseError
from autograder.grading.books.results import no_results, read_submissions

MOST_LINES = 40  # of a comment


@dataclass(frozen=True)
class Score:
    """What one learner has for a lesson; penalties for being late are taken off already."""

    student: str
    score: float
    possible: float
    comment: str = ""


@dataclass(frozen=True)
class Scores:
    """The scores of a lesson, and what is to be known of those who have none, in sentences."""

    lesson: str
    scores: tuple[Score, ...]
    notes: list[str] = field(default_factory=list)

    @property
    def possible(self) -> float:
        return max((each.possible for each in self.scores), default=0.0)


def read_results(folder: Path) -> list[dict[str, Any]]:
    """Return the submissions of a folder of results, or of its results.json.

    Raises:
        CourseError: there are none.
    """
    path = folder if folder.name == "results.json" else folder / "results.json"
    found: list[dict[str, Any]] = read_submissions(path)
    try:
        for each in found:
            str(each["student"]), str(each["lesson"]), float(each["score"]), each["outcome"], each["exercises"]
    except (ValueError, KeyError, TypeError):
        raise no_results(path) from None
    return found


def scores_of(submissions: list[dict[str, Any]], lesson: str | None, *, unmarked: bool = False) -> Scores:
    """Return the scores of one lesson.

    Args:
        submissions: as `read_results` gives them.
        lesson: which; None where there is only one.
        unmarked: whether those count whose written answers still wait for a person.

    Raises:
        CourseError: there is no such lesson among them, or more than one and none was named.
    """
    lessons = sorted({each["lesson"] for each in submissions if each["lesson"]})
    if lesson is None and len(lessons) != 1:
        raise CourseError(f"Say --lesson: the results are of {', '.join(lessons) or 'no lesson'}.")
    lesson = lesson or lessons[0]
    if lesson not in lessons:
        raise CourseError(f"There are no results of {lesson!r}; there are of {', '.join(lessons)}.")
    scores, notes, waiting = [], list[str](), list[str]()
    for each in submissions:
        if each["outcome"] == "not graded" and each["lesson"] in ("", lesson):
            notes.append(f"{each['student']} was not graded and has no score: {each['reason']}")
        elif each["lesson"] == lesson and each["to_mark"] and not unmarked:
            waiting.append(each["student"])
        elif each["lesson"] == lesson:
            scores.append(Score(each["student"], float(each["score"]), float(each["possible"]), _comment(each)))
    if waiting:
        who = ", ".join(waiting)
        notes.append(f"Left out, since written answers wait to be marked (--unmarked writes what there is): {who}.")
    return Scores(lesson, tuple(scores), notes)


def _comment(submission: dict[str, Any]) -> str:
    """Return points and known mistakes, in words of the course alone: nothing that a learner may have written."""
    lines = []
    for exercise in submission["exercises"]:
        lines.append(f"{exercise['exercise']}: {exercise['points']} of {exercise['possible']}")
        lines += dict.fromkeys(f"- {check['cause']}" for check in exercise["checks"] if check["misconception"])
    if submission.get("penalty"):
        lines.append(f"Handed in late: {submission['penalty']:g} points were taken off.")
    return "\n".join(lines[:MOST_LINES])
