# ruff: noqa: N802
# A name says Waa where the course does.
"""Lesson 03, first half: wrong and unusual answers."""

import numpy as np

from solutions.alternatives import misconception, variant

# ----------------------------------------------------------------------------------------- softmax_ce_backward

SLOPE = "each_step_holds_the_slope_of_its_own_surprise"
SIZE = "its_size_is_that_of_a_mean_over_the_valid_steps"
PADDING = "padding_gets_no_gradient_whatever_its_label"
CE_ALONE = "predictions_and_labels_are_left_alone"
ONE_LESS = "dz[t, y[t, i], i] -= 1"


@misconception(
    "softmax_ce_backward", caught_by=SLOPE, says="1 is taken from every class: only the right class has a 1 to take."
)
def takes_one_from_every_class(source):
    return source.replace(ONE_LESS, "dz[t, :, i] -= 1")


@misconception(
    "softmax_ce_backward",
    caught_by=SLOPE,
    says="a label takes its 1 at every time step: dz[:, y, i] reaches all of them, and each label belongs to one.",
)
def takes_one_at_every_time_step(source):
    return source.replace(ONE_LESS, "for k, j in zip(y[t, i], i):\n        dz[:, k, j] -= 1")


@misconception(
    "softmax_ce_backward",
    caught_by=SLOPE,
    says="dz[t, y[t]] takes 1 from whole rows: every example then loses it at the label of every other one.",
)
def takes_from_whole_rows(y_pred, y, mask):
    dz = np.where(mask[:, None], y_pred, 0)
    for t in range(len(y)):
        dz[t, y[t][mask[t]]] -= mask[t]
    return dz / mask.sum()


@misconception(
    "softmax_ce_backward",
    caught_by=SLOPE,
    says="the slope of the sigmoid, y_pred * (1 - y_pred), stands where that of softmax and log together is due.",
)
def takes_the_slope_of_the_sigmoid(source):
    return source.replace(ONE_LESS, "dz *= 1 - dz")


@misconception(
    "softmax_ce_backward",
    caught_by=SLOPE,
    says="the sign is turned round: what was too likely must get a positive gradient, since descent takes it away.",
)
def turns_the_gradient_round(source):
    return source.replace("return dz", "return -dz")


@misconception(
    "softmax_ce_backward",
    caught_by=SLOPE,
    says="this is the gradient with respect to the probabilities, -1/p at the right class: softmax is still ahead.",
)
def stops_before_the_softmax(y_pred, y, mask):
    t, i = np.nonzero(mask)
    dz = np.zeros(y_pred.shape)
    dz[t, y[t, i], i] = -1 / y_pred[t, y[t, i], i]
    return dz / len(t)


@misconception(
    "softmax_ce_backward", caught_by=SLOPE, says="nothing is taken from the right class: these are the predictions."
)
def returns_the_predictions(source):
    return source.replace(ONE_LESS, "pass")


@misconception(
    "softmax_ce_backward",
    caught_by=SLOPE,
    says="only the right class has a gradient: the others were raised by the same softmax and must come down.",
)
def moves_the_right_class_alone(y_pred, y, mask):
    t, i = np.nonzero(mask)
    dz = np.zeros(y_pred.shape)
    dz[t, y[t, i], i] = (y_pred[t, y[t, i], i] - 1) / len(t)
    return dz


@misconception(
    "softmax_ce_backward",
    caught_by=SIZE,
    says="nothing is divided: the loss is a mean over the valid steps, and so is its gradient.",
)
def forgets_the_mean(source):
    return source.replace("dz / len(t)", "dz")


@misconception(
    "softmax_ce_backward",
    caught_by=SIZE,
    says="it is divided by all m * T steps, padding included: divide by the number of valid ones.",
)
def divides_by_all_steps_backward(source):
    return source.replace("dz / len(t)", "dz / mask.size")


