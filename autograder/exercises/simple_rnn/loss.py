"""The loss over a padded batch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.errors import Mismatch, NotAttempted
from autograder.exercise import Exercise
from autograder.expect import expect, expect_close, expect_unchanged
from autograder.promises.inputs import (
    Call,
    a_batch_of_predictions,
    everywhere,
    padded,
    several_sizes,
    some_lengths,
    some_sizes,
    with_holes,
)
from autograder.tolerance import ATOL, RTOL

Rng = np.random.Generator

loss = Exercise("sequence_cross_entropy", __name__, reference="solutions.losses", returns="loss")


@loss.check(
    "A step costs minus the log of the probability of the right class.",
    points=1,
    hint="Which one of the n_y probabilities of a step does the loss read, and what does it do with it?",
)
def a_step_costs_minus_the_log_of_the_right_probability(answer: Answer, truth: Answer, rng: Rng) -> None:
    # No padding, so that a mistake with the mask is not charged here.
    batches = [a_batch_of_predictions(rng, everywhere(sizes), sizes.n_y) for sizes in several_sizes(rng)]
    for got, want in zip(answer.each(batches), truth.each(batches), strict=True):
        expect_close("loss", got, want)


@loss.check(
    "Every valid step weighs the same.",
    points=1,
    hint="Add up the cost of each step where the mask is True, wherever it is, and divide by their number.",
)
def every_valid_step_weighs_the_same(answer: Answer, truth: Answer, rng: Rng) -> None:
    first, *others = several_sizes(rng)
    masks = [padded(some_lengths(rng, first), first.T_x), *(with_holes(rng, sizes) for sizes in others)]
    batches = [
        a_batch_of_predictions(rng, mask, sizes.n_y) for mask, sizes in zip(masks, [first, *others], strict=True)
    ]
    uniform = {**batches[0], "y_pred": np.full(batches[0]["y_pred"].shape, 1 / first.n_y)}
    small = a_batch_of_predictions(rng, padded(rng.permutation([4, 1, 2]), 4), 5)
    steps = _steps_apart(small)
    wants, costs = truth.each([uniform, *batches]), truth.each(steps)
    equal = f"Here each of the {first.n_y} classes has the same probability, so the loss is log({first.n_y})."
    says = [equal, *map(_of_valid, masks)]
    try:
        for got, want, why in zip(answer.each([uniform, *batches]), wants, says, strict=True):
            expect_close("loss", got, want, because=why)
    except Mismatch:
        # Who takes another cost of a step, and averages that rightly, has lost a point for it already.
        if not _averages_own_costs(answer, small, steps, costs):
            raise


def _of_valid(mask: np.ndarray) -> str:
    return f"Of the {mask.size} steps {np.sum(mask)} are valid: add up their costs, then divide by {np.sum(mask)}."


def _steps_apart(batch: Call) -> list[Call]:
    """Return each valid step of a batch as a batch of its own."""
    return [
        {
            "y_pred": batch["y_pred"][t : t + 1, :, i : i + 1],
            "y": batch["y"][t : t + 1, i : i + 1],
            "mask": np.ones((1, 1), dtype=bool),
        }
        for t, i in np.argwhere(batch["mask"]).tolist()
    ]


def _averages_own_costs(answer: Answer, batch: Call, steps: list[Call], costs: Sequence[float]) -> bool:
    """Tell whether the loss is wrong for single steps, and for a batch the mean of those wrong costs."""
    try:
        mine, *own = map(_as_number, answer.each([batch, *steps]))
    except (Mismatch, NotAttempted):
        return False
    depends = not np.allclose(own, own[0], rtol=RTOL, atol=ATOL)  # a loss that is always the same has no costs
    wrong = not np.allclose(own, costs, rtol=RTOL, atol=ATOL)
    return bool(depends and wrong and np.isclose(mine, np.mean(own), rtol=RTOL, atol=ATOL))


def _as_number(value: Any) -> float:
    is_number = isinstance(value, (int, float, np.number, np.ndarray)) and np.ndim(value) == 0
    return float(value) if is_number and not np.iscomplexobj(value) else np.nan


@loss.check(
    "What is at masked steps does not count.",
    promise=True,
    points=1,
    hint="Use the mask to choose the valid steps before you look anything up by label.",
)
def labels_at_masked_steps_may_be_anything(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = some_sizes(rng)
    mask = padded(some_lengths(rng, sizes), sizes.T_x)
    batch = a_batch_of_predictions(rng, mask, sizes.n_y)
    other = {**batch, "y_pred": np.where(mask[:, None], batch["y_pred"], 0.5 * batch["y_pred"])}
    other["y"] = np.where(mask, batch["y"], (batch["y"] + 1) % sizes.n_y)
    labelled = [{**batch, "y": np.where(mask, batch["y"], label)} for label in (-1, 99, -100)]
    says = "Only what is at masked steps was changed, and the loss changed with it."
    before, *after = answer.each([batch, other, *labelled])
    for changed in after:
        expect_close("loss", changed, before, because=says)


@loss.check(
    "An impossible event costs a lot, but not infinitely much.",
    points=1,
    hint="log 0 is not a number to train with: see what the docstring says of small probabilities.",
)
def an_impossible_event_costs_much_but_not_infinitely_much(answer: Answer, truth: Answer, rng: Rng) -> None:
    ordinary = a_batch_of_predictions(rng, np.ones((1, 1), dtype=bool), int(rng.integers(3, 8)))
    behind = {
        "y_pred": np.concatenate([ordinary["y_pred"], np.zeros_like(ordinary["y_pred"])]),
        "y": np.tile(ordinary["y"], (2, 1)),
        "mask": np.array([[True], [False]]),
    }
    cases = {  # what stands there -> the call, and how near is near enough: 1e-12 may be added to all probabilities
        "": (ordinary, RTOL),
        "The right class was given the probability 0.": (_given(ordinary, 0.0), RTOL),
        "The right class was given the probability 1e-13.": (_given(ordinary, 1e-13), 0.01),
        "The right class was given the probability 1e-9.": (_given(ordinary, 1e-9), 0.01),
        "The right class was given the probability 1, the others 0.": (_given(ordinary, 1.0), RTOL),
        "A masked step follows, where every class was given the probability 0.": (
            behind,
            1e6,  # any number that is finite: whether a masked step counts is not asked here
        ),
    }
    calls = [call for call, _ in cases.values()]
    wants, got = truth.each(calls), answer.each(calls)
    warned = [warning for reply in answer.replies[-len(calls) :] for warning in reply.warnings]
    # A loss that is a multiple of the right one everywhere (a log to base 2, say) has lost a point for it already.
    factor = _as_number(got[0]) / wants[0]
    factor = factor if np.isfinite(factor) and abs(factor) > 1e-3 and not np.isclose(factor, 1) else 1
    for value, want, (says, (_, rtol)) in zip(got, wants, cases.items(), strict=True):
        if says and not abs(_as_number(value) - factor * want) <= ATOL + rtol * abs(want):
            expect(np.isfinite(np.asarray(value, dtype=np.float64)).all(), f"loss is not a finite number. {says}")
            expect_close("loss", value, want, rtol=rtol, because=says)
    expect(not warned, f"NumPy warned: {warned[0] if warned else ''}.")


def _given(step: Call, probability: float) -> Call:
    """Return a batch of one step whose right class has this probability; the others share the rest."""
    y_pred = step["y_pred"].copy()
    right = int(step["y"][0, 0])
    y_pred[0, right, 0] = 0.0
    y_pred *= (1 - probability) / y_pred.sum()
    y_pred[0, right, 0] = probability
    return {**step, "y_pred": y_pred}


@loss.check(
    "The arguments stay as they were.",
    promise=True,
    points=1,
    hint="Predictions and labels belong to the caller. Which line writes into one of them?",
)
def its_arguments_stay_as_they_were(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = some_sizes(rng)
    batch = a_batch_of_predictions(rng, padded(some_lengths(rng, sizes), sizes.T_x), sizes.n_y)
    batch["y"] = np.where(batch["mask"], batch["y"], -1)
    batch["y_pred"][0, :, 0] = np.eye(sizes.n_y)[0]  # a certain step, as a trained network makes them
    expect_unchanged(answer, **batch)
