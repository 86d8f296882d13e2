"""Other answers to lm_batches."""

import numpy as np

from solutions.alternatives import Answers
from solutions.language_model_training import lm_batches

answers = Answers(lm_batches)

LENGTH = "SOLUTION\n    T = (len(ids) - 1) // m"
X = "X = np.reshape(ids[: T * m], (m, T)).T"
Y = "Y = np.reshape(ids[1 : T * m + 1], (m, T)).T"
WINDOWS = "return [(X[t : t + k], Y[t : t + k]) for t in range(0, T, k)]"


@answers.variant
def stream_by_stream(ids, m, k):
    T = (len(ids) - 1) // m
    windows = []
    for first in range(0, T, k):
        steps = min(k, T - first)
        X, Y = np.zeros((steps, m), dtype=int), np.zeros((steps, m), dtype=int)
        for i in range(m):
            for t in range(steps):
                X[t, i] = ids[i * T + first + t]
                Y[t, i] = ids[i * T + first + t + 1]
        windows.append((X, Y))
    return windows


@answers.variant
def with_places_in_the_text(ids, m, k):
    T = (len(ids) - 1) // m
    where = np.arange(T)[:, np.newaxis] + T * np.arange(m)  # (T, m)
    pieces = np.split(where, range(k, T, k))
    return [(ids[piece], ids[piece + 1]) for piece in pieces]


@answers.variant
def with_columns_side_by_side(ids, m, k):
    T = (len(ids) - 1) // m
    streams = np.column_stack([ids[i * T : (i + 1) * T + 1] for i in range(m)])  # one step more than is read
    windows, first = [], 0
    while first < T:
        last = min(first + k, T)
        windows.append((streams[first:last].copy(), streams[first + 1 : last + 1].copy()))
        first += k
    return windows


@answers.variant
def filled_column_first(ids, m, k):
    ids = np.asarray(ids).tolist()
    T = (len(ids) - 1) // m
    X = np.reshape(ids[: T * m], (T, m), order="F")
    Y = np.reshape(ids[1 : T * m + 1], (T, m), order="F")
    return list(zip(np.split(X, range(k, T, k)), np.split(Y, range(k, T, k)), strict=True))


answers.variants(
    with_array_split={WINDOWS: "return [*zip(*(np.split(A, np.arange(k, T, k)) for A in (X, Y)), strict=True)]"},
    with_lists_for_pairs={"[(X[t : t + k], Y[t : t + k])": "[[X[t : t + k], Y[t : t + k]]"},
    with_32_bits={X: X + ".astype(np.int32)", Y: Y + ".astype(np.int32)"},
)

answers.mistakes(
    "each_column_reads_on_in_the_next_window",
    lays_the_text_in_rows=(
        {X: "X = np.reshape(ids[: T * m], (T, m))", Y: "Y = np.reshape(ids[1 : T * m + 1], (T, m))"},
        "the text is laid in rows of m tokens: neighbours in the text then stand side by side, in different columns. "
        "A column should be one piece of the text.",
    ),
    starts_each_window_one_step_on=(
        {"range(0, T, k)": "range(0, T, k + 1)"},
        "a step is left out between two windows.",
    ),
    loses_a_step_of_each_window=(
        {
            "[(X[t : t + k], Y[t : t + k])": "[(X[t : t + k][:-1], X[t : t + k][1:])",
            "range(0, T, k)]": "range(0, T, k) if len(X[t : t + k]) > 1]",
        },
        "X and Y are both made of the k tokens of a window, so that each window has a step too few: the label of its "
        "last token is the first token of the next window.",
    ),
    overlaps_the_windows=(
        {"range(0, T, k)": "range(0, T, max(1, k - 1))"},
        "the last step of each window is read again as the first of the next one.",
    ),
    moves_by_one_step=(
        {"range(0, T, k)": "range(0, T - k + 1)"},
        "each window begins one step after the one before, so that nearly all steps are read k times.",
    ),
    reads_the_windows_backwards=(
        {"range(0, T, k)": "reversed(range(0, T, k))"},
        "the last window comes first.",
    ),
    reverses_the_streams=(
        {
            X: "X = np.reshape(ids[: T * m], (m, T)).T[:, ::-1]",
            Y: "Y = np.reshape(ids[1 : T * m + 1], (m, T)).T[:, ::-1]",
        },
        "the columns stand in reverse order: stream 0 is the beginning of the text.",
    ),
    cuts_windows_before_streams=(
        {
            WINDOWS: "return [\n"
            "        (ids[s : s + k * m].reshape(m, -1).T, ids[s + 1 : s + k * m + 1].reshape(m, -1).T)\n"
            "        for s in range(0, T * m, k * m)\n    ]",
        },
        "the text is cut into windows first, and each of these into m pieces: a column then jumps to another place "
        "after each window.",
    ),
    reads_the_labels=(
        {X: X.replace("ids[: T * m]", "ids[1 : T * m + 1]"), Y: Y.replace("ids[1 : T * m + 1]", "ids[: T * m]")},
        "X and Y are exchanged: what is read comes before what is predicted.",
    ),
)


