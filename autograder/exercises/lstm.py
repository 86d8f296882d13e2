"""Lesson 10: FILL IN."""

from __future__ import annotations

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.expect import expect_close
from autograder.promises.inputs import Rng, several_sizes

lstm_cell_forward = Exercise(
    "lstm_cell_forward",
    __name__,
    returns="y (T_x, n_x, m)",
)


@lstm_cell_forward.check("FILL IN what holds, as a sentence.", points=1, hint="FILL IN where to look, never the answer.")
def lstm_cell_forward_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    batches = [{"x": rng.standard_normal(sizes.shape("T_x, n_x, m"))} for sizes in several_sizes(rng)]
    for got, want in zip(answer.each(batches), truth.each(batches), strict=True):
        expect_close("y (T_x, n_x, m)", got, want)


lstm_forward = Exercise(
    "lstm_forward",
    __name__,
    returns="y (T_x, n_x, m)",
)


@lstm_forward.check("FILL IN what holds, as a sentence.", points=1, hint="FILL IN where to look, never the answer.")
def lstm_forward_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    batches = [{"x": rng.standard_normal(sizes.shape("T_x, n_x, m"))} for sizes in several_sizes(rng)]
    for got, want in zip(answer.each(batches), truth.each(batches), strict=True):
        expect_close("y (T_x, n_x, m)", got, want)


lstm_cell_backward = Exercise(
    "lstm_cell_backward",
    __name__,
    returns="y (T_x, n_x, m)",
)


@lstm_cell_backward.check("FILL IN what holds, as a sentence.", points=1, hint="FILL IN where to look, never the answer.")
def lstm_cell_backward_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    batches = [{"x": rng.standard_normal(sizes.shape("T_x, n_x, m"))} for sizes in several_sizes(rng)]
    for got, want in zip(answer.each(batches), truth.each(batches), strict=True):
        expect_close("y (T_x, n_x, m)", got, want)


lstm_backward = Exercise(
    "lstm_backward",
    __name__,
    returns="y (T_x, n_x, m)",
)


@lstm_backward.check("FILL IN what holds, as a sentence.", points=1, hint="FILL IN where to look, never the answer.")
def lstm_backward_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    batches = [{"x": rng.standard_normal(sizes.shape("T_x, n_x, m"))} for sizes in several_sizes(rng)]
    for got, want in zip(answer.each(batches), truth.each(batches), strict=True):
        expect_close("y (T_x, n_x, m)", got, want)


init_lstm = Exercise(
    "init_lstm",
    __name__,
    returns="y (T_x, n_x, m)",
)


@init_lstm.check("FILL IN what holds, as a sentence.", points=1, hint="FILL IN where to look, never the answer.")
def init_lstm_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    batches = [{"x": rng.standard_normal(sizes.shape("T_x, n_x, m"))} for sizes in several_sizes(rng)]
    for got, want in zip(answer.each(batches), truth.each(batches), strict=True):
        expect_close("y (T_x, n_x, m)", got, want)
