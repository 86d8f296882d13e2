"""Lesson 02: wrong and unusual answers."""

import numpy as np

from solutions.activations import sigmoid, softmax
from solutions.alternatives import misconception, variant
from solutions.rnn import rnn_cell_forward, stack_weights

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
    says="something is written into the parameters (`+=` on b_a, a new key): every later step then uses the changed ones.",
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


# -------------------------------------------------------------------------------------------------- rnn_forward

CARRIES = "every_time_step_follows_from_the_one_before"


@misconception(
    "rnn_forward",
    caught_by=CARRIES,
    says="every step starts from a0: nothing is carried from step to step.",
)
def never_carries_the_activation(source):
    return source.replace("a_prev, yt_pred, cache =", "a_next, yt_pred, cache =").replace(
        "a.append(a_prev)", "a.append(a_next)"
    )


@misconception(
    "rnn_forward",
    caught_by=CARRIES,
    says="the first step starts from zeros: it starts from a0 (and a[t-1] at t = 0 would read the last entry of a).",
)
def starts_from_zeros(source):
    return source.replace("a_prev = a0", "a_prev = np.zeros_like(a0)")


@misconception(
    "rnn_forward",
    caught_by=CARRIES,
    says="the first step is left out, and its entries stay zero: t runs from 0 in the code.",
)
def leaves_out_the_first_step(x, a0, parameters):
    T_x, n_x, m = x.shape
    a, y_pred = np.zeros((T_x, *a0.shape)), np.zeros((T_x, len(parameters["by"]), m))
    a_prev = a0
    for t in range(1, T_x):
        a_prev, y_pred[t], cache = rnn_cell_forward(x[t], a_prev, parameters)
        a[t] = a_prev
    return a, y_pred, []


@misconception(
    "rnn_forward",
    caught_by=CARRIES,
    says="the last step is left out, and its entries stay zero: range(T_x) ends at T_x - 1 by itself.",
)
def leaves_out_the_last_step(x, a0, parameters):
    T_x, n_x, m = x.shape
    a, y_pred = np.zeros((T_x, *a0.shape)), np.zeros((T_x, len(parameters["by"]), m))
    a_prev = a0
    for t in range(T_x - 1):
        a_prev, y_pred[t], cache = rnn_cell_forward(x[t], a_prev, parameters)
        a[t] = a_prev
    return a, y_pred, []


@misconception("rnn_forward", caught_by=CARRIES, says="every step reads x[0]: step t reads x[t].")
def reads_the_first_input_again_and_again(source):
    return source.replace("rnn_cell_forward(xt,", "rnn_cell_forward(x[0],")


@misconception(
    "rnn_forward",
    caught_by=CARRIES,
    says="the activation that enters a step is kept in its place: a[t] is what leaves step t.",
)
def keeps_what_enters(source):
    call = "a_next, yt_pred, cache = rnn_cell_forward(xt, a_prev, parameters)"
    return source.replace("a_prev, yt_pred, cache = rnn_cell_forward(xt, a_prev, parameters)", call).replace(
        "caches.append(cache)", "caches.append(cache)\n        a_prev = a_next"
    )


@misconception(
    "rnn_forward",
    caught_by=CARRIES,
    says="time stands on the last axis of a and y_pred: in this course it stands on the first, a[t].",
)
def puts_time_last(source):
    return source.replace("np.stack(a), np.stack(y_pred)", "np.stack(a, axis=-1), np.stack(y_pred, axis=-1)")


@misconception(
    "rnn_forward",
    caught_by=CARRIES,
    says="one array is filled again and again and kept T_x times: all entries of the list are the same array.",
)
def keeps_one_array_many_times(x, a0, parameters):
    a, y_pred, caches = [], [], []
    a_now = a0.copy()
    for xt in x:
        a_next, yt_pred, cache = rnn_cell_forward(xt, a_now, parameters)
        a_now[:] = a_next
        a.append(a_now)
        y_pred.append(yt_pred)
        caches.append(cache)
    return np.array(a), np.array(y_pred), caches


