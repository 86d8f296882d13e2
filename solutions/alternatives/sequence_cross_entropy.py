"""Other answers to sequence_cross_entropy."""

import numpy as np

from solutions.alternatives import Answers
from solutions.losses import sequence_cross_entropy

answers = Answers(sequence_cross_entropy)


@answers.variant
def in_loops(y_pred, y, mask):
    total, count = 0.0, 0
    for t in range(y.shape[0]):
        for i in range(y.shape[1]):
            if mask[t, i]:
                total -= np.log(max(y_pred[t, y[t, i], i], 1e-12))
                count += 1
    return total / count


@answers.variant
def with_one_hot_labels(y_pred, y, mask):
    n_y = y_pred.shape[1]
    hot = (np.where(mask, y, 0)[:, None, :] == np.arange(n_y)[None, :, None]).astype(float)
    surprise = -(hot * np.log(np.clip(y_pred, 1e-12, None))).sum(axis=1)
    return np.sum(surprise * mask) / np.sum(mask)


@answers.variant
def with_take_along_axis(y_pred, y, mask):
    safe = np.where(mask, y, 0)
    p = np.take_along_axis(y_pred, safe[:, None, :], axis=1)[:, 0, :]
    return np.average(-np.log(np.maximum(p, 1e-12)), weights=mask)


@answers.variant
def with_a_little_added(y_pred, y, mask):
    rows = np.moveaxis(y_pred, 1, 2)[mask]
    p = rows[np.arange(len(rows)), y[mask]]
    return -float(np.mean(np.log(p + 1e-12)))


@answers.variant
def with_an_array_of_no_axes(y_pred, y, mask):
    safe = np.clip(y, 0, y_pred.shape[1] - 1)
    p = y_pred[np.arange(y.shape[0])[:, None], safe, np.arange(y.shape[1])[None, :]]
    return np.asarray(-np.log(np.fmax(p, 1e-12))[mask].sum() / mask.sum())


PICKED = "y_pred[t, y[t, i], i]"
LOGS = "np.log(np.maximum(p, 1e-12))"

answers.mistakes(
    "a_step_costs_minus_the_log_of_the_right_probability",
    forgets_the_sign=({"-np.log(": "np.log("}, "the sign is missing: a log of a probability is negative."),
    takes_the_minimum=(
        {"np.maximum": "np.minimum"},
        "np.minimum makes every probability 1e-12: np.maximum lets none fall below it.",
    ),
    takes_the_log_of_the_rest=(
        {"(p, 1e-12)": "(1 - p, 1e-12)"},
        "the loss is -log(1 - p): it is the probability of the right class whose log counts.",
    ),
    reads_the_largest_probability=(
        {PICKED: "y_pred[t, :, i].max(axis=1)"},
        "the largest probability of each step is read: the loss reads that of the right class.",
    ),
    sums_over_all_classes=(
        {PICKED: "y_pred[t, :, i]", ".mean()": ".sum(axis=1).mean()"},
        "the probabilities of all classes are summed into the loss: only that of the right class counts.",
    ),
    scores_each_class_as_yes_or_no=(
        {LOGS: "(np.log(p) - np.log(1 - p) + np.log(1 - y_pred[t, :, i]).sum(axis=1))"},
        "every class is scored as a yes-or-no question: the classes exclude each other, only the right one counts.",
    ),
    counts_in_bits=({"np.log(": "np.log2("}, "the logarithm is to base 2 (bits): nats are due, np.log."),
    takes_the_log_of_the_mean=(
        {"(p, 1e-12)": "(p.mean(), 1e-12)"},
        "the log is taken of the mean probability: the mean is taken of the logs.",
    ),
    forgets_the_log=(
        {f"-{LOGS}": "(1 - p)"},
        "the log is missing: this is one minus the probability of the right class.",
    ),
    crosses_all_indices=(
        {PICKED: "y_pred[:, y[t, i]]"},
        "every label is looked up for every step and example: index time, class and example together.",
    ),
    mixes_time_and_examples=(
        {PICKED: "y_pred.reshape(-1, y_pred.shape[1])[np.flatnonzero(mask), y[t, i]]"},
        "each label is looked up at the step of the same row in a flattened array: time and examples are mixed up.",
    ),
    normalises_the_predictions_again=(
        {"p = y_pred[": "p = (np.exp(y_pred) / np.exp(y_pred).sum(axis=1, keepdims=True))["},
        "softmax is taken of y_pred, which holds probabilities already.",
    ),
    takes_the_squared_error=(
        {f"-{LOGS}": "((y_pred[t, :, i] ** 2).sum(axis=1) - 2 * p + 1)"},
        "the loss is the squared distance to the one-hot label: cross-entropy takes the log of one probability.",
    ),
    returns_the_perplexity=(
        {"-np.log(": "np.exp(-np.log(", ".mean()": ".mean())"},
        "the exponential of the loss is returned: that is the perplexity.",
    ),
)