@answers.mistake(
    "each_column_reads_on_in_the_next_window",
    "every window begins at random places of the text: a column should go on where the window before ended.",
)
def draws_random_windows(ids, m, k):
    rng = np.random.default_rng(0)
    windows = []
    for _ in range((len(ids) - 1) // m // k):
        first = rng.integers(0, len(ids) - k, m)
        where = np.arange(k)[:, None] + first
        windows.append((ids[where], ids[where + 1]))
    return windows


answers.mistakes(
    "the_label_is_the_token_that_follows",
    rolls_each_window=(
        {"Y[t : t + k])": "np.roll(X[t : t + k], -1, axis=0))"},
        "the labels are X rolled by one step within each window: the last label is then the first token of the same "
        "window.",
    ),
    rolls_the_streams=(
        {Y: "Y = np.roll(X, -1, axis=0)"},
        "the labels are the streams rolled by one step: the last label of a stream is then its own first token.",
    ),
    predicts_what_it_reads=({Y: "Y = X"}, "the labels are the tokens that are read: they should be one step ahead."),
    predicts_the_token_before=(
        {Y: "Y = np.reshape(np.roll(ids, 1)[: T * m], (m, T)).T"},
        "the labels are one step behind what is read: they should be one step ahead.",
    ),
    predicts_two_steps_ahead=(
        {Y: "Y = np.reshape(np.roll(ids, -2)[: T * m], (m, T)).T"},
        "the labels are two steps ahead: each should be the very next token.",
    ),
    repeats_the_last_token=(
        {Y: "Y = np.concatenate([X[1:], X[-1:]])"},
        "the last label of each stream is its last token once more: the next token of the text belongs there, "
        "the first of the stream to the right.",
    ),
    predicts_zero_at_the_end=(
        {Y: "Y = np.concatenate([X[1:], np.zeros_like(X[-1:])])"},
        "the last label of each stream is 0: the next token of the text belongs there, the first of the stream to the "
        "right.",
    ),
    rolls_the_text=(
        {Y: "Y = np.reshape(np.roll(ids[: T * m], -1), (m, T)).T"},
        "the very last label is the first token of the text: one token more has to be kept for it.",
    ),
)

answers.mistakes(
    "only_the_end_of_the_text_is_left_out",
    leaves_out_the_last_window=(
        {"range(0, T, k)": "range(0, T - k + 1, k)"},
        "the last window is left out where it has fewer than k steps.",
    ),
    counts_the_last_window_by_dividing=(
        {WINDOWS: "return [(X[j * k : (j + 1) * k], Y[j * k : (j + 1) * k]) for j in range(max(1, T // k))]"},
        "T // k windows are made, so that the last steps of the streams are left out.",
    ),
    leaves_out_the_beginning=(
        {X: "X = np.reshape(ids[-T * m - 1 : -1], (m, T)).T", Y: "Y = np.reshape(ids[-T * m :], (m, T)).T"},
        "the tokens that are left over are taken away at the beginning of the text: they are its end.",
    ),
    lays_windows_on_their_side=(
        {"[(X[t : t + k], Y[t : t + k])": "[(X[t : t + k].T, Y[t : t + k].T)"},
        "each window has shape (m, k), one row a stream: time comes first here.",
    ),
    makes_float_windows=(
        {X: X + ".astype(float)", Y: Y + ".astype(float)"},
        "the windows hold floats, as np.zeros makes them: tokens are whole numbers.",
    ),
    cuts_to_whole_windows=(
        {LENGTH: "SOLUTION\n    T = max(1, (len(ids) - 1) // (m * k)) * min(k, (len(ids) - 1) // m)"},
        "the streams are cut to a whole number of windows, and the steps that are left are lost.",
    ),
    loses_a_step_of_each_stream=(
        {
            LENGTH: "SOLUTION\n    L = len(ids) // m\n    T = L - 1",
            X: "X = np.reshape(ids[: L * m], (m, L))[:, :-1].T",
            Y: "Y = np.reshape(ids[: L * m], (m, L))[:, 1:].T",
        },
        "the text is cut into streams before X and Y are made of them, so that each stream loses its last step.",
    ),
    fills_the_last_window=(
        {
            WINDOWS: "pad = ((0, -T % k), (0, 0))\n    X, Y = np.pad(X, pad), np.pad(Y, pad)\n"
            "    return [(X[t : t + k], Y[t : t + k]) for t in range(0, T, k)]"
        },
        "the last window is filled up with zeros to k steps: it should have the steps that are left.",
    ),
)

answers.mistakes(
    "the_text_is_left_alone",
    writes_labels_into_the_text=(
        {
            Y: "ids[:-1] = ids[1:].copy()\n    Y = np.reshape(ids[: T * m].copy(), (m, T)).T",
            X: "X = np.reshape(ids[: T * m].copy(), (m, T)).T",
        },
        "the caller's text is moved by one step to make the labels: take a slice of it instead.",
    ),
)

answers.refused(
    "only_the_end_of_the_text_is_left_out",
    forgets_the_label_of_the_last_token={LENGTH: "SOLUTION\n    T = max(1, (len(ids) - 2) // m)"},
)
answers.refused(
    "each_column_reads_on_in_the_next_window",
    steps_by_the_streams={"range(0, T, k)": "range(0, T, m)"},
)
answers.refused(
    "the_text_is_left_alone",
    cuts_the_text_in_place={
        LENGTH: "SOLUTION\n    T = (len(ids) - 1) // m\n    ids[T * m :] = ids[T * m :].copy()[::-1]"
    },
    sorts_the_text={LENGTH: "SOLUTION\n    T = (len(ids) - 1) // m\n    ids, text = ids.copy(), ids\n    text.sort()"},
)

answers.mistakes(
    "only_the_end_of_the_text_is_left_out",
    leaves_out_a_window_of_one_step=(
        {"range(0, T, k)": "range(0, T - 1, k)"},
        "the last window is left out where it has a single step.",
    ),
    adds_an_empty_window=(
        {"range(0, T, k)": "range(0, T + 1, k)"},
        "an empty window stands behind the last one where the streams are cut without a rest.",
    ),
)