@misconception(
    "softmax_ce_backward",
    caught_by=SIZE,
    says="it is divided by the number of examples: divide by that of valid steps.",
)
def divides_by_the_batch(source):
    return source.replace("dz / len(t)", "dz / mask.shape[1]")


@misconception(
    "softmax_ce_backward",
    caught_by=SIZE,
    says="each example is divided by its own length: the loss divides the sum over all of them once, by their number.",
)
def divides_each_example_by_its_length(source):
    return source.replace("dz / len(t)", "dz / mask.sum(axis=0)")


@misconception(
    "softmax_ce_backward",
    caught_by=SIZE,
    says="each step is divided by the number of examples that are valid at it: all valid steps weigh the same.",
)
def divides_each_step_by_its_examples(source):
    return source.replace("dz / len(t)", "dz / np.maximum(mask.sum(axis=1), 1)[:, None, None]")


@misconception(
    "softmax_ce_backward",
    caught_by=PADDING,
    says="the predictions still stand at masked steps: the loss does not read them there, so they must become zero.",
)
def leaves_predictions_at_padding(source):
    return source.replace("np.where(mask[:, np.newaxis, :], y_pred, 0)", "y_pred.copy()")


@misconception(
    "softmax_ce_backward",
    caught_by=PADDING,
    says="the mask only counts the steps: masked ones must be zero in the result as well.",
)
def counts_with_the_mask_only(y_pred, y, mask):
    onehot = np.arange(y_pred.shape[1])[:, None] == y[:, None, :]
    return (y_pred - onehot) / mask.sum()


@misconception(
    "softmax_ce_backward",
    caught_by=PADDING,
    says="every label is looked up before the mask is applied: at a masked step it may be a number that is no class.",
)
def looks_up_the_labels_of_padding(y_pred, y, mask):
    dz = y_pred.copy()
    t, i = np.indices(y.shape)
    dz[t, y, i] -= 1
    return dz * mask[:, None] / mask.sum()


@misconception(
    "softmax_ce_backward",
    caught_by=CE_ALONE,
    says="1 is taken from y_pred itself: dz = y_pred is another name for the same array, not a copy.",
)
def writes_into_the_predictions(y_pred, y, mask):
    t, i = np.nonzero(mask)
    dz = y_pred
    dz[t, y[t, i], i] -= 1
    return np.where(mask[:, None], dz, 0) / len(t)


@variant("softmax_ce_backward")
def with_a_one_hot_array(y_pred, y, mask):
    onehot = np.arange(y_pred.shape[1])[None, :, None] == y[:, None, :]
    return mask[:, None, :] * (y_pred - onehot) / mask.sum()


@variant("softmax_ce_backward")
def step_by_step(y_pred, y, mask):
    dz = np.zeros_like(y_pred)
    for t in range(y.shape[0]):
        for i in range(y.shape[1]):
            if mask[t, i]:
                dz[t, :, i] = y_pred[t, :, i]
                dz[t, y[t, i], i] -= 1.0
    return dz / np.count_nonzero(mask)


@variant("softmax_ce_backward")
def through_the_jacobian_of_softmax(y_pred, y, mask):
    T, n_y, m = y_pred.shape
    dz, N = np.zeros((T, n_y, m)), mask.sum()
    for t, i in zip(*np.nonzero(mask), strict=True):
        p, right = y_pred[t, :, i], y[t, i]
        dp = np.zeros(n_y)
        dp[right] = -1 / (N * p[right])
        dz[t, :, i] = (np.diag(p) - np.outer(p, p)) @ dp
    return dz


@variant("softmax_ce_backward")
def with_the_unit_matrix(y_pred, y, mask):
    safe = np.where(mask, y, 0)
    dz = (y_pred - np.eye(y_pred.shape[1])[safe].transpose(0, 2, 1)) / mask.sum()
    dz *= mask[:, None, :]
    return dz


# ------------------------------------------------------------------------------------------- rnn_cell_backward

