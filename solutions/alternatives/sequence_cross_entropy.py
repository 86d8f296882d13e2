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


@answers.variant
def with_the_warning_turned_off(y_pred, y, mask):
    with np.errstate(divide="ignore"):
        costs = [-np.log(y_pred[t, y[t, i], i]) for t, i in np.argwhere(mask)]
    return np.minimum(costs, -np.log(1e-12)).mean()


@answers.variant
def with_all_classes_and_clip(y_pred, y, mask):
    hot = np.eye(y_pred.shape[1])[np.where(mask, y, 0)] * mask[..., None]  # (T, m, n_y)
    return -np.einsum("tmy,tym->", hot, np.log(np.clip(y_pred, 1e-12, 1.0))) / np.count_nonzero(mask)


PICKED = "y_pred[t, y[t, i], i]"
LOGS = "np.log(np.maximum(p, 1e-12))"

answers.mistakes(
    "a_step_costs_minus_the_log_of_the_right_probability",
    forgets_the_sign=({"-np.log(": "np.log("}, "the minus sign is missing: the log of a probability is negative."),
    takes_the_minimum=(
        {"np.maximum": "np.minimum"},
        "every probability becomes 1e-12, as np.minimum makes it: np.maximum lets none fall below 1e-12.",
    ),
    takes_the_log_of_the_rest=(
        {"(p, 1e-12)": "(1 - p, 1e-12)"},
        "the log is taken of 1 - p: it is expected of p, the probability of the right class.",
    ),
    reads_the_largest_probability=(
        {PICKED: "y_pred[t, :, i].max(axis=1)"},
        "the largest probability of each step is read: the loss reads the one of the right class.",
    ),
    counts_the_classes_from_one=(
        {"y[t, i], i]": "y[t, i] - 1, i]"},
        "the row before that of the right class is read: classes are counted from 0.",
    ),
    sums_over_all_classes=(
        {PICKED: "y_pred[t, :, i]", ".mean()": ".sum(axis=1).mean()"},
        "the logs of all classes are added up: only the one of the right class counts.",
    ),
    divides_by_the_classes_too=(
        {".mean().item()": ".mean().item() / y_pred.shape[1]"},
        "the sum is divided by n_y as well, as .mean() over all classes does: divide by the number of steps.",
    ),
    scores_each_class_as_yes_or_no=(
        {LOGS: "(np.log(p) - np.log(1 - p) + np.log(1 - y_pred[t, :, i]).sum(axis=1))"},
        "each class is scored as a yes-or-no question: only the log of the right class counts.",
    ),
    counts_in_bits=({"np.log(": "np.log2("}, "the log is taken to base 2, in bits: np.log, in nats, is expected."),
    counts_in_tens=({"np.log(": "np.log10("}, "the log is taken to base 10: np.log, the natural one, is expected."),
    takes_the_log_of_the_mean=(
        {"(p, 1e-12)": "(p.mean(), 1e-12)"},
        "the log is taken of the mean probability: the mean is to be taken of the logs.",
    ),
    forgets_the_log=({f"-{LOGS}": "(1 - p)"}, "the loss of a step is 1 - p: it is to be -log(p)."),
    weighs_the_log_by_its_probability=(
        {LOGS: f"(p * {LOGS})"},
        "each log is multiplied by its own probability: the plain log is expected.",
    ),
    crosses_all_indices=(
        {PICKED: "y_pred[:, y[t, i]]"},
        "every label is looked up at every step and in every example: each belongs to one step of one example.",
    ),
    mixes_time_and_examples=(
        {PICKED: "y_pred.reshape(-1, y_pred.shape[1])[np.flatnonzero(mask), y[t, i]]"},
        "y_pred is reshaped to rows of n_y numbers, which mixes classes and examples: move the axes first.",
    ),
    normalises_the_predictions_again=(
        {"p = y_pred[": "p = (np.exp(y_pred) / np.exp(y_pred).sum(axis=1, keepdims=True))["},
        "softmax is taken of y_pred, which holds probabilities already.",
    ),
    takes_the_squared_error=(
        {f"-{LOGS}": "((y_pred[t, :, i] ** 2).sum(axis=1) - 2 * p + 1)"},
        "the loss is the squared distance to the one-hot label: the log of one probability is expected.",
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
        "the sum is divided by all T * m steps, padding included: divide by the number of valid steps.",
    ),
    divides_by_examples=(
        {".mean().item()": ".sum().item() / mask.shape[1]"},
        "the sum is divided by m, the number of examples: divide by the number of valid steps.",
    ),
    divides_by_time=(
        {".mean().item()": ".sum().item() / mask.shape[0]"},
        "the sum is divided by T, the number of time steps: divide by the number of valid steps of all examples.",
    ),
    forgets_to_divide=({".mean()": ".sum()"}, "the sum over the valid steps is not divided by anything."),
    averages_each_example_first=(
        {f"{LOGS}.mean()": "np.mean([np.log(np.maximum(p[i == k], 1e-12)).mean() for k in np.unique(i)])"},
        "each example is averaged first, then the examples: a step of a short example then weighs more.",
    ),
    averages_each_time_step_first=(
        {f"{LOGS}.mean()": "np.mean([np.log(np.maximum(p[t == k], 1e-12)).mean() for k in np.unique(t)])"},
        "each time step is averaged first, then the steps: where few examples are valid, each then weighs more.",
    ),
    ignores_the_mask_of_the_loss=(
        {"np.nonzero(mask)": "np.nonzero(np.ones_like(mask))"},
        "padding is averaged in like any other step: the mask says which steps count.",
    ),
    reads_the_mask_of_the_loss_as_a_length=(
        {"np.nonzero(mask)": "np.nonzero(np.arange(len(mask))[:, None] < mask.sum(axis=0))"},
        "the mask is read as a length, counted from the first step: False may stand anywhere in it.",
    ),
)
UP_TO_A_GAP = "np.nonzero(np.logical_and.accumulate(mask))"
answers.mistakes(
    "every_valid_step_weighs_the_same",
    stops_at_the_first_masked_step=(
        {"np.nonzero(mask)": UP_TO_A_GAP, ".mean().item()": ".sum().item() / mask.sum()"},
        "each example ends at its first masked step, as `break` makes it: valid steps may follow, and they count.",
    ),
    counts_up_to_the_first_masked_step=(
        {"np.nonzero(mask)": UP_TO_A_GAP, ".mean().item()": ".sum().item() / max(len(p), 1)"},
        "each example ends at its first masked step, as `break` makes it: valid steps may follow, and they count.",
    ),
    divides_by_the_steps_so_far=(
        {f"{LOGS}.mean()": f"({LOGS} / np.arange(1, len(p) + 1)).sum()"},
        "each cost is divided by the number of valid steps up to it: divide the sum once, by their number in all.",
    ),
)
answers.mistakes(
    "every_valid_step_weighs_the_same",
    of=with_take_along_axis,
    masks_before_the_log=(
        {
            "np.average(-np.log(np.maximum(p, 1e-12)), weights=mask)": (
                "-np.log(np.maximum(p * mask, 1e-12)).sum() / mask.sum()"
            )
        },
        "the mask is applied before the log, so that each masked step costs -log(1e-12): apply it after the log.",
    ),
)

