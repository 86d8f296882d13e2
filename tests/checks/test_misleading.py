"""No sentence says more of an answer than is true of all answers that give these numbers."""

import inspect

import numpy as np
import pytest
from test_diagnosis import MODULE, Known, doubling, draw, grads, judged, two_parts

from autograder.betrayed import betrayed_by_numbers
from autograder.check import evaluate
from autograder.diagnosis import Mistake, matching_mistakes
from autograder.exercise import Exercise
from autograder.expect import expect, expect_close, expect_unchanged
from solutions import backpropagation_through_time as bptt
from solutions import gradient_checking, initialisation, sequence_data
from solutions.alternatives import rnn_cell_forward as cell_answers

WANT = np.random.default_rng(3).standard_normal((6, 5, 4)) * 2


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda w: np.clip(w, -1, 1), "This is right, but every entry above 1 is 1 and every entry below -1 is -1."),
        (lambda w: np.minimum(w, 0.73), "This is right, but every entry above 0.73 is 0.73."),
        (lambda w: np.maximum(w, 0), "This is right, but every entry below 0 is 0."),
        (lambda w: np.abs(w), "Every entry is the right one without its sign."),
        (lambda w: w**2, "Every entry is the square of the right one."),
        (lambda w: w + 0.5, "Every entry is too large by 0.5."),
        (lambda w: np.trunc(w), "Every entry has lost its decimals."),
        (lambda w: np.where(np.arange(5)[:, None] < 2, w, 0), "Only the first 2 of 5 are right along axis 1 (n_a)."),
        (lambda w: np.where(np.arange(4) > 0, w, 0), "Only the last 3 of 4 are right along axis 2 (m)."),
        (lambda w: w[-1:] + 0 * w, "One array may have been filled again and again."),
        (lambda w: w[:1] + 0 * w, "Every time step holds the same numbers, those of the first one."),
        (lambda w: w[..., 2:3] + 0 * w, "Every example holds the same numbers."),
        (lambda w: np.sin(w), None),
        # One entry that is too small is cut off at its own size, whatever made it so.
        (lambda w: np.where(w == w.max(), w - 0.01, w), "Only the first time step is wrong."),
    ],
)
def test_what_the_numbers_say_is_true_of_them(make, says):
    found = betrayed_by_numbers(make(WANT), WANT, ("T_x", "n_a", "m"))
    assert found is None if says is None else says in found


def test_numbers_that_are_all_the_same_are_not_right_ones_with_a_limit():
    said = betrayed_by_numbers(np.full(5, 0.73), np.array([0.1, 0.5, 0.7, 0.9, 1.4]), ("m",))
    assert said is None or "This is right" not in said


def test_a_matrix_may_be_right_on_its_diagonal_alone():
    want = WANT[0, :4]
    assert betrayed_by_numbers(want * np.eye(4), want) == "Only the diagonal is right."


def test_a_sentence_about_several_parts_is_not_said_of_one():
    both = Mistake("both", "dW and db are off.", [{"value": {"dW": 1, "db": 3}}])
    one = Mistake("one", "a gradient is off.", [{"value": {"dW": 1, "db": 3}}])
    answered = [{"value": {"dW": 1, "db": ["f", [2], ""]}}]
    assert matching_mistakes(answered, [both, one], part="dW") == [one]
    assert matching_mistakes([{"value": {"grads": {"dW": 1, "db": 0}}}], [one], part="dW") == [one]  # in a dict inside


def test_a_match_of_one_part_is_told_with_its_name():
    known = Known([("off", grads(dW=1, db=2))], f=grads())
    cause = judged(two_parts(), known, f=grads(dW=1)).outcomes[0].cause
    assert cause == "dW: This is exactly what comes out when it is off."


def verdicts(*losses):
    exercise = Exercise("f", MODULE, returns="verdict")

    @exercise.check("It judges.", points=1, hint="h")
    def judges(answer, truth, rng):
        for got, want in zip(
            answer.each([{"x": x} for x in losses]), truth.each([{"x": x} for x in losses]), strict=True
        ):
            expect(got == want, "The verdict is wrong.")

    return exercise


def test_verdicts_beside_a_crash_name_nothing():
    known = Known([("raising too", lambda x: x > 0 if x < 2 else [][0])], f=lambda x: x > 0)
    crashed = judged(verdicts(1, 2), known, f=lambda x: x > 0 if x < 2 else ()[1]).outcomes[0]
    assert "raised IndexError" in crashed.message
    assert crashed.misconception == ""


def with_a_promise():
    exercise = doubling(values=draw)
    exercise.check("Left alone.", points=1, hint="the other hint", name="alone", promise=True)(
        lambda answer, truth, rng: expect(answer(x=np.ones(4))[0] == 2, "The first is not 2.")
    )
    return exercise


def test_a_promise_sends_nobody_elsewhere_where_the_mistake_has_a_name():
    known = Known([("three", lambda x: 3 * x)], f=lambda x: 2 * x)
    named = judged(with_a_promise(), known, f=lambda x: 3 * x).outcomes
    assert named[0].misconception == "three"
    unnamed = judged(with_a_promise(), known, f=lambda x: 5 * x).outcomes
    assert unnamed[1].hint == "the other hint"
    wrong_twice = judged(
        with_a_promise(),
        Known([("four", lambda x: 4 * x if len(set(x)) > 1 else 2 * x)], f=lambda x: 2 * x),
        f=lambda x: 4 * x,
    ).outcomes
    assert wrong_twice[0].misconception == "four"
    assert "another check names" in wrong_twice[1].hint


