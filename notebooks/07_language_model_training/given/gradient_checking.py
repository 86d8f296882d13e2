"""What this lesson is given of solutions.gradient_checking: made by `autograder build`, not to be edited."""

import numpy as np
from given.backpropagation_through_time import rnn_cell_backward, softmax_ce_backward
from given.losses import sequence_cross_entropy
from given.simple_rnn import rnn_forward_masked


def rnn_backward_masked(da: np.ndarray, caches: list[tuple], mask: np.ndarray) -> dict[str, np.ndarray]:
    r"""Carry the gradient back through all time steps of a padded batch.

    .. math:: a^{<t>} = a^{<t-1>} \text{ where the mask is False, so }
              \frac{d \mathcal{L}}{d a^{<t-1>}} = \frac{d \mathcal{L}}{d a^{<t>}} \text{ there}

    A masked step passes its gradient on unchanged and adds nothing to the gradients of parameters and input.

    Args:
        da: da_from_y, what reaches each activation from its own prediction, shape (T_x, n_a, m), at masked steps
            too.
        caches: the list of T_x caches, one a step, as `rnn_cell_backward` reads them.
        mask: True where a time step is valid, bool, shape (T_x, m); False may be anywhere, even at every step of
            an example.

    All three are left as they are.

    Returns:
        The dict that `rnn_backward` returns.

    Source: Werbos (1990) for the valid steps; the rest follows from the equation of `rnn_forward_masked`.
    """
    steps: list[dict[str, np.ndarray]] = []  # what the cell returned, one dict a step
    da_prev = np.zeros_like(da[0])  # nothing comes back from beyond the last step
    for t in reversed(range(len(caches))):
        da_next = da[t] + da_prev
        step = rnn_cell_backward(np.where(mask[t], da_next, 0), caches[t])
        da_prev = np.where(mask[t], step["da_prev"], da_next)
        steps.insert(0, step)
    shared = {k: np.sum([step[k] for step in steps], axis=0) for k in ("dWax", "dWaa", "dba")}
    return {"dx": np.stack([step["dxt"] for step in steps]), "da0": da_prev, **shared}


def rnn_loss_and_grads(
    x: np.ndarray,
    y: np.ndarray,
    a0: np.ndarray,
    parameters: dict[str, np.ndarray],
    mask: np.ndarray,
) -> tuple[float, dict[str, np.ndarray]]:
    r"""Return the loss of a simple RNN on a padded batch and the gradient of every parameter and of a0.

    .. math:: z_y^{<t>} = W_{ya} a^{<t>} + b_y, \quad \hat y^{<t>} = \mathrm{softmax}(z_y^{<t>}), \quad
              \mathcal{L} = \texttt{sequence\_cross\_entropy}(\hat y, y, \texttt{mask})

    Args:
        x: inputs, shape (T_x, n_x, m).
        y: the right classes, int, 0 to n_y - 1, shape (T_x, m); any whole number where masked.
        a0: activation before the first time step, shape (n_a, m).
        parameters: the dict that `rnn_cell_forward` takes.
        mask: True where a time step is valid, bool, shape (T_x, m), at least one True; False may be anywhere.

    All five are left as they are.

    Returns:
        The loss, one number, and a dict of the gradients dWax, dWaa, dWya, dba, dby and da0, each with the shape
        of what it is the gradient of. More keys do no harm.

    Source: Werbos (1990).
    """
    a, y_pred, caches = rnn_forward_masked(x, a0, parameters, mask)
    loss = sequence_cross_entropy(y_pred, y, mask)
    dz_y = softmax_ce_backward(y_pred, y, mask)  # (T_x, n_y, m)
    back = rnn_backward_masked(parameters["Wya"].T @ dz_y, caches, mask)
    grads = {name: back[name] for name in ("dWax", "dWaa", "dba", "da0")}
    grads["dWya"] = np.einsum("tyi,tai->ya", dz_y, a)
    grads["dby"] = dz_y.sum(axis=(0, 2))[:, np.newaxis]
    return loss, grads
