"""Lesson 02: wrong and unusual answers to one step."""

import numpy as np

from solutions.activations import softmax
from solutions.alternatives import misconception, variant

# --------------------------------------------------------------------------------------------- rnn_cell_forward

ACTIVATION = "the_new_activation_follows_the_equation"
PREDICTION = "the_prediction_follows_the_equation"
SUM = "Waa @ a_prev + Wax @ xt + ba"


@misconception(
    "rnn_cell_forward",
    caught_by=ACTIVATION,
    says="the old activation enters transposed: W_aa acts on a, not its transpose.",
)
def transposes_the_recurrence(source):
    return source.replace("Waa @ a_prev", "Waa.T @ a_prev")


@misconception(
    "rnn_cell_forward",
    caught_by=ACTIVATION,
    says="tanh is taken of each term by itself: first add all three terms, then take one tanh of the sum.",
)
def squashes_each_term(source):
    return source.replace(f"np.tanh({SUM})", "np.tanh(Waa @ a_prev) + np.tanh(Wax @ xt) + np.tanh(ba)")


@misconception(
    "rnn_cell_forward",
    caught_by=ACTIVATION,
    says="tanh is taken of each product by itself, and the bias is added: first add all three terms, then take tanh.",
)
def squashes_each_product(source):
    return source.replace(f"np.tanh({SUM})", "np.tanh(Waa @ a_prev) + np.tanh(Wax @ xt) + ba")


@misconception(
    "rnn_cell_forward",
    caught_by=ACTIVATION,
    says="tanh is taken twice, of the old activation's term and of the rest: first add all three, then take one tanh.",
)
def squashes_the_recurrence_apart(source):
    return source.replace(f"np.tanh({SUM})", "np.tanh(Waa @ a_prev) + np.tanh(Wax @ xt + ba)")


@misconception(
    "rnn_cell_forward",
    caught_by=ACTIVATION,
    says="the bracket closes too early: tanh is taken of the two products, and the bias is added after it.",
)
def adds_the_bias_after_tanh(source):
    return source.replace(f"np.tanh({SUM})", "np.tanh(Waa @ a_prev + Wax @ xt) + ba")


@misconception(
    "rnn_cell_forward",
    caught_by=ACTIVATION,
    says="tanh is taken of the first product alone: all three terms stand inside its bracket.",
)
def squashes_the_recurrence_alone(source):
    return source.replace(f"np.tanh({SUM})", "np.tanh(Waa @ a_prev) + Wax @ xt + ba")


@misconception(
    "rnn_cell_forward", caught_by=ACTIVATION, says="the bias b_a is added twice, once with each product: once is right."
)
def adds_the_bias_twice(source):
    return source.replace(SUM, f"{SUM} + ba")


@misconception("rnn_cell_forward", caught_by=ACTIVATION, says="the bias b_a is forgotten.")
def forgets_the_bias(source):
    return source.replace(SUM, "Waa @ a_prev + Wax @ xt")


@misconception(
    "rnn_cell_forward",
    caught_by=ACTIVATION,
    says="the old activation is forgotten: the input alone makes the new one, and nothing is remembered.",
)
def forgets_the_recurrence(source):
    return source.replace(SUM, "Wax @ xt + ba")


@misconception(
    "rnn_cell_forward",
    caught_by=ACTIVATION,
    says="the old activation is added as it is: W_aa acts on it first.",
)
def adds_the_old_activation_itself(source):
    return source.replace(SUM, "a_prev + Wax @ xt + ba")


@misconception(
    "rnn_cell_forward", caught_by=ACTIVATION, says="the squashing function is sigmoid: the equation has tanh."
)
def squashes_with_sigmoid(source):
    return source.replace("np.tanh(", "1 / (1 + np.exp(-1) ** (").replace("+ ba)", "+ ba))")


@misconception("rnn_cell_forward", caught_by=ACTIVATION, says="the squashing function is ReLU: the equation has tanh.")
def squashes_with_relu(source):
    return source.replace("np.tanh(", "np.maximum(0, ")


