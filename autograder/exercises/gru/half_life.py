"""The bias that makes an update gate keep half of a memory for so many steps."""

from __future__ import annotations

import numpy as np

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.expect import expect, expect_close, expect_shape
from autograder.promises.inputs import Rng
from autograder.tolerance import ATOL, RTOL

half_life = Exercise("update_bias_for_half_life", __name__, returns="bias")


@half_life.check(
    "After so many steps half of the memory is left.",
    points=2,
    hint="Put your bias into the equation of the docstring: is it 1/2? One number is expected, no array.",
)
def after_so_many_steps_half_is_left(answer: Answer, truth: Answer, rng: Rng) -> None:
    drawn = sorted(rng.choice(np.arange(4, 500), size=5, replace=False).tolist())
    calls = [{"steps": steps} for steps in (1, 2, 3, *drawn, 500)]
    for call, got, want in zip(calls, answer.each(calls), truth.each(calls), strict=True):
        expect_close("bias", got, want, because=f"The half-life is {call['steps']} {steps_in_words(call['steps'])}.")


def steps_in_words(steps: float) -> str:
    return "step" if steps == 1 else "steps"


@half_life.check(
    "Any half-life above 0 will do, whole or not.",
    promise=True,
    points=1,
    hint="A half-life may be 2.5 steps, less than one, or a million. Work out each line by hand for one of these.",
)
def any_half_life_will_do(answer: Answer, truth: Answer, rng: Rng) -> None:
    short, between = rng.uniform(0.1, 0.9), rng.uniform(1.6, 1.9) + rng.integers(1, 30)
    odd = [float(short), 0.5, 2.75, float(between), np.float64(between + 1), float(10 ** rng.uniform(4, 6)), 1_000_000]
    calls = [{"steps": steps} for steps in (1, 20, 300, *odd)]
    pairs = list(zip(calls, answer.each(calls), truth.each(calls), strict=True))
    for call, got, _ in pairs:
        expect_shape("bias", got, ())
        expect(np.isfinite(got), f"The half-life is {call['steps']:.6g} steps, and the bias is {got}.")
    if all(np.isclose(got, want, rtol=RTOL, atol=ATOL) for _, got, want in pairs[:3]):  # else that is charged above
        for call, got, want in pairs[3:]:
            expect_close("bias", got, want, because=f"The half-life is {call['steps']:.6g} steps.")
