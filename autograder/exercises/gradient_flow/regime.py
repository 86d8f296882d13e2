"""Which recurrent weights make gradients vanish or explode, and one that does neither."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.exercises.gradient_flow.matrices import EDGE, LINEAR, TANH, Make
from autograder.expect import expect, expect_close, expect_raises
from autograder.promises.inputs import SIZES

n_a = SIZES.n_a

# --------------------------------------------------------------------------------------------- gradient_regime

regime = Exercise("gradient_regime", __name__, returns="regime")


def expect_regime(answer: Answer, truth: Answer, rng: np.random.Generator, act: str, cases: dict[str, Make]) -> None:
    """Expect the right word for each matrix.

    All matrices of the lesson are asked for first, since mistakes that answer some alike are told apart by others.
    """
    act = "".join(act)  # equal to the word in the answer's source, but not the same object: `is` is not `==`
    calls = [{"Waa": make(rng), "act": act} for make in cases.values()]
    words = answer.each(calls)
    answer.each([{"Waa": make(rng), "act": act} for make in [*LINEAR.values(), *TANH.values()]])
    for name, call, word in zip(cases, calls, words, strict=True):
        want = truth(**call)
        expect(isinstance(word, str), f"A word is due, {want!r} for example; yours is {word!r}.")
        expect(word == want, f'For act="{act}" and Waa = {name} the regime is {word!r}, expected {want!r}.')


@regime.check(
    "Without tanh the powers of Waa decide.",
    points=1,
    hint="Which number of a matrix decides how its powers grow? It may be complex or negative.",
)
def without_tanh_the_powers_of_Waa_decide(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:  # noqa: N802  # read by the learner, in the symbols of the course
    expect_regime(answer, truth, rng, "linear", LINEAR)


@regime.check(
    "Under tanh only vanishing can be promised.",
    points=1,
    hint="A bound from above can promise that something stays small. Can it promise growth?",
)
def under_tanh_only_vanishing_can_be_promised(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    expect_regime(answer, truth, rng, "tanh", TANH)


@regime.check(
    "What is 1 up to rounding is borderline.",
    points=1,
    hint="Computed numbers are hardly ever exactly 1: see what the docstring says of those near it.",
)
def what_is_1_up_to_rounding_is_borderline(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for act in ("linear", "tanh"):
        expect_regime(answer, truth, rng, act, EDGE)


@regime.check("An unknown activation function raises ValueError.", points=1, hint="See `Raises` in the docstring.")
def an_unknown_activation_function_raises_ValueError(  # noqa: N802  # the exception's own name
    answer: Answer, truth: Answer, rng: np.random.Generator
) -> None:
    Waa = 2.0 * np.eye(n_a)
    answer(Waa=Waa, act="tanh")  # nothing is expected here; a name that is known is to be understood
    for act in ("relu", "unknown", ""):
        expect_raises(
            answer, ValueError, {"Waa": Waa, "act": act}, because=f'act is "{act}", neither "linear" nor "tanh".'
        )


# --------------------------------------------------------------------------------------------- orthogonal_init

orthogonal = Exercise("orthogonal_init", __name__, reference="solutions.initialisation", returns="Q (n, n)")


def a_generator(rng: np.random.Generator) -> np.random.Generator:
    return np.random.default_rng(int(rng.integers(2**32)))


@orthogonal.check(
    "Its columns have length 1 and are orthogonal.", points=2, hint="Multiply Q.T by Q: which matrix is due?"
)
def its_columns_have_length_1_and_are_orthogonal(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for n in (n_a, 1, 8):
        Q = answer(n=n, rng=a_generator(rng))
        expect(Q.shape == (n, n), f"With n = {n} Q should have shape {(n, n)}; yours has {Q.shape}.")
        expect_close("Q.T @ Q (n, n)", Q.T @ Q, np.eye(n), atol=1e-8)


@orthogonal.check(
    "The generator alone decides which matrix it is.",
    points=1,
    hint="All randomness comes from the rng that was handed in, and from nothing else.",
)
def the_generator_alone_decides_which_matrix_it_is(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    seed, other = (int(number) for number in rng.choice(2**32, size=2, replace=False))
    first, again, another = (answer(n=n_a, rng=np.random.default_rng(s)) for s in (seed, seed, other))
    expect_close("Q (n, n)", again, first, because="Two generators in the same state should give the same matrix.")
    expect(
        np.shape(another) != np.shape(first) or not np.allclose(another, first),
        "Two generators in different states gave the same matrix.",
    )


@orthogonal.check(
    "Over many draws no direction is preferred.",
    points=1,
    hint="QR fixes the signs by a rule of its own: what does the docstring do about it?",
)
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
