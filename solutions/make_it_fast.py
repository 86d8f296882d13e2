# mypy: disable-error-code="type-arg, no-any-return"
# What is in a cache stands in the docstrings, so its type is the plain word `tuple`; and NumPy's stubs give Any
# for the operators of arrays whose dtype is not named.
"""The LSTM of lesson 10 over all time steps at once, forward and backward, and a step of training with it."""

import numpy as np

from solutions.activations import sigmoid
from solutions.flat_parameters import softmax_cross_entropy, views


def lstm_layer_forward(
    x: np.ndarray, a0: np.ndarray, c0: np.ndarray, Wx: np.ndarray, Wa: np.ndarray, b: np.ndarray
) -> tuple[np.ndarray, np.ndarray, tuple]:
    r"""Run an LSTM over a batch without padding, with all gates in one product.

    .. math:: z^{<t>} = W_a a^{<t-1>} + W_x x^{<t>} + b, \quad
              \Gamma_o, \Gamma_f, \Gamma_i = \sigma(z_o), \sigma(z_f), \sigma(z_i), \quad \tilde c^{<t>} = \tanh(z_c)

    .. math:: c^{<t>} = \Gamma_f * c^{<t-1>} + \Gamma_i * \tilde c^{<t>}, \quad a^{<t>} = \Gamma_o * \tanh(c^{<t>})

    The rows of z, Wx, Wa and b stand in this order: n_a rows for the gate o, n_a for f, n_a for i, and the last n_a for
    what tanh is taken of. What depends on x alone can be worked out for all steps before the loop. All arguments are
    left as they are.

    Args:
        x: inputs, shape (T_x, n_x, m), T_x at least 1.
        a0: activation before the first time step, shape (n_a, m).
        c0: memory before the first time step, shape (n_a, m).
        Wx: weights of the input, shape (4 n_a, n_x).
        Wa: weights of the activation, shape (4 n_a, n_a).
        b: biases, shape (4 n_a, 1).

    All six are float64, or all six are float32.

    Returns:
        a (T_x, n_a, m), c (T_x, n_a, m), and the cache, a tuple that `lstm_layer_backward` reads in this order:
        (x, a0, c0, Wx, Wa, a, c, gates). gates (T_x, 4 n_a, m) holds Go, Gf, Gi and c_tilde of every step in the order
        of the rows of z. All have the dtype of the arguments.

    Source: Hochreiter and Schmidhuber (1997), with the forget gate of Gers et al. (2000).
    """
    ### BEGIN SOLUTION
    n_a = len(a0)
    gates = Wx @ x + b  # (T_x, 4 n_a, m), what all steps take from x; the loop makes gates of it
    a, c = np.empty_like(gates[:, :n_a]), np.empty_like(gates[:, :n_a])
    a_prev, c_prev = a0, c0
    for t, z in enumerate(gates):
        z += Wa @ a_prev
        z[: 3 * n_a] = sigmoid(z[: 3 * n_a])
        z[3 * n_a :] = np.tanh(z[3 * n_a :])
        Go, Gf, Gi, c_tilde = np.split(z, 4)
        c[t] = Gf * c_prev + Gi * c_tilde
        a[t] = Go * np.tanh(c[t])
        a_prev, c_prev = a[t], c[t]
    return a, c, (x, a0, c0, Wx, Wa, a, c, gates)
    ### END SOLUTION


