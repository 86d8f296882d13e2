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
from autograder.exercises.backpropagation_through_time.multiples import is_multiple
from autograder.expect import expect_close, expect_unchanged
from autograder.promises.inputs import Call, Rng

numerical = Exercise("numerical_gradient", __name__, returns="gradient")

# Functions that travel. They return a Python float, as many losses do.


def quadratic(theta):
    return float(np.sum(A * theta * theta) + np.sum(B * theta) + C * np.sum(theta) ** 2)


def linear(theta):
    return float(np.sum(B * theta))


def cubic(theta):
    return float(np.sum(A * (theta - centre) ** 3) + np.sum(B * (theta - centre)))


def eighths(rng: Rng, *shape: int) -> np.ndarray:
    """Draw numbers that binary fractions hold exactly, none of them 0: a difference of them has no rounding error."""
    return np.asarray(rng.integers(1, 17, shape) * rng.choice([-1, 1], shape) / 8)


def a_call(rng: Rng, *shape: int, function: Any = quadratic, eps: float = 0.25, curvature: float = 1.0) -> Call:
    theta = eighths(rng, *shape)
    bound = {"A": curvature * eighths(rng, *shape), "B": eighths(rng, *shape), "C": 0.5, "centre": theta.copy()}
    return {"f": CourseFunction(function, bound), "theta": theta, "eps": eps}


@numerical.check(
    "It is exact for a quadratic function.",
    points=2,
    hint="Nudge one entry at a time: once up and once down, both from theta itself. How far apart are the two places?",
    name="of_a_quadratic_function_it_is_exact",
)
def it_is_exact_for_a_quadratic_function(answer: Answer, truth: Answer, rng: Rng) -> None:
    calls = [a_call(rng, length) for length in (*rng.permutation([3, 4, 5, 6, 7])[:2].tolist(), 1)]
    for got, want in zip(answer.each(calls), truth.each(calls), strict=True):
        expect_close("gradient (n,)", got, want)


@numerical.check(
    "It works for a theta of any shape.",
    points=1,
    hint="An index of a 2-D array is a pair of numbers. What runs over all indices of an array of any shape?",
    name="theta_may_have_any_shape",
)
def it_works_for_a_theta_of_any_shape(answer: Answer, truth: Answer, rng: Rng) -> None:
    n, k, m = rng.permutation([2, 3, 4]).tolist()
    # The slopes of this function are the same everywhere, and what they are divided by is the business of others.
    # What stops at a shape without an axis, or without an entry, has been judged on ordinary ones before.
    for shapes in ([(n, k), (n, k, m), (n, 1), (1, k), (m, m)], [(), (0, k)]):
        calls = [a_call(rng, *shape, function=linear) for shape in shapes]
        for shape, want, got in zip(shapes, truth.each(calls), answer.each(calls), strict=True):
            if not is_multiple(got, want):
                expect_close("gradient", got, want, because=f"Here theta has shape {shape}.")


@numerical.check(
    "The nudge is eps in size.",
    points=1,
    hint="How far from theta is f asked when eps is 0.5, and how far when eps is left out?",
    name="the_nudge_is_of_size_eps",
)
def the_nudge_is_eps_in_size(answer: Answer, truth: Answer, rng: Rng) -> None:
    # At theta itself f is 0 and does not bend: to ask there, instead of on one side, halves the difference and no more.
    calls = [a_call(rng, 4, function=cubic, eps=eps) for eps in (0.25, 0.5)]
    left_out = a_call(rng, 3, function=cubic, curvature=1e10)
    calls.append({name: value for name, value in left_out.items() if name != "eps"})
    for call, got, want in zip(calls, answer.each(calls), truth.each(calls), strict=True):
        asked = f"with eps={call['eps']}" if "eps" in call else "without eps, which is 0.00001 then"
        because = f"This is a function of the third degree, asked for {asked}. It shows how far the nudges went."
        if not is_multiple(got, want):
            expect_close("gradient (n,)", got, want, because=because)


@numerical.check(
    "Theta holds the same numbers afterwards.",
    promise=True,
    points=1,
    hint="If you nudge an entry of theta itself, put it back before the next entry has its turn.",
)
def theta_holds_the_same_numbers_afterwards(answer: Answer, truth: Answer, rng: Rng) -> None:
    for shape in ((5,), (3, 2)):
        expect_unchanged(answer, **a_call(rng, *shape))
