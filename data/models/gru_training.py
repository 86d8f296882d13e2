"""How the benchmarks of lesson 09 train a GRU and its neighbours: loss, gradients, one step of Adam."""

import numpy as np

from solutions.backpropagation_through_time import rnn_backward, softmax_ce_backward
from solutions.gru import gru_cell_backward, gru_forward
from solutions.gru_backward import gru_backward
from solutions.losses import sequence_cross_entropy
from solutions.optimisers import AdamState, adam_step, clip_gradients
from solutions.simple_rnn import rnn_forward

Parameters = dict[str, np.ndarray]


def gru_loss_and_grads(
    x: np.ndarray, y: np.ndarray, c0: np.ndarray, p: Parameters, mask: np.ndarray
) -> tuple[float, Parameters, np.ndarray, np.ndarray]:
    """Return the mean loss of the steps of `mask`, the gradients, the predictions and the last memory.

    The network reads every step; the mask says which predictions count.
    """
    everywhere = np.ones(mask.shape, dtype=bool)
    c, y_pred, caches = gru_forward(x, c0, p, everywhere)
    dz_y = softmax_ce_backward(y_pred, y, mask).astype(c.dtype)
    back = gru_backward(p["Wy"].T @ dz_y, caches, everywhere, gru_cell_backward)
    back |= {"dWy": np.einsum("tyi,tai->ya", dz_y, c), "dby": dz_y.sum(axis=(0, 2))[:, np.newaxis]}
    grads = {"d" + name: back["d" + name] for name in p}
    return sequence_cross_entropy(y_pred, y, mask), grads, y_pred, c[-1]


def rnn_loss_and_grads_read_through(
    x: np.ndarray, y: np.ndarray, a0: np.ndarray, p: Parameters, mask: np.ndarray
) -> tuple[float, Parameters, np.ndarray, np.ndarray]:
    """Return the same of a simple RNN."""
    a, y_pred, caches = rnn_forward(x, a0, p)
    dz_y = softmax_ce_backward(y_pred, y, mask).astype(a.dtype)
    back = rnn_backward(p["Wya"].T @ dz_y, caches)
    back |= {"dWya": np.einsum("tyi,tai->ya", dz_y, a), "dby": dz_y.sum(axis=(0, 2))[:, np.newaxis]}
    grads = {"d" + name: back["d" + name] for name in p}
    return sequence_cross_entropy(y_pred, y, mask), grads, y_pred, a[-1]


def any_loss_and_grads(
    x: np.ndarray, y: np.ndarray, state: np.ndarray, p: Parameters, mask: np.ndarray
) -> tuple[float, Parameters, np.ndarray, np.ndarray]:
    """Return the same of whichever of the two the parameters belong to."""
    return (gru_loss_and_grads if "Wu" in p else rnn_loss_and_grads_read_through)(x, y, state, p, mask)


def clipped_step(
    p: Parameters, grads: Parameters, adam: AdamState, lr: float, clip: float = 1.0
) -> tuple[Parameters, AdamState]:
    """Take one step of Adam with gradients of a norm of at most `clip`."""
    return adam_step(p, clip_gradients(grads, clip), adam, lr)
