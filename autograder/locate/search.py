"""The search for the repair of one call: the first expression at which right values make it right."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.locate.levels import level_of
from autograder.locate.looked import Looked
from autograder.locate.loops import starts_a_count
from autograder.locate.pool import Right, reshaped
from autograder.locate.refine import refined
from autograder.locate.repair import Repair, forced_by
from autograder.locate.rewrite import Spot, is_constant
from autograder.locate.uses import OF_ORDER
from autograder.locate.values import are_empty, digest, is_counting, is_neutral, is_number_like, is_plain, is_whole

MOST_TRIED, MOST_WHERE_IT_RAISES = 250, 1500  # right values that are tried at one spot
Pair = tuple[Repair | None, Repair | None]


class Search(Looked):
    """The search at one call; its arguments are those of `Looked`."""

    _partial: list[Repair]

    def at_a_start(self) -> list[Repair]:
        """Return the repair of an expression that is wrong though what it is made of is right; [] where none is."""
        self.look([])
        found = self._first_start([])
        return [found] if found else []

    def repairs(self, before: Sequence[Repair] = (), most: int = 3) -> list[Repair]:
        """Return the repair of this call, as a chain of at most `most`; [] where there is none that tells anything.

        `before` are those that another check needs: they may be needed here too.
        """
        if self.pool.is_vain:
            return []
        if start := self._here(before):
            rest = self._single(start)
            if rest and rest.tells and not rest.odd:
                plain = self.run({}, keep=True).by_spot().get(rest.spot.number, [])
                is_apart = digest(plain) == digest(rest.got)  # it is wrong by itself, and not for what comes before
                return [rest] if is_apart and self.proves([rest]) else [*start, rest]
        first = self._single([])
        if first and first.tells:
            return [first]
        for step in [] if self.late else [*self._inner(), *self._steps([])][:2]:
            chain = [step]
            while len(chain) < most and not self.late:
                rest = self._single(chain)
                if rest and rest.tells:
                    needed = self._needed([*chain, rest])
                    # How long a loop is, or an index: of several values together such a one is right by luck.
                    return [] if len(needed) > 1 and any(is_counting(each.got) for each in needed) else needed
                more = [*self._inner(), *self._steps(chain)][:1]
                if not more:
                    break
                chain += more
        return []

    def _needed(self, chain: list[Repair]) -> list[Repair]:
        """Return a chain without what it proves as much without, judged anew; [] where the rest is no news."""
        needed = chain
        for repair in chain[:-1]:
            others = [each for each in needed if each is not repair]
            if not self.late and self.proves(others):
                needed = others
        if len(needed) == len(chain):
            return chain
        self.look(needed[:-1])
        last = replace(needed[-1], got=self.values.get(needed[-1].spot.number, []), leaf=None)
        last.level = level_of(self, last)
        if last.tells:
            return [*needed[:-1], last]
        return chain if all(each.spot.number in self.within(last.spot) for each in chain[:-1]) else []

    def _here(self, chain: Sequence[Repair]) -> list[Repair]:
        """Return repairs that were found at another call as they are made at this one; [] where one cannot be made."""
        values = [self.pool.right(repair.right.key) if repair.right.key[0] >= 0 else None for repair in chain]
        return [
            replace(repair, right=replace(repair.right, values=due))
            for repair, due in zip(chain, values, strict=True)
            if due is not None and all(each is not None for each in values)
        ]

    # ------------------------------------------------------------------------------------------------ one repair

    def _single(self, base: list[Repair]) -> Repair | None:
        """Return the first spot, in the order of evaluation, at which right values mend all, or else some parts.

        Within the function, one whose value a right answer uses in the same way comes before all others: a value may
        make up for what is wrong further on.
        """
        self.look(base)
        self._partial = []
        coarse: list[Repair] = []
        odd: list[Repair] = []
        if base and (found := self._first_start(base)):
            return found
        for loose, of_results in ((False, False), (True, False), (False, True), (True, True)):
            partial: list[Repair] = []
            for spot in list(self.values):
                if self.late:
                    break
                found, best = self._at(spot, base, loose=loose, of_results=of_results)
                if found and found.tells:
                    if found.level == "place" or self._is_alike(found):
                        return refined(self, base, found)
                    is_by_luck = is_whole(found.got) and not (found.level == "exact" and is_counting(found.got))
                    odd += [] if is_by_luck or _is_sum(found) else [found]
                elif found:
                    coarse.append(found)
                partial += [best] if best else []
            self._partial += partial
            for repair in sorted(partial, key=lambda r: (not r.tells, -len(r.mended))):
                if self.proves([*base, repair]):
                    if repair.tells:
                        return refined(self, base, repair)
                    coarse.append(repair)
        if odd:
            return refined(self, base, replace(odd[0], odd=True))
        return coarse[0] if coarse else None

    def _first_start(self, base: list[Repair]) -> Repair | None:
        for spot in [number for number in self.values if self.is_start(number)]:
            inside = [i for i in self.spot(spot).inside if not is_constant(self.spot(i).node) and not self.is_given(i)]
            if any(is_counting(self.values.get(i, [])) for i in inside if self.values.get(i)):
                continue  # an index or a length is right by luck
            found, _ = self._at(spot, base, loose=False, of_results=False, alike=True)
            if found and found.level == "exact":
                return refined(self, base, found)
            if found := self._as_a_part(spot, base):
                return found
        return None

    def _as_a_part(self, spot: int, base: list[Repair]) -> Repair | None:
        """Return the repair of an expression in the place of which a part of the result is due, in another shape."""
        values = self.values[spot]
        shape = values[0].shape if len(values) == 1 and isinstance(values[0], np.ndarray) else None
        for name, due in self.pool.entries.items() if shape is not None else ():
            if name in self.right_by_now or self.late or not isinstance(due, np.ndarray) or due.shape == shape:
                continue
            told = digest([due])
            for right in [each for each in self.pool.candidates([due], loose=False) if each.digest == told][:1]:
                after = self.run({**forced_by(base), spot: right.values}, left=self.limit)
                repair = Repair(self.spot(spot), right, values, mended=self.right_parts(after) - self.right_by_now)
                repair.level = level_of(self, repair)
                if repair.mended and repair.level == "exact" and self.proves([*base, repair]):
                    return repair
        return None

    def _is_alike(self, repair: Repair) -> bool:
        """Tell whether an expression is wrong for sure: its parts are right, or its values are used as due ones are."""
        alike = bool(self.uses(repair.got) & self.pool.uses(repair.right))
        if self.learner.uses.get(repair.spot.number, "") in OF_ORDER and not alike:
            return False
        if repair.level == "exact":
            is_by_luck = is_counting(repair.got) and not self.has_right_parts(repair.spot)
            return not self.right.get(repair.spot.number) and not is_by_luck
        if is_constant(repair.spot.node):
            trees = map(ast.parse, self.learner.texts.values())
            is_start = any(starts_a_count(repair.spot.node, tree) for tree in trees)
            return repair.right.leaf and not is_start  # what belongs there has a name
        if is_whole(repair.got):
            return False  # whole numbers and texts make up for one another
        return (bool(repair.spot.state) and not _is_sum(repair)) or alike

    def _at(
        self, spot: int, base: list[Repair], *, loose: bool, of_results: bool, alike: bool = False
    ) -> tuple[Repair | None, Repair | None]:
        """Return the first repair at a spot that is proven, or any that puts all right, and the best of some parts.

        `alike` leaves out what right answers use in other ways.
        """
        where, values, forced = self.spot(spot), self.values[spot], forced_by(base)
        is_inner_constant = is_constant(where.node) and not where.top
        if spot in forced or is_inner_constant or self._need_not_be_tried(spot, of_results) or are_empty(values):
            return None, None
        if loose and values and is_counting(values):
            return None, None  # a length or an index, say: what is due there is another whole number
        before, best, coarse, mine = self.right_by_now, None, None, digest(values)
        uses = self.uses(values) if alike else set()
        for tried, right in enumerate(self.pool.candidates(values, loose=loose)):
            if self.late or tried > (MOST_TRIED if values else MOST_WHERE_IT_RAISES):
                break
            if right.digest == mine or (is_neutral(right.values) and not of_results):
                continue
            due = self.pool.uses(right) if alike else set()
            if alike and not uses & due and (due or len(right.values) > 1 or uses & OF_ORDER):
                continue  # of what is set once and read nowhere it is not known how it is used
            after = self.run({**forced, spot: right.values}, unheard=self._unheard & {spot}, left=self.limit)
            mended = self.right_parts(after)
            if not mended > before or (best and len(mended - before) <= len(best.mended)):
                continue
            repair = Repair(where, right, values, mended=mended - before, full=len(mended) == len(self.pool.entries))
            repair.level = level_of(self, repair)
            if not repair.full:
                best = None if self._whole or not values else repair  # what raises is in the way of all that follows
            elif self.proves([*base, repair]):
                if repair.tells:
                    return repair, best
                coarse = coarse or repair
        return coarse, best

    def _need_not_be_tried(self, spot: int, of_results: bool) -> bool:
        """Tell whether the values of a spot are right or given. Of results such ones, and plain ones, are tried."""
        values = self.values[spot]
        is_number = bool(values) and is_number_like(values[0]) and np.ndim(values[0]) == 0
        may_be_right = not is_plain(values) or (is_number and bool(self.spot(spot).inside))  # no array to fill
        is_fine = self.is_given(spot) or (self.right[spot] and may_be_right)
        if self.is_taken_over(self.spot(spot)):
            return not of_results
        if of_results:
            return not ((is_fine and spot in self.results) or (not is_fine and is_plain(values)))
        return is_fine

    # -------------------------------------------------------------------------------------------- several repairs

    def _inner(self) -> list[Repair]:
        """Return what mends some parts, though not enough for the check: the first repair of several."""
        return [repair for repair in self._partial if repair.tells][:1]

    def _steps(self, base: list[Repair]) -> list[Repair]:
        """Return repairs that cannot be proven alone: after them more of the function takes right values."""
        self.look(base)
        forced, found = forced_by(base), list[tuple[int, int, Repair]]()
        score = sum(self.right.values())
        for number, mine in list(self.values.items()):
            spot = self.spot(number)
            if number in forced or not spot.inside or spot.returned or self._need_not_be_tried(number, False):
                continue
            if not all(self.right.get(i, True) for i in spot.inside):
                continue
            for at, right in self._ways(spot, mine):
                if self.late:
                    break
                after = self.run({**forced, at: right.values}, keep=True, left=self.limit).by_spot()
                if not mine and not (after.get(number) and self.pool.holds(after[number])):
                    continue
                gain = sum(self.pool.holds(values) for other, values in after.items() if other != at) - score
                if gain > 0:
                    found.append((gain, -len(found), Repair(self.spot(at), right, self.values[at], "exact")))
        return [repair for _, _, repair in sorted(found, key=lambda each: each[:2], reverse=True)]

    def _ways(self, spot: Spot, mine: list[Any]) -> list[tuple[int, Right]]:
        """Return what is tried: of what raises its operands turned, of anything else right values of its structure."""
        if mine:
            return [(spot.number, right) for right in self.pool.candidates(mine, loose=False)][:40]
        return [(i, right) for i in self.within(spot) if self.values.get(i) for right in reshaped(self.values[i])]


def _is_sum(repair: Repair) -> bool:
    """Tell whether a repair is that of a number that is added up: one number makes up for any other."""
    first: Any = repair.got[0] if repair.spot.state and repair.got else None
    return is_number_like(first) and np.ndim(first) == 0
