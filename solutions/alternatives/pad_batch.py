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
RESULT = "ids, mask, lengths"
FULL = "len(kept)), pad_id)"
TURNED_MASK = "mask[::-1]"  # of sequences that are filled from below

answers.mistakes(
    "every_sequence_fills_its_column_from_the_top",
    lays_sequences_in_rows=(
        {RESULT: "ids.T, mask.T, lengths"},
        "each sequence is a row of ids and mask, shape (m, T). In this course each sequence is a column, shape (T, m).",
    ),
    lays_only_the_ids_in_rows=(
        {RESULT: "ids.T, mask, lengths"},
        "each sequence is a row of ids. It should be a column, as it already is in mask.",
    ),
    reshapes_rows_into_columns=(
        {RESULT: "ids.T.reshape(ids.shape), mask, lengths"},
        "rows are made into columns by `reshape`. That keeps the order of the numbers; `.T` exchanges the axes.",
    ),
    pads_at_the_start=(
        {FILL: "ids[T - len(seq) :, i] = seq", RESULT: f"ids, {TURNED_MASK}, lengths"},
        "the padding comes before each sequence. It belongs after it.",
    ),
    makes_float_ids=(
        {FULL: "len(kept)), float(pad_id))"},
        "ids are floats, as np.zeros and np.ones make them. Whole numbers are expected.",
    ),
    fills_up_with_zero=(
        {FULL: "len(kept)), 0)"},
        "the space below a sequence is filled with 0. It should be filled with pad_id.",
    ),
    leaves_empty_sequences_out=(
        {"in seqs]": "in seqs if seq]"},
        "the empty sequence is left out. It has a column too, all of it padding.",
    ),
    takes_T_from_the_first=(
        {"lengths.max(initial=0)": "len(kept[0])", FILL: "ids[: len(seq), i] = seq[:T]"},
        "T is the length of the first sequence, and longer ones are cut. T is the length of the longest.",
    ),
    sorts_by_length=(
        {"in seqs]": "in sorted(seqs, key=len, reverse=True)]"},
        "the sequences are sorted by length. Column i should hold sequence i.",
    ),
    repeats_one_list=(
        {FILL: "ids[: len(seq)] = np.array(seq, dtype=int)[:, np.newaxis]"},
        "each sequence is written into every column. `[row] * m` leads to that: it repeats one and the same list.",
    ),
)

answers.mistakes(
    "the_mask_tells_tokens_from_padding",
    masks_by_value=(
        {BY_LENGTH: "ids != pad_id"},
        "the mask is True where ids differs from pad_id. A token may have the value of pad_id too.",
    ),
    masks_rows_by_value=(
        {BY_LENGTH: "ids != pad_id", RESULT: "ids.T, mask.T, lengths"},
        "the mask is True where ids differs from pad_id. A token may have the value of pad_id too.",
    ),
    masks_and_counts_by_value=(
        {BY_LENGTH: "ids != pad_id", RESULT: "ids, mask, mask.sum(axis=0)"},
        "mask and lengths count only what differs from pad_id. A token may have the value of pad_id too.",
    ),
    turns_the_mask_round=(
        {"< lengths": ">= lengths"},
        "the mask is True at padding and False at tokens. Here True means that a token is there.",
    ),
    masks_one_step_too_many=(
        {"< lengths": "<= lengths"},
        "the mask is True for one step too many. Counted from 0, the last token is at length - 1.",
    ),
    masks_one_step_too_few=(
        {"< lengths": "< lengths - 1"},
        "the mask is True for one step too few. Counted from 0, the last token is at length - 1.",
    ),
    masks_with_whole_numbers=(
        {RESULT: "ids, mask.astype(int), lengths"},
        "the mask is right, but holds the whole numbers 1 and 0. True and False are expected.",
    ),
    masks_with_floats=(
        {RESULT: "ids, mask.astype(float), lengths"},
        "the mask is right, but holds the floats 1.0 and 0.0. True and False are expected.",
    ),
    lays_the_mask_on_its_side=(
        {RESULT: "ids, mask.T, lengths"},
        "each sequence is a row of mask. It should be a column, as it is in ids.",
    ),
    forgets_to_mask=(
        {BY_LENGTH: "np.ones(ids.shape, dtype=bool)"},
        "the mask is True at padding as well, in these calls at least: only the lengths tell where padding begins.",
    ),
)

