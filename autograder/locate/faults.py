"""What two learners' faults are compared by: the expression that is due, whatever their code, and what came instead.

A fault is a short text that means nothing by itself: `kind:places:due:got`. `places` says how many places of the
answer are wrong. Two answers with one `due` are wrong at an expression that has the same place in a right answer; with
one `got` as well they are wrong there in the same way. How numbers are stacked or ordered makes no difference, so that
a loop and a product of whole arrays can have one fault.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from autograder.locate.repair import Repair
from autograder.locate.values import is_plain, numbers_of

DIGITS = 6  # of the sums that stand for many numbers: rounding in a program changes far later ones
PLAIN, TELLING, RAISES, WRITES = "plain", "value", "raises", "writes"


def faults_of(chain: Sequence[Repair]) -> tuple[str, ...]:
    """Return the faults that the repairs of one check stand for, in their order."""
    return tuple(dict.fromkeys(fault for repair in chain for fault in _faults(repair, len(chain))))


def fault_of_writing(name: str) -> tuple[str, ...]:
    """Return the fault of an answer that changes this argument."""
    return (f"{WRITES}:1:{_digest(name)}:{_digest(name)}",)


def _faults(repair: Repair, places: int) -> Iterator[str]:
    due, got = repair.right.values, repair.got
    kind = RAISES if not got else PLAIN if is_plain(got) or is_plain(due) else TELLING
    answer, spot, _ = repair.right.key
    told = _numbers(got)
    # By the expression of a right answer, and by its values: another right answer may have an expression of its own.
    yield f"{kind}:{places}:{_digest((answer, spot))}:{told}"
    yield f"{kind}:{places}:{_numbers(due)}:{told}"


def _numbers(values: list[Any]) -> str:
    """Return a digest of all numbers in some values that is the same in whatever order they come."""
    found = numbers_of(values) if values else None
    if found is None:
        return _digest(None)
    numbers = found[1]
    finite = numbers[np.isfinite(numbers)]
    scale = float(np.abs(finite).max(initial=0.0)) or 1.0
    sums = [scale, *(float(np.sum((finite / scale) ** power)) for power in (1, 2, 3))]
    return _digest([numbers.size, finite.size, *(f"{each + 0.0:.{DIGITS}g}" for each in sums)])


def _digest(value: Any) -> str:
    return f"{zlib.crc32(repr(value).encode()):08x}"
