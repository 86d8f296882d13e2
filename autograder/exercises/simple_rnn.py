"""Lesson 02: the simple RNN, forward."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.errors import Mismatch, NotAttempted
from autograder.exercise import Exercise
from autograder.expect import expect_close, expect_quiet, expect_unchanged
from autograder.promises.inputs import SIZES, a_batch_of_predictions, padded
from autograder.promises.loops import Loop
from autograder.promises.simple_rnn import AROUND_CELL, RNN

T_x, n_x, n_a, n_y, m = SIZES.T_x, SIZES.n_x, SIZES.n_a, SIZES.n_y, SIZES.m

# ----------------------------------------------------------------------------------------------------- one step

cell = Exercise(
    "rnn_cell_forward",
    __name__,
    returns=("a_next (n_a, m)", "yt_pred (n_y, m)", "cache: any"),
)


@cell.check(
    "The new activation follows the equation.",
    points=2,
    hint="Three terms are added first; then one tanh. Each weight stands left of what it acts on.",
)
def the_new_activation_follows_the_equation(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for examples in (m, m, 1):
        step = RNN.a_step(rng, SIZES.but(m=examples))
        expect_close("a_next", answer(**step), truth(**step))


@cell.check(
    "The prediction follows the equation.",
    points=2,
    hint="The prediction reads the new activation; each example's column sums to one.",
)
def the_prediction_follows_the_equation(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for examples in (m, m, 1):
        step = RNN.a_step(rng, SIZES.but(m=examples))
        got, want = answer(**step), truth(**step)
        if not belongs_to_own_activation(got.yt_pred, got.a_next, step):
            expect_close("yt_pred", got, want)


def belongs_to_own_activation(yt_pred: Any, a_next: Any, step: dict[str, Any]) -> bool:
    """Tell whether yt_pred is the distribution that a_next leads to, right or wrong: a wrong a_next is charged once."""
    examples = step["xt"].shape[1]
    if not (_is_real(yt_pred, (n_y, examples)) and _is_real(a_next, (n_a, examples)) and np.all(yt_pred > 0)):
        return False
    # What turns scores into probabilities takes one number from all the scores of a column.
    taken = step["parameters"]["Wya"] @ a_next + step["parameters"]["by"] - np.log(yt_pred)
    return bool(np.allclose(taken, taken[:1], atol=1e-9) and np.allclose(np.sum(yt_pred, axis=0), 1))


def _is_real(value: Any, shape: tuple[int, ...]) -> bool:
    return isinstance(value, np.ndarray) and value.shape == shape and value.dtype == np.float64


@cell.check(
    "Its arguments are left alone.",
    promise=True,
    points=1,
    hint="a_prev, xt and the parameters belong to the caller: make a new array for the result.",
)
def its_arguments_are_left_alone(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    expect_unchanged(answer, **RNN.a_step(rng, SIZES))


# ---------------------------------------------------------------------------------------------- stacked weights

stack = Exercise("stack_weights", __name__, returns="Wa (n_a, n_a + n_x)")


@stack.check(
    "Waa stands on the left and Wax on the right.",
    points=1,
    hint="The two stand side by side, in the order in which a_prev and xt stand one above the other.",
)
def Waa_stands_on_the_left_and_Wax_on_the_right(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:  # noqa: N802  # read by the learner, in the symbols of the course
    weights = {"Waa": rng.standard_normal((n_a, n_a)), "Wax": rng.standard_normal((n_a, n_x))}
    expect_close("Wa (n_a, n_a + n_x)", answer(**weights), truth(**weights))


stacked = Exercise("cell_stacked", __name__, returns="a_next (n_a, m)", uses=(stack,))


@stacked.check(
    "One product does the work of two.",
    points=2,
    hint="Wa has n_a + n_x columns, so it acts on a column of n_a + n_x numbers. Which stand on top?",
)
def one_product_does_the_work_of_two(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for examples in (m, 1):
        step = RNN.a_step(rng, SIZES.but(m=examples))
        Waa, Wax, ba = (step["parameters"][name] for name in ("Waa", "Wax", "ba"))
        inputs = {"xt": step["xt"], "a_prev": step["a_prev"], "ba": ba}
        right = truth.own("stack_weights")(Waa, Wax)
        want = truth(**inputs, Wa=right)
        try:
            expect_close("a_next (n_a, m)", answer(**inputs, Wa=right), want)
        except Mismatch:
            # Who stacks another way, in both functions, has lost the point for that already.
            if not _undoes_own_stacking(answer, inputs, Waa, Wax, want):
                raise


def _undoes_own_stacking(answer: Answer, inputs: dict[str, Any], Waa: np.ndarray, Wax: np.ndarray, want: Any) -> bool:
    try:
        own = answer.own("stack_weights")(Waa, Wax)
        expect_close("a_next (n_a, m)", answer.own("cell_stacked")(**inputs, Wa=own), want)
    except (Mismatch, NotAttempted):
        return False
    return True


# ---------------------------------------------------------------------------------------- loops over time

forward = Exercise(
    "rnn_forward",
    __name__,
    returns=("a (T_x, n_a, m)", "y_pred (T_x, n_y, m)", "caches: any"),
    uses=(cell,),
)
loop = Loop(RNN, cell.name, AROUND_CELL)

forward.check(
    "Every time step follows from the one before.",
    points=3,
    hint="What enters step t is the activation that step t-1 returned; what enters the first is a0.",
)(loop.every_time_step_follows_from_the_one_before)
forward.check(
    "No time step sees a later input.",
    promise=True,
    points=1,
    hint="Go through x in the order of time, and use x[t] at step t and nowhere else.",
)(loop.no_time_step_sees_a_later_input)
forward.check(
    "Each example is read by itself.",
    promise=True,
    points=1,
    hint="Each column is a sequence of its own. What may pass from one column to another?",
)(loop.each_example_is_read_by_itself)
forward.check(
    "A0 and x are left alone.",
    promise=True,
    points=1,
    hint="Which line writes into an array that came in from outside?",
    name="a0_and_x_are_left_alone",
)(loop.its_inputs_are_left_alone)

# ---------------------------------------------------------------------------------------------- loop with a mask

masked = Exercise(
    "rnn_forward_masked",
    __name__,
    returns=("a (T_x, n_a, m)", "y_pred (T_x, n_y, m)", "caches: any"),
    uses=(cell,),
)
masked_loop = Loop(RNN, cell.name, AROUND_CELL, padding="mask")

masked.check(
    "With gaps in the mask every step is right.",
    points=1,
    hint="Where the mask is True this is rnn_forward, from the activation kept last; else a keeps what it had.",
)(masked_loop.with_gaps_in_the_mask_every_step_is_right)
masked.check(
    "Masked steps leave the activation as it was.",
    points=1,
    hint="Where the mask is False, a[t] is a[t-1], and before the first step that is a0.",
)(masked_loop.masked_steps_leave_the_activation_as_it_was)
masked.check(
    "Each example follows its own mask.",
    points=1,
    hint="One example may end while another goes on: decide for each column, not for the step.",
)(masked_loop.each_example_follows_its_own_mask)
masked.check(
    "More padding changes nothing.",
    points=1,
    hint="What reaches the end of a padded sequence is what its last valid step left.",
)(masked_loop.more_padding_changes_nothing)
masked.check(
    "Its inputs are left alone.",
    promise=True,
    points=1,
    hint="Which line writes into an array that came in from outside?",
)(masked_loop.its_inputs_are_left_alone)

# --------------------------------------------------------------------------------------------------------- loss

loss = Exercise("sequence_cross_entropy", __name__, reference="solutions.losses", returns="loss")


@loss.check(
    "A step costs minus the log of the right probability.",
    points=1,
    hint="Which of the n_y probabilities of a step does the loss read, and what does it do with it?",
)
def a_step_costs_minus_the_log_of_the_right_probability(
    answer: Answer, truth: Answer, rng: np.random.Generator
) -> None:
    everywhere = np.ones((T_x, m), dtype=bool)  # no padding, so that a mistake with the mask is not charged here
    for _ in range(2):
        batch = a_batch_of_predictions(rng, everywhere, n_y)
        expect_close("loss", answer(**batch), truth(**batch))


@loss.check(
    "Every valid step weighs the same.",
    points=1,
    hint="Count what you add up: divide by the number of steps at which the mask is True.",
)
def every_valid_step_weighs_the_same(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    mask = padded([6, 1, 4, 2], T_x)
    batch = a_batch_of_predictions(rng, mask, n_y)
    uniform = {**batch, "y_pred": np.full((T_x, n_y, m), 1 / n_y)}
    says = (
        f"All {n_y} classes are equally likely at every step, so each step costs log({n_y}), and so does their average."
    )
    expect_close("loss", answer(**uniform), float(np.log(n_y)), because=says)
    says = "The lengths are 6, 1, 4 and 2: the loss is the sum over 13 valid steps, divided by 13."
    expect_close("loss", answer(**batch), truth(**batch), because=says)


@loss.check(
    "Labels at masked steps may be anything.",
    points=1,
    hint="Use the mask to choose the valid steps before you look anything up by label.",
)
def labels_at_masked_steps_may_be_anything(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    mask = padded([6, 1, 4, 2], T_x)
    batch = a_batch_of_predictions(rng, mask, n_y)
    other = {**batch, "y_pred": np.where(mask[:, None], batch["y_pred"], 0.5 * batch["y_pred"])}
    other["y"] = np.where(mask, batch["y"], (batch["y"] + 1) % n_y)
    says = "Only what stands at masked steps was changed, and the loss changed with it."
    expect_close("loss", answer(**other), answer(**batch), because=says)
    for label in (-1, 99):
        expect_close("loss", answer(**{**batch, "y": np.where(mask, batch["y"], label)}), answer(**batch), because=says)


@loss.check(
    "An impossible event costs much but not infinitely much.",
    points=1,
    hint="log 0 is not a number to train with: see what the docstring says of small probabilities.",
)
def an_impossible_event_costs_much_but_not_infinitely_much(
    answer: Answer, truth: Answer, rng: np.random.Generator
) -> None:
    one_step = a_batch_of_predictions(rng, np.ones((1, 1), dtype=bool), n_y)
    answer.attempt(**one_step)  # nothing is expected here; it tells mistakes apart that answer the next call alike
    one_step["y_pred"][0, one_step["y"][0, 0], 0] = 0.0
    expect_close("loss", expect_quiet(answer, **one_step), truth(**one_step))


@loss.check(
    "Its arguments stay as they were.",
    promise=True,
    points=1,
    hint="Predictions and labels belong to the caller: which line writes into one of them?",
)
def its_arguments_stay_as_they_were(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    batch = a_batch_of_predictions(rng, padded([6, 1, 4, 2], T_x), n_y)
    batch["y"] = np.where(batch["mask"], batch["y"], -1)
    batch["y_pred"][0, :, 0] = np.eye(n_y)[0]  # a certain step, as a trained network makes them
    expect_unchanged(answer, **batch)