TANH, DBA = "the_gradient_goes_back_through_tanh", "dba_adds_up_the_examples"
DXT, DA_PREV = (
    "the_input_gets_its_gradient_the_way_it_went_in",
    "the_old_activation_gets_its_gradient_the_way_it_went_in",
)
DWAX, DWAA = "dWax_pairs_what_came_in_with_what_came_back", "dWaa_pairs_the_old_activation_with_what_came_back"
CELL_ALONE = "gradient_and_cache_are_left_alone"
DZ = "(1 - a_next**2) * da_next"


def _tanh_mistake(says):
    return misconception("rnn_cell_backward", caught_by=TANH, says=says)


@_tanh_mistake("the tanh is left out: da_next is the gradient at its output, and dz is due, the one at its input.")
def forgets_the_tanh(source):
    return source.replace(DZ, "da_next")


@_tanh_mistake("the slope of tanh is taken for 1 - a: the activation enters squared.")
def forgets_the_square(source):
    return source.replace("a_next**2", "a_next")


@_tanh_mistake("tanh is taken of a_next, which is a tanh already: the cache holds its value, so square that.")
def takes_tanh_twice(source):
    return source.replace("a_next**2", "np.tanh(a_next) ** 2")


@_tanh_mistake("the slope is a * (1 - a): that is the slope of the sigmoid, and this cell has a tanh.")
def takes_the_slope_of_a_sigmoid(source):
    return source.replace("(1 - a_next**2)", "a_next * (1 - a_next)")


@_tanh_mistake("the slope is taken at the old activation: the tanh of this step made a_next.")
def takes_the_slope_at_the_old_activation(source):
    return source.replace("(1 - a_next**2)", "(1 - a_prev**2)")


@_tanh_mistake("the square is taken of the whole, (1 - a)^2: only the activation is squared.")
def squares_the_whole(source):
    return source.replace("(1 - a_next**2)", "(1 - a_next) ** 2")


@_tanh_mistake("the slope is 1 + a^2: it is 1 - a^2, at most 1.")
def adds_the_square(source):
    return source.replace("1 - a_next**2", "1 + a_next**2")


@_tanh_mistake("the slope is added: the chain rule multiplies.")
def adds_the_slope(source):
    return source.replace("(1 - a_next**2) *", "(1 - a_next**2) +")


@_tanh_mistake("the gradient is divided by the slope: the chain rule multiplies on the way back as well.")
def divides_by_the_slope(source):
    return source.replace(DZ, "da_next / (1 - a_next**2)")


@_tanh_mistake("da_next is left out: these are the gradients for a loss whose gradient is 1 everywhere.")
def forgets_what_comes_in(source):
    return source.replace("* da_next", "* np.ones_like(da_next)")


@misconception(
    "rnn_cell_backward",
    caught_by=DBA,
    says="dba has shape (n_a,): keepdims=True keeps the axis of examples, and ba is (n_a, 1).",
)
def drops_the_axis_of_examples(source):
    return source.replace(", keepdims=True", "")


@misconception(
    "rnn_cell_backward",
    caught_by=DBA,
    says="dba is the mean over the examples: they add up; the loss has divided already.",
)
def averages_the_examples(source):
    return source.replace("dz.sum(axis=1", "dz.mean(axis=1")


@misconception(
    "rnn_cell_backward", caught_by=DBA, says="dba is summed over the units: each unit has a bias of its own."
)
def sums_over_the_units(source):
    return source.replace("dz.sum(axis=1", "dz.sum(axis=0")


@misconception(
    "rnn_cell_backward", caught_by=DBA, says="dba is dz itself, one column for each example: they share one bias."
)
def keeps_a_bias_for_each_example(source):
    return source.replace("dz.sum(axis=1, keepdims=True)", "dz")


@misconception(
    "rnn_cell_backward", caught_by=DBA, says="dba is summed over units and examples: each unit has a bias of its own."
)
def sums_over_everything(source):
    return source.replace("dz.sum(axis=1, keepdims=True)", "dz.sum()")


