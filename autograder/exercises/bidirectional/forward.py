"""A padded batch, read from both ends."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.exercises import simple_rnn
from autograder.exercises.bidirectional.kept import the_cache_holds_what_the_way_back_reads
from autograder.exercises.bidirectional.reverse import reverse_padded, said_of
from autograder.expect import expect, expect_close, expect_either, expect_shape, expect_unchanged
from autograder.expect_own import expect_fresh
from autograder.promises.apart import Footing, expect_apart, expect_true_apart
from autograder.promises.both_ends import AROUND_PARTS, LOWER, UPPER, halves
from autograder.promises.inputs import Arrays, Call, Rng, Sizes, padded, several_sizes, some_lengths, some_sizes
from autograder.promises.loops import TwoDirections
from autograder.promises.simple_rnn import RNN

birnn_forward = Exercise(
    "birnn_forward",
    __name__,
    returns=("a (T_x, 2n_a, m)", "cache: any"),
    uses=(simple_rnn.cell, simple_rnn.forward, simple_rnn.masked, reverse_padded),
)
both = TwoDirections(RNN, simple_rnn.cell.name, AROUND_PARTS, outputs={})
WORDS = {UPPER: "a[:, :n_a] (T_x, n_a, m)", LOWER: "a[:, n_a:] (T_x, n_a, m)"}


def without_padding(rng: Rng, sizes: Sizes) -> Call:
    """Draw a batch without padding, and parameters for each direction."""
    return both.a_sequence(rng, sizes)


def alike(call: Call) -> Call:
    """Return the same with one set of parameters for both directions: which belongs to which, is another question."""
    return {**call, "backward": {name: value.copy() for name, value in reversed(call["forward"].items())}}


def silent(parameters: Arrays) -> Arrays:
    """Return parameters with which every activation is zero."""
    return {name: np.zeros_like(value) for name, value in parameters.items()}


def shape_of_half(call: Call) -> tuple[int, int, int]:
    """Return (T_x, n_a, m)."""
    return len(call["x"]), len(call["forward"]["ba"]), call["x"].shape[2]


def expect_half(which: str, answer: Answer, truth: Answer, rng: Rng) -> None:
    """Expect one half of the activations, wherever it stands: how the halves are joined is another question.

    Args:
        which: UPPER or LOWER.
        answer, truth, rng: as a check has them.
    """
    other = "backward" if which == UPPER else "forward"
    sizes = [*several_sizes(rng), some_sizes(rng).but(T_x=1)]
    pairs = [alike(without_padding(rng, each)) for each in sizes]
    calls = [*pairs, *({**call, other: silent(call[other])} for call in pairs[:2])]

    def compare(got: Any, want: Any, call: Call) -> None:
        shape, is_pair = shape_of_half(call), any(call is pair for pair in pairs)
        found, due = halves(got.a, shape), halves(want.a, shape)[which]
        if found and is_pair:
            expect_either(*(lambda a=a: expect_close(WORDS[which], a, due) for a in in_order(found, which)))
        elif not found and np.shape(got.a) != shape:
            expect_shape("a", got, want.a.shape)
        elif not found and not is_pair:  # one array for both, which shows one of them where the other one is zero
            expect_close("a (T_x, n_a, m)", got.a, due)

    expect_true_apart(compare, answer, truth, calls, AROUND_PARTS)


def in_order(found: dict[str, np.ndarray], first: str) -> list[np.ndarray]:
    """Return both halves, this one first."""
    return [found[first], *(half for name, half in found.items() if name != first)]


@birnn_forward.check(
    "One half of a reads from the first step on.",
    points=1,
    hint="This direction is the loop of lesson 02. What does it start from?",
)
def one_half_reads_from_the_first_step(answer: Answer, truth: Answer, rng: Rng) -> None:
    expect_half(UPPER, answer, truth, rng)


@birnn_forward.check(
    "The other half reads from the last step back.",
    points=1,
    hint="The loop runs over the reversed input. Which step of the sentence does its first activation belong to?",
)
def the_other_half_reads_from_the_last_step(answer: Answer, truth: Answer, rng: Rng) -> None:
    expect_half(LOWER, answer, truth, rng)


@birnn_forward.check(
    "Each direction has its own parameters, and forward stands above backward.",
    points=1,
    hint="The two halves stand one above the other along axis 1. Which dict does each of them read?",
)
def each_direction_has_its_own_parameters_and_place(answer: Answer, truth: Answer, rng: Rng) -> None:
    batches = [without_padding(rng, each) for each in several_sizes(rng)]
    calls = [each for call in batches for each in (*in_both_directions(call), call)]
    before: list[Arrays] = []  # the halves with each set of parameters in both directions
    footing, right = Footing(), list[str]()  # those that are right there: what is wrong in others is charged already

    def compare(got: Any, want: Any, call: Call) -> None:
        expect_shape("a", got, want.a.shape)
        found, due = (halves(each.a, shape_of_half(call)) for each in (got, want))
        if any(call is batch for batch in batches):
            expect_each_from_its_own(found, *before, right=right)
            before.clear()
            return
        if call is calls[0]:
            footing.begin()
            before.clear()
        before.append(found)
        right[:] = [which for which in due if footing.holds(which, np.allclose(found[which], due[which]))]
        if all(np.allclose(found[which], due[other]) for which, other in ((UPPER, LOWER), (LOWER, UPPER))):
            expect_close("a", got, want)  # the halves have changed places, and it is told where

    expect_true_apart(compare, answer, truth, calls, AROUND_PARTS)


def in_both_directions(call: Call) -> tuple[Call, Call]:
    """Return the batch with the parameters of `forward` in both directions, and with those of `backward`."""
    turned = {**call, "forward": call["backward"]}
    return alike(call), alike(turned)


def expect_each_from_its_own(found: Arrays, with_forward: Arrays, with_backward: Arrays, *, right: list[str]) -> None:
    """Expect each half as it is where both directions have the parameters that belong to it.

    One that is not right there is charged elsewhere. It is to be another one than with the other parameters.
    """
    for which in (UPPER, LOWER):
        due, other = (with_forward, with_backward) if which == UPPER else (with_backward, with_forward)
        name = "forward" if which == UPPER else "backward"
        says = f"With the parameters of `{name}` in both directions, this half was another one."
        if which in right or np.allclose(found[which], other[which]):
            expect_close(WORDS[which], found[which], due[which], because=says, to_itself=True)
        expect(not np.allclose(due[which], other[which]), "Other parameters change nothing here.")


@birnn_forward.check(
    "Padding changes nothing, in either half.",
    points=1,
    hint="`lengths` says where each sentence ends, and nothing else does. In which row of x does its last word stand?",
)
def padding_changes_nothing_in_either_half(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = some_sizes(rng, examples=4)
    # The first one is neither the longest nor the shortest.
    lengths = np.array([3, *rng.permutation([1, sizes.T_x, sizes.T_x - 1, *rng.integers(2, sizes.T_x, sizes.m - 4)])])
    batch = {**both.a_sequence(rng, sizes), "lengths": lengths}
    x = np.concatenate([batch["x"], 3 * rng.standard_normal((3, sizes.n_x, sizes.m))])
    calls = [batch, {**batch, "x": x}, {**batch, "lengths": np.roll(lengths, 1)}]
    blank = [{**without_padding(rng, sizes), "lengths": lengths} for _ in range(2)]
    for k, call in enumerate(blank):
        call["x"][1 - k :: 3] = 0.0

    def promise(network: Answer) -> None:
        for call, got in zip(calls, network.each(calls), strict=True):
            expect(np.any(got.a), "All activations are zero.")
            singles = [by_itself(call, i) for i in range(sizes.m)]
            for i, (single, alone) in enumerate(zip(singles, network.each(singles), strict=True)):
                expect_as_alone(parts_of(got.a, call), parts_of(alone.a, single), call, i)
        for call in blank:
            expect_zeros_to_be_read(network, call)

    expect_apart(promise, answer, AROUND_PARTS)


def expect_zeros_to_be_read(network: Answer, call: Call) -> None:
    """Expect steps whose column is zero to be read: it is the same as with columns that are almost zero."""
    valid = padded(call["lengths"], len(call["x"]))[:, None]
    almost = {**call, "x": np.where(call["x"] == 0, 1e-14, call["x"])}
    got, due = (np.asarray(each.a) for each in network.each([call, almost]))
    if got.shape == due.shape and got.shape[::2] == valid.shape[::2]:
        says = f"{said_of(call)} At some valid steps all of x is 0, as for a word that the vocabulary does not have. "
        says += "With 1e-14 in the place of these zeros a is another one."
        both = (np.where(valid, each, 0.0) for each in (got, due))
        expect_close("a (T_x, 2n_a, m)", *both, because=says, to_itself=True)


def by_itself(call: Call, i: int) -> Call:
    """Return example i of a batch as a batch of its own, without its padding."""
    length = call["lengths"][i]
    return {**call, "x": call["x"][:length, :, [i]], "lengths": np.array([length])}


def parts_of(a: Any, call: Call) -> dict[str, np.ndarray]:
    """Return the halves of a, or a itself where there are none."""
    found = halves(a, shape_of_half(call))
    if not found:
        expect_shape("a (T_x, n_a, m)", a, shape_of_half(call))
    return found or {"": np.asarray(a)}


def expect_as_alone(together: Arrays, alone: Arrays, call: Call, i: int) -> None:
    """Expect the valid steps of example i to be as they are where it is read by itself."""
    length = call["lengths"][i]
    says = f"{said_of(call)} By itself, without padding, example {i} gives other activations."
    for which in together:
        expect_shape("a", alone.get(which), (length, together[which].shape[1], 1))
        label = WORDS.get(which, "a (T_x, n_a, m)").replace("T_x", "T").replace(", m)", ", 1)")
        expect_close(label, together[which][:length, :, [i]], alone[which], because=says, to_itself=True)


birnn_forward.check(
    "The cache is the one that birnn_backward reads: (caches, caches_back, lengths).",
    promise=True,
    points=1,
    hint="Each direction leaves T_x caches, in the order in which it read. birnn_backward goes back through them.",
)(the_cache_holds_what_the_way_back_reads)


@birnn_forward.check(
    "The arguments stay as they were, and a is a new array.",
    promise=True,
    points=1,
    hint="Which line writes into something that came in from outside, or that is still there from another call?",
)
def the_arguments_stay_and_a_is_new(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = some_sizes(rng, examples=3)
    call = {**both.a_sequence(rng, sizes), "lengths": some_lengths(rng, sizes)}

    def promise(network: Answer) -> None:
        expect_unchanged(network, **call)
        expect_fresh(network, [call, call])

    expect_apart(promise, answer, AROUND_PARTS)
