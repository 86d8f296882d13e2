"""An encoder reads a padded batch, and a decoder goes on from what was read."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.exercises import gru
from autograder.expect import expect_close, expect_shape, expect_unchanged
from autograder.expect_own import expect_fresh
from autograder.notation import in_words
from autograder.promises.apart import expect_apart, expect_true_apart
from autograder.promises.inputs import Call, Rng, some_lengths, some_sizes
from autograder.promises.translation import (
    AROUND_LOOPS,
    a_translation,
    by_itself,
    translations,
    with_padding_read,
)

# Without axes: an array of an odd shape is told by the check that looks at it.
encoder_decoder_forward = Exercise(
    "encoder_decoder_forward", __name__, returns=("y_pred", "cache: any"), uses=(gru.forward, gru.cell)
)
LABEL = "y_pred (T_y, n_y, m)"


@encoder_decoder_forward.check(
    "The decoder goes on from what the encoder has read, and reads its own tokens.",
    points=2,
    hint="What does the decoder start from, and what does each of its steps read? Whose parameters go into which loop?",
)
def the_decoder_goes_on_from_what_was_read(answer: Answer, truth: Answer, rng: Rng) -> None:
    def compare(got: Any, want: Any, call: Call) -> None:
        expect_close(LABEL, got.y_pred, want.y_pred)

    expect_true_apart(compare, answer, truth, translations(rng), AROUND_LOOPS)


@encoder_decoder_forward.check(
    "The padding of what was read changes nothing.",
    points=1,
    hint="A short sentence ends before the last row of x. In which row does the encoder hold what it has read of it?",
)
def the_padding_of_what_was_read_changes_nothing(answer: Answer, truth: Answer, rng: Rng) -> None:
    calls = with_padding_read(rng)

    def promise(network: Answer) -> None:
        for call in calls:
            together = network(**call)
            m, lengths = len(call["lengths"]), in_words(call["lengths"])
            singles = network.each([by_itself(call, i) for i in range(m)])
            for i, alone in enumerate(singles):
                mine = np.take(together.y_pred, [i], axis=axis_of_examples(together.y_pred, m))
                expect_shape("y_pred", alone.y_pred, mine.shape)
                says = (
                    f"T_x is {len(call['x'])}, and the lengths are {lengths}. By itself, without padding, example {i} "
                    "gives other predictions."
                )
                expect_close("y_pred (T_y, n_y, 1)", mine, alone.y_pred, because=says, to_itself=True)

    expect_apart(promise, answer, AROUND_LOOPS)


def axis_of_examples(y_pred: Any, m: int) -> int:
    """Return the axis along which the examples stand: another one than the last is charged by the values already."""
    shape = np.shape(y_pred)
    return shape.index(m) if shape.count(m) == 1 else -1


@encoder_decoder_forward.check(
    "A token of -1 is read as a column of zeros.",
    points=1,
    hint="-1 is no token. What does one_hot make of it, and what does an index of -1 mean to NumPy?",
)
def minus_one_is_read_as_zeros(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = some_sizes(rng).but(n_x=9, n_y=9)
    call, token = a_translation(rng, sizes), int(rng.integers(1, 8))
    call["decoder"] = without_token(call["decoder"], token)
    dec_in = np.where(rng.random(call["dec_in"].shape) < 0.4, -1, call["dec_in"])
    dec_in[0, 0], dec_in[1, 0] = -1, 8  # in front, as BOS may be; and the last token, which -1 may be taken for
    dec_in[1:, 1] = -1  # nothing but that up to the end, as if it were padding
    says = (
        f"Here the decoder's weights for token {token} are zero, so that it is read like a column of zeros. "
        f"Where dec_in holds -1 for {token}, the predictions are others."
    )

    def promise(network: Answer) -> None:
        with_token, without = network.each(
            [{**call, "dec_in": each} for each in (np.where(dec_in < 0, token, dec_in), dec_in)]
        )
        expect_close(LABEL, without.y_pred, with_token.y_pred, because=says, to_itself=True)

    expect_apart(promise, answer, AROUND_LOOPS)


def without_token(decoder: dict[str, np.ndarray], token: int) -> dict[str, np.ndarray]:
    """Return the parameters of a decoder that reads nothing where it reads this token."""
    n_a = len(decoder["bc"])
    changed = {name: decoder[name].copy() for name in ("Wu", "Wr", "Wc")}
    for weight in changed.values():
        weight[:, n_a + token] = 0.0
    return {name: changed.get(name, value) for name, value in decoder.items()}


@encoder_decoder_forward.check(
    "The arguments stay as they were, and y_pred is a new array.",
    promise=True,
    points=1,
    hint="Which line writes into an array that came in from outside or is still there from another call, or puts a new "
    "key into one of the two dicts?",
)
def the_arguments_stay_and_y_pred_is_new(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = some_sizes(rng)
    sizes = sizes.but(n_x=sizes.n_y)
    call = a_translation(rng, sizes, lengths=some_lengths(rng, sizes))

    def promise(network: Answer) -> None:
        expect_unchanged(network, **call)
        expect_fresh(network, [call, call])

    expect_apart(promise, answer, AROUND_LOOPS)
