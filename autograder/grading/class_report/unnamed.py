"""Wrong answers in which no check names a mistake, by what is wrong with them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.grading.class_report.mistakes import first_failure
from autograder.grading.class_report.reading import CheckResult, ExerciseResult, Submission
from autograder.grading.groups.grouping import Group, Wrong, groups_of


@dataclass(frozen=True)
class Unnamed:
    """Wrong answers to one exercise that nothing names, and that have one mistake.

    Attributes:
        group: its number, by which `autograder adopt` finds it; 0 where nothing is known of what the answers return:
            then they are those that fail this check first, for whatever reason.
        check: the first check that fails, of most of them.
        symptom: what one of those learners read.
        cause: what the numbers betray by themselves, "" where they betray nothing.
        location: where one of these answers goes wrong, as its own process says; "" where that is not known.
        shown: the learner whose answer that is, or the first where it is not known.
        who: the learners, those with the most typical answers first.
        alike: the same, apart by what their answers return.
    """

    exercise: str
    group: int
    check: str
    title: str
    symptom: str
    cause: str
    location: str
    shown: str
    learners: int
    share: float
    who: tuple[str, ...]
    alike: tuple[tuple[str, ...], ...]


Failing = dict[str, ExerciseResult]  # by learner


def unnamed(graded: Sequence[Submission]) -> tuple[Unnamed, ...]:
    """Return the wrong answers in which no check names a mistake, the largest groups first."""
    found = []
    for exercise, failing in unnamed_answers(graded).items():
        known = {learner: entry for learner, entry in failing.items() if entry.signs}
        for number, group in enumerate(groups_among(known), start=1):
            found.append(_unnamed(exercise, number, group, failing, len(graded)))
        by_check: dict[str, list[str]] = defaultdict(list)
        for learner in failing.keys() - known.keys():
            by_check[_first(failing[learner]).check].append(learner)
        for learners in by_check.values():
            group = Group(tuple(learners), (tuple(learners),))
            found.append(_unnamed(exercise, 0, group, failing, len(graded)))
    return tuple(sorted(found, key=lambda each: (-each.learners, each.exercise, each.group, each.check)))


def groups_among(failing: Failing) -> list[Group]:
    """Return the groups of wrong answers to one exercise; their numbers are their places, from 1 on."""
    return groups_of([wrong(learner, entry) for learner, entry in failing.items() if entry.signs])


def unnamed_answers(graded: Sequence[Submission]) -> dict[str, Failing]:
    """Return what came of each exercise of those learners who fail it and are told no name."""
    found: dict[str, Failing] = defaultdict(dict)
    for submission in graded:
        for entry in submission.exercises:
            if first_failure(entry) and not entry.misconceptions and not entry.reason:
                found[entry.exercise][submission.student] = entry
    return dict(found)


def wrong(learner: str, entry: ExerciseResult) -> Wrong:
    """Return what is compared of one answer."""
    return Wrong.of(learner, entry.signs, entry.checks)


def _unnamed(exercise: str, number: int, group: Group, failing: Failing, graded: int) -> Unnamed:
    most = Counter(_first(failing[learner]).check for learner in group.learners).most_common(1)[0][0]
    whole = [learner for learner in group.learners if _first(failing[learner]).check == most]
    whole.sort(key=lambda learner: _how_much_to_read(_first(failing[learner])) if number == 0 else (False, 0))
    first = _first(failing[whole[0]])
    who = group.learners if number else tuple(whole)
    located = ((check.location, learner) for learner in who for check in failing[learner].checks if check.location)
    location, shown = next(located, ("", who[0]))
    return Unnamed(
        exercise,
        number,
        first.check,
        first.title,
        first.message,
        first.cause,
        location,
        shown,
        len(who),
        len(who) / graded,
        who,
        group.alike,
    )


def _first(entry: ExerciseResult) -> CheckResult:
    check = first_failure(entry)
    assert check is not None
    return check


def _how_much_to_read(check: CheckResult) -> tuple[bool, int]:
    return not check.cause, len(check.message)
