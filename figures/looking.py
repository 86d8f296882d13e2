"""Attention as lines from what is said to what was read, thick where the weight is large."""

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from figures.blocks import box, label
from figures.canvas import Point, figure_of, sheet
from figures.colours import SYMBOLS
from figures.lines import line
from figures.style import in_course_style

C, Y = SYMBOLS["c"], SYMBOLS["y_hat"]
STEP, SAID, HALF = 1.45, 3.0, 0.4
LEAST, WIDEST = 0.03, 3.6  # weights below the first are not drawn; the width of a line for a weight of 1


@in_course_style
def looking_back(words: Sequence[str], said: Sequence[str], weights: NDArray[np.float64], *, now: int = 0) -> Figure:
    """Draw where a decoder looks: the words below, what is said above, and a line for each weight.

    Args:
        words: what was read.
        said: what is said, its end included.
        weights: shape (T_y, T_x).
        now: the step that is being said, counted from 1: only its lines are drawn at full strength. 0 lights all.
    """
    wide = STEP * (len(words) - 1)
    apart = wide / max(len(said) - 1, 1)
    ax = sheet(-1.0, wide + 1.0, -1.1, SAID + 0.95)
    for t, token in enumerate(said, start=1):
        top, lit = Point(apart * (t - 1), SAID), now in (0, t)
        for u, weight in enumerate(weights[t - 1]):
            if weight > LEAST and (now == 0 or t <= now):
                line(ax, [Point(STEP * u, HALF), top.shift(0, -HALF)], C, width=WIDEST * float(weight), lit=lit)
        box(ax, top, token, Y, width=0.9 * apart, height=2 * HALF, size=12, lit=now == 0 or t <= now)
    for u, word in enumerate(words):
        at = Point(STEP * u, 0)
        box(ax, at, f"$c^{{<{u + 1}>}}$", C, width=1.0, height=2 * HALF, size=12)
        label(ax, at.shift(0, -0.75), word, size=11)
    return figure_of(ax)