@misconception(
    "rnn_forward",
    caught_by=CARRIES,
    says="only the last step is returned: a and y_pred hold every step.",
)
def returns_the_last_step(source):
    return source.replace("np.stack(a), np.stack(y_pred)", "a[-1], y_pred[-1]")


@misconception(
    "rnn_forward",
    caught_by=CARRIES,
    says="a0 is returned as a first entry: a has T_x entries, and a[0] is what leaves the first step.",
)
def returns_a0_as_well(source):
    return source.replace("np.stack(a)", "np.stack([a0, *a])")


@misconception(
    "rnn_forward",
    caught_by=CARRIES,
    says="every prediction is the last one: keep the prediction of each step.",
)
def repeats_the_last_prediction(source):
    return source.replace("np.stack(y_pred)", "np.stack([yt_pred] * len(x))")


@misconception(
    "rnn_forward",
    caught_by="no_time_step_sees_a_later_input",
    says="the loop runs from the last time step to the first: the past flows into the future, not the other way round.",
)
def runs_backwards(source):
    return source.replace("for xt in x:", "for xt in x[::-1]:").replace(
        "np.stack(a), np.stack(y_pred)", "np.stack(a[::-1]), np.stack(y_pred[::-1])"
    )


@misconception(
    "rnn_forward",
    caught_by="no_time_step_sees_a_later_input",
    says="the steps are read in reverse order: x[0] is the first.",
)
def reads_the_last_input_first(source):
    return source.replace("for xt in x:", "for xt in x[::-1]:")


@misconception(
    "rnn_forward",
    caught_by="no_time_step_sees_a_later_input",
    says="step t reads x[t+1], because the loop counts from 1: in the code the first step is x[0].",
)
def reads_one_step_ahead(source):
    return source.replace("for xt in x:", "for xt in np.roll(x, -1, axis=0):")


@misconception(
    "rnn_forward",
    caught_by="each_example_is_read_by_itself",
    says="the last activation of one example is the first of the next: set a_prev to a0 inside the loop over examples.",
)
def carries_from_example_to_example(x, a0, parameters):
    T_x, n_x, m = x.shape
    a, y_pred = np.zeros((T_x, *a0.shape)), np.zeros((T_x, len(parameters["by"]), m))
    a_prev = a0[:, :1]
    for i in range(m):
        for t in range(T_x):
            a_prev, yt_pred, cache = rnn_cell_forward(x[t, :, i : i + 1], a_prev, parameters)
            a[t, :, i : i + 1], y_pred[t, :, i : i + 1] = a_prev, yt_pred
    return a, y_pred, []


@misconception(
    "rnn_forward",
    caught_by="each_example_is_read_by_itself",
    says="all examples start from the first column of a0: each has a column of its own there.",
)
def starts_all_from_the_first_column(source):
    return source.replace("a_prev = a0", "a_prev = np.repeat(a0[:, :1], a0.shape[1], axis=1)")


@misconception(
    "rnn_forward",
    caught_by="a0_and_x_are_left_alone",
    says="the running activation is written into a0: a_prev = a0 is another name for the same array, not a copy.",
)
def writes_into_a0(source):
    return source.replace("a_prev, yt_pred, cache = rnn", "a_next, yt_pred, cache = rnn").replace(
        "a.append(a_prev)", "a.append(a_next)\n        a_prev[:] = a_next"
    )


@variant("rnn_forward")
def filling_arrays(x, a0, parameters):
    T_x, n_x, m = x.shape
    a, y_pred, caches = np.empty((T_x, *a0.shape)), np.empty((T_x, parameters["Wya"].shape[0], m)), []
    a_next = a0
    for t in range(T_x):
        a_next, yt_pred, cache = rnn_cell_forward(x[t], a_next, parameters)
        a[t], y_pred[t] = a_next, yt_pred
        caches.append(cache)
    return a, y_pred, caches


