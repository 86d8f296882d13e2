"""The lines of every diagram: arrows, lines with rounded corners, the thick line of a state."""

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyArrowPatch, PathPatch
from matplotlib.path import Path

from figures.blocks import strength
from figures.canvas import Point
from figures.colours import INK

STATE_WIDTH = 3.2
_STRAIGHT: dict[str, Any] = {
    "arrowstyle": "-|>,head_length=5,head_width=2.6",
    "mutation_scale": 1,
    "joinstyle": "miter",
    "shrinkA": 0,
    "shrinkB": 0,
}


def arrow(ax: Axes, start: Point, end: Point, colour: str = INK, *, width: float = 1.6, lit: bool = True) -> None:
    """Draw a straight arrow."""
    stroke: dict[str, Any] = {"color": colour, "alpha": strength(lit), "linewidth": width, "zorder": 2}
    ax.add_patch(FancyArrowPatch((start.x, start.y), (end.x, end.y), **stroke, **_STRAIGHT))


def line(
    ax: Axes, points: Sequence[Point], colour: str = INK, *, width: float = 1.6, lit: bool = True, style: str = "-"
) -> None:
    """Draw a line through places, with rounded corners."""
    stroke: dict[str, Any] = {"edgecolor": colour, "alpha": strength(lit), "linewidth": width, "linestyle": style}
    ax.add_patch(PathPatch(_rounded(points), facecolor="none", capstyle="round", zorder=2, **stroke))


def route(ax: Axes, points: Sequence[Point], colour: str = INK, *, width: float = 1.6, lit: bool = True) -> None:
    """Draw a line with rounded corners that ends in an arrow."""
    line(ax, [*points[:-1], points[-1].towards(points[-2], 0.12)], colour, width=width, lit=lit)
    arrow(ax, points[-1].towards(points[-2], 0.2), points[-1], colour, width=width, lit=lit)


def state_line(ax: Axes, start: Point, end: Point, colour: str, *, lit: bool = True) -> None:
    """Draw the thick line along which a state runs through a cell."""
    route(ax, [start, end], colour, width=STATE_WIDTH, lit=lit)


def dot(ax: Axes, at: Point, colour: str = INK) -> None:
    """Mark where a line branches: both branches carry the same."""
    ax.add_patch(Circle((at.x, at.y), 0.075, facecolor=colour, edgecolor="none", zorder=4))


def _rounded(points: Sequence[Point], corner: float = 0.22) -> Path:
    vertices, codes = [points[0]], [Path.MOVETO]
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        vertices += [here.towards(before, corner), here, here.towards(after, corner)]
        codes += [Path.LINETO, Path.CURVE3, Path.CURVE3]
    return Path([(p.x, p.y) for p in [*vertices, points[-1]]], [*codes, Path.LINETO])
