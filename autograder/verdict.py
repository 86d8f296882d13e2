"""The result of checking one answer, as data."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Status = Literal["holds", "waits", "fails", "not yet"]


@dataclass(frozen=True)
class Outcome:
    """What came of one check. A promise that holds "waits" as long as no check of values does, and earns nothing.

    `cause` says why, where that is known: the sentence of the misconception called `misconception`, or what
    the numbers betray by themselves. `location` says at which expression it goes wrong, where that was proven;
    `faults` are short marks of that place, for finding answers that go wrong alike.
    """

    check: str
    title: str
    status: Status
    possible: int
    message: str = ""
    cause: str = ""
    misconception: str = ""
    hint: str = ""
    location: str = ""
    faults: tuple[str, ...] = ()

    @property
    def points(self) -> int:
        """What the check earned."""
        return self.possible if self.status == "holds" else 0


@dataclass(frozen=True)
class Verdict:
    """What came of all checks of one exercise.

    `measured` holds what a check has found out besides, if anything; `signs` what is wrong with what came back, where
    the grader keeps that (see `autograder.grading.groups.signs`).
    """

    exercise: str
    outcomes: tuple[Outcome, ...]
    printed: str = ""
    measured: dict[str, Any] = field(default_factory=dict)
    signs: tuple[Any, ...] = ()

    @property
    def points(self) -> int:
        """What all checks earned."""
        return sum(outcome.points for outcome in self.outcomes)

    @property
    def possible(self) -> int:
        """What all checks are worth."""
        return sum(outcome.possible for outcome in self.outcomes)

    @property
    def passed(self) -> bool:
        """Tell whether every check holds."""
        return all(outcome.status == "holds" for outcome in self.outcomes)

    @property
    def attempted(self) -> bool:
        """Tell whether there is anything to judge."""
        return any(outcome.status != "not yet" for outcome in self.outcomes)

    def as_dict(self) -> dict[str, Any]:
        """Return the verdict as JSON-able data, points and misconceptions included."""
        return {
            "exercise": self.exercise,
            "points": self.points,
            "possible": self.possible,
            "attempted": self.attempted,
            "checks": [
                asdict(outcome) | {"points": outcome.points, "faults": [*outcome.faults]} for outcome in self.outcomes
            ],
        } | {key: kept for key in ("measured", "signs") if (kept := getattr(self, key))}
