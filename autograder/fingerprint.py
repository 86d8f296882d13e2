"""A few numbers that stand for a value: equal values have close fingerprints, different ones do not.

A recording keeps the fingerprint of what each misconception returns, not the value: it is small, it gives
no answer away, and it compares with a tolerance, since CPUs and BLAS builds differ in the last bits.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.tolerance import ATOL, RTOL

SKETCHES = 4


def fingerprint(value: Any) -> Any:
    """Return JSON-able data that stands for `value`: structure exactly, numbers as a sketch."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, (list, tuple)):
        return [type(value).__name__, *map(fingerprint, value)]
    if isinstance(value, dict):
        return {str(key): fingerprint(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return ["set", *sorted(map(repr, value))]
    array = np.asarray(value)
    if array.dtype.kind not in "biufc":
        return [
            array.dtype.kind,
            list(array.shape),
            [str(item) for item in array.ravel()[:1000]] if array.dtype.kind == "U" else "",
        ]
    return [array.dtype.kind, list(array.shape), _sketch(array.ravel())]


def _sketch(flat: np.ndarray) -> list[float]:
    """Norm, count of non-finite entries and a few fixed projections of a flat array."""
    parts = np.concatenate([flat.real, flat.imag]) if flat.dtype.kind == "c" else flat
    numbers = parts.astype(np.float64)
    finite = np.isfinite(numbers)
    numbers = np.where(finite, numbers, 0.0)
    scale = float(np.max(np.abs(numbers), initial=0.0)) or 1.0  # so that squares of huge entries do not overflow
    positions = np.arange(1, numbers.size + 1)
    waves = [np.cos(positions * (0.7 + 0.61803398875 * k) + k) for k in range(SKETCHES)]
    norm = float(np.linalg.norm(numbers / scale)) * scale
    odd = float(np.sum(positions * ~finite))
    return [norm, odd, *(float(wave @ (numbers / scale)) * scale for wave in waves)]


def same(one: Any, other: Any) -> bool:
    """Tell whether two fingerprints stand for equal values, up to rounding."""
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        if len(one) > 2 and all(isinstance(item, float) for item in [*one, *other]):
            return _close(one, other)
        return all(same(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return bool(one == other)


def _close(one: list[float], other: list[float]) -> bool:
    bound = ATOL + RTOL * max(abs(one[0]), abs(other[0]))
    return all(abs(a - b) <= bound for a, b in zip(one, other, strict=True))
