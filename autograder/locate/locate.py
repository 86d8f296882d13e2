"""Where a wrong answer goes wrong: what is added to a verdict in the learner's own process."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Protocol

from autograder.answer import Answer
from autograder.door import TookTooLong, time_limit
from autograder.errors import ChangedArgument, Mismatch
from autograder.evaluate import Knowledge, attempted
from autograder.exercise import Check, Exercise
from autograder.locate import words
from autograder.locate.answers import Rights, has_chance, parts_of
from autograder.locate.changed import FirstChange
from autograder.locate.clock import worked
from autograder.locate.edited import Edited
from autograder.locate.edits import Edit
from autograder.locate.faults import fault_of_writing, faults_of
from autograder.locate.pool import Pool, proves_nothing
from autograder.locate.repair import NotKnown, Repair, RepairedDoor, is_same
from autograder.locate.search import Search
from autograder.locate.sources import watched
from autograder.locate.told import is_as_told
from autograder.locate.unnoticed import unnoticed
from autograder.locate.values import fresh
from autograder.locate.watched import Call, Outcome, StandIns, TooMuch, Watched, silence
from autograder.notation import in_words
from autograder.remembered import Truth
from autograder.verdict import Outcome as Judged
from autograder.verdict import Verdict

SECONDS_FOR_A_CHECK, SECONDS_IN_ALL = 0.3, 1.0  # of work, which is what they are on an idle machine
LONGEST_ON_THE_WALL = 3.0  # seconds of one check, should a call hang where nothing is noted
MOST_CALLS = 2  # of a check that are searched
MOST_NOTED = 20_000  # values of a call that is followed
SHARE_OF_VALUES = 0.5  # of the time for a check that is left when it is looked for small changes
RAISED = re.compile(r"Calling \w+ raised .*?, at line (\d+) of the function", re.DOTALL)
Function = Callable[..., Any]
Asked = tuple[Call, StandIns, Outcome]
Failing = tuple[Call, StandIns, Pool]


class KnowsRights(Knowledge, Protocol):
    """Knowledge that has the right values of expressions as well."""

    def rights(self, exercise: Exercise) -> Rights | None:
        """Return what knows the right values; None where nothing does."""
        ...


@dataclass(frozen=True)
class Located:
    """Where one check fails.

    Attributes:
        says: what the learner reads.
        chain: the repairs that make the check hold; [] of a line that changes an argument.
        written: the argument that the answer changes, "" where that is not its fault.
        edit: the small change of the text that makes the check hold, where that is what was found.
        place: where that is made, as it is told.
    """

    says: str
    chain: tuple[Repair, ...] = ()
    written: str = ""
    edit: Edit | None = None
    place: str = ""

    @property
    def faults(self) -> tuple[str, ...]:
        """What the faults of two answers are compared by; see `autograder.locate.faults`."""
        if self.edit:
            return self.edit.faults
        return fault_of_writing(self.written) if self.written else faults_of(self.chain)


def with_locations(
    verdict: Verdict, exercise: Exercise, function: Function, knowledge: KnowsRights, seed: int
) -> Verdict:
    """Return a verdict with the place at which each failing check goes wrong, where one is proven."""
    try:
        found = locate(verdict, exercise, function, knowledge, seed)
    except Exception:  # whatever a function does, an aid must not cost its verdict
        return verdict
    return replace(verdict, outcomes=tuple(_told(outcome, found.get(outcome.check)) for outcome in verdict.outcomes))


def _told(outcome: Judged, located: Located | None) -> Judged:
    return replace(outcome, location=located.says, faults=located.faults) if located else outcome


def locate(
    verdict: Verdict, exercise: Exercise, function: Function, knowledge: KnowsRights, seed: int, times: float = 1
) -> dict[str, Located]:
    """Return where the failing checks of a verdict go wrong, by the name of the check.

    `times` as much work is done as a learner waits for. See docs/localization.md for when nothing is said.
    """
    failing = {outcome.check: outcome for outcome in verdict.outcomes if outcome.status == "fails"}
    until = worked() + times * SECONDS_IN_ALL
    with unnoticed(), silence():
        learner = watched(function, exercise.name, apart=[used.name for used in exercise.uses]) if failing else None
        rights = knowledge.rights(exercise) if learner else None
        if learner is None:
            return {}
        holding = [each for each in exercise.checks if each.name not in failing and not each.by_chance]
        raising = {
            each: int(at[1])
            for each in exercise.checks
            if each.name in failing and (at := RAISED.match(failing[each.name].message))
        }
        locator = _Locator(exercise, learner, rights or _NoRights(), knowledge, seed, holding, raising)
        found: dict[str, Located] = {}
        for check in exercise.checks:
            if check.name in failing and not check.by_chance and worked() < until:
                most = min(until, worked() + times * SECONDS_FOR_A_CHECK)
                try:
                    located = locator.at(check, failing[check.name], most, [*found.values()])
                except TookTooLong:
                    break  # what hangs here hangs in the next check too
                found |= {check.name: located} if located else {}
    return found


class _NoRights:
    """Stands for the right values where none are known."""

    def pool(self, call: Call, stand_ins: StandIns) -> Pool | None:
        return None


@dataclass
class _Locator:
    """The search for the fault of one answer, check by check."""

    exercise: Exercise
    learner: Watched
    rights: Rights
    knowledge: KnowsRights
    seed: int
    holding: list[Check]
    raising: dict[Check, int]  # the checks that fail for an exception, and the line where it is raised
    _truths: dict[str, Truth] = field(default_factory=dict)

    def at(self, check: Check, outcome: Judged, until: float, before: list[Located]) -> Located | None:
        """Return where a check fails; None where that cannot be shown in time. Raise TookTooLong where a call hangs."""
        try:
            with time_limit(LONGEST_ON_THE_WALL):
                return self._at(check, outcome, until, before)
        except (TooMuch, RecursionError, MemoryError):
            return None

    def _at(self, check: Check, outcome: Judged, until: float, before: list[Located]) -> Located | None:
        problem, asked = self._run(check, [], until)
        if not isinstance(problem, Mismatch) or not is_as_told(problem, outcome):
            return None
        if any(has_chance(call) for call, _, _ in asked):
            return None
        if isinstance(problem, ChangedArgument):
            return self._written(asked)
        if again := self._again(check, until, before):
            return again
        failing = self._failing(asked)
        searches = [self._search(check, each, until) for each in failing]
        at = failing[0][:2] if failing else asked[-1][:2]
        parts = failing[0][2].parts if failing else parts_of(self.exercise, asked[-1][2].value)
        by_change = partial(self._by_change, check, at, parts, searches[0] if searches else None)
        return (
            self._at_a_start(searches[:1])
            or by_change(until - SHARE_OF_VALUES * (until - worked()))
            or self._at_a_start(searches[1:])
            or self._by_values(searches, before)
            or by_change(until, weak=True)
        )

    def _search(self, check: Check, failing: Failing, until: float) -> Search:
        call, stand_ins, pool = failing
        return Search(
            self.learner,
            pool,
            call,
            stand_ins,
            parts=partial(parts_of, self.exercise),
            proves=partial(self._proves, check, until),
            until=until,
            whole=check.is_promise,
        )

    def _again(self, check: Check, until: float, before: list[Located]) -> Located | None:
        """Return what was found at an earlier check, where it makes this one hold too."""
        for earlier in before:
            if earlier.chain and self._proves(check, until, [*earlier.chain]):
                places = in_words(words.place(repair.spot) for repair in earlier.chain)
                return replace(earlier, says=words.AGAIN.format(places))
            if earlier.edit:
                with self._edited.made(earlier.edit) as changed:
                    if self._run(check, [], until, changed)[0] is None:
                        return replace(earlier, says=words.AGAIN.format(earlier.place))
        return None

    def _at_a_start(self, searches: list[Search]) -> Located | None:
        """Return an expression that is wrong though what it is made of is right: the surest of all."""
        for search in searches:
            if not search.pool.is_vain and (chain := search.at_a_start()):
                return self._told(chain, search)
        return None

    def _by_values(self, searches: list[Search], before: list[Located]) -> Located | None:
        """Return the expression at which right values make a check hold."""
        for search in searches:
            if chain := search.repairs(before[-1].chain if before else ()):
                return self._told(chain, search)
        return None

    def _told(self, chain: list[Repair], search: Search) -> Located:
        sizes = words.sizes_of(self.exercise, search.call, search.pool.parts)
        return Located(words.said_of(chain, search, sizes), tuple(chain))

    def _by_change(
        self,
        check: Check,
        at: tuple[Call, StandIns],
        parts: dict[str, Any],
        search: Search | None,
        until: float,
        weak: bool = False,
    ) -> Located | None:
        """Return the expression at which a small change of the text makes a check hold, and no other check fail."""
        if proves_nothing(parts):
            return None

        raised = self.raising.get(check)

        def holds(changed: Watched, line: int) -> bool:
            # Elsewhere than where it is raised, what stops an exception may do so for this check alone.
            others = [] if raised in (None, line) else [*self.raising]
            return all(self._run(each, [], until, changed)[0] is None for each in (check, *self.holding, *others))

        edit = self._edited.first(*at, search, holds=holds, until=until, weak=weak)
        if edit is None:
            return None
        spot, part = self._edited.spot(edit)
        return Located(
            words.said_of_change(spot, part, edit.says, self._edited.also(edit), edit.either),
            edit=edit,
            place=words.place(spot),
        )

    @functools.cached_property
    def _edited(self) -> Edited:
        return Edited(self.learner)

    def _run(
        self, check: Check, chain: list[Repair], until: float, changed: Watched | None = None
    ) -> tuple[Exception | None, list[Asked]]:
        door = RepairedDoor(changed or self.learner, self.exercise, self.rights, chain, until)
        if check.name not in self._truths:
            self._truths[check.name] = Truth(self.knowledge.truth(self.exercise, check).door, self.exercise)
        truth = self._truths[check.name].answer()
        return attempted(self.exercise, check, Answer(door, self.exercise), truth, self.seed), door.calls

    def _proves(self, check: Check, until: float, chain: list[Repair]) -> bool:
        """Tell whether a check holds of the function with these repairs."""
        try:
            return self._run(check, chain, until)[0] is None
        except NotKnown:  # a wrong answer may lead a check to other calls
            return False

    def _failing(self, asked: list[Asked]) -> list[Failing]:
        """Return the calls that went wrong and tell most: of each way with stand-ins the first without an axis of 1."""
        wrong: dict[Any, list[tuple[bool, Failing]]] = {}
        for call, stand_ins, outcome in asked:
            pool = self.rights.pool(call, stand_ins)
            if pool and not is_same(parts_of(self.exercise, outcome.value), pool.parts):
                is_vague = not words.sizes_of(self.exercise, call, pool.parts)
                wrong.setdefault(tuple(stand_ins), []).append((is_vague, (call, stand_ins, pool)))
        return [min(found, key=lambda each: each[0])[1] for found in wrong.values()][:MOST_CALLS]

    def _written(self, asked: list[Asked]) -> Located | None:
        """Return the line after which an argument is no longer what it was."""
        for call, stand_ins, _ in asked[:2]:
            args, kwargs = fresh(call)
            first = FirstChange(dict(zip(self.learner.function.__code__.co_varnames, args, strict=False)) | kwargs)
            self.learner.follow((args, kwargs), first.look, stand_ins=stand_ins, left=MOST_NOTED)
            if first.found:
                spot, name = self.learner.spots[first.found[0]], first.found[1]
                # What only reads was reached after the change, by whatever came before it.
                return Located(words.writes_into(spot, name), written=name) if spot.inside or spot.state else None
        return None
