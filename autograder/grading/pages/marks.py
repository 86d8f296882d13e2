"""What a page knows of the points and comments for one cell: plain data, whichever gradebook it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """The points and the comment for one cell, as a gradebook has them.

    Attributes:
        possible: points that the cell is worth; 0 for a cell that has only a comment.
        auto: points that the judge gave; None where it gave none.
        manual: points that a person gave instead, if any.
        extra: points that a person added.
        comment: what a person wrote, as Markdown.
        to_mark: whether a person has still to mark the cell.
    """

    possible: float = 0.0
    auto: float | None = None
    manual: float | None = None
    extra: float = 0.0
    comment: str = ""
    to_mark: bool = False

    @property
    def score(self) -> float | None:
        """The points so far; None where nobody has given any."""
        given = self.auto if self.manual is None else self.manual
        return None if given is None else given + self.extra

    @property
    def waits(self) -> bool:
        """Whether there is nothing to show before a person has marked the cell."""
        return self.to_mark and self.manual is None

    @property
    def words(self) -> str:
        """The points in words."""
        if self.waits:
            return f"not marked yet, {amount(self.possible)}"
        return f"{self.score or 0.0:g} of {amount(self.possible)}"

    @property
    def state(self) -> str:
        """How it looks: wait, full or part."""
        return "wait" if self.waits else "full" if (self.score or 0.0) >= self.possible else "part"


@dataclass(frozen=True)
class Total:
    """The points of all cells together."""

    score: float
    possible: float
    waiting: int  # cells that a person has still to mark
    waiting_points: float

    @property
    def words(self) -> str:
        """The points in words."""
        return f"{self.score:g} of {amount(self.possible)}"

    @property
    def percent(self) -> float:
        """The share of the points, from 0 to 100."""
        return round(100 * min(max(self.score / self.possible, 0.0), 1.0), 1) if self.possible > 0 else 0.0

    @property
    def wait(self) -> str:
        """What is still to be marked, in words; empty where nothing is."""
        if not self.waiting:
            return ""
        answers = "1 answer waits" if self.waiting == 1 else f"{self.waiting} answers wait"
        return f"{answers} to be marked by a person, for up to {amount(self.waiting_points)} more."


def total(marks: Mapping[str, Mark]) -> Total:
    """Return the points of all cells together."""
    waiting = [mark for mark in marks.values() if mark.waits]
    return Total(
        _sum(mark.score or 0.0 for mark in marks.values()),
        _sum(mark.possible for mark in marks.values()),
        len(waiting),
        _sum(mark.possible - (mark.score or 0.0) for mark in waiting),
    )


def amount(points: float) -> str:
    """Return a number of points in words."""
    return f"{points:g} point{'' if points == 1 else 's'}"


def _sum(points: Iterable[float]) -> float:
    return float(sum(points))
