"""The simple RNN cell, and what every cell of the course has in common.

The state runs from left to right, the input comes from below, the prediction leaves above.
"""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from figures.blocks import box, formula, frame, label, plus, tanh_box
from figures.canvas import Point, figure_of, sheet
from figures.colours import SYMBOLS
from figures.lines import arrow, dot, state_line
from figures.style import in_course_style

A, X, Y, B = SYMBOLS["a"], SYMBOLS["x"], SYMBOLS["y_hat"], SYMBOLS["b"]
LINE = 2.2
EQUATIONS = (
    r"\hat{y}^{<t>} =\, \mathrm{softmax}(W_{ya}\, a^{<t>} \,+\, b_y)",
    r"a^{<t>} =\, \tanh(W_{aa}\, a^{<t-1>} \,+\, W_{ax}\, x^{<t>} \,+\, b_a)",
)


@in_course_style
def rnn_cell(*, prediction: bool = True) -> Figure:
    """Draw a simple RNN cell: three terms are added, one tanh, and the new activation goes two ways."""
    ax = sheet(-1.45, 7.6, -1.25, 6.05 if prediction else 2.85)
    frame(ax, Point(-0.1, -0.1), 6.2, 2.8)
    _terms(ax, Point(2.75, 1.55))
    _activation(ax)
    if prediction:
        output_layer(ax, Point(5.35, 1.55), A, "$W_{ya}$", "$b_y$")
        equations(ax, Point(-0.1, 3.25), *EQUATIONS)
    return figure_of(ax)


def output_layer(ax: Axes, state: Point, colour: str, weights: str, bias: str, *, roof: float = 2.7) -> None:
    """Draw the way from a state up to a prediction: the same for every cell."""
    middle = Point(state.x, roof + 0.75)
    dot(ax, state, colour)
    arrow(ax, state, middle.shift(0, -0.36), colour, width=LINE)
    box(ax, middle, weights, SYMBOLS["W_ya"], width=1.0, height=0.72)
    arrow(ax, middle.shift(0, 0.36), middle.shift(0, 0.98), Y, width=LINE)
    label(ax, middle.shift(0.16, 0.66), "$+\\,$" + bias, B, size=11, ha="left")
    box(ax, middle.shift(0, 1.29), "softmax", Y, width=1.5, height=0.62, size=11)
    arrow(ax, middle.shift(0, 1.6), middle.shift(0, 2.1), Y, width=LINE)
    label(ax, middle.shift(0, 2.33), r"$\hat{y}^{<t>}$", Y, size=15)


def equations(ax: Axes, bottom: Point, *lines: str) -> None:
    """Write the equations of a cell beside its output layer, the last one lowest."""
    for row, latex in enumerate(reversed(lines)):
        formula(ax, bottom.shift(0, 0.64 * row), latex)


def enter_below(ax: Axes, at: Point) -> None:
    """Draw the input that comes into the cell from below."""
    label(ax, Point(at.x, -0.95), "$x^{<t>}$", X, size=15)
    arrow(ax, Point(at.x, -0.62), at, X, width=LINE)


def _terms(ax: Axes, total: Point) -> None:
    label(ax, Point(-0.85, total.y), "$a^{<t-1>}$", A, size=15)
    arrow(ax, Point(-0.35, total.y), Point(0.55, total.y), A, width=LINE)
    box(ax, Point(1.1, total.y), "$W_{aa}$", SYMBOLS["W_aa"], width=1.1, height=0.72)
    arrow(ax, Point(1.65, total.y), total.shift(-0.24), A, width=LINE)
    enter_below(ax, Point(total.x, 0.14))
    box(ax, Point(total.x, 0.5), "$W_{ax}$", SYMBOLS["W_ax"], width=1.1, height=0.72)
    arrow(ax, Point(total.x, 0.86), total.shift(0, -0.24), X, width=LINE)
    label(ax, total.shift(0, 0.85), "$b_a$", B)
    arrow(ax, total.shift(0, 0.64), total.shift(0, 0.24), B)
    plus(ax, total)


def _activation(ax: Axes) -> None:
    arrow(ax, Point(2.99, 1.55), Point(3.65, 1.55), width=LINE)
    tanh_box(ax, Point(4.15, 1.55), "", A)
    state_line(ax, Point(4.65, 1.55), Point(6.6, 1.55), A)
    label(ax, Point(7.05, 1.55), "$a^{<t>}$", A, size=15)
