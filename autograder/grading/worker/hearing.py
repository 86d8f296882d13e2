"""What is asked of a learner's function in each check, what comes back and what is due: for an appeal.

It holds secret inputs and right values, so it is for instructors alone.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.door import Door, PackedReply, Request
from autograder.errors import CourseError, CourseMessage
from autograder.exercise import Check, Exercise
from autograder.fingerprint import fingerprint, same
from autograder.packing import Kept, PackError, unpack
from autograder.reference import Reference
from autograder.reply import Reply
from autograder.verdict import Verdict

MOST_CALLS = 5  # of one check that are told
MOST_ITEMS = 12  # of one list or dict
LONGEST = 3_000  # characters of one value


@dataclass(frozen=True)
class Call:
    """One call in a check.

    Attributes:
        made: the call, as text.
        came_back: what the learner's function gave, as text.
        due: what is due, as text; "" where the check holds it against something else than the reference's value.
        differs: whether the two are not the same within the tolerance.
    """

    made: str
    came_back: str
    due: str = ""
    differs: bool = False


@dataclass(frozen=True)
class OfCheck:
    """What was heard in one check, and what came of it."""

    check: str
    title: str
    status: str
    message: str
    calls: tuple[Call, ...] = ()
    left_out: int = 0


@dataclass(frozen=True)
class Heard:
    """What was heard of an exercise."""

    checks: tuple[OfCheck, ...]
    points: int
    possible: int


@dataclass
class _Asked:
    """Calls that one side was asked for, with its replies."""

    request: Request
    replies: list[PackedReply]


@dataclass
class _Sides:
    answers: list[_Asked] = field(default_factory=list)
    truths: list[_Asked] = field(default_factory=list)


class _Overheard:
    """A door that keeps what goes through it."""

    def __init__(self, door: Door, kept: Iterable[list[_Asked]]) -> None:
        self._door, self._kept = door, iter(kept)

    def ask(self, request: Request) -> list[PackedReply]:
        replies = self._door.ask(request)
        next(self._kept).append(_Asked(request, replies))
        return replies


class Witness(Reference):
    """The live reference, which keeps what was asked in the checks of one exercise.

    The truth of a check is asked for before the check runs: so it is known which one is at work.

    Args:
        exercise: its name.
    """

    def __init__(self, exercise: str) -> None:
        self._name, self._check = exercise, ""
        self._sides: dict[str, _Sides] = {}
        self._exercise: Exercise | None = None

    def truth(self, exercise: Exercise, check: Check) -> Answer:
        """Return the reference function as an answer."""
        if exercise.name != self._name:
            return super().truth(exercise, check)
        self._check, self._exercise = check.name, exercise
        self._sides[check.name] = sides = _Sides()  # of several draws the last one counts
        return Answer(_Overheard(self.door(exercise), itertools.repeat(sides.truths)), exercise)

    def overhear(self, exercise: Exercise, door: Door) -> Door:
        """Return the door to a learner's functions, which keeps what is asked of the exercise in question."""
        if exercise.name != self._name:
            return door
        return _Overheard(door, (self._sides.setdefault(self._check, _Sides()).answers for _ in itertools.count()))

    def heard(self, verdict: Verdict) -> Heard:
        """Return what was heard, check by check."""
        told = []
        for outcome in verdict.outcomes:
            calls = [call for asked in self._of(outcome.check).answers for call in self._calls(asked, outcome.check)]
            calls.sort(key=lambda call: not call.differs)  # those that differ first
            why = "\n".join(filter(None, [outcome.message, outcome.cause]))
            chosen, left_out = tuple(calls[:MOST_CALLS]), max(0, len(calls) - MOST_CALLS)
            told.append(OfCheck(outcome.check, outcome.title, outcome.status, why, chosen, left_out))
        return Heard(tuple(told), verdict.points, verdict.possible)

    def _of(self, check: str) -> _Sides:
        return self._sides.get(check, _Sides())

    def _calls(self, asked: _Asked, check: str) -> Iterable[Call]:
        request = asked.request
        for made, packed in zip(request["calls"], asked.replies, strict=False):
            due = self._due(request["function"], made, check)
            reply = _read(packed)
            text = _call(request["function"], made, sorted(request.get("stand_ins", {})))
            yield Call(text, _reply(reply), _reply(due) if due else "", due is not None and self._differ(reply, due))

    def _due(self, function: str, made: Any, check: str) -> Reply | None:
        """Return what the reference gave to the same call."""
        for asked in self._of(check).truths:
            if asked.request["function"] == function and made in asked.request["calls"]:
                return _read(asked.replies[asked.request["calls"].index(made)])
        return None

    def _differ(self, reply: Reply | None, due: Reply) -> bool:
        if reply is None or self._exercise is None:
            return True
        form = Answer(_Closed(), self._exercise)
        try:
            return not same(fingerprint(form.compared(reply)), fingerprint(form.compared(due)))
        except (TypeError, ValueError, CourseError):
            return True


class _Closed:
    """A door that nobody asks."""

    def ask(self, request: Request) -> list[PackedReply]:
        raise CourseError("Nothing can be asked here.")


def _read(packed: PackedReply) -> Reply | None:
    try:
        return Reply.read(packed)
    except CourseMessage:
        return None


def _call(function: str, made: Any, stand_ins: list[str]) -> str:
    try:
        args, kwargs = (unpack(part) for part in made)
    except PackError as problem:
        return f"{function}(...)  # cannot be shown: {problem}"
    shown = [as_text(value) for value in args] + [f"{name} = {as_text(value)}" for name, value in kwargs.items()]
    lines = "".join(f"    {text},\n".replace("\n", "\n    ").rstrip(" ") for text in shown)
    note = f"  # with the course's own {', '.join(stand_ins)}" if stand_ins else ""
    return f"{function}({note}\n{lines})"


def _reply(reply: Reply | None) -> str:
    if reply is None:
        return "something that cannot be read"
    return f"an exception: {reply.raised}" if reply.raised else as_text(reply.value)


def as_text(value: Any, depth: int = 0) -> str:
    """Return a value as text within bounds: arrays with their shape, the middle of large ones left out."""
    if isinstance(value, np.ndarray):
        with np.printoptions(threshold=100, edgeitems=3, precision=8, linewidth=100):
            text = f"array of shape {value.shape}, {value.dtype}:\n{np.array2string(value)}"
    elif isinstance(value, Kept):
        text = f"an object of type {value.type_name}, which stayed where it was made"
    elif isinstance(value, np.random.Generator):
        text = "a random generator"
    elif isinstance(value, dict | list | tuple) and depth < 4:
        text = _container(value, depth)
    else:
        text = repr(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} ... ({len(text):,} characters)"


def _container(value: dict[Any, Any] | list[Any] | tuple[Any, ...], depth: int) -> str:
    pairs = value.items() if isinstance(value, dict) else ((f"[{number}]", item) for number, item in enumerate(value))
    some = [f"{str(name)[:100]}: {as_text(item, depth + 1)}" for name, item in itertools.islice(pairs, MOST_ITEMS)]
    more = [f"and {len(value) - MOST_ITEMS} more"] if len(value) > MOST_ITEMS else []
    inner = "\n".join([*some, *more]).replace("\n", "\n  ")
    return f"{type(value).__name__} of {len(value)}" + (f":\n  {inner}" if inner else "")
