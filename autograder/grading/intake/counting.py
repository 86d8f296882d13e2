"""Which notebook counts where a learner has handed in several for one lesson: a rule that the instructor chooses."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Literal

from autograder.errors import CourseMessage
from autograder.grading.intake.archives import is_archive
from autograder.grading.intake.names import is_notebook, stem_of
from autograder.grading.intake.submission import Submission

Rule = Literal["latest", "refuse"]
NUMBER = re.compile(r"(?:\((\d{1,4})\)|[-_ ]v?(\d{1,4}))$")  # of a download or a version; "-Copy1" tells no order


def one_each(
    submissions: Iterable[Submission],
    lesson_of: Callable[[Submission], str],
    rule: Rule,
    named: Callable[[Path], str | None] = lambda path: None,
) -> list[Submission]:
    """Return one submission for each learner and lesson; what was passed over is said in the notes of the other.

    What cannot be read is a submission of its own, unless its name is that of a lesson which another one is for.

    Args:
        submissions: in the order in which they are to be graded.
        lesson_of: reads a submission and returns its lesson; raises CourseMessage where it cannot be graded. Asked
            only where a learner has several.
        rule: "latest": the highest number in the name, then the latest time; "refuse": none is graded.
        named: returns the lesson that a path names.
    """
    groups: dict[str, list[Submission]] = defaultdict(list)
    for submission in submissions:
        groups[submission.student].append(submission)
    return [kept for group in groups.values() for kept in _kept(group, lesson_of, rule, named)]


def _kept(
    group: list[Submission],
    lesson_of: Callable[[Submission], str],
    rule: Rule,
    named: Callable[[Path], str | None],
) -> list[Submission]:
    if len(group) == 1:
        return group
    lessons: dict[str | None, list[Submission]] = defaultdict(list)
    broken: dict[str | None, list[Submission]] = defaultdict(list)
    for submission in group:
        try:
            lessons[lesson_of(submission)].append(submission)
        except CourseMessage as problem:
            broken[named(submission.path)].append(replace(submission, problem=str(problem)))
    kept = {lesson: _counts(those, lesson, rule) for lesson, those in lessons.items()}
    for lesson, those in broken.items():
        alone = [each for each in those if lesson or _is_handed_in(each)] or ([] if kept else those)
        if alone and lesson not in kept:
            kept[lesson] = _first(alone)
        counts = lesson if lesson in kept else next(iter(kept))
        others = [_passed_over(each) for each in those if each is not kept[counts]]
        kept[counts] = _with_notes(kept[counts], others)
    return list(kept.values())


def _is_handed_in(submission: Submission) -> bool:
    """Tell whether what cannot be read is a submission, whatever its name: no folder, and nothing below others."""
    return not submission.depth and (is_notebook(submission.path.name) or is_archive(submission.path))


def _first(those: list[Submission]) -> Submission:
    """Return the latest of those that lie highest."""
    highest = min(submission.depth for submission in those)
    return max((each for each in those if each.depth == highest), key=_order)


def _counts(those: list[Submission], lesson: str | None, rule: Rule) -> Submission:
    latest = _first(those)
    others = [submission.source for submission in those if submission is not latest]
    if not others:
        return latest
    if rule == "refuse" and sum(submission.depth == latest.depth for submission in those) > 1:
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
