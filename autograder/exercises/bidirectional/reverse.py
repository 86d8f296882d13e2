"""A padded batch, each sequence turned round within its own length."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.expect import expect, expect_close, expect_shape, expect_unchanged
from autograder.expect_own import expect_fresh, expect_new
from autograder.notation import in_words
from autograder.promises.inputs import Call, Rng, Sizes, padded, several_sizes, some_lengths, some_sizes

AXES = "(T_x, n_x, m)"

reverse_padded = Exercise("reverse_padded", __name__, returns=f"reversed {AXES}")


def a_batch(rng: Rng, sizes: Sizes, lengths: np.ndarray) -> Call:
    """Draw a padded batch; the padding holds numbers like any others."""
    return {"x": rng.standard_normal(sizes.shape("T_x, n_x, m")), "lengths": lengths}


def said_of(call: Call) -> str:
    """Say how long the sequences are."""
    lengths = call["lengths"]
    if len(lengths) == 1:
        return f"T_x is {len(call['x'])}, and there is one sequence, of length {lengths[0]}."
    return f"T_x is {len(call['x'])}, and the lengths are {in_words(lengths)}."


def where(chosen: np.ndarray, got: Any, call: Call) -> Any:
    """Return what came back with zeros at the other steps; chosen (T_x, m)."""
    expect_shape(f"reversed {AXES}", got, call["x"].shape)
    return np.where(chosen[:, None], got, 0.0)


def is_turned_whole(got: Any, call: Call) -> bool:
    """Tell whether the whole array was turned round, padding and all: that is charged once."""
    return np.shape(got) == call["x"].shape and np.array_equal(got, call["x"][::-1])


@reverse_padded.check(
    "Each sequence is turned round within its own length.",
    points=2,
    hint="Take one example of length 3 with two steps of padding. Where does its step 0 go, with all of its features, "
    "and where its step 2?",
)
def each_sequence_is_turned_round_within_its_length(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = several_sizes(rng)
    calls = [a_batch(rng, each, np.full(each.m, each.T_x)) for each in (*sizes, sizes[0].but(T_x=1))]
    calls += [a_batch(rng, each, some_lengths(rng, each)) for each in sizes]
    # None is as long as the batch, and the first one neither the longest nor the shortest.
    sizes = [some_sizes(rng, examples=3) for _ in range(2)]
    calls += [
        a_batch(rng, each, np.array([3, *rng.permutation([2, each.T_x - 1] + [3] * (each.m - 3))])) for each in sizes
    ]
    calls[-1]["x"][1] = 0.0  # a column of zeros is a step like any other
    for call, got, want in zip(calls, answer.each(calls), truth.each(calls), strict=True):
        valid = padded(call["lengths"], len(call["x"]))
        both = (where(valid, each, call) for each in (got, want))
        expect_close(f"reversed {AXES}", *both, because=f"{said_of(call)} Padding is not looked at here.")


@reverse_padded.check(
    "Padding stays where it is, and a length may be 0.",
    points=1,
    hint="What comes out behind the last valid step is what went in there. Try a sequence of length 0 between others.",
)
def padding_stays_where_it_is(answer: Answer, truth: Answer, rng: Rng) -> None:
    # Of one example, since whose length it is, is another question; of several where their valid steps are right.
    one, several = some_sizes(rng).but(m=1), some_sizes(rng, examples=4)
    calls = [a_batch(rng, one, np.array([length])) for length in (3, one.T_x - 1, 2, 1, 0)]
    calls += [a_batch(rng, one.but(T_x=1), np.array([length])) for length in (1, 0)]
    calls += [
        a_batch(rng, several, lengths)
        for lengths in ((np.arange(several.m) + 2) % 3, some_lengths(rng, several, empty=True))
    ]
    gots, wants = answer.each(calls), truth.each(calls)
    none_empty = answer.each([{**call, "lengths": np.maximum(call["lengths"], 1)} for call in calls[-2:]])
    for call, got, want, other in zip(calls[-2:], gots[-2:], wants[-2:], none_empty, strict=True):
        valid = padded(call["lengths"], len(call["x"]))
        due = where(valid, want, call)
        if np.array_equal(where(valid, other, call), due):
            says = f"{said_of(call)} With 1 in the place of 0 these steps were right. Padding is not looked at here."
            expect_close(f"reversed {AXES}", where(valid, got, call), due, because=says)
    for call, got, want in zip(calls, gots, wants, strict=True):
        valid = padded(call["lengths"], len(call["x"]))
        is_right = np.array_equal(where(valid, got, call), where(valid, want, call))
        if not is_turned_whole(got, call) and (is_right or len(call["lengths"]) == 1):
            both = (where(~valid, each, call) for each in (got, want))
            expect_close(f"reversed {AXES}", *both, because=f"{said_of(call)} Only padding is looked at here.")
    stands = all(np.array_equal(got, call["x"]) for call, got in zip(calls[:2], gots[:2], strict=True))
    expect(not stands, "No sequence has moved yet, so this cannot be judged.")


@reverse_padded.check(
    "The array is a new one, and the arguments stay as they were.",
    promise=True,
    points=1,
    hint="A slice of an array, or its transpose, is the same memory. Where does each array come from that is written "
    "into, or handed back?",
)
def the_array_is_new_and_the_arguments_stay(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = some_sizes(rng, examples=3)
    all_lengths = [some_lengths(rng, sizes, empty=True), np.full(sizes.m, sizes.T_x), np.arange(sizes.m) % 2]
    calls = [a_batch(rng, sizes, lengths) for lengths in all_lengths]
    for call in calls:
        expect_unchanged(answer, **call)
    if not is_turned_whole(answer(**calls[0]), calls[0]):
        for call in calls:
            expect_new(answer, **call)
    expect_fresh(answer, [calls[0], calls[0]])
