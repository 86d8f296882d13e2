"""The simple RNN as promises need it: its parameters, its caches, and stand-ins for its functions."""

from __future__ import annotations

import numpy as np

from autograder.course_function import CourseFunction
from autograder.promises.apart import Ways
from autograder.promises.inputs import Call, Cell

RNN = Cell(("a",), {"Wax": "n_a, n_x", "Waa": "n_a, n_a", "Wya": "n_y, n_a", "ba": "n_a, 1", "by": "n_y, 1"})


def without_recurrence(sequence: Call) -> Call:
    """Return a sequence with W_aa = 0, so that nothing comes back through time."""
    parameters = sequence["parameters"]
    return {**sequence, "parameters": {**parameters, "Waa": np.zeros_like(parameters["Waa"])}}


# ---------------------------------------------------------------------------------------------------- stand-ins


def stand_in_cell(xt, a_prev, parameters):  # type: ignore[no-untyped-def]  # travels as source
    """Take the place of a learner's rnn_cell_forward that is not right yet."""
    a_next = 0.5 * a_prev + parameters["Wax"] @ xt + parameters["ba"]
    return a_next, parameters["Wya"] @ a_next, (a_next, a_prev, xt, parameters)


def stand_in_cell_backward(da_next, cache):  # type: ignore[no-untyped-def]  # travels as source
    """Take the place of a learner's rnn_cell_backward that is not right yet; no gradient of anything."""
    a_next, a_prev, xt, parameters = cache
    pull = da_next * (0.6 + 0.1 * a_next)
    return {
        "dxt": np.cos(xt) * pull.sum(axis=0),
        "da_prev": 2 * np.abs(parameters["Waa"]).mean() * pull,
        "dWax": np.add.outer(pull.sum(axis=1), xt.sum(axis=1)) * pull.sum(),
        "dWaa": np.add.outer(pull.sum(axis=1), a_prev.sum(axis=1)) * pull.sum(),
        "dba": np.sin(pull).sum(axis=1, keepdims=True),
    }


def stand_in_backward_masked(da, caches, mask):  # type: ignore[no-untyped-def]  # travels as source
    """Take the place of a learner's rnn_backward_masked that is not right yet; padding at the end changes nothing."""
    counted = (mask * (1 + 0.1 * np.cumsum(mask, axis=0)))[:, None]
    pull = (da * counted).sum(axis=0) * (1 + caches[0][1])
    read = sum(np.cos(cache[2]) * valid for cache, valid in zip(caches, mask, strict=True))
    return {
        "dx": np.stack([cache[2] for cache in caches]) * pull.sum(axis=0),
        "da0": np.cos(pull),
        "dWax": np.add.outer(pull.sum(axis=1), read.sum(axis=1)),
        "dWaa": np.add.outer(pull.sum(axis=1), pull.max(axis=1)),
        "dba": np.sin(pull).sum(axis=1, keepdims=True),
    }


def stand_in_ce_backward(y_pred, y, mask):  # type: ignore[no-untyped-def]  # travels as source
    """Take the place of a learner's softmax_ce_backward that is not right yet."""
    return 0.1 * np.cos(y_pred + np.where(mask, y, 0)[:, None]) * mask[:, None]


_CE = {"softmax_ce_backward": CourseFunction(stand_in_ce_backward)}
_LOOP = {"rnn_backward_masked": CourseFunction(stand_in_backward_masked)}
_STEP = {"rnn_cell_backward": CourseFunction(stand_in_cell_backward)}

AROUND_CELL: Ways = ({}, {"rnn_cell_forward": CourseFunction(stand_in_cell)})
AROUND_CELL_BACKWARD: Ways = ({}, _STEP)
AROUND_PARTS_OF_NETWORK: Ways = ({}, _CE, _LOOP, _STEP, {**_CE, **_LOOP}, {**_CE, **_STEP})
