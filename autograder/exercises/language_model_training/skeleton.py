"""Lesson 07: FILL IN."""

from __future__ import annotations

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.expect import expect_close
from autograder.promises.inputs import Rng, several_sizes

lm_batches = Exercise(
    "lm_batches",
    __name__,
    returns="y (T_x, n_x, m)",
)


@lm_batches.check("FILL IN what holds, as a sentence.", points=1, hint="FILL IN where to look, never the answer.")
def lm_batches_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    batches = [{"x": rng.standard_normal(sizes.shape("T_x, n_x, m"))} for sizes in several_sizes(rng)]
    for got, want in zip(answer.each(batches), truth.each(batches), strict=True):
        expect_close("y (T_x, n_x, m)", got, want)


train_step = Exercise(
    "train_step",
    __name__,
    returns="y (T_x, n_x, m)",
)


@train_step.check("FILL IN what holds, as a sentence.", points=1, hint="FILL IN where to look, never the answer.")
def train_step_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    batches = [{"x": rng.standard_normal(sizes.shape("T_x, n_x, m"))} for sizes in several_sizes(rng)]
    for got, want in zip(answer.each(batches), truth.each(batches), strict=True):
        expect_close("y (T_x, n_x, m)", got, want)


train_lm = Exercise(
    "train_lm",
    __name__,
    returns="y (T_x, n_x, m)",
)


@train_lm.check("FILL IN what holds, as a sentence.", points=1, hint="FILL IN where to look, never the answer.")
def train_lm_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    batches = [{"x": rng.standard_normal(sizes.shape("T_x, n_x, m"))} for sizes in several_sizes(rng)]
    for got, want in zip(answer.each(batches), truth.each(batches), strict=True):
        expect_close("y (T_x, n_x, m)", got, want)


apply_temperature = Exercise(
    "apply_temperature",
    __name__,
    returns="y (T_x, n_x, m)",
)


@apply_temperature.check("FILL IN what holds, as a sentence.", points=1, hint="FILL IN where to look, never the answer.")
def apply_temperature_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    batches = [{"x": rng.standard_normal(sizes.shape("T_x, n_x, m"))} for sizes in several_sizes(rng)]
    for got, want in zip(answer.each(batches), truth.each(batches), strict=True):
        expect_close("y (T_x, n_x, m)", got, want)


sample = Exercise(
    "sample",
    __name__,
    returns="y (T_x, n_x, m)",
)


@sample.check("FILL IN what holds, as a sentence.", points=1, hint="FILL IN where to look, never the answer.")
def sample_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    batches = [{"x": rng.standard_normal(sizes.shape("T_x, n_x, m"))} for sizes in several_sizes(rng)]
    for got, want in zip(answer.each(batches), truth.each(batches), strict=True):
        expect_close("y (T_x, n_x, m)", got, want)
