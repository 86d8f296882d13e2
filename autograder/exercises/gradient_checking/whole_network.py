"""Lesson 04: padding on the way back, and the gradient of the whole network."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.errors import Mismatch
from autograder.exercise import Exercise
from autograder.exercises import backpropagation_through_time as bptt
from autograder.exercises import simple_rnn
from autograder.expect import expect, expect_close, expect_unchanged
from autograder.promises.apart import expect_apart, expect_true_apart
from autograder.promises.gradients import LoopBack, expect_parts, gradients_of_loop
from autograder.promises.inputs import (
    Call,
    Rng,
    Sizes,
    everywhere,
    padded,
    several_sizes,
    some_lengths,
    some_sizes,
    with_holes,
)
from autograder.promises.rnn_caches import caches_of
from autograder.promises.simple_rnn import (
    AROUND_CELL_BACKWARD,
    AROUND_PARTS_OF_NETWORK,
    RNN,
    without_recurrence,
)

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
    hint="At a masked step a[t] is a[t-1]. What is the gradient of a[t-1] then, given that of a[t]?",
)(loop.a_masked_step_hands_its_gradient_on_as_it_is)


@masked.check(
    "A masked step adds nothing to the parameters and the input.",
    points=1,
    hint="At a masked step no parameter was used and no input was read.",
    name="a_masked_step_adds_nothing_to_parameters_and_input",
)
def a_masked_step_adds_nothing_to_the_parameters_and_the_input(answer: Answer, truth: Answer, rng: Rng) -> None:
    def compare(got: Any, want: Any, call: Call) -> None:
        mask = call["mask"]
        # Masked steps before all valid ones hand their gradient to da0 alone. Elsewhere a wrong one spoils the rest.
        waits = (mask[1:] >= mask[:-1]).all()
        if waits or is_close(got["da0"], want["da0"]):
            expect_parts(RNN, ("dx", "dWax", "dWaa", "dba"), got, want)

    sizes = several_sizes(rng)
    cases = [(each, padded(some_lengths(rng, each), each.T_x)[::-1]) for each in sizes]
    cases += [(each, everywhere(each)) for each in (sizes[0], sizes[0].but(T_x=1))]
    cases += [(each, with_holes(rng, each)) for each in sizes]
    calls = [loop.a_masked_pass(rng, each, mask) for each, mask in cases]
    expect_true_apart(compare, answer, truth, calls, AROUND_CELL_BACKWARD)


def is_close(got: Any, want: Any) -> bool:
    """Tell whether numbers are right, in a part that another check has charged where they are not."""
    try:
        expect_close("part", got, want)
    except Mismatch:
        return False
    return True


masked.check(
    "Each gradient follows the mask of its own example.",
    promise=True,
    points=1,
    hint="One example may be masked where another is not. Decide for each column, not for the whole step.",
)(loop.each_gradient_follows_the_mask_of_its_own_example)


@masked.check(
    "da, the caches and the mask are left alone.",
    promise=True,
    points=1,
    hint="`da[t] += ...` writes into the caller's array. Where else can the sum be kept?",
)
def da_caches_and_mask_are_left_alone(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = some_sizes(rng)
    call = loop.a_masked_pass(rng, sizes, with_holes(rng, sizes))
    expect_apart(lambda own: expect_unchanged(own, **call), answer, AROUND_CELL_BACKWARD)


# -------------------------------------------------------------------------------------------- the whole network

loss_and_grads = Exercise(
    "rnn_loss_and_grads",
    __name__,
    returns=("loss", "grads"),
    uses=(simple_rnn.masked, bptt.ce_backward, bptt.cell_backward, bptt.backward, masked),
)
OUTPUT, THROUGH_TIME = ("dWya", "dby"), ("dWax", "dWaa", "dba", "da0")


def a_labelled_batch(rng: Rng, sizes: Sizes, mask: np.ndarray | None = None) -> Call:
    """Draw a batch with labels, in range at masked steps too; without padding where no mask is given."""
    mask = everywhere(sizes) if mask is None else mask
    drawn = RNN.a_sequence(rng, sizes)
    y = rng.integers(0, sizes.n_y, mask.shape)
    return {"x": drawn["x"], "y": y, "a0": drawn["a0"], "parameters": drawn["parameters"], "mask": mask}


@loss_and_grads.check(
    "The loss and the gradients of the output layer are right.",
    points=1,
    hint="The scores are Wya a[t] + by at every step. Which activation did Wya act on?",
    name="the_loss_and_the_output_layer_are_right",
)
def the_loss_and_the_output_layer_are_right(answer: Answer, truth: Answer, rng: Rng) -> None:
    def compare(got: Any, want: Any, call: Call) -> None:
        expect_close("loss", got, want)
        expect_parts(RNN, OUTPUT, got.grads, want.grads)

    # Without padding, and from zeros: who forgets the mask or a0 is charged for it once, in another check.
    calls = [a_labelled_batch(rng, each) for each in several_sizes(rng)]
    calls = [{**call, "a0": np.zeros_like(call["a0"])} for call in calls]
    expect_true_apart(compare, answer, truth, calls, AROUND_PARTS_OF_NETWORK)


@loss_and_grads.check(
    "The other gradients come back through time.",
    points=1,
    hint="What does an activation get from its own prediction? Follow the scores back.",
    name="the_rest_comes_back_through_time",
)
def the_other_gradients_come_back_through_time(answer: Answer, truth: Answer, rng: Rng) -> None:
    def compare(got: Any, want: Any, call: Call) -> None:
        plain = bool(call["mask"].all())
        if plain or is_close(got.grads.get("dby"), want.grads["dby"]):  # else dz_y is wrong: that is the next check's
            says = None if plain else "Without padding they were right. Here the mask is False at some steps."
            expect_parts(RNN, THROUGH_TIME, got.grads, want.grads, because=says)

    sizes = several_sizes(rng)
    calls = [a_labelled_batch(rng, sizes[0]), *(a_labelled_batch(rng, each, with_holes(rng, each)) for each in sizes)]
    expect_true_apart(compare, answer, truth, calls, AROUND_PARTS_OF_NETWORK)


@loss_and_grads.check(
    "Masked steps change nothing.",
    promise=True,
    points=1,
    hint="Every function that knows about padding takes a mask. Did each of them get it?",
    name="more_padding_changes_nothing_on_the_way_back",
)
def masked_steps_change_nothing(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes, right = several_sizes(rng), set[str]()
    plain = a_labelled_batch(rng, sizes[0])
    longer = with_three_more_steps(rng, plain, sizes[0])
    strange = {**longer, "y": np.where(longer["mask"], longer["y"], rng.choice([-100, 99], longer["y"].shape))}
    masks = [padded(some_lengths(rng, sizes[0]), sizes[0].T_x), *(with_holes(rng, each) for each in sizes[:2])]
    masked_ones = [a_labelled_batch(rng, each, mask) for each, mask in zip([sizes[0], *sizes[:2]], masks, strict=True)]

    def compare(got: Any, want: Any, call: Call) -> None:
        """Compare what was right without padding; through time, only where padding stands at the end."""
        if call is plain:
            expect(isinstance(got.grads, dict), "The gradients are not a dict with a key for each of them.")
            both = [("loss", got.loss, want.loss)]
            both += [(name, got.grads.get(name), want.grads[name]) for name in (*OUTPUT, *THROUGH_TIME)]
            right.clear()
            right.update(name for name, mine, due in both if is_close(mine, due))
            return
        appended = call is longer or call is strange
        says = "Without padding it was right. Here some steps are masked."
        if appended:
            says = "Without padding it was right. Here three masked steps were appended to the same batch."
        if call is strange:
            says += " They hold labels that are no class, 99 and -100."
        if "loss" in right:
            expect_close("loss", got, want, because=says)
        names = (*OUTPUT, *THROUGH_TIME) if appended else OUTPUT
        expect_parts(RNN, [name for name in names if name in right], got.grads, want.grads, because=says)

    # What stops at a strange label has been judged on others before.
    for calls in ([plain, longer, *masked_ones], [plain, strange]):
        expect_true_apart(compare, answer, truth, calls, AROUND_PARTS_OF_NETWORK)


def with_three_more_steps(rng: Rng, batch: Call, sizes: Sizes) -> Call:
    """Return a batch with three masked steps at its end."""
    more = sizes.but(T_x=3)
    return {
        **batch,
        "x": np.concatenate([batch["x"], 3 * rng.standard_normal(more.shape("T_x, n_x, m"))]),
        "y": np.concatenate([batch["y"], rng.integers(0, sizes.n_y, more.shape("T_x, m"))]),
        "mask": np.concatenate([batch["mask"], np.zeros(more.shape("T_x, m"), dtype=bool)]),
    }


@loss_and_grads.check(
    "The batch and the parameters are left alone.",
    promise=True,
    points=1,
    hint="x, y, a0, mask and parameters belong to the caller. Which line writes into one of them?",
    name="batch_and_parameters_are_left_alone",
)
def the_batch_and_the_parameters_are_left_alone(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = some_sizes(rng)
    batch = a_labelled_batch(rng, sizes, with_holes(rng, sizes))
    expect_apart(lambda network: expect_unchanged(network, **batch), answer, AROUND_PARTS_OF_NETWORK)
