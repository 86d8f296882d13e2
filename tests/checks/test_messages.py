"""What a learner is told: for every kind of mistake there is an answer that makes it, and the words that name it."""

import re
import time

import numpy as np
import pytest
from judging import judged, said

from autograder import report
from autograder.errors import CourseError
from autograder.expect import expect_equal, expect_quiet, expect_raises, expect_unchanged

A = "a (T_x, n_a, m)"


def test_arguments_in_another_order_are_told():
    def two(rng):
        return {"x": rng.standard_normal(3), "a": rng.standard_normal(3)}

    def right(x, a):
        return x - a

    for answer in (right, lambda x, a, more=0: x - a - more, lambda x, **others: x - others["a"]):
        assert judged(answer, right, "b (3,)", make=two).passed
    assert "are to be (x, a) in this order; here they are (a, x)" in said(lambda a, x: x - a, right, "b (3,)", make=two)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda x: -x, "wrong sign"),
        (lambda x: 0 * x, "Every entry is zero"),
        (lambda x: 4 * x, "m = 4 times too large"),
        (lambda x: x / 6, "T_x = 6 times too small"),
        (lambda x: 0.5 * x, "the right one times 0.5"),
        (lambda x: x[::-1], "reverse order"),
        (lambda x: np.concatenate([x[1:], x[:1]]), "one step later"),
        (lambda x: np.concatenate([x[:1], x[:-1]]), "one step earlier"),
        (lambda x: np.concatenate([0 * x[:1], x[1:]]), "Only the first time step is wrong"),
        (lambda x: np.concatenate([x[:-1], 0 * x[:1]]), "Only the last time step is wrong"),
        (lambda x: np.concatenate([x[:1], x[1:] + 1]), "Only the first time step is right"),
        (lambda x: x + (np.arange(4) > 0), "Only the first example"),
        (lambda x: x.transpose(), "axes stand in reverse order"),
        (lambda x: x[..., :2], "should have shape (T_x, n_a, m) = (6, 5, 4); yours has (6, 5, 2)"),
        (lambda x: x[0], "should have the 3 axes (T_x, n_a, m); yours has shape (5, 4)"),
        (lambda x: x.astype(np.float32), "dtype is float32 where float64 is expected"),
        (lambda x: np.round(x).astype(int), "dtype is int64 where float64 is expected"),
        (lambda x: np.where(np.arange(4) == 2, np.nan, x), "a is nan in 30 of 120 entries, first at a[0, 0, 2]"),
        (lambda x: np.where(np.arange(4) == 3, np.inf, x), "a is infinite in 30 of 120 entries"),
        (lambda x: list(x), "a is of type list, where an array is expected"),
        (lambda x: None, "returned None"),
        (lambda x: "text", "a is of type str, where an array is expected"),
        (lambda x: object(), "a is of type object, where an array is expected"),
        (lambda x: x + (np.arange(120).reshape(x.shape) == 7), "1 of 120 entries is off"),
        (lambda x: x @ x, "raised ValueError"),
        (lambda y: y, "raised TypeError"),
    ],
)
def test_a_wrong_array_is_told_apart(answer, words):
    assert words in said(answer, lambda x: x, A)


def test_a_square_matrix_transposed_is_recognised():
    make = lambda rng: {"x": rng.standard_normal((5, 5))}  # noqa: E731
    assert "matrix transposed" in said(lambda x: x.T, lambda x: x, "W (n_a, n_a)", make=make)


def test_what_is_right_comes_before_what_is_wrong_and_one_entry_is_shown():
    text = said(lambda x: np.sin(x), lambda x: x, A)
    assert "a has the right shape (T_x, n_a, m) = (6, 5, 4), but 120 of 120 entries are off." in text
    assert text.count("The worst is a[") == 1
    assert text.index("right shape") < text.index("are off") < text.index("Look at: the hint")


def test_a_tuple_of_the_wrong_size_names_the_parts():
    text = said(lambda x: x, lambda x: (x, x), ("a (T_x, n_a, m)", "y (T_x, n_a, m)"))
    assert "should return 2 things, a, y; yours returned one thing of type ndarray" in text


def test_a_misspelled_key_is_recognised():
    text = said(lambda x: {"dWxa": x}, lambda x: {"dWax": x}, {"dWax": "(T_x, n_a, m)"})
    assert "'dWax' is missing" in text
    assert "There is a key 'dWxa': is it misspelled?" in text


def test_a_python_number_is_as_good_as_a_numpy_one():
    make = lambda rng: {"x": rng.standard_normal(3)}  # noqa: E731
    for answer in (lambda x: float(x.sum()), lambda x: x.sum(), lambda x: np.array(x.sum())):
        assert judged(answer, lambda x: float(x.sum()), "loss", make=make).passed
    assert "loss is " in said(lambda x: float(x.sum()) + 1, lambda x: x.sum(), "loss", make=make)
    assert "where numbers are expected" in said(lambda x: "3", lambda x: x.sum(), "loss", make=make)


