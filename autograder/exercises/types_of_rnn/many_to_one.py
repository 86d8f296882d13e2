"""Many to one, both ways: one prediction at the end of each sequence, and its gradient back through all of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.course_function import CourseFunction
from autograder.errors import Mismatch
from autograder.exercise import Exercise
from autograder.exercises import backpropagation_through_time as bptt
from autograder.exercises import gradient_checking, simple_rnn
from autograder.exercises.backpropagation_through_time.steps import charged_to
from autograder.expect import expect_close, expect_unchanged
from autograder.promises.apart import Ways, expect_apart, expect_true_apart
from autograder.promises.gradients import gradients_of_loop, parts
from autograder.promises.inputs import Call, Rng, Sizes, several_sizes, some_lengths, some_sizes
from autograder.promises.loops import in_words
from autograder.promises.simple_rnn import RNN, caches_of, without_recurrence

PADDING = 2  # steps that a batch may be longer than its longest example


def lengths_of(rng: Rng, sizes: Sizes, padding: int = 0) -> np.ndarray:
    """Draw lengths of a batch of which the last `padding` steps belong to no example."""
    return some_lengths(rng, sizes.but(T_x=sizes.T_x - padding))


def in_short(call: Call, steps: int) -> str:
    """Say how long the examples of a call are."""
    lengths = call["lengths"]
    return f"T_x is {steps}, and the {'lengths are' if len(lengths) > 1 else 'length is'} {in_words(lengths)}."


# ------------------------------------------------------------------------------------------------------- forward


def stand_in_forward(x, a0, parameters):  # type: ignore[no-untyped-def]  # travels as source
    """Take the place of a learner's rnn_forward that is not right yet."""
    start = parameters["Waa"] @ a0 + parameters["ba"]
    drift = 0.2 * np.arange(len(x))[:, None, None]  # so that no step leaves the activation as it was
    a = start + 0.3 * np.cumsum(parameters["Wax"] @ x, axis=0) + drift
    weights = np.exp(parameters["Wya"] @ a + parameters["by"])
    return (
        a,
        weights / weights.sum(axis=1, keepdims=True),
        [(after, a0, xt, parameters) for after, xt in zip(a, x, strict=True)],
    )


AROUND_FORWARD: Ways = ({}, {"rnn_forward": CourseFunction(stand_in_forward)})

forward = Exercise(
    "many_to_one_forward",
    __name__,
    # Without axes: an array of an odd shape costs the points of the one check that looks at it.
    returns=("y_hat", "a_last", "caches: any"),
    uses=(simple_rnn.forward, simple_rnn.masked, simple_rnn.cell),
)


def a_batch(rng: Rng, sizes: Sizes, padding: int = 0) -> Call:
    """Draw a padded batch; what stands in the padding is drawn like all the rest."""
    return {**RNN.a_sequence(rng, sizes), "lengths": lengths_of(rng, sizes, padding)}


@forward.check(
    "a_last is each example's activation at its own last step.",
    points=2,
    hint="Which step is the last valid one of an example of this length, and which index has it?",
)
def a_last_is_at_the_last_step_of_each_example(answer: Answer, truth: Answer, rng: Rng) -> None:
    usual, ones, equal = several_sizes(rng)
    calls = [a_batch(rng, usual), a_batch(rng, usual.but(T_x=usual.T_x + PADDING), PADDING)]
    calls += [a_batch(rng, ones), {**a_batch(rng, ones), "lengths": np.array([1])}]
    calls += [a_batch(rng, equal), {**a_batch(rng, usual), "lengths": np.full(usual.m, usual.T_x)}]
    calls.append(a_batch(rng, some_sizes(rng).but(T_x=1)))

    def compare(got: Any, want: Any, call: Call) -> None:
        with charged_to("a_last"):
            expect_close("a_last (n_a, m)", got.a_last, want.a_last, because=in_short(call, len(call["x"])))

    expect_true_apart(compare, answer, truth, calls, AROUND_FORWARD)


@forward.check(
    "Each example gets one prediction, made from a_last.",
    points=1,
    hint="The scores are W_ya times a_last, plus b_y. Softmax makes each column sum to 1.",
)
def each_example_gets_one_prediction_from_a_last(answer: Answer, truth: Answer, rng: Rng) -> None:
    usual, ones, equal = (sizes.but(T_x=sizes.T_x + PADDING) for sizes in several_sizes(rng))
    calls = [a_batch(rng, sizes, PADDING) for sizes in (usual, ones, equal)]
    turned: list[bool] = []  # who returns a_last first has lost points for that already

    def compare(got: Any, want: Any, call: Call) -> None:
        turned[:] = turned[:] if call is not calls[0] else [np.shape(got.y_hat) == want.a_last.shape]
        y_hat, a_last = (got.a_last, got.y_hat) if turned[0] else (got.y_hat, got.a_last)
        if not follows_from(y_hat, a_last, call["parameters"]):
            with charged_to("y_hat"):
                expect_close("y_hat (n_y, m)", y_hat, want.y_hat)

    expect_true_apart(compare, answer, truth, calls, AROUND_FORWARD)


