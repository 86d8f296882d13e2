"""The one door through which a check touches a function.

A check is handed an `Answer` and cannot tell what stands behind it: the learner's function in this process, the
one in a sandboxed kernel, the live reference, or a recording of it. All speak through a `Door`.
"""

from __future__ import annotations

import _thread
import contextlib
import difflib
import functools
import inspect
import re
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from autograder import probe
from autograder.declare import Exercise, Part, Returned
from autograder.errors import LEFT_STANDING, Mismatch, NotAttempted, ProtocolError
from autograder.fingerprint import fingerprint

CALL_LIMIT_SECONDS = 10.0
LONGEST_TRANSCRIPT = 40  # replies; enough to tell mistakes apart, and statistics of thousands of draws stay small
Request = dict[str, Any]
PackedReply = dict[str, Any]


class Door(Protocol):
    """Carries packed calls to a function by name and packed replies back."""

    def ask(self, request: Request) -> list[PackedReply]:
        """Make the calls that `request` lists (see `probe.serve`) and return one packed reply for each."""
        ...


class TookTooLong(Exception):
    """A call ran into its time limit."""


class LocalDoor:
    """The door to functions that live in this process.

    Args:
        namespace: where functions are found by name, and replaced for a moment (a notebook's globals, a module's).
        given: functions that are found under these names, whatever the namespace holds.
    """

    def __init__(self, namespace: dict[str, Any], **given: Callable[..., Any]) -> None:
        self._namespace, self._given = namespace, given

    def ask(self, request: Request) -> list[PackedReply]:
        """Make the calls in this process, within the time limit."""
        many = max(1, len(request["calls"]) // 100)
        with time_limit(CALL_LIMIT_SECONDS * many):
            replies: list[PackedReply] = probe.serve(request, self._namespace, self._given)
        return replies


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TookTooLong in the main thread when the block takes longer; does nothing in other threads."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    expired = threading.Event()
    with (_alarm if hasattr(signal, "setitimer") else _timer)(seconds, expired):
        try:
            yield
        except KeyboardInterrupt:
            if expired.is_set():
                raise TookTooLong(f"more than {seconds:g} seconds") from None
            raise


@contextlib.contextmanager
def _alarm(seconds: float, expired: threading.Event) -> Iterator[None]:
    """Interrupt the main thread by a signal: far cheaper than a thread, where there are signals."""

    def interrupt(*_: Any) -> None:
        expired.set()
        raise KeyboardInterrupt  # which no `except Exception` of a learner's swallows

    handler = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)


