"""Other answers to one_hot."""

import numpy as np

from solutions.alternatives import Answers
from solutions.sequence_data import one_hot

answers = Answers(one_hot)


@answers.variant
def with_two_loops(ids, n_x):
    T, m = ids.shape
    x = np.zeros((T, n_x, m))
    for t in range(T):
        for i in range(m):
            if ids[t, i] != -1:
                x[t, ids[t, i], i] = 1.0
    return x


@answers.variant
def with_a_spare_row(ids, n_x):
    # The spare row is the one that -1 hits; it is cut off again.
    return np.moveaxis(np.eye(n_x + 1)[ids][..., :n_x], -1, 1)


@answers.variant
def with_index_arrays(ids, n_x):
    x = np.zeros((len(ids), n_x, ids.shape[1]))
    t, i = np.nonzero(ids >= 0)
    x[t, ids[t, i], i] = 1
    return x


@answers.variant
def with_a_copy_and_einsum(ids, n_x):
    known = ids.copy()
    known[ids < 0] = 0
    return np.einsum("tmk,tm->tkm", np.eye(n_x)[known], (ids >= 0).astype(float))


@answers.variant
def stacked_row_by_row(ids, n_x):
    return np.stack([np.where(ids == k, 1.0, 0.0) for k in range(n_x)], axis=1)


answers.mistakes(
    "every_id_becomes_a_column_with_a_single_1",
    turns_all_axes_round=(
        {".astype(np.float64)": ".astype(np.float64).transpose(1, 2, 0)"},
        ".T turns (T, m, n_x) round: it reverses all three axes, where only the last two are to be exchanged.",
    ),
    counts_rows_from_the_batch=(
        {"np.arange(n_x)": "np.arange(ids.max() + 1)"},
        "the largest id of this batch decides how many rows there are: n_x says it, whatever the batch holds.",
    ),
    returns_the_comparison=(
        {".astype(np.float64)": ""},
        "a comparison is returned as it is: it gives True and False, and float64 is due.",
    ),
    returns_whole_numbers=(
        {"np.float64": "int"},
        "whole numbers are returned: x is to be float64.",
    ),
    gives_padding_a_row=(
        {"np.arange(n_x)": "np.append(np.arange(n_x), -1)"},
        "padding is given a row of its own: there are n_x rows, and a padding column has no 1 in any of them.",
    ),
    squeezes_short_axes=(
        {".astype(np.float64)": ".astype(np.float64).squeeze()"},
        "axes of length 1 are squeezed away: a batch of one example, or of one step, still has three axes.",
    ),
)


@answers.mistake(
    "every_id_becomes_a_column_with_a_single_1",
    "rows of the identity matrix are picked and left where they are: the features then stand on the last axis.",
)
def leaves_features_last(ids, n_x):
    x = np.eye(n_x)[ids]
    x[ids == -1] = 0
    return x


@answers.mistake(
    "every_id_becomes_a_column_with_a_single_1",
    "the first two axes are exchanged: time comes first already, and the last two are to be exchanged.",
)
def exchanges_the_first_axes(ids, n_x):
    x = np.eye(n_x)[ids]
    x[ids == -1] = 0
    return x.transpose(1, 0, 2)


@answers.mistake(
    "every_id_becomes_a_column_with_a_single_1",
    "reshape is used to exchange two axes: it keeps the order of the numbers and cuts them anew; transpose moves axes.",
)
def reshapes_instead_of_transposing(ids, n_x):
    x = np.eye(n_x)[ids]
    x[ids == -1] = 0
    return x.reshape(ids.shape[0], n_x, ids.shape[1])


@answers.mistake(
    "every_id_becomes_a_column_with_a_single_1",
    "the ids are counted from 1: id 0 belongs to row 0.",
)
def counts_ids_from_one(ids, n_x):
    rows = np.arange(n_x)[:, np.newaxis]
    return ((ids[:, np.newaxis, :] - 1) % n_x == rows) * (ids[:, np.newaxis, :] >= 0) * 1.0


@answers.mistake(
    "every_id_becomes_a_column_with_a_single_1",
    "x[t, ids[t]] = 1 sets whole rows: every example then has a 1 for the id of every other one.",
)
def sets_whole_rows(ids, n_x):
    x = np.zeros((ids.shape[0], n_x, ids.shape[1]))
    for t in range(ids.shape[0]):
        x[t, ids[t][ids[t] >= 0]] = 1
    return x


@answers.mistake(
    "every_id_becomes_a_column_with_a_single_1",
    "only the first example of the batch is written.",
)
def writes_the_first_example_only(ids, n_x):
    x = np.zeros((ids.shape[0], n_x, ids.shape[1]))
    for t in range(ids.shape[0]):
        if ids[t, 0] >= 0:
            x[t, ids[t, 0], 0] = 1
    return x


@answers.mistake(
    "every_id_becomes_a_column_with_a_single_1",
    "the loop ends after the first time step: its return stands inside it.",
)
def returns_inside_the_loop(ids, n_x):
    x = np.zeros((ids.shape[0], n_x, ids.shape[1]))
    for i, row in enumerate(ids[0]):
        x[0, row, i] = row >= 0
    return x


@answers.mistake(
    "every_id_becomes_a_column_with_a_single_1",
    "id 0 is taken for padding: here padding is -1, and 0 is a token.",
)
def takes_zero_for_padding(ids, n_x):
    rows = np.arange(n_x)[:, np.newaxis]
    return ((ids[:, np.newaxis, :] == rows) & (ids[:, np.newaxis, :] > 0)).astype(float)


@answers.mistake(
    "padding_becomes_a_column_of_zeros",
    "-1 is used as an index: NumPy counts it from the end, so padding becomes the last id.",
)
def takes_padding_for_the_last_id(ids, n_x):
    return np.eye(n_x)[ids].transpose(0, 2, 1)


@answers.mistake(
    "padding_becomes_a_column_of_zeros",
    "np.eye(n_x)[ids] is given -1: NumPy counts it from the end, so padding becomes the last id.",
)
def takes_padding_for_the_last_id_in_rows(ids, n_x):
    return np.eye(n_x)[ids]


@answers.mistake(
    "padding_becomes_a_column_of_zeros",
    "np.eye(n_x)[ids].T is given -1: NumPy counts it from the end, so padding becomes the last id.",
)
def takes_padding_for_the_last_id_turned_round(ids, n_x):
    return np.eye(n_x)[ids].T


@answers.mistake(
    "padding_becomes_a_column_of_zeros",
    "padding is turned into id 0, and id 0 is a token like any other.",
)
def takes_padding_for_the_first_id(ids, n_x):
    return np.eye(n_x)[np.maximum(ids, 0)].transpose(0, 2, 1)


@answers.mistake(
    "padding_becomes_a_column_of_zeros",
    "padding is turned into its absolute value, and id 1 is a token like any other.",
)
def takes_padding_for_id_one(ids, n_x):
    return np.eye(n_x)[np.abs(ids)].transpose(0, 2, 1)


@answers.mistake(
    "the_ids_are_left_alone",
    "the -1 is overwritten in the caller's ids: after the call nobody can tell where the padding was.",
)
def overwrites_the_padding(ids, n_x):
    valid = ids != -1
    ids[~valid] = 0
    return (np.eye(n_x)[ids] * valid[:, :, np.newaxis]).transpose(0, 2, 1)
