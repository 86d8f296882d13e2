"""Other answers to softmax_ce_backward."""

import numpy as np

from solutions.alternatives import Answers
from solutions.backpropagation_through_time import softmax_ce_backward

answers = Answers(softmax_ce_backward)


@answers.variant
def with_a_one_hot_array(y_pred, y, mask):
    onehot = np.arange(y_pred.shape[1])[None, :, None] == y[:, None, :]
    return mask[:, None, :] * (y_pred - onehot) / mask.sum()


@answers.variant
def step_by_step(y_pred, y, mask):
    dz = np.zeros_like(y_pred)
    for t in range(y.shape[0]):
        for i in range(y.shape[1]):
            if mask[t, i]:
                dz[t, :, i] = y_pred[t, :, i]
                dz[t, y[t, i], i] -= 1.0
    return dz / np.count_nonzero(mask)


@answers.variant
def through_the_jacobian_of_softmax(y_pred, y, mask):
    T, n_y, m = y_pred.shape
    dz, N = np.zeros((T, n_y, m)), mask.sum()
    for t, i in zip(*np.nonzero(mask), strict=True):
        p, right = y_pred[t, :, i], y[t, i]
        dp = np.zeros(n_y)
        dp[right] = -1 / (N * p[right])
        dz[t, :, i] = (np.diag(p) - np.outer(p, p)) @ dp
    return dz


@answers.variant
def with_the_unit_matrix(y_pred, y, mask):
    safe = np.where(mask, y, 0)
    dz = (y_pred - np.eye(y_pred.shape[1])[safe].transpose(0, 2, 1)) / mask.sum()
    dz *= mask[:, None, :]
    return dz


TAKE = "dz[t, y[t, i], i] -= 1"
MASKED = "np.where(mask[:, np.newaxis, :], y_pred, 0)"

answers.mistakes(
    "each_step_holds_the_slope_of_its_own_surprise",
    takes_one_from_every_class=(
        {TAKE: "dz[t, :, i] -= 1"},
        "1 is taken from every class: only the right class has a 1 to take.",
    ),
    takes_the_slope_of_the_sigmoid=(
        {TAKE: "dz *= 1 - dz"},
        "the slope of the sigmoid, y_pred * (1 - y_pred), stands where that of softmax and log together is due.",
    ),
    turns_the_gradient_round=(
        {"return dz": "return -dz"},
        "the sign is turned round: what was too likely must get a positive gradient, since descent takes it away.",
    ),
    returns_the_predictions=({TAKE: "pass"}, "nothing is taken from the right class: these are the predictions."),
    takes_from_whole_rows=(
        {TAKE: "dz[t, y[t, i]] -= mask[t]"},
        "dz[t, y[t]] takes 1 from whole rows: every example then loses it at the label of every other one.",
    ),
    stops_before_the_softmax=(
        {MASKED: "np.zeros_like(y_pred)", "-= 1": "= -1 / y_pred[t, y[t, i], i]"},
        "this is the gradient with respect to the probabilities, -1/p at the right class: softmax is still ahead.",
    ),
    moves_the_right_class_alone=(
        {MASKED: "np.zeros_like(y_pred)", "-= 1": "= y_pred[t, y[t, i], i] - 1"},
        "only the right class has a gradient: the others were raised by the same softmax and must come down.",
    ),
)

answers.mistakes(
    "its_size_is_that_of_a_mean_over_the_valid_steps",
    forgets_the_mean=(
        {" / len(t)": ""},
        "nothing is divided: the loss is a mean over the valid steps, and so is its gradient.",
    ),
    divides_by_all_steps_backward=(
        {"len(t)": "mask.size"},
        "it is divided by all m * T steps, padding included: divide by the number of valid ones.",
    ),
    divides_by_the_batch=(
        {"len(t)": "mask.shape[1]"},
        "it is divided by the number of examples: divide by that of valid steps.",
    ),
    divides_each_example_by_its_length=(
        {"len(t)": "mask.sum(axis=0)"},
        "each example is divided by its own length: the loss divides the sum over all of them once, by their number.",
    ),
)

answers.mistakes(
    "padding_gets_no_gradient_whatever_its_label",
    leaves_predictions_at_padding=(
        {MASKED: "y_pred.copy()"},
        "the predictions still stand at masked steps: the loss does not read them there, so they must become zero.",
    ),
)
answers.mistakes(
    "padding_gets_no_gradient_whatever_its_label",
    of=with_a_one_hot_array,
    counts_with_the_mask_only=(
        {"mask[:, None, :] * ": ""},
        "the mask only counts the steps: masked ones must be zero in the result as well.",
    ),
)
answers.mistakes(
    "padding_gets_no_gradient_whatever_its_label",
    of=with_the_unit_matrix,
    looks_up_the_labels_of_padding=(
        {"np.where(mask, y, 0)": "y"},
        "every label is looked up before the mask is applied: at a masked step it may be a number that is no class.",
    ),
)

answers.mistakes(
    "predictions_and_labels_are_left_alone",
    writes_into_the_predictions=(
        {MASKED: "y_pred", "return dz": "return np.where(mask[:, None], dz, 0)"},
        "1 is taken from y_pred itself: dz = y_pred is another name for the same array, not a copy.",
    ),
)

answers.refused(
    "each_step_holds_the_slope_of_its_own_surprise",
    takes_one_at_every_time_step={TAKE: "for label, j in zip(y[t, i], i):\n        dz[:, label, j] -= 1"},
)
answers.refused(
    "its_size_is_that_of_a_mean_over_the_valid_steps",
    divides_each_step_by_its_examples={"len(t)": "np.maximum(mask.sum(axis=1), 1)[:, None, None]"},
)
