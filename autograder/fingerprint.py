"""A few numbers that stand for a value: equal values have close fingerprints, different ones do not.

A recording keeps the fingerprint of what each misconception returns, not the value: it is small, it gives
no answer away, and it compares with a tolerance, since CPUs and BLAS builds differ in the last bits.
"""

from __future__ import annotations

import base64
import functools
import json
import zlib
from typing import Any

import numpy as np

from autograder.tolerance import ATOL, RTOL

SKETCHES = 4
# Values, such as the arrays of a dict: enough to tell mistakes apart, and recordings stay small.
LONGEST_TRANSCRIPT = 100
NUMBERS = tuple("biufc")  # the kinds of arrays that have a sketch
OFTEN = 2_000  # entries of arrays that are so frequent that what depends on their number alone is kept
BLOCK = 65_536  # entries that are float64 at a time: what came as a byte each would take a hundred times its room
KEPT_BYTES = 5  # of the eight of a float64: 28 bits of its fraction, far finer than the tolerance


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
    if array.dtype.kind in NUMBERS:
        return [array.dtype.kind, list(array.shape), _as_text(_sketch(array.ravel()))]
    texts = [str(item) for item in array.ravel()[:1000]] if array.dtype.kind == "U" else ""
    return [array.dtype.kind, list(array.shape), texts]


def brief(value: Any) -> Any:
    """Return a fingerprint of constant length: a checksum of the structure of `value`, one sketch of its numbers."""
    numbers: list[np.ndarray] = []
    structure = json.dumps(_without_sketches(fingerprint(value), numbers))
    together = _sketch(np.concatenate([*numbers, np.zeros(1)]))
    return [f"{zlib.crc32(structure.encode()):08x}", ["f", [len(numbers)], _as_text(together)]]


def values_in(whole: Any) -> int:
    """Count the values that a fingerprint stands for: arrays and numbers, texts and the like; at least one."""
    if _has_sketch(whole):
        return 1
    inner = whole.values() if isinstance(whole, dict) else whole if isinstance(whole, list) else ()
    return max(1, sum(map(values_in, inner)))


def _without_sketches(whole: Any, numbers: list[np.ndarray]) -> Any:
    """Return a fingerprint without its sketches, whose numbers are appended to `numbers`."""
    if _has_sketch(whole):
        numbers.append(_from_text(whole[2]))
        return whole[:2]
    if isinstance(whole, list):
        return [_without_sketches(item, numbers) for item in whole]
    if isinstance(whole, dict):
        return {key: _without_sketches(item, numbers) for key, item in whole.items()}
    return whole


def _sketch(flat: np.ndarray) -> np.ndarray:
    """Norm, count of non-finite entries and a few fixed projections of a flat array, taken block by block."""
    parts = np.concatenate([flat.real, flat.imag]) if flat.dtype.kind == "c" else flat
    if parts.size <= OFTEN:
        numbers = parts.astype(np.float64, copy=False)
        return _summed([_sums(numbers, *_waves(numbers.size), scale := _largest(numbers) or 1.0)], scale)
    starts = range(0, parts.size, BLOCK)
    scale = max(_largest(parts[start : start + BLOCK]) for start in starts) or 1.0
    blocks = ((start, parts[start : start + BLOCK].astype(np.float64)) for start in starts)
    return _summed([_sums(block, *_waves.__wrapped__(block.size, start), scale) for start, block in blocks], scale)


def _largest(block: np.ndarray) -> float:
    numbers = np.abs(block.astype(np.float64, copy=False))
    largest = float(numbers.max(initial=0.0))
    return largest if np.isfinite(largest) else float(numbers.max(initial=0.0, where=np.isfinite(numbers)))


def _sums(numbers: np.ndarray, positions: np.ndarray, waves: list[np.ndarray], scale: float) -> list[float]:
    """Return the sum of squares, of the places that hold no finite number, and of each projection of a block.

    They are of numbers divided by `scale`, so that squares of huge ones do not overflow.
    """
    finite, odd = np.isfinite(numbers), 0.0
    if not finite.all():
        numbers, odd = np.where(finite, numbers, 0.0), float(np.sum(positions * ~finite))
    scaled = numbers / scale
    return [float(scaled.dot(scaled)), odd, *(float(wave @ scaled) for wave in waves)]


