# mypy: disable-error-code="type-arg, no-any-return"
# A cache holds arrays and a dict, so its type is the plain word `tuple`; and NumPy's stubs give Any
# for the operators of arrays whose dtype is not named.
"""The gated recurrent unit: one step and a sequence, forward, and one step backward."""

import numpy as np

from solutions.activations import sigmoid, softmax


def gru_simplified_cell(xt: np.ndarray, c_prev: np.ndarray, parameters: dict[str, np.ndarray]) -> np.ndarray:
    r"""Advance a GRU that has an update gate and no reset gate by one time step.

    .. math:: \tilde c^{<t>} = \tanh(W_c [c^{<t-1>}; x^{<t>}] + b_c), \quad
              \Gamma_u = \sigma(W_u [c^{<t-1>}; x^{<t>}] + b_u), \quad
              c^{<t>} = \Gamma_u * \tilde c^{<t>} + (1 - \Gamma_u) * c^{<t-1>}

    All arguments are left as they are.

    Args:
        xt: input at this time step, shape (n_x, m).
        c_prev: memory of the time step before, shape (n_a, m).
        parameters: dict of Wc and Wu (n_a, n_a + n_x), bc and bu (n_a, 1); read by name.

    Returns:
        c_next, the new memory, shape (n_a, m).

    Source: Ng (2018), Sequence Models, after Cho et al. (2014) and Chung et al. (2014).
    """
    ### BEGIN SOLUTION
    joined = np.concatenate([c_prev, xt])  # (n_a + n_x, m)
    c_tilde = np.tanh(parameters["Wc"] @ joined + parameters["bc"])
    Gu = sigmoid(parameters["Wu"] @ joined + parameters["bu"])
    return Gu * c_tilde + (1 - Gu) * c_prev
    ### END SOLUTION


def gru_cell_forward(
    xt: np.ndarray, c_prev: np.ndarray, parameters: dict[str, np.ndarray]
) -> tuple[np.ndarray, np.ndarray, tuple]:
    r"""Advance a GRU by one time step.

    .. math:: \Gamma_u = \sigma(W_u [c^{<t-1>}; x^{<t>}] + b_u), \quad
              \Gamma_r = \sigma(W_r [c^{<t-1>}; x^{<t>}] + b_r)

    .. math:: \tilde c^{<t>} = \tanh(W_c [\Gamma_r * c^{<t-1>}; x^{<t>}] + b_c), \quad
              c^{<t>} = \Gamma_u * \tilde c^{<t>} + (1 - \Gamma_u) * c^{<t-1>}

    .. math:: \hat y^{<t>} = \mathrm{softmax}(W_y c^{<t>} + b_y)

    All arguments are left as they are.

    Args:
        xt: input at this time step, shape (n_x, m).
        c_prev: memory of the time step before, shape (n_a, m).
        parameters: dict of Wu, Wr and Wc (n_a, n_a + n_x), bu, br and bc (n_a, 1), Wy (n_y, n_a) and by (n_y, 1);
            read by name, so the keys may be in any order.

    Returns:
        c_next (n_a, m), yt_pred (n_y, m), and the cache for the way back: the tuple
        (c_next, c_prev, c_tilde, Gu, Gr, xt, parameters), in this order.

    Source: Cho et al. (2014) for the cell; gates, symbols and order as in Ng (2018), Sequence Models.
    """
    ### BEGIN SOLUTION
    p, joined = parameters, np.concatenate([c_prev, xt])  # (n_a + n_x, m)
    Gu = sigmoid(p["Wu"] @ joined + p["bu"])
    Gr = sigmoid(p["Wr"] @ joined + p["br"])
    c_tilde = np.tanh(p["Wc"] @ np.concatenate([Gr * c_prev, xt]) + p["bc"])
    c_next = Gu * c_tilde + (1 - Gu) * c_prev
    yt_pred = softmax(p["Wy"] @ c_next + p["by"])
    return c_next, yt_pred, (c_next, c_prev, c_tilde, Gu, Gr, xt, parameters)
    ### END SOLUTION


