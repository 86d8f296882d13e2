"""What this lesson is given of solutions.simple_rnn: made by `autograder build`, not to be edited."""

import numpy as np
from given.activations import softmax


def rnn_cell_forward(
    xt: np.ndarray, a_prev: np.ndarray, parameters: dict[str, np.ndarray]
) -> tuple[np.ndarray, np.ndarray, tuple]:
    r"""Advance a simple RNN by one time step.

    .. math:: a^{<t>} = \tanh(W_{aa} a^{<t-1>} + W_{ax} x^{<t>} + b_a),\quad
              \hat y^{<t>} = \mathrm{softmax}(W_{ya} a^{<t>} + b_y)

    All arguments are left as they are.

    Args:
        xt: input at this time step, shape (n_x, m).
        a_prev: activation of the time step before, shape (n_a, m).
        parameters: dict of Wax (n_a, n_x), Waa (n_a, n_a), Wya (n_y, n_a), ba (n_a, 1) and
            by (n_y, 1); read by name, so the keys may be in any order.

    Returns:
        a_next (n_a, m), yt_pred (n_y, m), and a cache: whatever you will want on the way back, for
        example (a_next, a_prev, xt, parameters). What is in it is up to you.

    Source: Elman (1990) for the recurrence; symbols as in Ng (2018), Sequence Models.
    """
    Wax, Waa, Wya = parameters["Wax"], parameters["Waa"], parameters["Wya"]
    ba, by = parameters["ba"], parameters["by"]
    a_next = np.tanh(Waa @ a_prev + Wax @ xt + ba)  # (n_a, m)
    yt_pred = softmax(Wya @ a_next + by)  # (n_y, m)
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)


def rnn_forward(
    x: np.ndarray, a0: np.ndarray, parameters: dict[str, np.ndarray]
) -> tuple[np.ndarray, np.ndarray, list[tuple]]:
    r"""Run a simple RNN over a whole sequence, the same parameters at every time step.

    .. math:: a^{<t>}, \hat y^{<t>} = \mathrm{cell}(x^{<t>}, a^{<t-1>}), \quad t = 1, \dots, T_x

    It may call `rnn_cell_forward`, but need not. All arguments are left as they are.

    Args:
        x: inputs, shape (T_x, n_x, m), T_x at least 1.
        a0: activation before the first time step, shape (n_a, m).
        parameters: the dict that `rnn_cell_forward` takes.

    Returns:
        a (T_x, n_a, m), y_pred (T_x, n_y, m), and the caches, for example a list of what the cell
        returned at each step. What is in them is up to you.

    Source: Elman (1990) for the recurrence; symbols as in Ng (2018), Sequence Models.
    """
    a, y_pred, caches = [], [], []
    a_prev = a0
    for xt in x:
        a_prev, yt_pred, cache = rnn_cell_forward(xt, a_prev, parameters)
        a.append(a_prev)
        y_pred.append(yt_pred)
        caches.append(cache)
    return np.stack(a), np.stack(y_pred), caches


def rnn_forward_masked(
    x: np.ndarray, a0: np.ndarray, parameters: dict[str, np.ndarray], mask: np.ndarray
) -> tuple[np.ndarray, np.ndarray, list[tuple]]:
    r"""Run a simple RNN over a padded batch; where the mask is False the activation does not change.

    .. math:: a^{<t>} = \begin{cases}
              \mathrm{cell}(x^{<t>}, a^{<t-1>}) & \text{where the mask is True} \\
              a^{<t-1>} & \text{where it is False} \end{cases}

    Each example has its own mask. So a[-1] holds every example's activation after its last valid
    step, and what x holds at masked steps (any numbers of ordinary size) changes nothing that counts.
    All arguments are left as they are.

    Args:
        x: inputs, shape (T_x, n_x, m), T_x at least 1.
        a0: activation before the first time step, shape (n_a, m).
        parameters: the dict that `rnn_cell_forward` takes.
        mask: True where a time step is valid, bool, shape (T_x, m); False may be anywhere.

    Returns:
        a (T_x, n_a, m), y_pred (T_x, n_y, m), and the caches, which are up to you, at masked
        steps too. What y_pred holds at masked steps has no meaning: the loss leaves it out.

    Source: Elman (1990) for the recurrence; the second case states what padding means in this course.
    """
    a, y_pred, caches = [], [], []
    a_prev = a0
    for xt, valid in zip(x, mask, strict=True):
        a_next, yt_pred, cache = rnn_cell_forward(xt, a_prev, parameters)
        a_prev = np.where(valid, a_next, a_prev)  # valid (m,) chooses whole columns
        a.append(a_prev)
        y_pred.append(yt_pred)
        caches.append(cache)
    return np.stack(a), np.stack(y_pred), caches