@variant("rnn_forward")
def without_calling_the_cell(x, a0, parameters):
    Wax, Waa, Wya, ba, by = (parameters[k] for k in ("Wax", "Waa", "Wya", "ba", "by"))
    a = np.zeros((len(x), *a0.shape))
    for t in range(len(x)):
        a[t] = np.tanh(Wax @ x[t] + Waa @ (a[t - 1] if t > 0 else a0) + ba)
    return a, softmax(Wya @ a + by, axis=1), (a, x, a0, parameters)


@variant("rnn_forward")
def with_a0_in_front(x, a0, parameters):
    a, ys = [a0], []
    for xt in x:
        a_next, y, _ = rnn_cell_forward(xt, a[-1], parameters)
        a.append(a_next)
        ys.append(y)
    return np.array(a[1:]), np.array(ys), None


@variant("rnn_forward")
def by_recursion(x, a0, parameters):
    a_next, y, cache = rnn_cell_forward(x[0], a0, parameters)
    if len(x) == 1:
        return a_next[None], y[None], [cache]
    a, ys, caches = rnn_forward(x[1:], a_next, parameters)
    return np.concatenate([a_next[None], a]), np.concatenate([y[None], ys]), [cache, *caches]


@variant("rnn_forward")
def reading_the_activation_from_the_cache(x, a0, parameters):
    a_prev, steps = a0.copy(), []
    for xt in x:
        steps.append(rnn_cell_forward(xt, a_prev, parameters))
        a_prev = steps[-1][2][0]
    a, y_pred, caches = zip(*steps, strict=True)
    return np.array(a), np.array(y_pred), caches


# ------------------------------------------------------------------------------------------- rnn_forward_masked

VALID = "valid_steps_follow_the_equation"
STILL = "masked_steps_leave_the_activation_as_it_was"
OWN_MASK = "each_example_follows_its_own_mask"
PADDING = "more_padding_changes_nothing"
KEEP = "a_prev = np.where(valid, a_next, a_prev)"


@misconception(
    "rnn_forward_masked",
    caught_by=VALID,
    says="the mask is used the wrong way round: True marks the steps that count.",
)
def turns_the_mask_round(source):
    return source.replace("np.where(valid, a_next, a_prev)", "np.where(valid, a_prev, a_next)")


@misconception(
    "rnn_forward_masked",
    caught_by=VALID,
    says="a holds the right activation at masked steps, but the loop goes on from the one that the padding made.",
)
def carries_what_the_padding_made(source):
    return source.replace(KEEP, "kept = np.where(valid, a_next, a_prev)\n        a_prev = a_next").replace(
        "a.append(a_prev)", "a.append(kept)"
    )


@misconception(
    "rnn_forward_masked",
    caught_by=VALID,
    says="the mask is read as a length, counted from the start: it may be False anywhere.",
)
def reads_the_mask_as_a_length(source):
    return source.replace("a_prev = a0", "a_prev = a0\n    mask = np.arange(len(mask))[:, None] < mask.sum(axis=0)")


@misconception(
    "rnn_forward_masked",
    caught_by=VALID,
    says="an example that has met a masked step never goes on: a valid step may follow.",
)
def stops_for_good(source):
    return source.replace("a_prev = a0", "a_prev = a0\n    mask = np.logical_and.accumulate(mask, axis=0)")


@misconception(
    "rnn_forward_masked",
    caught_by=VALID,
    says="the first step starts from zeros: it starts from a0.",
)
def starts_the_masked_loop_from_zeros(source):
    return source.replace("a_prev = a0", "a_prev = np.zeros_like(a0)")


@misconception(
    "rnn_forward_masked",
    caught_by=VALID,
    says="every step starts from a0: nothing is carried from step to step.",
)
def never_carries_in_the_masked_loop(source):
    return source.replace(KEEP, "a_kept = np.where(valid, a_next, a_prev)").replace(
        "a.append(a_prev)", "a.append(a_kept)"
    )


