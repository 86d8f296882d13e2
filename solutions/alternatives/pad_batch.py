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


FILL = "ids[: len(seq), i] = seq"
BY_LENGTH = "np.arange(T)[:, np.newaxis] < lengths"

answers.mistakes(
    "every_sequence_fills_its_column_from_the_top",
    lays_sequences_in_rows=(
        {"ids, mask, lengths": "ids.T, mask.T, lengths"},
        "each sequence is a row: in this course time runs down and examples are columns.",
    ),
    lays_only_the_ids_in_rows=(
        {"ids, mask, lengths": "ids.T, mask, lengths"},
        "each sequence is a row of ids, while mask has its columns already right.",
    ),
    reshapes_rows_into_columns=(
        {"ids, mask, lengths": "ids.T.reshape(ids.shape), mask, lengths"},
        "the rows are made into columns by reshape: it cuts the same numbers anew, transpose exchanges the axes.",
    ),
    pads_at_the_start=(
        {FILL: "ids[T - len(seq) :, i] = seq", "ids, mask, lengths": "ids, mask[::-1], lengths"},
        "the padding stands before each sequence: it is to follow at the end.",
    ),
    makes_float_ids=(
        {"len(kept)), pad_id)": "len(kept)), float(pad_id))"},
        "ids are floats: np.zeros and np.ones make floats, and a float cannot index a table of words.",
    ),
    fills_up_with_zero=(
        {"len(kept)), pad_id)": "len(kept)), 0)"},
        "the room below a sequence is filled with 0 instead of pad_id.",
    ),
    leaves_empty_sequences_out=(
        {"in seqs]": "in seqs if seq]"},
        "the empty sequence is left out: it has a column too, of padding alone.",
    ),
    takes_T_from_the_first=(
        {"lengths.max(initial=0)": "len(kept[0])", FILL: "ids[: len(seq), i] = seq[:T]"},
        "the first sequence decides how many rows there are, and longer ones are cut: T is the longest length.",
    ),
    sorts_by_length=(
        {"in seqs]": "in sorted(seqs, key=len, reverse=True)]"},
        "the sequences are sorted by length: column i belongs to sequence i.",
    ),
)

answers.mistakes(
    "the_mask_tells_tokens_from_padding",
    masks_by_value=(
        {BY_LENGTH: "ids != pad_id"},
        "the mask asks which ids differ from pad_id: a token of that value is then taken for padding.",
    ),
    masks_rows_by_value=(
        {BY_LENGTH: "ids != pad_id", "ids, mask, lengths": "ids.T, mask.T, lengths"},
        "the mask asks which ids differ from pad_id, here in rows: a token of that value is then taken for padding.",
    ),
    masks_and_counts_by_value=(
        {BY_LENGTH: "ids != pad_id", "ids, mask, lengths": "ids, mask, mask.sum(axis=0)"},
        "mask and lengths ask which ids differ from pad_id: a token of that value is then taken for padding.",
    ),
    turns_the_mask_round=(
        {"< lengths": ">= lengths"},
        "the mask is True at the padding: "
        "here True means that a token counts (PyTorch's key_padding_mask is the other way round).",
    ),
    masks_one_step_too_many=(
        {"< lengths": "<= lengths"},
        "the mask reaches one step too far: counted from 0, the last token is at length - 1.",
    ),
    masks_one_step_too_few=(
        {"< lengths": "< lengths - 1"},
        "the mask ends one step too early: counted from 0, the last token is at length - 1.",
    ),
    masks_with_whole_numbers=(
        {"ids, mask, lengths": "ids, mask.astype(int), lengths"},
        "the mask holds whole numbers 0 and 1: it is to be bool.",
    ),
    masks_with_floats=(
        {"ids, mask, lengths": "ids, mask.astype(float), lengths"},
        "the mask holds floats 0.0 and 1.0, as np.zeros makes them: it is to be bool.",
    ),
    lays_the_mask_on_its_side=(
        {"ids, mask, lengths": "ids, mask.T, lengths"},
        "the mask has one row for each sequence, while ids has one column for each.",
    ),
)