def gru_forward(
    x: np.ndarray, c0: np.ndarray, parameters: dict[str, np.ndarray], mask: np.ndarray
) -> tuple[np.ndarray, np.ndarray, list[tuple]]:
    r"""Run a GRU over a padded batch; where the mask is False the memory does not change.

    .. math:: c^{<t>} = \begin{cases}
              \mathrm{cell}(x^{<t>}, c^{<t-1>}) & \text{where the mask is True} \\
              c^{<t-1>} & \text{where it is False} \end{cases}

    Each example has its own mask. All arguments are left as they are.

    Args:
        x: inputs, shape (T_x, n_x, m), T_x at least 1.
        c0: memory before the first time step, shape (n_a, m).
        parameters: the dict that `gru_cell_forward` takes.
        mask: True where a time step is valid, bool, shape (T_x, m); False may be anywhere.

    Returns:
        c (T_x, n_a, m), y_pred (T_x, n_y, m), and the list of the T_x caches as `gru_cell_forward` returns them, in the
        order of the steps, masked ones included. What y_pred holds at masked steps has no meaning.

    Source: Cho et al. (2014) for the cell; the second case states what padding means in this course.
    """
    ### BEGIN SOLUTION
    c, y_pred, caches = [], [], []
    c_prev = c0
    for xt, valid in zip(x, mask, strict=True):
        c_next, yt_pred, cache = gru_cell_forward(xt, c_prev, parameters)
        c_prev = np.where(valid, c_next, c_prev)
        c.append(c_prev)
        y_pred.append(yt_pred)
        caches.append(cache)
    return np.stack(c), np.stack(y_pred), caches
    ### END SOLUTION


def gru_cell_backward(dc_next: np.ndarray, cache: tuple) -> dict[str, np.ndarray]:
    r"""Carry the gradient back through one step of a GRU.

    With d for the gradient of the loss, * for the product of entries and z for what a gate or tanh is taken of:

    .. math:: dz_c = dc^{<t>} * \Gamma_u * (1 - \tilde c^{<t>2}), \quad
              dz_u = dc^{<t>} * (\tilde c^{<t>} - c^{<t-1>}) * \Gamma_u * (1 - \Gamma_u)

    .. math:: d[\Gamma_r * c^{<t-1>}; x^{<t>}] = W_c^T dz_c, \quad
              dz_r = d(\Gamma_r * c^{<t-1>}) * c^{<t-1>} * \Gamma_r * (1 - \Gamma_r)

    The gradient reaches c^{<t-1>} by four ways: past the gates, through the candidate, through the update gate and
    through the reset gate. Both arguments are left as they are.

    Args:
        dc_next: gradient of the loss with respect to c_next, shape (n_a, m).
        cache: (c_next, c_prev, c_tilde, Gu, Gr, xt, parameters) of this step, parameters as `gru_cell_forward` takes
            them.

    Returns:
        A dict of dxt (n_x, m), dc_prev (n_a, m), dWu, dWr and dWc (n_a, n_a + n_x), dbu, dbr and dbc (n_a, 1).

    Source: Cho et al. (2014) for the cell; the gradients follow from its equations.
    """
    ### BEGIN SOLUTION
    _, c_prev, c_tilde, Gu, Gr, xt, p = cache
    n_a = len(c_prev)
    joined = np.concatenate([c_prev, xt])
    dz_c = dc_next * Gu * (1 - c_tilde**2)
    dz_u = dc_next * (c_tilde - c_prev) * Gu * (1 - Gu)
    from_candidate = p["Wc"].T @ dz_c  # (n_a + n_x, m): of [Gr * c_prev; xt]
    dz_r = from_candidate[:n_a] * c_prev * Gr * (1 - Gr)
    from_gates = p["Wu"].T @ dz_u + p["Wr"].T @ dz_r  # (n_a + n_x, m): of [c_prev; xt]
    return {
        "dxt": from_candidate[n_a:] + from_gates[n_a:],
        "dc_prev": (1 - Gu) * dc_next + Gr * from_candidate[:n_a] + from_gates[:n_a],
        "dWu": dz_u @ joined.T,
        "dWr": dz_r @ joined.T,
        "dWc": dz_c @ np.concatenate([Gr * c_prev, xt]).T,
        "dbu": dz_u.sum(axis=1, keepdims=True),
        "dbr": dz_r.sum(axis=1, keepdims=True),
        "dbc": dz_c.sum(axis=1, keepdims=True),
    }
    ### END SOLUTION


def update_bias_for_half_life(steps: float) -> float:
    r"""Return the bias of an update gate with which half of a memory is left after so many steps.

    .. math:: (1 - \sigma(b_u))^{\text{steps}} = \tfrac{1}{2}

    The gate is taken to see nothing but its bias, and the candidate to add nothing.

    Args:
        steps: the half-life, in time steps, above 0.

    Returns:
        The bias, one number.

    Source: Tallec and Ollivier (2018) for biases that set a time scale.
    """
    ### BEGIN SOLUTION
    left = 0.5 ** (1 / steps)  # of the memory, after one step: 1 - Gu
    return float(np.log((1 - left) / left))
    ### END SOLUTION
