"""Other answers to softmax_ce_backward."""

import numpy as np

from solutions.alternatives import Answers
from solutions.backpropagation_through_time import softmax_ce_backward

answers = Answers(softmax_ce_backward)


@answers.variant
def with_a_one_hot_array(y_pred, y, mask):
    onehot = np.arange(y_pred.shape[1])[None, :, None] == y[:, None, :]
    return np.where(mask[:, None, :], y_pred - onehot, 0.0) / mask.sum()


@answers.variant
def step_by_step(y_pred, y, mask):
    dz_y = np.zeros_like(y_pred)
    for t in range(y.shape[0]):
        for i in range(y.shape[1]):
            if mask[t, i]:
                dz_y[t, :, i] = y_pred[t, :, i]
                dz_y[t, y[t, i], i] -= 1.0
    return dz_y / np.count_nonzero(mask)


@answers.variant
def through_the_jacobian_of_softmax(y_pred, y, mask):
    T, n_y, m = y_pred.shape
    dz_y, N = np.zeros((T, n_y, m)), mask.sum()
    for t, i in zip(*np.nonzero(mask), strict=True):
        p, right = y_pred[t, :, i], y[t, i]
        dp = np.zeros(n_y)
        dp[right] = -1 / (N * p[right])
        dz_y[t, :, i] = (np.diag(p) - np.outer(p, p)) @ dp
    return dz_y


@answers.variant
def with_the_unit_matrix(y_pred, y, mask):
    safe = np.where(mask, y, 0)
    dz_y = (y_pred - np.eye(y_pred.shape[1])[safe].transpose(0, 2, 1)) / mask.sum()
    dz_y[~np.broadcast_to(mask[:, None, :], dz_y.shape)] = 0
    return dz_y


@answers.variant
def valid_columns_as_rows(y_pred, y, mask):
    columns = np.moveaxis(y_pred, 1, 2)
    dz_y = np.zeros(columns.shape)
    dz_y[mask] = (columns[mask] - np.eye(columns.shape[2])[y[mask]]) / mask.sum()
    return np.moveaxis(dz_y, 2, 1)


TAKE = "dz_y[t, y[t, i], i] -= 1"
MASKED = "np.where(mask[:, np.newaxis, :], y_pred, 0)"

answers.mistakes(
    "each_step_holds_the_slope_of_its_own_surprise",
    takes_one_from_every_class=(
        {TAKE: "dz_y[t, :, i] -= 1"},
        "1 is taken from every class. Only the right class should lose it.",
    ),
    takes_the_slope_of_the_sigmoid=(
        {TAKE: "dz_y *= 1 - dz_y"},
        "y_pred * (1 - y_pred) is used, the slope of a sigmoid.",
    ),
    turns_the_gradient_round=(
        {"return dz_y": "return -dz_y"},
        "every sign is turned round: the right class should be negative and the others positive.",
    ),
    returns_the_predictions=({TAKE: "pass"}, "the predictions are kept as they are. The right class should lose 1."),
    takes_from_whole_rows=(
        {TAKE: "dz_y[t, y[t, i]] -= mask[t]"},
        "`dz_y[t, y[t]]` takes 1 from whole rows: each example loses it at the labels of the others too.",
    ),
    stops_before_the_softmax=(
        {MASKED: "np.zeros_like(y_pred)", "-= 1": "= -1 / y_pred[t, y[t, i], i]"},
        "the way back stops at the probabilities: -1/p at the right class. It has yet to go through the softmax.",
    ),
    moves_the_right_class_alone=(
        {MASKED: "np.zeros_like(y_pred)", "-= 1": "= y_pred[t, y[t, i], i] - 1"},
        "only the right class has a gradient. The other classes have one too: their own prediction.",
    ),
    subtracts_the_label=(
        {MASKED: "np.where(mask[:, None], y_pred - y[:, None], 0)", TAKE: "pass"},
        "the number of the right class is subtracted everywhere. Subtract its one-hot column.",
    ),
    takes_the_softmax_again=(
        {
            MASKED: "np.where(mask[:, None], np.exp(y_pred) / np.exp(y_pred).sum(axis=1, keepdims=True), 0)",
        },
        "the softmax is taken of y_pred, which is a softmax already.",
    ),
    adds_one_at_the_right_class=(
        {"-= 1": "+= 1"},
        "1 is added at the right class. It should be subtracted there.",
    ),
    sets_the_right_class_to_minus_one=(
        {"-= 1": "= -1"},
        "the right class is set to -1. It should be its prediction minus 1.",
    ),
    reshapes_the_one_hot_array=(
        {
            TAKE: "dz_y -= np.where(mask[:, None], np.eye(dz_y.shape[1])[np.where(mask, y, 0)].reshape(dz_y.shape), 0)",
        },
        "the one-hot array (T, m, n_y) is brought to (T, n_y, m) by reshape. This scatters the ones; transpose it.",
    ),
)

