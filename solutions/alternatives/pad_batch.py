"""Other answers to pad_batch."""

import numpy as np

from solutions.alternatives import Answers
from solutions.sequence_data import pad_batch

answers = Answers(pad_batch)


@answers.variant
def with_lists_of_rows(seqs, pad_id, max_len=None):
    kept = [seq if max_len is None else seq[:max_len] for seq in seqs]
    lengths = [len(seq) for seq in kept]
    T = max(lengths)
    rows = [seq + [pad_id] * (T - len(seq)) for seq in kept]
    mask = [[True] * n + [False] * (T - n) for n in lengths]
    return np.array(rows, dtype=int).T, np.array(mask, dtype=bool).T, np.array(lengths)


@answers.variant
def with_the_mask_first(seqs, pad_id, max_len=None):
    limit = np.inf if max_len is None else max_len
    lengths = np.minimum([len(seq) for seq in seqs], limit).astype(np.int64)
    mask = np.arange(lengths.max())[:, None] < lengths[None, :]
    ids = np.full(mask.shape, pad_id)
    # A boolean index walks row by row, so the columns are written as rows of the transposed view.
    ids.T[mask.T] = [token for seq, n in zip(seqs, lengths, strict=True) for token in seq[:n]]
    return ids, mask, lengths


@answers.variant
def cut_after_padding(seqs, pad_id, max_len=None):
    T, m = max(map(len, seqs)), len(seqs)
    ids, mask = np.empty((T, m), dtype=np.int32), np.zeros((T, m), dtype=bool)
    ids.fill(pad_id)
    for i, seq in enumerate(seqs):
        for t, token in enumerate(seq):
            ids[t, i], mask[t, i] = token, True
    ids, mask = ids[:max_len], mask[:max_len]
    return ids, mask, mask.sum(axis=0)


@answers.variant
def with_copies_of_the_lists(seqs, pad_id, max_len=None):
    copies = [[*seq] for seq in seqs]
    for seq in copies:
        del seq[max_len if max_len is not None else len(seq) :]
    lengths = np.fromiter(map(len, copies), dtype=int)
    for seq in copies:
        seq += [pad_id] * (max(lengths) - len(seq))
    return np.column_stack(copies).astype(int), np.arange(max(lengths)).reshape(-1, 1) < lengths, lengths


answers.mistakes(
    "every_sequence_fills_its_column_from_the_top",
    lays_sequences_in_rows=(
        {"return ids, mask,": "return ids.T, mask.T,"},
        "each sequence is a row: in this course time runs down and examples are columns.",
    ),
    lays_only_the_ids_in_rows=(
        {"return ids,": "return ids.T,"},
        "each sequence is a row of ids, while mask has its columns already right.",
    ),
    repeats_the_last_token=(
        {"    mask = np": "        ids[len(seq) :, i] = seq[-1] if seq else pad_id\n    mask = np"},
        "the last token is repeated to the end: the room below a sequence is filled with pad_id.",
    ),
    reshapes_rows_into_columns=(
        {"return ids,": "return ids.T.reshape(ids.shape),"},
        "the rows are made into columns by reshape: it cuts the same numbers anew, transpose exchanges the axes.",
    ),
    pads_at_the_start=(
        {"ids[: len(seq), i] = seq": "ids[T - len(seq) :, i] = seq", "return ids, mask,": "return ids, mask[::-1],"},
        "the padding stands before each sequence: it is to follow at the end.",
    ),
    pads_only_the_ids_at_the_start=(
        {"ids[: len(seq), i] = seq": "ids[T - len(seq) :, i] = seq"},
        "the padding of ids stands before each sequence, while mask has it at the end, where it is due.",
    ),
    makes_float_ids=(
        {"np.full((T, len(kept)), pad_id)": "np.full((T, len(kept)), float(pad_id))"},
        "ids are floats: np.zeros and np.ones make floats, and a float cannot index a table of words.",
    ),
    fills_up_with_zero=(
        {"np.full((T, len(kept)), pad_id)": "np.zeros((T, len(kept)), dtype=int)"},
        "the room below a sequence is filled with 0 instead of pad_id.",
    ),
    leaves_empty_sequences_out=(
        {"for seq in seqs]": "for seq in seqs if seq]"},
        "the empty sequence is left out: it has a column too, of padding alone.",
    ),
    adds_a_row_of_padding=(
        {"T = lengths.max(initial=0)": "T = lengths.max(initial=0) + 1"},
        "there is one row more than the longest length: the longest sequence needs no padding.",
    ),
    takes_T_from_the_first=(
        {"lengths.max(initial=0)": "len(kept[0])", "ids[: len(seq), i] = seq": "ids[: len(seq), i] = seq[:T]"},
        "the first sequence decides how many rows there are, and longer ones are cut: T is the longest length.",
    ),
    sorts_by_length=(
        {"for seq in seqs]": "for seq in sorted(seqs, key=len, reverse=True)]"},
        "the sequences are sorted by length: column i belongs to sequence i.",
    ),
)

