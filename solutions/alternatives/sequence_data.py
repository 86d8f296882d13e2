"""Lesson 00: wrong and unusual answers that read one step and make one-hot vectors."""

import numpy as np

from solutions.alternatives import misconception, variant

# ------------------------------------------------------------------------------------------------------------- get_step

STEP, RANGE = "it_returns_the_features_of_that_step", "a_number_outside_its_range_raises_IndexError"


@misconception(
    "get_step",
    caught_by=STEP,
    says="the formula's numbers are used as indices: the formula counts from 1, the array from 0.",
)
def counts_both_from_zero(x, i, t):
    if not (1 <= i <= x.shape[2] and 1 <= t <= x.shape[0]):
        raise IndexError
    return x[t, :, i]


@misconception(
    "get_step", caught_by=STEP, says="t counts from 0 while i counts from 1: both lose 1 on the way to an index."
)
def shifts_only_the_example(source):
    return source.replace("x[t - 1, :, i - 1]", "x[t, :, i - 1]")


@misconception(
    "get_step", caught_by=STEP, says="i counts from 0 while t counts from 1: both lose 1 on the way to an index."
)
def shifts_only_the_time(source):
    return source.replace("x[t - 1, :, i - 1]", "x[t - 1, :, i]")


@misconception(
    "get_step", caught_by=STEP, says="the example picks along axis 0 and the time along axis 2: here time comes first."
)
def takes_examples_first(source):
    return source.replace("x[t - 1, :, i - 1]", "x[i - 1, :, t - 1]")


@misconception("get_step", caught_by=STEP, says="i picks along axis 1, where the features stand: axis 1 is kept whole.")
def takes_a_feature_for_the_example(source):
    return source.replace("x[t - 1, :, i - 1]", "x[t - 1, i - 1]")


@misconception(
    "get_step", caught_by=STEP, says="i is left out: this is the step of every example, and one of them is asked for."
)
def returns_every_example(source):
    return source.replace("x[t - 1, :, i - 1]", "x[t - 1]")


@misconception(
    "get_step", caught_by=STEP, says="t is left out: this is the whole of example i, and one step of it is asked for."
)
def returns_every_step(source):
    return source.replace("x[t - 1, :, i - 1]", "x[:, :, i - 1]")


@misconception(
    "get_step",
    caught_by=STEP,
    says="the example is taken with a slice, which keeps its axis: a plain number drops the axis.",
)
def keeps_the_axis_of_examples(source):
    return source.replace("x[t - 1, :, i - 1]", "x[t - 1, :, i - 1 : i]")


@misconception(
    "get_step", caught_by=STEP, says="the last step is turned away: t may be T_x itself, and i may be m itself."
)
def turns_the_last_away(source):
    return source.replace("1 <= i <= m and 1 <= t <= T_x", "1 <= i < m and 1 <= t < T_x")


@misconception(
    "get_step",
    caught_by=RANGE,
    says="nothing is checked: t=0 becomes the index -1, and that is the last step.",
)
def checks_nothing(x, i, t):
    return x[t - 1, :, i - 1]


@misconception(
    "get_step",
    caught_by=RANGE,
    says="the formula's numbers are used as indices and nothing is checked: 0 is then an index like any other.",
)
def counts_from_zero_and_checks_nothing(x, i, t):
    return x[t, :, i]


@misconception(
    "get_step",
    caught_by=RANGE,
    says="the axes are exchanged and nothing is checked: 0 becomes the index -1, and that is the last entry.",
)
def takes_examples_first_and_checks_nothing(x, i, t):
    return x[i - 1, :, t - 1]


@misconception("get_step", caught_by=RANGE, says="0 is let in: it becomes the index -1, and that is the last entry.")
def lets_zero_in(source):
    return source.replace("1 <= i <= m and 1 <= t <= T_x", "0 <= i <= m and 0 <= t <= T_x")


@misconception("get_step", caught_by=RANGE, says="t is checked and i is not: i=0 becomes the index -1 as well.")
def checks_only_the_time(source):
    return source.replace("1 <= i <= m and ", "")


@misconception(
    "get_step",
    caught_by=RANGE,
    says="the call is turned away only if both numbers are wrong: one is enough. `not (... and ...)` says so, and so "
    "does `or` between the two wrong cases.",
)
def wants_both_to_be_wrong(source):
    return source.replace("1 <= i <= m and 1 <= t <= T_x", "1 <= i <= m or 1 <= t <= T_x")


@misconception("get_step", caught_by=RANGE, says="a ValueError is raised: an index outside its range is an IndexError.")
def raises_ValueError(source):  # noqa: N802  # the exception's own name
    return source.replace("raise IndexError", "raise ValueError")


@misconception(
    "get_step",
    caught_by=RANGE,
    says="an assertion guards the range: `assert` raises an AssertionError, and `python -O` skips it altogether.",
)
def asserts_the_range(x, i, t):
    assert 1 <= i <= x.shape[2]
    assert 1 <= t <= x.shape[0]
    return x[t - 1, :, i - 1]


