"""The LSTM as promises need it: its parameters, its caches, and stand-ins for its functions."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.course_function import CourseFunction
from autograder.promises.apart import Ways
from autograder.promises.inputs import Arrays, Call, Cell

GATES = "fico"  # c is no gate, but has a weight and a bias as the gates do
LSTM = Cell(
    ("a", "c"),
    {f"W{gate}": "n_a, n_a + n_x" for gate in GATES}
    | {f"b{gate}": "n_a, 1" for gate in GATES}
    | {"Wy": "n_y, n_a", "by": "n_y, 1"},
    of_output=("Wy", "by"),
)
#: What the cache of a step holds, in its order.
CACHED = ("a_next", "c_next", "a_prev", "c_prev", "Gf", "Gi", "c_tilde", "Go", "xt", "parameters")


def caches_of(x: np.ndarray, a0: np.ndarray, c0: np.ndarray, parameters: Arrays, mask: np.ndarray | None = None) -> Any:
    """Return the caches of a forward pass, one a step, in the order that the docstring of the step back names."""
    a_prev, c_prev, caches = a0, c0, []
    for t, xt in enumerate(x):
        a_next, c_next, gates = _step(np.concatenate([a_prev, xt]), c_prev, parameters)
        caches.append((a_next, c_next, a_prev, c_prev, *gates, xt, parameters))
        valid = True if mask is None else mask[t]
        a_prev, c_prev = np.where(valid, a_next, a_prev), np.where(valid, c_next, c_prev)
    return caches


def _step(joined: np.ndarray, c_prev: np.ndarray, parameters: Arrays) -> tuple[np.ndarray, np.ndarray, Any]:
    Zf, Zi, Zc, Zo = (parameters[f"W{gate}"] @ joined + parameters[f"b{gate}"] for gate in GATES)
    Gf, Gi, c_tilde, Go = (*(1 / (1 + np.exp(-Z)) for Z in (Zf, Zi)), np.tanh(Zc), 1 / (1 + np.exp(-Zo)))
    c_next = Gf * c_prev + Gi * c_tilde
    return Go * np.tanh(c_next), c_next, (Gf, Gi, c_tilde, Go)


def cache_of(xt: np.ndarray, a_prev: np.ndarray, c_prev: np.ndarray, parameters: Arrays) -> Any:
    """Return the cache of one step."""
    return caches_of(xt[None], a_prev, c_prev, parameters)[0]


def without_recurrence(sequence: Call) -> Call:
    """Return a sequence whose gates read the input alone and whose memory is not kept: nothing comes back in time."""
    n_a, parameters = len(sequence["a0"]), dict(sequence["parameters"])
    for gate in GATES:
        W = parameters[f"W{gate}"]
        parameters[f"W{gate}"] = np.concatenate([np.zeros((n_a, n_a)), W[:, n_a:]], axis=1)
    return {**sequence, "parameters": {**parameters, "bf": np.full((n_a, 1), -100.0)}}


# ---------------------------------------------------------------------------------------------------- stand-ins


def stand_in_cell(xt, a_prev, c_prev, parameters):  # type: ignore[no-untyped-def]  # travels as source
    """Take the place of a learner's lstm_cell_forward that is not right yet."""
    c_next = 0.5 * c_prev + parameters["Wc"][:, -xt.shape[0] :] @ xt + parameters["bc"]
    a_next = 0.3 * a_prev + 0.2 * c_next
    gate = 0.5 + 0 * c_next
    cache = (a_next, c_next, a_prev, c_prev, gate, gate, c_next, gate, xt, parameters)
    return a_next, c_next, parameters["Wy"] @ a_next, cache


def cache_of_stand_in(**step: Any) -> Any:
    """Return the cache that the stand-in for the cell makes of a step."""
    return stand_in_cell(**step)[-1]  # type: ignore[no-untyped-call]


def stand_in_cell_backward(da_next, dc_next, cache):  # type: ignore[no-untyped-def]  # travels as source
    """Take the place of a learner's lstm_cell_backward that is not right yet; no gradient of anything."""
    a_next, c_next, a_prev, c_prev, Gf, Gi, c_tilde, Go, xt, parameters = cache
    # Linear, and each example for itself: a loop may set columns to zero, or leave them out.
    of_a, of_c = da_next * (0.6 + 0.1 * a_next + 0.1 * Go), dc_next * (0.4 + 0.2 * Gi + 0.1 * np.cos(c_next))
    both = of_a + of_c * (1 + 0.2 * c_tilde)
    read = np.concatenate([np.cos(a_prev + c_prev), np.sin(xt)])
    reach = sum(np.abs(parameters[f"W{gate}"][:, : len(a_prev)]).mean() for gate in "fico")
    grads = {"dxt": np.cos(xt) * both.sum(axis=0), "da_prev": 0.5 * reach * (of_a + 0.5 * of_c)}
    grads["dc_prev"] = Gf * (0.3 * of_a + 1.2 * of_c)
    for gate, pull in {"f": of_a, "i": 0.4 * of_a + of_c, "c": of_a - of_c, "o": both}.items():
        grads["dW" + gate] = pull @ read.T
        grads["db" + gate] = 0.9 * pull.sum(axis=1, keepdims=True)
    return grads


AROUND_CELL: Ways = ({}, {"lstm_cell_forward": CourseFunction(stand_in_cell)})
AROUND_CELL_BACKWARD: Ways = ({}, {"lstm_cell_backward": CourseFunction(stand_in_cell_backward)})
