"""The same network before it is unrolled: one cell whose state comes back to it at the next step."""

from matplotlib.axes import Axes

from figures.blocks import box, disc, label
from figures.canvas import Point
from figures.colours import SYMBOLS
from figures.lines import arrow, route
from figures.network import Network
from figures.places import FOLDED, HALF, HIDDEN, INPUT, OUTPUT, RADIUS


def draw_folded(ax: Axes, net: Network) -> None:
    """Draw the cell with its loop, and an equals sign between it and the unrolled network."""
    cell = Point(FOLDED, HIDDEN)
    if net.inputs:
        disc(ax, Point(FOLDED, INPUT), "$x$", SYMBOLS["x"])
        _arrow(ax, Point(FOLDED, INPUT + RADIUS), cell.shift(0, -HALF), "W_ax", net)
    box(ax, cell, "$a$", SYMBOLS["a"])
    _loop(ax, cell, net)
    if net.outputs:
        disc(ax, Point(FOLDED, OUTPUT), r"$\hat{y}$", SYMBOLS["y_hat"])
        _arrow(ax, cell.shift(0, HALF), Point(FOLDED, OUTPUT - RADIUS), "W_ya", net)
    label(ax, cell.shift(2.0), "$=$", size=20)


def _loop(ax: Axes, cell: Point, net: Network) -> None:
    corners = [
        cell.shift(HALF, 0.28),
        cell.shift(HALF + 0.5, 0.28),
        cell.shift(HALF + 0.5, -0.28),
        cell.shift(HALF, -0.28),
    ]
    route(ax, corners, SYMBOLS["W_aa"], width=2.0)
    if net.weights:
        label(ax, cell.shift(HALF + 0.4, 0.52), "$W_{aa}$", SYMBOLS["W_aa"], size=11)


def _arrow(ax: Axes, start: Point, end: Point, weights: str, net: Network) -> None:
    arrow(ax, start, end, SYMBOLS[weights], width=2.0)
    if net.weights:
        name = f"${weights.replace('_', '_{')}}}$"
        label(ax, Point(start.x + 0.12, (start.y + end.y) / 2), name, SYMBOLS[weights], size=11, ha="left")
