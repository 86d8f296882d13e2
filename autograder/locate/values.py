"""Values as they are noted and compared: copies, what they are made of, and how near is equal."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from autograder.tolerance import ATOL, RTOL

LARGEST = 4000  # numbers in a value that is noted
LONGEST = 200  # things in a list or tuple that is noted
NUMBERS = "biufc"  # the kinds of arrays that are noted
LISTED: tuple[Any, ...] = (range, type({}.items()), type({}.keys()), type({}.values()))
Canon = tuple[Any, np.ndarray]  # the structure of a value, and all its numbers in a row


def fresh(value: Any) -> Any:
    """Return a copy that shares no array, list, dict or generator with `value`."""
    if type(value) is np.ndarray:
        return value.copy() if value.dtype != object else copy.deepcopy(value)
    if type(value) in (list, tuple):
        return type(value)(map(fresh, value))
    if type(value) is dict:
        return {key: fresh(item) for key, item in value.items()}
    return copy.deepcopy(value) if isinstance(value, (np.ndarray, np.random.Generator, set)) else value


def things_in(value: Any) -> Iterator[Any]:
    """Yield the arrays, lists, tuples and dicts within a value, and itself, always in the same order, each once."""
    known: set[int] = set()
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, (np.ndarray, list, tuple, dict)) and id(each) not in known:
            known.add(id(each))
            yield each
            waiting += each.values() if isinstance(each, dict) else [] if isinstance(each, np.ndarray) else each


def listed(value: Any) -> Any:
    """Return a range or a view of a dict as the list of what it gives, anything else as it is."""
    is_short = type(value) in LISTED and len(value) <= LONGEST
    return list(value) if is_short else value


def canon(value: Any) -> Canon | None:
    """Return the structure of a value and its numbers in a row; None for what is not made of numbers and texts.

    The row may be the memory of the value itself.
    """
    rows: list[np.ndarray] = []
    structure = _structure(value, rows)
    if structure is None:
        return None
    return structure, rows[0] if len(rows) == 1 else np.concatenate(rows) if rows else np.zeros(0)


def _structure(value: Any, rows: list[np.ndarray]) -> Any:
    """Return the structure of a value, None where it has none, and add its numbers to `rows`."""
    if type(value) is np.ndarray and value.dtype == np.float64 and value.size <= LARGEST:
        rows.append(value.ravel())  # what most values are, first
        return value.shape
    if isinstance(value, (bool, int, float, np.generic, np.ndarray)):
        return _structure_of_numbers(value, rows)
    if isinstance(value, str):
        return value
    value = listed(value)
    if isinstance(value, dict) and len(value) <= LONGEST:
        pairs = sorted(((str(key), item) for key, item in value.items()), key=lambda pair: pair[0])
        return _joined(rows, names=tuple(name for name, _ in pairs), items=[item for _, item in pairs])
    if isinstance(value, (list, tuple)) and len(value) <= LONGEST:
        return _joined(rows, names=("in order",), items=value)
    return None


def _structure_of_numbers(value: Any, rows: list[np.ndarray]) -> Any:
    try:
        array = np.asarray(value)
    except (ValueError, OverflowError):
        return None
    if array.dtype.kind not in NUMBERS or array.size > LARGEST:
        return None
    parts = np.concatenate([array.real.ravel(), array.imag.ravel()]) if array.dtype.kind == "c" else array.ravel()
    rows.append(parts.astype(np.float64))
    return array.shape


def _joined(rows: list[np.ndarray], *, names: tuple[str, ...], items: Sequence[Any]) -> Any:
    inner: list[Any] = []
    for item in items:
        structure = _structure(item, rows)
        if structure is None:
            return None
        inner.append(structure)
    return (*names, *inner)


def close(one: Any, other: Any) -> bool:
    """Tell whether two values are of one structure and equal up to rounding."""
    a, b = canon(one), canon(other)
    return a is not None and b is not None and a[0] == b[0] and _near(a[1], b[1])


def _near(one: np.ndarray, other: np.ndarray) -> bool:
    return one.size == other.size and bool(entries_near(one, other).all())


def entries_near(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Tell of each entry whether it is equal up to rounding; nan is equal to nan."""
    with np.errstate(all="ignore"):
        near: np.ndarray = np.abs(one - other) <= ATOL + RTOL * np.abs(other)
        near = near if near.all() else near | (one == other) | ((one != one) & (other != other))
    return near


