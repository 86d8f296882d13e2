"""Which notebook counts where a learner has handed in several for one lesson: a rule that the instructor chooses."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Literal

from autograder.errors import CourseMessage
from autograder.grading.intake.names import stem_of
from autograder.grading.intake.submission import Submission

Rule = Literal["latest", "refuse"]
NUMBER = re.compile(r"(?:\((\d{1,4})\)|[-_ ]v?(\d{1,4}))$")  # of a download or a version; "-Copy1" tells no order


def one_each(submissions: Iterable[Submission], lesson_of: Callable[[Submission], str], rule: Rule) -> list[Submission]:
    """Return one submission for each learner and lesson; what was passed over is said in the notes of the other.

    Args:
        submissions: in the order in which they are to be graded.
        lesson_of: reads a submission and returns its lesson; raises CourseMessage where it cannot be graded. Asked
            only where a learner has several.
        rule: "latest": the highest number in the name, then the latest time; "refuse": none is graded.
    """
    groups: dict[str, list[Submission]] = defaultdict(list)
    for submission in submissions:
        groups[submission.student].append(submission)
    return [kept for group in groups.values() for kept in _kept(group, lesson_of, rule)]


def _kept(group: list[Submission], lesson_of: Callable[[Submission], str], rule: Rule) -> list[Submission]:
    if len(group) == 1:
        return group
    lessons: dict[str, list[Submission]] = defaultdict(list)
    broken = []
    for submission in group:
        try:
            lessons[lesson_of(submission)].append(submission)
        except CourseMessage as problem:
            broken.append(replace(submission, problem=str(problem)))
    kept = [_counts(those, lesson, rule) for lesson, those in lessons.items()]
    if not kept:
        return [_with_notes(broken[0], [_passed_over(other) for other in broken[1:]])]
    return [_with_notes(kept[0], [_passed_over(other) for other in broken]), *kept[1:]]


def _counts(those: list[Submission], lesson: str, rule: Rule) -> Submission:
    latest = max(those, key=_order)
    others = [submission.source for submission in those if submission is not latest]
    if not others:
        return latest
    if rule == "refuse":
        said = ", ".join(sorted(submission.source for submission in those))
        return replace(latest, problem=f"There are {len(those)} notebooks for {lesson}, and one should count: {said}.")
    return _with_notes(latest, [f"Of {len(those)} notebooks for {lesson} the latest counts, not {', '.join(others)}."])


def number_of(name: str) -> int:
    """Return the number that a notebook's name ends with, as in `x (2).ipynb`; 0 where there is none."""
    found = NUMBER.search(stem_of(name).strip())
    return int(found[1] or found[2]) if found else 0


def _order(submission: Submission) -> tuple[int, float, str]:
    try:
        time = submission.path.lstat().st_mtime
    except OSError:
        time = 0.0
    return number_of(submission.path.name), time, submission.source


def _passed_over(submission: Submission) -> str:
    return f"{submission.source} cannot be graded: {submission.problem}"


def _with_notes(submission: Submission, notes: list[str]) -> Submission:
    return replace(submission, notes=(*submission.notes, *notes))
