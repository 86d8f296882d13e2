"""Axes for a lesson's own plots, in the style of the course."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from figures.style import course_style

WIDTH, HEIGHT = 4.2, 3.0


def panels(
    rows: int = 1, columns: int = 1, *, width: float = WIDTH, height: float = HEIGHT, **options: Any
) -> tuple[Figure, list[Axes]]:
    """Make a figure with panels of the given size in inches; `options` such as sharey go to Matplotlib's `subplots`.

    The figure belongs to no window and no global list, so a notebook does not show it a second time.

    >>> fig, (left, right) = panels(1, 2, sharey=True)
    """
    with course_style():
        fig = Figure(figsize=(width * columns, height * rows), layout="constrained")
        axes: Any = fig.subplots(rows, columns, squeeze=False, **options)
    return fig, list(axes.flat)
