"""What a wrong value has to do with the right one, said without the right formula."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.tolerance import ATOL, RTOL

Named = list[tuple[str, Any]]  # pairs of a text and its value
NOT_CARRIED = ": what a step leaves behind is not carried on."  # true of what a loop carries on alone, both
STARTS = ": what the loop starts from is not what is due."
MOST_TIMES_TOLD = 20  # a factor that is neither a plain fraction nor one part of at most so many tells nothing
MOST_TIMES = 8  # that a relation is looked for at
VERBS = ((np.sum, "summed"), (np.mean, "averaged"), (np.max, "taken as a maximum"))


@dataclass(frozen=True)
class Around:
    """What a value may be compared with.

    Attributes:
        operands: what the expression is made of, with all values of each.
        given: the arguments.
        sizes: the letters of axes and their lengths in this call, those that no other axis has.
    """

    operands: list[tuple[str, list[Any]]] = field(default_factory=list)
    given: Named = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)


def relation(got: list[Any], due: list[Any], around: Around) -> str:
    """Return a sentence on what turns the right values into the wrong ones; "" where nothing simple does.

    Args:
        got, due: the wrong and the right value of each time that the expression is evaluated.
        around: what they may be compared with.
    """
    if said := _of_times(got, due):
        return said
    pairs = list(zip(got, due, strict=False))
    wrong = [i for i, pair in enumerate(pairs) if not near(*pair)] or [0][: len(pairs)]
    for text, values in around.operands:
        if len(values) == len(got) == len(due) and all(map(near, values, due)) and np.size(due[0]) > 1:
            return f"`{text}` by itself would be right."
    all_said = {_at_once(*pairs[i], _at(i, around, len(got)), around) for i in wrong[:MOST_TIMES]}
    return all_said.pop() if len(all_said) == 1 else ""  # what is true of one time only would send elsewhere


def _at(time: int, around: Around, times: int) -> Named:
    """Return the operands as they are at one of several times."""
    return [(text, values[time]) for text, values in around.operands if len(values) == times or time == 0]


def _at_once(a: Any, b: Any, operands: Named, around: Around) -> str:
    """Return a sentence on one wrong value and the one that is due."""
    if not (is_numeric(a) and is_numeric(b)):
        return ""
    a, b = np.asarray(a), np.asarray(b)
    if (a.dtype.kind != b.dtype.kind or a.itemsize < b.itemsize) and near(a, b):
        return f"Its numbers are right, but its dtype is {a.dtype}."
    a, b = a.astype(float), b.astype(float)
    if a.shape != b.shape:
        return _of_axis(a, b, operands) or _of_shape(a, b)
    if near(a, -b):
        return "It has the right size and the wrong sign."
    if a.ndim == 2 and a.size > 1 and near(a, b.T):
        return "Its axes are exchanged: rows stand where columns belong."
    named = [*operands, *around.given]
    return _of_factor(a, b, around.sizes) or _of_axis(a, b, operands) or _of_term(a, b, named) or _of_region(a, b)


def _of_times(got: list[Any], due: list[Any]) -> str:
    """Say which of several times an expression is wrong."""
    if len(got) < 2 or len(due) != len(got):
        return ""
    wrong = [i for i, (a, b) in enumerate(zip(got, due, strict=True)) if not near(a, b)]
    if wrong == [0]:
        return f"It is wrong the first time only{STARTS}"
    if wrong == list(range(1, len(got))) and len(got) > 2:
        return f"It is right the first time and wrong from then on{NOT_CARRIED}"
    if _are_near(got, due[::-1]):
        return "It takes the right values in reverse order."
    if len(got) > 2 and (_are_near(got[1:], due[:-1]) or _are_near(got[:-1], due[1:])):
        late = _are_near(got[1:], due[:-1])
        return f"It takes the right values one step too {'late' if late else 'early'}."
    if len(wrong) == 1 and wrong == [len(got) - 1]:
        return "It is wrong the last time only."
    return ""


def near(one: Any, other: Any) -> bool:
    """Tell whether two numbers or arrays are of one shape and equal up to rounding."""
    if not (is_numeric(one) and is_numeric(other)) or np.shape(one) != np.shape(other):
        return False
    return bool(np.allclose(np.asarray(one, float), np.asarray(other, float), RTOL, ATOL, equal_nan=True))


def _are_near(some: list[Any], others: list[Any]) -> bool:
    return bool(some) and all(near(a, b) for a, b in zip(some, others, strict=True))


def is_numeric(value: Any) -> bool:
    """Tell whether a value is a real number or an array of them."""
    return isinstance(value, (bool, int, float, np.ndarray, np.generic)) and np.asarray(value).dtype.kind in "biuf"


def _of_shape(a: np.ndarray, b: np.ndarray) -> str:
    if a.size == b.size > 1 and near(np.sort(a.ravel()), np.sort(b.ravel())):
        return f"Its numbers are right, but they stand in the shape {a.shape}, which does not fit what follows."
    return f"It has the shape {a.shape}, which is not the one due."


def _of_factor(a: np.ndarray, b: np.ndarray, sizes: dict[str, int]) -> str:
    large = np.abs(b) > 1e-6 * np.max(np.abs(b), initial=0)
    if b.size < 2 or not large.any():
        return ""
    factor = float(np.median(a[large] / b[large]))
    if not np.isfinite(factor) or factor == 0 or not near(a, factor * b):
        return ""
    for letter, size in sizes.items():
        if size > 1 and np.isclose(factor, size):
            return f"It is {letter} = {size} times too large."
        if size > 1 and np.isclose(factor * size, 1):
            return f"It is {letter} = {size} times too small."
    plain = max(abs(factor), 1 / abs(factor))
    if plain < MOST_TIMES_TOLD and any(np.isclose(plain * of, round(plain * of)) for of in (1, 2, 3)):
        return f"It is {factor:.4g} times the right value."
    return "It is the right value but for one factor."


def _of_axis(a: np.ndarray, b: np.ndarray, operands: Named) -> str:
    for text, value in operands:
        if not is_numeric(value) or np.ndim(value) < 2 or 1 in np.shape(value):
            continue
        for reduce, verb in VERBS:
            ways = _reduced(reduce, np.asarray(value, float))
            mine = next((axis for axis, way in ways if near(way, a)), -1)
            if mine != -1 and any(near(way, b) for _, way in ways):
                axes = "all axes" if mine is None else f"axis {mine}"
                if any(near(way, b) for axis, way in ways if axis == mine):
                    return f"`{text}` is {verb} over {axes}, and whether that axis stays is the question: keepdims."
                return f"`{text}` is {verb} over {axes}, which is not the axis due."
    return ""


def _reduced(reduce: Any, value: np.ndarray) -> list[tuple[int | None, np.ndarray]]:
    axes: Iterable[int | None] = (None, *range(value.ndim))
    return [(axis, reduce(value, axis=axis, keepdims=keep)) for axis in axes for keep in (False, True)]


def _of_term(a: np.ndarray, b: np.ndarray, named: Named) -> str:
    for name, value in named:
        if not is_numeric(value) or np.size(value) < 2 or np.ndim(value) > a.ndim:
            continue
        try:
            full = np.broadcast_to(np.asarray(value, float), a.shape)
        except ValueError:
            continue
        if near(b - a, full) or near(a - b, full):
            return f"One term is {'missing' if near(b - a, full) else 'too many'}: {name}."
        is_mask = bool(np.isin(full, (0.0, 1.0)).all())  # beside it something else may be put where it is 0
        if near(a * full, b) or (near(b * full, a) and not is_mask):
            return f"One factor is {'missing' if near(a * full, b) else 'too many'}: {name}."
    return ""


def _of_region(a: np.ndarray, b: np.ndarray) -> str:
    off = ~np.isclose(a, b, RTOL, ATOL, equal_nan=True)
    if not (a.ndim and 0 < off.sum() < off.size):
        return ""
    for axis in range(a.ndim):
        lines = np.moveaxis(off, axis, 0).reshape(off.shape[axis], -1)
        some, whole = lines.any(axis=1), lines.all(axis=1)
        if 1 <= some.sum() < len(some) and (some == whole).all():
            which = ", ".join(map(str, np.nonzero(some)[0][:4])) + (" and others" if some.sum() > 4 else "")
            return f"It is wrong at index {which} of axis {axis} only."
    first = tuple(int(i) for i in np.argwhere(off)[0])
    return f"{int(off.sum())} of its {off.size} entries are wrong, the first at {list(first)}."
