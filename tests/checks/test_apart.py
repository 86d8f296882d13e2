"""A function is judged apart from those that it calls, and the learner is told so."""

import numpy as np
from test_diagnosis import MODULE, Known, draw

from autograder import report
from autograder.course_function import CourseFunction
from autograder.door import LocalDoor
from autograder.evaluate import evaluate_behind
from autograder.exercise import Exercise
from autograder.expect import expect_close, expect_unchanged
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
    assert text.count("tried around another cell, since with yours it does not hold.") == 2
    assert text.count("RuntimeError: not mine") == 1  # what is wrong with one's own is told once
    assert "tried around" in report.as_html(verdict)
    assert "tried around" not in report.as_text(evaluate_behind(LocalDoor(namespace(cell, "cell(x)")), apart(), known))
