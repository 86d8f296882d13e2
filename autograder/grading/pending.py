"""A submission that a worker is at, and what follows from the attempts before it."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from autograder.grading.books.history import Attempt, attempt_of
from autograder.grading.intake import Submission
from autograder.grading.policy import Attempts, Times
from autograder.grading.policy.words import too_often
from autograder.grading.worker.task import Judged, Task

NO_TIME = "It is not known when this was handed in, so it counts as in time."


@dataclass(frozen=True)
class Pending:
    """A submission that a worker is at.

    Attributes:
        digest: of the submission alone.
        times: when it was handed in, and what follows.
        before: the same submission, where it was judged before.
        same: whether the grade that stands is for the same submission.
        tries: workers that were at it, this one included.
        since: when it was given to the first, in seconds of the monotonic clock.
    """

    submission: Submission
    task: Task
    key: str
    digest: str
    times: Times
    before: Attempt | None = None
    same: bool = False
    tries: int = 1
    since: float = field(default_factory=time.monotonic)

    @property
    def no_time(self) -> bool:
        """Whether it is due and nobody who is believed says when it was handed in."""
        return self.times.due is not None and self.times.handed_in is None

    def graded(self, result: Mapping[str, Any]) -> Attempt:
        """Return this attempt, which counts, with its result as in results.json."""
        return attempt_of(self.digest, self.key, result, self.times.handed_in, self.times.told_by)

    def beaten(self, judged: Judged) -> Attempt:
        """Return this attempt where an earlier one counts."""
        score, possible = (float(sum(entry[name] for entry in judged.exercises)) for name in ("points", "possible"))
        result = {
            "exercises": judged.exercises,
            "score": score - self.times.penalty(score, possible),
            "possible": possible,
        }
        return attempt_of(self.digest, self.key, result, self.times.handed_in, self.times.told_by, counts=False)


def why_not_graded(rules: Attempts, history: Sequence[Attempt], pending: Pending) -> str:
    """Return why a submission is not graded anew and the former grade stands; "" where it is to be graded."""
    before = pending.before
    if before is None:
        why = too_often(rules, len(history), _since(history[-1], pending.times.handed_in) if history else None)
        return f"A further submission was not graded, since {why}. The grade of the earlier one stands." if why else ""
    known = rules.counts == "best" and not before.counts and before.key == pending.key
    return better_before(history, before, pending.times) if known else ""


def _since(last: Attempt, handed_in: datetime | None) -> timedelta:
    """Return how long after the last attempt this one came: as they were handed in, else as they are judged."""
    if handed_in and last.handed_in:
        return handed_in - last.handed_in
    return datetime.now(UTC) - last.judged


def better_before(history: Sequence[Attempt], attempt: Attempt, times: Times) -> str:
    """Return why an earlier attempt counts, where the best one does; "" where this one does.

    What the judge gave is compared, less the penalty: marks by hand are for one attempt alone.
    """
    counting = next((each for each in history if each.counts and each.digest != attempt.digest), None)
    if counting is None:
        return ""

    def worth(each: Attempt) -> float:
        score = float(sum(each.points.values()))
        return score - replace(times, handed_in=each.handed_in).penalty(score, counting.possible)

    if worth(attempt) >= worth(counting):
        return ""
    return (
        f"A further submission was judged and earned {worth(attempt):g} points; "
        f"an earlier one, with {worth(counting):g}, counts."
    )
