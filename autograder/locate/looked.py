"""What is known of one call while its repair is searched for."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from inspect import signature
from typing import Any

from autograder.locate.clock import worked
from autograder.locate.pool import Pool
from autograder.locate.repair import Repair, forced_by
from autograder.locate.rewrite import Spot, is_constant
from autograder.locate.values import alike, close, digest, entries, is_counting, is_plain
from autograder.locate.watched import Call, Outcome, StandIns, Watched

LOOKED_UP = re.compile(r"""(\w+)\[["'](.*)["']\]""")
CONTAINERS = (ast.Tuple, ast.Dict, ast.List)
Proves = Callable[[list[Repair]], bool]
Parts = Callable[[Any], dict[str, Any]]


class Looked:
    """One call, and the values of all expressions in it.

    Args:
        learner: the function.
        pool: the right values at this call.
        call: its arguments.
        stand_ins: functions in the place of others that it calls.
        parts: reads what it returns.
        proves: tells whether a chain of repairs makes the whole check hold.
        until: when to stop, as `clock.worked` counts.
        whole: nothing less than a right result will do, as where a check does not look at all of it.

    Attributes:
        given: the arguments by their names.
        values: of each spot that was evaluated, with the repairs so far.
        right: whether these are the values of some expression of a right answer.
        results: the spots that are returned as they are.
        limit: how many values a run may evaluate.
        right_by_now: the entries of the result that are right with the repairs so far.
    """

    def __init__(
        self,
        learner: Watched,
        pool: Pool,
        call: Call,
        stand_ins: StandIns,
        *,
        parts: Parts,
        proves: Proves,
        until: float,
        whole: bool = False,
    ) -> None:
        self.learner, self.pool, self.call, self._stand_ins = learner, pool, call, stand_ins
        self._parts, self._proves, self._until, self._whole = parts, proves, until, whole
        self.given = {**dict(zip(signature(learner.function).parameters, call[0], strict=False)), **call[1]}
        self.values: dict[int, list[Any]] = {}
        self.right: dict[int, bool] = {}
        self._agree: dict[int, int] = {}  # how many of the values of each spot, from the first on, are right ones
        self._digests: dict[int, Any] = {}
        self.results: set[int] = set()
        self.limit = 0
        self.right_by_now = frozenset[str]()
        self._looked_with: list[Any] | None = None

    def proves(self, chain: list[Repair], /) -> bool:
        """Tell whether a chain of repairs makes the whole check hold."""
        return self._proves(chain)

    @property
    def late(self) -> bool:
        """Whether the time is up."""
        return worked() > self._until

    def run(self, forced: dict[int, list[Any]], **how: Any) -> Outcome:
        """Make the call with values forced upon spots."""
        return self.learner.run(self.call, forced, stand_ins=self._stand_ins, until=self._until, **how)

    def right_parts(self, outcome: Outcome) -> frozenset[str]:
        """Return which entries of a result are right; those that are more than was asked for do no harm."""
        got = entries(self._parts(outcome.value))
        return frozenset(name for name, due in self.pool.entries.items() if name in got and alike(got[name], due))

    def look(self, base: list[Repair]) -> None:
        """Run with the repairs found so far and note what each spot takes then."""
        base_now = [(repair.spot.number, repair.right.key) for repair in base]
        if self._looked_with == base_now:
            return
        self._looked_with = base_now
        self._plain = self.run(forced_by(base), keep=True)
        self.right_by_now = self.right_parts(self._plain)
        self.values = self._plain.by_spot()
        self._unheard = self._raising() if isinstance(self._plain.raised, Exception) else frozenset()
        for spot in self._unheard:
            self.values.setdefault(spot, [])
        self._agree = {spot: 0 if self.late else self.pool.agrees(values) for spot, values in self.values.items()}
        self.right = {spot: bool(n) and n == len(self.values[spot]) for spot, n in self._agree.items()}
        self._digests = {spot: digest(values) for spot, values in self.values.items()}
        returned = [spot for spot in self.learner.spots if spot.returned]
        self.results = {i for spot in returned for i in (spot.number, *self._items(spot))}
        self.limit = 20 * len(self._plain.log) + 2000

    def _items(self, spot: Spot) -> Iterator[int]:
        """Yield the spots that are returned as they are: those in the returned tuple or dict."""
        for i in spot.inside if isinstance(spot.node, CONTAINERS) else ():
            yield i
            yield from self._items(self.spot(i))

    def spot(self, number: int) -> Spot:
        """Return a spot by its number."""
        return self.learner.spots[number]

    def _raising(self) -> frozenset[int]:
        """Return the spot that raised: all within it was evaluated once more than itself."""
        count = {spot: len(values) for spot, values in self.values.items()}
        return frozenset(
            spot.number
            for spot in self.learner.spots
            if spot.inside and all(count.get(i, 0) > count.get(spot.number, 0) for i in spot.inside)
        )

    def is_made_of_right(self, spot: Spot) -> bool:
        """Tell whether what an expression is made of is right, in a loop at least where it first goes wrong itself."""
        at = self._agree.get(spot.number, 0)
        return all(self._is_right_at(i, spot, at) for i in spot.inside if self.values.get(i))

    def _is_right_at(self, i: int, spot: Spot, at: int) -> bool:
        if self.is_given(i) or is_constant(self.spot(i).node) or self.right[i]:
            return True
        return len(self.values[i]) == len(self.values.get(spot.number, ())) and self._agree[i] > at

    def has_right_parts(self, spot: Spot) -> bool:
        """Tell whether what an expression is made of is right beyond chance: few whole numbers may be by luck."""
        computed = [i for i in spot.inside if self.values.get(i) and not is_constant(self.spot(i).node)]
        texts = {self.spot(i).text: digest(self.values[i][:1]) for i in computed}
        is_twice = len({*texts.values()}) < len(texts)  # one right value under two names may be due at one of them
        return (
            self.is_made_of_right(spot)
            and not is_twice
            and not any(is_plain(self.values[i]) for i in computed if not self.is_given(i))
        )

    def is_wrong_by_itself(self, repair: Repair) -> bool:
        """Tell whether all that an expression is made of is right, so that nothing before it is to blame."""
        return repair.level == "exact" and bool(repair.got) and self.has_right_parts(repair.spot)

    def within(self, spot: Spot) -> Iterator[int]:
        """Yield the spots within another one, the inner ones first."""
        for i in spot.inside:
            yield from self.within(self.spot(i))
            yield i

    def is_given(self, spot: int) -> bool:
        """Tell whether a spot reads an argument as it came, or a whole number in it by its name."""
        values, node = self.values.get(spot, []), self.spot(spot).node  # what comes after an exception has none
        if (key := LOOKED_UP.fullmatch(self.spot(spot).text)) and is_counting(values[:1]):
            given = self.given.get(key[1])
            return isinstance(given, dict) and values[0] == given.get(key[2])
        is_named = isinstance(node, ast.Name) and node.id in self.given and bool(values)
        return is_named and all(close(value, self.given[node.id]) for value in values)  # type: ignore[attr-defined]

    def is_taken_over(self, spot: Spot) -> bool:
        """Tell whether an argument is set to a variable as it came: then something may be missing there."""
        return spot.top and isinstance(spot.node, ast.Name) and not spot.returned and self.is_given(spot.number)

    def uses(self, values: list[Any]) -> set[str]:
        """Return what the learner's function does with these values."""
        told = digest(values)
        same = [number for number, other in self._digests.items() if other == told]
        return {self.learner.uses[number] for number in same if number in self.learner.uses}

    def is_start(self, number: int) -> bool:
        """Tell whether an expression is wrong and what it is made of is right: there a fault is to be expected."""
        spot = self.spot(number)
        return bool(self.values[number] and spot.inside) and not self.right[number] and self.is_made_of_right(spot)
