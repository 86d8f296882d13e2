"""Other answers to window_features."""

import numpy as np

from solutions.alternatives import Answers
from solutions.why_recurrence import window_features

answers = Answers(window_features)


@answers.variant
def example_by_example(x, lengths, T_max):
    n_x, m = x.shape[1:]
    window = np.zeros((n_x * T_max, m))
    for i in range(m):
        kept = min(lengths[i], T_max)
        window[: kept * n_x, i] = x[:kept, :, i].ravel()
    return window


@answers.variant
def step_by_step(x, lengths, T_max):
    T_x, n_x, m = x.shape
    steps = [np.where(t < lengths, x[t], 0) if t < T_x else np.zeros((n_x, m)) for t in range(T_max)]
    return np.concatenate(steps)


@answers.variant
def padded_and_masked(x, lengths, T_max):
    more = max(0, T_max - len(x))
    long = np.pad(x, ((0, more), (0, 0), (0, 0)))[:T_max]
    mask = np.arange(T_max)[:, None, None] < np.asarray(lengths)[None, None, :]
    return np.where(mask, long, 0.0).reshape(-1, x.shape[2])


@answers.variant
def with_examples_first(x, lengths, T_max):
    rows = np.zeros((x.shape[2], T_max, x.shape[1]))
    for row, example, length in zip(rows, np.moveaxis(x, 2, 0), lengths, strict=True):
        row[:length] = example[: min(length, T_max)]
    return rows.reshape(len(rows), -1).T


@answers.variant
def with_a_copy_and_vstack(x, lengths, T_max):
    x = x[:T_max].copy()
    for i, length in enumerate(lengths):
        x[length:, :, i] = 0
    empty = [np.zeros(x.shape[1:])] * (T_max - len(x))
    return np.vstack([*x, *empty])


RESULT = "window.reshape(T_max * n_x, m)"
VALID = "np.where(valid[:, np.newaxis, :], x, 0)"

answers.mistakes(
    "every_column_holds_one_example",
    cuts_rows_out_of_memory=(
        {RESULT: "window.reshape(m, -1).T"},
        "`reshape(m, -1)` is used. It does not move axes, so each row gets numbers of all examples.",
    ),
    reshapes_rows_into_columns=(
        {RESULT: "window.transpose(2, 0, 1).reshape(-1, m)"},
        "the axes are moved to (m, T_max, n_x) and then reshaped to m columns. Before that, examples must be last.",
    ),
)

answers.mistakes(
    "every_column_holds_one_example",
    of=example_by_example,
    writes_the_first_example_only=({"range(m)": "range(1)"}, "only the first example of the batch is filled in."),
)

KEPT = "kept = min(lengths[i], T_max)\n        window[: kept * n_x, i] = x[:kept, :, i].ravel()"
answers.mistakes(
    "the_steps_stand_one_above_the_other_in_order",
    of=example_by_example,
    cuts_off_all_where_nothing_is_to_go=(
        {KEPT: "steps = x[: -(len(x) - lengths[i]), :, i][:T_max].ravel()\n        window[: len(steps), i] = steps"},
        "padding is cut off with x[:-pad]. Where an example has no padding this is x[:-0], which is empty.",
    ),
)

answers.mistakes(
    "the_steps_stand_one_above_the_other_in_order",
    returns_examples_in_rows=(
        {RESULT: "window.reshape(-1, m).T"},
        "each example is a row of the result. It should be a column, so one `.T` is missing or too many.",
    ),
    lays_features_before_steps=(
        {RESULT: "window.transpose(1, 0, 2).reshape(-1, m)"},
        "all steps of feature 1 come first. All features of step 1 should come first.",
    ),
    keeps_the_last_steps=(
        {f"{VALID}[:T]": f"{VALID}[-T:]"},
        "the last T_max steps of x are kept. The first ones are expected.",
    ),
    leaves_the_batch_uncut=(
        {"T = min(T_x, T_max)": "T, T_max = T_x, max(T_x, T_max)"},
        "the window is as long as x, even if T_max is less. Steps after T_max are to be left out.",
    ),
    cuts_one_step_early=(
        {"min(T_x, T_max)": "min(T_x, T_max - 1)"},
        "the window holds T_max - 1 steps. The slice [:T_max] holds T_max.",
    ),
    loses_the_last_step=(
        {"< lengths": "< lengths - 1"},
        "the last step of each example is lost. Counted from 0, steps 0 to length - 1 belong to it.",
    ),
    adds_the_steps_up=(
        {RESULT: "window.sum(axis=0)"},
        "the steps are added up. Each step needs rows of its own.",
    ),
    keeps_three_axes=(
        {RESULT: "window"},
        "the three axes (T_max, n_x, m) are kept. The first two are to become one axis.",
    ),
    drops_long_examples=(
        {"< lengths": "< np.where(lengths > T_max, 0, lengths)"},
        "an example longer than T_max is left out. Its first T_max steps should be kept.",
    ),
    makes_whole_numbers=(
        {"x.dtype": "int"},
        "the numbers are cut to whole numbers, as in an array of dtype int.",
    ),
    turns_time_round=(
        {RESULT: "window[::-1].reshape(-1, m)"},
        "the steps are in reverse order.",
    ),
)

