"""Many to one, backward: the gradient of one prediction, back through all of its sequence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.course_function import CourseFunction
from autograder.errors import Mismatch
from autograder.exercise import Exercise
from autograder.exercises import backpropagation_through_time as bptt
from autograder.exercises import gradient_checking
from autograder.exercises.types_of_rnn.apart import ways_around
from autograder.exercises.types_of_rnn.many_to_one import PADDING, in_short, lengths_of
from autograder.expect import expect_unchanged
from autograder.promises.apart import Ways, expect_apart, expect_true_apart
from autograder.promises.gradients import gradients_of_loop, parts
from autograder.promises.inputs import Call, Rng, Sizes, several_sizes, some_sizes
from autograder.promises.rnn_caches import caches_of
from autograder.promises.simple_rnn import RNN, without_recurrence


def stand_in_backward(da, caches):  # type: ignore[no-untyped-def]  # travels as source
    """Take the place of a learner's rnn_backward that is not right yet; no gradient of anything."""
    pull = np.stack([each * (1 + 0.3 * t + 0.1 * caches[t][0]) for t, each in enumerate(da)])
    total = pull.sum(axis=0)
    read = sum(np.cos(cache[2]) for cache in caches)
    return {
        "dx": np.stack([np.cos(cache[2]) * each.sum(axis=0) for cache, each in zip(caches, pull, strict=True)]),
        "da0": total * (1 + caches[0][1]) + np.abs(caches[0][3]["Waa"]).mean(),
        "dWax": np.add.outer(total.sum(axis=1), read.sum(axis=1)),
        "dWaa": np.add.outer(total.sum(axis=1), total.max(axis=1)),
        "dba": np.sin(total).sum(axis=1, keepdims=True),
    }


AROUND_BACKWARD: Ways = ({}, {"rnn_backward": CourseFunction(stand_in_backward)})
GRADIENTS = gradients_of_loop(RNN)

backward = Exercise(
    "many_to_one_backward",
    __name__,
    returns=dict.fromkeys(GRADIENTS, ""),
    uses=(bptt.backward, bptt.cell_backward, gradient_checking.masked),
)


def ways_of(answer: Answer, truth: Answer, rng: Rng) -> tuple[Ways, str]:
    """Return the ways to judge apart from the learner's rnn_backward, and its name where that is not right yet."""
    sizes = some_sizes(rng)
    da = rng.standard_normal(sizes.shape("T_x, n_a, m"))
    call = {"da": da, "caches": caches_of(**RNN.a_sequence(rng, sizes))}
    want, compare = truth.own("rnn_backward")(**call), parts(RNN, *GRADIENTS)
    return ways_around("rnn_backward", AROUND_BACKWARD, lambda got: compare(got, want, call), answer, call)


def a_way_back(rng: Rng, sizes: Sizes, padding: int = 0, *, flat: bool = False) -> Call:
    """Draw the gradient of one prediction an example, and the caches; `flat` means that nothing goes through time."""
    sequence = RNN.a_sequence(rng, sizes)
    caches = caches_of(**(without_recurrence(sequence) if flat else sequence))
    da_last = rng.standard_normal((sizes.n_a, sizes.m))
    return {"da_last": da_last, "caches": caches, "lengths": lengths_of(rng, sizes, padding)}


def flat_ways(rng: Rng) -> list[Call]:
    usual, ones, equal = several_sizes(rng)
    longer = usual.but(T_x=usual.T_x + PADDING)
    cases = [(usual, 0), (longer, PADDING), (ones, 0), (ones, PADDING), (equal, 0), (some_sizes(rng).but(T_x=1), 0)]
    return [a_way_back(rng, sizes, padding, flat=True) for sizes, padding in cases]


@backward.check(
    "The gradient enters each example at its own last step.",
    points=2,
    hint="One activation of each example was read by its prediction. Which index has it, and what do the others get?",
)
def it_enters_each_example_at_its_own_last_step(answer: Answer, truth: Answer, rng: Rng) -> None:
    expect_to_enter(answer, truth, flat_ways(rng), *ways_of(answer, truth, rng))


def expect_to_enter(answer: Answer, truth: Answer, calls: list[Call], ways: Ways, wrong: str) -> None:
    """Expect dx to be right where nothing goes through time: it then shows where the gradient came in."""

    def compare(got: Any, want: Any, call: Call) -> None:
        says = f"{in_short(call, len(call['caches']))} Here W_aa is 0, so nothing comes back from a later step."
        parts(RNN, "dx", because=says)(got, want, call)

    expect_true_apart(compare, answer, truth, calls, ways, wrong=wrong)