@misconception(
    "get_step",
    caught_by=RANGE,
    says="outside the range None is returned: the caller learns of it much later, and elsewhere.",
)
def returns_None(source):  # noqa: N802  # the value's own name
    before, _, after = source.partition("        raise IndexError(")
    return before + "        return None\n" + after[after.index("    return x") :]


@misconception(
    "get_step", caught_by=RANGE, says="numbers outside the range are moved to its nearest end: that is another step."
)
def moves_to_the_nearest_end(x, i, t):
    return x[np.clip(t, 1, x.shape[0]) - 1, :, np.clip(i, 1, x.shape[2]) - 1]


@misconception(
    "get_step", caught_by=RANGE, says="only 0 is turned away: every negative number counts from the end as well."
)
def turns_only_zero_away(source):
    return source.replace("not (1 <= i <= m and 1 <= t <= T_x)", "i == 0 or t == 0")


@misconception(
    "get_step",
    caught_by=STEP,
    says="x.shape is unpacked examples first: it is (T_x, n_x, m), so t goes up to shape[0] and i up to shape[2].",
)
def exchanges_the_upper_ends(source):
    return source.replace("T_x, _, m = x.shape", "m, _, T_x = x.shape")


@variant("get_step")
def one_axis_after_the_other(x, i, t):
    if t not in range(1, len(x) + 1) or i not in range(1, x.shape[-1] + 1):
        raise IndexError("no such step")
    example = x[..., i - 1]  # (T_x, n_x)
    return example[t - 1]


@variant("get_step")
def takes_with_take(x, i, t):
    if min(i, t) < 1:
        raise IndexError("numbers count from 1")
    return np.take(np.take(x, t - 1, axis=0), i - 1, axis=1)


@variant("get_step")
def copies_through_a_loop(x, i, t):
    if i <= 0 or i > x.shape[2]:
        raise IndexError(f"i={i}")
    if t <= 0 or t > x.shape[0]:
        raise IndexError(f"t={t}")
    return np.array([x[t - 1, k, i - 1] for k in range(x.shape[1])])


@variant("get_step")
def examples_first_and_a_subclass(x, i, t):
    class StepError(IndexError):
        pass

    if not (0 < i <= x.shape[2]) or not (0 < t <= x.shape[0]):
        raise StepError
    return x.transpose(2, 0, 1)[i - 1, t - 1]


# -------------------------------------------------------------------------------------------------------------- one_hot

COLUMN, PADDING = "every_id_becomes_a_column_with_a_single_1", "padding_becomes_a_column_of_zeros"
IDS_ALONE = "the_ids_are_left_alone"


@misconception(
    "one_hot",
    caught_by=COLUMN,
    says="rows of the identity matrix are picked and left where they are: the features then stand on the last axis.",
)
def leaves_features_last(ids, n_x):
    x = np.eye(n_x)[ids]
    x[ids == -1] = 0
    return x


@misconception(
    "one_hot",
    caught_by=COLUMN,
    says=".T turns (T, m, n_x) round: it reverses all three axes, where only the last two are to be exchanged.",
)
def turns_all_axes_round(source):
    return source.replace(".astype(np.float64)", ".astype(np.float64).transpose(1, 2, 0)")


@misconception(
    "one_hot",
    caught_by=COLUMN,
    says="the first two axes are exchanged: time comes first already, and the last two are to be exchanged.",
)
def exchanges_the_first_axes(ids, n_x):
    x = np.eye(n_x)[ids]
    x[ids == -1] = 0
    return x.transpose(1, 0, 2)


@misconception(
    "one_hot",
    caught_by=COLUMN,
    says="reshape is used to exchange two axes: it keeps the order of the numbers and cuts them anew; "
    "transpose moves axes.",
)
def reshapes_instead_of_transposing(ids, n_x):
    x = np.eye(n_x)[ids]
    x[ids == -1] = 0
    return x.reshape(ids.shape[0], n_x, ids.shape[1])


@misconception("one_hot", caught_by=COLUMN, says="the ids are counted from 1: id 0 belongs to row 0.")
def counts_ids_from_one(ids, n_x):
    rows = np.arange(n_x)[:, np.newaxis]
    return ((ids[:, np.newaxis, :] - 1) % n_x == rows) * (ids[:, np.newaxis, :] >= 0) * 1.0


@misconception(
    "one_hot",
    caught_by=COLUMN,
    says="the largest id of this batch decides how many rows there are: n_x says it, whatever the batch holds.",
)
def counts_rows_from_the_batch(source):
    return source.replace("np.arange(n_x)", "np.arange(ids.max() + 1)")


@misconception(
    "one_hot",
    caught_by=COLUMN,
    says="x[t, ids[t]] = 1 sets whole rows: every example then has a 1 for the id of every other one.",
)
def sets_whole_rows(ids, n_x):
    x = np.zeros((ids.shape[0], n_x, ids.shape[1]))
    for t in range(ids.shape[0]):
        x[t, ids[t][ids[t] >= 0]] = 1
    return x


