"""Where a wrong answer goes wrong: what is added to a verdict in the learner's own process."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Protocol

import numpy as np

from autograder.answer import Answer
from autograder.door import TookTooLong, time_limit
from autograder.errors import ChangedArgument, Mismatch
from autograder.evaluate import LONGEST_SAID, Knowledge, attempted
from autograder.exercise import Check, Exercise
from autograder.locate import words
from autograder.locate.answers import Rights, has_chance, parts_of
from autograder.locate.clock import worked
from autograder.locate.pool import Pool
from autograder.locate.repair import NotKnown, Repair, RepairedDoor, is_same
from autograder.locate.search import Search
from autograder.locate.sources import watched
from autograder.locate.values import canon, fresh
from autograder.locate.watched import Call, Outcome, StandIns, TooMuch, Watched, silence
from autograder.notation import in_words, letters_in
from autograder.remembered import Truth
from autograder.verdict import Outcome as Judged
from autograder.verdict import Verdict

SECONDS_FOR_A_CHECK, SECONDS_IN_ALL = 0.3, 1.0  # of work, which is what they are on an idle machine
LONGEST_ON_THE_WALL = 5.0  # seconds of one check, should a call hang where nothing is noted
MOST_CALLS = 2  # of a check that are searched
MOST_NOTED = 20_000  # values of a call that is followed
RAISED = re.compile(r"Calling \w+ raised (\w+)")
Asked = tuple[Call, StandIns, Outcome]


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
        on_exception: the check failed since the answer raised.
    """

    says: str
    chain: tuple[Repair, ...] = ()
    on_exception: bool = False


def with_locations(
    verdict: Verdict, exercise: Exercise, function: Callable[..., Any], knowledge: KnowsRights, seed: int
) -> Verdict:
    """Return a verdict with the place at which each failing check goes wrong, where one is proven."""
    try:
        found = locate(verdict, exercise, function, knowledge, seed)
    except Exception:  # whatever a function does, an aid must not cost its verdict
        return verdict
    return replace(verdict, outcomes=tuple(_told(outcome, found.get(outcome.check)) for outcome in verdict.outcomes))


def _told(outcome: Judged, located: Located | None) -> Judged:
    return replace(outcome, location=located.says) if located else outcome


def locate(
    verdict: Verdict, exercise: Exercise, function: Callable[..., Any], knowledge: KnowsRights, seed: int
) -> dict[str, Located]:
    """Return where the failing checks of a verdict go wrong, by the name of the check.

    Nothing is said where running the function again could be noticed, where chance is involved, and where only the
    whole result could be put right.
    """
    failing = {outcome.check: outcome for outcome in verdict.outcomes if outcome.status == "fails"}
    until = worked() + SECONDS_IN_ALL
    with _unnoticed(), silence():
        learner = watched(function, exercise.name, apart=[used.name for used in exercise.uses]) if failing else None
        rights = knowledge.rights(exercise) if learner else None
        if learner is None or rights is None:
            return {}
        locator = _Locator(exercise, learner, rights, knowledge, seed)
        found: dict[str, Located] = {}
        for check in exercise.checks:
            if check.name in failing and not check.by_chance and worked() < until:
                located = locator.at(check, failing[check.name], until, [*found.values()])
                found |= {check.name: located} if located else {}
    return found


@contextlib.contextmanager
def _unnoticed() -> Iterator[None]:
    """Leave NumPy's own random numbers and its treatment of errors as they are."""
    state = np.random.get_state()  # noqa: NPY002  # a learner may have seeded it
    try:
        with np.errstate():
            yield
    finally:
        np.random.set_state(state)  # noqa: NPY002


