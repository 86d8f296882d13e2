"""The way back through both directions."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.errors import Mismatch
from autograder.exercise import Exercise
from autograder.exercises import backpropagation_through_time as bptt
from autograder.exercises import gradient_checking
from autograder.exercises.bidirectional.reverse import reverse_padded
from autograder.exercises.gradient_checking.whole_network import is_close
from autograder.expect import expect, expect_close, expect_unchanged
from autograder.expect_own import expect_fresh
from autograder.notation import in_words
from autograder.promises.apart import Footing, expect_apart, expect_true_apart
from autograder.promises.both_ends import AROUND_PARTS_BACKWARD
from autograder.promises.gradients import expect_parts
from autograder.promises.inputs import Call, Rng, Sizes, everywhere, padded, several_sizes, some_lengths, some_sizes
from autograder.promises.rnn_caches import caches_of
from autograder.promises.simple_rnn import RNN

birnn_backward = Exercise(
    "birnn_backward",
    __name__,
    returns={"dx": "(T_x, n_x, m)", "forward": "", "backward": ""},
    uses=(bptt.cell_backward, bptt.backward, gradient_checking.masked, reverse_padded),
)
DIRECTIONS, OF_ONE = ("forward", "backward"), ("dWax", "dWaa", "dba")


def a_pass(rng: Rng, sizes: Sizes, mask: np.ndarray | None = None, *, alike: bool = False, blank: bool = False) -> Call:
    """Draw what comes back from above, zero at padded steps, and the caches of two directions.

    The way back sees the input in the caches alone. So each direction may have read an input of its own.

    Args:
        rng: draws them.
        sizes: how long the axes are.
        mask: True where a step is valid, as `padded` makes it; no padding where none is given.
        alike: whether both halves of da hold the same numbers: which half belongs to which, is another question.
        blank: whether at each second step all of da is zero, and all of x one step later.
    """
    mask = everywhere(sizes) if mask is None else mask
    da = rng.standard_normal((sizes.T_x, 2 * sizes.n_a, sizes.m)) * mask[:, None]
    if blank:
        da[::2] = 0.0
    if alike:
        da[:, sizes.n_a :] = da[:, : sizes.n_a]
    sequences = [{**RNN.a_sequence(rng, sizes), "a0": np.zeros((sizes.n_a, sizes.m))} for _ in DIRECTIONS]
    for sequence in sequences if blank else ():
        sequence["x"][1::2] = 0.0
    caches, caches_back = (caches_of(**sequence, mask=mask) for sequence in sequences)
    return {"da": da, "cache": (caches, caches_back, mask.sum(axis=0))}


def expect_direction(which: str, got: Any, want: Any, because: str = "") -> None:
    """Expect the gradients of the parameters of one direction."""
    expect(isinstance(got[which], dict), f"What stands under {which!r} is not a dict of gradients.")
    says = because or f"It is a gradient of the {which} direction."
    try:
        expect_parts(RNN, OF_ONE, got[which], want[which], because=says)
    except Mismatch as mismatch:
        parts = tuple(f"{which}.{name}" for name in (mismatch.part, *mismatch.others) if name)
        raise Mismatch(str(mismatch), mismatch.cause, next(iter(parts), None), parts[1:]) from None


def is_right(which: str, got: Any, due: Any) -> bool:
    """Tell whether the gradients of one direction are those that are due."""
    mine = got[which]
    return isinstance(mine, dict) and all(name in mine and is_close(mine[name], due[name]) for name in OF_ONE)


@birnn_backward.check(
    "Each direction collects its gradients from its own half of da.",
    points=2,
    hint="In which order was the input read that made caches_back? The gradients go back in the order of the caches.",
)
def each_direction_collects_from_its_own_half(answer: Answer, truth: Answer, rng: Rng) -> None:
    def compare(got: Any, want: Any, call: Call) -> None:
        for which in DIRECTIONS:
            expect_direction(which, got, want)

    calls = [a_pass(rng, sizes) for sizes in (*several_sizes(rng), some_sizes(rng).but(T_x=1))]
    expect_true_apart(compare, answer, truth, calls, AROUND_PARTS_BACKWARD)


@birnn_backward.check(
    "dx adds what comes through both directions.",
    points=2,
    hint="x[t] was read twice. At which step did the second direction read it?",
)
def dx_adds_what_comes_through_both_directions(answer: Answer, truth: Answer, rng: Rng) -> None:
    first, *others = several_sizes(rng)
    calls = [a_pass(rng, first, alike=True) for _ in range(3)]
    calls[1]["da"][:, first.n_a :] = 0.0  # the loss reads one half alone
    calls[2]["da"][:, : first.n_a] = 0.0
    calls += [a_pass(rng, sizes, alike=True) for sizes in (*others, first.but(T_x=1))]
    footing, judged = Footing(), set[int]()

    def compare(got: Any, want: Any, call: Call) -> None:
        """Compare where the gradients of the parameters are right, in either order: else it is charged already."""
        k = next(i for i, each in enumerate(calls) if each is call)
        if not k:
            footing.begin()
            judged.clear()
        dues = (want.forward, want.backward)
        in_order = any(all(map(is_right, DIRECTIONS, (got, got), each)) for each in (dues, dues[::-1]))
        if footing.holds(str(k), in_order):
            judged.add(k)
        if in_order or (call is calls[-1] and not judged):
            expect_close("dx", got, want)

    expect_true_apart(compare, answer, truth, calls, AROUND_PARTS_BACKWARD)


@birnn_backward.check(
    "Padding changes nothing.",
    points=1,
    hint="`lengths` says which steps are padding, and nothing else does. Where in da does the last word of a short "
    "sentence stand, and where in caches_back?",
)
def padding_changes_nothing(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = some_sizes(rng, examples=4)
    plain = a_pass(rng, sizes, alike=True)
    lengths = np.array([3, *rng.permutation([1, sizes.T_x, sizes.T_x - 1, *[2] * (sizes.m - 4)])])
    masks = [padded(lengths, sizes.T_x), padded(lengths, sizes.T_x + 2), padded(some_lengths(rng, sizes), sizes.T_x)]
    calls = [a_pass(rng, sizes.but(T_x=len(mask)), mask, alike=True) for mask in masks]
    calls += [
        a_pass(rng, sizes.but(T_x=len(mask)), mask, alike=True, blank=True) for mask in (masks[0], everywhere(sizes))
    ]
    footing, right = Footing(), list[str]()  # what is right without padding: the rest is charged already

    def compare(got: Any, want: Any, call: Call) -> None:
        if call is plain:
            footing.begin()
            found = {which: is_right(which, got, want[which]) for which in DIRECTIONS}
            found["dx"] = is_close(got.dx, want.dx)
            right[:] = [name for name, holds in found.items() if footing.holds(name, holds)]
            expect(right, "Nothing is right yet without padding.")
            return
        lengths = in_words(call["cache"][2])
        blank = not np.any(call["da"][0])
        says = f"Without padding {'and without zeros ' * blank}it was right. "
        says += f"Here T_x is {len(call['da'])}, and the lengths are {lengths}."
        says += " At some valid steps da is 0, as where the loss does not read them, at others x is." * blank
        for which in DIRECTIONS:
            if which in right:
                expect_direction(which, got, want, because=f"{says} It is a gradient of the {which} direction.")
        if "dx" in right:
            expect_close("dx", got, want, because=says)

    expect_true_apart(compare, answer, truth, [plain, *calls], AROUND_PARTS_BACKWARD)


@birnn_backward.check(
    "da and the cache are left alone, and what comes back is new.",
    promise=True,
    points=1,
    hint="Which line writes into an array, a list or a dict that came in from outside, or is still there from another "
    "call?",
)
def da_and_the_cache_are_left_alone(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = some_sizes(rng)
    call = a_pass(rng, sizes, padded(some_lengths(rng, sizes), sizes.T_x))

    def promise(network: Answer) -> None:
        expect_unchanged(network, **call)
        expect_fresh(network, [call, call])

    expect_apart(promise, answer, AROUND_PARTS_BACKWARD)
