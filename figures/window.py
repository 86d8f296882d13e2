"""Truncated backpropagation: the state runs on through all steps, the gradient of a loss goes back k steps only."""

from matplotlib.figure import Figure

from figures.blocks import disc, label
from figures.canvas import Point, figure_of, sheet
from figures.colours import INK, SYMBOLS
from figures.lines import arrow, line
from figures.style import in_course_style

RED, GREEN, BLUE = SYMBOLS["gradient"], SYMBOLS["a"], SYMBOLS["x"]
STEP, RADIUS, LANE = 1.75, 0.45, 0.2
INPUT, LOSS = -1.7, 1.75


@in_course_style
def truncation_window(steps: int = 8, *, k: int = 3, loss: int = 7, source: int | None = None) -> Figure:
    """Draw how far the gradient of one loss goes back.

    Args:
        steps: number of time steps T_x.
        k: how many steps the gradient goes back, the step of the loss itself included.
        loss: the step of the loss.
        source: the step whose input the loss asks for; it is marked.
    """
    first = loss - k + 1  # the last step that the gradient reaches
    ax = sheet(-0.8, STEP * steps + 0.9, INPUT - 0.75, LOSS + 0.75)
    for step in range(steps + 1):
        reached = first <= step <= loss
        disc(ax, _at(step), f"$a^{{<{step}>}}$", GREEN, radius=RADIUS)
        if step:
            arrow(ax, _at(step - 1).shift(RADIUS - 0.05, LANE), _at(step).shift(0.05 - RADIUS, LANE))
            lit = step == source or source is None
            disc(ax, _at(step, INPUT), f"$x^{{<{step}>}}$", BLUE, radius=RADIUS, lit=lit)
            arrow(ax, _at(step, INPUT).shift(0, RADIUS), _at(step).shift(0, -RADIUS), lit=lit)
        if reached and step > max(first, 1):
            arrow(ax, _at(step).shift(0.05 - RADIUS, -LANE), _at(step - 1).shift(RADIUS - 0.05, -LANE), RED, width=2.6)
        if reached and step:
            arrow(ax, _at(step).shift(-LANE, -RADIUS), _at(step, INPUT).shift(-LANE, RADIUS), RED, width=1.8)
    disc(ax, _at(loss, LOSS), f"$L^{{<{loss}>}}$", RED, radius=RADIUS)
    arrow(ax, _at(loss, LOSS).shift(0, -RADIUS), _at(loss).shift(0, RADIUS), RED, width=2.6)
    if first > 1:
        cut = _at(first).shift(-STEP / 2).x
        line(ax, [Point(cut, INPUT - 0.6), Point(cut, LOSS - 0.35)], INK, style="--")
        label(ax, Point(cut, LOSS - 0.05), "cut", size=12)
    return figure_of(ax)


def _at(step: int, height: float = 0.0) -> Point:
    return Point(STEP * step, height)
