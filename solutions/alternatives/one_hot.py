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
def with_rows_of_the_identity(ids, n_x):
    x = np.eye(n_x)[ids]  # (T, m, n_x)
    x[ids == -1] = 0
    return x.transpose(0, 2, 1)


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
    is_token, known = (ids >= 0).astype(float), ids.copy()
    known[ids < 0] = 0
    return np.einsum("tmk,tm->tkm", np.eye(n_x)[known], is_token)


@answers.variant
def stacked_row_by_row(ids, n_x):
    return np.stack([np.where(ids == k, 1.0, 0.0) for k in range(n_x)], axis=1)


answers.mistakes(
    "every_id_becomes_a_column_with_a_single_1",
    of=with_rows_of_the_identity,
    leaves_features_last=(
        {".transpose(0, 2, 1)": ""},
        "rows of the identity matrix are picked and left where they are: the features then stand on the last axis.",
    ),
    turns_all_axes_round=(
        {".transpose(0, 2, 1)": ".T"},
        ".T turns (T, m, n_x) round: it reverses all three axes, where only the last two are to be exchanged.",
    ),
    exchanges_the_first_axes=(
        {".transpose(0, 2, 1)": ".transpose(1, 0, 2)"},
        "the first two axes are exchanged: time comes first already, and the last two are to be exchanged.",
    ),
    reshapes_instead_of_transposing=(
        {".transpose(0, 2, 1)": ".reshape(ids.shape[0], n_x, ids.shape[1])"},
        "reshape is used to exchange two axes: "
        "it keeps the order of the numbers and cuts them anew; transpose moves axes.",
    ),
)

answers.mistakes(
    "every_id_becomes_a_column_with_a_single_1",
    of=with_two_loops,
    counts_ids_from_one=(
        {"x[t, ids[t, i], i]": "x[t, ids[t, i] - 1, i]"},
        "the ids are counted from 1: id 0 belongs to row 0.",
    ),
    sets_whole_rows=(
        {"x[t, ids[t, i], i]": "x[t, ids[t, i]]"},
        "x[t, ids[t]] = 1 sets whole rows: every example then has a 1 for the id of every other one.",
    ),
    writes_the_first_example_only=({"range(m)": "range(1)"}, "only the first example of the batch is written."),
    returns_inside_the_loop=(
        {"    return x": "        return x"},
        "the loop ends after the first time step: its return stands inside it.",
    ),
    takes_zero_for_padding=({"!= -1": "> 0"}, "id 0 is taken for padding: here padding is -1, and 0 is a token."),
)

answers.mistakes(
    "every_id_becomes_a_column_with_a_single_1",
    of=with_a_spare_row,
    gives_padding_a_row=(
        {"[..., :n_x]": ""},
        "padding is given a row of its own: there are n_x rows, and a padding column has no 1 in any of them.",
    ),
)

answers.mistakes(
    "every_id_becomes_a_column_with_a_single_1",
    counts_rows_from_the_batch=(
        {"np.arange(n_x)": "np.arange(ids.max() + 1)"},
        "the largest id of this batch decides how many rows there are: n_x says it, whatever the batch holds.",
    ),
    returns_the_comparison=(
        {".astype(np.float64)": ""},
        "a comparison is returned as it is: it gives True and False, and float64 is due.",
    ),
    returns_whole_numbers=({"np.float64": "int"}, "whole numbers are returned: x is to be float64."),
)


@answers.mistake(
    "padding_becomes_a_column_of_zeros",
    "-1 is used as an index: NumPy counts it from the end, so padding becomes the last id.",
)
def takes_padding_for_the_last_id(ids, n_x):
    return np.eye(n_x)[ids].transpose(0, 2, 1)


answers.mistakes(
    "padding_becomes_a_column_of_zeros",
    of=takes_padding_for_the_last_id,
    takes_padding_for_the_last_id_in_rows=(
        {".transpose(0, 2, 1)": ""},
        "np.eye(n_x)[ids] is given -1: NumPy counts it from the end, so padding becomes the last id.",
    ),
    takes_padding_for_the_last_id_turned_round=(
        {".transpose(0, 2, 1)": ".T"},
        "np.eye(n_x)[ids].T is given -1: NumPy counts it from the end, so padding becomes the last id.",
    ),
    takes_padding_for_the_first_id=(
        {"[ids]": "[np.maximum(ids, 0)]"},
        "padding is turned into id 0, and id 0 is a token like any other.",
    ),
)

answers.mistakes(
    "the_ids_are_left_alone",
    of=with_a_copy_and_einsum,
    overwrites_the_padding=(
        {"ids.copy()": "ids"},
        "the -1 is overwritten in the caller's ids: after the call nobody can tell where the padding was.",
    ),
)

answers.refused(
    "every_id_becomes_a_column_with_a_single_1",
    squeezes_short_axes={".astype(np.float64)": ".astype(np.float64).squeeze()"},
)
answers.refused(
    "padding_becomes_a_column_of_zeros",
    of=takes_padding_for_the_last_id,
    takes_padding_for_id_one={"[ids]": "[np.abs(ids)]"},
)