answers.mistakes(
    "the_mask_tells_tokens_from_padding",
    masks_by_value=(
        {"np.arange(T)[:, np.newaxis] < lengths": "ids != pad_id"},
        "the mask asks which ids differ from pad_id: a token of that value is then taken for padding.",
    ),
    masks_rows_by_value=(
        {"np.arange(T)[:, np.newaxis] < lengths": "ids != pad_id", "return ids, mask,": "return ids.T, mask.T,"},
        "the mask asks which ids differ from pad_id, here in rows: a token of that value is then taken for padding.",
    ),
    masks_and_counts_by_value=(
        {
            "mask = np.arange(T)[:, np.newaxis] < lengths": "mask = ids != pad_id",
            "return ids, mask, lengths": "return ids, mask, mask.sum(axis=0)",
        },
        "mask and lengths ask which ids differ from pad_id: a token of that value is then taken for padding.",
    ),
    turns_the_mask_round=(
        {"[:, np.newaxis] < lengths": "[:, np.newaxis] >= lengths"},
        "the mask is True at the padding: here True means that a token counts (PyTorch's key_padding_mask is the other way round).",
    ),
    masks_one_step_too_many=(
        {"[:, np.newaxis] < lengths": "[:, np.newaxis] <= lengths"},
        "the mask reaches one step too far: counted from 0, the last token is at length - 1.",
    ),
    masks_one_step_too_few=(
        {"[:, np.newaxis] < lengths": "[:, np.newaxis] < lengths - 1"},
        "the mask ends one step too early: counted from 0, the last token is at length - 1.",
    ),
    masks_with_whole_numbers=(
        {"return ids, mask,": "return ids, mask.astype(int),"},
        "the mask holds whole numbers 0 and 1: it is to be bool.",
    ),
    masks_with_floats=(
        {"return ids, mask,": "return ids, mask.astype(float),"},
        "the mask holds floats 0.0 and 1.0, as np.zeros makes them: it is to be bool.",
    ),
    lays_the_mask_on_its_side=(
        {"return ids, mask,": "return ids, mask.T,"},
        "the mask has one row for each sequence, while ids has one column for each.",
    ),
)

answers.mistakes(
    "lengths_counts_what_was_kept",
    counts_before_the_cut=(
        {"return ids, mask, lengths": "return ids, mask, np.array([len(seq) for seq in seqs])"},
        "the lengths are counted before the cut: what max_len cut off is gone.",
    ),
    counts_by_value=(
        {"return ids, mask, lengths": "return ids, mask, (ids != pad_id).sum(axis=0)"},
        "the ids that differ from pad_id are counted: a token of that value is then missing.",
    ),
    counts_after_padding=(
        {"return ids, mask, lengths": "return ids, mask, np.full(len(kept), T)"},
        "the lengths are those of the padded columns, which all have T entries.",
    ),
    counts_along_the_wrong_axis=(
        {"return ids, mask, lengths": "return ids, mask, mask.sum(axis=1)"},
        "the mask is summed along axis 1: that counts the examples of each step, and a length sums along time, axis 0.",
    ),
    makes_float_lengths=(
        {"return ids, mask, lengths": "return ids, mask, lengths.astype(float)"},
        "the lengths are floats: a number of steps is a whole number.",
    ),
    leaves_lengths_a_list=(
        {"return ids, mask, lengths": "return ids, mask, lengths.tolist()"},
        "the lengths are a list: np.array makes an array of shape (m,) of it.",
    ),
)

answers.mistakes(
    "what_exceeds_max_len_is_cut_off_at_the_end",
    ignores_max_len=(
        {"seq[:max_len]": "seq"},
        "max_len is never used: no sequence is cut.",
    ),
    ignores_max_len_in_rows=(
        {"seq[:max_len]": "seq", "return ids, mask,": "return ids.T, mask.T,"},
        "max_len is never used: no row is cut.",
    ),
    cuts_the_start=(
        {"list(seq[:max_len])": "list(seq if max_len is None else seq[-max_len:])"},
        "the start of a long sequence is cut off: its end is to go.",
    ),
    pads_up_to_max_len=(
        {"lengths.max(initial=0)": "max_len or lengths.max(initial=0)"},
        "every batch is padded up to max_len: it is a limit, and T is the longest length that is left.",
    ),
    leaves_long_sequences_out=(
        {"for seq in seqs]": "for seq in seqs if max_len is None or len(seq) <= max_len]"},
        "sequences longer than max_len are left out: they are to be cut, and keep their column.",
    ),
    keeps_room_for_what_was_cut=(
        {"T = lengths.max(initial=0)": "T = max(len(seq) for seq in seqs)"},
        "the longest length before the cut decides T: the rows that the cut emptied are to go as well.",
    ),
    forgets_to_cut_the_mask=(
        {
            "mask = np.arange(T)[:, np.newaxis]": "mask = np.arange(max(len(seq) for seq in seqs))[:, np.newaxis]",
            "    return ids, mask, lengths": "    mask[T:] = mask[T - 1]\n    return ids, mask, lengths",
        },
        "ids are cut to max_len rows and mask is not: both have the shape (T, m).",
    ),
    cuts_one_too_many=(
        {"seq[:max_len]": "seq[: None if max_len is None else max_len - 1]"},
        "max_len - 1 tokens are kept: exactly max_len may stay.",
    ),
)

answers.mistakes(
    "the_sequences_are_left_alone",
    fills_up_the_lists=(
        {"    mask = np": "    for seq in seqs:\n        seq += [pad_id] * (T - len(seq))\n    mask = np"},
        "the lists themselves are filled up: `+=` and `append` change the caller's list, and the next call sees longer sequences.",
    ),
    cuts_the_lists=(
        {"    mask = np": "    for seq in seqs:\n        del seq[max_len or T :]\n    mask = np"},
        "the lists themselves are cut: `del` takes the tokens away from the caller.",
    ),
)

answers.equivalent(
    "T = lengths.max(initial=0) -> T = lengths.max(initial= 1)",
    "T = lengths.max(initial=0) -> T = lengths.max(initial= -1)",
    because="the start value decides T only where no sequence has a token, which no use of a batch asks for.",
)