def alike(one: Any, other: Any) -> bool:
    """Tell whether two results are the same: the numbers, and the kind of them."""
    if isinstance(one, (list, tuple)) != isinstance(other, (list, tuple)) or not close(one, other):
        return False
    if not (is_number_like(one) and is_number_like(other)):
        return True
    mine, due = np.asarray(one).dtype, np.asarray(other).dtype
    kinds = {"u": "i"}.get(mine.kind, mine.kind), {"u": "i"}.get(due.kind, due.kind)
    return kinds[0] == kinds[1] and (kinds[1] != "f" or mine.itemsize >= due.itemsize)


def entries(parts: dict[str, Any]) -> dict[str, Any]:
    """Return what named results are made of: dicts, lists and tuples taken apart, by the way to each entry."""
    found: dict[str, Any] = {}
    for name, value in parts.items():
        if isinstance(value, dict) and len(value) <= LONGEST:
            found |= entries({f"{name}/{key}": item for key, item in value.items()})
        elif isinstance(value, (list, tuple)) and len(value) <= LONGEST:
            found |= {name: len(value)} | entries({f"{name}/{i}": item for i, item in enumerate(value)})
        else:
            found[name] = value
    return found


def is_number_like(value: Any) -> bool:
    """Tell whether a value is a number or an array."""
    return isinstance(value, (bool, int, float, np.generic, np.ndarray))


def numbers_of(values: list[Any]) -> tuple[list[Any], np.ndarray] | None:
    """Return the structures and all numbers of several values; None where one of them is not made of numbers."""
    parts = [part for value in values if (part := canon(value)) is not None]
    if not parts or len(parts) < len(values):
        return None
    return [part[0] for part in parts], np.concatenate([part[1] for part in parts])


def digest(values: list[Any], told: dict[int, Any] | None = None) -> Any:
    """Return what is equal for equal values of one dtype; None for what is not made of numbers.

    `told` remembers what was told of values that stay in memory, and that no one changes.
    """
    parts = []
    for value in values:
        part = told.get(id(value)) if told is not None else None
        if part is None:
            found = canon(value)
            if found is None:
                return None
            part = found[0], (found[1].round(9) + 0.0).tobytes()
            if told is not None:
                told[id(value)] = part
        parts.append(part)
    if not parts:
        return None
    dtype = getattr(values[0], "dtype", None)
    kind = dtype.char if isinstance(dtype, np.dtype) else type(values[0]).__name__
    return tuple(parts), kind


def is_plain(values: list[Any]) -> bool:
    """Tell whether values are such as turn up anywhere: constants, few whole numbers, texts."""
    flat = np.concatenate([part[1] for value in values if (part := canon(value)) is not None] or [np.zeros(0)])
    return flat.size == 0 or bool(np.all(flat == flat[0])) or bool(flat.size < 4 and np.all(flat == np.round(flat)))


def is_whole(values: list[Any]) -> bool:
    """Tell whether there are only whole numbers in values: these turn up anywhere."""
    flat = np.concatenate([part[1] for value in values if (part := canon(value)) is not None] or [np.zeros(0)])
    return bool(np.all(flat == np.round(flat)))


def is_counting(values: list[Any]) -> bool:
    """Tell whether values are whole numbers, or rows of them such as a loop goes over."""
    flat = [item for value in values for item in (value if isinstance(value, (list, tuple, range)) else [value])]
    return bool(flat) and all(type(item) is int or isinstance(item, np.integer) for item in flat)


def is_neutral(values: list[Any]) -> bool:
    """Tell whether values take an expression out of the computation rather than put it right: numbers 0 or 1."""
    return bool(values) and all(
        isinstance(value, (bool, int, float, np.generic)) and value in (0, 1) for value in values
    )


def is_shape(structure: Any) -> bool:
    """Tell whether a structure is that of one number or array."""
    return isinstance(structure, tuple) and all(isinstance(length, int) for length in structure)


def are_empty(values: list[Any]) -> bool:
    """Tell whether values are lists and dicts with nothing in them yet: what is put into them is elsewhere."""
    return bool(values) and all(isinstance(value, (list, dict, tuple)) and not _filled(value) for value in values)


def _filled(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return any(not isinstance(item, (list, dict, tuple)) or _filled(item) for item in value)
    return bool(value)