@misconception(
    "rnn_forward_masked",
    caught_by=STILL,
    says="the mask is ignored: padding moves the activation like any input.",
)
def ignores_the_mask(source):
    return source.replace("np.where(valid, a_next, a_prev)", "a_next")


@misconception(
    "rnn_forward_masked",
    caught_by=STILL,
    says="the activation is multiplied by the mask: it becomes zero at padding, where it is to stay what it was.",
)
def clears_the_activation(source):
    return source.replace("np.where(valid, a_next, a_prev)", "a_next * valid")


@misconception(
    "rnn_forward_masked",
    caught_by=STILL,
    says="the activation goes on as it should, but a holds zeros at masked steps: a[t] is a[t-1] there.",
)
def shows_zeros_at_masked_steps(source):
    return source.replace("a.append(a_prev)", "a.append(a_prev * valid)")


@misconception(
    "rnn_forward_masked",
    caught_by=STILL,
    says="the activation goes back to a0 at a masked step: it stays what it was, and what was read is not forgotten.",
)
def goes_back_to_a0(source):
    return source.replace("np.where(valid, a_next, a_prev)", "np.where(valid, a_next, a0)")


@misconception(
    "rnn_forward_masked",
    caught_by=STILL,
    says="the mask is applied to the whole step if any example is valid: each example has a mask of its own.",
)
def goes_on_while_any_is_valid(source):
    return source.replace("np.where(valid, a_next, a_prev)", "a_next if valid.any() else a_prev")


@misconception(
    "rnn_forward_masked",
    caught_by=OWN_MASK,
    says="the whole batch stands still as soon as one example is masked: each example has a mask of its own.",
)
def stands_still_where_any_is_masked(source):
    return source.replace("np.where(valid, a_next, a_prev)", "a_next if valid.all() else a_prev")


@misconception(
    "rnn_forward_masked",
    caught_by=OWN_MASK,
    says="the loop ends at the first padding that any example has: the longer ones have not been read yet.",
)
def breaks_at_the_first_padding(x, a0, parameters, mask):
    T_x, n_x, m = x.shape
    a, y_pred = np.zeros((T_x, *a0.shape)), np.zeros((T_x, len(parameters["by"]), m))
    a_prev = a0
    for t in range(T_x):
        if not mask[t].all():
            break
        a_prev, y_pred[t], cache = rnn_cell_forward(x[t], a_prev, parameters)
        a[t] = a_prev
    return a, y_pred, []


@misconception(
    "rnn_forward_masked",
    caught_by=OWN_MASK,
    says="the mask of the first example is used for all: each example has a mask of its own.",
)
def uses_the_mask_of_the_first(source):
    return source.replace("np.where(valid, a_next, a_prev)", "np.where(valid[0], a_next, a_prev)")


@misconception(
    "rnn_forward_masked",
    caught_by=PADDING,
    says="the mask is applied to the input: an input of zeros is still a step, and W_aa and b_a move the activation.",
)
def masks_the_input(source):
    return source.replace("rnn_cell_forward(xt,", "rnn_cell_forward(xt * valid,").replace(
        "np.where(valid, a_next, a_prev)", "a_next"
    )


@misconception(
    "rnn_forward_masked",
    caught_by=PADDING,
    says="the sequences are moved to the end, and the padding is read first.",
)
def pads_on_the_left(source):
    shift = "np.stack([np.roll(x[..., i], int((~mask[:, i]).sum()), axis=0) for i in range(x.shape[2])], axis=2)"
    return source.replace("a_prev = a0", f"a_prev = a0\n    x = {shift}").replace(
        "np.where(valid, a_next, a_prev)", "a_next"
    )


@variant("rnn_forward_masked")
def mixing_with_zeros_and_ones(x, a0, parameters, mask):
    a, y_pred, caches = np.zeros((len(x), *a0.shape)), [], []
    a_prev = a0
    for t in range(len(x)):
        a_next, yt, cache = rnn_cell_forward(x[t], a_prev, parameters)
        keep = mask[t].astype(float)[None, :]
        a[t] = keep * a_next + (1 - keep) * a_prev
        a_prev = a[t]
        y_pred.append(yt)
        caches.append(cache)
    return a, np.stack(y_pred), caches


