"""Where the parts of an unrolled network stand on the sheet."""

from figures.canvas import Point
from figures.network import Network

#: Distance between two time steps, and the heights of input, state, prediction and loss.
STEP, INPUT, HIDDEN, OUTPUT, LOSS = 2.1, 0.0, 1.9, 3.75, 5.25
RADIUS, HALF = 0.45, 0.55
#: Where the network stands before it is unrolled.
FOLDED = -2.9


def column(step: float) -> float:
    """Horizontal place of a step counted from 1; step 0 is the initial state."""
    return STEP * step


def input_at(step: int) -> Point:
    """Centre of the input of a step."""
    return Point(column(step), INPUT)


def hidden_at(step: int) -> Point:
    """Centre of the state of a step."""
    return Point(column(step), HIDDEN)


def output_at(step: int) -> Point:
    """Centre of the prediction of a step."""
    return Point(column(step), OUTPUT)


def loss_at(step: int) -> Point:
    """Centre of the loss of a step."""
    return Point(column(step), LOSS)


def half_height(net: Network) -> float:
    """Half the height of a state: a state that shows its values is taller."""
    return HALF if net.activations is None else 0.8


def edges(net: Network) -> tuple[float, float, float, float]:
    """Left, right, bottom and top of the sheet."""
    left = column(0) - 0.75 if net.recurrent or net.parameter else column(1) - 1.0
    left = FOLDED - 0.9 if net.folded else left
    bottom = (-0.65 if net.inputs else HIDDEN - 1.1) - 0.5 * bool(net.words) - 1.25 * bool(net.parameter)
    top = LOSS + 0.6 if net.backward else OUTPUT + 0.6 + 0.5 * (bool(net.targets) + bool(net.encoder))
    return left, column(net.steps) + 1.0, bottom, top
