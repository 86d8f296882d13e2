"""Lesson 02: wrong and unusual answers to the loss of a sequence."""

import numpy as np

from solutions.alternatives import misconception, variant

RIGHT = "a_step_costs_minus_the_log_of_the_right_probability"
WEIGHTS = "every_valid_step_weighs_the_same"
LABELS = "labels_at_masked_steps_may_be_anything"
IMPOSSIBLE = "an_impossible_event_costs_much_but_not_infinitely_much"
ALONE = "its_arguments_stay_as_they_were"
MEAN = "-np.log(np.maximum(p, 1e-12)).mean().item()"


@misconception(
    "sequence_cross_entropy", caught_by=RIGHT, says="the sign is missing: a log of a probability is negative."
)
def forgets_the_sign(source):
    return source.replace("-np.log(", "np.log(")


@misconception(
    "sequence_cross_entropy",
    caught_by=RIGHT,
    says="np.minimum makes every probability 1e-12: np.maximum lets none fall below it.",
)
def takes_the_minimum(source):
    return source.replace("np.maximum", "np.minimum")


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
    says="every class is scored as a yes-or-no question: the classes exclude each other, only the right one counts.",
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
    caught_by=RIGHT,
    says="softmax is taken of y_pred, which holds probabilities already.",
)
def normalises_the_predictions_again(source):
    return source.replace(
        "p = y_pred[t, y[t, i], i]", "e = np.exp(y_pred)\n    p = (e / e.sum(axis=1, keepdims=True))[t, y[t, i], i]"
    )


@misconception(
    "sequence_cross_entropy",
    caught_by=RIGHT,
    says="the loss is the squared distance to the one-hot label: cross-entropy takes the log of one probability.",
)
def takes_the_squared_error(source):
    return source.replace(MEAN, "((y_pred[t, :, i] ** 2).sum(axis=1) - 2 * p + 1).mean().item()")


@misconception(
    "sequence_cross_entropy",
    caught_by=RIGHT,
    says="the exponential of the loss is returned: that is the perplexity.",
)
def returns_the_perplexity(source):
    return source.replace(MEAN, "np.exp(-np.log(np.maximum(p, 1e-12)).mean()).item()")


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
    says="each example is averaged first, then the examples: a step of a short sequence then weighs more.",
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
    T, _, m = y_pred.shape
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
    says="the labels at masked steps are overwritten in the caller's y: choose the valid steps first.",
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
