"""A recurrent network laid out along time, with information running forward and gradient running back."""

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from figures.backward import draw_backward
from figures.canvas import figure_of, sheet
from figures.folded import draw_folded
from figures.forward import draw_forward
from figures.network import Network, Steps, chosen
from figures.places import edges
from figures.style import in_course_style


@in_course_style
def unrolled(
    steps: int = 4,
    *,
    inputs: Steps = "all",
    outputs: Steps = "all",
    forward: float = math.inf,
    backward: float = 0,
    words: Sequence[str] = (),
    targets: Sequence[str] = (),
    activations: NDArray[np.float64] | None = None,
    norms: Sequence[float] = (),
    weights: bool = True,
    feed_back: bool = False,
    recurrent: bool = True,
    encoder: int = 0,
    parameter: str = "",
    folded: bool = False,
) -> Figure:
    """Draw a recurrent network unrolled along time.

    Args:
        steps: number of time steps T_x.
        inputs: the steps that have an input: "all", "first", "last", "none" or numbers from 1.
        outputs: the steps that have a prediction.
        forward: how many steps the information has run (2.5: in the middle of step 3); the rest is drawn faintly.
        backward: how many steps the gradient has come back from the end; it is drawn over the same picture.
        words: what is written under each input.
        targets: what is written over each prediction.
        activations: values to show inside the hidden states, shape (T_x, n_a).
        norms: size of the gradient at each step, shape (T_x,); the arrows of the gradient get this relative width.
        weights: write W_ax, W_aa, W_ya at the arrows.
        feed_back: draw each prediction as the next step's input, as in generation.
        recurrent: False leaves out the state (a network with one step).
        encoder: this many steps from the left belong to an encoder with weights of its own.
        parameter: "W_aa", "W_ax" or "b": show its gradient as a sum with one contribution a step.
        folded: put the same network with its loop, not unrolled, to the left.
    """
    net = Network(
        steps=steps,
        inputs=chosen(inputs, steps),
        outputs=chosen(outputs, steps),
        forward=forward,
        backward=backward,
        words=words,
        targets=targets,
        activations=activations,
        norms=norms,
        weights=weights,
        feed_back=feed_back,
        recurrent=recurrent,
        encoder=encoder,
        parameter=parameter,
        folded=folded,
    )
    ax = sheet(*edges(net))
    if net.folded:
        draw_folded(ax, net)
    draw_forward(ax, net)
    if net.backward:
        draw_backward(ax, net)
    return figure_of(ax)
