"""How a gradient travels back through the steps: the Jacobian of one, the norms along all of them."""

from __future__ import annotations

import numpy as np

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.expect import expect, expect_close, expect_unchanged
from autograder.promises.inputs import Arrays, Call, Rng, Sizes, several_sizes, some_sizes
from autograder.promises.rnn_caches import caches_of
from autograder.promises.simple_rnn import RNN

# ----------------------------------------------------------------------------------------------- step_jacobian

jacobian = Exercise("step_jacobian", __name__, returns="J (n_a, n_a)")


def an_activation(rng: Rng, units: int) -> Call:
    """Draw an activation between -1 and 1 and a weight; no entry of either is zero."""
    return {"a_t": np.tanh(rng.standard_normal(units)), "Waa": rng.standard_normal((units, units))}


@jacobian.check(
    "Entry (j, k) says how much a_j moves when the old a_k moves.",
    points=3,
    hint="Which entry of the activation does row j belong to? The slope of tanh there acts on all of its row.",
)
def entry_j_k_says_how_a_j_answers_to_a_k_before(answer: Answer, truth: Answer, rng: Rng) -> None:
    units = [*(int(n) for n in rng.choice(np.arange(3, 9), size=3, replace=False)), 2, 1]
    steps = [an_activation(rng, n) for n in units]
    for got, want in zip(answer.each(steps), truth.each(steps), strict=True):
        expect_close("J (n_a, n_a)", got, want)


@jacobian.check(
    "It is right at both ends of tanh, in the middle, and for a Waa of whole numbers.",
    points=1,
    hint="What is the slope of tanh where it has reached 1 or -1, and at 0? And what if Waa holds no fractions?",
)
def a_saturated_entry_answers_to_nothing_and_one_at_zero_in_full(answer: Answer, truth: Answer, rng: Rng) -> None:
    # Here Waa is symmetric and the slopes are all alike: what is transposed, or scales columns, is charged above.
    n = int(rng.integers(3, 7))
    Waa = rng.standard_normal((n, n))
    whole = rng.integers(1, 9, (n, n))
    ends = rng.permutation(np.where(np.arange(n) % 2, 1.0, -1.0))
    cases = [
        (ends, Waa + Waa.T, "Here every entry of a_t is 1 or -1."),
        (np.zeros(n), Waa + Waa.T, "Here every entry of a_t is 0."),
        (np.full(n, 0.6), whole + whole.T, "Here Waa holds whole numbers, and a_t does not."),
    ]
    calls = [{"a_t": a_t, "Waa": weight} for a_t, weight, _ in cases]
    for got, want, (_, _, says) in zip(answer.each(calls), truth.each(calls), cases, strict=True):
        expect_close("J (n_a, n_a)", got, want, because=says)


@jacobian.check(
    "The activation and the weight are left alone.",
    promise=True,
    points=1,
    hint="a_t and Waa belong to the caller: make a new array for the result.",
)
def activation_and_weight_are_left_alone(answer: Answer, truth: Answer, rng: Rng) -> None:
    expect_unchanged(answer, **an_activation(rng, int(rng.integers(3, 9))))


# --------------------------------------------------------------------------------------- gradient_norm_profile

profile = Exercise("gradient_norm_profile", __name__, returns="norms (T_x,)")


def a_run(rng: Rng, sizes: Sizes) -> Call:
    """Draw a gradient at the last step and the caches of a run, as `rnn_cell_forward` makes them."""
    sequence = RNN.a_sequence(rng, sizes)
    return {"dL_da_T": rng.standard_normal((sizes.n_a, sizes.m)), "caches": caches_of(**sequence)}


def runs_of_one_example(rng: Rng) -> list[Call]:
    """Draw runs of batches of one: how the examples of a batch count has a check of its own."""
    sizes = several_sizes(rng)
    return [a_run(rng, each.but(m=1)) for each in (*sizes, sizes[0].but(T_x=1), sizes[1].but(T_x=2))]