@misconception("one_hot", caught_by=COLUMN, says="only the first example of the batch is written.")
def writes_the_first_example_only(ids, n_x):
    x = np.zeros((ids.shape[0], n_x, ids.shape[1]))
    for t in range(ids.shape[0]):
        if ids[t, 0] >= 0:
            x[t, ids[t, 0], 0] = 1
    return x


@misconception(
    "one_hot",
    caught_by=COLUMN,
    says="the loop ends after the first time step: its return stands inside it.",
)
def returns_inside_the_loop(ids, n_x):
    x = np.zeros((ids.shape[0], n_x, ids.shape[1]))
    for i, row in enumerate(ids[0]):
        x[0, row, i] = row >= 0
    return x


@misconception(
    "one_hot",
    caught_by=COLUMN,
    says="a comparison is returned as it is: it gives True and False, and float64 is due.",
)
def returns_the_comparison(source):
    return source.replace(".astype(np.float64)", "")


@misconception("one_hot", caught_by=COLUMN, says="whole numbers are returned: x is to be float64.")
def returns_whole_numbers(source):
    return source.replace("np.float64", "int")


@misconception("one_hot", caught_by=COLUMN, says="id 0 is taken for padding: here padding is -1, and 0 is a token.")
def takes_zero_for_padding(ids, n_x):
    rows = np.arange(n_x)[:, np.newaxis]
    return ((ids[:, np.newaxis, :] == rows) & (ids[:, np.newaxis, :] > 0)).astype(float)


@misconception(
    "one_hot",
    caught_by=COLUMN,
    says="padding is given a row of its own: there are n_x rows, and a padding column has no 1 in any of them.",
)
def gives_padding_a_row(source):
    return source.replace("np.arange(n_x)", "np.append(np.arange(n_x), -1)")


@misconception(
    "one_hot",
    caught_by=COLUMN,
    says="axes of length 1 are squeezed away: a batch of one example, or of one step, still has three axes.",
)
def squeezes_short_axes(source):
    return source.replace(".astype(np.float64)", ".astype(np.float64).squeeze()")


@misconception(
    "one_hot",
    caught_by=PADDING,
    says="-1 is used as an index: NumPy counts it from the end, so padding becomes the last id.",
)
def takes_padding_for_the_last_id(ids, n_x):
    return np.eye(n_x)[ids].transpose(0, 2, 1)


@misconception(
    "one_hot",
    caught_by=PADDING,
    says="np.eye(n_x)[ids] is given -1: NumPy counts it from the end, so padding becomes the last id.",
)
def takes_padding_for_the_last_id_in_rows(ids, n_x):
    return np.eye(n_x)[ids]


@misconception(
    "one_hot",
    caught_by=PADDING,
    says="np.eye(n_x)[ids].T is given -1: NumPy counts it from the end, so padding becomes the last id.",
)
def takes_padding_for_the_last_id_turned_round(ids, n_x):
    return np.eye(n_x)[ids].T


@misconception("one_hot", caught_by=PADDING, says="padding is turned into id 0, and id 0 is a token like any other.")
def takes_padding_for_the_first_id(ids, n_x):
    return np.eye(n_x)[np.maximum(ids, 0)].transpose(0, 2, 1)


@misconception(
    "one_hot", caught_by=PADDING, says="padding is turned into its absolute value, and id 1 is a token like any other."
)
def takes_padding_for_id_one(ids, n_x):
    return np.eye(n_x)[np.abs(ids)].transpose(0, 2, 1)


@misconception(
    "one_hot",
    caught_by=IDS_ALONE,
    says="the -1 is overwritten in the caller's ids: after the call nobody can tell where the padding was.",
)
def overwrites_the_padding(ids, n_x):
    valid = ids != -1
    ids[~valid] = 0
    return (np.eye(n_x)[ids] * valid[:, :, np.newaxis]).transpose(0, 2, 1)


@variant("one_hot")
def with_two_loops(ids, n_x):
    T, m = ids.shape
    x = np.zeros((T, n_x, m))
    for t in range(T):
        for i in range(m):
            if ids[t, i] != -1:
                x[t, ids[t, i], i] = 1.0
    return x


@variant("one_hot")
def with_a_spare_row(ids, n_x):
    # The spare row is the one that -1 hits; it is cut off again.
    return np.moveaxis(np.eye(n_x + 1)[ids][..., :n_x], -1, 1)


@variant("one_hot")
def with_index_arrays(ids, n_x):
    x = np.zeros((len(ids), n_x, ids.shape[1]))
    t, i = np.nonzero(ids >= 0)
    x[t, ids[t, i], i] = 1
    return x


@variant("one_hot")
def with_a_copy_and_einsum(ids, n_x):
    known = ids.copy()
    known[ids < 0] = 0
    return np.einsum("tmk,tm->tkm", np.eye(n_x)[known], (ids >= 0).astype(float))


@variant("one_hot")
def stacked_row_by_row(ids, n_x):
    return np.stack([np.where(ids == k, 1.0, 0.0) for k in range(n_x)], axis=1)
