"""What this lesson is given of solutions.gradient_checking: made by `autograder build`, not to be edited."""

import numpy as np
from given.backpropagation_through_time import rnn_cell_backward


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
