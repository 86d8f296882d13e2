"""The types of recurrent networks side by side on one sheet, each with a small example."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from figures.blocks import box, disc, label
from figures.canvas import Point, figure_of, sheet
from figures.colours import INK, SYMBOLS
from figures.lines import arrow, line
from figures.network import chosen
from figures.style import in_course_style
from figures.types import TYPES

X, A, Y = SYMBOLS["x"], SYMBOLS["a"], SYMBOLS["y_hat"]
STEP, HIDDEN, OUTPUT, RADIUS, HALF = 1.35, 1.15, 2.3, 0.24, 0.29
#: Which types stand in a row, and how high a row is.
ROWS = (("one-to-one", "one-to-many", "many-to-one"), ("many-to-many", "encoder-decoder"))
HEIGHT, GAP = 4.55, 1.0


class Example(NamedTuple):
    """What a network of one type reads and says: a word for each step that has an input or a prediction."""

    task: str
    reads: Sequence[str]
    says: Sequence[str]


@in_course_style
def all_types(examples: Mapping[str, Example]) -> Figure:
    """Draw every type of `TYPES` with its example.

    Args:
        examples: for each type its task in two or three words, the words that it reads and those that it says, in the
            order of its inputs and predictions.
    """
    right = max(sum(_steps(kind) for kind in row) * STEP + GAP * len(row) for row in ROWS)
    ax = sheet(-0.2, right + 0.2, -0.95 - HEIGHT * (len(ROWS) - 1), HEIGHT - 0.95)
    for number, row in enumerate(ROWS):
        left = 0.0
        for kind in row:
            _draw(ax, kind, examples[kind], Point(left + STEP / 2 + GAP / 2, -HEIGHT * number))
            left += STEP * _steps(kind) + GAP
    return figure_of(ax)


def _steps(kind: str) -> int:
    steps: int = TYPES[kind]["steps"]
    return steps


def _draw(ax: Axes, kind: str, example: Example, corner: Point) -> None:
    """Draw one type; `corner` is the place of its first input."""
    options = TYPES[kind]
    steps = _steps(kind)
    inputs, outputs = (chosen(options.get(part, "all"), steps) for part in ("inputs", "outputs"))
    recurrent, encoder = options.get("recurrent", True), options.get("encoder", 0)
    middle = corner.shift(STEP * (steps - 1) / 2, OUTPUT + 1.12)
    label(ax, middle, kind.replace("-", " " if kind != "encoder-decoder" else "-"), size=12.5, weight="bold")
    label(ax, middle.shift(0, -0.36), example.task, size=9.5)
    for step in range(1, steps + 1):
        at = corner.shift(STEP * (step - 1))
        fed = options.get("feed_back", False) and step - 1 in outputs
        _column(ax, at, reads=step in inputs, fed=fed, says=step in outputs)
        if recurrent and step > 1:
            arrow(ax, at.shift(HALF - STEP, HIDDEN), at.shift(-HALF, HIDDEN), SYMBOLS["W_aa"])
    for step, word in zip(sorted(inputs), example.reads, strict=True):
        label(ax, corner.shift(STEP * (step - 1), -0.5), word, X, size=9.5)
    for step, word in zip(sorted(outputs), example.says, strict=True):
        label(ax, corner.shift(STEP * (step - 1), OUTPUT + 0.38), word, Y, size=9.5)
    if encoder:
        border = corner.x + STEP * (encoder - 0.5)
        line(ax, [Point(border, corner.y - 0.6), Point(border, corner.y + OUTPUT + 0.2)], INK, style="--", width=1.0)


def _column(ax: Axes, at: Point, *, reads: bool, fed: bool, says: bool) -> None:
    """Draw one step: an input or what was fed back, the activation, the prediction."""
    state, out = at.shift(0, HIDDEN), at.shift(0, OUTPUT)
    box(ax, state, "", A, width=2 * HALF, height=2 * HALF)
    if reads or fed:
        disc(ax, at, "", X if reads else Y, radius=RADIUS)
        arrow(ax, at.shift(0, RADIUS), state.shift(0, -HALF), SYMBOLS["W_ax"])
    if fed:
        before, lane = out.shift(-STEP), at.x - 0.55
        line(
            ax,
            [before.shift(RADIUS), Point(lane, before.y), Point(lane, at.y), at.shift(-RADIUS)],
            Y,
            style=":",
        )
    if says:
        disc(ax, out, "", Y, radius=RADIUS)
        arrow(ax, state.shift(0, HALF), out.shift(0, -RADIUS), SYMBOLS["W_ya"])
