"""Lesson 03: the gradient of one step, and of all steps."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.errors import Mismatch
from autograder.exercise import Exercise
from autograder.exercises import simple_rnn
from autograder.expect import expect, expect_close, expect_shape, expect_unchanged
from autograder.promises.gradients import LoopBack, axes_of_gradients, gradients_of_loop
from autograder.promises.inputs import SIZES, Rng, a_batch_of_predictions, padded
from autograder.promises.simple_rnn import AROUND_CELL_BACKWARD, RNN, cache_of, caches_of, without_recurrence

T_x, n_a, n_y, m = SIZES.T_x, SIZES.n_a, SIZES.n_y, SIZES.m

# --------------------------------------------------------------------------------------------- softmax and loss

ce_backward = Exercise("softmax_ce_backward", __name__, returns="dz (T, n_y, m)")


@ce_backward.check(
    "Each step holds the slope of its own surprise.",
    points=2,
    hint="Of the n_y entries of a step, which one differs from the others, and by how much?",
)
def each_step_holds_the_slope_of_its_own_surprise(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for shape in ((T_x, m), (1, 1)):
        batch = a_batch_of_predictions(rng, np.ones(shape, dtype=bool), n_y)
        got, want = answer(**batch), truth(**batch)
        if not is_multiple(got, want):  # what the loss is divided by is the next check's business
            expect_close("dz (T, n_y, m)", got, want)


def is_multiple(got: np.ndarray, want: np.ndarray) -> bool:
    """Tell whether one positive number turns `want` into `got`."""
    if got.shape != want.shape or got.dtype != want.dtype:
        return False
    factor = float(np.sum(got * want) / np.sum(want * want))
    return factor > 0 and bool(np.allclose(got, factor * want, rtol=1e-6, atol=1e-9 * factor))


@ce_backward.check(
    "Its size is that of a mean over the valid steps.",
    points=1,
    hint="The loss is a mean. Over how many steps, and what does that do to its gradient?",
)
def its_size_is_that_of_a_mean_over_the_valid_steps(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    mask = padded([6, 1, 4, 2], T_x)
    batch = a_batch_of_predictions(rng, mask, n_y)
    got, want = answer(**batch), truth(**batch)
    expect_shape("dz (T, n_y, m)", got, want.shape)
    # One number for each valid step, whichever way the entries of the step lie.
    sizes = [np.abs(dz).max(axis=1)[mask] for dz in (got, want)]
    says = "The lengths are 6, 1, 4 and 2, so 13 steps are valid. This is the largest entry of each of them."
    if not is_right_at_valid_steps(got, want, mask):
        expect_close("the size of dz (N,)", *sizes, because=says)


def is_right_at_valid_steps(got: np.ndarray, want: np.ndarray, mask: np.ndarray) -> bool:
    return bool(np.allclose(got.transpose(0, 2, 1)[mask], want.transpose(0, 2, 1)[mask], rtol=1e-6, atol=1e-9))


@ce_backward.check(
    "Padding gets no gradient whatever its label.",
    points=1,
    hint="The loss does not read what stands at a masked step. How then can it depend on it?",
)
def padding_gets_no_gradient_whatever_its_label(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    mask = padded([6, 1, 4, 2], T_x)
    batch = a_batch_of_predictions(rng, mask, n_y)
    for label in (2, -1, 99):
        got = answer(**{**batch, "y": np.where(mask, batch["y"], label)})
        expect_shape("dz (T, n_y, m)", got, (T_x, n_y, m))
        expect(np.any(got), "All of dz is zero, valid steps included.")
        says = f"A masked step holds the label {label} and has a gradient that is not zero."
        expect_close("dz (T, n_y, m)", got, np.where(mask[:, None], got, 0.0), because=says)


@ce_backward.check(
    "Predictions and labels are left alone.",
    promise=True,
    points=1,
    hint="y_pred is still needed by others: which line writes into it?",
)
def predictions_and_labels_are_left_alone(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    expect_unchanged(answer, **a_batch_of_predictions(rng, padded([6, 1, 4, 2], T_x), n_y))


# ------------------------------------------------------------------------------------------------------ one step

cell_backward = Exercise(
    "rnn_cell_backward",
    __name__,
    # Without axes: an array of an odd shape costs the points of the one check that looks at it.
    returns=dict.fromkeys(("dxt", "da_prev", "dWax", "dWaa", "dba"), ""),
    uses=(simple_rnn.cell,),
)


def a_cache(rng: Rng, examples: int = m) -> Any:
    """Draw the cache of one step."""
    return cache_of(**RNN.a_step(rng, SIZES.but(m=examples)))


AXES = {**axes_of_gradients(RNN), "dxt": "(n_x, m)", "da_prev": "(n_a, m)"}


@cell_backward.check(
    "The gradient goes back through tanh.",
    points=2,
    hint="What is the slope of tanh, said with the value of tanh that the cache holds?",
)
def the_gradient_goes_back_through_tanh(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    # With one example dba is the gradient at the sum before the tanh, and nothing else comes in.
    for _ in range(2):
        call = {"da_next": rng.standard_normal((n_a, 1)), "cache": a_cache(rng, 1)}
        want = truth(**call).dba
        got = answer(**call).dba
        flat = isinstance(got, np.ndarray) and got.shape == (n_a,)  # its shape is charged with the sum
        expect_close("dba (n_a, 1)", got[:, None] if flat else got, want, because="There is one example here.")


@cell_backward.check(
    "Dba adds up the examples.",
    points=1,
    hint="One bias serves every example. Its gradient has its own shape, (n_a, 1).",
)
def dba_adds_up_the_examples(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    expect_right_but_for_tanh("dba", answer, truth, rng)


@cell_backward.check(
    "The input gets its gradient the way it went in.",
    points=1,
    hint="Forward, xt went through Wax. Which way round does a gradient go through it?",
)
def the_input_gets_its_gradient_the_way_it_went_in(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    expect_right_but_for_tanh("dxt", answer, truth, rng)


@cell_backward.check(
    "The old activation gets its gradient the way it went in.",
    points=1,
    hint="Forward, a_prev went through Waa. Which way round does a gradient go through it?",
)
def the_old_activation_gets_its_gradient_the_way_it_went_in(
    answer: Answer, truth: Answer, rng: np.random.Generator
) -> None:
    expect_right_but_for_tanh("da_prev", answer, truth, rng)


@cell_backward.check(
    "DWax pairs what came in with what came back.",
    points=1,
    hint="Entry (j, k) of Wax leads from row k of the input to row j of the sum.",
)
def dWax_pairs_what_came_in_with_what_came_back(  # noqa: N802  # read by the learner, in the symbols of the course
    answer: Answer, truth: Answer, rng: np.random.Generator
) -> None:
    expect_right_but_for_tanh("dWax", answer, truth, rng)


@cell_backward.check(
    "DWaa pairs the old activation with what came back.",
    points=1,
    hint="Entry (j, k) of Waa leads from row k of the old activation to row j of the sum.",
)
def dWaa_pairs_the_old_activation_with_what_came_back(  # noqa: N802  # read by the learner, in the symbols of the course
    answer: Answer, truth: Answer, rng: np.random.Generator
) -> None:
    expect_right_but_for_tanh("dWaa", answer, truth, rng)


@cell_backward.check(
    "Gradient and cache are left alone.",
    promise=True,
    points=1,
    hint="The cache and da_next are used again by others: which line writes into one of them?",
)
def gradient_and_cache_are_left_alone(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    expect_unchanged(answer, da_next=rng.standard_normal((n_a, m)), cache=a_cache(rng))


def expect_right_but_for_tanh(name: str, answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    """Expect one part for a batch; a mistake at the tanh, charged already, is not charged with every part again."""
    batches = [{"da_next": rng.standard_normal((n_a, size)), "cache": a_cache(rng, size)} for size in (m, 2)]
    wants = [truth(**batch) for batch in batches]
    responses = [responses_to_units(truth, column) for column in columns_of(batches[-1])]
    try:
        for batch, want in zip(batches, wants, strict=True):
            expect_close(f"{name} {AXES[name]}", answer(**batch)[name], want[name])
    except Mismatch:
        if not belongs_to_own_slope(name, answer, batches[-1], responses):
            raise


def columns_of(batch: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the examples of a batch as batches of one."""
    *arrays, parameters = batch["cache"]
    return [
        {"da_next": batch["da_next"][:, [i]], "cache": (*(array[:, [i]] for array in arrays), parameters)}
        for i in range(batch["da_next"].shape[1])
    ]