@dataclass
class _Locator:
    """The search for the fault of one answer, check by check."""

    exercise: Exercise
    learner: Watched
    rights: Rights
    knowledge: KnowsRights
    seed: int
    _truths: dict[str, Truth] = field(default_factory=dict)

    def at(self, check: Check, outcome: Judged, until: float, before: list[Located]) -> Located | None:
        """Return where a check fails; None where that cannot be shown in time."""
        until = min(until, worked() + SECONDS_FOR_A_CHECK)
        try:
            with time_limit(LONGEST_ON_THE_WALL):
                return self._at(check, outcome, until, before)
        except (TookTooLong, TooMuch, RecursionError, MemoryError):
            return None

    def _at(self, check: Check, outcome: Judged, until: float, before: list[Located]) -> Located | None:
        problem, asked = self._run(check, [], until)
        if not isinstance(problem, Mismatch) or not _is_as_told(problem, outcome):
            return None
        if any(has_chance(call) for call, _, _ in asked):
            return None
        if isinstance(problem, ChangedArgument):
            return self._written(asked)
        for earlier in before:
            if earlier.chain and self._proves(check, until, [*earlier.chain]):
                places = in_words(words.place(repair.spot) for repair in earlier.chain)
                return replace(earlier, says=words.AGAIN.format(places))
        for call, stand_ins, pool in self._failing(asked):
            search = Search(
                self.learner,
                pool,
                call,
                stand_ins,
                parts=partial(parts_of, self.exercise),
                proves=partial(self._proves, check, until),
                until=until,
                whole=check.is_promise,
            )
            if chain := search.repairs(before[-1].chain if before else ()):
                says = words.said_of(chain, search, self._sizes(call, pool.parts))
                return Located(says, tuple(chain), on_exception=bool(RAISED.match(str(problem))))
        return None

    def _run(self, check: Check, chain: list[Repair], until: float) -> tuple[Exception | None, list[Asked]]:
        door = RepairedDoor(self.learner, self.exercise, self.rights, chain, until)
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

    def _failing(self, asked: list[Asked]) -> list[tuple[Call, StandIns, Pool]]:
        """Return the calls that went wrong and tell most: of each way with stand-ins the first without an axis of 1."""
        wrong: dict[Any, list[tuple[bool, tuple[Call, StandIns, Pool]]]] = {}
        for call, stand_ins, outcome in asked:
            pool = self.rights.pool(call, stand_ins)
            if pool and not is_same(parts_of(self.exercise, outcome.value), pool.parts):
                is_vague = not self._sizes(call, pool.parts)
                wrong.setdefault(tuple(stand_ins), []).append((is_vague, (call, stand_ins, pool)))
        return [min(found, key=lambda each: each[0])[1] for found in wrong.values()][:MOST_CALLS]

    def _sizes(self, call: Call, parts: dict[str, Any]) -> dict[str, int]:
        """Return the letters of axes and their lengths; {} where an axis of 1, or two of one length, could mislead."""
        sizes = {letter: length for length, letter in letters_in(call).items()}
        for part in self.exercise.form.parts:
            shape = parts[part.name].shape if isinstance(parts.get(part.name), np.ndarray) else ()
            if part.axes and len(shape) == len(part.axes):
                sizes |= dict(zip(part.axes, shape, strict=True))
        lengths = list(sizes.values())
        shapes = [np.shape(value) for value in _arrays((call, parts))]
        if any(1 in shape for shape in shapes if len(shape) > 2) or len({*lengths}) < len(lengths) or 1 in lengths:
            return {}
        return {letter: length for letter, length in sizes.items() if letter.isidentifier()} or {"": 0}

    def _written(self, asked: list[Asked]) -> Located | None:
        """Return the line after which an argument is no longer what it was."""
        for call, stand_ins, _ in asked[:2]:
            args, kwargs = fresh(call)
            names = [*self.learner.function.__code__.co_varnames]
            given = {**dict(zip(names, args, strict=False)), **kwargs}
            first = _FirstChange(given)
            self.learner.follow((args, kwargs), first.look, stand_ins=stand_ins, left=MOST_NOTED)
            if first.found:
                spot, name = first.found
                return Located(words.writes_into(self.learner.spots[spot], name))
        return None


class _FirstChange:
    """Looks for the first spot after which one of these arguments is no longer what it was."""

    def __init__(self, given: dict[str, Any]) -> None:
        self._given = given
        self._before = {name: was for name, value in given.items() if (was := canon(value)) is not None}
        self.found: tuple[int, str] | None = None

    def look(self, spot: int) -> None:
        """Look after a spot was evaluated."""
        for name, was in self._before.items() if self.found is None else ():
            if not _is_unchanged(was, canon(self._given[name])):
                self.found = spot, name


def _is_unchanged(was: Any, now: Any) -> bool:
    return now is not None and was[0] == now[0] and np.array_equal(was[1], now[1], equal_nan=True)


def _arrays(value: Any) -> Iterator[np.ndarray]:
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, (list, tuple, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _arrays(item)


def _is_as_told(problem: Exception, outcome: Judged) -> bool:
    """Tell whether the rewritten function fails a check just as the learner's did."""
    raised, told = RAISED.match(str(problem)), RAISED.match(outcome.message)
    if raised or told:
        return bool(raised and told and raised[1] == told[1])
    return str(problem)[:LONGEST_SAID] == outcome.message
