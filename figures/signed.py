"""Colours for activations: none at zero, the green of a above, purple below, on any background."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from numpy.typing import NDArray

from figures.colours import PURPLE, SYMBOLS

RGBA = tuple[float, float, float, float]
# Not opaque even at the end of the scale, so that a number written over it stays legible.
_STRONGEST = 0.85


def signed_colour(value: float, limit: float = 1.0) -> RGBA:
    """Give the colour of a value between -limit and limit."""
    share = float(np.clip(value / limit, -1, 1))
    red, green, blue = to_rgb(SYMBOLS["a"] if share >= 0 else PURPLE)
    return red, green, blue, abs(share) * _STRONGEST


def signed_map() -> LinearSegmentedColormap:
    """Give the same colours as a Matplotlib colour map, for images and colour bars."""
    scale: NDArray[np.float64] = np.linspace(-1, 1, 101)
    return LinearSegmentedColormap.from_list("signed", [signed_colour(float(value)) for value in scale])