def lstm_layer_backward(da: np.ndarray, cache: tuple) -> dict[str, np.ndarray]:
    r"""Carry the gradient back through all time steps, and sum the gradients of the weights over time in one product.

    With d for the gradient of the loss, the sum over the steps is the product of two long matrices, in which the
    columns of all steps stand side by side:

    .. math:: dW_a = \sum_t dz^{<t>} (a^{<t-1>})^T
              = [dz^{<1>} \cdots dz^{<T_x>}] \, [a^{<0>} \cdots a^{<T_x - 1>}]^T

    and likewise for Wx. All arguments are left as they are.

    Args:
        da: what reaches each activation from above, shape (T_x, n_a, m).
        cache: (x, a0, c0, Wx, Wa, a, c, gates): x (T_x, n_x, m), a0 and c0 (n_a, m), Wx (4 n_a, n_x), Wa (4 n_a, n_a),
            a and c (T_x, n_a, m), and gates (T_x, 4 n_a, m), which holds Go, Gf, Gi and c_tilde of every step, n_a rows
            each, in this order.

    da and all arrays of the cache are float64, or all are float32.

    Returns:
        A dict of dx (T_x, n_x, m), da0 and dc0 (n_a, m), dWx (4 n_a, n_x), dWa (4 n_a, n_a) and db (4 n_a, 1), all in
        the dtype of da. Rows of the last three stand in the order of the gates.

    Source: Hochreiter and Schmidhuber (1997); Werbos (1990) for the way back through time.
    """
    ### BEGIN SOLUTION
    x, a0, c0, Wx, Wa, a, c, gates = cache
    Go, Gf, Gi, c_tilde = np.split(gates, 4, axis=1)
    a_prev, c_prev, tanh_c = np.concatenate([a0[None], a[:-1]]), np.concatenate([c0[None], c[:-1]]), np.tanh(c)
    of_o = tanh_c * Go * (1 - Go)  # what da and dc are multiplied by is known for all steps before the loop
    of_fic = [c_prev * Gf * (1 - Gf), c_tilde * Gi * (1 - Gi), Gi * (1 - c_tilde**2)]
    to_c = Go * (1 - tanh_c**2)
    dz, da_next, dc = np.empty_like(gates), np.zeros_like(a0), np.zeros_like(c0)
    for t in reversed(range(len(da))):
        da_next = da[t] + da_next
        dc = dc + da_next * to_c[t]
        dz[t] = np.concatenate([da_next * of_o[t], *(dc * local[t] for local in of_fic)])
        da_next, dc = Wa.T @ dz[t], dc * Gf[t]
    of_step_and_example = ([0, 2], [0, 2])  # the axes that the products sum over
    dWx, dWa = np.tensordot(dz, x, of_step_and_example), np.tensordot(dz, a_prev, of_step_and_example)
    db = dz.sum(axis=(0, 2))[:, None]
    return {"dx": Wx.T @ dz, "da0": da_next, "dc0": dc, "dWx": dWx, "dWa": dWa, "db": db}
    ### END SOLUTION


def train_step_fast(
    theta: np.ndarray,
    state: dict,
    shapes: dict[str, tuple[int, ...]],
    x: np.ndarray,
    targets: np.ndarray,
    lr: float,
) -> tuple[float, np.ndarray, dict]:
    r"""Take one step of Adam with an LSTM that predicts a class at every time step; all parameters are one vector.

    .. math:: s = W_y a^{<t>} + b_y \text{ (scores)}, \quad
              \mathcal{L} = \text{mean of } -\log \mathrm{softmax}(s)_{\text{target}} \text{ over steps and examples}

    .. math:: \mu \leftarrow 0.9\, \mu + 0.1\, g, \quad \nu \leftarrow 0.999\, \nu + 0.001\, g^2, \quad
              \theta \leftarrow \theta - \text{lr}\,
              \frac{\mu / (1 - 0.9^k)}{\sqrt{\nu / (1 - 0.999^k)} + 10^{-8}}

    where g is the gradient of the loss with respect to theta, in the order of theta, and k counts the steps: it is 1 in
    the first one. The LSTM starts from an activation and a memory of zeros. `views` takes theta apart,
    `softmax_cross_entropy` gives the loss and the gradient of the scores. All arguments are left as they are, theta
    too.

    Args:
        theta: all parameters, shape (n,), float64 or float32.
        state: a dict of what Adam remembers: mean (n,), the mu of the step before, square (n,), its nu, and steps, how
            many steps there have been. `adam_begin(theta)` makes the first one.
        shapes: a dict from the names Wx, Wa, b, Wy and by to their shapes (4 n_a, n_x), (4 n_a, n_a), (4 n_a, 1),
            (n_y, n_a) and (n_y, 1), in the order in which they stand in theta, which may be any.
        x: inputs, shape (T_x, n_x, m), in the dtype of theta.
        targets: the right classes, whole numbers from 0 to n_y - 1, shape (T_x, m).
        lr: learning rate, a Python float.

    Returns:
        The loss with the old theta, one number; the new theta (n,) and the new state, a new dict with the same keys.
        theta, mean and square have the dtype of the old theta.

    Source: Kingma and Ba (2015), Adam: A Method for Stochastic Optimization, algorithm 1.
    """
    ### BEGIN SOLUTION
    p = views(theta, shapes)
    start = np.zeros_like(theta, shape=(p["Wa"].shape[1], x.shape[2]))
    a, _, cache = lstm_layer_forward(x, start, start, p["Wx"], p["Wa"], p["b"])
    loss, dscores = softmax_cross_entropy(p["Wy"] @ a + p["by"], targets)
    grads = lstm_layer_backward(p["Wy"].T @ dscores, cache)
    grads |= {"dWy": np.tensordot(dscores, a, ([0, 2], [0, 2])), "dby": dscores.sum(axis=(0, 2))}
    g = np.concatenate([grads["d" + name].ravel() for name in shapes])
    steps = state["steps"] + 1
    mean = 0.9 * state["mean"] + 0.1 * g
    square = 0.999 * state["square"] + 0.001 * g**2
    theta = theta - lr * (mean / (1 - 0.9**steps)) / (np.sqrt(square / (1 - 0.999**steps)) + 1e-8)
    return loss, theta, {"mean": mean, "square": square, "steps": steps}
    ### END SOLUTION
