"""Lesson 06: FILL IN."""

from __future__ import annotations

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.expect import expect_close
from autograder.promises.inputs import Rng, several_sizes

tokenize = Exercise(
    "tokenize",
    __name__,
    returns="y (T_x, n_x, m)",
)


@tokenize.check("FILL IN what holds, as a sentence.", points=1, hint="FILL IN where to look, never the answer.")
def tokenize_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    batches = [{"x": rng.standard_normal(sizes.shape("T_x, n_x, m"))} for sizes in several_sizes(rng)]
    for got, want in zip(answer.each(batches), truth.each(batches), strict=True):
        expect_close("y (T_x, n_x, m)", got, want)


build_vocab = Exercise(
    "build_vocab",
    __name__,
    returns="y (T_x, n_x, m)",
)


@build_vocab.check("FILL IN what holds, as a sentence.", points=1, hint="FILL IN where to look, never the answer.")
def build_vocab_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    batches = [{"x": rng.standard_normal(sizes.shape("T_x, n_x, m"))} for sizes in several_sizes(rng)]
    for got, want in zip(answer.each(batches), truth.each(batches), strict=True):
        expect_close("y (T_x, n_x, m)", got, want)


encode = Exercise(
    "encode",
    __name__,
    returns="y (T_x, n_x, m)",
)


@encode.check("FILL IN what holds, as a sentence.", points=1, hint="FILL IN where to look, never the answer.")
def encode_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    batches = [{"x": rng.standard_normal(sizes.shape("T_x, n_x, m"))} for sizes in several_sizes(rng)]
    for got, want in zip(answer.each(batches), truth.each(batches), strict=True):
        expect_close("y (T_x, n_x, m)", got, want)


make_lm_pair = Exercise(
    "make_lm_pair",
    __name__,
    returns="y (T_x, n_x, m)",
)


@make_lm_pair.check("FILL IN what holds, as a sentence.", points=1, hint="FILL IN where to look, never the answer.")
def make_lm_pair_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    batches = [{"x": rng.standard_normal(sizes.shape("T_x, n_x, m"))} for sizes in several_sizes(rng)]
    for got, want in zip(answer.each(batches), truth.each(batches), strict=True):
        expect_close("y (T_x, n_x, m)", got, want)


sentence_log_prob = Exercise(
    "sentence_log_prob",
    __name__,
    returns="y (T_x, n_x, m)",
)


@sentence_log_prob.check("FILL IN what holds, as a sentence.", points=1, hint="FILL IN where to look, never the answer.")
def sentence_log_prob_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    batches = [{"x": rng.standard_normal(sizes.shape("T_x, n_x, m"))} for sizes in several_sizes(rng)]
    for got, want in zip(answer.each(batches), truth.each(batches), strict=True):
        expect_close("y (T_x, n_x, m)", got, want)


perplexity = Exercise(
    "perplexity",
    __name__,
    returns="y (T_x, n_x, m)",
)


@perplexity.check("FILL IN what holds, as a sentence.", points=1, hint="FILL IN where to look, never the answer.")
def perplexity_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    batches = [{"x": rng.standard_normal(sizes.shape("T_x, n_x, m"))} for sizes in several_sizes(rng)]
    for got, want in zip(answer.each(batches), truth.each(batches), strict=True):
        expect_close("y (T_x, n_x, m)", got, want)
