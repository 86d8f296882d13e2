"""An LSTM over a padded batch, backward."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.exercises.gradient_checking.whole_network import is_close
from autograder.exercises.lstm.one_step_back import cell_backward
from autograder.expect import expect_unchanged
from autograder.promises.apart import Footing, expect_apart, expect_true_apart
from autograder.promises.gradients import LoopBack, expect_parts, gradients_of_loop
from autograder.promises.inputs import Call, Rng, padded, several_sizes, some_lengths, some_sizes, with_holes
from autograder.promises.lstm import AROUND_CELL_BACKWARD, LSTM, caches_of, without_recurrence

backward = Exercise(
    "lstm_backward",
    __name__,
    returns=dict.fromkeys(gradients_of_loop(LSTM), ""),
    uses=(cell_backward,),
)
back = LoopBack(LSTM, AROUND_CELL_BACKWARD, caches_of, without_recurrence, masked=True)

backward.check(
    "Every step adds what comes back from the next one.",
    points=2,
    hint="Step t takes da[t], caches[t], and what step t+1 hands back: one gradient for the activation, one for the "
    "memory. Its dxt is dx[t].",
)(back.every_step_adds_what_comes_back_from_the_next)
backward.check(
    "The parameters collect their gradients from every step.",
    points=1,
    hint="All steps share the parameters: what lstm_cell_backward returns for one of them at T_x steps adds up to one "
    "gradient, in an array of its own.",
)(back.the_parameters_collect_from_every_step)
backward.check(
    "da0 and dc0 are what comes back out of the first step.",
    points=1,
    hint="The loop sees a da_prev and a dc_prev at every step. Which of them belong to what was there before step 1?",
    name="da0_and_dc0_are_what_leaves_the_first_step",
)(back.what_leaves_the_first_step_reaches_the_start)


@backward.check(
    "A masked step hands both gradients on and adds nothing.",
    points=1,
    hint="At a masked step a[t] is a[t-1], c[t] is c[t-1], and no parameter was used.",
)
def a_masked_step_hands_both_gradients_on_and_adds_nothing(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes, names = several_sizes(rng), gradients_of_loop(LSTM)
    plain, one = back.a_pass(rng, sizes[0]), back.a_pass(rng, some_sizes(rng).but(T_x=1, m=4))
    one_masked = {**one, "mask": rng.permutation([True, True, False, False])[None]}
    masks = [padded(some_lengths(rng, sizes[0], empty=True), sizes[0].T_x), *(with_holes(rng, each) for each in sizes)]
    masked = [back.a_masked_pass(rng, *case) for case in zip([sizes[0], *sizes], masks, strict=True)]
    footing, right = Footing(), list[str]()  # the gradients that are right without padding
    before: list[Any] = []  # what came of one step without padding

    def compare(got: Any, want: Any, call: Call) -> None:
        """Compare what is right without padding: the rest is charged already."""
        if call is plain:
            footing.begin()
            right[:] = [name for name in names if footing.holds(name, is_close(got[name], want[name]))]
        elif call is one:
            before[:] = [got]
        elif call is one_masked:
            expect_examples_apart(got, before[0], call, [name for name in ("da0", "dc0") if name in right])
        else:
            says = "Without padding it was right. Here the mask is False at some steps."
            expect_parts(LSTM, right, got, want, because=says)

    expect_true_apart(compare, answer, truth, [plain, one, one_masked, *masked], AROUND_CELL_BACKWARD)


def expect_examples_apart(got: Any, before: Any, call: Call, starts: list[str]) -> None:
    """Expect of one step, which is masked for some examples, zeros there and what came without the mask elsewhere."""
    valid = call["mask"][0]
    due = {"dx": np.where(valid, before["dx"], 0.0)}
    due |= {"da0": np.where(valid, before["da0"], call["da"][0]), "dc0": np.where(valid, before["dc0"], 0.0)}
    says = f"There is one step here, masked for {np.sum(~valid)} of {valid.size} examples."
    expect_parts(LSTM, ["dx", *starts], got, due, because=says)


@backward.check(
    "da, the caches and the mask are left alone.",
    promise=True,
    points=1,
    hint="`da[t] += ...` writes into the caller's array. Where else can the sum be kept?",
)
def da_caches_and_mask_are_left_alone(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = some_sizes(rng)
    call = back.a_masked_pass(rng, sizes, with_holes(rng, sizes))
    expect_apart(lambda own: expect_unchanged(own, **call), answer, AROUND_CELL_BACKWARD)
