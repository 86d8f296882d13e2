"""Lesson 03: the gradient of the scores, back through the loss and the softmax in one step."""

from __future__ import annotations

import numpy as np

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.exercises.backpropagation_through_time.multiples import is_multiple
from autograder.expect import expect, expect_close, expect_shape, expect_unchanged
from autograder.notation import in_words
from autograder.promises.inputs import (
    Call,
    Rng,
    Sizes,
    a_batch_of_predictions,
    everywhere,
    padded,
    several_sizes,
    some_lengths,
    some_sizes,
    with_holes,
)

ce_backward = Exercise("softmax_ce_backward", __name__, returns="dz_y (T, n_y, m)")


def a_batch(rng: Rng, sizes: Sizes, mask: np.ndarray | None = None) -> Call:
    """Draw predictions and labels, without padding where no mask is given; there are two classes at least."""
    return a_batch_of_predictions(rng, everywhere(sizes) if mask is None else mask, max(sizes.n_y, 2))


def nearly_impossible(rng: Rng, sizes: Sizes) -> Call:
    """Draw a batch in which every right class has a probability so small that the loss counts another one."""
    batch = a_batch(rng, sizes)
    right = np.arange(batch["y_pred"].shape[1])[:, None] == batch["y"][:, None]
    others = np.where(right, 0.0, batch["y_pred"])
    return {**batch, "y_pred": np.where(right, 1e-30, others / others.sum(axis=1, keepdims=True))}


@ce_backward.check(
    "Each step holds the predictions, less 1 at the right class.",
    points=2,
    hint="One of the n_y entries of a step is not like the others. Which one, and by how much does it differ?",
    name="each_step_holds_the_slope_of_its_own_surprise",
)
def each_step_holds_the_predictions_less_one(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = [*several_sizes(rng), some_sizes(rng).but(T_x=1)]
    calls = [*(a_batch(rng, each) for each in sizes), nearly_impossible(rng, some_sizes(rng))]
    for got, want in zip(answer.each(calls), truth.each(calls), strict=True):
        if not is_multiple(got, want) or np.sum(got * want) < 0:  # its scale is the next check's business
            expect_close("dz_y (T, n_y, m)", got, want)


@ce_backward.check(
    "It is the gradient of a mean over the valid steps.",
    points=1,
    hint="The loss is a mean. Over how many steps, and what does that do to its gradient?",
    name="its_size_is_that_of_a_mean_over_the_valid_steps",
)
def it_is_the_gradient_of_a_mean_over_the_valid_steps(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = [some_sizes(rng), *several_sizes(rng)]
    masks = [padded(np.minimum(some_lengths(rng, each), each.T_x - (each.m == 1)), each.T_x) for each in sizes]
    sizes.append(some_sizes(rng))
    masks.append(with_holes(rng, sizes[-1]))
    without = [a_batch(rng, each) for each in sizes]
    calls = [*without, *({**batch, "mask": mask} for batch, mask in zip(without, masks, strict=True))]
    got, want, n = answer.each(calls), truth.each(calls), len(sizes)
    for whole, part, due_whole, due, mask in zip(got[:n], got[n:], want[:n], want[n:], masks, strict=True):
        expect_shape("dz_y (T, n_y, m)", part, due.shape)
        if is_multiple(whole, due_whole) or not is_rescaled(whole, part, mask):
            lengths, N = mask.sum(axis=0), mask.sum()
            who = "The numbers of valid steps are" if lengths.size > 1 else "The number of valid steps is"
            says = f"{who} {in_words(lengths)}, so the loss is a sum over {N} valid steps, divided by {N}."
            expect_close(
                "dz_y at valid steps (N, n_y)", *(at_valid_steps(dz_y, mask) for dz_y in (part, due)), because=says
            )


def is_rescaled(whole: np.ndarray, part: np.ndarray, mask: np.ndarray) -> bool:
    """Tell whether padding changes valid steps by its count alone: whatever else is wrong is charged already."""
    if whole.shape != part.shape:
        return False
    expected = at_valid_steps(whole, mask) * mask.size / mask.sum()
    return bool(np.any(expected) and np.allclose(at_valid_steps(part, mask), expected, rtol=1e-6, atol=1e-9))


def at_valid_steps(dz_y: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Return the columns at valid steps as rows, (N, n_y)."""
    return np.asarray(dz_y.transpose(0, 2, 1)[mask])


@ce_backward.check(
    "Padding gets no gradient, whatever stands there.",
    points=1,
    hint="The loss does not read what stands at a masked step. Can it change when that does?",
    name="padding_gets_no_gradient_whatever_its_label",
)
def padding_gets_no_gradient_whatever_stands_there(answer: Answer, truth: Answer, rng: Rng) -> None:
    # What stops at a label that is no class has been judged on others before, and what nan spoils on numbers.
    for labels in ([0, 1, -1], [99, -100], [None, None]):
        calls = [with_strange_padding(rng, *each) for each in zip(several_sizes(rng), labels, strict=False)]
        for got, call, label in zip(answer.each(calls), calls, labels, strict=True):
            expect_shape("dz_y (T, n_y, m)", got, call["y_pred"].shape)
            expect(np.any(got), "All of dz_y is zero, valid steps included.")
            masked = np.where(call["mask"][:, None], 0.0, got)
            says = "Masked steps hold predictions of nan here, and dz_y is nan there too. 0 times nan is nan."
            expect(label is not None or not np.isnan(masked).any(), says)
            because = None if label is None else f"Masked steps hold the label {label} here."
            expect_close("dz_y (T, n_y, m)", got, np.where(call["mask"][:, None], got, 0.0), because=because)


def with_strange_padding(rng: Rng, sizes: Sizes, label: int | None) -> Call:
    """Draw a batch with this label at masked steps, or with predictions of nan there."""
    batch = a_batch(rng, sizes, with_holes(rng, sizes))
    if label is None:
        return {**batch, "y_pred": np.where(batch["mask"][:, None], batch["y_pred"], np.nan)}
    return {**batch, "y": np.where(batch["mask"], batch["y"], label)}


@ce_backward.check(
    "Predictions, labels and mask are left alone.",
    promise=True,
    points=1,
    hint="Others still need y_pred as it is. Which line writes into it?",
    name="predictions_and_labels_are_left_alone",
)
def predictions_labels_and_mask_are_left_alone(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = some_sizes(rng)
    expect_unchanged(answer, **a_batch(rng, sizes, with_holes(rng, sizes)))
