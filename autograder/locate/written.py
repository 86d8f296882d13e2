"""Values written down as their form and their numbers: arrays, numbers, texts, and lists, tuples and dicts of these.

A form is a list, JSON-able: ["t", "a"] is a text, ["n"] None, ["l", form, ...] a list, ["u", form, ...] a tuple,
["d", form of a key, form of its value, ...] a dict. ["f8", NEW, 5, 4] is an array of shape (5, 4) whose numbers come
next in a row of numbers that stands apart; ["f8", 3, 5, 4] has those of array 3 of those that are known already;
["i8", NEW] is a number.
"""

from __future__ import annotations

import base64
import math
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from autograder.locate.values import LARGEST, LONGEST, listed

ALL_BYTES, KEPT_BYTES = 8, 5  # of a float64; five hold 28 bits of its fraction
LARGEST_WHOLE = 2**28  # of a whole number, which those bits hold
FEW = 2  # numbers of an array that is written down again rather than referred to
NEW = -1
CODES = ("f8", "f4", "i8", "i4", "i2", "i1", "u1", "u2", "u4", "u8")
DTYPES = {"?1": np.dtype("?"), **{code: np.dtype(code) for code in CODES}}
LISTS: dict[type, str] = {list: "l", tuple: "u"}
Form = list[Any]


def form_of(value: Any, place: Callable[[np.ndarray], int] = lambda _: NEW) -> Form | None:
    """Return the form of a value; None where it, or something in it, cannot be written down.

    `place` tells of numbers in a row whether they are known already.
    """
    value = listed(value)
    if value is None or isinstance(value, str):
        return ["n"] if value is None else ["t", str(value)]
    if isinstance(value, (bool, int, float, np.generic, np.ndarray)):
        return _form_of_numbers(value, place)
    if type(value) not in (list, tuple, dict) or len(value) > LONGEST:
        return None
    inner = [form_of(item, place) for item in _items(value)]
    return None if None in inner else [LISTS.get(type(value), "d"), *inner]


def _form_of_numbers(value: Any, place: Callable[[np.ndarray], int]) -> Form | None:
    try:
        array = np.asarray(value)
    except (ValueError, OverflowError):
        return None
    code = f"{array.dtype.kind.replace('b', '?')}{array.dtype.itemsize}"
    is_too_long = array.dtype.kind in "iu" and bool(np.any(np.abs(array.astype(float)) > LARGEST_WHOLE))
    if code not in DTYPES or array.size > LARGEST or is_too_long:
        return None
    return [code, place(array.ravel().astype(np.float64)), *array.shape]


def numbers_in(value: Any) -> Iterator[np.ndarray]:
    """Yield the numbers of each array and each number in a value, as float64 in a row."""
    if isinstance(value, (bool, int, float, np.generic, np.ndarray)) and np.asarray(value).dtype.kind in "biuf":
        yield np.asarray(value, dtype=np.float64).ravel()
    elif isinstance(value, (list, tuple, dict)):
        for item in _items(value):
            yield from numbers_in(item)


def _items(value: Any) -> list[Any]:
    return [each for pair in value.items() for each in pair] if isinstance(value, dict) else list(value)


class Writer:
    """Writes values down; numbers that are given, or written already, are referred to.

    Attributes:
        new: the numbers that come with the forms, array by array.
    """

    def __init__(self, given: Iterable[Any]) -> None:
        self.new: list[np.ndarray] = []
        self._known: dict[bytes, int] = {}
        for number, numbers in enumerate(_enough(given)):
            self._known.setdefault(_leading(numbers, KEPT_BYTES), number)
        self._count = len([*_enough(given)])

    def form(self, value: Any) -> Form | None:
        """Return the form of a value, whose numbers are kept."""
        return form_of(value, self._place)

    def _place(self, numbers: np.ndarray) -> int:
        if numbers.size > FEW:
            key = _leading(numbers, KEPT_BYTES)
            if key in self._known:
                return self._known[key]
            self._known[key] = self._count
            self._count += 1
        self.new.append(numbers)
        return NEW


class Reader:
    """Reads values again that a `Writer` wrote down beside the same given things.

    Args:
        numbers: all numbers.
        at: where those of this writer begin.
        given: as it was given to the writer.
    """

    def __init__(self, numbers: np.ndarray, at: int, given: Iterable[Any]) -> None:
        self._numbers, self._at, self._known = numbers, at, [*_enough(given)]

    def read(self, form: Form) -> Any:
        """Return the value of a form; forms are read in the order in which they were written."""
        kind, *inner = form
        if kind in ("t", "n"):
            return inner[0] if inner else None
        if kind in DTYPES:
            place, *shape = inner
            if not shape:  # by far the most frequent
                self._at += 1
                return _number(kind, float(self._numbers[self._at - 1]))
            return _array(kind, self._taken(place, math.prod(shape)).reshape(shape))
        items = [self.read(each) for each in inner]
        if kind == "d":
            return dict(zip(items[::2], items[1::2], strict=True))
        return tuple(items) if kind == "u" else items

    def _taken(self, place: int, size: int) -> np.ndarray:
        if place != NEW:
            return self._known[place]
        numbers = self._numbers[self._at : self._at + size]
        self._at += size
        self._known += [numbers] if size > FEW else []
        return numbers


def _enough(values: Iterable[Any]) -> Iterator[np.ndarray]:
    return (numbers for value in values for numbers in numbers_in(value) if numbers.size > FEW)


def _array(code: str, numbers: np.ndarray) -> np.ndarray:
    array = numbers if code[0] == "f" else numbers.round()
    return array.astype(DTYPES[code])


def _number(code: str, number: float) -> Any:
    if code == "f8":
        return number
    if code in ("i8", "?1"):
        return round(number) if code == "i8" else bool(number)
    return DTYPES[code].type(number)


# ------------------------------------------------------------------------------------------------------ as text


def packed(numbers: np.ndarray, kept: int = KEPT_BYTES) -> str:
    """Return the leading bytes of each number, compressed, as text."""
    # Byte by byte of all numbers, which compresses better than number by number.
    leading = np.frombuffer(_leading(numbers, kept), dtype=np.uint8).reshape(-1, kept)
    return compressed(np.ascontiguousarray(leading.T).tobytes())


def _leading(numbers: np.ndarray, kept: int) -> bytes:
    bytes_of = np.ascontiguousarray(numbers, dtype=">f8").view(np.uint8).reshape(-1, 8)
    return np.ascontiguousarray(bytes_of[:, :kept]).tobytes()


def unpacked(text: str, kept: int = KEPT_BYTES) -> np.ndarray:
    """Return the numbers that were packed."""
    leading = np.frombuffer(decompressed(text), dtype=np.uint8).reshape(kept, -1).T
    whole = np.zeros((len(leading), 8), dtype=np.uint8)
    whole[:, :kept] = leading
    return whole.view(">f8").ravel().astype(np.float64)


def compressed(data: bytes) -> str:
    """Return bytes as a text that JSON holds."""
    return base64.b64encode(zlib.compress(data, 9)).decode("ascii")


def decompressed(text: str) -> bytes:
    """Return the bytes that were compressed."""
    return zlib.decompress(base64.b64decode(text))
