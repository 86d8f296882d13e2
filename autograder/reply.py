"""What came of one call: what was returned or raised, and what else happened."""

from __future__ import annotations

import copy
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from autograder.door import PackedReply
from autograder.errors import ProtocolError
from autograder.notation import OF_A_CALL, letters_in, shape_in_letters
from autograder.packing import PackError, unpack, writable
from autograder.probe import MAX_PRINTED


def in_plain_words(message: str) -> str:
    """Say in rows and columns what NumPy says of the operands of a matrix product; leave other messages alone."""
    found = re.search(r"matmul: .*core dimension 0.* \(size (\d+) is different from (\d+)\)", message)
    if not found:
        return message
    rows, columns = found.groups()
    has, of = (f"{count} {what}{'s' * (count != '1')}" for count, what in ((columns, "column"), (rows, "row")))
    return f"in a product A @ B each column of A needs a row of B; here A has {has}, B {of}"


LONGEST_MESSAGE = 240  # characters; some exceptions print whole arrays

# What the commonest messages of NumPy and Python mean, in words that fit whatever the line computes.
_WHY = (
    (
        "operands could not be broadcast",
        "Axes are compared from the last one: each pair is equal, or one of them is 1.",
    ),
    (
        "non-broadcastable output",
        "`+=` and out= write into an array that is there, and it cannot grow: make a new one.",
    ),
    (
        "truth value of an array",
        "`if`, `and`, `max` and `min` ask once for the whole array; np.where and np.maximum choose entry by entry.",
    ),
    ("as a data type", "np.zeros, np.ones and np.full take the shape as one tuple: np.zeros((T, m))."),
    (
        "dimensions except for the concatenation axis",
        "Arrays that are joined along one axis are equally long along all others: are these as they should be?",
    ),
    ("zero-dimensional arrays cannot be concatenated", "np.ravel makes a vector of any array, of a single number too."),
    ("inhomogeneous shape", "np.array makes one array of parts that have one shape. These have several."),
    ("all input arrays must have the same shape", "np.stack joins arrays of one shape. These have several."),
    ("could not broadcast input array", "What is assigned has another shape than the place that it is put into."),
    ("values to unpack", "There are more names on the left than values on the right, or fewer."),
    ("cannot reshape array", "A reshape keeps the number of entries."),
    ("is out of bounds for axis", "An axis of length n has the indices 0 to n - 1."),
    ("too many indices for array", "The index has more places than the array has axes."),
    ("unhashable type", "A Counter, a set and the keys of a dict hold only what cannot change: a tuple, not a list."),
    (
        "must be 1-dimensional",
        "What is drawn from, and the probabilities, are one row each: a column has an axis too many.",
    ),
    ("probabilities do not sum to 1", "The probabilities of a draw add up to 1, also after some were taken out."),
    ("Cannot cast ufunc", "In place, an array of whole numbers takes whole numbers only. Make a new array of floats."),
    (
        "unsupported operand type",
        "One of the two is no number and no array. Is all of a dict, a tuple or a list meant?",
    ),
    ("is not subscriptable", "Only a part of an array, a list, a tuple or a dict can be taken. What stands there?"),
    ("is not defined", "This name is neither an argument of the function nor set in it."),
    (
        "need at least one array to",
        "An empty list of arrays has nothing to join: what is expected where nothing is handed in?",
    ),
)