@contextlib.contextmanager
def _timer(seconds: float, expired: threading.Event) -> Iterator[None]:
    """Interrupt the main thread from another one."""

    def interrupt() -> None:
        expired.set()
        _thread.interrupt_main()

    timer = threading.Timer(seconds, interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def in_plain_words(message: str) -> str:
    """Say in rows and columns what NumPy says of the operands of a matrix product; leave other messages alone."""
    found = re.search(r"matmul: .*core dimension 0.* \(size (\d+) is different from (\d+)\)", message)
    if not found:
        return message
    rows, columns = found.groups()
    return f"in a product A @ B each column of A needs a row of B; here A has {columns} columns, B {rows} rows"


# What the commonest messages of NumPy and Python mean, in words that fit whatever the line computes.
_WHY = (
    ("operands could not be broadcast", "Axes are compared from the last one: each pair is equal, or one of it is 1."),
    ("truth value of an array", "`if` asks once for the whole array; np.where chooses entry by entry."),
    ("as a data type", "np.zeros, np.ones and np.full take the shape as one tuple: np.zeros((T, m))."),
)


@dataclass(frozen=True)
class Raised:
    """An exception that came out of an answer."""

    types: tuple[str, ...]
    message: str
    line: int  # counted from the function's own def line, 0 where unknown
    text: str
    alone: bool = True  # this line is all that the function's body holds

    @property
    def why(self) -> str | None:
        """What this exception usually means, if that is known."""
        if "KeyError" in self.types:
            return "There is no such key: the docstring names those there are."
        return next((why for part, why in _WHY if part in self.message), None)

    def __str__(self) -> str:
        where = f", at line {self.line} of the function" if self.line else ""
        code = f":\n    {self.text}" if self.text else "."
        return f"{self.types[0]}: {in_plain_words(self.message)}".rstrip(": ") + where + code


@dataclass(frozen=True)
class Reply:
    """What came of one call."""

    value: Any = None
    raised: Raised | None = None
    changed: tuple[str, ...] = ()
    shares: bool = False  # what was returned is a view of a changed argument
    warnings: tuple[str, ...] = ()
    printed: str = ""

    @classmethod
    def read(cls, packed: PackedReply) -> Reply:
        """Unpack what came through a door; nothing in it is trusted to be well-formed."""
        try:
            raised = packed.get("raised")
            return cls(
                value=None if raised else probe.unpack(packed.get("value")),
                raised=Raised(
                    tuple(str(kind)[:100] for kind in raised["types"][:20]),
                    str(raised["message"])[:500],
                    int(raised["line"]),
                    str(raised["text"])[:200],
                    raised.get("alone") is not False,
                )
                if raised
                else None,
                changed=tuple(str(name)[:100] for name in packed.get("changed", [])[:50]),
                shares=packed.get("shares") is True,
                warnings=tuple(str(text)[:200] for text in packed.get("warnings", [])[:5]),
                printed=str(packed.get("printed", ""))[: probe.MAX_PRINTED],
            )
        except (
            probe.PackError,
            AttributeError,
            KeyError,
            IndexError,
            TypeError,
            ValueError,
        ) as problem:
            raise ProtocolError(f"The reply cannot be read: {problem}") from None


@dataclass
class Answer:
    """A function behind a door, called as if it stood here.

    `answer(...)` returns a `Returned` (parts by name) where the exercise names several parts, else the value
    itself. Whatever cannot be meant - nothing returned, a missing key, a list for an array - is a Mismatch.
    """

    door: Door
    exercise: Exercise
    replies: list[Reply] = field(default_factory=list)
    transcript: list[Any] = field(default_factory=list)
    stand_ins: dict[str, Any] = field(default_factory=dict)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Make one call and return what it gave, in the form that the exercise declares."""
        return self.read(self.attempt(*args, **kwargs))

    def attempt(self, *args: Any, **kwargs: Any) -> Reply:
        """Make one call and return all that came of it, an exception included."""
        return self._ask([(args, kwargs)])[0]

    def each(self, cases: Iterable[dict[str, Any]]) -> list[Any]:
        """Make many calls in one request, one for each dict of keyword arguments: for statistics of draws."""
        return [self.read(reply) for reply in self._ask([((), case) for case in cases])]

    def own(self, name: str) -> Answer:
        """Return the learner's own function `name`, one of those that the exercise `uses`."""
        from autograder.exercises import find

        return Answer(self.door, find(name))

    def with_stand_in(self, **stand_ins: CourseFunction) -> Answer:
        """Return this answer with course functions in the place of the learner's functions of those names."""
        return Answer(
            self.door,
            self.exercise,
            self.replies,
            self.transcript,
            {**self.stand_ins, **stand_ins},
        )

    def _ask(self, cases: list[tuple[tuple[Any, ...], dict[str, Any]]]) -> list[Reply]:
        request = {
            "function": self.exercise.name,
            "calls": [[probe.pack(args), probe.pack(kwargs)] for args, kwargs in cases],
            "stand_ins": {name: probe.pack(function) for name, function in self.stand_ins.items()},
            "first": not self.replies,
        }
        try:
            packed = self.door.ask(request)
        except TookTooLong as late:
            self.transcript.append("took too long")
            raise Mismatch(f"{self.exercise.name} took too long: {late}. Is there a loop that never ends?") from None
        if len(packed) != len(cases):
            raise ProtocolError("There are more or fewer replies than calls.")
        return [self._note(reply) for reply in packed]

    def _note(self, packed: PackedReply) -> Reply:
        if packed.get("missing"):
            raise NotAttempted(f"{self.exercise.name} is not defined yet.")
        reply = Reply.read(packed)
        if reply.raised and "NotImplementedError" in reply.raised.types:
            raise NotAttempted(_not_written(self.exercise.name, reply.raised))
        self.replies.append(reply)
        if len(self.transcript) < LONGEST_TRANSCRIPT:
            self.transcript.append(self._print_of(reply))
        return reply

    def _print_of(self, reply: Reply) -> Any:
        """The fingerprint of a reply: what it returned where the exercise says so, what it raised, what it changed."""
        if reply.raised:
            return {"raised": reply.raised.types[0]}
        compared = self.compared(reply) or {"unread": reply.value}
        return {"value": fingerprint(compared), "changed": list(reply.changed)}

    def compared(self, reply: Reply) -> dict[str, Any]:
        """Return the parts of a reply that checks compare; {} where it does not have the declared form."""
        try:
            value = {} if reply.raised else _structured(self.exercise, reply.value)
        except Mismatch:
            return {}
        return {part.name: value[part.name] for part in self.exercise.parts if not part.free and part.name in value}

    def read(self, reply: Reply) -> Any:
        """Return what a reply carries in the form that the exercise declares; raise Mismatch where it has none."""
        if reply.raised:
            raise Mismatch(f"Calling {self.exercise.name} raised {reply.raised}", reply.raised.why)
        parts = _structured(self.exercise, reply.value)
        if self.exercise.shape_of_result is str:
            return next(iter(parts.values()))
        return Returned(parts, self.exercise.parts)


def _not_written(name: str, raised: Raised) -> str:
    if raised.alone or not raised.line:
        return f"{name} is not written yet."
    return f"{name} is not finished: line {raised.line} of it {LEFT_STANDING}."


def _structured(exercise: Exercise, value: Any) -> dict[str, Any]:
    parts = {str: _single, tuple: _from_tuple, dict: _from_dict}[exercise.shape_of_result](exercise, value)
    for part in exercise.parts:
        _require_kind(part, parts[part.name])
    return parts


def _single(exercise: Exercise, value: Any) -> dict[str, Any]:
    if value is None:
        raise Mismatch(
            f"{exercise.name} returned None.",
            "A function without a return statement returns None.",
        )
    return {exercise.parts[0].name: value}


def _from_tuple(exercise: Exercise, value: Any) -> dict[str, Any]:
    names = [part.name for part in exercise.parts]
    _single(exercise, value)
    if not isinstance(value, (tuple, list)) or len(value) != len(names):
        got = f"{len(value)} things" if isinstance(value, (tuple, list)) else f"one thing of type {_kind(value)}"
        raise Mismatch(f"{exercise.name} should return {len(names)} things, {', '.join(names)}; yours returned {got}.")
    return dict(zip(names, value, strict=True))


def _from_dict(exercise: Exercise, value: Any) -> dict[str, Any]:
    _single(exercise, value)
    if not isinstance(value, dict):
        raise Mismatch(f"{exercise.name} should return a dict; yours returned one thing of type {_kind(value)}.")
    for part in exercise.parts:
        if part.name not in value:
            raise Mismatch(
                f"The key {part.name!r} is missing.",
                _nearest(part.name, [str(key) for key in value]),
            )
    return {part.name: value[part.name] for part in exercise.parts}


def _nearest(name: str, keys: list[str]) -> str:
    close = difflib.get_close_matches(name, keys, n=1, cutoff=0.5)
    return f"There is a key {close[0]!r}: is it misspelled?" if close else f"The keys are {', '.join(sorted(keys))}."


def _require_kind(part: Part, value: Any) -> None:
    if part.free or part.axes is None:
        return
    if value is None:
        raise Mismatch(f"{part.name} is None.", "Was it computed, but not kept?")
    if isinstance(value, (list, tuple)):
        raise Mismatch(f"{part.name} is of type {_kind(value)}, where an array is due.", _made_of(value))
    if not isinstance(value, (np.ndarray, np.generic)) and not (isinstance(value, (int, float)) and not part.axes):
        raise Mismatch(f"{part.name} is of type {_kind(value)}, where an array is due.")
    if np.ndim(value) != len(part.axes):
        axes = f"({', '.join(part.axes)}{',' * (len(part.axes) == 1)})"
        due = f"the {len(part.axes)} axes {axes}" if len(part.axes) > 1 else f"the shape {axes}"
        raise Mismatch(f"{part.name} should have {due}; yours has shape {np.shape(value)}.")


def _made_of(value: list[Any] | tuple[Any, ...]) -> str:
    """Say how one array comes of several things, or that one of them is meant."""
    if isinstance(value, tuple):
        return f"One array is to be returned, and a tuple of {len(value)} things was."
    shapes = {np.shape(item) if isinstance(item, np.ndarray) else None for item in value}
    if len(shapes) > 1:
        return "Arrays of different shapes are joined along an axis: np.hstack, np.vstack, np.concatenate."
    if None in shapes:
        return "np.array makes an array of a list; the outer list becomes axis 0."
    return "np.stack makes one array of a list of arrays, along a new axis 0."


def _kind(value: Any) -> str:
    return value.type_name if isinstance(value, probe.Kept) else type(value).__name__


@functools.cache  # finding the text of a function takes a file and a parser, and a check may send it a hundred times
def _source_of(function: Callable[..., Any]) -> str:
    return inspect.cleandoc("\n" + inspect.getsource(function))


@dataclass(frozen=True)
class CourseFunction:
    """A function of the course that travels to the learner's side as source, with the values that it closes over.

    The function may use `np` and its bound names, nothing else.
    """

    function: Callable[..., Any]
    bound: dict[str, Any] = field(default_factory=dict)

    # The three names that `probe.pack` looks for.

    @property
    def course_name(self) -> str:
        """The function's name."""
        return self.function.__name__

    @property
    def course_source(self) -> str:
        """The function's source text."""
        return _source_of(self.function)

    @property
    def course_bound(self) -> dict[str, Any]:
        """The values that it closes over."""
        return self.bound

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the function here."""
        return probe.build_function(self.course_name, self.course_source, self.bound)(*args, **kwargs)
