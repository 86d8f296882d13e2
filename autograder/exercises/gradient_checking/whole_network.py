"""Lesson 04: padding on the way back, and the gradient of the whole network."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.exercises import backpropagation_through_time as bptt
from autograder.exercises import simple_rnn
from autograder.expect import expect, expect_close, expect_unchanged
from autograder.promises.apart import expect_apart, expect_true_apart
from autograder.promises.gradients import LoopBack, expect_parts, gradients_of_loop
from autograder.promises.inputs import SIZES, Call, Rng, padded, with_holes
from autograder.promises.simple_rnn import (
    AROUND_CELL_BACKWARD,
    AROUND_PARTS_OF_NETWORK,
    RNN,
    caches_of,
    without_recurrence,
)

T_x, n_y = SIZES.T_x, SIZES.n_y

# ---------------------------------------------------------------------------------------------- loop with a mask

masked = Exercise(
    "rnn_backward_masked",
    __name__,
    returns=dict.fromkeys(gradients_of_loop(RNN), ""),
    uses=(bptt.cell_backward, bptt.backward),
)
loop = LoopBack(RNN, AROUND_CELL_BACKWARD, caches_of, without_recurrence)

masked.check(
    "A masked step hands its gradient on as it is.",
    points=1,
    hint="a[t] was a[t-1] at a masked step. What then is the gradient of a[t-1], given that of a[t]?",
)(loop.a_masked_step_hands_its_gradient_on_as_it_is)
masked.check(
    "A masked step adds nothing to parameters and input.",
    points=1,
    hint="At a masked step no parameter was used and no input was read.",
)(loop.a_masked_step_adds_nothing_to_parameters_and_input)
masked.check(
    "Each gradient follows the mask of its own example.",
    points=1,
    hint="One example may be masked where another is not: decide for each column, not for the step.",
)(loop.each_gradient_follows_the_mask_of_its_own_example)

# -------------------------------------------------------------------------------------------- the whole network

loss_and_grads = Exercise(
    "rnn_loss_and_grads",
    __name__,
    returns=("loss", "grads"),
    uses=(simple_rnn.masked, bptt.ce_backward, bptt.cell_backward, bptt.backward, masked),
)
THROUGH_TIME = ("dWax", "dWaa", "dba", "da0")


def a_labelled_batch(rng: Rng, mask: np.ndarray) -> Call:
    """Draw a batch with labels; labels are in range everywhere, at masked steps too."""
    sequence = RNN.a_sequence(rng, SIZES.but(T_x=mask.shape[0], m=mask.shape[1]))
    return {**sequence, "y": rng.integers(0, SIZES.n_y, mask.shape), "mask": mask}


@loss_and_grads.check(
    "The loss and the output layer are right.",
    points=1,
    hint="The scores are W_ya a[t] + b_y at every step. Which activation did W_ya act on?",
)
def the_loss_and_the_output_layer_are_right(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    def compare(got: Any, want: Any, call: Call) -> None:
        expect_close("loss", got, want)
        expect_parts(RNN, ("dWya", "dby"), got.grads, want.grads)

    for mask in (padded([6, 6, 6, 6], T_x), padded([6, 1, 4, 2], T_x)):
        expect_true_apart(compare, answer, truth, [a_labelled_batch(rng, mask)], AROUND_PARTS_OF_NETWORK)


@loss_and_grads.check(
    "The rest comes back through time.",
    points=1,
    hint="What does an activation get from its own prediction? Follow the scores back.",
)
def the_rest_comes_back_through_time(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    says = "Without padding they were right. Here the mask is False at some steps that valid ones follow."
    for mask, because in ((padded([6, 6, 6, 6], T_x), None), (with_holes(rng, SIZES), says)):
        compare = partial(expect_through_time, because=because)
        expect_true_apart(compare, answer, truth, [a_labelled_batch(rng, mask)], AROUND_PARTS_OF_NETWORK)


def expect_through_time(got: Any, want: Any, call: Call, because: str | None) -> None:
    expect_parts(RNN, THROUGH_TIME, got.grads, want.grads, because=because)


@loss_and_grads.check(
    "More padding changes nothing on the way back.",
    points=1,
    hint="Whatever knows about padding has a mask among its arguments. Which of them got it?",
)
def more_padding_changes_nothing_on_the_way_back(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    lengths = [4, 1, 3, 2]
    batch = a_labelled_batch(rng, padded(lengths, 4))
    longer = {
        **batch,
        "x": np.concatenate([batch["x"], 3 * rng.standard_normal((3, SIZES.n_x, SIZES.m))]),
        "y": np.concatenate([batch["y"], rng.integers(0, SIZES.n_y, (3, SIZES.m))]),
        "mask": padded(lengths, 7),
    }
    says = "Three steps of padding were appended to the batch, and this changed."

    def promise(network: Answer) -> None:
        short, long = network(**batch), network(**longer)
        expect_close("loss", long, short, because=says)
        expect(
            isinstance(short.grads, dict) and short.grads, "The gradients are not a dict with a key for each of them."
        )
        expect(any(np.any(grad) for grad in short.grads.values()), "All gradients are zero.")
        expect_parts(RNN, [name for name in short.grads if name != "dx"], long.grads, short.grads, because=says)

    expect_apart(promise, answer, AROUND_PARTS_OF_NETWORK)


@loss_and_grads.check(
    "Batch and parameters are left alone.",
    promise=True,
    points=1,
    hint="Batch, labels, mask and parameters belong to the caller.",
)
def batch_and_parameters_are_left_alone(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    batch = a_labelled_batch(rng, padded([6, 1, 4, 2], T_x))
    expect_apart(lambda network: expect_unchanged(network, **batch), answer, AROUND_PARTS_OF_NETWORK)
