"""Counts learners by the mistakes that have a name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.grading.class_report.reading import CheckResult, ExerciseResult, Submission


@dataclass(frozen=True)
class Misconception:
    """A mistake that has a name, and who has it.

    Attributes:
        name: as it is registered.
        checks: the checks that name it, by name.
        sentence: what most of those learners read.
        share: of the learners whose notebook was graded.
        who: their names, those with the fewest other mistakes in the exercise first.
    """

    exercise: str
    name: str
    checks: tuple[str, ...]
    sentence: str
    learners: int
    share: float
    who: tuple[str, ...]

    @property
    def words(self) -> str:
        """Its name in words."""
        return self.name.replace("_", " ")

    @property
    def title(self) -> str:
        """Its name as a heading; symbols such as Waa stay as they are."""
        return self.words[:1].upper() + self.words[1:]


def misconceptions(graded: Sequence[Submission]) -> tuple[Misconception, ...]:
    """Return the mistakes that have a name, the most frequent first.

    A learner who fails two checks of an exercise for one reason has it once.
    """
    who: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    checks: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    says: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for submission in graded:
        for entry in submission.exercises:
            own = entry.misconceptions
            for name, first in own.items():
                who[entry.exercise, name].append((len(own), submission.student))
                says[entry.exercise, name][first.cause] += 1
            for check in entry.checks:
                if check.misconception:
                    checks[entry.exercise, check.misconception][check.check] += 1
    found = [
        Misconception(
            exercise,
            name,
            tuple(check for check, _ in checks[exercise, name].most_common()),
            says[exercise, name].most_common(1)[0][0],
            len(learners),
            len(learners) / len(graded),
            tuple(student for _, student in sorted(learners)),
        )
        for (exercise, name), learners in who.items()
    ]
    return tuple(sorted(found, key=lambda each: (-each.learners, each.exercise, each.name)))


def first_failure(entry: ExerciseResult) -> CheckResult | None:
    """Return the first check of an exercise that fails; those after it may fail for the same reason."""
    return next((check for check in entry.checks if check.status == "fails"), None)