answers.mistakes(
    "lengths_counts_what_was_kept",
    counts_before_the_cut=(
        {RESULT: "ids, mask, np.array([len(seq) for seq in seqs])"},
        "the lengths are those before the cut. Tokens that were cut off no longer count.",
    ),
    counts_by_value=(
        {RESULT: "ids, mask, (ids != pad_id).sum(axis=0)"},
        "the lengths count only what differs from pad_id. A token may have the value of pad_id too.",
    ),
    counts_after_padding=(
        {RESULT: "ids, mask, np.full(len(kept), T)"},
        "every length is T, padding included.",
    ),
    counts_along_the_wrong_axis=(
        {RESULT: "ids, mask, mask.sum(axis=1)"},
        "the mask is summed along axis 1. That counts the tokens of each step; a length is a sum along time, axis 0.",
    ),
    makes_float_lengths=(
        {RESULT: "ids, mask, lengths.astype(float)"},
        "the lengths are right, but floats. Whole numbers are expected.",
    ),
    leaves_lengths_a_list=(
        {RESULT: "ids, mask, lengths.tolist()"},
        "the lengths are right, but in a list. An array is expected, and np.array makes one.",
    ),
    gives_lengths_a_second_axis=(
        {RESULT: "ids, mask, lengths[np.newaxis]"},
        "the lengths are right, but have the shape (1, m). One axis is expected, (m,).",
    ),
)

answers.mistakes(
    "what_exceeds_max_len_is_cut_off_at_the_end",
    ignores_max_len=({"[:max_len]": ""}, "nothing is cut: max_len changes nothing."),
    cuts_the_start=(
        {"seq[:max_len]": "seq[-max_len if max_len else 0 :]"},
        "a long sequence loses its start. It should lose its end.",
    ),
    pads_and_cuts_at_the_start=(
        {
            "seq[:max_len]": "seq[-max_len if max_len else 0 :]",
            FILL: "ids[T - len(seq) :, i] = seq",
            RESULT: f"ids, {TURNED_MASK}, lengths",
        },
        "padding and cut are both at the start, as in Keras by default. Both belong at the end.",
    ),
    pads_up_to_max_len=(
        {"T = ": "T = max_len or "},
        "the batch always has max_len rows. T is the longest length that is left, which may be less.",
    ),
    leaves_long_sequences_out=(
        {"in seqs]": "in seqs if max_len is None or len(seq) <= max_len]"},
        "a sequence longer than max_len is left out. It should be cut, and keep its column.",
    ),
    keeps_room_for_what_was_cut=(
        {"lengths.max(initial=0)": "max(len(seq) for seq in seqs)"},
        "the batch has as many rows as before the cut. T is the longest length that is left.",
    ),
    forgets_to_cut_the_mask=(
        {BY_LENGTH: "np.arange(max(map(len, seqs)))[:, np.newaxis] < [len(seq) for seq in seqs]"},
        "ids is cut to max_len, but mask is not.",
    ),
    forgets_to_cut_the_ids=(
        {
            "T = lengths.max(initial=0)": "T = max(map(len, seqs))",
            "enumerate(kept)": "enumerate(seqs)",
            BY_LENGTH: "np.arange(lengths.max(initial=0))[:, np.newaxis] < lengths",
        },
        "mask is cut to max_len, but ids is not.",
    ),
    cuts_one_too_many=(
        {"[:max_len]": "[: max_len and max_len - 1]"},
        "one token too many is cut. max_len tokens stay, and `seq[:max_len]` has as many.",
    ),
)

answers.mistakes(
    "the_sequences_are_left_alone",
    fills_up_the_lists=(
        {FILL: f"{FILL}\n        seqs[i] += [pad_id] * (T - len(seqs[i]))"},
        "the caller's lists are made longer, as `+=` and `append` do. Change a copy of each list.",
    ),
    cuts_the_lists=(
        {FILL: f"{FILL}\n        del seqs[i][max_len or T :]"},
        "the caller's lists are changed where max_len cuts them, as `del` and `pop` do. Change a copy of each list.",
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
    ignores_max_len_in_rows={"[:max_len]": "", RESULT: "ids.T, mask.T, lengths"},
    pads_up_to_max_len_with_float_ids={"T = ": "T = max_len or ", FULL: "len(kept)), float(pad_id))"},
)

answers.equivalent(
    "T = lengths.max(initial=0) -> T = lengths.max(initial= 1)",
    "T = lengths.max(initial=0) -> T = lengths.max(initial= -1)",
    because="the start value decides T only where no sequence has a token, which the docstring rules out.",
)
