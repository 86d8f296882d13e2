"""Sequences of unequal length, side by side in one padded batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from autograder.answer import Answer
from autograder.errors import Mismatch
from autograder.exercise import Exercise
from autograder.expect import expect, expect_close, expect_either, expect_unchanged
from autograder.notation import in_words
from autograder.promises.inputs import Call, Rng, some_sizes
from autograder.returned import Returned

PAD = 7  # none of the drawn tokens

pad_batch = Exercise("pad_batch", __name__, returns=("ids (T, m)", "mask (T, m)", "lengths"))


def some_sequences(rng: Rng, lengths: Sequence[int]) -> list[list[int]]:
    """Draw one list of different tokens 10 to 99 for each length."""
    tokens = iter(rng.permutation(np.arange(10, 100)).tolist())
    return [[next(tokens) for _ in range(length)] for length in lengths]


def falling_lengths(rng: Rng) -> list[int]:
    """Draw lengths, longest first, no two alike and none 0, fewer than the longest counts.

    What goes wrong with other lengths is charged by the check of ids alone.
    """
    longest, m = int(rng.choice([5, 6, 7])), int(rng.choice([3, 4]))
    return [longest, *sorted(rng.choice(np.arange(1, longest), m - 1, replace=False).tolist(), reverse=True)]


def several_batches(rng: Rng) -> list[list[list[int]]]:
    """Draw sequences that are fewer than the longest has tokens, a single one, and as many as the longest has."""
    return [some_sequences(rng, lengths) for lengths in (falling_lengths(rng), [int(rng.choice([4, 5]))], [3, 2, 1])]


def lengths_in(seqs: list[list[int]]) -> str:
    """Say how long the sequences are."""
    said = in_words(np.array([len(seq) for seq in seqs]))
    return f"The lengths are {said}." if len(seqs) > 1 else f"There is one sequence, of length {said}."


@pad_batch.check(
    "Every sequence fills its column from the top.",
    points=1,
    hint="One column a sequence: its tokens from row 0 downwards, pad_id in the rows below.",
)
def every_sequence_fills_its_column_from_the_top(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = some_sizes(rng)
    longest, m, square = sizes.T_x, max(sizes.m, 3), int(rng.choice([3, 4]))
    others = rng.permutation([longest, 0, *rng.integers(1, longest, m - 3)]).tolist()
    calls: list[Call] = [
        {"seqs": some_sequences(rng, [int(rng.integers(1, longest)), *others]), "pad_id": PAD},
        {"seqs": some_sequences(rng, [sizes.n_x]), "pad_id": 0},
        {"seqs": some_sequences(rng, [square] * square), "pad_id": -1},
    ]
    wants = truth.each(calls)
    for call, got, want in zip(calls, answer.each(calls), wants, strict=True):
        expect_close("ids", got, want, because=f"{lengths_in(call['seqs'])} Here pad_id is {call['pad_id']}.")


def holding(pad_id: int, seqs: list[list[int]]) -> list[list[int]]:
    """Copy the sequences with `pad_id` among their own tokens: inside the first, then at the end and at the start."""
    held = [list(seq) for seq in seqs]
    for seq, place in zip(held, (len(held[0]) // 2, -1, 0), strict=False):
        seq[place] = pad_id
    return held


@pad_batch.check(
    "The mask tells tokens from padding.",
    points=1,
    hint="A token may happen to equal pad_id. What else tells you where a sequence ends?",
)
def the_mask_tells_tokens_from_padding(answer: Answer, truth: Answer, rng: Rng) -> None:
    batches = several_batches(rng)
    with_pad_ids = [{"seqs": holding(PAD, seqs), "pad_id": PAD} for seqs in batches]
    wants = truth.each(with_pad_ids)
    gots = answer.each([*with_pad_ids, *({"seqs": seqs, "pad_id": PAD} for seqs in batches)])
    for got, plain, want in zip(gots, gots[len(batches) :], wants, strict=False):
        expect_mask(got.mask, plain.ids != PAD, want.mask)


def expect_mask(got: np.ndarray, own: np.ndarray, want: np.ndarray) -> None:
    """Expect a mask that fits the learner's own ids, where these hold all tokens: their layout is charged elsewhere."""
    due, says = own if np.sum(own) == np.sum(want) else want, "Here some tokens equal pad_id."
    expect_either(
        lambda: expect_close("mask", got, due, because=says),
        lambda: expect_close("mask (T, m)", got, want, because=says),
    )


