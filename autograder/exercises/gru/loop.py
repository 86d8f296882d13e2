"""The loop over time: a padded batch, read by the learner's own cell."""

from __future__ import annotations

from functools import partial

import numpy as np

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.exercises.gru.cells import cell
from autograder.expect import expect, expect_shape
from autograder.promises.apart import expect_apart
from autograder.promises.gru import AROUND_CELL, GRU
from autograder.promises.inputs import Call, Rng, everywhere, some_sizes
from autograder.promises.loops import Loop

forward = Exercise(
    "gru_forward", __name__, returns=("c (T_x, n_a, m)", "y_pred (T_x, n_y, m)", "caches: any"), uses=(cell,)
)
loop = Loop(GRU, cell.name, AROUND_CELL, padding="mask")

forward.check(
    "Every valid step goes on from the memory before it.",
    points=2,
    hint="What goes into step t is the memory that was left after step t-1. What goes into the first step is c0.",
)(loop.with_gaps_in_the_mask_every_step_is_right)


@forward.check(
    "Masked steps leave the memory as it was.",
    points=1,
    hint="Where the mask is False, c[t] is c[t-1], and before the first step that is c0.",
)
def masked_steps_leave_the_memory_as_it_was(answer: Answer, truth: Answer, rng: Rng) -> None:
    loop.masked_steps_leave_the_activation_as_it_was(answer, truth, rng)
    loop.more_padding_changes_nothing(answer, truth, rng)
    sizes = some_sizes(rng)
    call = {**GRU.a_sequence(rng, sizes), "mask": everywhere(sizes)}
    # A memory that stands still everywhere would keep this promise too.
    expect_apart(partial(_expect_to_move, call=call), answer, AROUND_CELL)


def _expect_to_move(answer: Answer, call: Call) -> None:
    c, c0 = answer(**call).c, call["c0"]
    expect_shape("c (T_x, n_a, m)", c, (len(call["x"]), *c0.shape))
    stood = np.all(c == np.concatenate([c0[None], c[:-1]]), axis=1)
    expect(not stood.any(), "No step is masked here, and yet c[t] is the same as c[t-1] at some step.")


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
    "The arguments stay as they were.",
    promise=True,
    points=1,
    hint="Which line writes into an array that came in from outside?",
)(loop.its_inputs_are_left_alone)