@variant("rnn_forward_masked")
def replacing_columns_of_a_copy(x, a0, parameters, mask):
    a, y_pred, caches = [], [], []
    state = a0
    for t, xt in enumerate(x):
        a_next, yt_pred, cache = rnn_cell_forward(xt, state, parameters)
        state = state.copy()
        state[:, mask[t]] = a_next[:, mask[t]]
        a.append(state)
        y_pred.append(yt_pred * mask[t])
        caches.append((cache, mask[t]))
    return np.array(a), np.array(y_pred), caches


@variant("rnn_forward_masked")
def running_the_valid_columns_alone(x, a0, parameters, mask):
    a, y_pred = np.empty((len(x), *a0.shape)), np.full((len(x), len(parameters["by"]), a0.shape[1]), 0.5)
    state = np.array(a0)
    for t in range(len(x)):
        on = np.flatnonzero(mask[t])
        if on.size:
            state[:, on], y_pred[t][:, on], _ = rnn_cell_forward(x[t][:, on], state[:, on], parameters)
        a[t] = state
    return a, y_pred, ()


@variant("rnn_forward_masked")
def without_calling_the_cell_under_a_mask(x, a0, parameters, mask):
    p, a, a_prev = parameters, [], a0
    for t in range(x.shape[0]):
        new = np.tanh(p["Waa"] @ a_prev + p["Wax"] @ x[t] + p["ba"])
        a_prev = np.where(mask[t][np.newaxis, :], new, a_prev)
        a.append(a_prev)
    a = np.stack(a)
    return a, softmax(np.einsum("ya,tam->tym", p["Wya"], a) + p["by"], axis=1), []


# --------------------------------------------------------------------------------------- sequence_cross_entropy

RIGHT = "a_step_costs_minus_the_log_of_the_right_probability"
WEIGHTS = "every_valid_step_weighs_the_same"
LABELS = "labels_at_masked_steps_may_be_anything"
IMPOSSIBLE = "an_impossible_event_costs_much_but_not_infinitely_much"
ALONE = "predictions_labels_and_mask_are_left_alone"
MEAN = "-np.log(np.maximum(p, 1e-12)).mean().item()"


@misconception(
    "sequence_cross_entropy", caught_by=RIGHT, says="the sign is missing: a log of a probability is negative."
)
def forgets_the_sign(source):
    return source.replace("-np.log(", "np.log(")


@misconception(
    "sequence_cross_entropy",
    caught_by=RIGHT,
    says="the loss is -log(1 - p): it is the probability of the right class whose log counts.",
)
def takes_the_log_of_the_rest(source):
    return source.replace("np.maximum(p, 1e-12)", "np.maximum(1 - p, 1e-12)")


@misconception(
    "sequence_cross_entropy",
    caught_by=RIGHT,
    says="the largest probability of each step is read: the loss reads that of the right class.",
)
def reads_the_largest_probability(source):
    return source.replace("y_pred[t, y[t, i], i]", "y_pred[t, :, i].max(axis=1)")


@misconception(
    "sequence_cross_entropy",
    caught_by=RIGHT,
    says="the probabilities of all classes are summed into the loss: only that of the right class counts.",
)
def sums_over_all_classes(source):
    return source.replace(MEAN, "-np.log(np.maximum(y_pred[t, :, i], 1e-12)).sum(axis=1).mean().item()")


@misconception(
    "sequence_cross_entropy",
    caught_by=RIGHT,
    says="every class is scored as a yes-or-no question: here the classes exclude each other, and only the right one counts.",
)
def scores_each_class_as_yes_or_no(source):
    rest = "-(np.log(1 - y_pred[t, :, i]).sum(axis=1) - np.log(1 - p) + np.log(p)).mean().item()"
    return source.replace(MEAN, rest)


