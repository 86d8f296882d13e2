"""Lesson 05: FILL IN."""

from __future__ import annotations

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.expect import expect_close
from autograder.promises.inputs import Rng, several_sizes

classify_task = Exercise(
    "classify_task",
    __name__,
    returns="y (T_x, n_x, m)",
)


@classify_task.check("FILL IN what holds, as a sentence.", points=1, hint="FILL IN where to look, never the answer.")
def classify_task_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    batches = [{"x": rng.standard_normal(sizes.shape("T_x, n_x, m"))} for sizes in several_sizes(rng)]
    for got, want in zip(answer.each(batches), truth.each(batches), strict=True):
        expect_close("y (T_x, n_x, m)", got, want)


many_to_one_forward = Exercise(
    "many_to_one_forward",
    __name__,
    returns="y (T_x, n_x, m)",
)


@many_to_one_forward.check("FILL IN what holds, as a sentence.", points=1, hint="FILL IN where to look, never the answer.")
def many_to_one_forward_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    batches = [{"x": rng.standard_normal(sizes.shape("T_x, n_x, m"))} for sizes in several_sizes(rng)]
    for got, want in zip(answer.each(batches), truth.each(batches), strict=True):
        expect_close("y (T_x, n_x, m)", got, want)


many_to_one_backward = Exercise(
    "many_to_one_backward",
    __name__,
    returns="y (T_x, n_x, m)",
)


@many_to_one_backward.check("FILL IN what holds, as a sentence.", points=1, hint="FILL IN where to look, never the answer.")
def many_to_one_backward_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    batches = [{"x": rng.standard_normal(sizes.shape("T_x, n_x, m"))} for sizes in several_sizes(rng)]
    for got, want in zip(answer.each(batches), truth.each(batches), strict=True):
        expect_close("y (T_x, n_x, m)", got, want)


generate_one_to_many = Exercise(
    "generate_one_to_many",
    __name__,
    returns="y (T_x, n_x, m)",
)


@generate_one_to_many.check("FILL IN what holds, as a sentence.", points=1, hint="FILL IN where to look, never the answer.")
def generate_one_to_many_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    batches = [{"x": rng.standard_normal(sizes.shape("T_x, n_x, m"))} for sizes in several_sizes(rng)]
    for got, want in zip(answer.each(batches), truth.each(batches), strict=True):
        expect_close("y (T_x, n_x, m)", got, want)