def test_a_changed_argument_is_told():
    def writes(x):
        x += 1
        return x

    def writes_elsewhere(x):
        x += 1
        return x.copy()

    assert "changed its argument x" in said(writes, None, A, judge=expect_unchanged)
    assert "is the same memory" in said(writes, None, A, judge=expect_unchanged)
    assert "was written to in place" in said(writes_elsewhere, None, A, judge=expect_unchanged)
    assert judged(lambda x: x + 1, None, A, judge=expect_unchanged).passed


def test_a_numpy_warning_is_told():
    assert "NumPy warned" in said(lambda x: np.exp(1e4 + x), None, A, judge=expect_quiet)


def test_an_exception_that_is_due():
    def judge(answer, x):
        expect_raises(answer, IndexError, {"x": x}, because="0 is no position.")

    def raises(error):
        def f(x):
            raise error("no")

        return f

    assert judged(raises(IndexError), None, A, judge=judge).passed
    assert "0 is no position. No IndexError was raised." in said(lambda x: x, None, A, judge=judge)
    assert "IndexError is expected; yours raised KeyError" in said(raises(KeyError), None, A, judge=judge)


def test_texts_and_lists_are_compared_exactly():
    judge = lambda answer, x: expect_equal("tokens", answer(x), ["a", "b"])  # noqa: E731
    assert judged(lambda x: ["a", "b"], None, "tokens", judge=judge).passed
    assert "tokens[1] is 'c', expected 'b'" in said(lambda x: ["a", "c"], None, "tokens", judge=judge)
    assert "tokens ends after 1 of 2 entries: 'b' is expected next." in said(
        lambda x: ["a"], None, "tokens", judge=judge
    )
    assert "tokens is empty: 'a' is expected next." in said(lambda x: [], None, "tokens", judge=judge)
    assert "tokens has 3 entries, 2 expected: tokens[2] is ''." in said(
        lambda x: ["a", "b", ""], None, "tokens", judge=judge
    )
    assert "tokens is 'ab', where a list is expected." in said(lambda x: "ab", None, "tokens", judge=judge)
    assert "tokens is of type generator, where" in said(lambda x: (c for c in "ab"), None, "tokens", judge=judge)
    assert f"tokens[0] is '{'a' * 59} ..., expected" in said(lambda x: ["a" * 999, "b"], None, "tokens", judge=judge)


def test_what_was_asked_is_told_beside_a_wrong_list():
    judge = lambda answer, x: expect_equal("tokens", answer(x), ["a"], because="The text is 'a'.")  # noqa: E731
    assert "expected 'a'.\nThe text is 'a'." in said(lambda x: ["c"], None, "tokens", judge=judge)


def test_a_list_that_was_changed_is_called_a_list():
    def grows(x):
        x.append("b")
        return 1

    judge = lambda answer, x: expect_unchanged(answer, x=["a"])  # noqa: E731
    assert "The caller's list was changed in place" in said(grows, None, "n", judge=judge)


def test_true_is_not_one():
    judge = lambda answer, x: expect_equal("n", answer(x), 1)  # noqa: E731
    assert "n is True, expected 1" in said(lambda x: True, None, "n", judge=judge)


def test_a_loop_that_never_ends_is_stopped():

    def forever(x):
        while True:
            time.sleep(0.01)

    started = time.monotonic()
    assert "took too long" in said(forever, lambda x: x, A, seconds=0.2)
    assert time.monotonic() - started < 5


def test_a_broken_course_is_not_the_learners_fault():
    def judge(answer, x):
        raise CourseError("the check is broken")

    with pytest.raises(CourseError):
        judged(lambda x: x, None, A, judge=judge)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (lambda x: x + np.zeros(7), "each pair is equal"),
        (lambda x: x if x > 0 else -x, "np.where chooses entry by entry"),
        (lambda x: np.zeros(6, 5, 4), "the shape as one tuple"),
        (lambda x: {"Wax": x}["W_ax"], "no such key"),
        (lambda x: (x, x), "a tuple of 2 things"),
        (lambda x: [x, x[0]], "joined along an axis"),
        (lambda x: [x, x], "np.stack"),
        (lambda x: x.tolist(), "np.array makes an array of a list"),
        (lambda x: x > 0, "True and False, where numbers are expected"),
    ],
)
def test_what_crashed_or_has_the_wrong_kind_is_told_with_a_why(answer, why):
    assert why in said(answer, lambda x: x, A)


def test_badge_and_sentence_stay_apart_where_a_page_strips_the_style():
    html = report.as_html(judged(lambda x: x, lambda x: x, A))
    assert "holds: It is right." in re.sub("<[^>]+>", "", html)
