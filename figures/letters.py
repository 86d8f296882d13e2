"""Probabilities of symbols as stacks of letters: the taller a letter, the likelier it is."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D
from numpy.typing import NDArray

from figures.colours import INK, SYMBOLS

BOLD = FontProperties(family="DejaVu Sans", weight="bold")
GAP = 0.006  # between two letters of a stack
WIDTH = 0.84  # of a stack; the next one begins at 1


def letter_stacks(
    ax: Axes,
    chances: NDArray[np.float64],
    symbols: Sequence[str],
    *,
    came: Sequence[int] = (),
    least: float = 0.04,
    colour: str = SYMBOLS["y_hat"],
) -> None:
    """Draw predictions on axes whose height is a probability of 1: a stack of letters for each, the likeliest on top.

    Args:
        ax: where to draw; stack t is between t and t + 1.
        chances: probabilities, shape (stacks, n_y).
        symbols: how each class is written.
        came: the class that came at each stack: it is drawn in full colour and the others faintly. Without it all
            letters are in full colour.
        least: letters less likely than this are left out; their share is the gap at the bottom.
        colour: of the letters.
    """
    for t, column in enumerate(chances):
        top = 1.0
        for k in np.argsort(-column, kind="stable"):
            height = float(column[k])
            if height >= least or (len(came) and k == came[t]):
                lit = not len(came) or k == came[t]
                _letter(ax, symbols[k], (t + 0.5, top - height), height, colour if lit else INK, lit)
                top -= height
    ax.set(xlim=(-0.1, len(chances) + 0.1), ylim=(0, 1.01), yticks=(), ylabel="height: probability")
    ax.tick_params(length=0)
    ax.grid(visible=False)


def _letter(ax: Axes, text: str, at: tuple[float, float], height: float, colour: str, lit: bool) -> None:
    """Stretch a letter to the height of its probability, from `at`, the middle of its lower edge."""
    path = TextPath((0, 0), text, size=1, prop=BOLD)
    box = path.get_extents()
    wide = min(WIDTH, WIDTH * box.width / 0.62)  # an i or l keeps its slender shape
    room = max(height - GAP, 0.5 * height)
    to_place = (
        Affine2D()
        .translate(-box.x0 - box.width / 2, -box.y0)
        .scale(wide / box.width, room / box.height)
        .translate(at[0], at[1] + (height - room) / 2)
    )
    ax.add_patch(PathPatch(to_place.transform_path(path), facecolor=colour, linewidth=0, alpha=1.0 if lit else 0.4))