@misconception(
    "rnn_cell_forward",
    caught_by=ACTIVATION,
    says="the sum is returned before tanh is taken of it.",
)
def forgets_tanh(source):
    return source.replace("np.tanh(", "(")


@misconception(
    "rnn_cell_forward",
    caught_by=ACTIVATION,
    says="the sum of the three terms is returned as a_next, while the prediction reads its tanh: return the tanh.",
)
def returns_the_sum_and_predicts_from_its_tanh(source):
    return source.replace("np.tanh(", "(").replace("Wya @ a_next", "Wya @ np.tanh(a_next)")


@misconception("rnn_cell_forward", caught_by=ACTIVATION, says="tanh is taken twice.")
def squashes_twice(source):
    return source.replace("np.tanh(", "np.tanh(np.tanh(").replace("+ ba)", "+ ba))")


@misconception(
    "rnn_cell_forward",
    caught_by=ACTIVATION,
    says="the prediction is returned first: the order is a_next, yt_pred, cache.",
)
def returns_the_prediction_first(source):
    return source.replace("return a_next, yt_pred, ", "return yt_pred, a_next, ")


@misconception(
    "rnn_cell_forward",
    caught_by=ACTIVATION,
    says="the new activation lies with the examples in rows: each example is a column.",
)
def returns_examples_in_rows(source):
    return source.replace("return a_next, yt_pred, ", "return a_next.T, yt_pred.T, ")


@misconception(
    "rnn_cell_forward",
    caught_by=PREDICTION,
    says="the prediction is made from the old activation instead of the new one.",
)
def predicts_from_the_old_activation(source):
    return source.replace("Wya @ a_next", "Wya @ a_prev")


@misconception(
    "rnn_cell_forward",
    caught_by=PREDICTION,
    says="the prediction is made from the sum before tanh: it reads a_next.",
)
def predicts_from_the_sum(source):
    return source.replace("Wya @ a_next", f"Wya @ ({SUM})")


@misconception(
    "rnn_cell_forward",
    caught_by=PREDICTION,
    says="softmax runs along the batch (axis 1): the n_y rows of each column are what sums to one.",
)
def normalises_along_the_batch(source):
    return source.replace("+ by)", "+ by, axis=1)")


@misconception(
    "rnn_cell_forward",
    caught_by=PREDICTION,
    says="softmax divides by the sum over the whole array: each column sums to one by itself.",
)
def normalises_over_everything(source):
    return source.replace("+ by)", "+ by, axis=None)")


@misconception("rnn_cell_forward", caught_by=PREDICTION, says="softmax is left out: these are scores.")
def predicts_scores(source):
    return source.replace("softmax(", "(")


@misconception(
    "rnn_cell_forward",
    caught_by=PREDICTION,
    says="the scores go through sigmoid: softmax makes them one distribution.",
)
def predicts_with_sigmoid(source):
    return source.replace("softmax(Wya @ a_next + by)", "1 / (1 + np.exp(-(Wya @ a_next + by)))")


@misconception(
    "rnn_cell_forward", caught_by=PREDICTION, says="the exponentials are returned before they are divided by their sum."
)
def predicts_exponentials(source):
    return source.replace("softmax(", "np.exp(")


@misconception(
    "rnn_cell_forward",
    caught_by=PREDICTION,
    says="the scores go through tanh, which makes activations: softmax is due.",
)
def predicts_with_tanh(source):
    return source.replace("softmax(", "np.tanh(")


@misconception("rnn_cell_forward", caught_by=PREDICTION, says="the bias b_y is forgotten.")
def forgets_the_output_bias(source):
    return source.replace("+ by)", ")")


@misconception("rnn_cell_forward", caught_by=PREDICTION, says="softmax is taken twice.")
def normalises_twice(source):
    return source.replace("softmax(", "softmax(softmax(").replace("+ by)", "+ by))")


@misconception(
    "rnn_cell_forward",
    caught_by="its_arguments_are_left_alone",
    says="the new activation is written into a_prev.",
)
def writes_into_a_prev(source):
    return source.replace("a_next = ", "a_prev[:] = ").replace("a_next", "a_prev")


