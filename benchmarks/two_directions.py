"""Taggers that read in one direction or in two, of simple or of LSTM blocks, with the course's own code.

What benchmarks of lesson 11 share. A direction that reads from the end is given the batch turned round, its mask as
well, so that padding comes first and freezes the state at zeros.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np

from solutions.activations import softmax
from solutions.backpropagation_through_time import softmax_ce_backward
from solutions.gradient_checking import rnn_backward_masked
from solutions.losses import sequence_cross_entropy
from solutions.lstm import init_lstm, lstm_backward, lstm_forward
from solutions.optimisers import adam_start, adam_step
from solutions.simple_rnn import rnn_forward_masked
from solutions.tagging import untrained_tagger

Arrays = dict[str, np.ndarray]
Parameters = dict[str, Arrays]  # of "forward", of "backward", or of both
VOTES = {"rnn": ("Wya", "by"), "lstm": ("Wy", "by")}


class Batch(NamedTuple):
    """Padded sequences x (T_x, n_x, m), which steps are valid (T_x, m), and a class for each step (T_x, m)."""

    x: np.ndarray
    mask: np.ndarray
    y: np.ndarray


class Setting(NamedTuple):
    """What is trained, and how; each epoch has its learning rate, and Adam starts anew in each."""

    cell: str
    directions: tuple[str, ...]
    n_x: int
    n_a: int
    n_y: int
    rates: tuple[float, ...]
    reads: float = 1.0  # what Wax is multiplied by at the start


Epoch = Callable[[np.random.Generator], Iterable[Batch]]


def started(setting: Setting, rng: np.random.Generator) -> Parameters:
    """Draw parameters before training; those of both directions are drawn even where one is used."""
    n_x, n_a, n_y = setting.n_x, setting.n_a, setting.n_y
    both = [each | {"Wax": setting.reads * each["Wax"]} for each in untrained_tagger(n_x, n_a, n_y, rng)]
    if setting.cell == "lstm":
        votes = [{"Wy": each["Wya"], "by": each["by"]} for each in both]
        both = [init_lstm(n_a, n_x, rng, 1.0) | each for each in votes]
    named = dict(zip(("forward", "backward"), both, strict=True))
    return {way: named[way] for way in setting.directions}


def read(cell: str, x: np.ndarray, mask: np.ndarray, parameters: Parameters) -> tuple[Arrays, dict[str, Any]]:
    """Return what each direction makes of a batch, (T_x, n_a, m), and its caches."""
    a, caches = {}, {}
    for way, own in parameters.items():
        turn = slice(None, None, -1 if way == "backward" else 1)
        zeros = np.zeros((own[VOTES[cell][0]].shape[1], x.shape[2]))
        if cell == "rnn":
            turned, _, caches[way] = rnn_forward_masked(x[turn], zeros, own, mask[turn])
        else:
            turned, _, _, caches[way] = lstm_forward(x[turn], zeros, zeros, own, mask[turn])
        a[way] = turned[turn]
    return a, caches


def votes(cell: str, a: Arrays, parameters: Parameters) -> np.ndarray:
    """Return probabilities (T_x, n_y, m)."""
    W, b = VOTES[cell]
    return softmax(sum(own[W] @ a[way] + own[b] for way, own in parameters.items()), axis=1)


def gradients(cell: str, batch: Batch, parameters: Parameters) -> tuple[float, Parameters]:
    """Return the loss of a batch and the gradients of each direction."""
    a, caches = read(cell, batch.x, batch.mask, parameters)
    y_pred = votes(cell, a, parameters)
    dz_y = softmax_ce_backward(y_pred, batch.y, batch.mask)
    W, b = VOTES[cell]
    grads = {}
    for way, own in parameters.items():
        turn = slice(None, None, -1 if way == "backward" else 1)
        backward = rnn_backward_masked if cell == "rnn" else lstm_backward
        back = backward((own[W].T @ dz_y)[turn], caches[way], batch.mask[turn])
        dW, db = np.einsum("tyi,tai->ya", dz_y, a[way]), dz_y.sum(axis=(0, 2))[:, np.newaxis]
        grads[way] = back | {f"d{W}": dW, f"d{b}": db}
    return sequence_cross_entropy(y_pred, batch.y, batch.mask), grads


def trained(epoch: Epoch, setting: Setting, seed: int) -> Parameters:
    """Return parameters after training, one epoch for each learning rate."""
    rng = np.random.default_rng(seed)
    parameters = started(setting, rng)
    for rate in setting.rates:
        adam = {way: adam_start(own) for way, own in parameters.items()}
        for batch in epoch(rng):
            _, grads = gradients(setting.cell, batch, parameters)
            for way in parameters:
                parameters[way], adam[way] = adam_step(parameters[way], grads[way], adam[way], rate)
    return parameters


def said(cell: str, x: np.ndarray, mask: np.ndarray, parameters: Parameters) -> np.ndarray:
    """Return the most probable class of each step, (T_x, m)."""
    best: np.ndarray = votes(cell, read(cell, x, mask, parameters)[0], parameters).argmax(axis=1)
    return best
