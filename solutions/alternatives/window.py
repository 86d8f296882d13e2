"""Lesson 01: wrong and unusual answers that lay time steps one above the other."""

import numpy as np

from solutions.alternatives import misconception, variant

# --------------------------------------------------------------------------------------------- window_features

COLUMN, ORDER = "every_column_holds_one_example", "the_steps_stand_one_above_the_other_in_order"
ZEROS, ALONE = "after_the_end_of_an_example_there_are_zeros", "x_and_lengths_are_left_alone"
VALID = "valid = np.arange(T_x)[:, np.newaxis] < lengths  # (T_x, m)"
LAST = "return window.reshape(T_max * n_x, m)"
FILL = "window[:T] = np.where(valid[:, np.newaxis, :], x, 0)[:T]"


@misconception(
    "window_features",
    caught_by=COLUMN,
    says="reshape(m, -1) cuts rows out of memory: numbers of different examples lie next to each other there, and "
    "each row mixes all examples. The last axis is the examples' already: keep it last.",
)
def cuts_rows_out_of_memory(source):
    return source.replace(LAST, "return window.reshape(m, -1).T")


@misconception(
    "window_features",
    caught_by=COLUMN,
    says="the axes are moved to (m, T, n_x) and then reshaped to m columns: columns cut the examples' rows into "
    "pieces. Keep the examples last when you reshape to columns.",
)
def reshapes_rows_into_columns(source):
    return source.replace(LAST, "return window.transpose(2, 0, 1).reshape(-1, m)")


@misconception("window_features", caught_by=COLUMN, says="only the first example of the batch is written.")
def writes_the_first_example_only(source):
    return source.replace(LAST, f"window[:, :, 1:] = 0\n    {LAST}")


@misconception(
    "window_features",
    caught_by=COLUMN,
    says="the last example is written into every column: column i belongs to example i.",
)
def writes_the_last_example_everywhere(source):
    return source.replace(LAST, f"window[:] = window[:, :, -1:]\n    {LAST}")


@misconception(
    "window_features",
    caught_by=ORDER,
    says="examples stand in rows: the result lies on its side, and one transposition is missing.",
)
def returns_examples_in_rows(source):
    return source.replace(LAST, "return window.transpose(2, 0, 1).reshape(m, -1)")


@misconception(
    "window_features",
    caught_by=ORDER,
    says="features come before steps: all steps of feature 1 stand on top, where all features of step 1 are due.",
)
def lays_features_before_steps(source):
    return source.replace(LAST, "return window.transpose(1, 0, 2).reshape(-1, m)")


@misconception("window_features", caught_by=ORDER, says="the last T_max steps are kept: the first ones are asked for.")
def keeps_the_last_steps(source):
    return source.replace(FILL, FILL.replace("0)[:T]", "0)[T_x - T :]"))


@misconception(
    "window_features",
    caught_by=ORDER,
    says="the window is as long as x: it has T_max steps, and what exceeds them is left out.",
)
def leaves_the_batch_uncut(source):
    return source.replace("T = min(T_x, T_max)", "T = T_x\n    T_max = max(T_x, T_max)")


@misconception(
    "window_features",
    caught_by=ORDER,
    says="steps are cut off at T_max - 1: a slice [:T_max] holds T_max steps already.",
)
def cuts_one_step_early(source):
    return source.replace("min(T_x, T_max)", "min(T_x, T_max - 1)")


@misconception(
    "window_features",
    caught_by=ORDER,
    says="the last step of each example is lost: steps 0 to length - 1 belong to it.",
)
def loses_the_last_step(source):
    return source.replace("< lengths", "< lengths - 1")


@misconception("window_features", caught_by=ORDER, says="the steps stand in reverse: the first step belongs on top.")
def turns_time_round(source):
    return source.replace(LAST, "return window[::-1].reshape(-1, m)")


@misconception(
    "window_features",
    caught_by=ORDER,
    says="the steps are added up: then their order is lost, and every step needs rows of its own.",
)
def adds_the_steps_up(source):
    return source.replace(LAST, "return window.sum(axis=0)")


@misconception(
    "window_features",
    caught_by=ORDER,
    says="the three axes are kept: steps and features are to become one axis of n_x * T_max rows.",
)
def keeps_three_axes(source):
    return source.replace(LAST, "return window")


@misconception(
    "window_features",
    caught_by=ORDER,
    says="a batch of one example loses its last axis: one column is still a column.",
)
def squeezes_a_single_example(source):
    return source.replace(LAST, "return window.reshape(-1, m).squeeze()")


@misconception(
    "window_features",
    caught_by=ORDER,
    says="an example that is longer than T_max is left out altogether: its first T_max steps are kept.",
)
def drops_long_examples(source):
    return source.replace("< lengths", "< np.where(lengths > T_max, 0, lengths)")


@misconception("window_features", caught_by=ORDER, says="whole numbers are made of the entries of x.")
def makes_whole_numbers(source):
    return source.replace("dtype=x.dtype", "dtype=int")


@misconception(
    "window_features",
    caught_by=ZEROS,
    says="what x holds past the end of an example is kept: the lengths say where zeros begin.",
)
def keeps_what_stands_past_the_end(source):
    return source.replace("np.where(valid[:, np.newaxis, :], x, 0)", "x")


