"""Why numbers are wrong: what turns the right ones into these."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograder.tolerance import ATOL, RTOL

Axes = tuple[str, ...] | None


def numbered(count: int, of: int) -> str:
    """Say how many entries of how many."""
    return f"{count} of {of} entries"


def worst_entry(name: str, got: np.ndarray, want: np.ndarray, beside: str = ", expected") -> str:
    """Say which entry is furthest from `want`, as the code would index it; `beside` says what `want` is."""
    distance = np.abs(np.asarray(got, dtype=np.float64) - np.asarray(want, dtype=np.float64))
    where = np.unravel_index(int(np.argmax(np.where(np.isnan(distance), np.inf, distance))), got.shape)
    index = ", ".join(str(int(i)) for i in where)
    mine, due = got[where], want[where]
    if want.dtype.kind in "biu":  # True and 12345 as they are, not 1 and 1.234e+04
        return f"The worst is {name}[{index}]: yours is {mine}{beside} {due}."
    if abs(float(mine) - float(due)) < 1e-3 * abs(float(due)):
        return f"The worst is {name}[{index}]: yours is {mine:.9g}{beside} {due:.9g}."
    return f"The worst is {name}[{index}]: yours is {mine:.4g}{beside} {due:.4g}."


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
        yield from _few_places(got, want)
        return
    yield "Every entry has the right size and the wrong sign.", _near(got, -want)
    yield "Every entry is zero.", bool(np.max(np.abs(got)) <= ATOL * np.max(np.abs(want)))
    yield from _factors(got, want, axes)
    if want.size > 2:
        yield "Every entry is the right one without its sign.", _near(got, np.abs(want))
        yield "Every entry is the square of the right one.", _near(got, want**2)
        shift = float(np.median(got - want))
        how = "large" if shift > 0 else "small"
        is_off = not np.isclose(got, want, rtol=RTOL, atol=ATOL).any()
        yield f"Every entry is too {how} by {abs(shift):.4g}.", is_off and _near(got, want + shift)
        yield "Every entry has lost its decimals.", _near(got, np.trunc(want))
        yield from _few_places(got, want)
        yield from _limits(got, want)
    if want.ndim == 2 and want.shape[0] == want.shape[1]:
        yield "This is the right matrix transposed.", _near(got, want.T)
        right = np.isclose(got, want, rtol=RTOL, atol=ATOL)
        yield "Only the diagonal is right.", len(want) > 2 and bool(np.array_equal(right, np.eye(len(want))))
        yield "Only the diagonal is wrong.", len(want) > 2 and bool(np.array_equal(~right, np.eye(len(want))))
    if want.ndim >= 1 and axes:
        yield from _along_axes(got, want, axes)
    if want.ndim > 1 or axes:
        yield from _up_to_a_place(got, want, axes)


def _few_places(got: np.ndarray, want: np.ndarray) -> Iterator[tuple[str, bool]]:
    """Suspect that numbers were rounded on the way, to some places or to what float32 can hold."""
    said = "The number is" if want.size == 1 else "Every entry is"
    size = float(np.max(np.abs(want)))
    for places in range(1, 8):
        telling = size >= 100 * 10.0**-places  # so that no number of one digit is taken for a rounded one
        yield f"{said} right, but rounded to {places} places.", telling and _near(got, np.round(want, places))
    yield (
        f"{said} right to six digits, and no further. float64 holds about 16, float32 about seven.",
        bool(np.allclose(got, want, rtol=1e-6, atol=1e-6 * size)),
    )


def _limits(got: np.ndarray, want: np.ndarray) -> Iterator[tuple[str, bool]]:
    """Suspect that what lies beyond a limit was set to it."""
    low, high = float(got.min()), float(got.max())
    below, above = (int(np.sum(beyond & ~np.isclose(got, want))) for beyond in (want < low, want > high))
    # A single entry that is too small is cut off at its own size, whatever made it so.
    telling = (
        max(below, above) > 1
        or low == -high
        or any(n and x and x == round(x, 1) for n, x in ((below, low), (above, high)))
    )
    said = [f"every entry above {high:.4g} is {high:.4g}"] * (above > 0)
    said += [f"every entry below {low:.4g} is {low:.4g}"] * (below > 0)
    yield (
        f"This is right, but {' and '.join(said)}.",
        low < high and telling and bool(said) and _near(got, np.clip(want, low, high)),
    )


def _up_to_a_place(got: np.ndarray, want: np.ndarray, axes: Axes) -> Iterator[tuple[str, bool]]:
    """Suspect that only the first places of an axis are right, or the last ones."""
    right = np.isclose(got, want, rtol=RTOL, atol=ATOL)
    letters = axes if axes and len(axes) == want.ndim else ()
    for k, size in enumerate(want.shape):
        name = f"axis {k}" + (f" ({letters[k]})" if letters else "")
        places = right.all(axis=tuple(other for other in range(want.ndim) if other != k))
        count = int(places.sum())
        some = size > 2 and 0 < count < size
        said = f"{count} of {size} are" if count > 1 else f"of {size} is"
        yield f"Only the first {said} right along {name}.", some and bool(places[:count].all())
        yield f"Only the last {said} right along {name}.", some and bool(places[-count:].all())


def _factors(got: np.ndarray, want: np.ndarray, axes: Axes) -> Iterator[tuple[str, bool]]:
    large = np.abs(want) > 1e-6 * np.max(np.abs(want))
    factor = float(np.median(got[large] / want[large]))
    if not _near(got, factor * want) or factor == 0 or abs(factor - 1) < 1e-6:
        return
    sizes = dict(zip(axes or (), want.shape, strict=False))
    for letter, size in sizes.items():
        yield (
            f"Every entry is {letter} = {size} times too large, as with a sum in the place of a mean.",
            bool(np.isclose(factor, size)),
        )
        yield (
            f"Every entry is {letter} = {size} times too small, as with a mean in the place of a sum.",
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
        yield (
            "Every example holds the same numbers.",
            _near(got, got[..., :1] + 0 * got) and not _near(want, want[..., :1] + 0 * want),
        )
    if axes[0].startswith("T") and want.shape[0] > 2:
        if _near(got, got[:1] + 0 * got) and not _near(want, want[:1] + 0 * want):
            whose = next(
                (f", those of the {of} one" for of, k in (("last", -1), ("first", 0)) if _near(got[0], want[k])), ""
            )
            hint = " One array may have been filled again and again." if "last" in whose else ""
            yield f"Every time step holds the same numbers{whose}.{hint}", True
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
