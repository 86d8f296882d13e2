"""What this lesson is given of solutions.lstm: made by `autograder build`, not to be edited."""

import numpy as np
from given.activations import sigmoid, softmax


def lstm_cell_forward(
    xt: np.ndarray, a_prev: np.ndarray, c_prev: np.ndarray, parameters: dict[str, np.ndarray]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, tuple]:
    r"""Advance an LSTM by one time step.

    .. math:: \Gamma_f, \Gamma_i, \Gamma_o = \sigma(W_f z + b_f), \sigma(W_i z + b_i), \sigma(W_o z + b_o), \quad
              \tilde c^{<t>} = \tanh(W_c z + b_c), \quad z = [a^{<t-1>}; x^{<t>}]

    .. math:: c^{<t>} = \Gamma_f * c^{<t-1>} + \Gamma_i * \tilde c^{<t>}, \quad
              a^{<t>} = \Gamma_o * \tanh(c^{<t>}), \quad \hat y^{<t>} = \mathrm{softmax}(W_y a^{<t>} + b_y)

    The gate i is the update gate, elsewhere the input gate. All arguments are left as they are.

    Args:
        xt: input at this time step, shape (n_x, m).
        a_prev: activation of the time step before, shape (n_a, m).
        c_prev: memory of the time step before, shape (n_a, m).
        parameters: dict of Wf, Wi, Wc and Wo (n_a, n_a + n_x), bf, bi, bc and bo (n_a, 1), Wy (n_y, n_a) and by
            (n_y, 1); read by name, so the keys may be in any order.

    Returns:
        a_next (n_a, m), c_next (n_a, m), yt_pred (n_y, m), and the cache, a tuple that `lstm_cell_backward` reads in
        this order: (a_next, c_next, a_prev, c_prev, Gf, Gi, c_tilde, Go, xt, parameters).

    Source: Hochreiter and Schmidhuber (1997), with the forget gate of Gers et al. (2000); symbols as in Ng (2018).
    """
    p, joined = parameters, np.concatenate([a_prev, xt])  # (n_a + n_x, m)
    Gf = sigmoid(p["Wf"] @ joined + p["bf"])
    Gi = sigmoid(p["Wi"] @ joined + p["bi"])
    c_tilde = np.tanh(p["Wc"] @ joined + p["bc"])
    Go = sigmoid(p["Wo"] @ joined + p["bo"])
    c_next = Gf * c_prev + Gi * c_tilde
    a_next = Go * np.tanh(c_next)
    yt_pred = softmax(p["Wy"] @ a_next + p["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, Gf, Gi, c_tilde, Go, xt, parameters)


def lstm_forward(
    x: np.ndarray, a0: np.ndarray, c0: np.ndarray, parameters: dict[str, np.ndarray], mask: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[tuple]]:
    r"""Run an LSTM over a padded batch; where the mask is False neither activation nor memory changes.

    .. math:: a^{<t>}, c^{<t>} = \begin{cases}
              \mathrm{cell}(x^{<t>}, a^{<t-1>}, c^{<t-1>}) & \text{where the mask is True} \\
              a^{<t-1>}, c^{<t-1>} & \text{where it is False} \end{cases}

    Each example has its own mask. All arguments are left as they are.

    Args:
        x: inputs, shape (T_x, n_x, m), T_x at least 1.
        a0: activation before the first time step, shape (n_a, m).
        c0: memory before the first time step, shape (n_a, m).
        parameters: the dict that `lstm_cell_forward` takes.
        mask: True where a time step is valid, bool, shape (T_x, m); False may be anywhere.

    Returns:
        a (T_x, n_a, m), c (T_x, n_a, m), y_pred (T_x, n_y, m), and the caches: a list with one a step, masked steps
        included, as `lstm_cell_forward` returned it. What y_pred holds at masked steps has no meaning.

    Source: Hochreiter and Schmidhuber (1997); the second case states what padding means in this course.
    """
    a, c, y_pred, caches = [], [], [], []
    a_prev, c_prev = a0, c0
    for xt, valid in zip(x, mask, strict=True):
        a_next, c_next, yt_pred, cache = lstm_cell_forward(xt, a_prev, c_prev, parameters)
        a_prev, c_prev = np.where(valid, a_next, a_prev), np.where(valid, c_next, c_prev)
        a.append(a_prev)
        c.append(c_prev)
        y_pred.append(yt_pred)
        caches.append(cache)
    return np.stack(a), np.stack(c), np.stack(y_pred), caches


def lstm_cell_backward(da_next: np.ndarray, dc_next: np.ndarray, cache: tuple) -> dict[str, np.ndarray]:
    r"""Carry the gradients of activation and memory back through one step of an LSTM.

    With d for the gradient of the loss and * for the product of entries, what reaches the memory comes by two ways:

    .. math:: dc = dc^{<t>} + da^{<t>} * \Gamma_o * (1 - \tanh(c^{<t>})^2), \quad dc^{<t-1>} = dc * \Gamma_f

    and with z for what a gate or tanh is taken of, for example

    .. math:: dz_f = dc * c^{<t-1>} * \Gamma_f * (1 - \Gamma_f)

    All arguments are left as they are.

    Args:
        da_next: gradient of the loss with respect to a_next, shape (n_a, m).
        dc_next: gradient of the loss with respect to c_next, from the next step alone, shape (n_a, m).
        cache: (a_next, c_next, a_prev, c_prev, Gf, Gi, c_tilde, Go, xt, parameters) of this step, parameters as
            `lstm_cell_forward` takes them.

    Returns:
        A dict of dxt (n_x, m), da_prev and dc_prev (n_a, m), dWf, dWi, dWc and dWo (n_a, n_a + n_x), dbf, dbi, dbc and
        dbo (n_a, 1).

    Source: Hochreiter and Schmidhuber (1997) for the cell; the gradients follow from its equations.
    """
    _, c_next, a_prev, c_prev, Gf, Gi, c_tilde, Go, xt, p = cache
    n_a, joined = len(a_prev), np.concatenate([a_prev, xt])
    dc = dc_next + da_next * Go * (1 - np.tanh(c_next) ** 2)
    dz = {
        "f": dc * c_prev * Gf * (1 - Gf),
        "i": dc * c_tilde * Gi * (1 - Gi),
        "c": dc * Gi * (1 - c_tilde**2),
        "o": da_next * np.tanh(c_next) * Go * (1 - Go),
    }
    back = sum(p[f"W{gate}"].T @ dz_gate for gate, dz_gate in dz.items())  # (n_a + n_x, m)
    grads = {"dxt": back[n_a:], "da_prev": back[:n_a], "dc_prev": dc * Gf}
    for gate, dz_gate in dz.items():
        grads[f"dW{gate}"] = dz_gate @ joined.T
        grads[f"db{gate}"] = dz_gate.sum(axis=1, keepdims=True)
    return grads


def lstm_backward(da: np.ndarray, caches: list[tuple], mask: np.ndarray) -> dict[str, np.ndarray]:
    r"""Carry the gradient back through all time steps of a padded batch.

    A masked step hands on what reaches it, of activation and memory, and adds nothing to the gradients of parameters
    and input. All arguments are left as they are.

    Args:
        da: what reaches each activation from its own prediction, shape (T_x, n_a, m), at masked steps too.
        caches: the list of T_x caches, one a step, as `lstm_cell_backward` reads them.
        mask: True where a time step is valid, bool, shape (T_x, m); False may be anywhere.

    Returns:
        A dict of dx (T_x, n_x, m), da0 and dc0 (n_a, m), dWf, dWi, dWc and dWo (n_a, n_a + n_x), dbf, dbi, dbc and dbo
        (n_a, 1).

    Source: Hochreiter and Schmidhuber (1997); Werbos (1990) for the way back through time.
    """
    steps: list[dict[str, np.ndarray]] = []
    da_prev, dc_prev = np.zeros_like(da[0]), np.zeros_like(da[0])
    for t in reversed(range(len(caches))):
        da_next, valid = da[t] + da_prev, mask[t]
        step = lstm_cell_backward(np.where(valid, da_next, 0), np.where(valid, dc_prev, 0), caches[t])
        da_prev = np.where(valid, step["da_prev"], da_next)
        dc_prev = np.where(valid, step["dc_prev"], dc_prev)
        steps.insert(0, step)
    shared = {k: np.sum([step[k] for step in steps], axis=0) for k in steps[0] if k.startswith(("dW", "db"))}
    return {"dx": np.stack([step["dxt"] for step in steps]), "da0": da_prev, "dc0": dc_prev, **shared}


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