@_tanh_mistake("dba skips the tanh, and it alone does: the bias stands inside the tanh, so dz adds up.")
def sums_before_the_tanh(source):
    return source.replace("dz.sum(axis=1", "da_next.sum(axis=1")


@misconception(
    "rnn_cell_backward",
    caught_by=DXT,
    says="dxt skips the tanh: Wax was applied inside it, so dz goes back through Wax.",
)
def sends_da_to_the_input(source):
    return source.replace('parameters["Wax"].T @ dz', 'parameters["Wax"].T @ da_next')


@misconception(
    "rnn_cell_backward",
    caught_by=DXT,
    says="dxt is (m, n_x): examples are columns, as they are in xt.",
)
def returns_dxt_in_rows(source):
    return source.replace('parameters["Wax"].T @ dz', 'dz.T @ parameters["Wax"]')


@misconception(
    "rnn_cell_backward",
    caught_by=DXT,
    says="Wax is not transposed, and its shape does not fit: forward it leads from n_x to n_a, back from n_a to n_x.",
)
def sends_dz_forward_through_Wax(source):
    return source.replace('parameters["Wax"].T @ dz', 'parameters["Wax"] @ dz')


@misconception(
    "rnn_cell_backward",
    caught_by=DA_PREV,
    says="Waa is applied as it is: backward it is transposed. It is square, so no shape complains.",
)
def sends_dz_forward_through_Waa(source):
    return source.replace('parameters["Waa"].T @ dz', 'parameters["Waa"] @ dz')


@misconception(
    "rnn_cell_backward",
    caught_by=DA_PREV,
    says="da_prev skips the tanh: Waa was applied inside it, so dz goes back through Waa.",
)
def sends_da_to_the_past(source):
    return source.replace('parameters["Waa"].T @ dz', 'parameters["Waa"].T @ da_next')


@misconception(
    "rnn_cell_backward",
    caught_by=DA_PREV,
    says="da_next is added to da_prev: forward, nothing leads from a_prev to a_next but the way through Waa and tanh.",
)
def adds_what_came_in_to_da_prev(source):
    return source.replace('parameters["Waa"].T @ dz', 'parameters["Waa"].T @ dz + da_next')


@misconception(
    "rnn_cell_backward",
    caught_by=DA_PREV,
    says="da_prev is dz: it has yet to go back through Waa.",
)
def forgets_Waa(source):
    return source.replace('parameters["Waa"].T @ dz', "dz")


@misconception(
    "rnn_cell_backward", caught_by=DWAX, says="dWax is (n_x, n_a): it has the shape of Wax, so dz comes first."
)
def turns_dWax_round(source):
    return source.replace("dz @ xt.T", "xt @ dz.T")


@misconception(
    "rnn_cell_backward",
    caught_by=DWAX,
    says="dWax is the mean over the examples: they add up; the loss has divided already.",
)
def averages_dWax(source):
    return source.replace("dz @ xt.T", "dz @ xt.T / xt.shape[1]")


@misconception("rnn_cell_backward", caught_by=DWAX, says="dWax skips the tanh: Wax stands inside it, so dz is paired.")
def pairs_da_with_the_input(source):
    return source.replace("dz @ xt.T", "da_next @ xt.T")


@misconception(
    "rnn_cell_backward",
    caught_by=DWAX,
    says="dWax pairs dz with the old activation: Wax acted on xt.",
)
def pairs_Wax_with_the_old_activation(source):
    return source.replace("dz @ xt.T", "dz @ a_prev.T")


@misconception(
    "rnn_cell_backward",
    caught_by=DWAA,
    says="dWaa pairs dz with the new activation: Waa acted on the old one, a_prev.",
)
def pairs_Waa_with_the_new_activation(source):
    return source.replace("dz @ a_prev.T", "dz @ a_next.T")


@misconception(
    "rnn_cell_backward",
    caught_by=DWAA,
    says="dWaa is transposed: dz comes first. It is square, so no shape complains.",
)
def turns_dWaa_round(source):
    return source.replace("dz @ a_prev.T", "a_prev @ dz.T")