def test_what_a_call_changes_does_not_hide_what_its_values_show():
    def writes(x):
        x[:] = 3 * x
        return x.copy()

    known = Known([("three", lambda x: 3 * x)], f=lambda x: 2 * x)
    exercise = doubling(values=draw)
    exercise.check("Left alone.", points=1, hint="h", name="alone", promise=True)(
        lambda answer, truth, rng: expect_unchanged(answer, x=draw(rng))
    )
    outcomes = judged(exercise, known, f=writes).outcomes
    assert outcomes[0].misconception == "three"
    assert outcomes[1].misconception == ""
    assert "written to in place" in outcomes[1].cause


def test_parameters_under_other_names_are_noticed_where_a_shape_complains():
    exercise = Exercise("f", MODULE, returns="y (n_a, m)")

    @exercise.check("It multiplies.", points=1, hint="h")
    def multiplies(answer, truth, rng):
        parameters = {"Wya": np.ones((7, 5)), "Waa": np.ones((5, 5))}
        call = {"xt": np.ones((5, 3)), "cache": (np.ones(3), parameters)}
        expect_close("y (n_a, m)", answer(**call), truth(**call))

    def by_order(xt, cache):
        Waa, _ = cache[1].values()
        return Waa.T @ xt

    def turned(xt, cache):
        Wya = cache[1]["Wya"].T
        return Wya @ np.ones((4, 4))

    known = Known(f=lambda xt, cache: cache[1]["Waa"] @ xt)
    assert "but what was handed in as Waa is " in judged(exercise, known, f=by_order).outcomes[0].cause
    assert "handed in" not in judged(exercise, known, f=turned).outcomes[0].cause


@pytest.mark.parametrize(
    "expression", ["x if x > 0 else -x", "max(x, 0 * x)", "np.array([max(row, 0 * row) for row in x])"]
)
def test_one_question_for_a_whole_array_is_told_in_words_true_of_all_that_ask_it(expression):
    exercise = Exercise("f", MODULE, returns="y (n, m)")
    exercise.check("It is right.", points=1, hint="h", name="right")(
        lambda answer, truth, rng: answer(x=np.ones((3, 2)))
    )
    names = {"np": np}
    exec(f"def f(x):\n    return {expression}", names)
    cause = judged(exercise, Known(), **names).outcomes[0].cause
    assert "`if`, `and`, `max` and `min` ask once for the whole array" in cause


def told(function, source):
    namespace = {"np": np, **vars(bptt), **vars(gradient_checking), **vars(sequence_data)}
    exec(source, namespace)
    return {outcome.check: outcome for outcome in evaluate(function.__name__, namespace[function.__name__]).outcomes}


CHECKER = """
def my_grad_check(loss, gradient, theta):
    claimed, measured = {claimed}, numerical_gradient(loss, theta)
    if np.isnan(claimed).any():
        return False
    return bool(np.allclose({both}, rtol=1e-5, atol=1e-8))
"""


def test_a_checker_that_raises_is_told_so_once():
    own = CHECKER.format(claimed="np.array(gradient(theta)).reshape(theta.shape)", both="claimed, measured")
    outcomes = told(gradient_checking.my_grad_check, own)
    shapes = outcomes["another_shape_or_nan_is_rejected"]
    assert shapes.status == "fails"
    assert shapes.misconception == ""
    assert outcomes["it_rejects_mistakes_made_in_backpropagation_through_time"].status == "holds"


def test_a_checker_that_looks_at_some_entries_is_told_at_which():
    source = CHECKER.format(claimed="gradient(theta)", both="claimed.flat[:7], measured.flat[:7]")
    cause = told(gradient_checking.my_grad_check, source)["a_single_wrong_entry_is_enough"].cause
    assert cause.startswith("An error is noticed in the first 7 of ")


def test_a_step_decided_for_the_whole_batch_does_not_follow_the_mask_of_each_example():
    source = inspect.getsource(gradient_checking.rnn_backward_masked).replace("mask[t]", "mask[t].any()")
    assert (
        told(gradient_checking.rnn_backward_masked, source)["each_gradient_follows_the_mask_of_its_own_example"].status
        == "fails"
    )


def test_columns_at_right_angles_to_their_neighbours_alone_are_told():
    source = """
def orthogonal_init(n, *, rng):
    Q = rng.normal(size=(n, n))
    for k in range(n):
        Q[:, k] -= (Q[:, k - 1] @ Q[:, k]) * Q[:, k - 1] * (k > 0)
        Q[:, k] /= np.linalg.norm(Q[:, k])
    return Q
"""
    outcome = told(initialisation.orthogonal_init, source)["its_columns_have_length_1_and_are_orthogonal"]
    assert "side by side are at right angles" in outcome.cause
    assert outcome.misconception == "makes_neighbours_orthogonal_alone"


def test_columns_that_are_only_scaled_are_told_whatever_they_were_drawn_with():
    source = """
def orthogonal_init(n, *, rng):
    columns = [rng.standard_normal(n) for _ in range(n)]
    return np.column_stack([column / np.linalg.norm(column) for column in columns])
"""
    outcome = told(initialisation.orthogonal_init, source)["its_columns_have_length_1_and_are_orthogonal"]
    assert outcome.misconception == "normalises_the_columns"
    assert "no two of them are at right angles" in outcome.cause


def test_a_bias_across_the_sum_is_told_in_words_true_of_whichever_of_the_two_lies_wrong():
    says = next(each.says for each in cell_answers.answers.all if each.name == "turns_the_bias")
    assert "across what it is added to" in says
    assert "lies down" not in says
