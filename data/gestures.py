"""The path of a hand: a sequence of real numbers, made up, with what was drawn and what the hand does at each moment.

Three shapes, each drawn in two directions, are six gestures. Both directions pass through the same points at speeds of
the same distribution, so that the set of positions, without their order, says which shape it is and never which way.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

#: What kind 0, 1, ... is. An odd kind is the one before it, drawn from its end to its beginning.
GESTURES = (
    *("circle, anticlockwise", "circle, clockwise"),
    *("wave to the right", "wave to the left"),
    *("tick", "tick, backwards"),
)
#: What phase 0, 1, 2 is.
PHASES = ("rests", "rises", "falls")
REST, RISE, FALL = range(3)
STILL = 1e-9  # smaller changes of height come from rounding


class Gestures(NamedTuple):
    """A batch of gestures, padded at the end.

    Attributes:
        x: position of the hand, to the right and up, shape (T_x, 2, m); zeros where padded. A unit is about the width
            of a gesture.
        lengths: number of moments, shape (m,).
        kind: which of GESTURES, 0 to 5, shape (m,).
        phase: which of PHASES at each moment, 0 to 2, shape (T_x, m); 0 where padded as well.
    """

    x: Floats
    lengths: Integers
    kind: Integers
    phase: Integers


def gestures(m: int, *, steps: int = 40, noise: float = 0.01, rng: np.random.Generator) -> Gestures:
    """Make gestures of different place, size, tilt, speed and length.

    The hand rests, draws, perhaps pauses once on the way, and rests again. The phase is that of the hand without the
    noise, from the moment before to this one.

    Args:
        m: number of gestures.
        steps: T_x, the most moments that one may have, at least 20; each has at least half as many.
        noise: standard deviation of what is added to each position.
        rng: source of all choices.
    """
    if steps < 20:
        raise ValueError(f"steps is at least 20, not {steps}")
    kind = rng.integers(len(GESTURES), size=m)
    lengths = rng.integers(steps // 2, steps + 1, size=m)
    x, phase = np.zeros((steps, 2, m)), np.zeros((steps, m), dtype=np.int64)
    for i, (k, length) in enumerate(zip(kind, lengths, strict=True)):
        path = _placed(_path(int(k), _progress(int(length), rng), rng), rng)
        phase[:length, i] = _phases(path[:, 1])
        x[:length, :, i] = path + noise * rng.standard_normal(path.shape)
    return Gestures(x, lengths, kind, phase)


def _progress(length: int, rng: np.random.Generator) -> Floats:
    """Give how much of the drawing is done at each moment, 0 to 1, shape (length,)."""
    first, last, pause = rng.integers(1, length // 5 + 1, size=3)
    along = np.linspace(0, 1, length - first - last)
    # A random phase makes slow beginnings as likely as slow ends: the speed does not betray the direction.
    speed = np.exp(0.6 * np.cos(2 * np.pi * (rng.uniform(0.5, 2) * along + rng.random())))
    if rng.random() < 0.5:
        begin = rng.integers(1, len(speed) - pause)
        speed[begin : begin + pause] = 0
    done = np.cumsum(speed)
    return np.concatenate([np.zeros(first), done / done[-1], np.ones(last)])


def _path(kind: int, progress: Floats, rng: np.random.Generator) -> Floats:
    """Give the points of a gesture about (0, 0), shape (T_x, 2)."""
    done = 1 - progress if kind % 2 else progress
    if kind < 2:
        angle = 2 * np.pi * (done + rng.random())
        return np.stack([np.cos(angle), np.sin(angle)], axis=1) / 2
    if kind < 4:
        return np.stack([done - 0.5, 0.3 * np.sin(4 * np.pi * done)], axis=1)
    corner = 0.35  # where a short stroke down ends and a long one up begins
    points = (0, corner, 1), ((-0.5, -0.15, 0.5), (0.1, -0.45, 0.5))
    return np.stack([np.interp(done, points[0], coordinate) for coordinate in points[1]], axis=1)


def _placed(path: Floats, rng: np.random.Generator) -> Floats:
    """Tilt a path by some 9 degrees, scale it and put it somewhere."""
    tilt, size = 0.15 * rng.standard_normal(), rng.uniform(0.6, 1.4)
    turn = np.array([[np.cos(tilt), np.sin(tilt)], [-np.sin(tilt), np.cos(tilt)]])
    placed: Floats = size * path @ turn + 0.2 * rng.standard_normal(2)
    return placed


def _phases(height: Floats) -> Integers:
    """Say of each moment what the hand did since the one before."""
    change = np.diff(height, prepend=height[0])
    return np.where(change > STILL, RISE, np.where(change < -STILL, FALL, REST))
