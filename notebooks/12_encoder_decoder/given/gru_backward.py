"""What this lesson is given of solutions.gru_backward: made by `autograder build`, not to be edited."""

from collections.abc import Callable
import numpy as np


#: One step back: called with dc_next (n_a, m) and the cache of the step, it returns the dict of `gru_cell_backward`.
CellBackward = Callable[[np.ndarray, tuple], dict[str, np.ndarray]]


PARAMETERS = ("dWu", "dWr", "dWc", "dbu", "dbr", "dbc")


def gru_backward(
    da: np.ndarray, caches: list[tuple], mask: np.ndarray, cell_backward: CellBackward
) -> dict[str, np.ndarray]:
    r"""Carry the gradient back through all time steps of a padded batch.

    .. math:: \frac{d \mathcal{L}}{d c^{<t>}} = \texttt{da[t]} + \text{what comes back from step } t+1

    A masked step passes its gradient on unchanged and adds nothing to the gradients of parameters and input. All
    arguments are left as they are.

    Args:
        da: what reaches each memory c from its own prediction, shape (T_x, n_a, m), at masked steps too.
        caches: the list of T_x caches, one a step, as `cell_backward` reads them.
        mask: True where a time step is valid, bool, shape (T_x, m); False may be anywhere.
        cell_backward: carries the gradient back through one step: `gru_cell_backward`.

    Returns:
        A dict of dx (T_x, n_x, m), dc0 (n_a, m) and the gradients of the parameters, shaped as these: dWu, dWr, dWc,
        dbu, dbr and dbc.

    Source: Werbos (1990) for backpropagation through time; the masked steps follow from `gru_forward`.
    """
    steps: list[dict[str, np.ndarray]] = []
    dc_prev = np.zeros_like(da[0])  # nothing comes back from beyond the last step
    for t in reversed(range(len(caches))):
        dc_next = da[t] + dc_prev
        step = cell_backward(np.where(mask[t], dc_next, 0), caches[t])
        dc_prev = np.where(mask[t], step["dc_prev"], dc_next)
        steps.insert(0, step)
    shared = {name: np.sum([step[name] for step in steps], axis=0) for name in PARAMETERS}
    return {"dx": np.stack([step["dxt"] for step in steps]), "dc0": dc_prev, **shared}
