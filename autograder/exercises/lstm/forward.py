"""An LSTM over a padded batch, forward."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.errors import Mismatch
from autograder.exercise import Exercise
from autograder.exercises.lstm.cells import cell
from autograder.expect import expect, expect_close, expect_shape
from autograder.promises.apart import expect_true_apart
from autograder.promises.caches import Caches
from autograder.promises.inputs import (
    Call,
    Rng,
    Sizes,
    everywhere,
    padded,
    several_sizes,
    some_lengths,
    with_holes,
)
from autograder.promises.loops import Loop
from autograder.promises.lstm import AROUND_CELL, CACHED, LSTM, cache_of, cache_of_stand_in

forward = Exercise(
    "lstm_forward",
    __name__,
    returns=("a (T_x, n_a, m)", "c (T_x, n_a, m)", "y_pred (T_x, n_y, m)", "caches: any"),
    uses=(cell,),
)
loop = Loop(LSTM, cell.name, AROUND_CELL, padding="mask")

forward.check(
    "Each step goes on from where the step before ended.",
    points=2,
    hint="Step t reads x[t], and the a and c that step t-1 left; the first step reads a0 and c0. What the cell returns "
    "at step t stands in a[t], c[t] and y_pred[t].",
)(loop.every_time_step_follows_from_the_one_before)


@forward.check(
    "Where the mask is False, neither activation nor memory changes.",
    points=2,
    hint="At a masked step a[t] is a[t-1] and c[t] is c[t-1], before the first step a0 and c0. The next valid step "
    "goes on from these.",
)
def masked_steps_change_neither_activation_nor_memory(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = several_sizes(rng)
    plain, longer = with_three_more_steps(rng, sizes[0])
    masks = [padded(some_lengths(rng, sizes[0], empty=True), sizes[0].T_x), *(with_holes(rng, each) for each in sizes)]
    cases = zip([sizes[0], *sizes], masks, strict=True)
    calls = [plain, longer, *({**LSTM.a_sequence(rng, each), "mask": mask} for each, mask in cases)]
    unmasked: list[Any] = []  # what came of the plain call, and whether it is right

    def compare(got: Any, want: Any, call: Call) -> None:
        if call is plain:
            unmasked[:] = [got, is_right_where_valid(got, want, call["mask"])]
            expect_to_move(got, call)
        elif unmasked[1]:
            expect_right_where_valid(got, want, call["mask"])
        elif call is longer:  # what is wrong without padding is charged already: it is to be the same with some
            expect_to_stand_still(got, unmasked[0], len(plain["x"]))

    expect_true_apart(compare, answer, truth, calls, AROUND_CELL)


def with_three_more_steps(rng: Rng, sizes: Sizes) -> tuple[Call, Call]:
    """Return a batch without padding, and the same with three masked steps at its end."""
    plain = {**LSTM.a_sequence(rng, sizes), "mask": everywhere(sizes)}
    more = sizes.but(T_x=3)
    x = np.concatenate([plain["x"], 3 * rng.standard_normal(more.shape("T_x, n_x, m"))])
    return plain, {**plain, "x": x, "mask": np.concatenate([plain["mask"], ~everywhere(more)])}


def expect_right_where_valid(got: Any, want: Any, mask: np.ndarray) -> None:
    """Expect all activations and memories, and the predictions at valid steps."""
    says = None if mask.all() else "Without padding it was right. Here the mask is False at some steps."
    for name in "ac":
        expect_close(name, got, want, because=says)
    expect_shape("y_pred", got, want.y_pred.shape)
    valid = mask[:, None]
    both = (np.where(valid, each.y_pred, 0.0) for each in (got, want))
    expect_close("y_pred (T_x, n_y, m)", *both, because=says)


def is_right_where_valid(got: Any, want: Any, mask: np.ndarray) -> bool:
    """Tell whether that holds."""
    try:
        expect_right_where_valid(got, want, mask)
    except Mismatch:
        return False
    return True


def expect_to_move(got: Any, call: Call) -> None:
    """Expect an activation that some unmasked step changes: one that never moves is still at masked steps too."""
    a, a0 = got.a, call["a0"]
    expect_shape("a", got, (len(call["x"]), *a0.shape))
    moved = np.any(a != np.concatenate([a0[None], a[:-1]]), axis=(1, 2))
    expect(moved[1:].any(), "No step is masked here, and yet a[t] is the same as a[t-1] at every step.")


def expect_to_stand_still(got: Any, before: Any, T_x: int) -> None:
    """Expect what came of a sequence of T_x steps to stay, and the steps after it to hold what it ended with."""
    for s in "ac":
        says = f"Three masked steps were appended, and {s} changed"
        expect_shape(s, got, (T_x + 3, *np.shape(before[s])[1:]))
        label = f"{s}[:{T_x - 1}] (T, n_a, m)"
        expect_close(label, got[s][: T_x - 1], before[s][: T_x - 1], because=f"{says} before them.", to_itself=True)
        # Each state may be kept a step too late, or the very last one not at all: that too is charged already.
        label = f"{s}[{T_x + 1}] (n_a, m)"
        expect_close(label, got[s][T_x + 1], got[s][T_x], because=f"{says} at one of them.", to_itself=True)


forward.check(
    "Each step leaves its cache in caches, as the cell returned it.",
    promise=True,
    points=1,
    hint="lstm_backward reads caches[t] on its way back through step t, masked or not. It holds what step t kept.",
)(Caches(loop, CACHED, (cache_of, cache_of_stand_in)).each_step_leaves_its_cache)

forward.check(
    "The arguments stay as they were.",
    promise=True,
    points=1,
    hint="Which line writes into an array that came in from outside?",
)(loop.its_inputs_are_left_alone)