@backward.check(
    "From there it goes back through all earlier steps.",
    points=2,
    hint="Which function of yours carries gradients back through time, and what does it want at each step?",
)
def from_there_it_goes_back_through_all_earlier_steps(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = [*several_sizes(rng), some_sizes(rng).but(T_x=1)]
    calls, flat = [a_way_back(rng, each) for each in sizes], flat_ways(rng)
    pair = one_example(rng)
    wants = truth.each([unit for each in pair for unit in units_of(each)])
    ways, wrong = ways_of(answer, truth, rng)
    try:
        expect_true_apart(parts(RNN, *GRADIENTS), answer, truth, calls, ways, wrong=wrong)
    except Mismatch:
        # Who lets it in at other steps has lost points for that, and may still carry it back rightly from there.
        if _enters(answer, truth, flat, ways) or not carries_back_its_own(answer.each(pair), wants):
            raise


def _enters(answer: Answer, truth: Answer, calls: list[Call], ways: Ways) -> bool:
    try:
        expect_to_enter(answer, truth, calls, ways, "")
    except Mismatch:
        return False
    return True


def one_example(rng: Rng) -> list[Call]:
    """Draw a way back for one example that ends early, first without recurrence and then with it."""
    sequence = RNN.a_sequence(rng, Sizes(T_x=4, n_x=3, n_a=2, m=1))
    da_last, lengths = rng.standard_normal((2, 1)), np.array([2])
    both = (without_recurrence(sequence), sequence)
    return [{"da_last": da_last, "caches": caches_of(**each), "lengths": lengths} for each in both]


def units_of(call: Call) -> list[Call]:
    """Return the calls in which a 1 enters at each step and unit in turn."""
    steps = range(1, len(call["caches"]) + 1)
    return [{**call, "da_last": unit[:, None], "lengths": np.array([t])} for t in steps for unit in np.eye(2)]


def carries_back_its_own(got: Sequence[Any], units: Sequence[Any]) -> bool:
    """Tell whether what enters at steps of the answer's own choice is carried back rightly from there.

    All gradients are linear in what enters. Without recurrence dx says what that is, step by step and unit by unit;
    with it each gradient has to be the same combination of the responses to single units.

    Args:
        got: what the answer made of `one_example`.
        units: what is true of `units_of` the first call, and then of the second.
    """
    half = len(units) // 2
    try:
        return any(_follows(got, units[:half], units[half:], order) for order in (1, -1))
    except (Mismatch, ValueError, TypeError):  # odd shapes, or nothing that can be read
        return False


def _follows(got: Sequence[Any], flat: Sequence[Any], whole: Sequence[Any], order: int) -> bool:
    """Do the work of `carries_back_its_own`; of dx in reverse order where `order` is -1."""
    dx_flat, dx = (_as_long_as(flat[0].dx, each.dx)[::order] for each in got)
    matrix = np.stack([np.ravel(unit.dx) for unit in flat], axis=1)
    entered = np.linalg.lstsq(matrix, np.ravel(dx_flat), rcond=None)[0]
    pairs = [(dx_flat, flat, "dx"), (dx, whole, "dx"), *((got[1][name], whole, name) for name in GRADIENTS[1:])]
    dues = [sum(c * unit[name] for c, unit in zip(entered, of, strict=True)) for _, of, name in pairs]
    return bool(np.any(np.abs(entered) > 1e-6)) and all(
        np.shape(mine) == np.shape(due) and np.allclose(mine, due, rtol=1e-6, atol=1e-9)
        for (mine, _, _), due in zip(pairs, dues, strict=True)
    )


def _as_long_as(due: np.ndarray, dx: Any) -> np.ndarray:
    """Return dx with zeros for steps of padding that were left out: that is charged where the gradient enters."""
    missing = max(0, len(due) - len(dx))
    return np.concatenate([np.asarray(dx, dtype=np.float64), np.zeros((missing, *np.shape(dx)[1:]))])


@backward.check(
    "All arguments are left alone.",
    promise=True,
    points=1,
    hint="Others use da_last, the caches and the lengths again. Which line writes into one of them?",
)
def gradient_caches_and_lengths_are_left_alone(answer: Answer, truth: Answer, rng: Rng) -> None:
    call = a_way_back(rng, some_sizes(rng), PADDING)
    ways, wrong = ways_of(answer, truth, rng)
    expect_apart(lambda each: expect_unchanged(each, **call), answer, ways, wrong=wrong)
