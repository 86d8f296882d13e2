"""What this lesson is given of solutions.optimisers: made by `autograder build`, not to be edited."""

from typing import NamedTuple
import numpy as np


Arrays = dict[str, np.ndarray]


class AdamState(NamedTuple):
    """What Adam remembers from step to step: means of the gradients and of their squares."""

    steps: int
    mean: Arrays
    square: Arrays


def adam_start(parameters: Arrays) -> AdamState:
    """Return the state before the first step."""
    zeros = {name: np.zeros_like(value) for name, value in parameters.items()}
    return AdamState(0, zeros, zeros)


def adam_step(parameters: Arrays, grads: Arrays, state: AdamState, lr: float) -> tuple[Arrays, AdamState]:
    """Take one step of Adam: each number is moved by about lr, against its gradient averaged over the last steps.

    Args:
        parameters: what is trained.
        grads: the gradient of `Wax` under the name `dWax`, and so on; more entries do no harm.
        state: what the step before returned, or `adam_start(parameters)`.
        lr: learning rate.

    Returns:
        The new parameters and the new state; the arguments are left as they are.

    Source: Kingma and Ba (2015), Adam: A Method for Stochastic Optimization.
    """
    steps = state.steps + 1
    mean = {name: 0.9 * old + 0.1 * grads["d" + name] for name, old in state.mean.items()}
    square = {name: 0.999 * old + 0.001 * grads["d" + name] ** 2 for name, old in state.square.items()}
    new = {}
    for name, value in parameters.items():
        unbiased = mean[name] / (1 - 0.9**steps)
        new[name] = value - lr * (unbiased / (np.sqrt(square[name] / (1 - 0.999**steps)) + 1e-8))
    return new, AdamState(steps, mean, square)
