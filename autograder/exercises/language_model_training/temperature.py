"""Scores made into probabilities, sharper or flatter."""

from __future__ import annotations

import numpy as np

from autograder.answer import Answer
from autograder.errors import Mismatch
from autograder.exercise import Exercise
from autograder.expect import expect, expect_close, expect_quiet, expect_raises, expect_unchanged
from autograder.promises.inputs import Call, Rng, several_sizes, some_sizes

temperature = Exercise("apply_temperature", __name__, returns="y_pred (n_y, m)")


@temperature.check(
    "The scores are divided by the temperature before softmax.",
    points=2,
    hint="What is divided by tau, the scores or the probabilities? Which axis sums to 1?",
)
def the_scores_are_divided_by_the_temperature(answer: Answer, truth: Answer, rng: Rng) -> None:
    calls = moderate_calls(rng)
    for call, got, want in zip(calls, answer.each(calls), truth.each(calls), strict=True):
        expect_close("y_pred (n_y, m)", got, want, because=f"Here tau is {call['tau']:.3g}.")


def moderate_calls(rng: Rng) -> list[Call]:
    """Draw scores for which nothing overflows, however softmax is written, at temperatures from cold to hot."""
    warm = [float(tau) for tau in rng.uniform([0.3, 1.3, 2.5], [0.8, 2, 6])]
    shapes = [sizes.shape("n_y, m") for sizes in several_sizes(rng)]
    calls: list[Call] = [
        {"logits": 2 * rng.standard_normal(shape), "tau": tau} for shape, tau in zip(shapes, warm, strict=True)
    ]
    logits = 2 * rng.standard_normal(some_sizes(rng).shape("n_y, m"))
    calls += [{"logits": logits, "tau": tau} for tau in (1.0, 0.05, 200.0)]
    whole = rng.integers(-4, 5, (5, 3))
    return [*calls, {"logits": whole, "tau": 2}, {"logits": rng.standard_normal((1, 3)), "tau": 0.7}]


@temperature.check(
    "Large scores and low temperatures give no warning, and the scores are left alone.",
    promise=True,
    points=1,
    hint="np.exp(1000) is infinite: the softmax of lesson 00 avoids it. And which line writes into logits?",
)
def large_scores_give_no_warning_and_are_left_alone(answer: Answer, truth: Answer, rng: Rng) -> None:
    shape = some_sizes(rng).shape("n_y, m")
    usual: Call = {"logits": rng.standard_normal(shape), "tau": 0.8}
    spread = rng.permutation(np.linspace(-1, 1, shape[0]))[:, None] + 0.01 * rng.standard_normal(shape)
    calls: list[Call] = [
        {"logits": usual["logits"] + 1000, "tau": 0.8},
        {"logits": usual["logits"] - 1000, "tau": 0.8},
        {"logits": 1000 * spread, "tau": 1.5},
        {"logits": spread, "tau": 1e-3},
        {"logits": spread, "tau": 1e-6},
        {"logits": np.array([[1000.0, 0.0], [0.0, -1000.0], [999.0, -1.0]]), "tau": 0.5},
    ]
    is_right = np.allclose(answer(**usual), truth(**usual), rtol=1e-6)
    for call, want in zip(calls, truth.each(calls), strict=True):
        says = f"Scores up to {np.abs(call['logits']).max():.4g} at the temperature {call['tau']:g}:"
        got = _quietly(answer, call, says)
        expect(np.isfinite(got).all(), f"{says} the result has nan or infinity in it.")
        if is_right:  # what is wrong everywhere is charged by another check
            expect_close("y_pred (n_y, m)", got, want, because=f"{says} with ordinary scores it was right.")
    expect_unchanged(answer, **usual)
    expect_unchanged(answer, **{**usual, "tau": 1.0})


def _quietly(answer: Answer, call: Call, says: str) -> np.ndarray:
    try:
        return np.asarray(expect_quiet(answer, **call))
    except Mismatch as mismatch:
        raise Mismatch(f"{says} {mismatch}", mismatch.cause) from None


@temperature.check(
    "A temperature of 0 or below raises a ValueError.",
    points=1,
    hint="See `Raises` in the docstring: which values of tau have no answer?",
)
def a_temperature_of_0_or_below_raises_a_value_error(answer: Answer, truth: Answer, rng: Rng) -> None:
    logits = rng.standard_normal(some_sizes(rng).shape("n_y, m"))
    warm = [answer.attempt(logits=logits, tau=tau) for tau in (1.0, 0.1, 0.999, 3.0)]
    refused = [0.0, 0, -1.0, -0.3, -1e-9, -2]
    for tau in refused:  # all of them, to tell mistakes apart
        answer.attempt(logits=logits, tau=tau)
    for reply in warm:
        answer.read(reply)  # nothing is expected here but an answer
    for tau in refused:
        expect_raises(answer, ValueError, {"logits": logits, "tau": tau}, because=f"tau is {tau}.")