@misconception(
    "sequence_cross_entropy", caught_by=RIGHT, says="the logarithm is to base 2 (bits): nats are due, np.log."
)
def counts_in_bits(source):
    return source.replace("np.log(", "np.log2(")


@misconception("sequence_cross_entropy", caught_by=RIGHT, says="the logarithm is to base 10: nats are due, np.log.")
def counts_in_tens(source):
    return source.replace("np.log(", "np.log10(")


@misconception(
    "sequence_cross_entropy",
    caught_by=RIGHT,
    says="the log is taken of the mean probability: the mean is taken of the logs.",
)
def takes_the_log_of_the_mean(source):
    return source.replace(MEAN, "-np.log(np.maximum(p.mean(), 1e-12)).item()")


@misconception(
    "sequence_cross_entropy",
    caught_by=RIGHT,
    says="the log is missing: this is one minus the probability of the right class.",
)
def forgets_the_log(source):
    return source.replace(MEAN, "(1 - p).mean().item()")


@misconception(
    "sequence_cross_entropy",
    caught_by=RIGHT,
    says="each label is looked up at the step of the same row in a flattened array: time and examples are mixed up.",
)
def mixes_time_and_examples(y_pred, y, mask):
    T, n_y, m = y_pred.shape
    flat = y_pred.reshape(T * m, n_y)
    p = flat[np.arange(T * m), y.ravel() * mask.ravel()]
    return float(-np.log(np.maximum(p, 1e-12))[mask.ravel()].mean())


@misconception(
    "sequence_cross_entropy",
    caught_by=RIGHT,
    says="every label is looked up for every step and example: index time, class and example together.",
)
def crosses_all_indices(source):
    return source.replace("y_pred[t, y[t, i], i]", "y_pred[np.arange(len(y))][:, (y * mask)[mask]][mask.any(axis=1)]")


@misconception(
    "sequence_cross_entropy",
    caught_by=WEIGHTS,
    says="the sum is divided by all m * T steps, padding included: divide by the number of valid steps.",
)
def divides_by_all_steps(source):
    return source.replace(".mean().item()", ".sum().item() / mask.size")


@misconception(
    "sequence_cross_entropy",
    caught_by=WEIGHTS,
    says="the sum is divided by the number of examples: divide by the number of valid steps.",
)
def divides_by_examples(source):
    return source.replace(".mean().item()", ".sum().item() / mask.shape[1]")


@misconception(
    "sequence_cross_entropy",
    caught_by=WEIGHTS,
    says="the sum is divided by the number of time steps T: divide by the number of valid steps of all examples.",
)
def divides_by_time(source):
    return source.replace(".mean().item()", ".sum().item() / mask.shape[0]")


@misconception(
    "sequence_cross_entropy", caught_by=WEIGHTS, says="the sum over the valid steps is not divided by anything."
)
def forgets_to_divide(source):
    return source.replace(".mean().item()", ".sum().item()")


@misconception(
    "sequence_cross_entropy",
    caught_by=WEIGHTS,
    says="each example is averaged first, then the examples: a step of a short sequence then weighs more than one of a long.",
)
def averages_each_example_first(source):
    return source.replace(MEAN, "-np.mean([np.log(np.maximum(p[i == k], 1e-12)).mean() for k in np.unique(i)]).item()")


@misconception(
    "sequence_cross_entropy",
    caught_by=WEIGHTS,
    says="each time step is averaged first, then the steps: where few examples are left, each then weighs more.",
)
def averages_each_time_step_first(source):
    return source.replace(MEAN, "-np.mean([np.log(np.maximum(p[t == k], 1e-12)).mean() for k in np.unique(t)]).item()")


@misconception(
    "sequence_cross_entropy",
    caught_by=WEIGHTS,
    says="the mask is ignored: padding is averaged like any step.",
)
def ignores_the_mask_of_the_loss(source):
    return source.replace("np.nonzero(mask)", "np.nonzero(np.ones_like(mask))")


