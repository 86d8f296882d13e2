"""An encoder that reads words and a decoder that says others, unrolled along time."""

from collections.abc import Sequence
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from figures.blocks import box, disc, label
from figures.canvas import Point, figure_of, sheet
from figures.colours import INK, SYMBOLS
from figures.lighting import dim_all
from figures.lines import arrow, line
from figures.style import in_course_style

C, S, X, Y, D = (SYMBOLS[symbol] for symbol in ("c", "a", "x", "y_hat", "gradient"))
STEP, GAP = 1.42, 0.75  # how far steps are apart, and how much farther where the decoder begins
INPUTS, STATES, OUTPUTS = 0.0, 1.6, 3.2
HALF, RADIUS = 0.42, 0.38


def translation_labels(words: Sequence[str], said: Sequence[str]) -> list[str]:
    """Say what happens in each of `translation_frames`."""
    return [*(f"reads {word}" for word in words), *(f"says {token}" for token in said), "all of it"]


def translation_frames(words: Sequence[str], said: Sequence[str]) -> list[Figure]:
    """Draw a translation step by step: the words come in, then each token is said and read again; then the whole."""
    reading = [encoder_decoder(words, said, read=t, spoken=0) for t in range(1, len(words) + 1)]
    saying = [encoder_decoder(words, said, spoken=t) for t in range(1, len(said) + 1)]
    return [*reading, *saying, encoder_decoder(words, said)]


@in_course_style
def encoder_decoder(
    words: Sequence[str],
    said: Sequence[str],
    *,
    read: int | None = None,
    spoken: int | None = None,
    told: Sequence[str] = (),
) -> Figure:
    """Draw an encoder and a decoder unrolled along time.

    Args:
        words: what the encoder reads.
        said: what the decoder says, its end included.
        read: how many words have been read; the rest is faint. None: all.
        spoken: how many tokens have been said. None: all.
        told: what the decoder reads where it is told (teacher forcing). Empty: what it has said itself.
    """
    many, more = len(words), len(said)
    ax = sheet(0.35, _place(many, more) + 0.9, -1.25, OUTPUTS + 1.75)
    reads = [t <= (many if read is None else read) for t in range(1, many + 1)]
    says = [t <= (more if spoken is None else spoken) for t in range(1, more + 1)]
    for t, (word, lit) in enumerate(zip(words, reads, strict=True), start=1):
        _step(ax, Point(STEP * t, STATES), rf"c^{{<{t}>}}", C, lit=lit)
        _input(ax, Point(STEP * t, INPUTS), rf"x^{{<{t}>}}", X, word, lit=lit)
    for t, (token, lit) in enumerate(zip(said, says, strict=True), start=1):
        at = _place(many, t)
        _step(ax, Point(at, STATES), rf"s^{{<{t}>}}", S, lit=lit)
        _said(ax, at, t, token, lit=lit)
        _fed(ax, at, t, told[t - 1] if told else "", lit=lit)
    _states(ax, many, [*reads, *says])
    _divide(ax, many)
    return figure_of(ax)


@in_course_style
def gradient_to_encoder(words: Sequence[str], said: Sequence[str]) -> Figure:
    """Draw where the gradient of all losses goes: back through the decoder, and on through the encoder."""
    fig = encoder_decoder(words, said, told=("BOS", *said[:-1]))
    ax, many = fig.axes[0], len(words)
    dim_all(ax)
    places = [STEP * t for t in range(1, many + 1)] + [_place(many, t) for t in range(1, len(said) + 1)]
    for at in places[many:]:
        arrow(ax, Point(at, OUTPUTS - RADIUS), Point(at, STATES + HALF), D, width=2.2)
    for before, after in pairwise(places):
        arrow(ax, Point(after - HALF - 0.04, STATES), Point(before + HALF + 0.04, STATES), D, width=2.6)
    border = (places[many - 1] + places[many]) / 2
    label(ax, Point(border, STATES + 0.62), rf"$ds^{{<0>}} = dc^{{<{many}>}}$", D, size=12.5)
    return fig


def _place(many: int, t: int) -> float:
    """Horizontal place of a step of the decoder, counted from 1."""
    return STEP * (many + t) + GAP


def _step(ax: Axes, at: Point, name: str, colour: str, *, lit: bool) -> None:
    box(ax, at, f"${name}$", colour, width=2 * HALF + 0.04, height=2 * HALF, size=12, lit=lit)


def _input(ax: Axes, at: Point, name: str, colour: str, word: str, *, lit: bool) -> None:
    disc(ax, at, f"${name}$", colour, radius=RADIUS, lit=lit)
    label(ax, at.shift(0, -0.75), word, size=11, lit=lit)
    arrow(ax, at.shift(0, RADIUS), Point(at.x, STATES - HALF), colour, lit=lit)


def _said(ax: Axes, at: float, t: int, token: str, *, lit: bool) -> None:
    disc(ax, Point(at, OUTPUTS), rf"$\hat{{y}}^{{<{t}>}}$", Y, radius=RADIUS, lit=lit)
    arrow(ax, Point(at, STATES + HALF), Point(at, OUTPUTS - RADIUS), Y, lit=lit)
    label(ax, Point(at, OUTPUTS + 0.72), token, Y, size=12, lit=lit)


def _fed(ax: Axes, at: float, t: int, told: str, *, lit: bool) -> None:
    """Draw what the decoder reads: BOS, then what it has said, or what it is told."""
    _input(ax, Point(at, INPUTS), rf"y^{{<{t - 1}>}}", Y, told or ("BOS" if t == 1 else ""), lit=lit)
    if t == 1 or told:
        return
    lane = at - STEP / 2
    start, end = Point(at - STEP + RADIUS, OUTPUTS), Point(at - RADIUS, INPUTS)
    corner = [Point(lane, OUTPUTS), Point(lane, INPUTS)]
    line(ax, [start, *corner, end.shift(-0.1)], Y, style=":", lit=lit)
    arrow(ax, end.shift(-0.22), end, Y, lit=lit)


def _states(ax: Axes, many: int, lit: Sequence[bool]) -> None:
    places = [STEP * t for t in range(1, many + 1)] + [_place(many, t) for t in range(1, len(lit) - many + 1)]
    for k, (before, after) in enumerate(pairwise(places), start=1):
        colour = C if k <= many else S
        start, end = Point(before + HALF + 0.04, STATES), Point(after - HALF - 0.04, STATES)
        arrow(ax, start, end, colour, width=3.4 if k == many else 2.0, lit=lit[k])


def _divide(ax: Axes, many: int) -> None:
    border = (STEP * many + _place(many, 1)) / 2
    line(ax, [Point(border, -1.1), Point(border, STATES - 0.4)], INK, style="--", width=1.0)
    line(ax, [Point(border, STATES + 0.95), Point(border, OUTPUTS + 1.5)], INK, style="--", width=1.0)
    for aside, name, side in ((-0.2, "encoder", "right"), (0.2, "decoder", "left")):
        label(ax, Point(border + aside, OUTPUTS + 1.45), name, size=11, ha=side)