answers.mistakes(
    "its_size_is_that_of_a_mean_over_the_valid_steps",
    forgets_the_mean=(
        {" / len(t)": ""},
        "nothing is divided. The loss is a mean over the valid steps, so its gradient is divided by their number.",
    ),
    divides_by_all_steps_backward=(
        {"len(t)": "mask.size"},
        "it is divided by all m * T steps, padding included.",
    ),
    divides_by_the_batch=(
        {"len(t)": "mask.shape[1]"},
        "it is divided by m, the number of examples. Divide by the number of valid steps.",
    ),
    divides_by_the_time_steps_backward=(
        {"len(t)": "len(mask)"},
        "it is divided by T, the number of time steps. Divide by the number of valid steps.",
    ),
    divides_by_all_entries=(
        {"len(t)": "(len(t) * y_pred.shape[1])"},
        "it is divided by n_y as well, as in a mean over all entries. Divide by the number of valid steps alone.",
    ),
    divides_each_example_by_its_length=(
        {"len(t)": "np.maximum(mask.sum(axis=0), 1)"},
        "each example is divided by its own length. The loss divides once, by the number of all valid steps.",
    ),
    divides_each_step_by_its_examples=(
        {"len(t)": "np.maximum(mask.sum(axis=1), 1)[:, None, None]"},
        "each time step is divided by the number of examples that are valid there.",
    ),
    divides_by_the_steps_so_far=(
        {"len(t)": "np.maximum(np.cumsum(mask).reshape(mask.shape), 1)[:, None]"},
        "each step is divided by the number of valid steps up to it. Divide by their number in all, at the end.",
    ),
    divides_by_the_steps_of_its_example_so_far=(
        {"len(t)": "np.maximum(np.cumsum(mask, axis=0), 1)[:, None]"},
        "each step is divided by the number of valid steps of its example up to it. Divide by the number of all.",
    ),
    averages_each_example_first_backward=(
        {"len(t)": "(np.maximum(mask.sum(axis=0), 1) * mask.shape[1])"},
        "the mean is taken over each example, and then over the examples. Divide once, by the number of valid steps.",
    ),
    averages_each_time_step_first_backward=(
        {"len(t)": "(np.maximum(mask.sum(axis=1), 1) * len(mask))[:, None, None]"},
        "the mean is taken over each time step, and then over the steps. Divide once, by the number of valid steps.",
    ),
    multiplies_by_the_number_of_steps=(
        {" / len(t)": " * len(t)"},
        "it is multiplied by the number of valid steps. It should be divided by it.",
    ),
)

answers.mistakes(
    "its_size_is_that_of_a_mean_over_the_valid_steps",
    of=with_a_one_hot_array,
    stops_at_the_first_masked_step_backward=(
        {"mask[:, None, :]": "np.logical_and.accumulate(mask)[:, None, :]"},
        "each example ends at its first masked step, as `break` makes it. Valid steps may follow, and they count.",
    ),
)

answers.mistakes(
    "padding_gets_no_gradient_whatever_its_label",
    leaves_predictions_at_padding=(
        {MASKED: "y_pred.copy()"},
        "the predictions are left at masked steps. The loss does not read them there, so the gradient is 0.",
    ),
    multiplies_padding_by_zero=(
        {MASKED: "y_pred * mask[:, None]"},
        "predictions are multiplied by the mask. 0 times nan is nan, so choose with np.where.",
    ),
)
answers.mistakes(
    "padding_gets_no_gradient_whatever_its_label",
    of=with_a_one_hot_array,
    counts_with_the_mask_only=(
        {"np.where(mask[:, None, :], y_pred - onehot, 0.0)": "(y_pred - onehot)"},
        "the mask is used for counting alone. At masked steps the result should be 0.",
    ),
    tells_padding_by_its_label=(
        {"np.where(mask[:, None, :]": "np.where((y >= 0)[:, None, :]", "mask.sum()": "(y >= 0).sum()"},
        "a step counts as padding where its label is negative. The mask tells what is padding.",
    ),
    takes_every_step_for_valid=(
        {"np.where(mask[:, None, :], y_pred - onehot, 0.0) / mask.sum()": "(y_pred - onehot) / mask.size"},
        "the mask is never read, so padding counts like any other step.",
    ),
)
answers.mistakes(
    "padding_gets_no_gradient_whatever_its_label",
    of=with_the_unit_matrix,
    looks_up_the_labels_of_padding=(
        {"np.where(mask, y, 0)": "y"},
        "the labels of masked steps are looked up too. They may be numbers that are no class.",
    ),
)

answers.mistakes(
    "predictions_and_labels_are_left_alone",
    writes_into_the_predictions=(
        {MASKED: "y_pred", "return dz_y": "return np.where(mask[:, None], dz_y, 0)"},
        "1 is taken from y_pred itself. `dz_y = y_pred` is another name for the same array, not a copy.",
    ),
)
answers.mistakes(
    "predictions_and_labels_are_left_alone",
    of=with_the_unit_matrix,
    overwrites_labels_at_padding=(
        {"safe = np.where(mask, y, 0)": "safe = y\n    safe[~mask] = 0"},
        "the labels of masked steps are overwritten in y itself. Work on a copy.",
    ),
)

answers.refused(
    "each_step_holds_the_slope_of_its_own_surprise",
    takes_one_at_every_time_step={TAKE: "for label, j in zip(y[t, i], i):\n        dz_y[:, label, j] -= 1"},
    stops_where_the_loss_is_clipped={
        "return dz_y": "dz_y = dz_y * (y_pred[t, y[t, i], i].min() > 1e-12)\n    return dz_y"
    },
)
answers.refused(
    "its_size_is_that_of_a_mean_over_the_valid_steps",
    doubles_everything={"return dz_y": "return 2 * dz_y"},
)

answers.mistakes(
    "each_step_holds_the_slope_of_its_own_surprise",
    returns_the_gradient_of_the_probabilities=(
        {
            MASKED: "np.zeros_like(y_pred)",
            TAKE: "dz_y[t, y[t, i], i] = -1 / np.maximum(y_pred[t, y[t, i], i], 1e-12)",
        },
        "the way back stops at the probabilities, kept above 1e-12. It has yet to go through the softmax.",
    ),
)
