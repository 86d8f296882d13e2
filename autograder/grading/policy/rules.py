"""The rules of a class as data, and what follows from them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal

SECONDS = {"hour": 3_600, "day": 86_400}
DIGITS = 3  # of a penalty in points
EVERY_LESSON = "*"
Unit = Literal["hour", "day"]
Share = Literal["score", "possible"]
Source = Literal["list", "platform", "exchange", "file"]


@dataclass(frozen=True)
class Late:
    """What being late costs.

    Attributes:
        percent: taken off for each hour or day that has begun since the lesson was due.
        per: which of the two.
        most: percent that are taken off at most.
        of: what the percent are of: the learner's points, or all that the lesson has.
        grace: who is late by no more than this loses nothing; who is later is late from the due date on.
    """

    percent: float = 0.0
    per: Unit = "day"
    most: float = 100.0
    of: Share = "score"
    grace: timedelta = timedelta()

    def percent_of(self, seconds: float) -> float:
        """Return the percent that are taken off of what is so many seconds late."""
        if seconds <= self.grace.total_seconds():
            return 0.0
        return min(self.percent * math.ceil(seconds / SECONDS[self.per]), self.most)

    def penalty(self, seconds: float, score: float, possible: float) -> float:
        """Return the points that are taken off: never more than there are."""
        whole = score if self.of == "score" else possible
        return max(0.0, min(round(self.percent_of(seconds) / 100 * whole, DIGITS), score))


@dataclass(frozen=True)
class Attempts:
    """How often one may hand in.

    Attributes:
        allowed: how many different submissions of a learner for a lesson are graded; None for any number.
        cool_down: how long after one was handed in the next one may be.
        counts: which of them counts.
    """

    allowed: int | None = None
    cool_down: timedelta = timedelta()
    counts: Literal["latest", "best"] = "latest"


@dataclass(frozen=True)
class Rules:
    """The rules of one lesson."""

    due: datetime | None = None
    late: Late = field(default_factory=Late)
    attempts: Attempts = field(default_factory=Attempts)


@dataclass(frozen=True)
class Extension:
    """More time for one learner: until a date, or so much longer."""

    until: datetime | None = None
    more: timedelta = timedelta()

    def of(self, due: datetime) -> datetime:
        """Return until when the learner has; an extension never takes time away."""
        return max(due, self.until or due + self.more)


@dataclass(frozen=True)
class Policy:
    """The rules of a class.

    Attributes:
        lessons: by lesson.
        others: for lessons that are not among them.
        extensions: by learner and lesson; the lesson `EVERY_LESSON` stands for all that have none of their own.
        zone: in which dates are shown.
        believe: who is believed of when something was handed in, the first one that knows.
        given: whether there is a policy at all; without one nothing of the gradebook's dates is touched.
    """

    lessons: Mapping[str, Rules] = field(default_factory=dict)
    others: Rules = field(default_factory=Rules)
    extensions: Mapping[tuple[str, str], Extension] = field(default_factory=dict)
    zone: tzinfo = UTC
    believe: tuple[Source, ...] = ("list", "platform")
    given: bool = False

    def rules(self, lesson: str) -> Rules:
        """Return the rules of a lesson."""
        return self.lessons.get(lesson, self.others)

    def due(self, student: str, lesson: str) -> datetime | None:
        """Return until when a learner has for a lesson; None where it is not due at all."""
        due = self.rules(lesson).due
        if due is None:
            return None
        own = self.extensions.get((student, lesson)) or self.extensions.get((student, EVERY_LESSON))
        return own.of(due) if own else due
