"""What two learners' faults are compared by: the expression that is due, whatever their code, and what came instead.

A fault is a short text that means nothing by itself: `by:kind:due:got`. Two answers with one `due` are wrong at an
expression that has the same place in a right answer; with one `got` as well they are wrong there in the same way. How
numbers are stacked or ordered makes no difference, so that a loop and a product of whole arrays can have one fault.
`by` says what `due` stands for: the place of an expression in a right answer, or its values, since another right answer
may have an expression of its own for them; or a small change of the text, with values in the place of variables.
"""

from __future__ import annotations

import ast
import copy
import zlib
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from autograder.locate.repair import Repair
from autograder.locate.values import is_plain, numbers_of

SMALL = 60  # a denominator up to which a fraction is one that turns up anywhere
DIGITS = 6  # of the sums that stand for many numbers: rounding in a program changes far later ones
PLACE, VALUES, CHANGE = "place", "values", "change"  # by what that which is due is known
PLAIN, TELLING, RAISES, WRITES = "plain", "telling", "raises", "writes"


def faults_of(chain: Sequence[Repair]) -> tuple[str, ...]:
    """Return the faults that the repairs of one check stand for, in their order."""
    return tuple(dict.fromkeys(fault for repair in chain for fault in _faults(repair)))


def fault_of_writing(name: str) -> tuple[str, ...]:
    """Return the fault of an answer that changes this argument."""
    return (f"{PLACE}:{WRITES}:{_digest(name)}:{_digest(name)}",)


def faults_of_change(
    where: ast.AST, change: tuple[ast.AST, ast.AST], known: Mapping[str, list[Any]]
) -> tuple[str, ...]:
    """Return the faults that a small change of the text stands for.

    Args:
        where: the expression or statement that is told.
        change: the part of it that is changed, and what takes its place.
        known: the values of each variable of the function's own, which stand for its name.
    """
    names = {name: _numbers(values) for name, values in known.items()}
    old, new = (_renamed(node, names) for node in change)
    found = [f"{PLACE}:{TELLING}:{_digest(_renamed(where, names))}:{_digest((old, new))}"]
    if not isinstance(change[0], (ast.Constant, ast.operator, ast.cmpop)):
        found.append(f"{CHANGE}:{TELLING}:{_digest(new)}:{_digest(old)}")
    return tuple(found)


class _Renamer(ast.NodeTransformer):
    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(f"_{self._names[node.id]}" if node.id in self._names else node.id, node.ctx)


def _renamed(node: ast.AST, names: Mapping[str, str]) -> str:
    """Return a text that is the same however variables are called."""
    return ast.unparse(ast.fix_missing_locations(_Renamer(names).visit(copy.deepcopy(node))))


def _faults(repair: Repair) -> Iterator[str]:
    due, got = _numbers(repair.right.values), _numbers(repair.got)
    is_order = due == got  # the numbers are right, and in another order: many mistakes come to that
    kind = RAISES if not repair.got else TELLING if is_telling(repair.right.values) and not is_order else PLAIN
    answer, spot, _ = repair.right.key
    yield f"{PLACE}:{kind}:{_digest((answer, spot))}:{got}"
    yield f"{VALUES}:{kind}:{due}:{got}"


def is_strong(fault: str) -> bool:
    """Tell whether two answers do not share this fault by chance."""
    return fault.split(":")[1:2] in ([TELLING], [WRITES])


def is_telling(values: list[Any]) -> bool:
    """Tell whether values are not such as turn up anywhere: one number counts where it has many digits."""
    found = numbers_of(values) if values else None
    if found is None:
        return False
    flat = found[1][np.isfinite(found[1])]
    if flat.size > 1:
        return not is_plain(values)
    return bool(flat.size) and abs(float(flat[0]) - float(Fraction(float(flat[0])).limit_denominator(SMALL))) > 1e-9


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
