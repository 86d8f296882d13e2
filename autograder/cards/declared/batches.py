"""Cards of lessons 00, 01, 07, 11 and 12: what is where in a batch."""

from __future__ import annotations

import numpy as np

from autograder.cards.card import Card, Pair, Picture
from autograder.cards.drawing import RIGHT, WRONG, grids


def _padding_by_value(pair: Pair) -> Picture:
    ids, right, _ = pair.right([[3, 0, 5], [2, 4, 1, 0, 6], [7, 2]], 0)
    _, wrong, _ = pair.wrong([[3, 0, 5], [2, 4, 1, 0, 6], [7, 2]], 0)
    fig = grids(right.astype(int), wrong.astype(int), words=(ids, ids), xlabel="example", ylabel="time step")
    lost = int((right & ~wrong).sum())
    return Picture(
        fig,
        f"A green cell counts, an empty one is padding. The padding number is 0: {lost} tokens that are 0 are lost.",
        f"Two grids of the numbers of three sequences. Right: all {right.sum()} tokens count. With the mistake: "
        f"{wrong.sum()} count; the {lost} tokens that are 0 do not.",
    )


def _rows_out_of_memory(pair: Pair) -> Picture:
    x = np.broadcast_to(np.arange(1.0, 5.0), (3, 2, 4)).copy()  # every number says whose it is
    lengths = np.full(4, 3)
    right, wrong = (function(x, lengths, 3).astype(int) for function in (pair.right, pair.wrong))
    mixed = sum(len(set(column)) > 1 for column in wrong.T)
    return Picture(
        grids(right, wrong, xlabel="column of the result", ylabel="row", shades=5),
        f"Every number of example 1 is a 1, of example 2 a 2, and so on. {mixed} of 4 columns hold several examples.",
        "Two grids of 6 rows and 4 columns. Right: column 1 holds ones, column 2 twos, and so on. With the mistake: "
        f"{mixed} of 4 columns hold numbers of several examples.",
    )


def _streams_interleaved(pair: Pair) -> Picture:
    ids = np.arange(1, 26)
    right, wrong = (np.concatenate([X for X, _ in function(ids, 4, 3)]) for function in (pair.right, pair.wrong))
    shade = [np.diff(streams, axis=0, prepend=streams[:1]) == 1 for streams in (right, wrong)]
    fig = grids(*(s.astype(int) for s in shade), words=(right, wrong), xlabel="stream", ylabel="time step")
    return Picture(
        fig,
        "The text is the numbers 1 to 25. A green cell is the token that follows the one above it in the text.",
        f"Two grids of {right.shape[0]} steps and 4 streams. Right: each stream counts on by one. With the mistake: "
        f"each stream jumps by {wrong[1, 0] - wrong[0, 0]} at every step.",
    )


def _padding_to_the_front(pair: Pair) -> Picture:
    lengths = np.array([5, 3, 2])
    x = np.where(np.arange(5)[:, np.newaxis] < lengths, np.arange(1, 6)[:, np.newaxis], 0)
    right, wrong = (function(x[:, np.newaxis, :], lengths)[:, 0] for function in (pair.right, pair.wrong))
    words = tuple(np.where(array > 0, array.astype(str), "pad") for array in (right, wrong))
    fig = grids((right > 0).astype(int), (wrong > 0).astype(int), words=words, xlabel="example", ylabel="time step")  # type: ignore[arg-type]
    return Picture(
        fig,
        "What the network that reads from the end gets. With the mistake it begins short sentences with padding.",
        f"Two grids of the steps of three sequences in reverse. Right: they begin with {' and '.join(words[0][0])}, "
        f"the last token of each. With the mistake they begin with {' and '.join(words[1][0])}.",
    )


def _reads_what_it_says(pair: Pair) -> Picture:
    sentence, bos, eos = [4, 7, 5, 2], 0, 1
    names = {bos: "BOS", eos: "EOS"}
    (read, said, _), (read_wrong, said_wrong, _) = (f([sentence], bos, eos) for f in (pair.right, pair.wrong))
    right, wrong = np.column_stack([read, said]), np.column_stack([read_wrong, said_wrong])
    words = tuple(np.vectorize(lambda number: names.get(number, str(number)))(array) for array in (right, wrong))
    same = [np.repeat(array[:, :1] == array[:, 1:], 2, axis=1).astype(int) for array in (right, wrong)]
    fig = grids(*same, words=words, xlabel="", ylabel="time step")
    for ax in fig.axes:
        ax.set_xticks([0.5, 1.5], ["reads", "is to say"])
    return Picture(
        fig,
        f"Green: the decoder is given what it is to say. {RIGHT.capitalize()}: at {same[0][:, 0].sum()} of "
        f"{len(right)} steps. {WRONG.capitalize()}: at {same[1][:, 0].sum()} of {len(wrong)}.",
        f"Two tables of what the decoder reads and is to say. Right: at step 2 it reads {words[0][1, 0]} and is to say "
        f"{words[0][1, 1]}. With the mistake: it reads {words[1][1, 0]} and is to say {words[1][1, 1]}.",
    )


CARDS = (
    Card(
        "pad_batch",
        "masks_by_value",
        "Some words never count",
        "On most batches the two masks agree, since few tokens are 0. Nothing crashes, and the loss falls.",
        "In your vocabulary, which token has the number that you pad with? What would the network never learn to say?",
        _padding_by_value,
    ),
    Card(
        "window_features",
        "cuts_rows_out_of_memory",
        "The shape is right, the examples are mixed",
        "reshape gives the shape that is asked for, and nothing complains. With one example it is even right.",
        "Which one number of this batch could you print to see, at once, that reshape has moved no axis?",
        _rows_out_of_memory,
    ),
    Card(
        "lm_batches",
        "lays_the_text_in_rows",
        "Every stream skips",
        "Each token is read once, and the shapes are right. Training goes on; the state that is carried is worthless.",
        "The state after one window is the start of the next. For which column of the wrong grid would that be true?",
        _streams_interleaved,
    ),
    Card(
        "reverse_padded",
        "turns_the_padding_to_the_front",
        "Reading from the end begins with padding",
        "x[::-1] is the way to turn an array round, and where all lengths are equal it is right.",
        "In which batch of your data would nobody notice? What does the network remember when the first word comes?",
        _padding_to_the_front,
    ),
    Card(
        "teacher_forcing_pair",
        "reads_what_it_is_to_say",
        "The loss falls to zero, and nothing is learned",
        "Training goes very well: the loss is lower than that of anyone else. The network has learned to copy.",
        "What is the decoder given at the first step when nobody knows the translation? What will it say then?",
        _reads_what_it_says,
    ),
)
