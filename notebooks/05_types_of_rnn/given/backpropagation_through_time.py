"""What this lesson is given of solutions.backpropagation_through_time: made by `autograder build`, not to be edited."""

import numpy as np


def softmax_ce_backward(y_pred: np.ndarray, y: np.ndarray, mask: np.ndarray) -> np.ndarray:
    r"""Return the gradient of `sequence_cross_entropy` with respect to the scores before the softmax.

    .. math:: dz_y^{(i)<t>} = \frac{\partial \mathcal{L}}{\partial z_y^{(i)<t>}} =
              \frac{1}{N} \left( \hat y^{(i)<t>} - \mathrm{onehot}(y^{(i)<t>}) \right)
              \text{ at valid steps, else } 0

    The formula holds for probabilities below 1e-12 as well, although the loss counts them as 1e-12.

    Args:
        y_pred: softmax of the scores, shape (T, n_y, m); anything where masked, nan too.
        y: the right classes, int, 0 to n_y - 1, shape (T, m); any whole number where masked.
        mask: True where a time step is valid, bool, shape (T, m), N of them True, at least one.

    All three are left as they are.

    Returns:
        dz_y, float64, shape (T, n_y, m).

    Source: Bridle (1990).
    """
    t, i = np.nonzero(mask)
    dz_y = np.where(mask[:, np.newaxis, :], y_pred, 0)
    dz_y[t, y[t, i], i] -= 1
    return dz_y / len(t)


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


def rnn_backward(da: np.ndarray, caches: list[tuple]) -> dict[str, np.ndarray]:
    r"""Carry the gradient back through all time steps of a simple RNN.

    .. math:: \frac{d \mathcal{L}}{d a^{<t>}} =
              \underbrace{\texttt{da[t]}}_{\text{through } \hat y^{<t>}} +
              \underbrace{\texttt{da\_prev}}_{\text{through } a^{<t+1>}}, \qquad
              \frac{d \mathcal{L}}{d W} = \sum_{t=1}^{T_x}
              \left. \frac{d \mathcal{L}}{d W} \right|_{\text{step } t}

    Args:
        da: da_from_y, the part of the gradient that reaches each activation from its own prediction,
            shape (T_x, n_a, m); left as it is.
        caches: the list of T_x caches, one a step, as `rnn_cell_backward` reads them; left as it is.

    Returns:
        A dict of the gradients dx (T_x, n_x, m), da0 (n_a, m), dWax (n_a, n_x), dWaa (n_a, n_a) and
        dba (n_a, 1). More keys do no harm.

    Source: Werbos (1990).
    """
    steps: list[dict[str, np.ndarray]] = []
    da_prev = np.zeros_like(da[0])  # nothing comes back from beyond the last step
    for t in reversed(range(len(caches))):
        step = rnn_cell_backward(da[t] + da_prev, caches[t])
        da_prev = step["da_prev"]
        steps.insert(0, step)
    shared = {k: np.sum([step[k] for step in steps], axis=0) for k in ("dWax", "dWaa", "dba")}
    return {"dx": np.stack([step["dxt"] for step in steps]), "da0": da_prev, **shared}