answers.mistakes(
    "every_valid_step_weighs_the_same",
    divides_by_all_steps=(
        {".mean().item()": ".sum().item() / mask.size"},
        "the sum is divided by all m * T steps, padding included: divide by the number of valid steps.",
    ),
    divides_by_examples=(
        {".mean().item()": ".sum().item() / mask.shape[1]"},
        "the sum is divided by the number of examples: divide by the number of valid steps.",
    ),
    divides_by_time=(
        {".mean().item()": ".sum().item() / mask.shape[0]"},
        "the sum is divided by the number of time steps T: divide by the number of valid steps of all examples.",
    ),
    forgets_to_divide=({".mean()": ".sum()"}, "the sum over the valid steps is not divided by anything."),
    averages_each_example_first=(
        {f"{LOGS}.mean()": "np.mean([np.log(np.maximum(p[i == k], 1e-12)).mean() for k in np.unique(i)])"},
        "each example is averaged first, then the examples: a step of a short sequence then weighs more.",
    ),
    averages_each_time_step_first=(
        {f"{LOGS}.mean()": "np.mean([np.log(np.maximum(p[t == k], 1e-12)).mean() for k in np.unique(t)])"},
        "each time step is averaged first, then the steps: where few examples are left, each then weighs more.",
    ),
    ignores_the_mask_of_the_loss=(
        {"np.nonzero(mask)": "np.nonzero(np.ones_like(mask))"},
        "the mask is ignored: padding is averaged like any step.",
    ),
)

answers.mistakes(
    "labels_at_masked_steps_may_be_anything",
    tells_padding_by_its_label=(
        {"np.nonzero(mask)": "np.nonzero(mask | ((y > 0) & (y < y_pred.shape[1])))"},
        "padding is recognised by its label instead of the mask.",
    ),
)
answers.mistakes(
    "labels_at_masked_steps_may_be_anything",
    of=with_take_along_axis,
    looks_up_before_masking=(
        {"np.where(mask, y, 0)": "y"},
        "labels are looked up before the mask is applied: at a masked step the label may be no class at all.",
    ),
)

answers.mistakes(
    "an_impossible_event_costs_much_but_not_infinitely_much",
    lets_the_log_run_away=(
        {"np.maximum(p, 1e-12)": "p"},
        "a probability of zero is not held up from below: the docstring says at what.",
    ),
    leaves_out_the_impossible=(
        {"np.maximum(p, 1e-12)": "np.where(p > 0, p, 1)"},
        "steps of probability zero are left out of the loss: they are the worst ones, and count.",
    ),
)

answers.mistakes(
    "its_arguments_stay_as_they_were",
    overwrites_the_labels=(
        {"t, i = ": "y[~mask] = 0; t, i = "},
        "the labels at masked steps are overwritten in the caller's y: choose the valid steps first.",
    ),
    clips_in_place=(
        {"t, i = ": "np.clip(y_pred, 1e-12, 1, out=y_pred); t, i = "},
        "the caller's y_pred is clipped in place: np.maximum and np.clip make a new array unless told otherwise.",
    ),
)

answers.refused("a_step_costs_minus_the_log_of_the_right_probability", counts_in_tens={"np.log(": "np.log10("})
