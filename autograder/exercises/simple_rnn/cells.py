"""One step: the cell, and the same cell with its two weights side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.errors import Mismatch, NotAttempted
from autograder.exercise import Exercise
from autograder.expect import expect_close, expect_unchanged
from autograder.promises.inputs import Call, several_sizes, some_sizes
from autograder.promises.simple_rnn import RNN

cell = Exercise(
    "rnn_cell_forward",
    __name__,
    returns=("a_next (n_a, m)", "yt_pred (n_y, m)", "cache: any"),
)


@cell.check(
    "The new activation is tanh of three terms added up.",
    points=2,
    hint="First add the three terms, then take tanh once. Each weight is to the left of what it acts on.",
)
def the_new_activation_follows_the_equation(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    steps = [RNN.a_step(rng, sizes) for sizes in several_sizes(rng)]
    for got, want in zip(answer.each(steps), truth.each(steps), strict=True):
        expect_close("a_next", got, want)


@cell.check(
    "The prediction is made from the new activation.",
    points=2,
    hint="The scores are W_ya times the new activation, plus b_y. Softmax makes each column sum to 1.",
)
def the_prediction_follows_the_equation(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    steps = [RNN.a_step(rng, sizes) for sizes in several_sizes(rng)]
    for got, want, step in zip(answer.each(steps), truth.each(steps), steps, strict=True):
        if not belongs_to_own_activation(got.yt_pred, got.a_next, step):
            expect_close("yt_pred", got, want)


def belongs_to_own_activation(yt_pred: Any, a_next: Any, step: Call, weight: str = "Wya") -> bool:
    """Tell whether yt_pred is the distribution that a_next leads to, right or wrong: a wrong a_next is charged once."""
    Wya, by, m = step["parameters"][weight], step["parameters"]["by"], step["xt"].shape[1]
    n_y, n_a = Wya.shape
    if not (_is_real(yt_pred, (n_y, m)) and _is_real(a_next, (n_a, m)) and np.all(yt_pred > 0)):
        return False
    # What turns scores into probabilities takes one number from all the scores of a column.
    taken = Wya @ a_next + by - np.log(yt_pred)
    return bool(np.allclose(taken, taken[:1], atol=1e-9) and np.allclose(np.sum(yt_pred, axis=0), 1))


def _is_real(value: Any, shape: tuple[int, ...]) -> bool:
    return isinstance(value, np.ndarray) and value.shape == shape and value.dtype == np.float64


@cell.check(
    "The arguments stay as they were.",
    promise=True,
    points=1,
    hint="a_prev, xt and the parameters belong to the caller: make a new array for the result.",
)
def its_arguments_are_left_alone(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    expect_unchanged(answer, **RNN.a_step(rng, some_sizes(rng)))


# ---------------------------------------------------------------------------------------------- stacked weights

stack = Exercise("stack_weights", __name__, returns="Wa (n_a, n_a + n_x)")


@stack.check(
    "W_aa is on the left and W_ax on the right.",
    points=1,
    hint="Put them side by side, in the order in which a_prev and xt are put one above the other.",
)
def Waa_stands_on_the_left_and_Wax_on_the_right(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:  # noqa: N802  # the symbols of the course
    weights = [
        {name: rng.standard_normal(sizes.shape(RNN.axes[name])) for name in ("Waa", "Wax")}
        for sizes in several_sizes(rng)
    ]
    for got, want in zip(answer.each(weights), truth.each(weights), strict=True):
        expect_close("Wa (n_a, n_a + n_x)", got, want)


stacked = Exercise("cell_stacked", __name__, returns="a_next (n_a, m)", uses=(stack,))


@stacked.check(
    "One product with W_a does the work of two.",
    points=2,
    hint="W_a has n_a + n_x columns, so it acts on a column of n_a + n_x numbers. Which of them are on top?",
)
def one_product_does_the_work_of_two(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    steps = [RNN.a_step(rng, sizes) for sizes in several_sizes(rng)]
    weights = [{name: step["parameters"][name] for name in ("Waa", "Wax")} for step in steps]
    inputs = [{"xt": step["xt"], "a_prev": step["a_prev"], "ba": step["parameters"]["ba"]} for step in steps]
    calls = _with_weights(inputs, truth.own("stack_weights").each(weights))
    wants = truth.each(calls)
    try:
        _expect_all(answer, calls, wants)
    except Mismatch:
        # Who stacks another way, in both functions, has lost the point for that already.
        if not _undoes_own_stacking(answer, inputs, weights, wants):
            raise


def _with_weights(inputs: list[Call], Was: Sequence[Any]) -> list[Call]:
    return [
        {"xt": call["xt"], "a_prev": call["a_prev"], "Wa": Wa, "ba": call["ba"]}
        for call, Wa in zip(inputs, Was, strict=True)
    ]


def _expect_all(answer: Answer, calls: list[Call], wants: Sequence[Any]) -> None:
    for got, want in zip(answer.each(calls), wants, strict=True):
        expect_close("a_next (n_a, m)", got, want)


def _undoes_own_stacking(answer: Answer, inputs: list[Call], weights: list[Call], wants: Sequence[Any]) -> bool:
    try:
        own = answer.own("stack_weights").each(weights)
        _expect_all(answer.own("cell_stacked"), _with_weights(inputs, own), wants)
    except (Mismatch, NotAttempted):
        return False
    return True
