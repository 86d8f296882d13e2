"""The gradient on its way back through a simple RNN cell, stop by stop, with the equation of each stop lit."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from figures.blocks import box, formula, frame, label, plus, tanh_box
from figures.canvas import Point, figure_of, sheet
from figures.colours import SYMBOLS
from figures.lines import arrow
from figures.style import in_course_style

A, X, B, D = SYMBOLS["a"], SYMBOLS["x"], SYMBOLS["b"], SYMBOLS["gradient"]
SUM, TANH, OLD, INPUT = Point(2.75, 1.55), Point(4.6, 1.55), Point(1.0, 1.55), Point(2.75, 0.35)
ASIDE, WIDTH = 0.26, 2.6
EQUATIONS = (
    r"da^{<t>} =\, \as{gradient}{da_{\mathrm{from}\,y}^{<t>}} \,+\, \as{gradient}{da_{\mathrm{from\,later}}^{<t>}}",
    r"dz_a^{<t>} =\, (1 - (a^{<t>})^2) \odot da^{<t>}",
    r"\as{gradient}{da_{\mathrm{from\,later}}^{<t-1>}} =\, W_{aa}^\top\, dz_a^{<t>} \quad "
    r"dx^{<t>} =\, W_{ax}^\top\, dz_a^{<t>}",
    r"dW_{aa} =\, dz_a^{<t>}\, a^{<t-1>\top} \quad dW_{ax} =\, dz_a^{<t>}\, x^{<t>\top} \quad "
    r"db_a =\, \Sigma\, dz_a^{<t>}",
)
STOPS = (
    "the gradient arrives from two sides",
    "back through tanh",
    "back through the products, to what was read",
    "what the step adds to the weights",
)


def cell_backward_frames() -> list[Figure]:
    """Draw the cell at each of `STOPS`."""
    return [rnn_cell_backward(stop) for stop in range(len(STOPS))]


@in_course_style
def rnn_cell_backward(stop: int) -> Figure:
    """Draw the cell when the gradient has come to a stop, counted from 0; earlier ones stay, later ones are missing."""
    ax = sheet(-1.5, 8.4, -4.0, 4.15)
    frame(ax, Point(-0.1, -0.25), 6.0, 2.95)
    _cell(ax)
    for number, draw in enumerate((_arrives, _through_tanh, _through_products, _into_weights)):
        formula(ax, Point(-1.2, -1.95 - 0.6 * number), EQUATIONS[number], lit=number == stop)
        if number <= stop:
            draw(ax)
    return figure_of(ax)


def _cell(ax: Axes) -> None:
    """Draw the way forward, faintly, with its boxes."""
    label(ax, Point(-0.95, OLD.y), "$a^{<t-1>}$", A, size=14)
    label(ax, Point(INPUT.x, -1.15), "$x^{<t>}$", X, size=14)
    label(ax, Point(7.85, TANH.y), "$a^{<t>}$", A, size=14)
    label(ax, SUM.shift(0, 0.88), "$b_a$", B)
    ends = (
        (Point(-0.45, OLD.y), OLD.shift(-0.55), A),
        (OLD.shift(0.55), SUM.shift(-0.24), A),
        (Point(INPUT.x, -0.85), INPUT.shift(0, -0.36), X),
        (INPUT.shift(0, 0.36), SUM.shift(0, -0.24), X),
        (SUM.shift(0.24), TANH.shift(-0.5), A),
        (TANH.shift(0.5), Point(7.4, TANH.y), A),
    )
    for start, end, colour in ends:
        arrow(ax, start, end, colour, lit=False)
    box(ax, OLD, "$W_{aa}$", SYMBOLS["W_aa"], width=1.1, height=0.72)
    box(ax, INPUT, "$W_{ax}$", SYMBOLS["W_ax"], width=1.1, height=0.72)
    plus(ax, SUM)
    tanh_box(ax, TANH, "", A)


def _arrives(ax: Axes) -> None:
    meeting = Point(6.35, TANH.y - ASIDE)
    _back(ax, Point(7.4, meeting.y), Point(6.45, meeting.y))
    _back(ax, Point(6.35, 3.35), Point(6.35, TANH.y + 0.12))
    label(ax, Point(6.35, 3.7), r"$da_{\mathrm{from}\,y}^{<t>}$", D, size=12)
    label(ax, Point(7.35, meeting.y - 0.42), r"$da_{\mathrm{from\,later}}^{<t>}$", D, size=12)
    _back(ax, Point(6.2, meeting.y), TANH.shift(0.52, -ASIDE))
    label(ax, Point(5.62, meeting.y - 0.42), "$da^{<t>}$", D, size=12)


def _through_tanh(ax: Axes) -> None:
    _back(ax, TANH.shift(-0.52, -ASIDE), SUM.shift(0.26, -ASIDE))
    label(ax, Point(3.6, TANH.y - ASIDE - 0.42), "$dz_a^{<t>}$", D, size=12)


def _through_products(ax: Axes) -> None:
    _back(ax, SUM.shift(-0.26, -ASIDE), OLD.shift(0.57, -ASIDE))
    _back(ax, OLD.shift(-0.57, -ASIDE), Point(-0.5, OLD.y - ASIDE))
    label(ax, Point(-0.75, OLD.y - ASIDE - 0.5), r"$da_{\mathrm{from\,later}}^{<t-1>}$", D, size=12)
    _back(ax, SUM.shift(ASIDE, -0.28), INPUT.shift(ASIDE, 0.38))
    _back(ax, INPUT.shift(ASIDE, -0.38), Point(INPUT.x + ASIDE, -0.95))
    label(ax, Point(INPUT.x + 0.5, -0.75), "$dx^{<t>}$", D, size=12, ha="left")


def _into_weights(ax: Axes) -> None:
    label(ax, OLD.shift(0, 0.62), "$dW_{aa}$", D, size=12)
    label(ax, INPUT.shift(-0.72, -0.05), "$dW_{ax}$", D, size=12, ha="right")
    label(ax, SUM.shift(0.62, 0.88), "$db_a$", D, size=12)
    for at in (OLD, INPUT):
        box(ax, at, "", D, width=1.1, height=0.72)


def _back(ax: Axes, start: Point, end: Point) -> None:
    arrow(ax, start, end, D, width=WIDTH)