def _summed(blocks: list[list[float]], scale: float) -> np.ndarray:
    squares, odd, *projections = map(sum, zip(*blocks, strict=True))  # Python's numbers overflow without a word
    return np.array([squares**0.5 * scale, odd, *(each * scale for each in projections)])


@functools.lru_cache(maxsize=512)
def _waves(size: int, start: int = 0) -> tuple[np.ndarray, list[np.ndarray]]:
    """Return the positions of so many entries from `start` on, and the directions that they are projected on."""
    positions = np.arange(start + 1, start + size + 1)
    return positions, [np.cos(positions * (0.7 + 0.61803398875 * k) + k) for k in range(SKETCHES)]


def _as_text(sketch: np.ndarray) -> str:
    """Pack numbers as the leading bytes of each: less than half of what their decimals take."""
    leading = np.ascontiguousarray(sketch, dtype=">f8").view(np.uint8).reshape(-1, 8)[:, :KEPT_BYTES]
    return base64.b64encode(leading.tobytes()).decode("ascii")


def _from_text(text: str) -> np.ndarray:
    leading = np.frombuffer(base64.b64decode(text), dtype=np.uint8).reshape(-1, KEPT_BYTES)
    whole = np.zeros((len(leading), 8), dtype=np.uint8)
    whole[:, :KEPT_BYTES] = leading
    return whole.view(">f8").ravel().astype(np.float64)


def _has_sketch(whole: Any) -> bool:
    return isinstance(whole, list) and len(whole) == 3 and whole[0] in NUMBERS and isinstance(whole[2], str)


def norm_of(sketch: Any) -> float:
    """Return the norm of the numbers that a sketch stands for, 0.0 where it is none."""
    return float(_from_text(sketch[2])[0]) if _has_sketch(sketch) else 0.0


def same(one: Any, other: Any) -> bool:
    """Tell whether two fingerprints stand for equal values, up to rounding."""
    if _has_sketch(one) and _has_sketch(other):
        return bool(one[:2] == other[:2]) and _close(_from_text(one[2]), _from_text(other[2]))
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return all(same(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return bool(one == other)


def _close(one: np.ndarray, other: np.ndarray) -> bool:
    bound = ATOL + RTOL * max(abs(one[0]), abs(other[0]))
    return bool(np.all(np.abs(one - other) <= bound))


# ------------------------------------------------------------------------------ many transcripts, each value once


def folded(transcript: list[Any], values: dict[str, int]) -> list[int]:
    """Return a transcript as numbers of its entries in `values`, to which new ones are added; so are their sketches."""
    return [values.setdefault(json.dumps(_folded(entry, values)), len(values)) for entry in transcript]


def unfolded(numbers: list[int], values: list[Any]) -> list[Any]:
    """Return the transcript that was folded; `values` are what it was folded to, in their order."""
    return [_unfolded(values[number], values) for number in numbers]


def _folded(whole: Any, values: dict[str, int]) -> Any:
    if _has_sketch(whole):
        return [values.setdefault(json.dumps(whole), len(values))]
    if isinstance(whole, list):
        return [_folded(item, values) for item in whole]
    if isinstance(whole, dict):
        return {key: _folded(item, values) for key, item in whole.items()}
    return whole


def _unfolded(whole: Any, values: list[Any]) -> Any:
    if isinstance(whole, list):
        if len(whole) == 1 and type(whole[0]) is int:
            return values[whole[0]]
        of_texts = len(whole) == 3 and isinstance(whole[0], str) and len(whole[0]) == 1  # its shape is no such number
        return whole if of_texts else [_unfolded(item, values) for item in whole]
    if isinstance(whole, dict):
        return {key: _unfolded(item, values) for key, item in whole.items()}
    return whole