def follows_from(y_hat: Any, a_last: Any, parameters: dict[str, np.ndarray]) -> bool:
    """Tell whether y_hat is the prediction that a_last leads to, right or wrong: a wrong a_last is charged once."""
    Wya, by = parameters["Wya"], parameters["by"]
    if not all(isinstance(each, np.ndarray) and each.dtype == np.float64 and each.ndim > 1 for each in (y_hat, a_last)):
        return False
    if a_last.shape[-2] != Wya.shape[1]:
        return False
    scores = Wya @ a_last + by
    if scores.shape != y_hat.shape or not np.all(y_hat > 0):
        return False
    # What turns scores into probabilities takes one number from all of them, along the axis that it runs along.
    taken, axes = scores - np.log(y_hat), {scores.ndim - 2, 0}  # of arrays with more axes softmax takes the first one
    return any(
        np.allclose(taken, taken.take([0], axis), atol=1e-9) and np.allclose(y_hat.sum(axis=axis), 1) for axis in axes
    )


@forward.check(
    "All arguments are left alone.",
    promise=True,
    points=1,
    hint="Which line writes into an array that came in from outside?",
)
def batch_and_lengths_are_left_alone(answer: Answer, truth: Answer, rng: Rng) -> None:
    call = a_batch(rng, some_sizes(rng), PADDING)
    expect_apart(lambda each: expect_unchanged(each, **call), answer, AROUND_FORWARD)


# ------------------------------------------------------------------------------------------------------ backward


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
    hint="Only one activation of each example was read by its prediction. Which gradient do all the others get?",
)
def it_enters_each_example_at_its_own_last_step(answer: Answer, truth: Answer, rng: Rng) -> None:
    expect_to_enter(answer, truth, flat_ways(rng))


def expect_to_enter(answer: Answer, truth: Answer, calls: list[Call]) -> None:
    """Expect dx to be right where nothing goes through time: it then shows where the gradient came in."""

    def compare(got: Any, want: Any, call: Call) -> None:
        says = f"{in_short(call, len(call['caches']))} Here W_aa is 0, so nothing comes back from a later step."
        parts(RNN, "dx", because=says)(got, want, call)

    expect_true_apart(compare, answer, truth, calls, AROUND_BACKWARD)


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
    try:
        expect_true_apart(parts(RNN, *GRADIENTS), answer, truth, calls, AROUND_BACKWARD)
    except Mismatch:
        # Who lets it in at other steps has lost points for that, and may still carry it back rightly from there.
        if _enters(answer, truth, flat) or not carries_back_its_own(answer.each(pair), wants):
            raise


def _enters(answer: Answer, truth: Answer, calls: list[Call]) -> bool:
    try:
        expect_to_enter(answer, truth, calls)
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
    flat, whole = units[:half], units[half:]
    try:
        matrix = np.stack([np.ravel(unit.dx) for unit in flat], axis=1)
        entered = np.linalg.lstsq(matrix, np.ravel(got[0].dx), rcond=None)[0]
        if not np.any(np.abs(entered) > 1e-6):
            return False
        pairs = [(got[0].dx, flat, "dx"), *((got[1][name], whole, name) for name in GRADIENTS)]
        sums = [sum(c * unit[name] for c, unit in zip(entered, of, strict=True)) for _, of, name in pairs]
        return all(
            np.shape(mine) == np.shape(due) and np.allclose(mine, due, rtol=1e-6, atol=1e-9)
            for (mine, _, _), due in zip(pairs, sums, strict=True)
        )
    except (Mismatch, ValueError, TypeError):  # odd shapes, or nothing that can be read
        return False


@backward.check(
    "All arguments are left alone.",
    promise=True,
    points=1,
    hint="Others use da_last, the caches and the lengths again. Which line writes into one of them?",
)
def gradient_caches_and_lengths_are_left_alone(answer: Answer, truth: Answer, rng: Rng) -> None:
    call = a_way_back(rng, some_sizes(rng), PADDING)
    expect_apart(lambda each: expect_unchanged(each, **call), answer, AROUND_BACKWARD)