answers.mistakes(
    "after_the_end_of_an_example_there_are_zeros",
    keeps_what_stands_past_the_end=(
        {VALID: "x"},
        "the lengths are not used, and what x holds past the end of an example is kept.",
    ),
    multiplies_by_the_mask=(
        {VALID: "(x * valid[:, np.newaxis, :])"},
        "x is multiplied by 0 past the end of an example. That makes zeros of numbers, but 0 times nan is nan.",
    ),
    keeps_one_step_too_many=(
        {"< lengths": "<= lengths"},
        "one step too many is kept. The step with index `length` is past the end already.",
    ),
    ends_all_with_the_longest=(
        {"< lengths": "< lengths.max()"},
        "all examples end where the longest one ends. Each has a length of its own.",
    ),
    ends_all_with_the_shortest=(
        {"< lengths": "< lengths.min()"},
        "all examples end where the shortest one ends. Each has a length of its own.",
    ),
    ends_all_with_the_first=(
        {"< lengths": "< lengths[0]"},
        "all examples end where the first one ends. Each has a length of its own.",
    ),
    forgets_the_lengths_where_it_cuts=(
        {"< lengths": "< (T_x if T_max < T_x else lengths)"},
        "the lengths are not used when x is longer than the window. An example may be over before T_max.",
    ),
    fills_from_the_front=(
        {"window[:T]": "window[-T:]"},
        "the zeros that fill up a window longer than x come first. They belong at the end.",
    ),
    never_fills_the_window=(
        {RESULT: "window[:T].reshape(-1, m)"},
        "a window longer than x is not filled up. It has n_x * T_max rows, whatever T_x is.",
    ),
    reshapes_what_is_too_short=(
        {RESULT: "window[:T].reshape(T_max * n_x, m)"},
        "a window longer than x is not filled up with zeros, so an error is raised.",
    ),
    repeats_the_last_step=(
        {"return": "window[T:] = x[-1]\n    return"},
        "the last step of x is repeated to fill the window. Zeros are expected.",
    ),
    repeats_the_batch=(
        {RESULT: "np.resize(window[:T], (T_max * n_x, m))"},
        "the batch is repeated to fill the window, as np.resize does. Zeros are expected.",
    ),
)

answers.mistakes(
    "after_the_end_of_an_example_there_are_zeros",
    of=example_by_example,
    moves_each_example_to_the_end=(
        {"window[: kept * n_x, i]": "window[(T_max - kept) * n_x :, i]"},
        "each example is at the end of its column, below the zeros. It should be at the top.",
    ),
)

answers.mistakes(
    "x_and_lengths_are_left_alone",
    cuts_the_lengths_of_the_caller=(
        {"valid = ": "lengths[lengths > T_max] = T_max\n    valid = "},
        "the window is right, but the caller's lengths are changed. Work on a copy.",
    ),
)

answers.mistakes(
    "x_and_lengths_are_left_alone",
    of=with_a_copy_and_vstack,
    writes_zeros_into_x=(
        {".copy()": ""},
        "the window is right, but zeros are written into the caller's x. A slice of x shares its memory.",
    ),
)

answers.refused(
    "every_column_holds_one_example",
    writes_the_last_example_everywhere={"return": "window[:] = window[:, :, -1:]\n    return"},
)
answers.refused(
    "the_steps_stand_one_above_the_other_in_order",
    squeezes_a_single_example={RESULT: "window.reshape(-1, m).squeeze()"},
)
answers.refused(
    "after_the_end_of_an_example_there_are_zeros",
    replaces_nan_and_multiplies={VALID: "(np.where(np.isnan(x), 0, x) * valid[:, np.newaxis, :])"},
)