answers.mistakes(
    "lengths_counts_what_was_kept",
    counts_before_the_cut=(
        {"ids, mask, lengths": "ids, mask, np.array([len(seq) for seq in seqs])"},
        "the lengths are counted before the cut: what max_len cut off is gone.",
    ),
    counts_by_value=(
        {"ids, mask, lengths": "ids, mask, (ids != pad_id).sum(axis=0)"},
        "the ids that differ from pad_id are counted: a token of that value is then missing.",
    ),
    counts_after_padding=(
        {"ids, mask, lengths": "ids, mask, np.full(len(kept), T)"},
        "the lengths are those of the padded columns, which all have T entries.",
    ),
    counts_along_the_wrong_axis=(
        {"ids, mask, lengths": "ids, mask, mask.sum(axis=1)"},
        "the mask is summed along axis 1: that counts the examples of each step, and a length sums along time, axis 0.",
    ),
    makes_float_lengths=(
        {"ids, mask, lengths": "ids, mask, lengths.astype(float)"},
        "the lengths are floats: a number of steps is a whole number.",
    ),
    leaves_lengths_a_list=(
        {"ids, mask, lengths": "ids, mask, lengths.tolist()"},
        "the lengths are a list: np.array makes an array of shape (m,) of it.",
    ),
)

answers.mistakes(
    "what_exceeds_max_len_is_cut_off_at_the_end",
    ignores_max_len=({"[:max_len]": ""}, "max_len is never used: no sequence is cut."),
    cuts_the_start=(
        {"seq[:max_len]": "seq[-max_len:] if max_len else seq"},
        "the start of a long sequence is cut off: its end is to go.",
    ),
    pads_up_to_max_len=(
        {"T = ": "T = max_len or "},
        "every batch is padded up to max_len: it is a limit, and T is the longest length that is left.",
    ),
    leaves_long_sequences_out=(
        {"in seqs]": "in seqs if max_len is None or len(seq) <= max_len]"},
        "sequences longer than max_len are left out: they are to be cut, and keep their column.",
    ),
    keeps_room_for_what_was_cut=(
        {"lengths.max(initial=0)": "max(len(seq) for seq in seqs)"},
        "the longest length before the cut decides T: the rows that the cut emptied are to go as well.",
    ),
    forgets_to_cut_the_mask=(
        {BY_LENGTH: "np.arange(max(map(len, seqs)))[:, np.newaxis] < [len(seq) for seq in seqs]"},
        "ids are cut to max_len rows and mask is not: both have the shape (T, m).",
    ),
)

answers.mistakes(
    "the_sequences_are_left_alone",
    fills_up_the_lists=(
        {FILL: f"{FILL}\n        seqs[i] += [pad_id] * (T - len(seqs[i]))"},
        "the lists themselves are filled up: "
        "`+=` and `append` change the caller's list, and the next call sees longer sequences.",
    ),
    cuts_the_lists=(
        {FILL: f"{FILL}\n        del seqs[i][max_len or T :]"},
        "the lists themselves are cut: `del` takes the tokens away from the caller.",
    ),
)

answers.refused(
    "every_sequence_fills_its_column_from_the_top",
    repeats_the_last_token={FILL: "ids[:, i] = seq + (seq or [pad_id])[-1:] * (T - len(seq))"},
    pads_only_the_ids_at_the_start={FILL: "ids[T - len(seq) :, i] = seq"},
    adds_a_row_of_padding={"T = ": "T = 1 + "},
)
answers.refused(
    "what_exceeds_max_len_is_cut_off_at_the_end",
    ignores_max_len_in_rows={"[:max_len]": "", "ids, mask, lengths": "ids.T, mask.T, lengths"},
    cuts_one_too_many={"[:max_len]": "[: max_len and max_len - 1]"},
)

answers.equivalent(
    "T = lengths.max(initial=0) -> T = lengths.max(initial= 1)",
    "T = lengths.max(initial=0) -> T = lengths.max(initial= -1)",
    because="the start value decides T only where no sequence has a token, which no use of a batch asks for.",
)