@misconception(
    "rnn_cell_backward",
    caught_by=DWAA,
    says="dWaa is the mean over the examples: they add up; the loss has divided already.",
)
def averages_dWaa(source):
    return source.replace("dz @ a_prev.T", "dz @ a_prev.T / dz.shape[1]")


@misconception("rnn_cell_backward", caught_by=DWAA, says="dWaa skips the tanh: Waa stands inside it, so dz is paired.")
def pairs_da_with_the_old_activation(source):
    return source.replace("dz @ a_prev.T", "da_next @ a_prev.T")


@misconception(
    "rnn_cell_backward",
    caught_by=CELL_ALONE,
    says="da_next is multiplied in place: `*=` writes into the caller's array.",
)
def multiplies_da_next_in_place(source):
    return source.replace(f"dz = {DZ}", "dz = da_next\n    dz *= 1 - a_next**2")


@misconception(
    "rnn_cell_backward",
    caught_by=CELL_ALONE,
    says="a_next is squared in place: `**=` writes into the cache, and the next caller finds another activation there.",
)
def squares_the_cache(source):
    return source.replace(f"dz = {DZ}", "a_next **= 2\n    dz = (1 - a_next) * da_next")


@variant("rnn_cell_backward")
def computing_tanh_again(da_next, cache):
    _, a_prev, xt, p = cache
    z = p["Waa"] @ a_prev + p["Wax"] @ xt + p["ba"]
    dz = da_next * (1 - np.tanh(z) ** 2)
    return {
        "dxt": np.dot(p["Wax"].T, dz),
        "da_prev": np.dot(p["Waa"].T, dz),
        "dWax": np.dot(dz, xt.T),
        "dWaa": np.dot(dz, a_prev.T),
        "dba": np.sum(dz, 1, keepdims=True),
    }


@variant("rnn_cell_backward")
def with_einsum_and_cosh(da_next, cache):
    a_next, a_prev, xt, p = cache
    dz = da_next / np.cosh(np.arctanh(a_next)) ** 2
    return {
        "dba": np.einsum("ji->j", dz)[:, None],
        "dWaa": np.einsum("ji,ki->jk", dz, a_prev),
        "dWax": np.einsum("ji,ki->jk", dz, xt),
        "da_prev": np.einsum("jk,ji->ki", p["Waa"], dz),
        "dxt": np.einsum("jk,ji->ki", p["Wax"], dz),
    }


@variant("rnn_cell_backward")
def with_stacked_weights(da_next, cache):
    a_next, a_prev, xt, p = cache
    n_a = len(a_prev)
    dz = (1 - a_next) * (1 + a_next) * da_next
    d_both = np.hstack([p["Waa"], p["Wax"]]).T @ dz
    dWa = dz @ np.vstack([a_prev, xt]).T
    return {
        "dxt": d_both[n_a:],
        "da_prev": d_both[:n_a],
        "dWax": dWa[:, n_a:],
        "dWaa": dWa[:, :n_a],
        "dba": dz @ np.ones((dz.shape[1], 1)),
    }


@variant("rnn_cell_backward")
def example_by_example(da_next, cache):
    a_next, a_prev, xt, p = cache
    grads = {"dxt": np.zeros(xt.shape), "da_prev": np.zeros(a_prev.shape)}
    grads |= {"dWax": np.zeros(p["Wax"].shape), "dWaa": np.zeros(p["Waa"].shape), "dba": np.zeros(p["ba"].shape)}
    for i in range(xt.shape[1]):
        dz = da_next[:, i] * (1 - np.square(a_next[:, i]))
        grads["dxt"][:, i] = dz @ p["Wax"]
        grads["da_prev"][:, i] = dz @ p["Waa"]
        grads["dWax"] += np.outer(dz, xt[:, i])
        grads["dWaa"] += np.outer(dz, a_prev[:, i])
        grads["dba"] += dz.reshape(-1, 1)
    return grads