@dataclass(frozen=True)
class Raised:
    """An exception that came out of an answer."""

    types: tuple[str, ...]
    message: str
    line: int  # counted from the def line of the function, or of the helper that it stands in; 0 where unknown
    text: str
    alone: bool = True  # this line is all that the function's body holds
    expression: str = ""  # the part of the line that failed
    operands: tuple[tuple[str, tuple[int, ...] | str], ...] = ()  # what stands in it: shape of an array, type of others
    letters: dict[int, str] = field(default_factory=dict)  # which axis a length belongs to
    given: tuple[tuple[str, tuple[int, ...]], ...] = ()  # the first arrays among the arguments, by name
    handed: dict[str, tuple[int, ...]] = field(default_factory=dict)  # the shapes of arrays in dicts that came in
    of: str = ""  # the helper that the line stands in, written in the same cell; "" for the function itself
    inside: str = ""  # the learner's function in which it came up, where this line calls one

    @property
    def why(self) -> str | None:
        """What this exception usually means, if that is known: of the line that is shown, or where it came from."""
        if self.inside:
            return f"It came up inside {self.inside}. Does that get what it should?"
        if "KeyError" in self.types:
            names = " The docstring names the keys of what is handed in." if self.handed else ""
            return f"There is no such key in that dict.{names}"
        return self._under_another_name() or next(
            (why for part, why in _WHY if part.lower() in self.message.lower()), None
        )

    @property
    def mistake(self) -> str:
        """The name of the mistake that `why` tells, where the shapes leave no other; "" where they do."""
        in_order = not self.inside and "KeyError" not in self.types and self._under_another_name()
        return "takes_the_keys_in_their_order" if in_order else ""

    def _under_another_name(self) -> str | None:
        """Say of a name in the expression that it has not the shape of what was handed in under that name."""
        for text, what in self.operands:
            name = text.removesuffix(".T")
            shape = what if name == text or isinstance(what, str) else what[::-1]
            due = self.handed.get(name, shape)
            if not isinstance(shape, str) and not isinstance(due, str) and shape not in (due, due[::-1]):
                mine, theirs = (shape_in_letters(each, self.letters) for each in (shape, due))
                return (
                    f"{name} is {mine} here, but what was handed in as {name} is {theirs}. "
                    "Look it up by its key: the order of the keys may be any."
                )
        return None

    def __str__(self) -> str:
        where = f", at line {self.line} of {self.of or 'the function'}" if self.line else ""
        code = f":\n    {self.text}" if self.text else "."
        message = textwrap.shorten(in_plain_words(self.message), LONGEST_MESSAGE, placeholder=" ...")
        said = f"{self.types[0]}: {message}".rstrip(": ") + where + code
        return "\n".join([said, *self._what_stood_there()])

    def _what_stood_there(self) -> Iterator[str]:
        shown = [f"{text} is {self._said_of(what)}" for text, what in self.operands]
        if shown:
            part = f"In `{self.expression}`, " if self.expression and self.expression != self.text else "There "
            yield f"{part}{' and '.join(shown)}."
        if self.given:
            given = " and ".join(f"{name} {shape_in_letters(shape, self.letters)}" for name, shape in self.given)
            yield f"The call had {given}."

    def _said_of(self, what: tuple[int, ...] | str) -> str:
        return (
            f"of type {what}" if isinstance(what, str) else shape_in_letters(what, self.letters) if what else "a number"
        )


