"""A padded batch that is read many to one: each row gives its verdict at its own last valid step."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from figures.blocks import box, disc, label
from figures.canvas import Point, figure_of, sheet
from figures.colours import INK, SYMBOLS
from figures.lines import arrow, route
from figures.style import in_course_style

A, Y, RED = SYMBOLS["a"], SYMBOLS["y_hat"], SYMBOLS["gradient"]
STEP, ROW, HALF, HIGH, RADIUS = 1.75, 1.75, 0.6, 0.36, 0.42
LANE = 0.17  # forward runs a little above the middle, the gradient a little below


@in_course_style
def one_verdict(sentences: Sequence[Sequence[str]], *, back_to: int | None = None) -> Figure:
    """Draw a batch of sentences, one in a row, and the way from each last word to its prediction.

    Args:
        sentences: the words of each example; the longest has T_x of them, the others are padded.
        back_to: draw the gradient too, as far as the loop has carried it: from the last step to this one, counted
            from 1 (T_x + 1: not begun).
    """
    steps = max(map(len, sentences))
    ax = sheet(0.4, STEP * (steps + 1) + 1.0, -ROW * (len(sentences) - 1) - 0.95, 1.3)
    for step in range(1, steps + 1):
        label(ax, Point(STEP * step, 0.95), f"$t={step}$", size=11)
    for row, words in enumerate(sentences):
        _row(ax, -ROW * row, words, steps, row + 1)
        if back_to is not None:
            _back(ax, -ROW * row, len(words), steps, back_to)
    return figure_of(ax)


def _row(ax: Axes, height: float, words: Sequence[str], steps: int, number: int) -> None:
    for step in range(1, steps + 1):
        at, valid = Point(STEP * step, height), step <= len(words)
        box(
            ax,
            at,
            words[step - 1] if valid else "–",
            A if valid else INK,
            width=2 * HALF,
            height=2 * HIGH,
            size=11,
            lit=valid,
        )
        if step > 1:
            arrow(ax, at.shift(HALF - STEP, LANE), at.shift(-HALF, LANE), A if valid else INK, lit=valid)
    verdict = Point(STEP * (steps + 1), height)
    disc(ax, verdict, rf"$\hat{{y}}^{{({number})}}$", Y, radius=RADIUS)
    _to_verdict(ax, Point(STEP * len(words), height), verdict, direct=len(words) == steps)


def _to_verdict(ax: Axes, last: Point, verdict: Point, *, direct: bool) -> None:
    """Lead from the last valid step to the prediction, over the padding where there is any."""
    if direct:
        arrow(ax, last.shift(HALF, LANE), verdict.shift(-0.38, LANE), SYMBOLS["W_ya"])
        return
    over = HIGH + 0.4
    points = [last.shift(0.15, HIGH), last.shift(0.15, over), verdict.shift(0, over), verdict.shift(0, RADIUS)]
    route(ax, points, SYMBOLS["W_ya"])


def _back(ax: Axes, height: float, length: int, steps: int, back_to: int) -> None:
    """Draw how far the gradient of one example has come."""
    if back_to > length:
        return
    last, verdict = Point(STEP * length, height), Point(STEP * (steps + 1), height)
    if length == steps:
        arrow(ax, verdict.shift(-0.38, -LANE), last.shift(HALF, -LANE), RED)
    else:
        under = HIGH + 0.3
        points = [verdict.shift(0, -RADIUS), verdict.shift(0, -under - 0.1), last.shift(0.15, -under - 0.1)]
        route(ax, [*points, last.shift(0.15, -HIGH)], RED)
    for step in range(length, max(back_to, 2) - 1, -1):
        at = Point(STEP * step, height)
        if step > back_to:
            arrow(ax, at.shift(-HALF, -LANE), at.shift(HALF - STEP, -LANE), RED)
