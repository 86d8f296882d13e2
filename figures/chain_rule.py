"""The probability of a sentence as a product that grows by one factor at every time step of a network."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from figures.canvas import Point, figure_of, sheet
from figures.colours import INK, SYMBOLS
from figures.forward import draw_forward
from figures.network import Network
from figures.places import edges, output_at
from figures.style import in_course_style


@in_course_style
def chain_rule(tokens: Sequence[str], chances: Sequence[float], *, steps: int) -> Figure:
    """Draw a network that reads a sentence, the probability that each prediction gave, and their product so far.

    Args:
        tokens: what was predicted at each step; each is the input of the next one, and the first input is zeros.
        chances: the probability of each of them.
        steps: how many steps the network has made; the rest is drawn faintly.
    """
    every = frozenset(range(1, len(tokens) + 1))
    net = Network(
        steps=len(tokens),
        inputs=every,
        outputs=every,
        forward=steps,
        backward=0,
        words=["zeros", *tokens[:-1]][:steps],
        weights=False,
    )
    left, right, bottom, top = edges(net)
    ax = sheet(left, right, bottom, top + 2.5)
    draw_forward(ax, net)
    for t in range(1, steps + 1):
        _write(ax, output_at(t).shift(0, 1.1), tokens[t - 1], INK, 11)
        _write(ax, output_at(t).shift(0, 0.7), f"{chances[t - 1]:.3g}", SYMBOLS["y_hat"], 11)
    product = 1.0
    for chance in chances[:steps]:
        product *= chance
    before = " ".join(tokens[: steps - 1])
    factor = f"P( {tokens[steps - 1]}" + (f" | {before} )" if before else " )") + f" = {chances[steps - 1]:.3g}"
    _write(ax, Point((left + right) / 2, top + 2.0), factor, SYMBOLS["y_hat"], 14)
    _write(ax, Point((left + right) / 2, top + 1.35), f"product so far: {product:.2g}", INK, 14)
    return figure_of(ax)


def _write(ax: Axes, at: Point, text: str, colour: str, size: float) -> None:
    """Write text as it is: `label` would read <EOS> as a time."""
    ax.text(at.x, at.y, text, color=colour, fontsize=size, ha="center", va="center_baseline")