@misconception(
    "sequence_cross_entropy",
    caught_by=LABELS,
    says="labels are looked up before the mask is applied: at a masked step the label may be no class at all.",
)
def looks_up_before_masking(y_pred, y, mask):
    T, n_y, m = y_pred.shape
    p = y_pred[np.arange(T)[:, None], y, np.arange(m)]
    return float((-np.log(np.maximum(p, 1e-12)) * mask).sum() / mask.sum())


@misconception(
    "sequence_cross_entropy",
    caught_by=LABELS,
    says="padding is recognised by its label instead of the mask.",
)
def tells_padding_by_its_label(source):
    return source.replace("np.nonzero(mask)", "np.nonzero(mask | ((y > 0) & (y < y_pred.shape[1])))")


@misconception(
    "sequence_cross_entropy",
    caught_by=IMPOSSIBLE,
    says="a probability of zero is not held up from below: the docstring says at what.",
)
def lets_the_log_run_away(source):
    return source.replace("np.maximum(p, 1e-12)", "p")


@misconception(
    "sequence_cross_entropy",
    caught_by=IMPOSSIBLE,
    says="steps of probability zero are left out of the loss: they are the worst ones, and count.",
)
def leaves_out_the_impossible(source):
    return source.replace("np.maximum(p, 1e-12)", "np.where(p > 0, p, 1)")


@misconception(
    "sequence_cross_entropy",
    caught_by=ALONE,
    says="the labels at masked steps are overwritten in the caller's y: work on a copy, or choose the valid steps first.",
)
def overwrites_the_labels(source):
    return source.replace("t, i = np.nonzero(mask)", "y[~mask] = 0\n    t, i = np.nonzero(mask)")


@misconception(
    "sequence_cross_entropy",
    caught_by=ALONE,
    says="the caller's y_pred is clipped in place: np.maximum and np.clip make a new array unless told otherwise.",
)
def clips_in_place(source):
    return source.replace(
        "t, i = np.nonzero(mask)", "np.clip(y_pred, 1e-12, 1, out=y_pred)\n    t, i = np.nonzero(mask)"
    )


@variant("sequence_cross_entropy")
def in_loops(y_pred, y, mask):
    total, count = 0.0, 0
    for t in range(y.shape[0]):
        for i in range(y.shape[1]):
            if mask[t, i]:
                total -= np.log(max(y_pred[t, y[t, i], i], 1e-12))
                count += 1
    return total / count


@variant("sequence_cross_entropy")
def with_one_hot_labels(y_pred, y, mask):
    n_y = y_pred.shape[1]
    hot = (np.where(mask, y, 0)[:, None, :] == np.arange(n_y)[None, :, None]).astype(float)
    surprise = -(hot * np.log(np.clip(y_pred, 1e-12, None))).sum(axis=1)
    return np.sum(surprise * mask) / np.sum(mask)


@variant("sequence_cross_entropy")
def with_take_along_axis(y_pred, y, mask):
    safe = np.where(mask, y, 0)
    p = np.take_along_axis(y_pred, safe[:, None, :], axis=1)[:, 0, :]
    return np.average(-np.log(np.maximum(p, 1e-12)), weights=mask)


@variant("sequence_cross_entropy")
def with_a_little_added(y_pred, y, mask):
    rows = np.moveaxis(y_pred, 1, 2)[mask]
    p = rows[np.arange(len(rows)), y[mask]]
    return -float(np.mean(np.log(p + 1e-12)))


@variant("sequence_cross_entropy")
def with_an_array_of_no_axes(y_pred, y, mask):
    safe = np.clip(y, 0, y_pred.shape[1] - 1)
    p = y_pred[np.arange(y.shape[0])[:, None], safe, np.arange(y.shape[1])[None, :]]
    return np.asarray(-np.log(np.fmax(p, 1e-12))[mask].sum() / mask.sum())
