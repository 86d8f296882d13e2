"""What this lesson is given of solutions.backpropagation_through_time: made by `autograder build`, not to be edited."""

import numpy as np


def rnn_cell_backward(da_next: np.ndarray, cache: tuple) -> dict[str, np.ndarray]:
    r"""Carry the gradient one time step back through the cell of a simple RNN.

    .. math:: z_a = W_{aa} a^{<t-1>} + W_{ax} x^{<t>} + b_a, \quad a^{<t>} = \tanh(z_a), \quad
              \tanh'(z_a) = 1 - \tanh^2(z_a)

    Args:
        da_next: gradient of the loss with respect to a_next, all of it, shape (n_a, m); left as it is.
        cache: the tuple (a_next, a_prev, xt, parameters) of one step; left as it is. The parameters are read by
            name.

    Returns:
        A dict of the gradients dxt (n_x, m), da_prev (n_a, m), dWax (n_a, n_x), dWaa (n_a, n_a) and
        dba (n_a, 1); those of the parameters are sums over the examples. More keys do no harm.

    Source: Werbos (1990), Backpropagation through time: what it does and how to do it.
    """
    a_next, a_prev, xt, parameters = cache
    dz_a = (1 - a_next**2) * da_next  # (n_a, m)
    return {
        "dxt": parameters["Wax"].T @ dz_a,
        "da_prev": parameters["Waa"].T @ dz_a,
        "dWax": dz_a @ xt.T,
        "dWaa": dz_a @ a_prev.T,
        "dba": dz_a.sum(axis=1, keepdims=True),
    }
