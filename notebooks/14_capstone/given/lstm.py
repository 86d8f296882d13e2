"""What this lesson is given of solutions.lstm: made by `autograder build`, not to be edited."""

import numpy as np


def init_lstm(n_a: int, n_x: int, rng: np.random.Generator, forget_bias: float) -> dict[str, np.ndarray]:
    r"""Draw the parameters of an LSTM before training.

    .. math:: W_f, W_i, W_c, W_o \sim \mathcal{N}\big(0, \tfrac{1}{n_a + n_x}\big), \quad
              b_f = \text{forget\_bias}, \quad b_i = b_c = b_o = 0

    Args:
        n_a: units of the cell.
        n_x: numbers in an input.
        rng: source of the draws.
        forget_bias: every entry of bf; 1 or more lets the memory last from the beginning.

    Returns:
        A dict of Wf, Wi, Wc and Wo (n_a, n_a + n_x), each drawn for itself, and bf, bi, bc and bo (n_a, 1).

    Source: Gers et al. (2000) and Jozefowicz et al. (2015) for the forget bias.
    """
    scale = 1 / np.sqrt(n_a + n_x)
    parameters = {f"W{gate}": scale * rng.standard_normal((n_a, n_a + n_x)) for gate in "fico"}
    biases = {f"b{gate}": np.zeros((n_a, 1)) for gate in "ico"}
    return {**parameters, **biases, "bf": np.full((n_a, 1), float(forget_bias))}
