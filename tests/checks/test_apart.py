"""A function is judged apart from those that it calls, and the learner is told so."""

import numpy as np
import pytest
from test_diagnosis import MODULE, Known, draw

from autograder import report
from autograder.course_function import CourseFunction
from autograder.diagnosis import Mistake, matching_mistakes
from autograder.door import LocalDoor
from autograder.errors import Mismatch
from autograder.evaluate import evaluate_behind
from autograder.exercise import Exercise
from autograder.expect import expect_close, expect_unchanged
from autograder.fingerprint import fingerprint
from autograder.promises.apart import expect_apart, expect_true_apart


def cell(x):
    return 2 * x


def broken_cell(x):
    raise RuntimeError("not mine")


AROUND = ({}, {"cell": CourseFunction(cell)})


def apart():
    own = Exercise("cell", MODULE, returns="y (n,)")
    exercise = Exercise("f", MODULE, returns="y (n,)", uses=(own,))

    @exercise.check("It calls the cell.", points=1, hint="h")
    def right(answer, truth, rng):
        def compare(got, want, call):
            expect_close("y (n,)", got, want)

        expect_true_apart(compare, answer, truth, [{"x": draw(rng)}], AROUND)

    @exercise.check("Left alone.", points=1, hint="h", promise=True)
    def alone(answer, truth, rng):
        x = draw(rng)
        expect_apart(lambda loop: expect_unchanged(loop, x=x), answer, AROUND)

    return exercise


def namespace(own, body):
    names = {"np": np, "cell": own}
    exec(f"def f(x):\n    return {body}", names)
    return names


def test_what_holds_around_a_stand_in_alone_says_so():
    known = Known(**namespace(cell, "cell(x)"))
    verdict = evaluate_behind(LocalDoor(namespace(broken_cell, "cell(x)")), apart(), known)
    assert verdict.passed
    text = report.as_text(verdict)
    assert text.count("tried with another cell, since with yours it does not hold.") == 2
    assert text.count("RuntimeError: not mine") == 1  # what is wrong with one's own is told once
    assert "tried with another" in report.as_html(verdict)
    right = evaluate_behind(LocalDoor(namespace(cell, "cell(x)")), apart(), known)
    assert "tried with another" not in report.as_text(right)


def answered(*numbers, around=()):
    """What was answered to one call each, without a stand-in or around one."""
    told = [{"value": {"y": fingerprint(np.array([number, 1.5]))}} for number in numbers]
    return [entry | ({"around": list(around)} if around else {}) for entry in told]


def test_a_mistake_is_told_by_what_is_said_around_a_stand_in_only_where_ones_own_step_is_wrong():
    known = Mistake("forgets", "it is forgotten.", [*answered(1, 2), *answered(3, around=["cell"])])
    with_a_wrong_cell = [*answered(7, 8), *answered(3, around=["cell"])]
    with_a_right_cell = [*answered(1, 8), *answered(3, around=["cell"])]
    assert matching_mistakes(with_a_wrong_cell, [known]) == [known]
    assert matching_mistakes(with_a_right_cell, [known]) == []


def test_what_an_answer_says_otherwise_is_not_called_expected_nor_explained():
    with pytest.raises(Mismatch, match="yours is 2 here, otherwise -2") as told:
        expect_close("y (n,)", np.array([1.0, 2.0]), np.array([-1.0, -2.0]), to_itself=True)
    assert told.value.cause is None
