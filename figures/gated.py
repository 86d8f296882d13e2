"""The GRU cell, cousin of the simple RNN: the same places, the same blocks, and a memory that runs through."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from figures.blocks import formula, frame, gate, label, one_minus, plus, product, tanh_box
from figures.canvas import Point, figure_of, sheet
from figures.cells import LINE, X, enter_below, output_layer
from figures.colours import SYMBOLS
from figures.lighting import part
from figures.lines import STATE_WIDTH, arrow, dot, line, route, state_line
from figures.style import in_course_style

C = SYMBOLS["c"]
# Heights that the GRU and the LSTM share: input, old activation, gates, products, memory.
X_BUS, A_BUS, GATES, PRODUCTS, MEMORY = 0.3, 0.72, 1.6, 2.7, 3.95
ROOF = 4.6
GRU_EQUATIONS = (
    r"\Gamma_u =\, \sigma(W_u\,[c^{<t-1>};\, x^{<t>}] \,+\, b_u)",
    r"\Gamma_r =\, \sigma(W_r\,[c^{<t-1>};\, x^{<t>}] \,+\, b_r)",
    r"\tilde{c}^{<t>} =\, \tanh(W_c\,[\Gamma_r \odot c^{<t-1>};\, x^{<t>}] \,+\, b_c)",
    r"c^{<t>} =\, \Gamma_u \odot \tilde{c}^{<t>} \,+\, (1 - \Gamma_u) \odot c^{<t-1>}",
)
#: The parts of a GRU cell, each of which one of its equations describes.
GRU_PARTS = ("the update gate", "the reset gate", "the candidate", "the new memory")
WITHOUT_RESET = r"\tilde{c}^{<t>} =\, \tanh(W_c\,[c^{<t-1>};\, x^{<t>}] \,+\, b_c)"


@in_course_style
def gru_cell(*, prediction: bool = True, reset: bool = True, part_lit: int | None = None) -> Figure:
    """Draw a GRU cell, c = Gu * c_tilde + (1 - Gu) * c_prev; the reset gate acts before the weights.

    Args:
        prediction: draw the output layer too, and the equations beside it.
        reset: False leaves the reset gate out: the simplified cell.
        part_lit: the one of `GRU_PARTS` that is lit, its equation with it; None lights all.
    """
    ax = sheet(-1.45, 8.5, -1.25, 7.95 if prediction else 4.75)
    frame(ax, Point(-0.1, -0.1), 7.1, 4.7)
    lit = [part_lit in (None, number) for number in range(len(GRU_PARTS))]
    _gru_lines(ax, reset)
    with part(ax, lit=lit[0]):
        _gru_update_gate(ax)
    if reset:
        with part(ax, lit=lit[1]):
            _gru_reset_gate(ax)
    with part(ax, lit=lit[2]):
        _gru_candidate(ax, reset)
    with part(ax, lit=lit[3]):
        _gru_memory(ax)
    if prediction:
        with part(ax, lit=part_lit is None):
            output_layer(ax, Point(6.4, MEMORY), C, "$W_y$", "$b_y$", roof=ROOF)
        _gru_equations(ax, lit, reset)
    return figure_of(ax)


def gru_cell_frames() -> list[Figure]:
    """Draw the cell with each of `GRU_PARTS` lit, then the whole of it."""
    return [gru_cell(part_lit=number) for number in (*range(len(GRU_PARTS)), None)]


def memory_line(ax: Axes, keep: float, add: float, end: float) -> None:
    """Draw the line of the memory, interrupted where the cell keeps a part of it and adds to it."""
    line(ax, [Point(-0.35, MEMORY), Point(keep - 0.24, MEMORY)], C, width=STATE_WIDTH)
    line(ax, [Point(keep + 0.24, MEMORY), Point(add - 0.24, MEMORY)], C, width=STATE_WIDTH)
    state_line(ax, Point(add + 0.24, MEMORY), Point(end, MEMORY), C)


def input_line(ax: Axes, end: float) -> None:
    """Draw the line of the input, below all that reads it."""
    enter_below(ax, Point(1.2, X_BUS - 0.2))
    line(ax, [Point(1.2, X_BUS - 0.3), Point(1.2, X_BUS), Point(end, X_BUS)], X, width=LINE)


def reads_input(ax: Axes, column: float) -> None:
    """Draw how a part of the cell reads the line of the input."""
    corner = Point(column + 0.18, X_BUS)
    route(ax, [Point(column - 0.2, X_BUS), corner, Point(corner.x, GATES - 0.31)], X, width=LINE)


def _reads(ax: Axes, column: float) -> None:
    """Draw how a gate of the GRU reads the old memory and the input."""
    reads_input(ax, column)
    arrow(ax, Point(column - 0.18, A_BUS), Point(column - 0.18, GATES - 0.31), C, width=LINE)


def _gru_equations(ax: Axes, lit: Sequence[bool], reset: bool) -> None:
    rows = list(zip(GRU_EQUATIONS, lit, strict=True))
    if not reset:
        rows = [rows[0], (WITHOUT_RESET, lit[2]), rows[3]]
    for row, (latex, shown) in enumerate(reversed(rows)):
        formula(ax, Point(-0.1, ROOF + 0.55 + 0.64 * row), latex, lit=shown)


def _gru_lines(ax: Axes, reset: bool) -> None:
    """Draw what every part of the cell reads: the input and the old memory."""
    input_line(ax, 5.5)
    line(ax, [Point(-0.35, MEMORY), Point(0.5, MEMORY)], C, width=STATE_WIDTH)
    line(ax, [Point(0.5, MEMORY), Point(0.5, A_BUS), Point(4.0 if reset else 5.1, A_BUS)], C, width=LINE)
    dot(ax, Point(0.5, MEMORY), C)
    label(ax, Point(-0.85, MEMORY), "$c^{<t-1>}$", C, size=15)
    label(ax, Point(7.95, MEMORY), "$c^{<t>}$", C, size=15)


def _gru_update_gate(ax: Axes) -> None:
    _reads(ax, 2.0)
    gate(ax, Point(2.0, GATES), r"$\Gamma_u$")


def _gru_reset_gate(ax: Axes) -> None:
    _reads(ax, 3.4)
    gate(ax, Point(3.4, GATES), r"$\Gamma_r$")
    arrow(ax, Point(3.8, GATES), Point(4.21, GATES), width=LINE)


def _gru_candidate(ax: Axes, reset: bool) -> None:
    reads_input(ax, 5.5)
    if reset:
        route(ax, [Point(4.0, A_BUS), Point(4.45, A_BUS), Point(4.45, GATES - 0.24)], C, width=LINE)
        product(ax, Point(4.45, GATES))
        arrow(ax, Point(4.69, GATES), Point(5.0, GATES), C, width=LINE)
    else:
        route(ax, [Point(5.1, A_BUS), Point(5.32, A_BUS), Point(5.32, GATES - 0.31)], C, width=LINE)
    tanh_box(ax, Point(5.5, GATES), r"$\tilde{c}^{<t>}$", C)


def _gru_memory(ax: Axes) -> None:
    keep, write = Point(2.0, MEMORY), Point(5.5, PRODUCTS)
    memory_line(ax, keep.x, write.x, 7.5)
    line(ax, [Point(2.0, GATES + 0.31), Point(2.0, PRODUCTS + 0.26)], width=LINE)
    dot(ax, Point(2.0, PRODUCTS))
    one_minus(ax, Point(2.0, PRODUCTS + 0.5))
    arrow(ax, Point(2.0, PRODUCTS + 0.74), keep.shift(0, -0.24), width=LINE)
    arrow(ax, Point(2.0, PRODUCTS), write.shift(-0.24), width=LINE)
    arrow(ax, Point(write.x, GATES + 0.31), write.shift(0, -0.24), C, width=LINE)
    arrow(ax, write.shift(0, 0.24), Point(write.x, MEMORY - 0.24), C, width=LINE)
    product(ax, keep, C)
    product(ax, write)
    plus(ax, Point(write.x, MEMORY), C)
