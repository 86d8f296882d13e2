"""A product of matrices as tables: forward, and the two products of the way back, with their shapes."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from figures.blocks import label
from figures.canvas import Point, figure_of, sheet
from figures.colours import INK, SYMBOLS
from figures.style import in_course_style

CELL, GAP = 0.42, 0.75
N_Y, N_A, M = 4, 3, 2
# What is lit: class j, unit k, example i, counted from 0.
CLASS, UNIT, EXAMPLE = 1, 2, 0
W, A, Y, D = SYMBOLS["W_ya"], SYMBOLS["a"], SYMBOLS["y_hat"], SYMBOLS["gradient"]
Lit = tuple[int | None, int | None]
Table = tuple[str, str, tuple[int, int], tuple[str, str], Lit]

ROWS: tuple[tuple[str, tuple[Table, Table, Table]], ...] = (
    (
        "forward: $z_j$ is row $j$ of $W_{ya}$ times a column of $a$",
        (
            ("$W_{ya}$", W, (N_Y, N_A), ("n_y", "n_a"), (CLASS, None)),
            ("$a$", A, (N_A, M), ("n_a", "m"), (None, EXAMPLE)),
            ("$z_y$", Y, (N_Y, M), ("n_y", "m"), (CLASS, EXAMPLE)),
        ),
    ),
    (
        "back to $a$: $da_k$ is column $k$ of $W_{ya}$, now a row, times a column of $dz_y$",
        (
            (r"$W_{ya}^\top$", W, (N_A, N_Y), ("n_a", "n_y"), (UNIT, None)),
            ("$dz_y$", D, (N_Y, M), ("n_y", "m"), (None, EXAMPLE)),
            ("$da$", D, (N_A, M), ("n_a", "m"), (UNIT, EXAMPLE)),
        ),
    ),
    (
        "back to $W_{ya}$: $dW_{jk}$ is row $j$ of $dz_y$ times row $k$ of $a$, now a column",
        (
            ("$dz_y$", D, (N_Y, M), ("n_y", "m"), (CLASS, None)),
            (r"$a^\top$", A, (M, N_A), ("m", "n_a"), (None, UNIT)),
            ("$dW_{ya}$", D, (N_Y, N_A), ("n_y", "n_a"), (CLASS, UNIT)),
        ),
    ),
)


@in_course_style
def product_and_back() -> Figure:
    """Draw z = W a and the two products that take its gradient back, one entry of each result lit."""
    height = 3.1
    ax = sheet(-0.9, 7.9, -height * len(ROWS) + 0.55, 0.95)
    for row, (title, tables) in enumerate(ROWS):
        middle = -height * row - 1.0
        label(ax, Point(-0.7, -height * row + 0.55), title, size=10.5, ha="left")
        left = 0.0
        for table, sign in zip(tables, (r"$\cdot$", "$=$", ""), strict=True):
            left = _table(ax, Point(left, middle), *table) + GAP
            label(ax, Point(left - GAP / 2 + 0.02, middle), sign, size=17)
            left += GAP
    return figure_of(ax)


def _table(
    ax: Axes, at: Point, name: str, colour: str, size: tuple[int, int], axes: tuple[str, str], lit: Lit
) -> float:
    """Draw a table whose left edge has its middle at a place, and return where it ends."""
    rows, columns = size
    top = at.y + rows * CELL / 2
    for row in range(rows):
        for column in range(columns):
            strong = lit[0] in (None, row) and lit[1] in (None, column)
            corner = (at.x + column * CELL, top - (row + 1) * CELL)
            fill = (colour, 0.75 if strong else 0.13)
            ax.add_patch(Rectangle(corner, CELL, CELL, facecolor=fill, edgecolor=(INK, 0.5), linewidth=0.6, zorder=3))
    right = at.x + columns * CELL
    label(ax, Point((at.x + right) / 2, top + 0.24), f"${axes[1]}$", size=10)
    label(ax, Point(at.x - 0.1, at.y), f"${axes[0]}$", size=10, ha="right")
    label(ax, Point((at.x + right) / 2, top - rows * CELL - 0.28), name, colour, size=13)
    return right
