"""An empty sheet for diagrams, with the units in which all diagrams are drawn."""

from dataclasses import dataclass

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

#: Inches on paper for one unit of a diagram, so that boxes and letters have the same size in every figure.
UNIT = 0.62


@dataclass(frozen=True)
class Point:
    """A place on the sheet, in units."""

    x: float
    y: float

    def shift(self, dx: float = 0, dy: float = 0) -> "Point":
        """Give the place dx to the right and dy above."""
        return Point(self.x + dx, self.y + dy)

    def towards(self, other: "Point", distance: float) -> "Point":
        """Give the place at a distance from here on the way to another."""
        length = ((other.x - self.x) ** 2 + (other.y - self.y) ** 2) ** 0.5 or 1.0
        return self.shift((other.x - self.x) * distance / length, (other.y - self.y) * distance / length)


def sheet(left: float, right: float, bottom: float, top: float) -> Axes:
    """Make a figure that shows exactly this part of the plane, one unit everywhere the same size, without axes."""
    # With a layout of any kind, Matplotlib would draw everything twice to save it once.
    with rc_context({"figure.constrained_layout.use": False}):
        fig = Figure(figsize=((right - left) * UNIT, (top - bottom) * UNIT))
    ax = fig.add_axes((0, 0, 1, 1))
    ax.set(xlim=(left, right), ylim=(bottom, top), aspect="equal")
    ax.set_axis_off()
    return ax


def figure_of(ax: Axes) -> Figure:
    """Give the figure a sheet belongs to."""
    fig = ax.figure
    assert isinstance(fig, Figure)
    return fig
