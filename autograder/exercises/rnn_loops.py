"""What the checks of lesson 02 share: inputs, and how a loop is judged apart from the cell that it calls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.course_function import CourseFunction
from autograder.errors import Mismatch, NotAttempted
from autograder.expect import expect, expect_close
from autograder.returned import Returned

T_x, n_x, n_a, n_y, m = 6, 3, 5, 7, 4


def some_parameters(rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Draw parameters of a simple RNN; no term is zero and no tanh saturates."""
    return {
        "Wax": 0.4 * rng.standard_normal((n_a, n_x)),
        "Waa": 0.4 * rng.standard_normal((n_a, n_a)),
        "Wya": 0.4 * rng.standard_normal((n_y, n_a)),
        "ba": 0.4 * rng.standard_normal((n_a, 1)),
        "by": 0.4 * rng.standard_normal((n_y, 1)),
    }


def a_step(rng: np.random.Generator, examples: int = m) -> dict[str, Any]:
    return {
        "xt": rng.standard_normal((n_x, examples)),
        "a_prev": 0.5 * rng.standard_normal((n_a, examples)),
        "parameters": some_parameters(rng),
    }


def a_sequence(rng: np.random.Generator, steps: int = T_x, examples: int = m) -> dict[str, Any]:
    return {
        "x": rng.standard_normal((steps, n_x, examples)),
        "a0": 0.5 * rng.standard_normal((n_a, examples)),
        "parameters": some_parameters(rng),
    }


def padded(lengths: list[int], steps: int = T_x) -> np.ndarray:
    """Return the mask of a batch of these lengths, shape (steps, m)."""
    return np.arange(steps)[:, None] < np.array(lengths)


def with_holes() -> np.ndarray:
    """Return a mask with False before, between and after valid steps, another pattern for each example."""
    rows = ["0111", "1011", "0101", "1100", "0110", "1001"]
    return np.array([[digit == "1" for digit in row] for row in rows])


def a_batch_of_predictions(rng: np.random.Generator, mask: np.ndarray) -> dict[str, Any]:
    """Draw predictions and labels for a loss; labels are in range everywhere, at masked steps too."""
    scores = rng.standard_normal((mask.shape[0], n_y, mask.shape[1]))
    y_pred = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    return {"y_pred": y_pred, "y": rng.integers(0, n_y, mask.shape), "mask": mask}


def stand_in_cell(xt, a_prev, parameters):  # type: ignore[no-untyped-def]  # travels as source
    """A cell that is not the answer, with which a loop can be judged where the learner's own cell is not right yet."""
    a_next = 0.5 * a_prev + parameters["Wax"] @ xt + parameters["ba"]
    return a_next, parameters["Wya"] @ a_next, (a_next, a_prev, xt, parameters)


STAND_IN = CourseFunction(stand_in_cell)
AROUND_ANOTHER = "(Your rnn_cell_forward is not right yet, so this loop was tried around another cell.)"


def around_stand_in(answer: Answer) -> Answer:
    return answer.with_stand_in(rnn_cell_forward=STAND_IN)


def has_right_cell(answer: Answer, truth: Answer, rng: np.random.Generator) -> bool:
    """Tell whether the learner's own cell does one step right; a cell that is wrong has cost its points already."""
    step = a_step(rng)
    want = truth.own("rnn_cell_forward")(**step)
    try:
        own = answer.own("rnn_cell_forward")
        reply = own.attempt(**step)
        expect(not reply.changed, "The cell writes into its arguments.")
        for part in ("a_next", "yt_pred"):
            expect_close(part, own.read(reply), want)
    except (Mismatch, NotAttempted):
        return False
    return True


def expect_of_loop(promise: Callable[[Answer], None], answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    """Expect a promise of the answer as it is, or around the stand-in where the learner's own cell is not right."""
    if has_right_cell(answer, truth, rng):
        return promise(answer)
    try:
        promise(around_stand_in(answer))
    except Mismatch:
        try:
            promise(answer)
        except (Mismatch, NotAttempted):
            pass
        else:
            return
        raise


def expect_own_cell(answer: Answer, got: Returned, sequence: dict[str, Any], mask: np.ndarray) -> None:
    """Expect every valid step to be what the learner's own cell makes of the step before."""
    before = np.concatenate([sequence["a0"][None], got.a[:-1]])
    steps = [
        {"xt": xt, "a_prev": a, "parameters": sequence["parameters"]}
        for xt, a in zip(sequence["x"], before, strict=True)
    ]
    own = answer.own("rnn_cell_forward").each(steps)
    a = np.where(mask[:, None], np.stack([step.a_next for step in own]), before)
    y_pred = np.stack([step.yt_pred for step in own])
    expect_close("a", got.a, a)
    expect_close("y_pred", _where_valid(got.y_pred, mask), _where_valid(y_pred, mask))


def expect_loop(answer: Answer, truth: Answer, sequence: dict[str, Any], rng: np.random.Generator) -> None:
    """Expect the right loop around the learner's own cell, or, where that is not right yet, around a stand-in.

    A loop that does not call the cell is judged by what it returns.
    """
    right_cell = has_right_cell(answer, truth, rng)
    want, around = truth(**sequence), around_stand_in(truth)(**sequence)
    if right_cell:
        return expect_sequence(answer(**sequence), want, sequence)
    try:
        expect_sequence(around_stand_in(answer)(**sequence), around, sequence, because=AROUND_ANOTHER)
    except Mismatch:
        if not is_right_by_itself(answer, want, sequence):
            raise


def is_right_by_itself(answer: Answer, want: Returned, sequence: dict[str, Any]) -> bool:
    """Tell whether a loop that the stand-in did not reach is right, or as right as the learner's own cell."""
    mask = sequence.get("mask", np.ones(want.a.shape[::2], dtype=bool))
    ways: list[Callable[[Returned], None]] = [
        lambda got: expect_sequence(got, want, sequence),
        lambda got: expect_own_cell(answer, got, sequence, mask),
    ]
    return any(_holds(way, answer, sequence) for way in ways)


def _holds(way: Callable[[Returned], None], answer: Answer, sequence: dict[str, Any]) -> bool:
    try:
        way(answer(**sequence))
    except (Mismatch, NotAttempted, ValueError):  # ValueError: parts that do not fit together
        return False
    return True


def expect_sequence(got: Returned, want: Returned, sequence: dict[str, Any], *, because: str | None = None) -> None:
    """Expect all activations, and all predictions but those at masked steps."""
    expect_close("a", got, want, because=because)
    if "mask" not in sequence:
        expect_close("y_pred", got, want, because=because)
        return
    mask = sequence["mask"]
    expect_close(
        "y_pred (T_x, n_y, m)", _where_valid(got.y_pred, mask), _where_valid(want.y_pred, mask), because=because
    )


def _where_valid(y_pred: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Return y_pred with zeros at masked steps, where it has no meaning."""
    fits = np.ndim(y_pred) == 3 and y_pred.shape[::2] == mask.shape
    return np.where(mask[:, None], y_pred, 0.0) if fits else y_pred
