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


answers.mistakes(
    "each_step_holds_the_slope_of_its_own_surprise",
    takes_one_from_every_class=(
        {"dz[t, y[t, i], i] -= 1": "dz[t, :, i] -= 1"},
        "1 is taken from every class: only the right class has a 1 to take.",
    ),
    takes_one_at_every_time_step=(
        {"dz[t, y[t, i], i] -= 1": "for k, j in zip(y[t, i], i):\n        dz[:, k, j] -= 1"},
        "a label takes its 1 at every time step: dz[:, y, i] reaches all of them, and each label belongs to one.",
    ),
    takes_the_slope_of_the_sigmoid=(
        {"dz[t, y[t, i], i] -= 1": "dz *= 1 - dz"},
        "the slope of the sigmoid, y_pred * (1 - y_pred), stands where that of softmax and log together is due.",
    ),
    turns_the_gradient_round=(
        {"return dz": "return -dz"},
        "the sign is turned round: what was too likely must get a positive gradient, since descent takes it away.",
    ),
    returns_the_predictions=(
        {"dz[t, y[t, i], i] -= 1": "pass"},
        "nothing is taken from the right class: these are the predictions.",
    ),
)


@answers.mistake(
    "each_step_holds_the_slope_of_its_own_surprise",
    "dz[t, y[t]] takes 1 from whole rows: every example then loses it at the label of every other one.",
)
def takes_from_whole_rows(y_pred, y, mask):
    dz = np.where(mask[:, None], y_pred, 0)
    for t in range(len(y)):
        dz[t, y[t][mask[t]]] -= mask[t]
    return dz / mask.sum()


@answers.mistake(
    "each_step_holds_the_slope_of_its_own_surprise",
    "this is the gradient with respect to the probabilities, -1/p at the right class: softmax is still ahead.",
)
def stops_before_the_softmax(y_pred, y, mask):
    t, i = np.nonzero(mask)
    dz = np.zeros(y_pred.shape)
    dz[t, y[t, i], i] = -1 / y_pred[t, y[t, i], i]
    return dz / len(t)


@answers.mistake(
    "each_step_holds_the_slope_of_its_own_surprise",
    "only the right class has a gradient: the others were raised by the same softmax and must come down.",
)
def moves_the_right_class_alone(y_pred, y, mask):
    t, i = np.nonzero(mask)
    dz = np.zeros(y_pred.shape)
    dz[t, y[t, i], i] = (y_pred[t, y[t, i], i] - 1) / len(t)
    return dz


answers.mistakes(
    "its_size_is_that_of_a_mean_over_the_valid_steps",
    forgets_the_mean=(
        {"dz / len(t)": "dz"},
        "nothing is divided: the loss is a mean over the valid steps, and so is its gradient.",
    ),
    divides_by_all_steps_backward=(
        {"dz / len(t)": "dz / mask.size"},
        "it is divided by all m * T steps, padding included: divide by the number of valid ones.",
    ),
    divides_by_the_batch=(
        {"dz / len(t)": "dz / mask.shape[1]"},
        "it is divided by the number of examples: divide by that of valid steps.",
    ),
    divides_each_example_by_its_length=(
        {"dz / len(t)": "dz / mask.sum(axis=0)"},
        "each example is divided by its own length: the loss divides the sum over all of them once, by their number.",
    ),
    divides_each_step_by_its_examples=(
        {"dz / len(t)": "dz / np.maximum(mask.sum(axis=1), 1)[:, None, None]"},
        "each step is divided by the number of examples that are valid at it: all valid steps weigh the same.",
    ),
)

answers.mistakes(
    "padding_gets_no_gradient_whatever_its_label",
    leaves_predictions_at_padding=(
        {"np.where(mask[:, np.newaxis, :], y_pred, 0)": "y_pred.copy()"},
        "the predictions still stand at masked steps: the loss does not read them there, so they must become zero.",
    ),
)


@answers.mistake(
    "padding_gets_no_gradient_whatever_its_label",
    "the mask only counts the steps: masked ones must be zero in the result as well.",
)
def counts_with_the_mask_only(y_pred, y, mask):
    onehot = np.arange(y_pred.shape[1])[:, None] == y[:, None, :]
    return (y_pred - onehot) / mask.sum()


@answers.mistake(
    "padding_gets_no_gradient_whatever_its_label",
    "every label is looked up before the mask is applied: at a masked step it may be a number that is no class.",
)
def looks_up_the_labels_of_padding(y_pred, y, mask):
    dz = y_pred.copy()
    t, i = np.indices(y.shape)
    dz[t, y, i] -= 1
    return dz * mask[:, None] / mask.sum()


@answers.mistake(
    "predictions_and_labels_are_left_alone",
    "1 is taken from y_pred itself: dz = y_pred is another name for the same array, not a copy.",
)
def writes_into_the_predictions(y_pred, y, mask):
    t, i = np.nonzero(mask)
    dz = y_pred
    dz[t, y[t, i], i] -= 1
    return np.where(mask[:, None], dz, 0) / len(t)