@misconception(
    "rnn_cell_forward",
    caught_by="its_arguments_are_left_alone",
    says="something is written into the parameters (`+=` on b_a, a new key): later steps use the changed ones.",
)
def writes_into_the_parameters(source):
    total = "ba += (Waa @ a_prev + Wax @ xt).mean(axis=1, keepdims=True)"
    return source.replace("a_next = ", f"before = ba.copy(); {total}\n    a_next = ").replace("+ ba)", "+ before)")


@variant("rnn_cell_forward")
def with_einsum(xt, a_prev, parameters):
    p = parameters
    z = np.einsum("ij,jm->im", p["Waa"], a_prev) + np.einsum("ij,jm->im", p["Wax"], xt) + p["ba"]
    a_next = np.tanh(z)
    return a_next, softmax(np.einsum("ij,jm->im", p["Wya"], a_next) + p["by"]), None


@variant("rnn_cell_forward")
def with_dot_and_a_softmax_of_its_own(xt, a_prev, parameters):
    z = np.dot(parameters["Wax"], xt) + np.dot(parameters["Waa"], a_prev) + parameters["ba"]
    a_next = np.tanh(z)
    e = np.exp(np.dot(parameters["Wya"], a_next) + parameters["by"])
    return a_next, e / np.sum(e, axis=0), {"z": z, "a_next": a_next}


@variant("rnn_cell_forward")
def with_one_stacked_product(xt, a_prev, parameters):
    W = np.concatenate((parameters["Waa"], parameters["Wax"]), axis=1)
    a_next = np.tanh(np.matmul(W, np.concatenate((a_prev, xt))) + parameters["ba"])
    return [a_next, softmax(parameters["Wya"] @ a_next + parameters["by"], axis=0), (xt, a_prev, parameters)]


@variant("rnn_cell_forward")
def one_example_after_the_other(xt, a_prev, parameters):
    Wax, Waa, Wya, ba, by = (parameters[k] for k in ("Wax", "Waa", "Wya", "ba", "by"))
    a_next = np.empty_like(a_prev)
    yt_pred = np.empty((Wya.shape[0], xt.shape[1]))
    for i in range(xt.shape[1]):
        a_next[:, i] = np.tanh(Waa @ a_prev[:, i] + Wax @ xt[:, i] + ba[:, 0])
        yt_pred[:, i] = softmax(Wya @ a_next[:, i] + by.ravel())
    return a_next, yt_pred, []


@variant("rnn_cell_forward")
def with_tanh_written_out(xt, a_prev, parameters):
    twice = 2 * (parameters["Waa"] @ a_prev + parameters["Wax"] @ xt + parameters["ba"])
    a_next = 1 - 2 / (np.exp(twice) + 1)
    scores = parameters["Wya"] @ a_next + parameters["by"]
    return a_next, np.exp(scores - np.log(np.exp(scores).sum(axis=0, keepdims=True))), "nothing kept"


# ------------------------------------------------------------------------------------------------ stack_weights

SIDE_BY_SIDE = "Waa_stands_on_the_left_and_Wax_on_the_right"


@misconception(
    "stack_weights",
    caught_by=SIDE_BY_SIDE,
    says="W_ax stands on the left: here a_prev stands on top of xt, so W_aa comes first.",
)
def puts_the_input_first(source):
    return source.replace("[Waa, Wax]", "[Wax, Waa]")


@misconception(
    "stack_weights",
    caught_by=SIDE_BY_SIDE,
    says="the transposes stand one above the other: W_a is [W_aa | W_ax] itself, with n_a rows.",
)
def stacks_the_transposes(source):
    return source.replace("np.hstack([Waa, Wax])", "np.vstack([Waa.T, Wax.T])")


@misconception(
    "stack_weights",
    caught_by=SIDE_BY_SIDE,
    says="W_aa stands over the transpose of W_ax: the two stand side by side, and neither is turned.",
)
def stacks_below(source):
    return source.replace("np.hstack([Waa, Wax])", "np.vstack([Waa, Wax.T])")


