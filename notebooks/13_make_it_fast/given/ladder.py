"""What this lesson is given of solutions.ladder: made by `autograder build`, not to be edited."""

from collections.abc import Callable
from typing import Any
import numpy as np
from given.activations import sigmoid
from given.layers import LSTM
from given.layers.kept import Kept, Product
from given.lstm import init_lstm, lstm_backward, lstm_forward


Step = tuple[np.ndarray, ...]


Call = Callable[[], Any]


def stack_gates(parameters: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return Wx (4 n_a, n_x), Wa (4 n_a, n_a) and b (4 n_a, 1), made of the parameters of `lstm_cell_forward`.

    Args:
        parameters: dict of Wo, Wf, Wi and Wc (n_a, n_a + n_x), and of bo, bf, bi and bc (n_a, 1).
    """
    W = np.concatenate([parameters[f"W{gate}"] for gate in "ofic"])
    n_a = len(W) // 4
    return W[:, n_a:].copy(), W[:, :n_a].copy(), np.concatenate([parameters[f"b{gate}"] for gate in "ofic"])


def stepwise_forward(
    x: np.ndarray, a0: np.ndarray, c0: np.ndarray, Wx: np.ndarray, Wa: np.ndarray, b: np.ndarray, products: int
) -> tuple[np.ndarray, np.ndarray, list[Step]]:
    r"""Run an LSTM step by step, the gates in four products or in one.

    .. math:: z = [W_a | W_x]\, [a^{<t-1>}; x^{<t>}] + b

    Args:
        x: inputs, shape (T_x, n_x, m).
        a0: activation before the first step, shape (n_a, m).
        c0: memory before the first step, shape (n_a, m).
        Wx: shape (4 n_a, n_x).
        Wa: shape (4 n_a, n_a).
        b: shape (4 n_a, 1).
        products: 4 for a product a gate, 1 for all gates in one.

    Returns:
        a and c, each (T_x, n_a, m), and a cache for each step, for `stepwise_backward`.
    """
    W, a, c, caches = np.split(np.hstack([Wa, Wx]), products), a0, c0, []
    for xt in x:
        c_prev, joined = c, np.concatenate([a, xt])
        z = np.concatenate([of_gates @ joined for of_gates in W]) + b
        z_o, z_f, z_i, z_c = np.split(z, 4)
        Go, Gf, Gi, c_tilde = sigmoid(z_o), sigmoid(z_f), sigmoid(z_i), np.tanh(z_c)
        c = Gf * c_prev + Gi * c_tilde
        a = Go * np.tanh(c)
        caches.append((a, c, c_prev, Go, Gf, Gi, c_tilde, joined, *W))
    return np.stack([step[0] for step in caches]), np.stack([step[1] for step in caches]), caches


def stepwise_backward(da: np.ndarray, caches: list[Step]) -> dict[str, np.ndarray]:
    """Carry the gradient back step by step, and add to the gradients of the weights at every step.

    Args:
        da: what reaches each activation from outside, shape (T_x, n_a, m).
        caches: of `stepwise_forward`.

    Returns:
        A dict of dx (T_x, n_x, m), da0 and dc0 (n_a, m), dWx, dWa and db in the shapes of Wx, Wa and b.
    """
    W, n_a, dx = caches[0][8:], da.shape[1], []
    dW, db = np.zeros_like(np.concatenate(W)), np.zeros_like(W[0], shape=(4 * n_a, 1))
    da_prev, dc = np.zeros_like(da[0]), np.zeros_like(da[0])
    for da_t, (_, c, c_prev, Go, Gf, Gi, c_tilde, joined, *_) in zip(da[::-1], caches[::-1], strict=True):
        da_next, tanh_c = da_t + da_prev, np.tanh(c)
        dc = dc + da_next * Go * (1 - tanh_c**2)
        dz_o, dz_f = da_next * tanh_c * Go * (1 - Go), dc * c_prev * Gf * (1 - Gf)
        dz = np.concatenate([dz_o, dz_f, dc * c_tilde * Gi * (1 - Gi), dc * Gi * (1 - c_tilde**2)])
        parts = np.split(dz, len(W))
        back = sum(of_gates.T @ part for of_gates, part in zip(W, parts, strict=True))
        da_prev, dc = back[:n_a], dc * Gf
        dx.append(back[n_a:])
        dW = dW + np.concatenate([part @ joined.T for part in parts])
        db = db + dz.sum(axis=1, keepdims=True)
    return {"dx": np.stack(dx[::-1]), "da0": da_prev, "dc0": dc, "dWx": dW[:, n_a:], "dWa": dW[:, :n_a], "db": db}


def ladder(
    size: tuple[int, int, int, int],
    rng: np.random.Generator,
    layer_forward: Callable[..., Any],
    layer_backward: Callable[..., Any],
) -> dict[str, Call]:
    """Return what is to be timed, by name: the rungs from the bottom up, then the products alone.

    All do the same work, forward and backward over one batch; the last three in float32, the others in float64.

    Args:
        size: T_x, m, n_x, n_a.
        rng: draws parameters, inputs and gradients.
        layer_forward: the learner's `lstm_layer_forward`.
        layer_backward: the learner's `lstm_layer_backward`.
    """
    T_x, m, n_x, n_a = size
    p = init_lstm(n_a, n_x, rng, 1.0) | {"Wy": np.zeros((1, n_a)), "by": np.zeros((1, 1))}
    x, da, zeros = rng.normal(size=(T_x, n_x, m)), rng.normal(size=(T_x, n_a, m)), np.zeros((n_a, m))
    valid, run = np.ones((T_x, m), dtype=bool), (x, zeros, zeros, *stack_gates(p))
    half, half_da = [each.astype(np.float32) for each in run], da.astype(np.float32)
    caches, layer = stepwise_forward(*run, products=1)[2], LSTM.from_dict(p, np.float32)
    return {
        "lesson 10": lambda: lstm_backward(da, lstm_forward(x, zeros, zeros, p, valid)[3], valid),
        "no mask, no prediction": lambda: stepwise_backward(da, stepwise_forward(*run, products=4)[2]),
        "gates stacked": lambda: stepwise_backward(da, stepwise_forward(*run, products=1)[2]),
        "Wx x before the loop": lambda: (layer_forward(*run), stepwise_backward(da, caches)),
        "dW after the loop": lambda: layer_backward(da, layer_forward(*run)[2]),
        "float32": lambda: layer_backward(half_da, layer_forward(*half)[2]),
        "no temporaries": lambda: (layer.forward(half[0]), layer.backward(half_da)),
        "products alone": products_alone(size, rng),
    }


def products_alone(size: tuple[int, int, int, int], rng: np.random.Generator) -> Call:
    """Return a call of the matrix products that no form can do without, in float32, and of nothing else.

    They are cut into blocks as in the fast layers, where that is quicker.
    """
    T_x, m, n_x, n_a = size
    W, kept = rng.normal(size=(4 * n_a, n_a + n_x)).astype(np.float32), Kept(np.dtype(np.float32))
    ahead, back = Product(kept, "W", W, T_x, m), Product(kept, "W.T", W.T, T_x, m)
    joined, dz = (np.ones((rows, m), np.float32) for rows in (n_a + n_x, 4 * n_a))
    all_joined, all_dz = (np.ones((rows, T_x * m), np.float32) for rows in (n_a + n_x, 4 * n_a))
    dW = np.empty_like(W)

    def call() -> None:
        for z, da_and_dx in zip(ahead.parts, back.parts, strict=True):
            np.matmul(ahead.blocks, joined, out=z)
            np.matmul(back.blocks, dz, out=da_and_dx)
        np.matmul(all_dz, all_joined.T, out=dW)

    return call
