"""What a learner is told of an exception, and of a function that is not written."""

import numpy as np
from judging import MODULE, Known

from autograder import report
from autograder.door import LocalDoor
from autograder.evaluate import evaluate_behind
from autograder.exercise import Exercise

A = "a (T_x, n_a, m)"


def test_one_reason_is_told_once():
    exercise = Exercise("f", MODULE, returns=A)
    for name in ("first", "second"):

        def run(answer, truth, rng):
            answer(x=np.zeros(2))

        run.__name__ = name
        exercise.check("It is right.", points=1, hint="h")(run)
    text = report.as_text(evaluate_behind(LocalDoor({}, {"f": lambda x: 1 / 0}), exercise, Known(None)))
    assert text.count("ZeroDivisionError") == 1


def two_checks(*calls):
    exercise = Exercise("f", MODULE, returns=A)
    for number, value in enumerate(calls):

        def run(answer, truth, rng, value=value):
            answer(x=value)

        exercise.check(f"Check {number}.", points=1, hint="h", name=f"check_{number}")(run)
    return exercise


def test_one_exception_in_one_line_is_one_reason_whatever_numbers_it_speaks_of():
    def crashes(x):
        return np.zeros(3)[x]

    verdict = evaluate_behind(LocalDoor({}, {"f": crashes}), two_checks(4, 5), Known(None))
    assert len({outcome.message for outcome in verdict.outcomes}) == 2
    text = report.as_text(verdict)
    assert text.count("IndexError") == 1
    assert "does not hold  Check 0." in text
    assert "not tried  Check 1." in text


def helps(x):

    return np.zeros(3)[x]


def test_a_line_of_a_helper_is_counted_in_the_helper():
    def calls(x):
        return helps(x)

    text = report.as_text(evaluate_behind(LocalDoor({}, {"f": calls}), two_checks(4, 5), Known(None)))
    assert text.count("at line 3 of helps:\n    return np.zeros(3)[x]") == 1  # one reason is told once


def test_a_line_of_a_comprehension_is_counted_in_the_function():
    def goes_through(x):
        return [
            np.zeros(3)[each]  # in Python 3.11 this has a frame of its own
            for each in [x]
        ]

    text = report.as_text(evaluate_behind(LocalDoor({}, {"f": goes_through}), two_checks(4), Known(None)))
    assert "at line 3 of the function:" in text


def left_below(x):
    y = x + 1
    raise NotImplementedError
    return y


def left_alone(x):
    """Say what is to be done."""
    raise NotImplementedError


def test_a_line_that_was_left_standing_is_named():
    verdict = evaluate_behind(LocalDoor({}, {"f": left_below}), two_checks(1), Known(None))
    assert (
        report.as_text(verdict) == "f is not finished: line 3 of it still raises NotImplementedError: delete that line."
    )
    assert verdict.points == 0
    assert not verdict.attempted
    untouched = evaluate_behind(LocalDoor({}, {"f": left_alone}), two_checks(1), Known(None))
    assert report.as_text(untouched) == "f is not written yet."


def calls_another(x):
    return left_below(x)


def test_where_a_function_calls_one_that_is_not_written_that_one_is_named():
    verdict = evaluate_behind(LocalDoor({}, {"f": calls_another}), two_checks(1), Known(None))
    assert report.as_text(verdict) == "left_below is not written yet, and f calls it."
    assert not verdict.attempted


def test_what_an_exception_means_is_not_said_of_a_line_that_only_calls_where_it_came_up():
    namespace = {"np": np}
    for name, body in {"inner": "np.concatenate([x, x.T])", "f": "inner(x)"}.items():
        exec(compile(f"def {name}(x):\n    return {body}\n", f"<cell of {name}>", "exec"), namespace)
    for name, means in {"f": "It came up inside inner.", "inner": "Arrays that are joined along one axis"}.items():
        door = LocalDoor(namespace, {"f": namespace[name]})
        text = report.as_text(evaluate_behind(door, two_checks(np.ones((2, 3))), Known(None)))
        assert means in text
        assert text.count("inside") == (name == "f")
