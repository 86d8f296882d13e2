"""A repair: the spot at which right values make an answer right, and the answer with it made at any call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from autograder import probe
from autograder.exercise import Exercise
from autograder.locate.answers import Rights, parts_of
from autograder.locate.pool import FLIPPED, Pool, Right, reshaped
from autograder.locate.rewrite import Spot
from autograder.locate.values import alike, entries, fresh
from autograder.locate.watched import Call, Outcome, StandIns, TooMuch, Watched
from autograder.packing import unpack

#: How much a repair tells. Only the first three are told to a learner.
#: exact: all that the expression is made of is right, and it is not.
#: point: a value within the function.
#: place: the value is right by itself, and not what is due there.
#: part, whole: what is returned, put right as such, which tells nothing.
TELLING = ("exact", "point", "place")


@dataclass
class Repair:
    """A spot, the right values that belong there, and how well that is known.

    Attributes:
        got: what the spot takes by itself, each time; [] where it raises.
        level: see TELLING.
        mended: the parts that it puts right.
        full: all parts are right now.
        leaf: the one operand that is to blame, where putting that right is enough.
        odd: no right answer uses these values as the learner's function uses its own.
    """

    spot: Spot
    right: Right
    got: list[Any]
    level: str = ""
    mended: frozenset[str] = frozenset()
    full: bool = False
    leaf: Spot | None = None
    odd: bool = False

    @property
    def tells(self) -> bool:
        """Tell whether more than the result was put right."""
        return self.level in TELLING


class NotKnown(TooMuch):
    """The right values at a call are not known, so that nothing can be repaired at it."""


def is_same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Tell whether an answer has all that another one has, with the same values."""
    mine, due = entries(one), entries(other)
    return due.keys() <= mine.keys() and all(alike(mine[key], due[key]) for key in due)


class RepairedDoor:
    """The door to a learner's function with repairs made at whatever call a check makes.

    Args:
        learner: the function.
        exercise: what it answers.
        rights: where the right values of a call come from.
        chain: the repairs; none gives the function as it is.
        until: when to stop, as `clock.worked` counts.

    Attributes:
        calls: what was asked of the function: the call, and what stood in for other functions.
    """

    def __init__(
        self, learner: Watched, exercise: Exercise, rights: Rights, chain: Sequence[Repair], until: float
    ) -> None:
        self._learner, self._exercise, self._rights = learner, exercise, rights
        self._chain, self._until = chain, until
        self._stand_ins: StandIns = {}
        self.calls: list[tuple[Call, StandIns, Outcome]] = []

    def ask(self, request: dict[str, Any]) -> list[dict[str, Any]]:
        """Make the calls of a request; those on other functions of the learner's as they are."""
        self._stand_ins = {key: unpack(data, inside=True) for key, data in request.get("stand_ins", {}).items()}
        return probe.serve(request, self._learner.namespace, {self._exercise.name: self._function()})

    def _function(self) -> Callable[..., Any]:
        original = self._learner.function

        def repaired(*args: Any, **kwargs: Any) -> Any:
            return self._called((args, kwargs))

        repaired.__wrapped__ = original  # type: ignore[attr-defined]  # its signature is what a check is told
        return repaired

    def _called(self, call: Call) -> Any:
        forced: dict[int, list[Any]] = {}
        if self._chain:
            pool = self._rights.pool(call, self._stand_ins)
            if pool is None:
                raise NotKnown
            forced = self._forced(call, pool)
        unheard = frozenset(repair.spot.number for repair in self._chain if not repair.got and forced)
        before = fresh(call)
        outcome = self._learner.run(
            call,
            forced,
            stand_ins=self._stand_ins,
            unheard=unheard & forced.keys(),
            until=self._until,
            in_place=True,
        )
        self.calls.append((before, self._stand_ins, outcome))
        if outcome.raised:
            raise outcome.raised
        return outcome.value

    def _forced(self, call: Call, pool: Pool) -> dict[int, list[Any]]:
        """Return what the repairs force upon their spots at this call."""
        forced: dict[int, list[Any]] = {}
        own: Outcome | None = None
        for repair in self._chain:
            key = repair.right.key
            if key[0] >= 0:
                right = pool.right(key)
                forced |= {repair.spot.number: right} if right is not None else {}
                continue
            own = own or self._learner.run(call, stand_ins=self._stand_ins, keep=True, until=self._until)
            mine = own.by_spot().get(repair.spot.number, [])
            if key != FLIPPED:
                forced[repair.spot.number] = (
                    next((r.values for r in reshaped(mine) if r.key == key), mine) if mine else []
                )
            elif mine and not is_same(parts_of(self._exercise, own.value), pool.parts):
                forced[repair.spot.number] = [not value for value in mine]
        return forced


def forced_by(chain: list[Repair]) -> dict[int, list[Any]]:
    """Return what a chain forces upon its spots at the call that it was found at."""
    return {repair.spot.number: repair.right.values for repair in chain}
