"""Other answers to rnn_cell_forward."""

import numpy as np

from solutions.activations import softmax
from solutions.alternatives import Answers
from solutions.simple_rnn import rnn_cell_forward

answers = Answers(rnn_cell_forward)


@answers.variant
def with_einsum(xt, a_prev, parameters):
    p = parameters
    z = np.einsum("ij,jm->im", p["Waa"], a_prev) + np.einsum("ij,jm->im", p["Wax"], xt) + p["ba"]
    a_next = np.tanh(z)
    return a_next, softmax(np.einsum("ij,jm->im", p["Wya"], a_next) + p["by"]), None


@answers.variant
def with_dot_and_a_softmax_of_its_own(xt, a_prev, parameters):
    z = np.dot(parameters["Wax"], xt) + np.dot(parameters["Waa"], a_prev) + parameters["ba"]
    a_next = np.tanh(z)
    e = np.exp(np.dot(parameters["Wya"], a_next) + parameters["by"])
    return a_next, e / np.sum(e, axis=0), {"z": z, "a_next": a_next}


@answers.variant
def with_one_stacked_product(xt, a_prev, parameters):
    W = np.concatenate((parameters["Waa"], parameters["Wax"]), axis=1)
    a_next = np.tanh(np.matmul(W, np.concatenate((a_prev, xt))) + parameters["ba"])
    return [a_next, softmax(parameters["Wya"] @ a_next + parameters["by"], axis=0), (xt, a_prev, parameters)]


@answers.variant
def one_example_after_the_other(xt, a_prev, parameters):
    Wax, Waa, Wya, ba, by = (parameters[k] for k in ("Wax", "Waa", "Wya", "ba", "by"))
    a_next = np.empty_like(a_prev)
    yt_pred = np.empty((Wya.shape[0], xt.shape[1]))
    for i in range(xt.shape[1]):
        a_next[:, i] = np.tanh(Waa @ a_prev[:, i] + Wax @ xt[:, i] + ba[:, 0])
        yt_pred[:, i] = softmax(Wya @ a_next[:, i] + by.ravel())
    return a_next, yt_pred, []


@answers.variant
def with_tanh_written_out(xt, a_prev, parameters):
    twice = 2 * (parameters["Waa"] @ a_prev + parameters["Wax"] @ xt + parameters["ba"])
    a_next = 1 - 2 / (np.exp(twice) + 1)
    scores = parameters["Wya"] @ a_next + parameters["by"]
    return a_next, np.exp(scores - np.log(np.exp(scores).sum(axis=0, keepdims=True))), "nothing kept"


