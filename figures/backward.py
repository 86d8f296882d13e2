"""The gradient running back over the picture of an unrolled network."""

from matplotlib.axes import Axes

from figures.blocks import box, disc, label
from figures.canvas import Point
from figures.colours import INK, SYMBOLS
from figures.lines import arrow
from figures.network import Network
from figures.places import HALF, RADIUS, column, edges, half_height, hidden_at, loss_at, output_at

RED = SYMBOLS["gradient"]
ASIDE = 0.2
# When the parts of a step are reached on the way back, as parts of the step.
STATE_PART, PAST_PART = 0.5, 1.0


def draw_backward(ax: Axes, net: Network) -> None:
    """Draw the gradient from each loss down to the activation and on to the activation before."""
    for step in range(1, net.steps + 1):
        if step in net.outputs:
            _from_loss(ax, net, step)
        if net.returned(step, STATE_PART):
            _name(ax, step)
        if net.returned(step, PAST_PART) and net.recurrent:
            _to_the_past(ax, net, step)
    if net.parameter:
        _sum(ax, net)


def _from_loss(ax: Axes, net: Network, step: int) -> None:
    disc(ax, loss_at(step), f"$L^{{<{step}>}}$", RED)
    arrow(ax, output_at(step).shift(0.0, RADIUS), loss_at(step).shift(0.0, -RADIUS), INK, lit=False)
    if net.returned(step, STATE_PART):
        down = -ASIDE
        arrow(
            ax,
            loss_at(step).shift(down, -RADIUS + 0.05),
            output_at(step).shift(down, RADIUS - 0.05),
            RED,
            width=_width(net, step),
        )
        arrow(
            ax,
            output_at(step).shift(down, -RADIUS + 0.05),
            hidden_at(step).shift(down, half_height(net)),
            RED,
            width=_width(net, step),
        )


def _to_the_past(ax: Axes, net: Network, step: int) -> None:
    start, end = hidden_at(step).shift(-HALF, -ASIDE), hidden_at(step - 1).shift(0.42 if step == 1 else HALF, -ASIDE)
    arrow(ax, start, end, RED, width=_width(net, step))


def _name(ax: Axes, step: int) -> None:
    label(ax, hidden_at(step).shift(-0.58, -1.0), rf"$da^{{<{step}>}}$", RED, size=14)


def _width(net: Network, step: int) -> float:
    """Width of an arrow; it follows the norm of the gradient where that is known."""
    return 0.6 + 5.0 * net.norms[step - 1] / max(net.norms) if len(net.norms) else 2.2


def _sum(ax: Axes, net: Network) -> None:
    """Draw the gradient of a shared parameter as a sum with one contribution from each step."""
    height = edges(net)[2] + 0.6
    name = _latex(net.parameter)
    label(ax, Point(column(0) + 0.3, height), rf"$d{name} =$", RED, size=15)
    for step in range(1, net.steps + 1):
        lit = net.returned(step, PAST_PART)
        box(ax, Point(column(step), height), _contribution(net, step), RED, width=1.72, height=0.72, size=12.5, lit=lit)
        if step < net.steps:
            label(ax, Point(column(step + 0.5), height), "$+$", RED, lit=lit)


def _contribution(net: Network, step: int) -> str:
    """Say what one step adds: the gradient at the sum before the tanh, times what the parameter was multiplied with."""
    factor = {"W_aa": rf"\,a^{{<{step - 1}>\top}}", "W_ax": rf"\,x^{{<{step}>\top}}"}.get(net.parameter, "")
    return f"$dz_a^{{<{step}>}}{factor}$"


def _latex(parameter: str) -> str:
    return parameter.replace("_", "_{") + "}" if "_" in parameter else parameter