@dataclass(frozen=True)
class Reply:
    """What came of one call."""

    value: Any = None
    raised: Raised | None = None
    changed: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()  # the generators among the arguments that nothing was drawn from
    rebound: tuple[str, ...] = ()  # dicts among the arguments whose keys have other values now
    shares: tuple[str, ...] = ()  # the arguments of which something that was returned is a view
    again: bool = False  # whether something that was returned was returned by the call before as well
    twins: tuple[str, ...] = ()  # the keys of a returned dict that lead to one and the same array
    reads: tuple[str, ...] = ()  # what belongs to a call and is taken from the notebook instead
    arguments: tuple[str, ...] = ()  # the names of the function's own arguments, in its order
    called: tuple[str, ...] = ()  # the names that the call gave, in the order of the exercise
    warnings: tuple[str, ...] = ()
    printed: str = ""

    @property
    def reordered(self) -> tuple[str, ...]:
        """The arguments in the function's own order, where that is not the one of the exercise."""
        mine = tuple(name for name in self.arguments if name in self.called)
        return mine if mine != self.called and set(mine) == set(self.called) else ()

    def to(self, call: dict[str, Any]) -> Reply:
        """Return this reply with what its words need to know of the call."""
        if self.raised is None:
            return replace(self, called=tuple(call))
        arrays = [(name, value.shape) for name, value in call.items() if isinstance(value, np.ndarray)]
        letters = {} if self.reads else letters_in(call)  # lengths from elsewhere would be named by chance
        handed = dict(_arrays_in_dicts(call))
        return replace(self, raised=replace(self.raised, letters=letters, given=tuple(arrays[:2]), handed=handed))

    @classmethod
    def read(cls, packed: PackedReply) -> Reply:
        """Unpack what came through a door; nothing in it is trusted to be well-formed."""
        if isinstance(packed, Known):
            return packed.read()
        try:
            raised = packed.get("raised")
            return cls(
                value=None if raised else unpack(packed.get("value")),
                raised=Raised(
                    tuple(_text(kind)[:100] for kind in raised["types"][:20]) or ("Exception",),
                    _text(raised["message"])[:500],
                    int(raised["line"]),
                    _text(raised["text"])[:200],
                    raised.get("alone") is not False,
                    _text(raised.get("expression", ""))[:200],
                    tuple(_operand(item) for item in raised.get("operands", [])[:3]),
                    of=_text(raised.get("of", ""))[:100],
                    inside=_text(raised.get("inside", ""))[:100],
                )
                if raised
                else None,
                changed=tuple(_text(name)[:100] for name in packed.get("changed", [])[:50]),
                unused=tuple(_text(name)[:100] for name in packed.get("unused", [])[:50]),
                rebound=tuple(_text(name)[:100] for name in packed.get("rebound", [])[:50]),
                shares=tuple(_text(name)[:100] for name in packed.get("shares", [])[:50]),
                again=packed.get("again") is True,
                twins=tuple(_text(name)[:100] for name in packed.get("twins", [])[:50]),
                arguments=tuple(_text(name)[:100] for name in packed.get("arguments", [])[:50]),
                reads=tuple(_text(name) for name in packed.get("reads", [])[:50] if _text(name) in OF_A_CALL),
                warnings=tuple(_text(text)[:200] for text in packed.get("warnings", [])[:5]),
                printed=_text(packed.get("printed", ""))[:MAX_PRINTED],
            )
        except (PackError, AttributeError, KeyError, IndexError, TypeError, ValueError, RecursionError) as problem:
            raise ProtocolError(f"The reply cannot be read: {str(problem)[:LONGEST_MESSAGE]}") from None


class Known(PackedReply):
    """A packed reply of this process that is read again and again, and unpacked once."""

    _as_read: Reply | None = None

    def read(self) -> Reply:
        """Return the reply with arrays and containers of its own."""
        if self._as_read is None:
            self._as_read = Reply.read(dict(self))
        return replace(self._as_read, value=_copied(self._as_read.value))


def _copied(value: Any) -> Any:
    """Return a copy of an unpacked value, all of which can be changed without a trace in the original."""
    kind = type(value)
    if kind is np.ndarray:
        return value.copy()
    if kind is tuple:
        return tuple([_copied(item) for item in value])
    if kind is list:
        return [_copied(item) for item in value]
    if kind is dict:
        return {key: _copied(item) for key, item in value.items()}
    return copy.deepcopy(value) if kind in (set, np.random.Generator) else value


def _arrays_in_dicts(value: Any, depth: int = 0) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield the shapes of arrays in dicts inside a value, such as the parameters in a cache, by their keys."""
    if isinstance(value, dict) and depth:
        yield from ((str(key), item.shape) for key, item in value.items() if isinstance(item, np.ndarray))
    if isinstance(value, (dict, list, tuple)) and depth < 4:
        for item in value.values() if isinstance(value, dict) else value[:1] if isinstance(value, list) else value:
            yield from _arrays_in_dicts(item, depth + 1)


def _operand(item: Any) -> tuple[str, tuple[int, ...] | str]:
    text, what = item
    shape = what if isinstance(what, str) else tuple(min(int(length), 10**9) for length in what[:8])
    return _text(text)[:100], _text(shape)[:100] if isinstance(shape, str) else shape


def _text(value: Any) -> str:
    """Return a text that came through a door; of what is none, the name of its type."""
    return writable(value if isinstance(value, str) else type(value).__name__)