def as_one_example(run: Call) -> Call:
    """Return a run in which the examples of a batch stand below one another, as one example of many units."""
    m = run["dL_da_T"].shape[1]

    def column(array: np.ndarray) -> np.ndarray:
        return array.T.reshape(-1, 1)

    def blocks(parameters: Arrays) -> Arrays:
        return {
            name: np.tile(p, (m, 1)) if name.startswith("b") else np.kron(np.eye(m), p)
            for name, p in parameters.items()
        }

    caches = [(*map(column, cache[:3]), blocks(cache[3])) for cache in run["caches"]]
    return {"dL_da_T": column(run["dL_da_T"]), "caches": caches}


def steps_of(run: Call) -> list[Call]:
    """Return runs of one step each, with the gradient that arrives there in a longer one."""
    da, steps = run["dL_da_T"], []
    for cache in reversed(run["caches"]):
        steps.append({"dL_da_T": da, "caches": [cache]})
        a_next, _, _, parameters = cache
        da = parameters["Waa"].T @ ((1 - a_next**2) * da)
    return steps[::-1]


@profile.check(
    "The last norm is that of the gradient handed in.",
    points=1,
    hint="At the last time step the gradient has not travelled yet.",
)
def the_last_norm_is_that_of_the_gradient_handed_in(answer: Answer, truth: Answer, rng: Rng) -> None:
    runs = runs_of_one_example(rng)
    for got, want in zip(answer.each(runs), truth.each(runs), strict=True):
        steps = f"There {'is 1 cache' if want.size == 1 else f'are {want.size} caches'}, one for each time step"
        expect(
            got.shape == want.shape,
            f"{steps}, so the norms should have shape {want.shape}; yours have {got.shape}.",
        )
        expect_close("norms[-1]", got[-1], want[-1])


@profile.check(
    "Every step back leads through one more cell.",
    points=2,
    hint="The cache of a time step leads from that step to the one before.",
)
def every_step_back_leads_through_one_more_cell(answer: Answer, truth: Answer, rng: Rng) -> None:
    runs = runs_of_one_example(rng)
    for run, got, want in zip(runs, answer.each(runs), truth.each(runs), strict=True):
        if got.shape == want.shape and np.isclose(got[-1], want[-1]):
            expect_close("norms (T_x,)", got, want)
        else:
            expect_own_norms(answer, run, got, want)


def expect_own_norms(answer: Answer, run: Call, got: np.ndarray, want: np.ndarray) -> None:
    """Expect what the answer itself gives for the gradient that arrives at each step, in either order.

    How a norm is taken and where the last one stands is charged by another check.
    """
    own, says = answer.each(steps_of(run)), None
    mine = np.array([each[-1] for each in own]) if all(np.size(each) for each in own) else want
    if np.ptp(mine) > 0 or len(mine) == 1:
        turned = got.shape == mine.shape and np.allclose(got[::-1], mine)
        got, want = got[::-1] if turned else got[-len(mine) :], mine
        says = "Expected is what your function gives for the gradient that arrives there, handed in with one cache."
    elif got.shape == want.shape and got[-1] != 0:  # the same for whatever is handed in: each may be relative to it
        want = want * (got[-1] / want[-1])
        says = "Only how they compare with the last one is looked at here."
    expect_close("norms (T_x,)", got, want, because=says)


@profile.check(
    "All entries of all examples count alike in a norm.",
    points=1,
    hint="One number for the whole array: the root of the sum of all squares, columns included.",
)
def the_examples_of_a_batch_add_up_as_pythagoras_says(answer: Answer, truth: Answer, rng: Rng) -> None:
    says = "The same numbers with all examples below one another, as one example of more units, give another norm."
    for sizes in (some_sizes(rng), several_sizes(rng)[2]):
        run = a_run(rng, sizes)
        other = {**run, "dL_da_T": rng.standard_normal(run["dL_da_T"].shape)}
        together, below, another = answer.each([run, as_one_example(run), other])
        expect(
            np.shape(together) != np.shape(another) or not np.allclose(together, another),
            "Another gradient was handed in, and the norms are the same.",
        )
        expect_close("norms (T_x,)", together, below, because=says)


@profile.check(
    "The gradient and the caches are left alone.",
    promise=True,
    points=1,
    hint="Which line changes the list or an array that came in from outside?",
)
def gradient_and_caches_are_left_alone(answer: Answer, truth: Answer, rng: Rng) -> None:
    expect_unchanged(answer, **a_run(rng, some_sizes(rng)))
