"""Lesson 04: padding on the way back, and the gradient of the whole network."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.exercises import backpropagation_through_time as bptt
from autograder.exercises import simple_rnn
from autograder.exercises.bptt_loops import (
    AROUND_CELL,
    AROUND_LOOP,
    OF_PARAMETERS,
    a_labelled_batch,
    expect_in_some_way,
    expect_parts,
    expect_true_in_some_way,
    parts,
)
from autograder.exercises.rnn_loops import T_x, a_sequence, m, n_a, n_x, n_y, padded, with_holes
from autograder.expect import expect, expect_close, expect_unchanged

# ---------------------------------------------------------------------------------------------- loop with a mask

masked = Exercise(
    "rnn_backward_masked",
    __name__,
    returns=dict.fromkeys(("dx", "da0", *OF_PARAMETERS), ""),
    uses=(simple_rnn.masked, bptt.cell_backward, simple_rnn.cell),
)


def a_masked_pass(truth: Answer, rng: np.random.Generator, mask: np.ndarray) -> dict[str, Any]:
    """Draw a gradient at every step, masked ones included: a loss may read an activation that stood still."""
    caches = truth.own("rnn_forward_masked")(**a_sequence(rng, *mask.shape), mask=mask).caches
    return {"da": rng.standard_normal((mask.shape[0], n_a, mask.shape[1])), "caches": caches, "mask": mask}


@masked.check(
    points=1, hint="a[t] was a[t-1] at a masked step. What then is the gradient of a[t-1], given that of a[t]?"
)
def a_masked_step_hands_its_gradient_on_as_it_is(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for mask in (with_holes(), padded([5, 2, 4, 0])):
        call = a_masked_pass(truth, rng, mask)
        expect_true_in_some_way(parts("da0"), answer, truth, call, AROUND_CELL)


@masked.check(points=1, hint="At a masked step no parameter was used and no input was read.")
def a_masked_step_adds_nothing_to_parameters_and_input(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for mask in (np.ones((T_x, m), dtype=bool), with_holes(), np.ones((1, m), dtype=bool)):
        call = a_masked_pass(truth, rng, mask)
        expect_true_in_some_way(parts("dx", *OF_PARAMETERS), answer, truth, call, AROUND_CELL)


@masked.check(
    points=1, hint="One example may be masked where another is not: decide for each column, not for the step."
)
def each_gradient_follows_the_mask_of_its_own_example(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    call, others = a_masked_pass(truth, rng, padded([6, 6, 6, 6])), [2, 3]
    says = "Only examples 0 and 1 were made shorter, and the gradients of the others changed with them."

    def promise(loop: Answer) -> None:
        long, ragged = loop(**call), loop(**{**call, "mask": padded([4, 2, 6, 6])})
        expect(np.any(long["dx"]), "All of dx is zero.")
        expect_close("dx[..., 2:] (T_x, n_x, m)", ragged["dx"][..., others], long["dx"][..., others], because=says)

    expect_in_some_way(promise, answer, AROUND_CELL)


# -------------------------------------------------------------------------------------------- the whole network

loss_and_grads = Exercise(
    "rnn_loss_and_grads",
    __name__,
    returns=("loss", "grads"),
    uses=(simple_rnn.masked, bptt.ce_backward, bptt.cell_backward, bptt.backward, masked, simple_rnn.cell),
)
THROUGH_TIME = (*OF_PARAMETERS, "da0")


@loss_and_grads.check(points=1, hint="The scores are W_ya a[t] + b_y at every step. Which activation did W_ya act on?")
def the_loss_and_the_output_layer_are_right(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    def compare(got: Any, want: Any) -> None:
        expect_close("loss", got, want)
        expect_parts(("dWya", "dby"), got.grads, want.grads)

    for mask in (padded([6, 6, 6, 6]), padded([6, 1, 4, 2])):
        expect_true_in_some_way(compare, answer, truth, a_labelled_batch(rng, mask), AROUND_LOOP)


@loss_and_grads.check(points=1, hint="What does an activation get from its own prediction? Follow the scores back.")
def the_rest_comes_back_through_time(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    says = "Without padding they were right. Here the mask is False at some steps that valid ones follow."
    for mask, because in ((padded([6, 6, 6, 6]), None), (with_holes(), says)):
        compare = partial(expect_through_time, because=because)
        expect_true_in_some_way(compare, answer, truth, a_labelled_batch(rng, mask), AROUND_LOOP)


def expect_through_time(got: Any, want: Any, because: str | None) -> None:
    expect_parts(THROUGH_TIME, got.grads, want.grads, because=because)


@loss_and_grads.check(
    points=1, hint="Whatever knows about padding has a mask among its arguments. Which of them got it?"
)
def more_padding_changes_nothing_on_the_way_back(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    lengths = [4, 1, 3, 2]
    batch = a_labelled_batch(rng, padded(lengths, steps=4))
    longer = {
        **batch,
        "x": np.concatenate([batch["x"], 3 * rng.standard_normal((3, n_x, m))]),
        "y": np.concatenate([batch["y"], rng.integers(0, n_y, (3, m))]),
        "mask": padded(lengths, steps=7),
    }
    says = "Three steps of padding were appended to the batch, and this changed."

    def promise(network: Answer) -> None:
        short, long = network(**batch), network(**longer)
        expect_close("loss", long, short, because=says)
        expect(
            isinstance(short.grads, dict) and short.grads, "The gradients are not a dict with a key for each of them."
        )
        expect(any(np.any(grad) for grad in short.grads.values()), "All gradients are zero.")
        expect_parts([name for name in short.grads if name != "dx"], long.grads, short.grads, because=says)

    expect_in_some_way(promise, answer, AROUND_LOOP)


@loss_and_grads.check(points=1, hint="Batch, labels, mask and parameters belong to the caller.")
def batch_and_parameters_are_left_alone(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    batch = a_labelled_batch(rng, padded([6, 1, 4, 2]))
    expect_in_some_way(lambda network: expect_unchanged(network, **batch), answer, AROUND_LOOP)
