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
        "the result has the axes (T, m, n_x). The features belong on axis 1, and the examples on the last axis.",
    ),
    turns_all_axes_round=(
        {".transpose(0, 2, 1)": ".T"},
        "the result has the axes (n_x, m, T). `.T` reverses the order of all three axes.",
    ),
    exchanges_the_first_axes=(
        {".transpose(0, 2, 1)": ".transpose(1, 0, 2)"},
        "the result has the axes (m, T, n_x), examples first and features last. Time belongs first, features second.",
    ),
    lays_examples_first=(
        {".transpose(0, 2, 1)": ".transpose(1, 2, 0)"},
        "the result has the axes (m, n_x, T). Time belongs first, and the examples last.",
    ),
    lays_features_first=(
        {".transpose(0, 2, 1)": ".transpose(2, 0, 1)"},
        "the result has the axes (n_x, T, m). Time belongs first, and the features second.",
    ),
    reshapes_instead_of_transposing=(
        {".transpose(0, 2, 1)": ".reshape(ids.shape[0], n_x, ids.shape[1])"},
        "(T, m, n_x) is made into (T, n_x, m) by `reshape`. That keeps the order of the numbers; `transpose` does not.",
    ),
)

answers.mistakes(
    "every_id_becomes_a_column_with_a_single_1",
    of=with_two_loops,
    counts_ids_from_one=(
        {"x[t, ids[t, i], i]": "x[t, ids[t, i] - 1, i]"},
        "each 1 is one row too high, and id 0 is in the last row. Id 0 belongs in row 0.",
    ),
    sets_whole_rows=(
        {"x[t, ids[t, i], i]": "x[t, ids[t, i]]"},
        "whole rows are set to 1, so every example also gets the ids of all others.",
    ),
    writes_the_first_example_only=({"range(m)": "range(1)"}, "only the first example of the batch is filled in."),
    returns_inside_the_loop=(
        {"    return x": "        return x"},
        "only the first time step is filled in, for example because `return` is inside the loop.",
    ),
    takes_zero_for_padding=({"!= -1": "> 0"}, "id 0 is taken for padding. Only -1 is padding, and 0 is an id."),
)

PLACE = "x[t, ids[t, i], i]"
SET = f"if ids[t, i] != -1:\n                {PLACE} = 1.0"
answers.mistakes(
    "padding_becomes_a_column_of_zeros",
    of=with_two_loops,
    wipes_the_step_at_padding=(
        {SET: f"if ids[t, i] == -1:\n                x[t] = 0\n            else:\n                {PLACE} = 1.0"},
        "padding in one example sets the whole step x[t] to zero. Only the column of that example is zero.",
    ),
    breaks_off_at_padding=(
        {SET: "if ids[t, i] == -1:\n                break\n            x[t, ids[t, i], i] = 1.0"},
        "the loop over the examples ends at the first padding of a step. The examples after it are left out.",
    ),
)
answers.mistakes(
    "padding_becomes_a_column_of_zeros",
    of=with_rows_of_the_identity,
    clears_steps_with_any_padding=(
        {"x[ids == -1] = 0": "x[(ids == -1).any(axis=1)] = 0"},
        "a step with padding in any example is zero for all of them. Only the column of that example is zero.",
    ),
)
answers.mistakes(
    "every_id_becomes_a_column_with_a_single_1",
    of=with_rows_of_the_identity,
    clears_the_last_row=(
        {"x[ids == -1] = 0": "x[..., -1] = 0"},
        "the last row is always zero. The 1 of padding may have been there, but so is that of the id n_x - 1.",
    ),
)

answers.mistakes(
    "every_id_becomes_a_column_with_a_single_1",
    of=with_a_spare_row,
    gives_padding_a_row=(
        {"[..., :n_x]": ""},
        "there is one row too many, and padding gets its 1 there. There are n_x rows.",
    ),
)

answers.mistakes(
    "every_id_becomes_a_column_with_a_single_1",
    counts_rows_from_the_batch=(
        {"np.arange(n_x)": "np.arange(ids.max() + 1)"},
        "the largest id of the batch decides how many rows there are. n_x is that number, whatever the batch holds.",
    ),
    returns_the_comparison=(
        {".astype(np.float64)": ""},
        "True and False are returned. Numbers are expected, 1.0 and 0.0.",
    ),
    returns_whole_numbers=({"np.float64": "int"}, "the result is right, but of whole numbers. float64 is expected."),
    returns_float32=({"np.float64": "np.float32"}, "the result is right, but of dtype float32. float64 is expected."),
    sets_the_rows_above_too=(
        {"==": ">="},
        "every row from 0 down to that of the id holds a 1. Only the row of the id does.",
    ),
    turns_the_rows_upside_down=(
        {"np.arange(n_x)[:, np.newaxis]": "np.arange(n_x)[::-1, np.newaxis]"},
        "id 0 is in the last row, and the last id in row 0. The number of the row is the id.",
    ),
)


answers.mistakes(
    "padding_becomes_a_column_of_zeros",
    takes_padding_for_the_last_id=(
        {"ids[:, np.newaxis, :]": "ids[:, np.newaxis, :] % n_x"},
        "padding is treated as the last id. As an index, -1 is the last entry.",
    ),
    takes_padding_for_id_one=(
        {"ids[:, np.newaxis, :]": "abs(ids)[:, np.newaxis, :]"},
        "padding is treated as id 1, which is an id like any other.",
    ),
)


def looking_every_id_up(ids, n_x):
    return np.eye(n_x)[ids].transpose(0, 2, 1)


answers.mistakes(
    "padding_becomes_a_column_of_zeros",
    of=looking_every_id_up,
    takes_padding_for_the_last_id_in_rows=(
        {".transpose(0, 2, 1)": ""},
        "padding is treated as the last id, and the axes are (T, m, n_x). As an index, -1 is the last entry.",
    ),
    takes_padding_for_the_last_id_turned_round=(
        {".transpose(0, 2, 1)": ".T"},
        "padding is treated as the last id, and the axes are (n_x, m, T). As an index, -1 is the last entry.",
    ),
    takes_padding_for_the_first_id=(
        {"[ids]": "[np.maximum(ids, 0)]"},
        "padding is treated as id 0, which is an id like any other.",
    ),
)
answers.mistakes(
    "the_ids_are_left_alone",
    of=with_a_copy_and_einsum,
    overwrites_the_padding=(
        {"ids.copy()": "ids"},
        "the result is right, but -1 is overwritten in the caller's ids. Work on a copy.",
    ),
)

answers.refused(
    "the_ids_are_left_alone",
    of=with_a_spare_row,
    moves_the_padding={"    return ": "    ids[ids == -1] = n_x\n    return "},
)
answers.refused(
    "every_id_becomes_a_column_with_a_single_1",
    squeezes_short_axes={".astype(np.float64)": ".astype(np.float64).squeeze()"},
)