@misconception(
    "window_features",
    caught_by=ZEROS,
    says="a batch that is longer than the window is cut, and the lengths are not looked at then: some examples may "
    "have ended before the cut.",
)
def forgets_the_lengths_where_it_cuts(x, lengths, T_max):
    T_x, n_x, m = x.shape
    if T_max < T_x:
        return x[:T_max].reshape(-1, m)
    window = np.zeros((T_max, n_x, m))
    for i, length in enumerate(lengths):
        window[:length, :, i] = x[:length, :, i]
    return window.reshape(-1, m)


@misconception(
    "window_features",
    caught_by=ZEROS,
    says="one step too many is kept: the step with index `length` is past the end already.",
)
def keeps_one_step_too_many(source):
    return source.replace("< lengths", "<= lengths")


@misconception(
    "window_features",
    caught_by=ZEROS,
    says="the longest example decides for all: each one ends at its own length.",
)
def ends_all_with_the_longest(source):
    return source.replace("< lengths", "< np.full(m, lengths.max())")


@misconception(
    "window_features",
    caught_by=ZEROS,
    says="the shortest example decides for all: each one ends at its own length.",
)
def ends_all_with_the_shortest(source):
    return source.replace("< lengths", "< np.full(m, lengths.min())")


@misconception(
    "window_features",
    caught_by=ZEROS,
    says="the length of the first example is used for all: each one ends at its own.",
)
def ends_all_with_the_first(source):
    return source.replace("< lengths", "< np.full(m, lengths[0])")


@misconception(
    "window_features",
    caught_by=ZEROS,
    says="the zeros that fill the window come first: steps keep their places from the top, and zeros follow.",
)
def fills_from_the_front(source):
    return source.replace("window[:T] =", "window[T_max - T :] =")


@misconception(
    "window_features",
    caught_by=ZEROS,
    says="each example is moved to the end of the window: it begins at the top, and zeros follow.",
)
def moves_each_example_to_the_end(x, lengths, T_max):
    n_x, m = x.shape[1:]
    window = np.zeros((T_max, n_x, m))
    for i, length in enumerate(np.minimum(lengths, T_max)):
        window[T_max - length :, :, i] = x[:length, :, i]
    return window.reshape(-1, m)


@misconception(
    "window_features",
    caught_by=ZEROS,
    says="a window longer than the batch is not filled up: it has n_x * T_max rows, whatever x has.",
)
def never_fills_the_window(source):
    return source.replace(LAST, "return window[:T].reshape(-1, m)")


@misconception(
    "window_features",
    caught_by=ZEROS,
    says="the batch is repeated to fill the window: zeros stand where x has no more steps.",
)
def repeats_the_batch(x, lengths, T_max):
    T_x, n_x, m = x.shape
    valid = np.arange(T_x)[:, np.newaxis] < lengths
    return np.resize(np.where(valid[:, np.newaxis], x, 0), (T_max * n_x, m))


@misconception(
    "window_features",
    caught_by=ZEROS,
    says="the last step is repeated to fill the window: zeros stand where an example is over.",
)
def repeats_the_last_step(source):
    return source.replace(LAST, f"window[T:] = x[-1]\n    {LAST}")


@misconception(
    "window_features",
    caught_by=ALONE,
    says="the zeros are written into the caller's x: after the call what stood there is lost.",
)
def writes_zeros_into_x(source):
    return source.replace(FILL, "x[~np.repeat(valid[:, None], n_x, axis=1)] = 0\n    window[:T] = x[:T]")


@misconception(
    "window_features",
    caught_by=ALONE,
    says="the caller's lengths are cut to T_max: after the call they are wrong for everyone else.",
)
def cuts_the_lengths_of_the_caller(source):
    return source.replace(VALID, "lengths[lengths > T_max] = T_max\n    valid = np.arange(T_x)[:, None] < lengths")


@variant("window_features")
def example_by_example(x, lengths, T_max):
    n_x, m = x.shape[1:]
    window = np.zeros((n_x * T_max, m))
    for i in range(m):
        kept = min(lengths[i], T_max)
        window[: kept * n_x, i] = x[:kept, :, i].ravel()
    return window


@variant("window_features")
def step_by_step(x, lengths, T_max):
    T_x, n_x, m = x.shape
    steps = [x[t] * (t < lengths) if t < T_x else np.zeros((n_x, m)) for t in range(T_max)]
    return np.concatenate(steps)


@variant("window_features")
def padded_and_masked(x, lengths, T_max):
    more = max(0, T_max - len(x))
    long = np.pad(x, ((0, more), (0, 0), (0, 0)))[:T_max]
    mask = np.arange(T_max)[:, None, None] < np.asarray(lengths)[None, None, :]
    return (long * mask).reshape(-1, x.shape[2])


@variant("window_features")
def with_examples_first(x, lengths, T_max):
    rows = np.zeros((x.shape[2], T_max, x.shape[1]))
    for row, example, length in zip(rows, np.moveaxis(x, 2, 0), lengths, strict=True):
        row[:length] = example[: min(length, T_max)]
    return rows.reshape(len(rows), -1).T


@variant("window_features")
def with_a_copy_and_vstack(x, lengths, T_max):
    x = x[:T_max].copy()
    for i, length in enumerate(lengths):
        x[length:, :, i] = 0
    empty = [np.zeros(x.shape[1:])] * (T_max - len(x))
    return np.vstack([*x, *empty])
