"""Other answers to rnn_cell_forward."""

import numpy as np

from solutions.activations import softmax
from solutions.alternatives import Answers
from solutions.simple_rnn import rnn_cell_forward

answers = Answers(rnn_cell_forward)

SCORES = "Wya @ a_next + by"
RETURNED = "a_next, yt_pred, (a_next, a_prev, xt, parameters)"

answers.variants(
    with_einsum={
        "Waa @ a_prev": "np.einsum('ij,jm->im', Waa, a_prev)",
        "Wax @ xt": "np.einsum('ij,jm->im', Wax, xt)",
        "Wya @ a_next": "np.einsum('ij,jm->im', Wya, a_next)",
        RETURNED: "a_next, yt_pred, None",
    },
    with_dot_and_a_softmax_of_its_own={
        "Waa @ a_prev": "np.dot(Waa, a_prev)",
        "Wax @ xt": "np.dot(Wax, xt)",
        f"softmax({SCORES})": "np.exp(np.dot(Wya, a_next) + by)\n    yt_pred = yt_pred / np.sum(yt_pred, axis=0)",
        RETURNED: "a_next, yt_pred, {'a_next': a_next}",
    },
    with_one_stacked_product={
        "Waa @ a_prev + Wax @ xt": "np.concatenate((Waa, Wax), axis=1) @ np.concatenate((a_prev, xt))",
        RETURNED: "[a_next, yt_pred, (xt, a_prev, parameters)]",
    },
    with_tanh_written_out={
        "np.tanh(": "1 - 2 / (1 + np.exp(2 * (",
        " + ba)": " + ba)))",
        f"softmax({SCORES})": f"np.exp({SCORES} - np.log(np.exp({SCORES}).sum(axis=0, keepdims=True)))",
        RETURNED: "a_next, yt_pred, 'nothing kept'",
    },
)


@answers.variant
def one_example_after_the_other(xt, a_prev, parameters):
    Wax, Waa, Wya, ba, by = (parameters[k] for k in ("Wax", "Waa", "Wya", "ba", "by"))
    a_next = np.empty_like(a_prev)
    yt_pred = np.empty((Wya.shape[0], xt.shape[1]))
    for i in range(xt.shape[1]):
        a_next[:, i] = np.tanh(Waa @ a_prev[:, i] + Wax @ xt[:, i] + ba[:, 0])
        yt_pred[:, i] = softmax(Wya @ a_next[:, i] + by.ravel())
    return a_next, yt_pred, []


answers.mistakes(
    "the_new_activation_follows_the_equation",
    transposes_the_recurrence=(
        {"Waa @ a_prev": "Waa.T @ a_prev"},
        "the old activation enters transposed: W_aa acts on a, not its transpose.",
    ),
    squashes_each_term=(
        {" + Wax @ xt + ba)": ") + np.tanh(Wax @ xt) + np.tanh(ba)"},
        "tanh is taken of each term by itself: first add all three terms, then take one tanh of the sum.",
    ),
    squashes_the_recurrence_apart=(
        {" + Wax @ xt": ") + np.tanh(Wax @ xt"},
        "tanh is taken twice, of the old activation's term and of the rest: first add all three, then take one tanh.",
    ),
    adds_the_bias_after_tanh=(
        {" + ba)": ") + ba"},
        "the bracket closes too early: tanh is taken of the two products, and the bias is added after it.",
    ),
    squashes_the_recurrence_alone=(
        {" + Wax @ xt + ba)": ") + Wax @ xt + ba"},
        "tanh is taken of the first product alone: all three terms stand inside its bracket.",
    ),
    adds_the_bias_twice=(
        {" + ba)": " + ba + ba)"},
        "the bias b_a is added twice, once with each product: once is right.",
    ),
    forgets_the_bias=({" + ba)": ")"}, "the bias b_a is forgotten."),
    forgets_the_recurrence=(
        {"Waa @ a_prev + ": ""},
        "the old activation is forgotten: the input alone makes the new one, and nothing is remembered.",
    ),
    adds_the_old_activation_itself=(
        {"Waa @ a_prev": "a_prev"},
        "the old activation is added as it is: W_aa acts on it first.",
    ),
    squashes_with_sigmoid=(
        {"np.tanh(": "1 / (1 + np.exp(-(", " + ba)": " + ba)))"},
        "the squashing function is sigmoid: the equation has tanh.",
    ),
    squashes_with_relu=(
        {"np.tanh(": "np.maximum(0, "},
        "the squashing function is ReLU: the equation has tanh.",
    ),
    forgets_tanh=({"np.tanh(": "("}, "the sum is returned before tanh is taken of it."),
    squashes_twice=({"np.tanh(": "np.tanh(np.tanh(", " + ba)": " + ba))"}, "tanh is taken twice."),
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
        {" + by)": " + by, axis=1)"},
        "softmax runs along the batch (axis 1): the n_y rows of each column are what sums to one.",
    ),
    normalises_over_everything=(
        {" + by)": " + by, axis=None)"},
        "softmax divides by the sum over the whole array: each column sums to one by itself.",
    ),
    predicts_scores=({"softmax(": "("}, "softmax is left out: these are scores."),
    predicts_with_sigmoid=(
        {"softmax(": "1 / (1 + np.exp(-(", " + by)": " + by)))"},
        "the scores go through sigmoid: softmax makes them one distribution.",
    ),
    predicts_with_tanh=(
        {"softmax(": "np.tanh("},
        "the scores go through tanh, which makes activations: softmax is due.",
    ),
    forgets_the_output_bias=({" + by)": ")"}, "the bias b_y is forgotten."),
    normalises_twice=({"softmax(": "softmax(softmax(", " + by)": " + by))"}, "softmax is taken twice."),
)

answers.mistakes(
    "its_arguments_are_left_alone",
    writes_into_a_prev=({" + ba)": " + ba, out=a_prev)"}, "the new activation is written into a_prev."),
    writes_into_the_parameters=(
        {"return a_next": "ba += a_next.mean(axis=1, keepdims=True); return a_next"},
        "something is written into the parameters (`+=` on b_a, a new key): later steps use the changed ones.",
    ),
)

answers.refused(
    "the_new_activation_follows_the_equation",
    squashes_each_product={" + Wax @ xt + ba)": ") + np.tanh(Wax @ xt) + ba"},
    returns_the_sum_and_predicts_from_its_tanh={"np.tanh(": "(", "Wya @ a_next": "Wya @ np.tanh(a_next)"},
)
answers.refused("the_prediction_follows_the_equation", predicts_exponentials={"softmax(": "np.exp("})
