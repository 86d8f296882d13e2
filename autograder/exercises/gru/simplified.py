"""One step of a GRU that has an update gate and no reset gate."""

from __future__ import annotations

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.exercises.gru import gates
from autograder.exercises.gru.changes import UPDATE_SQUASHED, charged
from autograder.exercises.gru.gates import is_charged_elsewhere, squashes_otherwise
from autograder.expect import expect_unchanged
from autograder.promises.gru import SIMPLIFIED
from autograder.promises.inputs import Rng, several_sizes, some_sizes

simplified = Exercise("gru_simplified_cell", __name__, returns="c_next (n_a, m)")

CHARGED = charged("uc")


@simplified.check(
    "The candidate is a tanh of the old memory and the input.",
    points=1,
    hint="The candidate's equation, symbol by symbol: stack, weight, bias, tanh.",
)
def the_candidate_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    squashed = squashes_otherwise(answer, truth, rng, SIMPLIFIED, UPDATE_SQUASHED)
    if not (is_charged_elsewhere(answer, truth, rng, SIMPLIFIED, CHARGED, "c") or squashed):
        steps = [SIMPLIFIED.a_step(rng, sizes) for sizes in several_sizes(rng)]
        says = "Here the update gate is open, by a bias of 50, so the candidate should be all of c_next."
        gates.expect_candidate(answer, truth, steps, says)


@simplified.check(
    "The update gate is a sigmoid of the old memory and the input.",
    points=1,
    hint="The equation of the gate, symbol by symbol: stack, weight, bias, sigmoid.",
)
def the_update_gate_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    if not is_charged_elsewhere(answer, truth, rng, SIMPLIFIED, CHARGED, "u"):
        gates.expect_update_gate(answer, truth, rng, SIMPLIFIED)


@simplified.check(
    "A shut update gate keeps the memory, an open one overwrites it.",
    points=2,
    hint="What should c_next be where the gate is 0, and what where it is 1?",
)
def a_shut_gate_keeps_and_an_open_one_overwrites(answer: Answer, truth: Answer, rng: Rng) -> None:
    squashed = squashes_otherwise(answer, truth, rng, SIMPLIFIED, UPDATE_SQUASHED)
    if not (is_charged_elsewhere(answer, truth, rng, SIMPLIFIED, CHARGED, "mixture") or squashed):
        gates.expect_gate_to_keep_or_overwrite(answer, rng, SIMPLIFIED)


@simplified.check(
    "The arguments stay as they were.",
    promise=True,
    points=1,
    hint="c_prev, xt and the parameters belong to the caller: make a new array for the result.",
)
def its_arguments_are_left_alone(answer: Answer, truth: Answer, rng: Rng) -> None:
    expect_unchanged(answer, **SIMPLIFIED.a_step(rng, some_sizes(rng)))