@pad_batch.check(
    "Each length counts the tokens that were kept.",
    points=1,
    hint="Count the tokens that are in ids after the cut, whatever their value.",
)
def lengths_counts_what_was_kept(answer: Answer, truth: Answer, rng: Rng) -> None:
    batches = several_batches(rng)
    calls: list[Call] = [{"seqs": seqs, "pad_id": PAD} for seqs in batches]
    seqs, max_len = batches[0], len(batches[0][0]) - 1
    calls += [{"seqs": holding(PAD, seqs), "pad_id": PAD}, {**calls[0], "max_len": max_len}]
    wants = truth.each(calls)
    *plain, held, cut = answer.each(calls)
    for call, got, want in zip(calls, plain, wants, strict=False):
        expect_close("lengths (m,)", got.lengths, want.lengths, because=lengths_in(call["seqs"]))
    # A mask that goes by value, or another cut, is charged by its own check, not here as well.
    if not is_count_of(held.lengths, held.mask):
        expect_close("lengths (m,)", held.lengths, wants[-2].lengths, because="Here some tokens equal pad_id.")
    if not is_count_of(cut.lengths, cut.ids != PAD):
        because = f"{lengths_in(seqs)} Here max_len is {max_len}."
        expect_close("lengths (m,)", cut.lengths, wants[-1].lengths, because=because)


def is_count_of(lengths: np.ndarray, kept: np.ndarray) -> bool:
    """Tell whether lengths count the True entries of each example in an array (T, m), or in one on its side."""
    return any(np.array_equal(lengths, np.sum(kept, axis=axis)) for axis in (0, 1))


@pad_batch.check(
    "A sequence longer than max_len loses its end.",
    points=1,
    hint="max_len is a limit: tokens beyond it go, and a shorter sequence stays as it is.",
)
def what_exceeds_max_len_is_cut_off_at_the_end(answer: Answer, truth: Answer, rng: Rng) -> None:
    falling, single, _ = several_batches(rng)
    longest = len(falling[0])
    cuts = [(falling, longest - 1), (falling, 1), (falling, longest), (falling, longest + 2), (single, 2)]
    calls: list[Call] = [{"seqs": seqs, "pad_id": PAD, "max_len": max_len} for seqs, max_len in cuts]
    cut_before = [{"seqs": [seq[:max_len] for seq in seqs], "pad_id": PAD} for seqs, max_len in cuts]
    wants, gots = truth.each(calls), answer.each([*calls, *cut_before])
    for call, got, own, want in zip(calls, gots, gots[len(calls) :], wants, strict=False):
        expect_cut(got, own, want, because=f"{lengths_in(call['seqs'])} Here max_len is {call['max_len']}.")


def expect_cut(got: Returned, own: Returned, want: Returned, *, because: str) -> None:
    """Expect the right cut, or what the learner's own function makes of sequences that were cut before the call."""

    def the_right_one() -> None:
        wrong = list(wrong_parts(got, want, because))
        if wrong:  # of several, a mistake of its own may explain each
            raise Mismatch(str(wrong[0]), wrong[0].cause, wrong[0].part, tuple(each.part or "" for each in wrong[1:]))

    def their_own() -> None:
        expect(set() < tokens_in(got.ids) <= tokens_in(want.ids), "Other tokens are kept.")
        for part in ("ids", "mask"):
            expect_close(part, got, own)

    expect_either(the_right_one, their_own)


def wrong_parts(got: Returned, want: Returned, because: str) -> Iterator[Mismatch]:
    """Yield what is wrong with ids and with mask."""
    for part in ("ids", "mask"):
        try:
            expect_close(part, got, want, because=because)
        except Mismatch as mismatch:
            yield mismatch


def tokens_in(ids: np.ndarray) -> set[int]:
    """Return the tokens of `some_sequences` that are in ids."""
    return {token for token in ids.ravel().tolist() if token >= 10}


@pad_batch.check(
    "The lists are left as they are.",
    promise=True,
    points=1,
    hint="Which of your lines change a list in place? Copy it first, or write into an array.",
)
def the_sequences_are_left_alone(answer: Answer, truth: Answer, rng: Rng) -> None:
    seqs = some_sequences(rng, falling_lengths(rng))
    expect_unchanged(answer, seqs=seqs, pad_id=PAD)
    expect_unchanged(answer, seqs=seqs, pad_id=PAD, max_len=len(seqs[0]) - 1)
