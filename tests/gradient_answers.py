"""Parts of a learner's notebook on gradients, right and wrong, and the verdict on what is built of them."""

import inspect
from collections.abc import Callable

import numpy as np

from autograder.check import evaluate
from solutions import backpropagation_through_time as bptt
from solutions import gradient_checking
from solutions.losses import sequence_cross_entropy
from solutions.simple_rnn import rnn_forward_masked

CELL = inspect.getsource(bptt.rnn_cell_backward)
CE = inspect.getsource(bptt.softmax_ce_backward)
LOOP = inspect.getsource(bptt.rnn_backward)
MASKED = inspect.getsource(gradient_checking.rnn_backward_masked)
NUMERICAL = inspect.getsource(bptt.numerical_gradient)
NAMES = {
    "Callable": Callable,
    "rnn_forward_masked": rnn_forward_masked,
    "sequence_cross_entropy": sequence_cross_entropy,
}

WRONG_CELLS = {
    "forgets the tanh": CELL.replace("(1 - a_next**2) * da_next", "da_next"),
    "does not transpose": CELL.replace('["Waa"].T', '["Waa"]'),
    "loses a key": CELL.replace('"dba": dz_a.sum(axis=1, keepdims=True),', ""),
    "writes into the cache": CELL.replace("dz_a = ", "a_next *= a_next\n    dz_a = ").replace(
        "1 - a_next**2", "1 - a_next"
    ),
    "raises": "def rnn_cell_backward(da_next, cache):\n    return da_next @ cache",
    "returns nothing": "def rnn_cell_backward(da_next, cache):\n    pass",
    "not written": "def rnn_cell_backward(da_next, cache):\n    raise NotImplementedError",
    "not there": "",
}


def verdict(name, *cells, seed=None):
    namespace = {"np": np, **NAMES}
    for cell in cells:
        exec(cell, namespace)
    return evaluate(name, namespace[name], seed=seed)


def statuses(found):
    return [outcome.status for outcome in found.outcomes]
