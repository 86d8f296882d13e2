"""What came of one call: what was returned or raised, and what else happened."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from autograder.door import PackedReply
from autograder.errors import ProtocolError
from autograder.packing import PackError, unpack
from autograder.probe import MAX_PRINTED


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
                value=None if raised else unpack(packed.get("value")),
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
                printed=str(packed.get("printed", ""))[:MAX_PRINTED],
            )
        except (PackError, AttributeError, KeyError, IndexError, TypeError, ValueError) as problem:
            raise ProtocolError(f"The reply cannot be read: {problem}") from None
