"""The LSTM cell, cousin of the GRU: the same places, the same blocks, three gates and two lines that run through."""

from collections.abc import Callable, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from figures.blocks import formula, frame, gate, label, plus, product, tanh_box
from figures.canvas import Point, figure_of, sheet
from figures.cells import LINE, A, output_layer
from figures.gated import (
    A_BUS,
    GATES,
    MEMORY,
    PRODUCTS,
    ROOF,
    C,
    input_line,
    memory_line,
    reads_input,
)
from figures.lighting import part
from figures.lines import arrow, dot, line, route, state_line
from figures.style import in_course_style

FORGET, UPDATE, CANDIDATE, OUTPUT, HIDE = 2.0, 3.5, 5.2, 6.7, 7.9
END = 9.7
#: The parts of an LSTM cell, each of which one of its equations describes.
LSTM_PARTS = (
    "the forget gate",
    "the update gate",
    "the output gate",
    "the candidate",
    "the new memory",
    "the new activation",
)
LSTM_GATES = tuple(rf"\Gamma_{g} =\, \sigma(W_{g}\,[a^{{<t-1>}};\, x^{{<t>}}] \,+\, b_{g})" for g in "fio")
LSTM_STATE = (
    r"\tilde{c}^{<t>} =\, \tanh(W_c\,[a^{<t-1>};\, x^{<t>}] \,+\, b_c)",
    r"c^{<t>} =\, \Gamma_f \odot c^{<t-1>} \,+\, \Gamma_i \odot \tilde{c}^{<t>}",
    r"a^{<t>} =\, \Gamma_o \odot \tanh(c^{<t>})",
)


@in_course_style
def lstm_cell(*, prediction: bool = True, part_lit: int | None = None) -> Figure:
    """Draw an LSTM cell: the memory c is forgotten and written by gates; the activation a is what it lets out.

    Args:
        prediction: draw the output layer too, and the equations beside it.
        part_lit: the one of `LSTM_PARTS` that is lit, its equation with it; None lights all.
    """
    ax = sheet(-1.45, 10.7, -1.25, 7.95 if prediction else 4.75)
    frame(ax, Point(-0.1, -0.1), 9.3, 4.7)
    lit = [part_lit in (None, number) for number in range(len(LSTM_PARTS))]
    _lines(ax)
    for draw, shown in zip(_PARTS, lit, strict=True):
        with part(ax, lit=shown):
            draw(ax)
    if prediction:
        with part(ax, lit=part_lit is None):
            output_layer(ax, Point(8.6, A_BUS), A, "$W_y$", "$b_y$", roof=ROOF)
        _equations(ax, Point(-0.1, ROOF + 0.55), LSTM_GATES, lit[:3])
        _equations(ax, Point(3.7, ROOF + 0.55), LSTM_STATE, lit[3:])
    return figure_of(ax)


def lstm_cell_frames() -> list[Figure]:
    """Draw the cell with each of `LSTM_PARTS` lit, then the whole of it."""
    return [lstm_cell(part_lit=number) for number in (*range(len(LSTM_PARTS)), None)]


def _equations(ax: Axes, bottom: Point, lines: Sequence[str], lit: Sequence[bool]) -> None:
    rows = list(zip(lines, lit, strict=True))
    for row, (latex, shown) in enumerate(reversed(rows)):
        formula(ax, bottom.shift(0, 0.64 * row), latex, lit=shown)


def _lines(ax: Axes) -> None:
    """Draw what comes into the cell, and the names of what leaves it."""
    input_line(ax, OUTPUT)
    line(ax, [Point(-0.35, A_BUS), Point(OUTPUT - 0.3, A_BUS)], A, width=LINE)
    for at, name, colour in (
        (Point(-0.85, A_BUS), "$a^{<t-1>}$", A),
        (Point(-0.85, MEMORY), "$c^{<t-1>}$", C),
        (Point(END + 0.45, A_BUS), "$a^{<t>}$", A),
        (Point(END + 0.45, MEMORY), "$c^{<t>}$", C),
    ):
        label(ax, at, name, colour, size=15)


def _reads(ax: Axes, column: float) -> None:
    """Draw how a gate or the candidate reads the old activation and the input."""
    reads_input(ax, column)
    corner = Point(column - 0.18, A_BUS)
    route(ax, [corner.shift(-0.22), corner, Point(corner.x, GATES - 0.31)], A, width=LINE)


def _a_gate(column: float, name: str) -> Callable[[Axes], None]:
    def draw(ax: Axes) -> None:
        _reads(ax, column)
        gate(ax, Point(column, GATES), name)

    return draw


def _candidate(ax: Axes) -> None:
    _reads(ax, CANDIDATE)
    tanh_box(ax, Point(CANDIDATE, GATES), r"$\tilde{c}^{<t>}$", C)


def _new_memory(ax: Axes) -> None:
    write = Point(CANDIDATE, PRODUCTS)
    memory_line(ax, FORGET, CANDIDATE, END)
    arrow(ax, Point(FORGET, GATES + 0.31), Point(FORGET, MEMORY - 0.24), width=LINE)
    route(ax, [Point(UPDATE, GATES + 0.31), Point(UPDATE, PRODUCTS), write.shift(-0.24)], width=LINE)
    arrow(ax, Point(write.x, GATES + 0.31), write.shift(0, -0.24), C, width=LINE)
    arrow(ax, write.shift(0, 0.24), Point(write.x, MEMORY - 0.24), C, width=LINE)
    product(ax, Point(FORGET, MEMORY), C)
    product(ax, write)
    plus(ax, Point(write.x, MEMORY), C)


def _new_activation(ax: Axes) -> None:
    hide = Point(HIDE, GATES)
    dot(ax, Point(hide.x, MEMORY), C)
    arrow(ax, Point(hide.x, MEMORY), Point(hide.x, PRODUCTS + 0.31), C, width=LINE)
    tanh_box(ax, Point(hide.x, PRODUCTS), "", C)
    arrow(ax, Point(hide.x, PRODUCTS - 0.31), hide.shift(0, 0.24), C, width=LINE)
    arrow(ax, Point(OUTPUT + 0.4, GATES), hide.shift(-0.24), width=LINE)
    product(ax, hide)
    line(ax, [hide.shift(0, -0.24), Point(hide.x, A_BUS), Point(8.6, A_BUS)], A, width=LINE)
    state_line(ax, Point(8.5, A_BUS), Point(END, A_BUS), A)


_PARTS = (
    _a_gate(FORGET, r"$\Gamma_f$"),
    _a_gate(UPDATE, r"$\Gamma_i$"),
    _a_gate(OUTPUT, r"$\Gamma_o$"),
    _candidate,
    _new_memory,
    _new_activation,
)
