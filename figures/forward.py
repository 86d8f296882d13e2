"""The picture of an unrolled network with information running forward."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from figures.blocks import box, disc, label, strength
from figures.canvas import Point
from figures.colours import INK, SYMBOLS
from figures.lines import arrow, line
from figures.network import Network
from figures.places import HALF, RADIUS, edges, half_height, hidden_at, input_at, output_at
from figures.signed import signed_colour

A, X, Y = SYMBOLS["a"], SYMBOLS["x"], SYMBOLS["y_hat"]
# When the parts of a step light up, as parts of the step.
INPUT_PART, STATE_PART, OUTPUT_PART = 0.3, 0.6, 1.0


def draw_forward(ax: Axes, net: Network) -> None:
    """Draw all steps from the initial state on."""
    if net.recurrent:
        label(ax, hidden_at(0), "$a^{<0>}$", A, size=15, lit=net.forward > 0)
    for step in range(1, net.steps + 1):
        _input(ax, net, step)
        _recurrence(ax, net, step)
        _state(ax, net, step)
        _output(ax, net, step)
    if net.encoder:
        _divide(ax, net)


def _input(ax: Axes, net: Network, step: int) -> None:
    fed = net.feed_back and step - 1 in net.outputs
    if not fed and step not in net.inputs:
        return
    at, lit = input_at(step), net.arrived(step, INPUT_PART)
    text = rf"$\hat{{y}}^{{<{_output_index(net, step - 1)}>}}$" if fed else f"$x^{{<{step}>}}$"
    disc(ax, at, text, Y if fed else X, lit=lit)
    _flow(ax, net, at.shift(0, RADIUS), hidden_at(step).shift(0, -half_height(net)), "W_ax", lit=lit)
    if fed:
        _feed(ax, output_at(step - 1), at, lit=lit)
    if step <= len(net.words):
        label(ax, at.shift(0, -0.8), net.words[step - 1], size=11, lit=lit)


def _feed(ax: Axes, source: Point, target: Point, *, lit: bool) -> None:
    lane = target.x - 0.8
    line(
        ax,
        [source.shift(RADIUS), Point(lane, source.y), Point(lane, target.y), target.shift(-RADIUS - 0.1)],
        Y,
        style=":",
        lit=lit,
    )
    arrow(ax, target.shift(-RADIUS - 0.22), target.shift(-RADIUS), Y, lit=lit)


def _recurrence(ax: Axes, net: Network, step: int) -> None:
    if not net.recurrent:
        return
    start = hidden_at(step - 1).shift(0.42 if step == 1 else HALF)
    _flow(ax, net, start, hidden_at(step).shift(-HALF), "W_aa", lit=net.arrived(step, INPUT_PART))


def _flow(ax: Axes, net: Network, start: Point, end: Point, weights: str, *, lit: bool) -> None:
    """Draw an arrow in the colour of its weights: the same colour at every step, for they are the same weights."""
    colour = SYMBOLS[weights]
    arrow(ax, start, end, colour, width=2.0, lit=lit and not net.backward)
    if not net.weights:
        return
    name = f"${weights.replace('_', '_{')}}}$"
    middle = Point((start.x + end.x) / 2, (start.y + end.y) / 2)
    upright = start.x == end.x
    label(
        ax,
        middle.shift(0.12) if upright else middle.shift(-0.08, 0.24),
        name,
        colour,
        size=11,
        lit=lit,
        ha="left" if upright else "center",
    )


def _state(ax: Axes, net: Network, step: int) -> None:
    at, lit = hidden_at(step), net.arrived(step, STATE_PART)
    name = f"$s^{{<{step - net.encoder}>}}$" if 0 < net.encoder < step else f"$a^{{<{step}>}}$"
    if net.activations is None:
        box(ax, at, name, A, lit=lit)
        return
    box(ax, at, "", A, width=2 * HALF, height=1.6, lit=lit)
    label(ax, at.shift(-0.22), name, size=12, lit=lit)
    _values(ax, at.shift(0.29), net.activations[step - 1], lit=lit)


def _values(ax: Axes, at: Point, values: np.ndarray[tuple[int], np.dtype[np.float64]], *, lit: bool) -> None:
    """Show the entries of a state as a column of cells, the first entry on top."""
    height = 1.3 / len(values)
    for row, value in enumerate(values):
        corner = (at.x - 0.16, at.y + 0.65 - (row + 1) * height)
        fill = signed_colour(float(value)) if lit else "none"
        ax.add_patch(
            Rectangle(
                corner, 0.32, height, facecolor=fill, edgecolor=(INK, 0.6 * strength(lit)), linewidth=0.7, zorder=4
            )
        )


def _output(ax: Axes, net: Network, step: int) -> None:
    if step not in net.outputs:
        return
    at, lit = output_at(step), net.arrived(step, OUTPUT_PART)
    disc(ax, at, rf"$\hat{{y}}^{{<{_output_index(net, step)}>}}$", Y, lit=lit)
    _flow(ax, net, hidden_at(step).shift(0, half_height(net)), at.shift(0, -RADIUS), "W_ya", lit=lit)
    if step <= len(net.targets) and not net.backward:
        label(ax, at.shift(0, 0.78), net.targets[step - 1], size=11, lit=lit)


def _output_index(net: Network, step: int) -> int:
    return step - net.encoder if net.encoder else step


def _divide(ax: Axes, net: Network) -> None:
    """Mark where the encoder ends and the decoder begins."""
    *_, bottom, top = edges(net)
    border = (input_at(net.encoder).x + input_at(net.encoder + 1).x) / 2 - 0.12
    line(ax, [Point(border, bottom + 0.1), Point(border, top - 0.1)], INK, style="--", width=1.0)
    label(ax, Point(border - 0.2, top - 0.3), "encoder", size=11, ha="right")
    label(ax, Point(border + 0.2, top - 0.3), "decoder", size=11, ha="left")
