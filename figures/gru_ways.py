"""The four ways of a gradient back through a GRU cell, from the new memory to the old one."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from figures.blocks import formula, label
from figures.canvas import Point
from figures.colours import SYMBOLS
from figures.gated import A_BUS, GATES, MEMORY, PRODUCTS, gru_cell
from figures.lighting import dim_all
from figures.lines import line, route
from figures.style import in_course_style

D = SYMBOLS["gradient"]
WIDTH = 2.8
GRU_WAYS = ("past the gates", "through the candidate", "through the update gate", "through the reset gate")
ENTRY, EXIT = Point(7.4, MEMORY), Point(-0.35, MEMORY)
OUT = (Point(0.5, A_BUS), Point(0.5, MEMORY), EXIT)
TO_CANDIDATE = (ENTRY, Point(5.5, MEMORY), Point(5.5, GATES))
#: Where each way runs, against the arrows of the cell; a way may come in by two branches.
BRANCHES: tuple[tuple[tuple[Point, ...], ...], ...] = (
    ((ENTRY, EXIT),),
    ((*TO_CANDIDATE, Point(4.45, GATES), Point(4.45, A_BUS), *OUT),),
    (
        (ENTRY, Point(5.5, MEMORY), Point(5.5, PRODUCTS), Point(2.0, PRODUCTS)),
        (ENTRY, Point(2.0, MEMORY), Point(2.0, GATES), Point(1.82, GATES - 0.35), Point(1.82, A_BUS), *OUT),
    ),
    ((*TO_CANDIDATE, Point(3.4, GATES), Point(3.22, GATES - 0.35), Point(3.22, A_BUS), *OUT),),
)
ADDS = (
    r"\mathrm{adds}\quad (1 - \Gamma_u) \odot dc^{<t>}",
    r"\mathrm{adds}\quad \Gamma_r \odot (W_c^\top dz_c)_{\mathrm{memory}}",
    r"\mathrm{adds}\quad (W_u^\top dz_u)_{\mathrm{memory}}",
    r"\mathrm{adds}\quad (W_r^\top dz_r)_{\mathrm{memory}}",
)


def gru_way_frames() -> list[Figure]:
    """Draw each of `GRU_WAYS` on the cell."""
    return [gru_way(way) for way in range(len(GRU_WAYS))]


@in_course_style
def gru_way(way: int) -> Figure:
    """Draw one way, counted from 0, and what it adds to the gradient of the old memory."""
    fig = gru_cell(prediction=False)
    ax = fig.axes[0]
    dim_all(ax)
    *aside, main = BRANCHES[way]
    for branch in aside:
        line(ax, branch, D, width=WIDTH)
    route(ax, main, D, width=WIDTH)
    _names(ax, way)
    return fig


def _names(ax: Axes, way: int) -> None:
    label(ax, ENTRY.shift(0.55, 0.5), "$dc^{<t>}$", D, size=13)
    label(ax, EXIT.shift(-0.5, 0.5), "$dc^{<t-1>}$", D, size=13)
    formula(ax, Point(2.4, -0.75), ADDS[way])
