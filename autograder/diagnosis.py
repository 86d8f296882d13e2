"""Why an answer is wrong: the known mistake that answers alike, or what the numbers betray by themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.fingerprint import same
from autograder.tolerance import ATOL, RTOL

Axes = tuple[str, ...] | None


@dataclass(frozen=True)
class Mistake:
    """A registered misconception and what it answers in one check, as fingerprints."""

    name: str
    says: str
    transcript: list[Any]


def matching_mistakes(transcript: list[Any], mistakes: Iterable[Mistake], *, part: str | None = None) -> list[Mistake]:
    """Return the mistakes that gave the same answers to the same calls, in all parts or in this one.

    Where a function that is called is wrong too, what was answered around a stand-in for it decides. Exceptions alone
    match nothing: many mistakes raise the same one.
    """
    known = list(mistakes)
    for chosen in (_everything, *_ways(transcript)):
        seen = _only(part, chosen(transcript))
        if any(_is_value(entry) for entry in seen):
            found = [mistake for mistake in known if same(_only(part, chosen(mistake.transcript)), seen)]
            if found:
                return found
    return []


Choice = Callable[[list[Any]], list[Any]]  # which entries of a transcript are compared


def _everything(transcript: list[Any]) -> list[Any]:
    return transcript


def _ways(transcript: list[Any]) -> list[Choice]:
    """Return a choice for each set of stand-ins around which something was answered: the answers around these alone."""
    ways = {tuple(_around(entry)): None for entry in transcript if _around(entry)}
    return [lambda of, way=way: [entry for entry in of if tuple(_around(entry)) == way] for way in ways]  # type: ignore[misc]


def _around(entry: Any) -> list[str]:
    return list(entry.get("around", [])) if isinstance(entry, dict) else []


def said_of(known: list[Mistake]) -> str:
    """Return what a learner is told of the mistakes that match: of the first, and whether it is the only one."""
    others = [mistake for mistake in known[1:] if mistake.says != known[0].says]
    if others:
        return f"This fits when {known[0].says} It would also fit when {others[0].says}"
    return f"This is exactly what comes out when {known[0].says}"


def _is_value(entry: Any) -> bool:
    return not (isinstance(entry, dict) and "raised" in entry) and entry != "took too long"


def _only(part: str | None, transcript: list[Any]) -> list[Any]:
    values = [entry.get("value") if isinstance(entry, dict) else None for entry in transcript]
    return [
        value[part] if part and isinstance(value, dict) and part in value else entry
        for value, entry in zip(values, transcript, strict=True)
    ]


def numbered(count: int, of: int) -> str:
    """Say how many entries of how many."""
    return f"{count} of {of} entries"


def worst_entry(name: str, got: np.ndarray, want: np.ndarray) -> str:
    """Say which entry is furthest from right, as the code would index it."""
    distance = np.abs(np.asarray(got, dtype=np.float64) - np.asarray(want, dtype=np.float64))
    where = np.unravel_index(int(np.argmax(np.where(np.isnan(distance), np.inf, distance))), got.shape)
    index = ", ".join(str(int(i)) for i in where)
    mine, due = got[where], want[where]
    if want.dtype.kind in "biu":  # True and 12345 as they are, not 1 and 1.234e+04
        return f"The worst is {name}[{index}]: yours is {mine}, expected {due}."
    if abs(float(mine) - float(due)) < 1e-3 * abs(float(due)):
        return f"The worst is {name}[{index}]: yours is {mine:.9g}, expected {due:.9g}."
    return f"The worst is {name}[{index}]: yours is {mine:.4g}, expected {due:.4g}."


def _near(got: np.ndarray, want: np.ndarray) -> bool:
    return got.shape == want.shape and bool(np.allclose(got, want, rtol=RTOL, atol=ATOL))


def betrayed_by_numbers(got: np.ndarray, want: np.ndarray, axes: Axes = None) -> str | None:
    """Return a sentence on what turns `want` into `got`, or None where nothing simple does."""
    got, want = np.asarray(got, dtype=np.float64), np.asarray(want, dtype=np.float64)
    if not np.isfinite(got).all() or not np.any(want):
        return None
    for sentence, holds in _suspicions(got, want, axes):
        if holds:
            return sentence
    return None


def _suspicions(got: np.ndarray, want: np.ndarray, axes: Axes) -> Iterator[tuple[str, bool]]:
    if want.size == 1:  # any one number is some multiple of any other
        yield "It has the right size and the wrong sign.", _near(got, -want)
        return
    yield "Every entry has the right size and the wrong sign.", _near(got, -want)
    yield "Every entry is zero.", bool(np.max(np.abs(got)) <= ATOL * np.max(np.abs(want)))
    yield from _factors(got, want, axes)
    if want.ndim == 2 and want.shape[0] == want.shape[1]:
        yield "This is the right matrix transposed.", _near(got, want.T)
    if want.ndim >= 1 and axes:
        yield from _along_axes(got, want, axes)


def _factors(got: np.ndarray, want: np.ndarray, axes: Axes) -> Iterator[tuple[str, bool]]:
    large = np.abs(want) > 1e-6 * np.max(np.abs(want))
    factor = float(np.median(got[large] / want[large]))
    if not _near(got, factor * want) or factor == 0:
        return
    sizes = dict(zip(axes or (), want.shape, strict=False))
    for letter, size in sizes.items():
        yield (
            f"Every entry is {letter} = {size} times too large: a sum stands where a mean is due.",
            bool(np.isclose(factor, size)),
        )
        yield (
            f"Every entry is {letter} = {size} times too small: a mean stands where a sum is due.",
            bool(np.isclose(factor * size, 1)),
        )
    yield f"Every entry is the right one times {factor:.4g}.", True


def _along_axes(got: np.ndarray, want: np.ndarray, axes: Axes) -> Iterator[tuple[str, bool]]:
    assert axes is not None
    right = np.isclose(got, want, rtol=RTOL, atol=ATOL)
    if axes[-1] == "m" and want.shape[-1] > 1:
        yield (
            "Only the first example (column 0) is right.",
            bool(right[..., 0].all()) and not right[..., 1:].any(),
        )
    if axes[0].startswith("T") and want.shape[0] > 2:
        yield "The time steps stand in reverse order.", _near(got, want[::-1])
        yield (
            "Every time step holds what belongs one step later.",
            _near(got[:-1], want[1:]),
        )
        yield (
            "Every time step holds what belongs one step earlier.",
            _near(got[1:], want[:-1]),
        )
        yield (
            "Only the first time step is right.",
            bool(right[0].all()) and not right[1:].any(),
        )
        yield (
            "Only the first time step is wrong.",
            not right[0].all() and bool(right[1:].all()),
        )
        yield (
            "Only the last time step is wrong.",
            not right[-1].all() and bool(right[:-1].all()),
        )