answers.mistakes(
    "labels_at_masked_steps_may_be_anything",
    tells_padding_by_its_label=(
        {"np.nonzero(mask)": "np.nonzero(y >= 0)"},
        "a negative label is taken for padding, and the mask is not used.",
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
        "a probability of 0 goes into the log as it is: the docstring says what it counts as.",
    ),
    leaves_out_the_impossible=(
        {"np.maximum(p, 1e-12)": "np.where(p > 0, p, 1)"},
        "a step of probability 0 costs nothing: it is the worst of all, and counts.",
    ),
    holds_up_zero_alone=(
        {"np.maximum(p, 1e-12)": "np.where(p > 0, p, 1e-12)"},
        "a probability of exactly 0 counts as 1e-12, but a smaller one than 1e-12 does not.",
    ),
    replaces_the_infinite=(
        {LOGS: "np.nan_to_num(np.log(p))"},
        "the log of 0 is replaced by the largest number there is, as np.nan_to_num does.",
    ),
    **{  # type: ignore[arg-type]  # no row is called `of`
        f"clips_at_{name}": (
            {"(p, 1e-12)": f"(p, {number})"},
            f"a probability below {number} counts as {number}: the docstring says 1e-12.",
        )
        for name, number in {"7": "1e-7", "8": "1e-8", "10": "1e-10", "15": "1e-15"}.items()
    },
    **{  # type: ignore[arg-type]
        f"adds_{name}": (
            {"np.maximum(p, 1e-12)": f"p + {number}"},
            f"{number} is added to each probability: the docstring says 1e-12.",
        )
        for name, number in {"8": "1e-8", "10": "1e-10", "15": "1e-15"}.items()
    },
)

answers.mistakes(
    "its_arguments_stay_as_they_were",
    overwrites_the_labels=(
        {"t, i = ": "y[~mask] = 0; t, i = "},
        "something is written into y, which belongs to the caller: choose the valid steps first, or copy it.",
    ),
    clips_in_place=(
        {"t, i = ": "np.clip(y_pred, 1e-12, 1, out=y_pred); t, i = "},
        "something is written into y_pred, which belongs to the caller: make a new array.",
    ),
)

answers.refused(
    "a_step_costs_minus_the_log_of_the_right_probability",
    rounds_the_loss={".mean().item()": ".mean().round(4).item()"},
    returns_the_costs_of_the_steps={".mean().item()": ""},
    loses_the_precision_of_the_loss={".item()": ".astype(np.float32)"},
)

answers.mistakes(
    "every_valid_step_weighs_the_same",
    returns_after_the_first_step=(
        {"np.nonzero(mask)": "np.nonzero(mask & (np.arange(len(mask)) == mask.any(axis=1).argmax())[:, None])"},
        "only the first time step with a valid example counts, as when `return` stands inside the loop over time.",
    ),
    returns_after_the_first_entry=(
        {"np.nonzero(mask)": "(each[:1] for each in np.nonzero(mask))"},
        "only the first valid entry counts, as when `return` stands inside both loops.",
    ),
    stops_at_the_first_masked_example=(
        {"np.nonzero(mask)": "np.nonzero(np.logical_and.accumulate(mask, axis=1))"},
        "at each time step the loop over the examples ends at the first masked one, as `break` makes it: "
        "later examples may be valid, and they count.",
    ),
    costs_padding_as_class_0=(
        {
            "np.nonzero(mask)": "np.nonzero(np.ones_like(mask))",
            PICKED: "y_pred[t, np.where(mask, y, 0)[t, i], i]",
            ".mean().item()": ".sum().item() / mask.sum()",
        },
        "masked steps are looked up as class 0, and their costs stay in the sum: only valid steps add to it.",
    ),
    averages_padding_as_class_0=(
        {
            "np.nonzero(mask)": "np.nonzero(np.ones_like(mask))",
            PICKED: "y_pred[t, np.where(mask, y, 0)[t, i], i]",
        },
        "masked steps are looked up as class 0 and averaged in like any other: the mask says which steps count.",
    ),
)
