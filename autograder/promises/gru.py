"""The GRU as promises need it: its parameters, the caches of its steps, and a stand-in for its cell."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.course_function import CourseFunction
from autograder.promises.apart import Ways
from autograder.promises.gated import gated_cell
from autograder.promises.inputs import Arrays

#: What the cache of one step holds, in this order.
CACHED = ("c_next", "c_prev", "c_tilde", "Gu", "Gr", "xt", "parameters")
GRU = gated_cell(("c",), "urc")
SIMPLIFIED = gated_cell(("c",), "uc", predicts=False)  # without a reset gate


def cache_of(xt: np.ndarray, c_prev: np.ndarray, parameters: Arrays) -> Any:
    """Return the cache of one step as CACHED says, its entries fitting together."""

    def at(gate: str, below: np.ndarray) -> np.ndarray:
        tanh: np.ndarray = np.tanh(scale[gate] * (parameters[f"W{gate}"] @ below + parameters[f"b{gate}"]))
        return tanh

    scale = {"u": 0.5, "r": 0.5, "c": 1.0}
    both = np.concatenate([c_prev, xt])
    Gu, Gr = 0.5 + 0.5 * at("u", both), 0.5 + 0.5 * at("r", both)
    c_tilde = at("c", np.concatenate([Gr * c_prev, xt]))
    return c_prev + Gu * (c_tilde - c_prev), c_prev, c_tilde, Gu, Gr, xt, parameters


# ---------------------------------------------------------------------------------------------------- stand-ins


def stand_in_cell(xt, c_prev, parameters):  # type: ignore[no-untyped-def]  # travels as source
    """Take the place of a learner's gru_cell_forward that is not right yet."""
    c_next = 0.5 * c_prev + parameters["Wc"][:, c_prev.shape[0] :] @ xt + parameters["bc"]
    gate = 0.5 + 0 * c_next
    return c_next, parameters["Wy"] @ c_next, (c_next, c_prev, c_next, gate, gate, xt, parameters)


def cache_of_stand_in(**step: Any) -> Any:
    """Return the cache that the stand-in for the cell makes of a step."""
    return stand_in_cell(**step)[-1]  # type: ignore[no-untyped-call]


AROUND_CELL: Ways = ({}, {"gru_cell_forward": CourseFunction(stand_in_cell)})