def responses_to_units(truth: Answer, column: dict[str, Any]) -> list[Any]:
    """Return the true gradients where each unit of the activation in turn gets 1 and the others 0."""
    return [truth(**{**column, "da_next": unit[:, None]}) for unit in np.eye(n_a)]


def belongs_to_own_slope(name: str, answer: Answer, batch: dict[str, Any], responses: list[list[Any]]) -> bool:
    """Tell whether a part follows from what the answer itself makes of the tanh, example by example.

    With one example dba shows that. Everything behind it is linear: the right part is the same combination of the
    responses to single units.
    """
    total: Any = 0
    for i, (column, units) in enumerate(zip(columns_of(batch), responses, strict=True)):
        slope = np.ravel(answer(**column).dba)
        if slope.shape != (n_a,):
            return False
        part = sum(slope[k] / units[k].dba[k, 0] * units[k][name] for k in range(n_a))
        total = total + (part * (np.arange(2) == i) if AXES[name].endswith(" m)") else part)
    got = answer(**batch)[name]
    return np.shape(got) == np.shape(total) and bool(np.allclose(got, total, rtol=1e-6, atol=1e-9))


# ----------------------------------------------------------------------------------------------------- all steps

backward = Exercise(
    "rnn_backward",
    __name__,
    returns=dict.fromkeys(gradients_of_loop(RNN), ""),
    uses=(cell_backward,),
)
loop = LoopBack(RNN, AROUND_CELL_BACKWARD, caches_of, without_recurrence)

backward.check(
    "Every step adds what comes back from the next.",
    points=3,
    hint="Two gradients meet at an activation: one from its own prediction, one from where else?",
)(loop.every_step_adds_what_comes_back_from_the_next)
backward.check(
    "The parameters collect from every step.",
    points=2,
    hint="One W_aa serves all steps. What is the slope of a sum of T terms, each with W_aa in it?",
)(loop.the_parameters_collect_from_every_step)
backward.check(
    "Da0 is what leaves the first step.",
    points=1,
    hint="Which of all the da_prev that the loop sees belongs to the activation before step 1?",
    name="da0_is_what_leaves_the_first_step",
)(loop.what_leaves_the_first_step_reaches_the_start)
backward.check(
    "No step feels the losses before it.",
    promise=True,
    points=1,
    hint="In which order must the steps be visited, so that the later ones are done?",
)(loop.no_step_feels_the_losses_before_it)
backward.check(
    "Da and the caches are left alone.",
    promise=True,
    points=1,
    hint="da[t] += ... writes into the caller's array. Where else can the sum be kept?",
    name="da_and_the_caches_are_left_alone",
)(loop.its_arguments_are_left_alone)
