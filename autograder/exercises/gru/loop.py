"""The loop over time: a padded batch, read by the learner's own cell."""

from __future__ import annotations

from functools import partial

import numpy as np

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.exercises.gru.cells import cell
from autograder.expect import expect, expect_close, expect_shape
from autograder.promises.apart import expect_apart
from autograder.promises.caches import Caches
from autograder.promises.gru import AROUND_CELL, CACHED, GRU, cache_of, cache_of_stand_in
from autograder.promises.inputs import Call, Rng, some_sizes
from autograder.promises.loops import Loop

forward = Exercise(
    "gru_forward", __name__, returns=("c (T_x, n_a, m)", "y_pred (T_x, n_y, m)", "caches: any"), uses=(cell,)
)
loop = Loop(GRU, cell.name, AROUND_CELL, padding="mask")

forward.check(
    "Every step goes on from the memory before it.",
    points=2,
    hint="The shapes are (T_x, n_a, m) and (T_x, n_y, m). The cell makes c[t] of x[t] and c[t-1], and c[0] of c0.",
)(loop.every_time_step_follows_from_the_one_before)


@forward.check(
    "Masked steps leave the memory as it was.",
    points=1,
    hint="Where the mask is False, c[t] is c[t-1], and before the first step that is c0.",
)
def masked_steps_leave_the_memory_as_it_was(answer: Answer, truth: Answer, rng: Rng) -> None:
    # Of one example, since whose mask it is, is another question; held against the answer itself, since a wrong step is
    # charged already.
    for mask in ([1, 1, 0, 1, 0, 0, 1], [1, 0, 1, 1, 1, 0, 0], [0, 0, 1, 0, 1, 1, 0], [0] * 4):
        sizes = some_sizes(rng).but(T_x=len(mask), m=1)
        call = {**GRU.a_sequence(rng, sizes), "mask": np.array(mask, dtype=bool)[:, None]}
        expect_apart(partial(_expect_to_stand_still, call=call), answer, AROUND_CELL)


def _expect_to_stand_still(answer: Answer, call: Call) -> None:
    """Expect of the valid steps what the answer makes of them alone, and in between no change."""
    valid, c0, every = call["mask"][:, 0], call["c0"], np.flatnonzero(call["mask"])
    cut = {**call, "x": call["x"][every], "mask": call["mask"][every]}
    apart = [{**call, "x": call["x"][[t]], "mask": call["mask"][[t]]} for t in every]
    whole, *rest = answer.each([call, *([cut] if every.size else []), *apart])
    expect_shape("c (T_x, n_a, m)", whole.c, (len(valid), *c0.shape))
    words = f"The mask of the one example is {', '.join(map(str, valid.tolist()))}."
    still = _before_each_step(whole.c, c0, [each.c for each in rest])
    says = f"{words} The memory moved at a masked step."
    expect_close("c (T_x, n_a, m)", whole.c, np.where(valid[:, None, None], whole.c, still), because=says)
    for alone in rest[:1]:
        says = f"{words} Without the masked steps there is another memory at the others."
        expect_close("c[valid] (T, n_a, m)", whole.c[every], alone.c, because=says, to_itself=True)
        expect_close("y_pred[valid] (T, n_y, m)", whole.y_pred[every], alone.y_pred, because=says, to_itself=True)
        moved = np.diff(np.concatenate([c0[None], alone.c]), axis=0).any(axis=(1, 2))
        expect(moved.all(), "No step is masked here, and yet c[t] is the same as c[t-1] at some step.")


def _before_each_step(c: np.ndarray, c0: np.ndarray, runs: list[np.ndarray]) -> np.ndarray:
    """Return the memory that enters each step, by the answer's own lights: who carries nothing is charged elsewhere.

    Args:
        c: what the answer made of a sequence with masked steps.
        c0: the memory before the first step.
        runs: what it made of the valid steps alone, and of each of them by itself.
    """
    together, *apart = runs or [c]
    start = c0 if c[0].any() else np.zeros_like(c0)
    before = np.concatenate([start[None], c[:-1]])
    if apart[1:] and np.allclose(together, np.concatenate(apart)):
        return np.where(np.isclose(c, before) | np.isclose(c, 0.0), c, c0)
    return before


@forward.check(
    "No step sees a later input or another example.",
    promise=True,
    points=1,
    hint="c[t] is made of c0 and x[0] to x[t] of one column, with the mask of that column.",
)
def no_step_sees_a_later_input_or_another_example(answer: Answer, truth: Answer, rng: Rng) -> None:
    loop.no_time_step_sees_a_later_input(answer, truth, rng)
    loop.each_example_is_read_by_itself(answer, truth, rng)
    loop.each_example_follows_its_own_mask(answer, truth, rng)


forward.check(
    "The caches are those of the cell, one for each step, in their order.",
    promise=True,
    points=1,
    hint="The loop back reads caches[t] as what gru_cell_forward has returned at step t, at masked steps too.",
    name="the_caches_are_those_of_the_cell",
)(Caches(loop, CACHED, (cache_of, cache_of_stand_in)).each_step_leaves_its_cache)

forward.check(
    "The arguments stay as they were.",
    promise=True,
    points=1,
    hint="Which line writes into an array that came in from outside?",
)(loop.its_inputs_are_left_alone)
