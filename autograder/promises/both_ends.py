"""A network that reads a padded batch from both ends, as promises need it: its halves, and stand-ins for its parts."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.course_function import CourseFunction
from autograder.promises.apart import Ways
from autograder.promises.simple_rnn import stand_in_backward_masked


def stand_in_reverse(x, lengths):  # type: ignore[no-untyped-def]  # travels as source
    """Take the place of a learner's reverse_padded that is not right yet; padding moves nothing of what is valid."""
    valid = np.arange(len(x))[:, None] < lengths
    return np.where(valid[:, None], np.cumsum(x, axis=0) / (1 + lengths), x)


def stand_in_cell(xt, a_prev, parameters):  # type: ignore[no-untyped-def]  # travels as source
    """Take the place of a learner's rnn_cell_forward that is not right yet."""
    kept = 0.5 + 0.3 * np.tanh(parameters["Waa"].sum())
    a_next = kept * a_prev + parameters["Wax"] @ xt + parameters["ba"]
    return a_next, parameters["Wya"] @ a_next, (a_next, a_prev, xt, parameters)


def stand_in_forward(x, a0, parameters):  # type: ignore[no-untyped-def]  # travels as source
    """Take the place of a learner's rnn_forward that is not right yet; no activation of it is right."""
    kept, steps = 0.5 + 0.3 * np.tanh(parameters["Waa"].sum()), np.arange(len(x))
    ago = steps[:, None] - steps
    read = np.einsum("ax,txi->tai", parameters["Wax"], x) + parameters["ba"]
    a = np.einsum("ts,sai->tai", np.where(ago < 0, 0.0, kept ** np.abs(ago)), read)
    a = a + np.multiply.outer(kept ** (steps + 1), a0)
    return a, np.einsum("ya,tai->tyi", parameters["Wya"], a), list(x)


def stand_in_masked(x, a0, parameters, mask):  # type: ignore[no-untyped-def]  # travels as source
    """Take the place of a learner's rnn_forward_masked that is not right yet; no activation of it is right."""
    kept, steps = 0.5 + 0.3 * np.tanh(parameters["Waa"].sum()), np.arange(len(x))
    ago = steps[:, None] - steps
    read = np.einsum("ax,txi->tai", parameters["Wax"], x) + parameters["ba"]
    a = np.einsum("ts,sai->tai", np.where(ago < 0, 0.0, kept ** np.abs(ago)), read * mask[:, None])
    a = a + np.multiply.outer(kept ** (steps + 1), a0)
    return a, np.einsum("ya,tai->tyi", parameters["Wya"], a), list(x)


_REVERSE = {"reverse_padded": CourseFunction(stand_in_reverse)}
_LOOPS = {
    "rnn_cell_forward": CourseFunction(stand_in_cell),
    "rnn_forward": CourseFunction(stand_in_forward),
    "rnn_forward_masked": CourseFunction(stand_in_masked),
}
_LOOP_BACK = {"rnn_backward_masked": CourseFunction(stand_in_backward_masked)}

AROUND_PARTS: Ways = ({}, _REVERSE, _LOOPS, {**_REVERSE, **_LOOPS})
AROUND_PARTS_BACKWARD: Ways = ({}, _REVERSE, _LOOP_BACK, {**_REVERSE, **_LOOP_BACK})

UPPER, LOWER = "upper", "lower"


def halves(a: Any, shape: tuple[int, int, int]) -> dict[str, np.ndarray]:
    """Return both halves of what a network returned, wherever they stand; {} where there are none.

    Args:
        a: what it returned: the halves one above the other, or, which is charged once, along another axis.
        shape: of a half, (T_x, n_a, m).
    """
    for axis in (1, 0, 2):
        due = tuple(size * (1 + (k == axis)) for k, size in enumerate(shape))
        if np.shape(a) == due:
            return dict(zip((UPPER, LOWER), np.split(np.asarray(a), 2, axis=axis), strict=True))
    return {}
