"""Lesson 00: wrong and unusual answers."""

import numpy as np

from solutions.alternatives import misconception, variant

# ---------------------------------------------------------------------------------------------------- get_step

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


@misconception("get_step", caught_by=RANGE, says="0 is let in: it becomes the index -1, and that is the last entry.")
def lets_zero_in(source):
    return source.replace("1 <= i <= m and 1 <= t <= T_x", "0 <= i <= m and 0 <= t <= T_x")


@misconception("get_step", caught_by=RANGE, says="t is checked and i is not: i=0 becomes the index -1 as well.")
def checks_only_the_time(source):
    return source.replace("1 <= i <= m and ", "")


@misconception(
    "get_step",
    caught_by=RANGE,
    says="the call is turned away only if both numbers are wrong: one wrong number is enough, so `or` is due.",
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
    "get_step", caught_by=RANGE, says="None is returned outside the range: whoever called would not notice before long."
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


# ----------------------------------------------------------------------------------------------------- one_hot

COLUMN, PADDING = "every_id_becomes_a_column_with_a_single_1", "padding_becomes_a_column_of_zeros"
IDS_ALONE = "the_ids_are_left_alone"


@misconception(
    "one_hot",
    caught_by=COLUMN,
    says="rows of the unit matrix are picked and left where they are: the features then stand on the last axis.",
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


# --------------------------------------------------------------------------------------------------- pad_batch

FILLED, MASK = "every_sequence_fills_its_column_from_the_top", "the_mask_tells_tokens_from_padding"
LENGTHS, CUT = "lengths_counts_what_was_kept", "what_exceeds_max_len_is_cut_off_at_the_end"
SEQS_ALONE = "the_sequences_are_left_alone"


@misconception(
    "pad_batch",
    caught_by=FILLED,
    says="each sequence is a row: in this course time runs down and examples are columns.",
)
def lays_sequences_in_rows(source):
    return source.replace("return ids, mask,", "return ids.T, mask.T,")


@misconception(
    "pad_batch", caught_by=FILLED, says="each sequence is a row of ids, while mask has its columns already right."
)
def lays_only_the_ids_in_rows(source):
    return source.replace("return ids,", "return ids.T,")


@misconception(
    "pad_batch",
    caught_by=FILLED,
    says="the last token is repeated to the end: the room below a sequence is filled with pad_id.",
)
def repeats_the_last_token(source):
    return source.replace("    mask = np", "        ids[len(seq) :, i] = seq[-1] if seq else pad_id\n    mask = np")


@misconception(
    "pad_batch",
    caught_by=FILLED,
    says="the rows are made into columns by reshape: it cuts the same numbers anew, transpose exchanges the axes.",
)
def reshapes_rows_into_columns(source):
    return source.replace("return ids,", "return ids.T.reshape(ids.shape),")


@misconception(
    "pad_batch", caught_by=FILLED, says="the padding stands before each sequence: it is to follow at the end."
)
def pads_at_the_start(source):
    return source.replace("ids[: len(seq), i] = seq", "ids[T - len(seq) :, i] = seq").replace(
        "return ids, mask,", "return ids, mask[::-1],"
    )


@misconception(
    "pad_batch",
    caught_by=FILLED,
    says="the padding of ids stands before each sequence, while mask has it at the end, where it is due.",
)
def pads_only_the_ids_at_the_start(source):
    return source.replace("ids[: len(seq), i] = seq", "ids[T - len(seq) :, i] = seq")


@misconception(
    "pad_batch",
    caught_by=FILLED,
    says="ids are floats: np.zeros and np.ones make floats, and a float cannot index a table of words.",
)
def makes_float_ids(source):
    return source.replace("np.full((T, len(kept)), pad_id)", "np.full((T, len(kept)), float(pad_id))")


@misconception("pad_batch", caught_by=FILLED, says="the room below a sequence is filled with 0 instead of pad_id.")
def fills_up_with_zero(source):
    return source.replace("np.full((T, len(kept)), pad_id)", "np.zeros((T, len(kept)), dtype=int)")


@misconception(
    "pad_batch", caught_by=FILLED, says="the empty sequence is left out: it has a column too, of padding alone."
)
def leaves_empty_sequences_out(source):
    return source.replace("for seq in seqs]", "for seq in seqs if seq]")


@misconception(
    "pad_batch", caught_by=FILLED, says="T is one more than the longest length: the longest sequence needs no padding."
)
def adds_a_row_of_padding(source):
    return source.replace("T = lengths.max(initial=0)", "T = lengths.max(initial=0) + 1")


@misconception(
    "pad_batch",
    caught_by=FILLED,
    says="the first sequence decides how many rows there are, and longer ones are cut: T is the longest length.",
)
def takes_T_from_the_first(source):  # noqa: N802  # T is the notation
    return source.replace("lengths.max(initial=0)", "len(kept[0])").replace(
        "ids[: len(seq), i] = seq", "ids[: len(seq), i] = seq[:T]"
    )


@misconception(
    "pad_batch", caught_by=FILLED, says="the sequences are sorted by length: column i belongs to sequence i."
)
def sorts_by_length(source):
    return source.replace("for seq in seqs]", "for seq in sorted(seqs, key=len, reverse=True)]")


@misconception(
    "pad_batch",
    caught_by=MASK,
    says="the mask asks which ids differ from pad_id: a token of that value is then taken for padding.",
)
def masks_by_value(source):
    return source.replace("np.arange(T)[:, np.newaxis] < lengths", "ids != pad_id")


@misconception(
    "pad_batch",
    caught_by=MASK,
    says="the mask asks which ids differ from pad_id, here in rows: a token of that value is then taken for padding.",
)
def masks_rows_by_value(source):
    return source.replace("np.arange(T)[:, np.newaxis] < lengths", "ids != pad_id").replace(
        "return ids, mask,", "return ids.T, mask.T,"
    )


@misconception(
    "pad_batch",
    caught_by=MASK,
    says="mask and lengths ask which ids differ from pad_id: a token of that value is then taken for padding.",
)
def masks_and_counts_by_value(source):
    return source.replace("mask = np.arange(T)[:, np.newaxis] < lengths", "mask = ids != pad_id").replace(
        "return ids, mask, lengths", "return ids, mask, mask.sum(axis=0)"
    )


@misconception(
    "pad_batch",
    caught_by=MASK,
    says="the mask is True at the padding: here True means that a token counts (PyTorch's key_padding_mask is "
    "the other way round).",
)
def turns_the_mask_round(source):
    return source.replace("[:, np.newaxis] < lengths", "[:, np.newaxis] >= lengths")


@misconception(
    "pad_batch",
    caught_by=MASK,
    says="the mask reaches one step too far: counted from 0, the last token is at length - 1.",
)
def masks_one_step_too_many(source):
    return source.replace("[:, np.newaxis] < lengths", "[:, np.newaxis] <= lengths")


@misconception(
    "pad_batch",
    caught_by=MASK,
    says="the mask ends one step too early: counted from 0, the last token is at length - 1.",
)
def masks_one_step_too_few(source):
    return source.replace("[:, np.newaxis] < lengths", "[:, np.newaxis] < lengths - 1")


@misconception("pad_batch", caught_by=MASK, says="the mask holds whole numbers 0 and 1: it is to be bool.")
def masks_with_whole_numbers(source):
    return source.replace("return ids, mask,", "return ids, mask.astype(int),")


@misconception(
    "pad_batch", caught_by=MASK, says="the mask holds floats 0.0 and 1.0, as np.zeros makes them: it is to be bool."
)
def masks_with_floats(source):
    return source.replace("return ids, mask,", "return ids, mask.astype(float),")


@misconception(
    "pad_batch", caught_by=MASK, says="the mask has one row for each sequence, while ids has one column for each."
)
def lays_the_mask_on_its_side(source):
    return source.replace("return ids, mask,", "return ids, mask.T,")


@misconception(
    "pad_batch", caught_by=LENGTHS, says="the lengths are counted before the cut: what max_len cut off is gone."
)
def counts_before_the_cut(source):
    return source.replace("return ids, mask, lengths", "return ids, mask, np.array([len(seq) for seq in seqs])")


@misconception(
    "pad_batch",
    caught_by=LENGTHS,
    says="the ids that differ from pad_id are counted: a token of that value is then missing.",
)
def counts_by_value(source):
    return source.replace("return ids, mask, lengths", "return ids, mask, (ids != pad_id).sum(axis=0)")


@misconception(
    "pad_batch", caught_by=LENGTHS, says="the lengths are those of the padded columns, which all have T entries."
)
def counts_after_padding(source):
    return source.replace("return ids, mask, lengths", "return ids, mask, np.full(len(kept), T)")


@misconception(
    "pad_batch",
    caught_by=LENGTHS,
    says="the mask is summed along axis 1: that counts the examples of each step, and a length sums along "
    "time, axis 0.",
)
def counts_along_the_wrong_axis(source):
    return source.replace("return ids, mask, lengths", "return ids, mask, mask.sum(axis=1)")


@misconception("pad_batch", caught_by=LENGTHS, says="the lengths are floats: a number of steps is a whole number.")
def makes_float_lengths(source):
    return source.replace("return ids, mask, lengths", "return ids, mask, lengths.astype(float)")


@misconception(
    "pad_batch", caught_by=LENGTHS, says="the lengths are a list: np.array makes an array of shape (m,) of it."
)
def leaves_lengths_a_list(source):
    return source.replace("return ids, mask, lengths", "return ids, mask, lengths.tolist()")


@misconception("pad_batch", caught_by=CUT, says="max_len is never used: no sequence is cut.")
def ignores_max_len(source):
    return source.replace("seq[:max_len]", "seq")


@misconception("pad_batch", caught_by=CUT, says="the start of a long sequence is cut off: its end is to go.")
def cuts_the_start(source):
    return source.replace("list(seq[:max_len])", "list(seq if max_len is None else seq[-max_len:])")


@misconception(
    "pad_batch",
    caught_by=CUT,
    says="every batch is padded up to max_len: it is a limit, and T is the longest length that is left.",
)
def pads_up_to_max_len(source):
    return source.replace("lengths.max(initial=0)", "max_len or lengths.max(initial=0)")


@misconception(
    "pad_batch",
    caught_by=CUT,
    says="sequences longer than max_len are left out: they are to be cut, and keep their column.",
)
def leaves_long_sequences_out(source):
    return source.replace("for seq in seqs]", "for seq in seqs if max_len is None or len(seq) <= max_len]")


@misconception(
    "pad_batch",
    caught_by=CUT,
    says="T is the longest length before the cut: the rows that the cut emptied are to go as well.",
)
def keeps_room_for_what_was_cut(source):
    return source.replace("T = lengths.max(initial=0)", "T = max(len(seq) for seq in seqs)")


@misconception(
    "pad_batch", caught_by=CUT, says="ids are cut to max_len rows and mask is not: both have the shape (T, m)."
)
def forgets_to_cut_the_mask(source):
    return source.replace(
        "mask = np.arange(T)[:, np.newaxis]", "mask = np.arange(max(len(seq) for seq in seqs))[:, np.newaxis]"
    ).replace("    return ids, mask, lengths", "    mask[T:] = mask[T - 1]\n    return ids, mask, lengths")


@misconception("pad_batch", caught_by=CUT, says="max_len - 1 tokens are kept: exactly max_len may stay.")
def cuts_one_too_many(source):
    return source.replace("seq[:max_len]", "seq[: None if max_len is None else max_len - 1]")


@misconception(
    "pad_batch",
    caught_by=SEQS_ALONE,
    says="the lists themselves are filled up: `+=` and `append` change the caller's list, and the next call "
    "sees longer sequences.",
)
def fills_up_the_lists(source):
    return source.replace(
        "    mask = np", "    for seq in seqs:\n        seq += [pad_id] * (T - len(seq))\n    mask = np"
    )


@misconception(
    "pad_batch",
    caught_by=SEQS_ALONE,
    says="the lists themselves are cut: `del` takes the tokens away from the caller.",
)
def cuts_the_lists(source):
    return source.replace("    mask = np", "    for seq in seqs:\n        del seq[max_len or T :]\n    mask = np")


@variant("pad_batch")
def with_lists_of_rows(seqs, pad_id, max_len=None):
    kept = [seq if max_len is None else seq[:max_len] for seq in seqs]
    lengths = [len(seq) for seq in kept]
    T = max(lengths)
    rows = [seq + [pad_id] * (T - len(seq)) for seq in kept]
    mask = [[True] * n + [False] * (T - n) for n in lengths]
    return np.array(rows, dtype=int).T, np.array(mask, dtype=bool).T, np.array(lengths)


@variant("pad_batch")
def with_the_mask_first(seqs, pad_id, max_len=None):
    limit = np.inf if max_len is None else max_len
    lengths = np.minimum([len(seq) for seq in seqs], limit).astype(np.int64)
    mask = np.arange(lengths.max())[:, None] < lengths[None, :]
    ids = np.full(mask.shape, pad_id)
    # A boolean index walks row by row, so the columns are written as rows of the transposed view.
    ids.T[mask.T] = [token for seq, n in zip(seqs, lengths, strict=True) for token in seq[:n]]
    return ids, mask, lengths


@variant("pad_batch")
def cut_after_padding(seqs, pad_id, max_len=None):
    T, m = max(map(len, seqs)), len(seqs)
    ids, mask = np.empty((T, m), dtype=np.int32), np.zeros((T, m), dtype=bool)
    ids.fill(pad_id)
    for i, seq in enumerate(seqs):
        for t, token in enumerate(seq):
            ids[t, i], mask[t, i] = token, True
    ids, mask = ids[:max_len], mask[:max_len]
    return ids, mask, mask.sum(axis=0)


@variant("pad_batch")
def with_copies_of_the_lists(seqs, pad_id, max_len=None):
    copies = [[*seq] for seq in seqs]
    for seq in copies:
        del seq[max_len if max_len is not None else len(seq) :]
    lengths = np.fromiter(map(len, copies), dtype=int)
    for seq in copies:
        seq += [pad_id] * (max(lengths) - len(seq))
    return np.column_stack(copies).astype(int), np.arange(max(lengths)).reshape(-1, 1) < lengths, lengths


# ----------------------------------------------------------------------------------------------------- sigmoid

FORMULA, LARGE = "every_entry_follows_the_formula", "large_entries_of_either_sign_do_no_harm"


@misconception("sigmoid", caught_by=FORMULA, says="the exponent has the wrong sign: this is the sigmoid of -z.")
def turns_the_sign(source):
    return source.replace("0.5 * np.asarray(z)", "-0.5 * np.asarray(z)")


@misconception(
    "sigmoid",
    caught_by=FORMULA,
    says="1 / 1 + e is computed for 1 / (1 + e): division comes before addition, so the sum needs brackets.",
)
def forgets_the_brackets(z):
    return 1 / 1 + np.exp(-z)


@misconception("sigmoid", caught_by=FORMULA, says="this is tanh: it runs from -1 to 1, the sigmoid from 0 to 1.")
def returns_tanh(z):
    return np.tanh(z)


@misconception(
    "sigmoid",
    caught_by=FORMULA,
    says="tanh is given z instead of z / 2: the curve is then twice as steep.",
)
def forgets_to_halve(source):
    return source.replace("np.tanh(0.5 * np.asarray(z))", "np.tanh(np.asarray(z))")


@misconception(
    "sigmoid",
    caught_by=FORMULA,
    says="this is the derivative s (1 - s) of the sigmoid: the sigmoid itself is asked for.",
)
def returns_the_derivative(z):
    return np.exp(-z) / (1 + np.exp(-z)) ** 2


@misconception(
    "sigmoid",
    caught_by=FORMULA,
    says="the entries are divided by their sum: that is a softmax, and each entry of a sigmoid stands alone.",
)
def returns_a_softmax(z):
    return np.exp(z) / np.exp(z).sum()


@misconception(
    "sigmoid",
    caught_by=FORMULA,
    says="the result is written into an array of z's own dtype: with whole numbers in z, every value is cut to 0.",
)
def keeps_whole_numbers(z):
    s = np.zeros_like(z)
    s[...] = 0.5 * np.tanh(0.5 * z) + 0.5
    return s


@misconception(
    "sigmoid",
    caught_by=FORMULA,
    says="entries are rounded to 0 and 1: the sigmoid passes smoothly from one to the other.",
)
def decides_instead(z):
    return (z > 0).astype(float)


@misconception(
    "sigmoid",
    caught_by=LARGE,
    says="exp overflows for large entries of one sign; np.where does not prevent it, since it computes both "
    "its branches for all entries.",
)
def overflows(z):
    return 1 / (1 + np.exp(-z))


@misconception(
    "sigmoid",
    caught_by=LARGE,
    says="e^z / (1 + e^z) is computed as it stands: for large z it is infinity by infinity.",
)
def divides_infinities(z):
    return np.exp(z) / (1 + np.exp(z))


@misconception(
    "sigmoid",
    caught_by=LARGE,
    says="z is clipped to ±10: there the sigmoid is still 0.00005 away from 0 and 1.",
)
def clips_at_ten(z):
    return 1 / (1 + np.exp(-np.clip(z, -10, 10)))


@variant("sigmoid")
def by_sign(z):
    e = np.exp(-np.abs(z))
    return np.where(np.asarray(z) >= 0, 1, e) / (1 + e)


@variant("sigmoid")
def with_clipped_exponent(z):
    return 1.0 / (1.0 + np.exp(np.clip(-np.asarray(z, dtype=float), -500, 500)))


@variant("sigmoid")
def in_two_halves(z):
    s = np.empty(np.shape(z))
    up = z >= 0
    s[up] = 1 / (1 + np.exp(-z[up]))
    s[~up] = np.exp(z[~up]) / (1 + np.exp(z[~up]))
    return s


@variant("sigmoid")
def with_logaddexp(z):
    return np.exp(-np.logaddexp(0, -z))


# ----------------------------------------------------------------------------------------------------- softmax

SUMS, APART = "the_results_sum_to_one_along_the_axis", "large_scores_in_one_column_harm_no_other"


@misconception("softmax", caught_by=SUMS, says="all entries are divided by one sum: every column has a sum of its own.")
def sums_over_everything(source):
    return source.replace("exp_z.sum(axis=axis, keepdims=True)", "exp_z.sum()")


@misconception(
    "softmax",
    caught_by=SUMS,
    says="all columns share one sum, np.exp(z).sum(): every column is to have a sum of its own.",
)
def shares_one_sum(source):
    return source.replace("axis=axis, keepdims=True", "")


@misconception("softmax", caught_by=SUMS, says="the sum runs along axis 0 whatever `axis` says.")
def always_sums_along_axis_0(source):
    return source.replace("axis=axis", "axis=0")


@misconception(
    "softmax", caught_by=SUMS, says="the sum runs along axis 1: that mixes the examples; a column is one example."
)
def always_sums_along_axis_1(source):
    return source.replace("axis=axis", "axis=1")


@misconception(
    "softmax",
    caught_by=SUMS,
    says="the sum runs along the last axis: by default each column is a distribution, and a column runs along axis 0.",
)
def always_sums_along_the_last_axis(source):
    return source.replace("axis=axis", "axis=-1")


@misconception(
    "softmax",
    caught_by=SUMS,
    says="the sum loses its axis: without keepdims=True it lines up with the wrong axis of z, or with none.",
)
def loses_the_axis_of_the_sum(source):
    return source.replace(".sum(axis=axis, keepdims=True)", ".sum(axis=axis)")


@misconception(
    "softmax",
    caught_by=SUMS,
    says="the maximum loses its axis: without keepdims=True it lines up with the wrong axis of z, or with none.",
)
def loses_the_axis_of_the_maximum(source):
    return source.replace("np.max(z, axis=axis, keepdims=True)", "np.max(z, axis=axis)")


@misconception(
    "softmax",
    caught_by=SUMS,
    says="maximum and sum lose their axis: without keepdims=True they line up with the wrong axis of z, or with none.",
)
def loses_both_axes(source):
    return source.replace(", keepdims=True", "")


@misconception(
    "softmax",
    caught_by=SUMS,
    says="the maximum runs along axis 0 and the sum along `axis`: what is subtracted cancels only if both run "
    "along the same.",
)
def subtracts_along_axis_0(source):
    return source.replace("np.max(z, axis=axis", "np.max(z, axis=0")


@misconception("softmax", caught_by=SUMS, says="the exponentials are not divided by their sum.")
def forgets_to_divide(source):
    return source.replace(" / exp_z.sum(axis=axis, keepdims=True)", "")


@misconception(
    "softmax", caught_by=SUMS, says="the scores are divided by their sum without the exponential: they may be negative."
)
def forgets_the_exponential(z, axis=0):
    return z / z.sum(axis=axis, keepdims=True)


@misconception(
    "softmax",
    caught_by=SUMS,
    says="every entry is squashed by itself: this is a sigmoid, and its columns do not sum to 1.",
)
def returns_a_sigmoid(z, axis=0):
    return 1 / (1 + np.exp(-z))


@misconception("softmax", caught_by=SUMS, says="this is the logarithm of the probabilities.")
def returns_the_logarithm(z, axis=0):
    shifted = z - z.max(axis=axis, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))


@misconception(
    "softmax", caught_by=SUMS, says="the exponent has the wrong sign: the smallest score gets the largest probability."
)
def turns_the_sign_of_the_scores(source):
    return source.replace("z - np.max(z, axis=axis, keepdims=True)", "np.min(z, axis=axis, keepdims=True) - z")


@misconception(
    "softmax",
    caught_by=SUMS,
    says="the exponentials are written into an array of z's own dtype: with whole numbers in z they are cut off.",
)
def keeps_whole_scores(z, axis=0):
    e = np.zeros_like(z)
    e[...] = np.exp(z - np.max(z, axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


@misconception(
    "softmax", caught_by=SUMS, says="the largest score gets 1 and the others 0: a softmax leaves every score its share."
)
def takes_the_largest_alone(z, axis=0):
    return (z == np.max(z, axis=axis, keepdims=True)).astype(float)


@misconception(
    "softmax",
    caught_by=APART,
    says="nothing is subtracted before exp: e^1000 is more than a float64 can hold, and infinity by infinity is nan.",
)
def subtracts_nothing(source):
    return source.replace("z - np.max(z, axis=axis, keepdims=True)", "z")


@misconception(
    "softmax",
    caught_by=APART,
    says="the maximum of the whole array is subtracted: in a column a thousand below it every exponential is "
    "0, and 0 by 0 is nan.",
)
def subtracts_the_maximum_of_all(source):
    return source.replace("np.max(z, axis=axis, keepdims=True)", "np.max(z)")


@misconception(
    "softmax",
    caught_by=APART,
    says="the mean of each column is subtracted: a score may lie far above the mean, and only the maximum "
    "keeps exp below 1.",
)
def subtracts_the_mean(source):
    return source.replace("np.max(z, ", "np.mean(z, ")


@misconception(
    "softmax",
    caught_by=APART,
    says="the minimum of each column is subtracted: the largest score then grows instead of becoming 0.",
)
def subtracts_the_minimum(source):
    return source.replace("np.max(z, ", "np.min(z, ")


@misconception(
    "softmax",
    caught_by=APART,
    says="the scores are clipped: large ones become equal, and their differences are what counts.",
)
def clips_the_scores(source):
    return source.replace("z - np.max(z, axis=axis, keepdims=True)", "np.clip(z, -500, 500)")


@variant("softmax")
def through_the_logarithm(z, axis=0):
    return np.exp(z - np.logaddexp.reduce(z, axis=axis, keepdims=True))


@variant("softmax")
def column_by_column(z, axis=0):
    def of_one(scores):
        e = np.exp(scores - max(scores))
        return e / sum(e)

    return np.apply_along_axis(of_one, axis, np.asarray(z, dtype=float))


@variant("softmax")
def with_the_axis_in_front(z, axis=0):
    front = np.moveaxis(z, axis, 0)
    e = np.exp(front - front.max(0))
    return np.moveaxis(e / e.sum(0), 0, axis)


@variant("softmax")
def with_expand_dims(z, axis=0):
    shifted = z - np.expand_dims(np.amax(z, axis), axis)
    e = np.exp(shifted)
    return np.divide(e, np.expand_dims(np.add.reduce(e, axis), axis))
