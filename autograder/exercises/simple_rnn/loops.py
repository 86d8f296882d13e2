"""The loops over time: a sequence, and a padded batch with a mask."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.exercises.simple_rnn.cells import cell
from autograder.expect import expect, expect_shape
from autograder.promises.apart import expect_apart
from autograder.promises.inputs import everywhere, some_sizes
from autograder.promises.loops import Loop
from autograder.promises.simple_rnn import AROUND_CELL, RNN

RETURNED = ("a (T_x, n_a, m)", "y_pred (T_x, n_y, m)", "caches: any")

forward = Exercise("rnn_forward", __name__, returns=RETURNED, uses=(cell,))
loop = Loop(RNN, cell.name, AROUND_CELL)

forward.check(
    "Each step goes on from where the step before ended.",
    points=3,
    hint="What goes into step t is the activation that step t-1 returned. What goes into the first step is a0.",
)(loop.every_time_step_follows_from_the_one_before)
forward.check(
    "No step sees a later input.",
    promise=True,
    points=1,
    hint="a[t] is made of a0 and of x[0] to x[t] alone, and stays as it is while later steps are made.",
)(loop.no_time_step_sees_a_later_input)
forward.check(
    "Each example is read on its own.",
    promise=True,
    points=1,
    hint="Each column is a sequence of its own. Does anything pass from one column to another?",
)(loop.each_example_is_read_by_itself)
forward.check(
    "The arguments stay as they were.",
    promise=True,
    points=1,
    hint="Which line writes into an array that came in from outside?",
    name="a0_and_x_are_left_alone",
)(loop.its_inputs_are_left_alone)

# ---------------------------------------------------------------------------------------------- loop with a mask

masked = Exercise("rnn_forward_masked", __name__, returns=RETURNED, uses=(cell,))
masked_loop = Loop(RNN, cell.name, AROUND_CELL, padding="mask")

masked.check(
    "Every step is right, with gaps in the mask too.",
    points=1,
    hint="Where the mask is True, do what rnn_forward does. Where it is False, the activation stays what it was.",
)(masked_loop.with_gaps_in_the_mask_every_step_is_right)


@masked.check(
    "Masked steps leave the activation as it was.",
    points=1,
    hint="Where the mask is False, a[t] is a[t-1], and before the first step that is a0.",
)
def masked_steps_leave_the_activation_as_it_was(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    masked_loop.masked_steps_leave_the_activation_as_it_was(answer, truth, rng)
    sizes = some_sizes(rng)
    call = {**RNN.a_sequence(rng, sizes), "mask": everywhere(sizes)}
    # An activation that stands still everywhere would keep this promise too.
    expect_apart(partial(_expect_to_move, call=call), answer, AROUND_CELL)


def _expect_to_move(answer: Answer, call: dict[str, Any]) -> None:
    a, a0 = answer(**call).a, call["a0"]
    expect_shape("a (T_x, n_a, m)", a, (len(call["x"]), *a0.shape))
    stood = np.all(a == np.concatenate([a0[None], a[:-1]]), axis=1)
    expect(not stood.any(), "No step is masked here, and yet a[t] is the same as a[t-1] at some step.")


masked.check(
    "Each example follows its own mask.",
    promise=True,
    points=1,
    hint="One example may end while another goes on. So decide for each column, not for the whole step.",
)(masked_loop.each_example_follows_its_own_mask)
masked.check(
    "More padding changes nothing.",
    promise=True,
    points=1,
    hint="What arrives at the end of a padded sequence is what its last valid step left.",
)(masked_loop.more_padding_changes_nothing)
masked.check(
    "The arguments stay as they were.",
    promise=True,
    points=1,
    hint="Which line writes into an array that came in from outside?",
)(masked_loop.its_inputs_are_left_alone)
