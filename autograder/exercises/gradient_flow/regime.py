"""Which recurrent weights make gradients vanish or explode."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.exercises.gradient_flow.matrices import EDGE, LINEAR, ROTATIONS, TANH, Make
from autograder.expect import expect, expect_raises
from autograder.promises.inputs import Call

Cases = dict[str, Make]

regime = Exercise("gradient_regime", __name__, returns="regime")


def calls_of(rng: np.random.Generator, act: str, cases: Cases) -> list[Call]:
    word = "".join(act)  # equal to the word in the answer's source, but not the same object: `is` is not `==`
    return [{"Waa": make(rng), "act": word} for make in cases.values()]


def expect_words(act: str, cases: Cases, words: Sequence[Any], wants: Sequence[Any]) -> None:
    """Expect the right word for each matrix."""
    for name, word, want in zip(cases, words, wants, strict=False):
        expect(isinstance(word, str), f"A word is expected, {want!r} for example; yours is {word!r}.")
        expect(word == want, f'For act="{act}" and Waa = {name} yours says {word!r}, where {want!r} is right.')


def expect_regime(answer: Answer, truth: Answer, rng: np.random.Generator, act: str, cases: Cases) -> None:
    """Expect the right word for each matrix; others are asked for as well, to tell mistakes apart."""
    calls = calls_of(rng, act, cases)
    words = answer.each([*calls, *calls_of(rng, act, {**TANH, **LINEAR})])
    expect_words(act, cases, words, truth.each(calls))


@regime.check(
    "Without tanh the eigenvalue farthest from 0 decides.",
    points=1,
    hint="Which number of a matrix decides how its powers grow? An eigenvalue may be complex or negative.",
)
def without_tanh_the_powers_of_Waa_decide(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:  # noqa: N802  # the course's own symbol
    expect_regime(answer, truth, rng, "linear", LINEAR)


@regime.check(
    "With tanh the weight can promise vanishing and nothing else.",
    points=1,
    hint="A bound from above can promise that something stays small. Can it promise growth?",
)
def under_tanh_only_vanishing_can_be_promised(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    expect_regime(answer, truth, rng, "tanh", TANH)


@regime.check(
    "Closer to 1 than 1e-6 counts as 1.",
    points=1,
    hint="Computed numbers are hardly ever exactly 1: see what the docstring says of those near it.",
)
def what_is_1_up_to_rounding_is_borderline(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    groups = [(act, cases) for cases_of in (EDGE, ROTATIONS) for act, cases in cases_of.items()]
    groups += [("tanh", TANH), ("linear", LINEAR)]
    calls = [calls_of(rng, act, cases) for act, cases in groups]
    together = [call for each in calls for call in each]
    words, wants = iter(answer.each(together)), iter(truth.each(together))
    said = [[(next(words), next(wants)) for _ in each] for each in calls]
    # With a number that is wrong for other matrices as well, which costs points above, only 1 by 1 counts here.
    right = {act: all(w == want for w, want in pairs) for (act, _), pairs in list(zip(groups, said, strict=True))[-2:]}
    for (act, cases), pairs in list(zip(groups, said, strict=True))[:-2]:
        if right[act] or cases is EDGE[act]:
            expect_words(act, cases, [word for word, _ in pairs], [want for _, want in pairs])


@regime.check("An unknown activation function raises a ValueError.", points=1, hint="See `Raises` in the docstring.")
def an_unknown_activation_function_raises_ValueError(  # noqa: N802  # the exception's own name
    answer: Answer, truth: Answer, rng: np.random.Generator
) -> None:
    Waa = 2.0 * np.eye(int(rng.integers(2, 7)))
    answer(Waa=Waa, act="tanh")  # nothing is expected here; a name that is known is to be understood
    calls = [{"Waa": Waa, "act": act} for act in ("relu", "unknown", "Tanh", "")]
    for call in calls:
        says = f'act is "{call["act"]}", neither "linear" nor "tanh".'
        expect_raises(answer, ValueError, call, because=says)
