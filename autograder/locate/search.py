"""The search for the repair of one call: the first expression at which right values make it right."""

from __future__ import annotations

import ast
import time
from collections.abc import Callable, Iterator
from inspect import signature
from typing import Any

import numpy as np

from autograder.locate.answers import LEAVES
from autograder.locate.pool import FLIPPED, Pool, Right, reshaped
from autograder.locate.repair import Repair
from autograder.locate.rewrite import Spot
from autograder.locate.values import alike, close, digest, is_neutral, is_plain
from autograder.locate.watched import Call, Outcome, StandIns, Watched

Proves = Callable[[list[Repair]], bool]
Parts = Callable[[Any], dict[str, Any]]
MOST_TRIED, MOST_WHERE_IT_RAISES, MOST_LEAVES = 250, 1500, 120  # right values that are tried at one spot
Pair = tuple[Repair | None, Repair | None]
CONTAINERS = (ast.Tuple, ast.Dict, ast.List)


class Search:
    """The search at one call.

    Args:
        learner: the function.
        pool: the right values at this call.
        call: its arguments.
        stand_ins: functions in the place of others that it calls.
        parts: reads what it returns.
        proves: tells whether a chain of repairs makes the whole check hold.
        until: when to stop, as `time.perf_counter` counts.
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
    ) -> None:
        self.learner, self.pool, self._call, self._stand_ins = learner, pool, call, stand_ins
        self._parts, self._proves, self._until = parts, proves, until
        self.given = {**dict(zip(signature(learner.function).parameters, call[0], strict=False)), **call[1]}
        self.values: dict[int, list[Any]] = {}
        self._partial: list[Repair] = []

    def repairs(self, most: int = 3) -> list[Repair]:
        """Return the repair of this call, as a chain of at most `most`; [] where there is none that tells anything."""
        if all(isinstance(value, (bool, str, np.bool_)) for value in self.pool.parts.values()):
            return []  # a yes, a no or a word: whatever is turned makes the other one, which proves nothing
        first = self._single([])
        if first and first.tells:
            return [first]
        for step in [*self._inner(), *self._steps([])][:2]:
            chain = [step]
            while len(chain) < most and not self._late:
                rest = self._single(chain)
                if rest and rest.tells:
                    return [*chain, rest]
                more = [*self._inner(), *self._steps(chain)][:1]
                if not more:
                    break
                chain += more
        return []

    @property
    def _late(self) -> bool:
        return time.perf_counter() > self._until

    def _run(self, forced: dict[int, list[Any]], **how: Any) -> Outcome:
        return self.learner.run(self._call, forced, stand_ins=self._stand_ins, until=self._until, **how)

    def _right_parts(self, outcome: Outcome) -> frozenset[str]:
        got = self._parts(outcome.value)
        return frozenset(name for name, due in self.pool.parts.items() if name in got and alike(got[name], due))

    def _look(self, base: list[Repair]) -> None:
        """Run with the repairs found so far and note what each spot takes then."""
        self._plain = self._run(_forced(base), keep=True)
        self.values = self._plain.by_spot()
        self._unheard = self._raising() if isinstance(self._plain.raised, Exception) else frozenset()
        for spot in self._unheard:
            self.values.setdefault(spot, [])
        self.right = {spot: self.pool.holds(values) for spot, values in self.values.items()}
        self._results = {i for spot in self.learner.spots if spot.returned for i in self._items(spot)}
        self._limit = 20 * len(self._plain.log) + 2000

    def _items(self, spot: Spot) -> Iterator[int]:
        """Yield the spots that are returned as they are: those in the returned tuple or dict."""
        for i in spot.inside if isinstance(spot.node, CONTAINERS) else ():
            yield i
            yield from self._items(self._spot(i))

    def _spot(self, number: int) -> Spot:
        return self.learner.spots[number]

    def _raising(self) -> frozenset[int]:
        """Return the spot that raised: all within it was evaluated once more than itself."""
        count = {spot: len(values) for spot, values in self.values.items()}
        return frozenset(
            spot.number
            for spot in self.learner.spots
            if spot.inside and all(count.get(i, 0) > count.get(spot.number, 0) for i in spot.inside)
        )

    def has_right_parts(self, spot: Spot) -> bool:
        """Tell whether what an expression is made of is right beyond chance: few whole numbers may be by luck."""
        return all(
            self._is_given(i) or is_constant(self._spot(i).node) or (self.right[i] and not is_plain(self.values[i]))
            for i in spot.inside
            if self.values.get(i)
        )

    # ------------------------------------------------------------------------------------------------ one repair

    def _single(self, base: list[Repair]) -> Repair | None:
        """Return the first spot, in the order of evaluation, at which right values mend all, or else some parts."""
        self._look(base)
        self._partial = []
        coarse: list[Repair] = []
        for loose, of_results in ((False, False), (True, False), (False, True), (True, True)):
            partial: list[Repair] = []
            for spot in list(self.values):
                if self._late:
                    break
                found, best = self._at(spot, base, loose=loose, of_results=of_results)
                if found and found.tells:
                    return self._refined(base, found)
                coarse += [found] if found else []
                partial += [best] if best else []
            self._partial += partial
            for repair in sorted(partial, key=lambda r: (not r.tells, -len(r.mended))):
                if self._proves([*base, repair]):
                    if repair.tells:
                        return self._refined(base, repair)
                    coarse.append(repair)
        return coarse[0] if coarse else None

    def _at(
        self, spot: int, base: list[Repair], *, loose: bool, of_results: bool
    ) -> tuple[Repair | None, Repair | None]:
        """Return the first repair at a spot that is proven, or any that puts all right, and the best of some parts."""
        where, values, forced = self._spot(spot), self.values[spot], _forced(base)
        is_inner_constant = is_constant(where.node) and not where.top
        if spot in forced or is_inner_constant or self._need_not_be_tried(spot, of_results):
            return None, None
        before, best, coarse = self._right_parts(self._plain), None, None
        for tried, right in enumerate(self.pool.candidates(values, loose=loose)):
            if self._late or tried > (MOST_TRIED if values else MOST_WHERE_IT_RAISES):
                break
            if digest(right.values) == digest(values) or (is_neutral(right.values) and not of_results):
                continue
            after = self._run({**forced, spot: right.values}, unheard=self._unheard & {spot}, left=self._limit)
            mended = self._right_parts(after)
            if not mended > before or (best and len(mended - before) <= len(best.mended)):
                continue
            repair = Repair(where, right, values, mended=mended - before, full=len(mended) == len(self.pool.parts))
            repair.level = self._level(repair)
            if not repair.full:
                best = repair
            elif self._proves([*base, repair]):
                if repair.tells:
                    return repair, best
                coarse = coarse or repair
        return coarse, best

    def _is_given(self, spot: int) -> bool:
        """Tell whether a spot reads an argument as it came."""
        values, node = self.values[spot], self._spot(spot).node
        is_named = isinstance(node, ast.Name) and node.id in self.given and bool(values)
        return is_named and all(close(value, self.given[node.id]) for value in values)  # type: ignore[attr-defined]

    def _need_not_be_tried(self, spot: int, of_results: bool) -> bool:
        """Tell whether the values of a spot are right or given. Of results such ones, and plain ones, are tried."""
        values = self.values[spot]
        is_fine = self._is_given(spot) or (self.right[spot] and not is_plain(values))
        if of_results:
            return not ((is_fine and spot in self._results) or (not is_fine and is_plain(values)))
        return is_fine

    def _level(self, repair: Repair) -> str:
        """Say how much a repair tells: putting the whole result right tells nothing, unless its operands are right."""
        spot, inside = repair.spot, repair.spot.inside
        is_exact = bool(inside) and all(
            self.right.get(i) or not self.values.get(i) or self._is_given(i) or is_constant(self._spot(i).node)
            for i in inside
        )
        due = repair.right.values[0] if len(repair.right.values) == 1 else None
        turned = _turned(due)
        if self.right.get(spot.number) and spot.number in self._results:
            return "place"
        if spot.returned and isinstance(spot.node, CONTAINERS):
            return "whole"
        first = repair.got[0] if repair.got else None
        is_container = (
            isinstance(first, np.ndarray) and first.size > 1 and is_plain(repair.got)
        )  # np.zeros and the like
        if is_exact and not (is_container and self.pool.is_result(due)):
            return "exact"
        if spot.returned or self.pool.is_result(due, whole=True):
            return "whole"
        is_part = due is not None and not _is_small(due) and any(map(self.pool.is_result, turned)) and not spot.state
        if is_part:
            return "whole" if len(self.pool.parts) == 1 else "part"
        return "point"

    def _refined(self, base: list[Repair], repair: Repair) -> Repair:
        """Find the one operand within the expression that is to blame, if putting that right is enough."""
        due, tried = repair.right.values[0] if repair.right.values else None, 0
        if any(self.values.get(i) and close(self.values[i][0], due) for i in repair.spot.inside):
            return repair  # an operand is what is due: an operation too many
        for number in self._within(repair.spot):
            spot, values = self._spot(number), self.values.get(number, [])
            if not isinstance(spot.node, LEAVES) or not values or self._is_base(spot, repair.spot):
                continue
            among = [r for r in self.pool.candidates(values, loose=False) if r.leaf and r.key != FLIPPED]
            turned = reshaped(values) if spot.setting or not is_constant(spot.node) else ()
            for right in [*turned, *among]:
                tried += 1
                if self._late or tried > MOST_LEAVES:
                    return repair
                after = self._run({**_forced(base), number: right.values}, left=self._limit)
                leaf = Repair(spot, right, values, mended=repair.mended)
                if repair.mended <= self._right_parts(after) and self._proves([*base, leaf]):
                    repair.leaf = spot
                    return repair
        return repair

    def _is_base(self, spot: Spot, within: Spot) -> bool:
        """Tell whether a spot is what an index or an attribute is taken of: then that is what is looked at."""
        nodes = ast.walk(within.node)
        return any(isinstance(each, (ast.Subscript, ast.Attribute)) and each.value is spot.node for each in nodes)

    def _within(self, spot: Spot) -> Iterator[int]:
        for i in spot.inside:
            yield from self._within(self._spot(i))
            yield i

    # -------------------------------------------------------------------------------------------- several repairs

    def _inner(self) -> list[Repair]:
        """Return what mends some parts, though not enough for the check: the first repair of several."""
        return [repair for repair in self._partial if repair.tells][:1]

    def _steps(self, base: list[Repair]) -> list[Repair]:
        """Return repairs that cannot be proven alone: after them more of the function takes right values."""
        self._look(base)
        forced, found = _forced(base), list[tuple[int, int, Repair]]()
        score = sum(self.right.values())
        for number, mine in list(self.values.items()):
            spot = self._spot(number)
            if number in forced or not spot.inside or spot.returned or self._need_not_be_tried(number, False):
                continue
            if not all(self.right.get(i, True) for i in spot.inside):
                continue
            for at, right in self._ways(spot, mine):
                if self._late:
                    break
                after = self._run({**forced, at: right.values}, keep=True, left=self._limit).by_spot()
                if not mine and not (after.get(number) and self.pool.holds(after[number])):
                    continue
                gain = sum(self.pool.holds(values) for other, values in after.items() if other != at) - score
                if gain > 0:
                    found.append((gain, -len(found), Repair(self._spot(at), right, self.values[at], "exact")))
        return [repair for _, _, repair in sorted(found, key=lambda each: each[:2], reverse=True)]

    def _ways(self, spot: Spot, mine: list[Any]) -> list[tuple[int, Right]]:
        """Return what is tried: of what raises its operands turned, of anything else right values of its structure."""
        if mine:
            return [(spot.number, right) for right in self.pool.candidates(mine, loose=False)][:40]
        return [(i, right) for i in self._within(spot) if self.values.get(i) for right in reshaped(self.values[i])]


def is_constant(node: ast.AST) -> bool:
    """Tell whether an expression is a constant, with a sign or without."""
    return isinstance(node.operand if isinstance(node, ast.UnaryOp) else node, ast.Constant)


def _forced(chain: list[Repair]) -> dict[int, list[Any]]:
    return {repair.spot.number: repair.right.values for repair in chain}


def _turned(due: Any) -> list[Any]:
    if not isinstance(due, np.ndarray):
        return [due]
    return [due, due.T] if due.ndim == 2 else [due]


def _is_small(value: Any) -> bool:
    return isinstance(value, (int, bool)) or (isinstance(value, np.ndarray) and value.size == 0)
