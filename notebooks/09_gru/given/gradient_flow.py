"""What this lesson is given of solutions.gradient_flow: made by `autograder build`, not to be edited."""

import numpy as np
from given.backpropagation_through_time import rnn_cell_backward


def gradient_norm_profile(dL_da_T: np.ndarray, caches: list[tuple]) -> np.ndarray:
    r"""Follow the gradient of a loss at the last time step back, and measure it at every step.

    .. math:: \left\| \frac{\partial \mathcal{L}}{\partial a^{<t>}} \right\|, \quad t = 1, \dots, T_x

    The norm is the root of the sum of squares over all entries, all examples together. Both
    arguments are left as they are.

    Args:
        dL_da_T: gradient with respect to the last activation, shape (n_a, m).
        caches: a list of T_x caches, T_x at least 1, as the `rnn_forward` that is given in this lesson
            returns them: each is (a_next, a_prev, xt, parameters), and `rnn_cell_backward` reads it.

    Returns:
        The norms in the order of time, float64, shape (T_x,); the last one is that of dL_da_T itself.

    Source: Pascanu, Mikolov and Bengio (2013).
    """
    da = dL_da_T
    norms = [np.linalg.norm(da)]
    for cache in reversed(caches[1:]):  # the first step's cache leads to a0, which is not asked for
        da = rnn_cell_backward(da, cache)["da_prev"]
        norms.append(np.linalg.norm(da))
    return np.array(norms[::-1])
