"""Lesson 02: wrong and unusual answers."""

import numpy as np

from solutions.activations import softmax
from solutions.alternatives import misconception, variant

ACTIVATION = "the_new_activation_follows_the_equation"
PREDICTION = "the_prediction_follows_the_equation"


@misconception(
    "rnn_cell_forward",
    caught_by=ACTIVATION,
    says="the old activation enters transposed: W_aa acts on a, not its transpose.",
)
def transposes_the_recurrence(source):
    return source.replace("Waa @ a_prev", "Waa.T @ a_prev")


@misconception(
    "rnn_cell_forward",
    caught_by=PREDICTION,
    says="the prediction is made from the old activation instead of the new one.",
)
def predicts_from_the_old_activation(source):
    return source.replace("Wya @ a_next", "Wya @ a_prev")


@misconception(
    "rnn_cell_forward",
    caught_by="its_arguments_are_left_alone",
    says="the new activation is written into a_prev.",
)
def writes_into_a_prev(source):
    return source.replace("a_next = ", "a_prev[:] = ").replace("a_next", "a_prev")


@variant("rnn_cell_forward")
def with_einsum(xt, a_prev, parameters):
    p = parameters
    z = (
        np.einsum("ij,jm->im", p["Waa"], a_prev)
        + np.einsum("ij,jm->im", p["Wax"], xt)
        + p["ba"]
    )
    a_next = np.tanh(z)
    return a_next, softmax(np.einsum("ij,jm->im", p["Wya"], a_next) + p["by"]), None


@misconception(
    "rnn_forward",
    caught_by="every_time_step_follows_from_the_one_before",
    says="every step starts from a0: nothing is carried from step to step.",
)
def never_carries_the_activation(source):
    return source.replace(
        "a_prev, yt_pred, cache =", "a_next, yt_pred, cache ="
    ).replace("a.append(a_prev)", "a.append(a_next)")
