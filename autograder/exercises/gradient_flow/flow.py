"""How a gradient travels back through the steps: the Jacobian of one, the norms along all of them."""

from __future__ import annotations

import numpy as np

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.expect import expect, expect_close, expect_unchanged
from autograder.promises.inputs import SIZES, Call
from autograder.promises.simple_rnn import RNN, caches_of

n_a = SIZES.n_a

# ----------------------------------------------------------------------------------------------- step_jacobian

jacobian = Exercise("step_jacobian", __name__, returns="J (n_a, n_a)")


def an_activation(rng: np.random.Generator, units: int = n_a) -> Call:
    """Draw an activation between -1 and 1 and a weight; no entry of either is zero."""
    return {"a_t": np.tanh(rng.standard_normal(units)), "Waa": rng.standard_normal((units, units))}


@jacobian.check(
    "Entry j k says how a j answers to a k before.",
    points=3,
    hint="Which entry of the activation does row j belong to? The slope of tanh there acts on all of its row.",
)
def entry_j_k_says_how_a_j_answers_to_a_k_before(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for units in (n_a, n_a, 1):
        step = an_activation(rng, units)
        expect_close("J (n_a, n_a)", answer(**step), truth(**step))


@jacobian.check(
    "A saturated entry answers to nothing and one at zero in full.",
    points=1,
    hint="tanh is flat where it has reached 1 or -1, and steepest at 0: what is its slope there?",
)
def a_saturated_entry_answers_to_nothing_and_one_at_zero_in_full(
    answer: Answer, truth: Answer, rng: np.random.Generator
) -> None:
    Waa = rng.standard_normal((n_a, n_a))
    for a_t in (np.array([1.0, -1.0, 1.0, 1.0, -1.0]), np.zeros(n_a)):
        because = f"Here every entry of a_t is {'1 or -1' if a_t.any() else '0'}."
        expect_close("J (n_a, n_a)", answer(a_t=a_t, Waa=Waa), truth(a_t=a_t, Waa=Waa), because=because)


@jacobian.check(
    "Activation and weight are left alone.",
    promise=True,
    points=1,
    hint="a_t and Waa belong to the caller: make a new array for the result.",
)
def activation_and_weight_are_left_alone(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    expect_unchanged(answer, **an_activation(rng))


# --------------------------------------------------------------------------------------- gradient_norm_profile

profile = Exercise("gradient_norm_profile", __name__, returns="norms (T_x,)")


def a_run(rng: np.random.Generator, steps: int = SIZES.T_x, examples: int = SIZES.m) -> Call:
    """Draw a gradient at the last step and the caches of a run, as `rnn_cell_forward` makes them."""
    parameters = RNN.parameters(rng, SIZES)
    a0 = 0.5 * rng.standard_normal((n_a, examples))
    caches = caches_of(rng.standard_normal((steps, SIZES.n_x, examples)), a0, parameters)
    return {"dL_da_T": rng.standard_normal((n_a, examples)), "caches": caches}


def one_example(run: Call, i: int) -> Call:
    """Return what is left of a run when example i is alone in its batch."""
    caches = [(*(array[:, i : i + 1] for array in cache[:3]), cache[3]) for cache in run["caches"]]
    return {"dL_da_T": run["dL_da_T"][:, i : i + 1], "caches": caches}


@profile.check(
    "The last norm is that of the gradient handed in.",
    points=1,
    hint="At the last time step the gradient has not travelled yet.",
)
def the_last_norm_is_that_of_the_gradient_handed_in(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for steps in (6, 1):
        run = a_run(rng, steps)
        got, want = answer(**run), truth(**run)
        expect(
            got.shape == want.shape,
            f"There are {steps} caches, one for each time step, so {steps} norms are due; yours are {got.shape[0]}.",
        )
        expect_close("norms[-1]", got[-1], want[-1])


@profile.check(
    "Every step back leads through one more cell.",
    points=2,
    hint="From one time step to the one before leads the cache of the later one.",
)
def every_step_back_leads_through_one_more_cell(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for steps, examples in ((6, 4), (2, 4), (6, 1)):
        run = a_run(rng, steps, examples)
        expect_close("norms (T_x,)", answer(**run), truth(**run))


@profile.check(
    "The examples of a batch add up as pythagoras says.",
    points=1,
    hint="One number for the whole array: the root of the sum of all squares, columns included.",
)
def the_examples_of_a_batch_add_up_as_pythagoras_says(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    run = a_run(rng)
    together = answer(**run)
    alone = answer.each([one_example(run, i) for i in range(run["dL_da_T"].shape[1])])
    says = "The squares of the norms of single examples should add up to the square of the norm of their batch."
    expect_close("norms (T_x,)", together, np.sqrt(np.sum(np.square(alone), axis=0)), because=says)


@profile.check(
    "Gradient and caches are left alone.",
    promise=True,
    points=1,
    hint="Which line changes the list or an array that came in from outside?",
)
def gradient_and_caches_are_left_alone(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    expect_unchanged(answer, **a_run(rng))
