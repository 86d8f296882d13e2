"""Lesson 02: the simple RNN, forward."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.answers import Answer, CourseFunction
from autograder.declare import Exercise
from autograder.errors import Mismatch, NotAttempted
from autograder.expect import expect_close, expect_either, expect_unchanged

LESSON = "02_simple_rnn"
T_x, n_x, n_a, n_y, m = 6, 3, 5, 7, 4


def some_parameters(rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Draw parameters of a simple RNN; no term is zero and no tanh saturates."""
    return {
        "Wax": 0.4 * rng.standard_normal((n_a, n_x)),
        "Waa": 0.4 * rng.standard_normal((n_a, n_a)),
        "Wya": 0.4 * rng.standard_normal((n_y, n_a)),
        "ba": 0.4 * rng.standard_normal((n_a, 1)),
        "by": 0.4 * rng.standard_normal((n_y, 1)),
    }


def a_step(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "xt": rng.standard_normal((n_x, m)),
        "a_prev": 0.5 * rng.standard_normal((n_a, m)),
        "parameters": some_parameters(rng),
    }


def a_sequence(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "x": rng.standard_normal((T_x, n_x, m)),
        "a0": 0.5 * rng.standard_normal((n_a, m)),
        "parameters": some_parameters(rng),
    }


cell = Exercise(
    "rnn_cell_forward",
    lesson=LESSON,
    reference="solutions.rnn",
    returns=("a_next (n_a, m)", "yt_pred (n_y, m)", "cache: any"),
)


@cell.check(points=2, hint="Three terms are added first; then one tanh.")
def the_new_activation_follows_the_equation(
    answer: Answer, truth: Answer, rng: np.random.Generator
) -> None:
    for _ in range(3):
        step = a_step(rng)
        expect_close("a_next", answer(**step), truth(**step))


@cell.check(
    points=2,
    hint="The prediction reads the new activation; each example's column sums to one.",
)
def the_prediction_follows_the_equation(
    answer: Answer, truth: Answer, rng: np.random.Generator
) -> None:
    for _ in range(3):
        step = a_step(rng)
        got, want = answer(**step), truth(**step)
        if not belongs_to_own_activation(got.yt_pred, got.a_next, step["parameters"]):
            expect_close("yt_pred", got, want)


def belongs_to_own_activation(
    yt_pred: Any, a_next: Any, parameters: dict[str, np.ndarray]
) -> bool:
    """Tell whether yt_pred is the softmax that a_next leads to, right or wrong: a wrong tanh is charged elsewhere."""
    if (
        np.shape(a_next) != (n_a, m)
        or np.shape(yt_pred) != (n_y, m)
        or not np.all(np.asarray(yt_pred) > 0)
    ):
        return False
    shift = (
        np.log(yt_pred) - parameters["Wya"] @ a_next - parameters["by"]
    )  # one number in each column
    return bool(
        np.allclose(shift, shift[:1], atol=1e-9)
        and np.allclose(np.sum(yt_pred, axis=0), 1)
    )


@cell.check(
    points=1,
    hint="a_prev and xt belong to the caller: make a new array for the result.",
)
def its_arguments_are_left_alone(
    answer: Answer, truth: Answer, rng: np.random.Generator
) -> None:
    expect_unchanged(answer, **a_step(rng))


forward = Exercise(
    "rnn_forward",
    lesson=LESSON,
    reference="solutions.rnn",
    returns=("a (T_x, n_a, m)", "y_pred (T_x, n_y, m)", "caches: any"),
    uses=("rnn_cell_forward",),
)


def stand_in_cell(xt, a_prev, parameters):  # type: ignore[no-untyped-def]  # travels as source
    """A cell that is not the answer, with which a loop can be judged where the learner's own cell does not run."""
    a_next = 0.5 * a_prev + parameters["Wax"] @ xt + parameters["ba"]
    return a_next, parameters["Wya"] @ a_next, (a_next, a_prev, xt, parameters)


def composed(
    cell: Answer | CourseFunction, sequence: dict[str, Any]
) -> dict[str, np.ndarray]:
    """Return what a right loop gives around `cell`, whatever that cell computes."""
    a_prev, steps = sequence["a0"], []
    for xt in sequence["x"]:
        a_prev, yt_pred, _ = cell(xt, a_prev, sequence["parameters"])
        steps.append((a_prev, yt_pred))
    return {
        "a": np.stack([a for a, _ in steps]),
        "y_pred": np.stack([y for _, y in steps]),
    }


def expect_loop(answer: Answer, truth: Answer, sequence: dict[str, Any]) -> None:
    """Expect the right sequence, or the right loop around the learner's own cell, which is judged by itself."""
    want = truth(**sequence)
    try:
        got, own = (
            answer(**sequence),
            composed(answer.own("rnn_cell_forward"), sequence),
        )
    except (Mismatch, NotAttempted):
        # The learner's cell, or the loop around it, does not run. Is it the loop?
        stand_in = CourseFunction(stand_in_cell)
        got = answer.with_stand_in(rnn_cell_forward=stand_in)(**sequence)
        own = composed(stand_in, sequence)
    for part in ("a", "y_pred"):
        expect_either(
            lambda part=part: expect_close(part, got, want),
            lambda part=part: expect_close(part, got, own),
        )


@forward.check(
    points=3,
    hint="What enters step t is the activation that step t-1 returned; what enters the first is a0.",
)
def every_time_step_follows_from_the_one_before(
    answer: Answer, truth: Answer, rng: np.random.Generator
) -> None:
    for _ in range(3):
        expect_loop(answer, truth, a_sequence(rng))
