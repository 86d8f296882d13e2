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
    steps = [x[t] * (t < lengths) if t < T_x else np.zeros((n_x, m)) for t in range(T_max)]
    return np.concatenate(steps)


@answers.variant
def padded_and_masked(x, lengths, T_max):
    more = max(0, T_max - len(x))
    long = np.pad(x, ((0, more), (0, 0), (0, 0)))[:T_max]
    mask = np.arange(T_max)[:, None, None] < np.asarray(lengths)[None, None, :]
    return (long * mask).reshape(-1, x.shape[2])


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
        "reshape(m, -1) cuts rows out of memory: "
        "numbers of different examples lie next to each other there, and each row mixes all examples. "
        "The last axis is the examples' already: keep it last.",
    ),
    reshapes_rows_into_columns=(
        {RESULT: "window.transpose(2, 0, 1).reshape(-1, m)"},
        "the axes are moved to (m, T, n_x) and then reshaped to m columns: "
        "columns cut the examples' rows into pieces. Keep the examples last when you reshape to columns.",
    ),
)

answers.mistakes(
    "every_column_holds_one_example",
    of=example_by_example,
    writes_the_first_example_only=({"range(m)": "range(1)"}, "only the first example of the batch is written."),
)

answers.mistakes(
    "the_steps_stand_one_above_the_other_in_order",
    returns_examples_in_rows=(
        {RESULT: "window.reshape(-1, m).T"},
        "examples stand in rows: the result lies on its side, and one transposition is missing.",
    ),
    lays_features_before_steps=(
        {RESULT: "window.transpose(1, 0, 2).reshape(-1, m)"},
        "features come before steps: all steps of feature 1 stand on top, where all features of step 1 are due.",
    ),
    keeps_the_last_steps=(
        {f"{VALID}[:T]": f"{VALID}[-T:]"},
        "the last T_max steps are kept: the first ones are asked for.",
    ),
    leaves_the_batch_uncut=(
        {"T = min(T_x, T_max)": "T, T_max = T_x, max(T_x, T_max)"},
        "the window is as long as x: it has T_max steps, and what exceeds them is left out.",
    ),
    cuts_one_step_early=(
        {"min(T_x, T_max)": "min(T_x, T_max - 1)"},
        "steps are cut off at T_max - 1: a slice [:T_max] holds T_max steps already.",
    ),
    loses_the_last_step=(
        {"< lengths": "< lengths - 1"},
        "the last step of each example is lost: steps 0 to length - 1 belong to it.",
    ),
    adds_the_steps_up=(
        {RESULT: "window.sum(axis=0)"},
        "the steps are added up: then their order is lost, and every step needs rows of its own.",
    ),
    keeps_three_axes=(
        {RESULT: "window"},
        "the three axes are kept: steps and features are to become one axis of n_x * T_max rows.",
    ),
    drops_long_examples=(
        {"< lengths": "< np.where(lengths > T_max, 0, lengths)"},
        "an example that is longer than T_max is left out altogether: its first T_max steps are kept.",
    ),
)

answers.mistakes(
    "after_the_end_of_an_example_there_are_zeros",
    keeps_what_stands_past_the_end=(
        {VALID: "x"},
        "what x holds past the end of an example is kept: the lengths say where zeros begin.",
    ),
    keeps_one_step_too_many=(
        {"< lengths": "<= lengths"},
        "one step too many is kept: the step with index `length` is past the end already.",
    ),
    ends_all_with_the_longest=(
        {"< lengths": "< lengths.max()"},
        "the longest example decides for all: each one ends at its own length.",
    ),
    forgets_the_lengths_where_it_cuts=(
        {"< lengths": "< (T_x if T_max < T_x else lengths)"},
        "a batch that is longer than the window is cut, and the lengths are not looked at then: "
        "some examples may have ended before the cut.",
    ),
    fills_from_the_front=(
        {"window[:T]": "window[-T:]"},
        "the zeros that fill the window come first: steps keep their places from the top, and zeros follow.",
    ),
    never_fills_the_window=(
        {RESULT: "window[:T].reshape(-1, m)"},
        "a window longer than the batch is not filled up: it has n_x * T_max rows, whatever x has.",
    ),
    repeats_the_last_step=(
        {"return": "window[T:] = x[-1]\n    return"},
        "the last step is repeated to fill the window: zeros stand where an example is over.",
    ),
    repeats_the_batch=(
        {RESULT: "np.resize(window[:T], (T_max * n_x, m))"},
        "the batch is repeated to fill the window: zeros stand where x has no more steps.",
    ),
)

answers.mistakes(
    "after_the_end_of_an_example_there_are_zeros",
    of=example_by_example,
    moves_each_example_to_the_end=(
        {"window[: kept * n_x, i]": "window[(T_max - kept) * n_x :, i]"},
        "each example is moved to the end of the window: it begins at the top, and zeros follow.",
    ),
)

answers.mistakes(
    "x_and_lengths_are_left_alone",
    cuts_the_lengths_of_the_caller=(
        {"valid = ": "lengths[lengths > T_max] = T_max\n    valid = "},
        "the caller's lengths are cut to T_max: after the call they are wrong for everyone else.",
    ),
)

answers.mistakes(
    "x_and_lengths_are_left_alone",
    of=with_a_copy_and_vstack,
    writes_zeros_into_x=(
        {".copy()": ""},
        "the zeros are written into the caller's x: after the call what stood there is lost.",
    ),
)

answers.refused(
    "every_column_holds_one_example",
    writes_the_last_example_everywhere={"return": "window[:] = window[:, :, -1:]\n    return"},
)
answers.refused(
    "the_steps_stand_one_above_the_other_in_order",
    turns_time_round={RESULT: "window[::-1].reshape(-1, m)"},
    squeezes_a_single_example={RESULT: "window.reshape(-1, m).squeeze()"},
    makes_whole_numbers={"x.dtype": "int"},
)
answers.refused(
    "after_the_end_of_an_example_there_are_zeros",
    ends_all_with_the_shortest={"< lengths": "< lengths.min()"},
    ends_all_with_the_first={"< lengths": "< lengths[0]"},
)
