"""Lesson 09: FILL IN."""

from __future__ import annotations

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.expect import expect_close
from autograder.promises.inputs import Rng, several_sizes

gru_simplified_cell = Exercise(
    "gru_simplified_cell",
    __name__,
    returns="y (T_x, n_x, m)",
)


@gru_simplified_cell.check("FILL IN what holds, as a sentence.", points=1, hint="FILL IN where to look, never the answer.")
def gru_simplified_cell_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    batches = [{"x": rng.standard_normal(sizes.shape("T_x, n_x, m"))} for sizes in several_sizes(rng)]
    for got, want in zip(answer.each(batches), truth.each(batches), strict=True):
        expect_close("y (T_x, n_x, m)", got, want)


gru_cell_forward = Exercise(
    "gru_cell_forward",
    __name__,
    returns="y (T_x, n_x, m)",
)


@gru_cell_forward.check("FILL IN what holds, as a sentence.", points=1, hint="FILL IN where to look, never the answer.")
def gru_cell_forward_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    batches = [{"x": rng.standard_normal(sizes.shape("T_x, n_x, m"))} for sizes in several_sizes(rng)]
    for got, want in zip(answer.each(batches), truth.each(batches), strict=True):
        expect_close("y (T_x, n_x, m)", got, want)


gru_forward = Exercise(
    "gru_forward",
    __name__,
    returns="y (T_x, n_x, m)",
)


@gru_forward.check("FILL IN what holds, as a sentence.", points=1, hint="FILL IN where to look, never the answer.")
def gru_forward_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    batches = [{"x": rng.standard_normal(sizes.shape("T_x, n_x, m"))} for sizes in several_sizes(rng)]
    for got, want in zip(answer.each(batches), truth.each(batches), strict=True):
        expect_close("y (T_x, n_x, m)", got, want)


gru_cell_backward = Exercise(
    "gru_cell_backward",
    __name__,
    returns="y (T_x, n_x, m)",
)


@gru_cell_backward.check("FILL IN what holds, as a sentence.", points=1, hint="FILL IN where to look, never the answer.")
def gru_cell_backward_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    batches = [{"x": rng.standard_normal(sizes.shape("T_x, n_x, m"))} for sizes in several_sizes(rng)]
    for got, want in zip(answer.each(batches), truth.each(batches), strict=True):
        expect_close("y (T_x, n_x, m)", got, want)


update_bias_for_half_life = Exercise(
    "update_bias_for_half_life",
    __name__,
    returns="y (T_x, n_x, m)",
)


@update_bias_for_half_life.check("FILL IN what holds, as a sentence.", points=1, hint="FILL IN where to look, never the answer.")
def update_bias_for_half_life_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    batches = [{"x": rng.standard_normal(sizes.shape("T_x, n_x, m"))} for sizes in several_sizes(rng)]
    for got, want in zip(answer.each(batches), truth.each(batches), strict=True):
        expect_close("y (T_x, n_x, m)", got, want)