@misconception(
    "stack_weights", caught_by=SIDE_BY_SIDE, says="W_aa is transposed on its way: it stands in W_a as it is."
)
def transposes_Waa(source):  # noqa: N802  # the symbol of the course
    return source.replace("[Waa, Wax]", "[Waa.T, Wax]")


@misconception("stack_weights", caught_by=SIDE_BY_SIDE, says="W_aa is multiplied by W_ax: they are put side by side.")
def multiplies_the_weights(source):
    return source.replace("np.hstack([Waa, Wax])", "Waa @ Wax")


@variant("stack_weights")
def with_concatenate(Waa, Wax):
    return np.concatenate((Waa, Wax), axis=1)


@variant("stack_weights")
def with_block(Waa, Wax):
    return np.block([Waa, Wax])


@variant("stack_weights")
def filling_an_empty_array(Waa, Wax):
    n_a, n_x = Wax.shape
    Wa = np.zeros((n_a, n_a + n_x))
    Wa[:, :n_a] = Waa
    Wa[:, n_a:] = Wax
    return Wa


@variant("stack_weights")
def through_the_transposes(Waa, Wax):
    return np.vstack((Waa.T, Wax.T)).T


# ------------------------------------------------------------------------------------------------- cell_stacked

ONE_PRODUCT = "one_product_does_the_work_of_two"
PRODUCT = "Wa @ np.vstack([a_prev, xt])"


@misconception(
    "cell_stacked",
    caught_by=ONE_PRODUCT,
    says="xt stands on top of a_prev: W_a = [W_aa | W_ax] acts on a_prev above xt.",
)
def puts_the_input_on_top(source):
    return source.replace("[a_prev, xt]", "[xt, a_prev]")


@misconception(
    "cell_stacked",
    caught_by=ONE_PRODUCT,
    says="the two products are multiplied with each other: they are added, and stacking does it for you.",
)
def multiplies_the_products(source):
    return source.replace(PRODUCT, "(Wa[:, :len(a_prev)] @ a_prev) * (Wa[:, len(a_prev):] @ xt)")


@misconception("cell_stacked", caught_by=ONE_PRODUCT, says="the bias b_a is forgotten.")
def forgets_the_bias_of_the_stack(source):
    return source.replace(" + ba", "")


@misconception("cell_stacked", caught_by=ONE_PRODUCT, says="tanh is left out.")
def forgets_tanh_of_the_stack(source):
    return source.replace("np.tanh(", "(")


@misconception(
    "cell_stacked", caught_by=ONE_PRODUCT, says="the bias is added after tanh: it belongs inside the bracket."
)
def adds_the_bias_of_the_stack_after_tanh(source):
    return source.replace(" + ba)", ") + ba")


@misconception("cell_stacked", caught_by=ONE_PRODUCT, says="the squashing function is sigmoid: the equation has tanh.")
def squashes_the_stack_with_sigmoid(source):
    return source.replace(f"np.tanh({PRODUCT} + ba)", f"1 / (1 + np.exp(-({PRODUCT} + ba)))")


@misconception(
    "cell_stacked",
    caught_by=ONE_PRODUCT,
    says="the prediction is made as well: this function returns the new activation alone.",
)
def returns_a_tuple(source):
    return source.replace("+ ba)", "+ ba), None")


@variant("cell_stacked")
def with_concatenate_and_dot(xt, a_prev, Wa, ba):
    return np.tanh(np.dot(Wa, np.concatenate([a_prev, xt], axis=0)) + ba)


@variant("cell_stacked")
def taking_the_stack_apart(xt, a_prev, Wa, ba):
    n_a = Wa.shape[0]
    return np.tanh(Wa[:, :n_a] @ a_prev + Wa[:, n_a:] @ xt + ba)


@variant("cell_stacked")
def bias_as_one_more_column(xt, a_prev, Wa, ba):
    ones = np.ones((1, xt.shape[1]))
    return np.tanh(np.einsum("ij,jk->ik", np.c_[Wa, ba], np.r_[a_prev, xt, ones]))
