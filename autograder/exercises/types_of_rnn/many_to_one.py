"""Many to one, forward: one prediction at the end of each sequence."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.course_function import CourseFunction
from autograder.exercise import Exercise
from autograder.exercises import simple_rnn
from autograder.exercises.backpropagation_through_time.steps import charged_to
from autograder.exercises.types_of_rnn.apart import ways_around
from autograder.exercises.types_of_rnn.caches import expect_caches, gist
from autograder.expect import expect_close, expect_unchanged
from autograder.fingerprint import fingerprint
from autograder.notation import in_words
from autograder.promises.apart import Ways, expect_apart, expect_true_apart
from autograder.promises.inputs import Call, Rng, Sizes, several_sizes, some_lengths, some_sizes
from autograder.promises.rnn_caches import caches_of
from autograder.promises.simple_rnn import RNN
from autograder.returned import Returned

PADDING = 2  # steps that a batch may be longer than its longest example


def lengths_of(rng: Rng, sizes: Sizes, padding: int = 0) -> np.ndarray:
    """Draw lengths of a batch of which the last `padding` steps belong to no example."""
    return some_lengths(rng, sizes.but(T_x=sizes.T_x - padding))


def in_short(call: Call, steps: int) -> str:
    """Say how long the examples of a call are."""
    lengths = call["lengths"]
    return f"T_x is {steps}, and the {'lengths are' if len(lengths) > 1 else 'length is'} {in_words(lengths)}."


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


def ways_of(answer: Answer, truth: Answer, rng: Rng) -> tuple[Ways, str]:
    """Return the ways to judge apart from the learner's rnn_forward, and its name where that is not right yet."""
    call = RNN.a_sequence(rng, some_sizes(rng))
    want = truth.own("rnn_forward")(**call)

    def compare(got: Any) -> None:
        expect_close("a", got, want)
        expect_close("y_pred", got, want)

    return ways_around("rnn_forward", AROUND_FORWARD, compare, answer, call)


def a_batch(rng: Rng, sizes: Sizes, padding: int = 0) -> Call:
    """Draw a padded batch; what stands in the padding is drawn like all the rest."""
    return {**RNN.a_sequence(rng, sizes), "lengths": lengths_of(rng, sizes, padding)}


def with_padding_of_zeros(call: Call) -> Call:
    """Return a batch whose padding is zeros, as most batches of the course have it, and so is a valid step in between.

    Zeros are a word that the vocabulary does not have: such a step counts like any other.
    """
    steps = np.arange(len(call["x"]))[:, None]
    shown = (steps < call["lengths"]) & (steps != call["lengths"] - 2)
    return {**call, "x": np.where(shown[:, None], call["x"], 0.0)}


@forward.check(
    "a_last is each example's activation at its own last step.",
    points=1,
    hint="Which step is the last valid one of an example of this length, which index has it, and whose column is it?",
)
def a_last_is_at_the_last_step_of_each_example(answer: Answer, truth: Answer, rng: Rng) -> None:
    _, ones, equal = several_sizes(rng)
    usual = some_sizes(rng, examples=4)
    calls = [a_batch(rng, usual), a_batch(rng, usual.but(T_x=usual.T_x + PADDING), PADDING)]
    calls += [a_batch(rng, ones), {**a_batch(rng, ones), "lengths": np.array([1])}]
    calls += [a_batch(rng, equal), {**a_batch(rng, usual), "lengths": np.full(usual.m, usual.T_x)}]
    calls += [a_batch(rng, some_sizes(rng).but(T_x=1)), with_padding_of_zeros(a_batch(rng, usual, PADDING))]

    def compare(got: Any, want: Any, call: Call) -> None:
        with charged_to("a_last"):
            expect_close("a_last (n_a, m)", got.a_last, want.a_last, because=in_short(call, len(call["x"])))

    ways, wrong = ways_of(answer, truth, rng)
    expect_true_apart(compare, answer, truth, calls, ways, wrong=wrong)


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

    ways, wrong = ways_of(answer, truth, rng)
    expect_true_apart(compare, answer, truth, calls, ways, wrong=wrong)


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
    "The caches are those of rnn_forward, for the way back.",
    points=1,
    hint="What does rnn_forward return for the way back, and does column i of it still belong to example i of x?",
)
def the_caches_are_those_of_the_forward_pass(answer: Answer, truth: Answer, rng: Rng) -> None:
    usual, one = some_sizes(rng, examples=4).but(T_x=7), some_sizes(rng).but(m=1)
    calls = [a_batch(rng, sizes.but(T_x=sizes.T_x + PADDING), PADDING) for sizes in (usual, one)]
    ways, wrong = ways_with_caches(answer, truth, rng)
    expect_apart(lambda each: expect_to_lead_back(each, calls), answer, ways, wrong=wrong)


def expect_to_lead_back(answer: Answer, calls: list[Call]) -> None:
    """Expect the caches of each call, and note what came, so that mistakes are recognised by it."""
    way_there = stand_in_caches if answer.stand_ins else caches_of
    for got, call in zip(answer.each(calls), calls, strict=True):
        due = way_there(**{name: call[name] for name in ("x", "a0", "parameters")})
        around = {"around": sorted(answer.stand_ins)} if answer.stand_ins else {}
        answer.transcript.append({"value": fingerprint(gist(got.caches, due, call["lengths"])), **around})
        expect_caches(got, due, call)


def stand_in_caches(x: np.ndarray, a0: np.ndarray, parameters: dict[str, np.ndarray]) -> Any:
    return stand_in_forward(x, a0, parameters)[2]  # type: ignore[no-untyped-call]


def ways_with_caches(answer: Answer, truth: Answer, rng: Rng) -> tuple[Ways, str]:
    """Do the work of `ways_of` where an rnn_forward with caches of another form is not right yet either."""
    ways, wrong = ways_of(answer, truth, rng)
    call = RNN.a_sequence(rng, some_sizes(rng))
    everywhere = {**call, "lengths": np.full(call["x"].shape[2], len(call["x"]))}
    due = caches_of(**call)

    def compare(got: Any) -> None:
        expect_caches(Returned({"caches": got.caches, "a_last": due[-1][0]}, ()), due, everywhere)

    return (ways, wrong) if wrong else ways_around("rnn_forward", AROUND_FORWARD, compare, answer, call)


@forward.check(
    "All arguments are left alone.",
    promise=True,
    points=1,
    hint="Which line writes into an array that came in from outside?",
)
def batch_and_lengths_are_left_alone(answer: Answer, truth: Answer, rng: Rng) -> None:
    call = a_batch(rng, some_sizes(rng), PADDING)
    ways, wrong = ways_of(answer, truth, rng)
    expect_apart(lambda each: expect_unchanged(each, **call), answer, ways, wrong=wrong)