answers.mistakes(
    "the_new_activation_follows_the_equation",
    transposes_the_recurrence=(
        {"Waa @ a_prev": "Waa.T @ a_prev"},
        "the old activation enters transposed: W_aa acts on a, not its transpose.",
    ),
    squashes_each_term=(
        {"np.tanh(Waa @ a_prev + Wax @ xt + ba)": "np.tanh(Waa @ a_prev) + np.tanh(Wax @ xt) + np.tanh(ba)"},
        "tanh is taken of each term by itself: first add all three terms, then take one tanh of the sum.",
    ),
    squashes_each_product=(
        {"np.tanh(Waa @ a_prev + Wax @ xt + ba)": "np.tanh(Waa @ a_prev) + np.tanh(Wax @ xt) + ba"},
        "tanh is taken of each product by itself, and the bias is added: first add all three terms, then take tanh.",
    ),
    squashes_the_recurrence_apart=(
        {"np.tanh(Waa @ a_prev + Wax @ xt + ba)": "np.tanh(Waa @ a_prev) + np.tanh(Wax @ xt + ba)"},
        "tanh is taken twice, of the old activation's term and of the rest: first add all three, then take one tanh.",
    ),
    adds_the_bias_after_tanh=(
        {"np.tanh(Waa @ a_prev + Wax @ xt + ba)": "np.tanh(Waa @ a_prev + Wax @ xt) + ba"},
        "the bracket closes too early: tanh is taken of the two products, and the bias is added after it.",
    ),
    squashes_the_recurrence_alone=(
        {"np.tanh(Waa @ a_prev + Wax @ xt + ba)": "np.tanh(Waa @ a_prev) + Wax @ xt + ba"},
        "tanh is taken of the first product alone: all three terms stand inside its bracket.",
    ),
    adds_the_bias_twice=(
        {"Waa @ a_prev + Wax @ xt + ba": "Waa @ a_prev + Wax @ xt + ba + ba"},
        "the bias b_a is added twice, once with each product: once is right.",
    ),
    forgets_the_bias=(
        {"Waa @ a_prev + Wax @ xt + ba": "Waa @ a_prev + Wax @ xt"},
        "the bias b_a is forgotten.",
    ),
    forgets_the_recurrence=(
        {"Waa @ a_prev + Wax @ xt + ba": "Wax @ xt + ba"},
        "the old activation is forgotten: the input alone makes the new one, and nothing is remembered.",
    ),
    adds_the_old_activation_itself=(
        {"Waa @ a_prev + Wax @ xt + ba": "a_prev + Wax @ xt + ba"},
        "the old activation is added as it is: W_aa acts on it first.",
    ),
    squashes_with_sigmoid=(
        {"np.tanh(": "1 / (1 + np.exp(-1) ** (", "+ ba)": "+ ba))"},
        "the squashing function is sigmoid: the equation has tanh.",
    ),
    squashes_with_relu=(
        {"np.tanh(": "np.maximum(0, "},
        "the squashing function is ReLU: the equation has tanh.",
    ),
    forgets_tanh=(
        {"np.tanh(": "("},
        "the sum is returned before tanh is taken of it.",
    ),
    returns_the_sum_and_predicts_from_its_tanh=(
        {"np.tanh(": "(", "Wya @ a_next": "Wya @ np.tanh(a_next)"},
        "the sum of the three terms is returned as a_next, while the prediction reads its tanh: return the tanh.",
    ),
    squashes_twice=(
        {"np.tanh(": "np.tanh(np.tanh(", "+ ba)": "+ ba))"},
        "tanh is taken twice.",
    ),
    returns_the_prediction_first=(
        {"return a_next, yt_pred, ": "return yt_pred, a_next, "},
        "the prediction is returned first: the order is a_next, yt_pred, cache.",
    ),
    returns_examples_in_rows=(
        {"return a_next, yt_pred, ": "return a_next.T, yt_pred.T, "},
        "the new activation lies with the examples in rows: each example is a column.",
    ),
)

answers.mistakes(
    "the_prediction_follows_the_equation",
    predicts_from_the_old_activation=(
        {"Wya @ a_next": "Wya @ a_prev"},
        "the prediction is made from the old activation instead of the new one.",
    ),
    predicts_from_the_sum=(
        {"Wya @ a_next": "Wya @ (Waa @ a_prev + Wax @ xt + ba)"},
        "the prediction is made from the sum before tanh: it reads a_next.",
    ),
    normalises_along_the_batch=(
        {"+ by)": "+ by, axis=1)"},
        "softmax runs along the batch (axis 1): the n_y rows of each column are what sums to one.",
    ),
    normalises_over_everything=(
        {"+ by)": "+ by, axis=None)"},
        "softmax divides by the sum over the whole array: each column sums to one by itself.",
    ),
    predicts_scores=(
        {"softmax(": "("},
        "softmax is left out: these are scores.",
    ),
    predicts_with_sigmoid=(
        {"softmax(Wya @ a_next + by)": "1 / (1 + np.exp(-(Wya @ a_next + by)))"},
        "the scores go through sigmoid: softmax makes them one distribution.",
    ),
    predicts_exponentials=(
        {"softmax(": "np.exp("},
        "the exponentials are returned before they are divided by their sum.",
    ),
    predicts_with_tanh=(
        {"softmax(": "np.tanh("},
        "the scores go through tanh, which makes activations: softmax is due.",
    ),
    forgets_the_output_bias=(
        {"+ by)": ")"},
        "the bias b_y is forgotten.",
    ),
    normalises_twice=(
        {"softmax(": "softmax(softmax(", "+ by)": "+ by))"},
        "softmax is taken twice.",
    ),
)

answers.mistakes(
    "its_arguments_are_left_alone",
    writes_into_a_prev=(
        {"a_next = ": "a_prev[:] = ", "a_next": ("a_prev", 5)},
        "the new activation is written into a_prev.",
    ),
    writes_into_the_parameters=(
        {
            "    a_next = np.tanh(Waa @ a_prev + Wax @ xt + ba)  # (n_a, m)": "    before = ba.copy(); ba += (Waa @ a_prev + Wax @ xt).mean(axis=1, keepdims=True)\n    a_next = np.tanh(Waa @ a_prev + Wax @ xt + before)  # (n_a, m)"
        },
        "something is written into the parameters (`+=` on b_a, a new key): later steps use the changed ones.",
    ),
)
