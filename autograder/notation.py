"""The axes of what is passed around in this course, by its name: notation is the interface."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

AXES = {
    "x": "T_x n_x m",
    "xt": "n_x m",
    "a0": "n_a m",
    "a_prev": "n_a m",
    "c0": "n_a m",
    "c_prev": "n_a m",
    "da": "T_x n_a m",
    "da_next": "n_a m",
    "dc_next": "n_a m",
    "dL_da_T": "n_a m",
    "a_t": "n_a",
    "mask": "T_x m",
    "y": "T_x m",
    "y_pred": "T_x n_y m",
    "Wax": "n_a n_x",
    "Waa": "n_a n_a",
    "Wya": "n_y n_a",
    "ids": "T m",
}

#: What belongs to one call: a function that takes it from the notebook is right for that one alone.
OF_A_CALL = frozenset(["T_x", "T", "n_x", "n_a", "n_y", "m", "parameters", "cache", "caches", "lengths", *AXES])


def letters_in(call: Any) -> dict[int, str]:
    """Return which axis each length belongs to in the arguments of a call; lengths that two axes share are left out."""
    found: dict[str, int] = {}
    _collect(call, found)
    lengths = list(found.values())
    return {length: letter for letter, length in found.items() if length > 1 and lengths.count(length) == 1}


def _collect(value: Any, found: dict[str, int]) -> None:
    if isinstance(value, dict):
        for name, item in value.items():
            axes = AXES.get(str(name), "").split()
            if isinstance(item, np.ndarray) and item.ndim == len(axes):
                for axis, length in zip(axes, item.shape, strict=True):  # an axis of two lengths has no name: 0
                    found[axis] = length if found.get(axis, length) == length else 0
            else:
                _collect(item, found)
    elif isinstance(value, (list, tuple)):
        for item in value[:1] if isinstance(value, list) else value:  # the caches of all steps are alike
            _collect(item, found)


def shape_in_letters(shape: tuple[int, ...], letters: dict[int, str]) -> str:
    """Return a shape with its axes named where they are known: "(n_a, m) = (5, 4)"."""
    numbers = str(tuple(shape))
    if not shape or not any(length in letters for length in shape):
        return numbers
    names = [letters.get(length, str(length)) for length in shape]
    return f"({', '.join(names)}{',' * (len(names) == 1)}) = {numbers}"


def in_words(items: Iterable[Any]) -> str:
    """Return names or numbers, at least one, as they are said: "6, 1 and 4"."""
    *first, last = map(str, items)
    return f"{', '.join(first)} and {last}" if first else last
