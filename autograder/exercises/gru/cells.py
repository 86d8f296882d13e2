"""One step of a GRU: both gates, and a prediction."""

from __future__ import annotations

import numpy as np

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.exercises.gru import gates
from autograder.exercises.gru.caches import expect_cache_of_step
from autograder.exercises.gru.changes import (
    BOTH_SQUASHED,
    RESET_SQUASHED,
    UPDATE_SQUASHED,
    Change,
    bias,
    changed,
    charged,
)
from autograder.exercises.gru.gates import is_charged_elsewhere, squashes_otherwise
from autograder.exercises.simple_rnn.cells import belongs_to_own_activation
from autograder.expect import expect_close, expect_unchanged
from autograder.promises.gated import OPEN
from autograder.promises.gru import GRU
from autograder.promises.inputs import Rng, Sizes, several_sizes, some_sizes

cell = Exercise("gru_cell_forward", __name__, returns=("c_next (n_a, m)", "yt_pred (n_y, m)", "cache: any"))

CHARGED = charged("urc")
SQUASHED = [*UPDATE_SQUASHED, *RESET_SQUASHED, *BOTH_SQUASHED]


def half_shut(rng: Rng, sizes: Sizes) -> Change:
    """Return the change that shuts the reset gate of about half of the units and opens that of the others."""
    shut = rng.permutation(sizes.n_a) < (sizes.n_a + 1) // 2
    return bias("r", np.where(shut, -OPEN, OPEN)[:, None])


@cell.check(
    "The candidate reads the old memory through the reset gate.",
    points=2,
    hint="The candidate's equation, symbol by symbol: stack, gate, weight, bias, tanh.",
)
def the_candidate_reads_the_memory_through_the_reset_gate(answer: Answer, truth: Answer, rng: Rng) -> None:
    squashed = squashes_otherwise(answer, truth, rng, GRU, SQUASHED)
    if is_charged_elsewhere(answer, truth, rng, GRU, CHARGED, "c") or squashed:
        return
    steps = [changed(GRU.a_step(rng, sizes), half_shut(rng, sizes)) for sizes in several_sizes(rng)]
    says = "Here every gate is open or shut, by a bias of 50 or -50. The update gate is open: c_next is the candidate."
    gates.expect_candidate(answer, truth, steps, says)
    shut = [changed(GRU.a_step(rng, sizes), bias("r", -OPEN)) for sizes in several_sizes(rng)]
    says = "Here the reset gate is shut for every unit: the candidate should not depend on c_prev."
    gates.expect_candidate(answer, truth, shut, says)


@cell.check(
    "The reset gate is a sigmoid of the old memory and the input.",
    points=1,
    hint="The equation of this gate, symbol by symbol. Then: which entries does the gate multiply?",
)
def the_reset_gate_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    squashed = squashes_otherwise(answer, truth, rng, GRU, BOTH_SQUASHED)
    if not (is_charged_elsewhere(answer, truth, rng, GRU, CHARGED, "r") or squashed):
        gates.expect_reset_gate(answer, truth, rng, GRU)


@cell.check(
    "The update gate is a sigmoid of the old memory and the input.",
    points=1,
    hint="The equation of this gate, symbol by symbol: stack, weight, bias, sigmoid.",
)
def the_update_gate_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    if not is_charged_elsewhere(answer, truth, rng, GRU, CHARGED, "u"):
        gates.expect_update_gate(answer, truth, rng, GRU)


@cell.check(
    "A shut update gate keeps the memory, an open one overwrites it.",
    points=1,
    hint="What should c_next be where the update gate is 0, and what where it is 1?",
)
def a_shut_gate_keeps_and_an_open_one_overwrites(answer: Answer, truth: Answer, rng: Rng) -> None:
    squashed = squashes_otherwise(answer, truth, rng, GRU, SQUASHED)
    if not (is_charged_elsewhere(answer, truth, rng, GRU, CHARGED, "mixture") or squashed):
        gates.expect_gate_to_keep_or_overwrite(answer, rng, GRU)


@cell.check(
    "The prediction is made from the new memory.",
    points=1,
    hint="The scores are W_y times the new memory, plus b_y. Softmax makes each column sum to 1.",
)
def the_prediction_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    steps = [GRU.a_step(rng, sizes) for sizes in several_sizes(rng)]
    for got, want, step in zip(answer.each(steps), truth.each(steps), steps, strict=True):
        output = {"Wya": step["parameters"]["Wy"], "by": step["parameters"]["by"]}
        if not belongs_to_own_activation(got.yt_pred, got.c_next, {**step, "parameters": output}):
            expect_close("yt_pred", got, want)


@cell.check(
    "The cache holds what the way back reads, in the order of the docstring.",
    points=1,
    hint="The docstring names the seven entries of the cache and their order.",
)
def the_cache_holds_what_the_way_back_reads(answer: Answer, truth: Answer, rng: Rng) -> None:
    for sizes in several_sizes(rng):
        expect_cache_of_step(answer, GRU.a_step(rng, sizes))


@cell.check(
    "The arguments stay as they were.",
    promise=True,
    points=1,
    hint="c_prev, xt and the parameters belong to the caller: make a new array for the result.",
)
def the_arguments_are_left_alone(answer: Answer, truth: Answer, rng: Rng) -> None:
    expect_unchanged(answer, **GRU.a_step(rng, some_sizes(rng)))
