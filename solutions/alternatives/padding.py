"""Lesson 00: wrong and unusual ways to pad a batch."""

import numpy as np

from solutions.alternatives import equivalent, misconception, variant

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
    "pad_batch",
    caught_by=FILLED,
    says="there is one row more than the longest length: the longest sequence needs no padding.",
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


@misconception("pad_batch", caught_by=CUT, says="max_len is never used: no row is cut.")
def ignores_max_len_in_rows(source):
    return source.replace("seq[:max_len]", "seq").replace("return ids, mask,", "return ids.T, mask.T,")


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
    says="the longest length before the cut decides T: the rows that the cut emptied are to go as well.",
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


OLD = "T = lengths.max(initial=0)"
for start in (1, -1):
    equivalent(
        "pad_batch",
        f"{OLD} -> T = lengths.max(initial= {start})",
        because="the start value decides T only where no sequence has a token, which no use of a batch asks for.",
    )
