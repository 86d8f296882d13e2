"""Truncated training over a running text: m streams in windows; the state runs on, the gradient is cut."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from figures.blocks import label
from figures.canvas import Point, figure_of, sheet
from figures.colours import CYCLE, INK, SYMBOLS
from figures.lines import arrow, line
from figures.style import in_course_style

GREEN, ORANGE = SYMBOLS["a"], SYMBOLS["gradient"]
STREAMS = (CYCLE[0], CYCLE[3], CYCLE[4], CYCLE[5])  # none of them is the colour of an arrow
SIDE, GAP, ROW = 0.62, 1.15, 1.3  # of a square, between two windows, between two streams
TEXT = 2.1  # from the first stream up to the whole text


@in_course_style
def text_streams(tokens: Sequence[str], *, m: int, k: int) -> Figure:
    """Draw a text, and below it the same text as m streams in windows of k steps.

    Args:
        tokens: the text; len(tokens) - 1 should be a multiple of m, the last token being a label alone.
        m: number of streams, at most 4.
        k: steps of a window.
    """
    steps = (len(tokens) - 1) // m
    windows = -(-steps // k)
    after = _left(steps - 1, k) + SIDE + 0.3
    right = max(SIDE * len(tokens), after + SIDE) + 0.5
    ax = sheet(-1.6, right, -ROW * (m - 1) - 1.65, TEXT + 0.9)
    label(ax, Point(-0.3, TEXT + SIDE / 2), "text", size=10, ha="right")
    for number, token in enumerate(tokens):
        colour = STREAMS[number // steps] if number < m * steps else INK
        _square(ax, Point(SIDE * number, TEXT), token, colour)
    for stream in range(m):
        at = Point(-0.3, -ROW * stream + SIDE / 2)
        label(ax, at, f"stream {stream + 1}", STREAMS[stream], size=10, ha="right")
        for step in range(steps):
            place = Point(_left(step, k), -ROW * stream)
            _square(ax, place, tokens[stream * steps + step], STREAMS[stream])
        end = (stream + 1) * steps  # the label of the last step: the next stream's first token, or the text's last
        colour = STREAMS[stream + 1] if stream + 1 < m else INK
        _square(ax, Point(after, -ROW * stream), tokens[end], colour, style="--")
    label(ax, Point(after + SIDE / 2, SIDE + 0.22), "last label", size=9)
    for window in range(windows):
        first, last = _left(window * k, k), _left(min((window + 1) * k, steps) - 1, k) + SIDE
        label(ax, Point((first + last) / 2, 1.15), f"window {window + 1}", size=10)
        low = -ROW * (m - 1) - 0.55
        arrow(ax, Point(last, low), Point(first, low), ORANGE, width=2.4)
        if window:
            _between(ax, first, m, low)
    label(ax, Point(-0.3, -ROW * (m - 1) - 0.55), "gradient", ORANGE, size=10, ha="right")
    return figure_of(ax)


def _between(ax: Axes, first: float, m: int, low: float) -> None:
    """Draw what passes from one window to the next: each stream's state, and no gradient."""
    for stream in range(m):
        height = -ROW * stream + SIDE / 2
        arrow(ax, Point(first - GAP + 0.08, height), Point(first - 0.08, height), GREEN, width=2.4)
    middle = first - GAP / 2
    label(ax, Point(middle, SIDE + 0.22), "state", GREEN, size=9)
    line(ax, [Point(middle, low + 0.35), Point(middle, low - 0.35)], INK, style="--")
    label(ax, Point(middle, low - 0.7), "cut", size=10)


def _left(step: int, k: int) -> float:
    return SIDE * step + GAP * (step // k)


def _square(ax: Axes, corner: Point, token: str, colour: str, *, style: str = "-") -> None:
    tile = Rectangle((corner.x, corner.y), SIDE - 0.05, SIDE - 0.05, linewidth=1.0, linestyle=style, zorder=3)
    tile.set(facecolor=(colour, 0.14), edgecolor=(colour, 0.8))
    ax.add_patch(tile)
    label(ax, corner.shift(SIDE / 2 - 0.025, SIDE / 2 - 0.025), token, size=11)
