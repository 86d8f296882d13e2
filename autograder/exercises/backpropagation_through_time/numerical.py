# mypy: disable-error-code="name-defined, no-untyped-def"
# ruff: noqa: F821
# Some functions here travel as source together with the values of their names; they are not defined here.
"""Lesson 03: the numerical gradient."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.course_function import CourseFunction
from autograder.exercise import Exercise
from autograder.expect import expect_close, expect_unchanged

numerical = Exercise("numerical_gradient", __name__, returns="gradient")

# Functions that travel. They return a Python float, as many losses do.


def quadratic(theta):
    return float(np.sum(A * theta * theta) + np.sum(B * theta) + C * np.sum(theta) ** 2)


def cubic(theta):
    return float(np.sum(A * theta**3) + np.sum(B * theta))


def recurrent(theta):
    state = start
    for kick in kicks:
        state = np.sin(theta @ state + kick)
    return float(state.sum())


def eighths(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Draw numbers that binary fractions hold exactly, none of them 0: a difference of them has no rounding error."""
    return np.asarray(rng.integers(1, 17, shape) * rng.choice([-1, 1], shape) / 8)


def a_call(rng: np.random.Generator, *shape: int, function: Any = quadratic, eps: float = 0.25) -> dict[str, Any]:
    bound = {"A": eighths(rng, *shape), "B": eighths(rng, *shape), "C": 0.5}
    return {"f": CourseFunction(function, bound), "theta": eighths(rng, *shape), "eps": eps}


@numerical.check(
    "Of a quadratic function it is exact.",
    points=2,
    hint="One entry at a time; up, then down, from the same place. How far apart are the two?",
)
def of_a_quadratic_function_it_is_exact(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for _ in range(2):
        call = a_call(rng, 5)
        expect_close("gradient (n,)", answer(**call), truth(**call))


@numerical.check(
    "Theta may have any shape.",
    points=1,
    hint="An index of a 2-D array is a pair. What runs over all indices of an array of any shape?",
)
def theta_may_have_any_shape(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for shape in ((3, 4), (2, 3, 2), (4, 1), (0, 3)):
        call = a_call(rng, *shape)
        expect_close("gradient", answer(**call), truth(**call), because=f"theta has shape {shape}.")


@numerical.check(
    "The nudge is of size eps.",
    points=1,
    hint="How far from theta is f asked when eps is 0.5, and when it is left out?",
)
def the_nudge_is_of_size_eps(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for eps in (0.25, 0.5):
        call = a_call(rng, 4, function=cubic, eps=eps)
        because = f"A cubic function was asked for with eps={eps}, so large that its size shows in the result."
        expect_close("gradient (n,)", answer(**call), truth(**call), because=because)
    bound = {"start": eighths(rng, 3), "kicks": eighths(rng, 4, 3)}
    call = {"f": CourseFunction(recurrent, bound), "theta": eighths(rng, 3, 3) / 4}
    because = "f is a small recurrent network here, and eps was left out."
    expect_close("gradient (n, n)", answer(**call), truth(**call), because=because, rtol=1e-6, atol=1e-8)


@numerical.check(
    "Theta holds the same numbers afterwards.",
    promise=True,
    points=1,
    hint="After an entry was nudged, is it put back before the next one has its turn?",
)
def theta_holds_the_same_numbers_afterwards(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    expect_unchanged(answer, **a_call(rng, 5))
    expect_unchanged(answer, **a_call(rng, 3, 2))
