"""A text whose letters or words are painted by what a prediction owes to each of them."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from figures.blocks import label, strength
from figures.canvas import Point, figure_of, sheet
from figures.colours import INK, SYMBOLS
from figures.style import in_course_style

SIDE, STRONGEST = 0.9, 0.75


@in_course_style
def painted_text(tokens: Sequence[str], amounts: Sequence[float], *, prediction: str = "", title: str = "") -> Figure:
    """Paint the tokens read so far, and frame the next one, which is predicted.

    Args:
        tokens: all tokens in order.
        amounts: how much the prediction depends on each token read so far, at least 0; the largest has the full colour.
            The token after them is the predicted one, and those after that are drawn faintly.
        prediction: what is written under the predicted token, such as its probability.
        title: what stands over the text.
    """
    ax = sheet(-0.25, SIDE * len(tokens) + 0.45, -0.6, SIDE + (0.8 if title else 0.2))
    for place, token in enumerate(tokens):
        if place < len(amounts):
            _read(ax, place, token, amounts[place], max(amounts))
        else:
            _to_come(ax, place, token, prediction, lit=place == len(amounts))
    label(ax, Point(0, SIDE + 0.42), title, size=11, ha="left")
    return figure_of(ax)


def _read(ax: Axes, place: int, token: str, amount: float, largest: float) -> None:
    share = amount / largest if largest else 0.0
    _square(ax, place, fill=(SYMBOLS["gradient"], STRONGEST * share), edge=(INK, 0.5), width=0.8)
    label(ax, _middle(place), token, size=15)
    label(ax, _middle(place).shift(0, -0.75), f"{amount:.2f}", size=8.5)


def _to_come(ax: Axes, place: int, token: str, prediction: str, *, lit: bool) -> None:
    if lit:
        _square(ax, place, fill=(SYMBOLS["y_hat"], 0.12), edge=(SYMBOLS["y_hat"], strength(lit)), width=2.0)
        label(ax, _middle(place).shift(0, -0.75), prediction, SYMBOLS["y_hat"], size=8.5)
    label(ax, _middle(place), token, size=15, lit=lit)


def _middle(place: int) -> Point:
    return Point(SIDE * (place + 0.5), SIDE / 2)


def _square(ax: Axes, place: int, *, fill: tuple[str, float], edge: tuple[str, float], width: float) -> None:
    gap = 0.04
    corner, size = (SIDE * place + gap, gap), SIDE - 2 * gap
    ax.add_patch(Rectangle(corner, size, size, facecolor=fill, edgecolor=edge, linewidth=width, zorder=3))
