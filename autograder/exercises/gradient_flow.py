"""Lesson 08: vanishing and exploding gradients, clipping, orthogonal weights."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.exercises.gradient_flow_examples import (
    EDGE,
    LINEAR,
    TANH,
    a_run,
    an_activation,
    expect_gradients,
    expect_regime,
    flat,
    gradients,
    n_a,
    one_example,
)
from autograder.expect import expect, expect_close, expect_quiet, expect_raises, expect_unchanged

# ----------------------------------------------------------------------------------------------- step_jacobian

jacobian = Exercise("step_jacobian", __name__, returns="J (n_a, n_a)")


@jacobian.check(
    points=3, hint="Which entry of the activation does row j belong to? The slope of tanh there acts on all of its row."
)
def entry_j_k_says_how_a_j_answers_to_a_k_before(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for units in (n_a, n_a, 1):
        step = an_activation(rng, units)
        expect_close("J (n_a, n_a)", answer(**step), truth(**step))


@jacobian.check(points=1, hint="tanh is flat where it has reached 1 or -1, and steepest at 0: what is its slope there?")
def a_saturated_entry_answers_to_nothing_and_one_at_zero_in_full(
    answer: Answer, truth: Answer, rng: np.random.Generator
) -> None:
    Waa = rng.standard_normal((n_a, n_a))
    for a_t in (np.array([1.0, -1.0, 1.0, 1.0, -1.0]), np.zeros(n_a)):
        because = f"Here every entry of a_t is {'1 or -1' if a_t.any() else '0'}."
        expect_close("J (n_a, n_a)", answer(a_t=a_t, Waa=Waa), truth(a_t=a_t, Waa=Waa), because=because)


@jacobian.check(points=1, hint="a_t and Waa belong to the caller: make a new array for the result.")
def activation_and_weight_are_left_alone(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    expect_unchanged(answer, **an_activation(rng))


# --------------------------------------------------------------------------------------- gradient_norm_profile

profile = Exercise("gradient_norm_profile", __name__, returns="norms (T_x,)")


@profile.check(points=1, hint="At the last time step the gradient has not travelled yet.")
def the_last_norm_is_that_of_the_gradient_handed_in(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for steps in (6, 1):
        run = a_run(rng, steps)
        got, want = answer(**run), truth(**run)
        expect(
            got.shape == want.shape,
            f"There are {steps} caches, one for each time step, so {steps} norms are due; yours are {got.shape[0]}.",
        )
        expect_close("norms[-1]", got[-1], want[-1])


@profile.check(points=2, hint="From one time step to the one before leads the cache of the later one.")
def every_step_back_leads_through_one_more_cell(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for steps, examples in ((6, 4), (2, 4), (6, 1)):
        run = a_run(rng, steps, examples)
        expect_close("norms (T_x,)", answer(**run), truth(**run))


@profile.check(points=1, hint="One number for the whole array: the root of the sum of all squares, columns included.")
def the_examples_of_a_batch_add_up_as_pythagoras_says(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    run = a_run(rng)
    together = answer(**run)
    alone = answer.each([one_example(run, i) for i in range(run["dL_da_T"].shape[1])])
    says = "The squares of the norms of single examples should add up to the square of the norm of their batch."
    expect_close("norms (T_x,)", together, np.sqrt(np.sum(np.square(alone), axis=0)), because=says)


@profile.check(points=1, hint="Which line changes the list or an array that came in from outside?")
def gradient_and_caches_are_left_alone(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    expect_unchanged(answer, **a_run(rng))


# --------------------------------------------------------------------------------------------- gradient_regime

regime = Exercise("gradient_regime", __name__, returns="regime")


@regime.check(points=1, hint="Which number of a matrix decides how its powers grow? It may be complex or negative.")
def without_tanh_the_powers_of_Waa_decide(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:  # noqa: N802  # read by the learner, in the symbols of the course
    expect_regime(answer, truth, rng, "linear", LINEAR)


@regime.check(points=1, hint="A bound from above can promise that something stays small. Can it promise growth?")
def under_tanh_only_vanishing_can_be_promised(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    expect_regime(answer, truth, rng, "tanh", TANH)


@regime.check(
    points=1, hint="Computed numbers are hardly ever exactly 1: see what the docstring says of those near it."
)
def what_is_1_up_to_rounding_is_borderline(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for act in ("linear", "tanh"):
        expect_regime(answer, truth, rng, act, EDGE)


@regime.check(points=1, hint="See `Raises` in the docstring.")
def an_unknown_activation_function_raises_ValueError(  # noqa: N802  # the exception's own name
    answer: Answer, truth: Answer, rng: np.random.Generator
) -> None:
    Waa = 2.0 * np.eye(n_a)
    answer(Waa=Waa, act="tanh")  # nothing is expected here; a name that is known is to be understood
    for act in ("relu", "unknown", ""):
        expect_raises(
            answer, ValueError, {"Waa": Waa, "act": act}, because=f'act is "{act}", neither "linear" nor "tanh".'
        )


# ----------------------------------------------------------------------------------------------- clip_by_value

by_value = Exercise("clip_by_value", __name__, reference="solutions.clipping", returns="clipped")


@by_value.check(points=2, hint="A negative entry far out ends at -c, a positive one at c.")
def an_entry_beyond_the_limit_ends_on_the_limit(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for c in (0.5, 2.7):
        grads = gradients(rng)
        expect_gradients(answer(grads=grads, c=c), truth(grads=grads, c=c), f"Here c is {c}.")


@by_value.check(points=1, hint="Entries between -c and c are left as they are, whatever happens to their neighbours.")
def an_entry_within_the_limit_stays_as_it_is(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    grads = gradients(rng)
    limits = (1.5, 99.0)
    for c, got in zip(limits, answer.each([{"grads": grads, "c": c} for c in limits]), strict=True):
        inside = {name: np.where(np.abs(g) <= c, g, 0.0) for name, g in grads.items()}
        expect_gradients(got, grads, "", only_shapes=True)
        seen = {name: np.where(np.abs(g) <= c, got[name], 0.0) for name, g in grads.items()}
        expect_gradients(seen, inside, f"c is {c}; only entries between -{c} and {c} are compared.")


@by_value.check(points=1, hint="A new dict of new arrays: which of your lines writes into an old one?")
def the_callers_gradients_are_left_alone(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for c in (0.5, 99.0):
        expect_unchanged(answer, grads=gradients(rng), c=c)


# ----------------------------------------------------------------------------------------- clip_by_global_norm

by_norm = Exercise("clip_by_global_norm", __name__, reference="solutions.clipping", returns=("clipped", "norm"))


@by_norm.check(points=2, hint="One factor for all arrays, made from one norm of all entries of all arrays.")
def together_they_end_up_as_long_as_c(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    grads = gradients(rng)
    calls = [{"grads": grads, "c": c} for c in (1.0, 5.0, 0.02, 99.0)]
    # All are asked for first, since mistakes that answer one call alike may be told apart by another.
    for call, got in list(zip(calls, answer.each(calls), strict=True))[:-1]:  # of c = 99 nothing is expected here
        because = f"Here c is {call['c']}, and the norm of all gradients together is {np.linalg.norm(flat(grads)):.3f}."
        expect_gradients(got.clipped, truth(**call).clipped, because)


@by_norm.check(points=1, hint="What does clipping keep of a vector, if every entry is multiplied by the same number?")
def they_keep_their_direction(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for c in (4.0, 0.5):
        grads = gradients(rng)
        got = answer(grads=grads, c=c).clipped
        expect_gradients(got, grads, "", only_shapes=True)
        before, after = flat(grads), flat(got)
        expect(np.any(after), "All gradients are zero after clipping.")
        cosine = before @ after / np.linalg.norm(before) / np.linalg.norm(after)
        degrees = float(np.degrees(np.arccos(np.clip(cosine, -1, 1))))
        expect(degrees < 1e-3, f"With c = {c} the clipped gradient is turned by {degrees:.3g} degrees.")


@by_norm.check(points=1, hint="Up to c nothing happens, not even where all gradients are zero.")
def shorter_gradients_stay_as_they_are(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    grads = gradients(rng)
    nothing = {name: np.zeros_like(g) for name, g in grads.items()}
    for case in (grads, nothing):
        answer.attempt(grads=case, c=99.0)  # both, before anything is expected, to tell mistakes apart
    for case, says in ((grads, "Their norm is below c = 99."), (nothing, "All of them are zero.")):
        expect_gradients(expect_quiet(answer, grads=case, c=99.0).clipped, case, says)


@by_norm.check(points=1, hint="The norm before clipping: it tells you while training how often and how far you clip.")
def the_norm_that_comes_back_is_that_before_clipping(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for c in (1.0, 99.0):
        grads = gradients(rng)
        expect_close("norm", answer(grads=grads, c=c), truth(grads=grads, c=c), because=f"Here c is {c}.")


@by_norm.check(points=1, hint="A new dict of new arrays: which of your lines writes into an old one?")
def its_callers_gradients_are_left_alone(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for c in (0.5, 99.0):
        expect_unchanged(answer, grads=gradients(rng), c=c)


# --------------------------------------------------------------------------------------------- orthogonal_init

orthogonal = Exercise("orthogonal_init", __name__, reference="solutions.initialisation", returns="Q (n, n)")


def a_generator(rng: np.random.Generator) -> np.random.Generator:
    return np.random.default_rng(int(rng.integers(2**32)))


@orthogonal.check(points=2, hint="Multiply Q.T by Q: which matrix is due?")
def its_columns_have_length_1_and_are_orthogonal(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for n in (n_a, 1, 8):
        Q = answer(n=n, rng=a_generator(rng))
        expect(Q.shape == (n, n), f"With n = {n} Q should have shape {(n, n)}; yours has {Q.shape}.")
        expect_close("Q.T @ Q (n, n)", Q.T @ Q, np.eye(n), atol=1e-8)


@orthogonal.check(points=1, hint="All randomness comes from the rng that was handed in, and from nothing else.")
def the_generator_alone_decides_which_matrix_it_is(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    seed, other = (int(number) for number in rng.choice(2**32, size=2, replace=False))
    first, again, another = (answer(n=n_a, rng=np.random.default_rng(s)) for s in (seed, seed, other))
    expect_close("Q (n, n)", again, first, because="Two generators in the same state should give the same matrix.")
    expect(
        np.shape(another) != np.shape(first) or not np.allclose(another, first),
        "Two generators in different states gave the same matrix.",
    )


@orthogonal.check(points=1, hint="QR fixes the signs by a rule of its own: what does the docstring do about it?")
def over_many_draws_no_direction_is_preferred(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for n, draws in ((3, 1000), (1, 400)):
        expect_no_preference(answer, n, draws, rng)


def expect_no_preference(answer: Answer, n: int, draws: int, rng: np.random.Generator) -> None:
    """Expect the mean of many draws to be nearly zero, and their entries to be nearly uncorrelated."""
    Q: Any = np.array(answer.each([{"n": n, "rng": a_generator(rng)} for _ in range(draws)])).reshape(draws, -1)
    expect(Q.shape[1] == n * n, f"With n = {n} Q should have shape {(n, n)}.")
    bound = 6 / np.sqrt(draws)  # six standard deviations for numbers of size one; ours are smaller for n > 1
    worst = int(np.argmax(np.abs(Q.mean(axis=0))))
    expect(
        abs(Q.mean(axis=0)[worst]) < bound,
        f"In {draws} draws with n = {n}, Q{[worst // n, worst % n]} is {Q.mean(axis=0)[worst]:.2f} on average; "
        "with every direction as likely as any other it is near 0.",
    )
    off = np.abs(Q.T @ Q / draws - np.eye(n * n) / n).max()
    expect(
        off < bound,
        f"In {draws} draws with n = {n}, two entries of Q are correlated: their mean product is {off:.2f} off.",
    )
