"""Lesson 11: FILL IN."""

from __future__ import annotations

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.expect import expect_close
from autograder.promises.inputs import Rng, several_sizes

birnn_backward = Exercise(
    "birnn_backward",
    __name__,
    returns="y (T_x, n_x, m)",
)


@birnn_backward.check("FILL IN what holds, as a sentence.", points=1, hint="FILL IN where to look, never the answer.")
def birnn_backward_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    batches = [{"x": rng.standard_normal(sizes.shape("T_x, n_x, m"))} for sizes in several_sizes(rng)]
    for got, want in zip(answer.each(batches), truth.each(batches), strict=True):
        expect_close("y (T_x, n_x, m)", got, want)
