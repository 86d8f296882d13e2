"""Expressions of an answer that stand elsewhere, under other names and in other functions, do not go out."""

import json

import pytest

from autograder.authoring.course import ROOT
from autograder.errors import CourseError
from autograder.releasing import rules
from autograder.releasing.contents import PAGE, student_repository
from autograder.releasing.telling import KNOWN, told_in
from autograder.syllabus import LESSONS

A_STEP_OF_ITS_OWN = """
def own_step(symbol, a, parameters):
    Wax, Waa, ba = (parameters[name] for name in ("Wax", "Waa", "ba"))
    return np.tanh(Waa @ a + Wax[:, [symbol]] + ba)
"""
A_LOOP_OVER_STEPS = """
class Network:
    def states(self, x, a):
        for t, read in enumerate(x):
            a = np.tanh(self.ba + self.Wax @ read + self.Waa @ a)
            yield a
"""
STACKED = 'states.append(np.tanh(p["Wa"] @ np.concatenate([states[-1], read]) + p["ba"]))'
A_LOSS = "loss = np.sum(cost * counts) / np.sum(counts)"


def names(told) -> set[str]:
    return {held.exercise.name for held in told}


@pytest.mark.parametrize(
    ("program", "exercise"),
    [
        (A_STEP_OF_ITS_OWN, "generate_one_to_many"),
        (A_LOOP_OVER_STEPS, "rnn_cell_forward"),
        (STACKED, "cell_stacked"),
        (A_LOSS, "sequence_cross_entropy"),
    ],
)
def test_an_expression_of_an_answer_is_found_whatever_stands_around_it(program: str, exercise: str) -> None:
    assert names(told_in({"autograder/promises/odd.py": program.encode()}, LESSONS)) == {exercise}


def test_it_may_go_out_once_its_lesson_is_due() -> None:
    files = {"autograder/promises/odd.py": A_LOOP_OVER_STEPS.encode()}
    rules.judge(files, LESSONS[:4], ())
    for lessons in (LESSONS[:3], LESSONS[:2]):
        with pytest.raises(CourseError, match=r"promises/odd\.py, line 5: the answer of rnn_cell_forward"):
            rules.judge(files, lessons, ())


def test_the_start_page_writes_out_no_function_of_an_exercise_even_with_a_mistake() -> None:
    def page(program: str) -> dict[str, bytes]:
        return {PAGE: json.dumps({"cells": [{"cell_type": "code", "id": "c", "source": program}]}).encode()}

    wrong = "def rnn_forward(x, a0, parameters):\n    return [rnn_cell_forward(xt, a0, parameters) for xt in x]\n"
    assert names(told_in(page(wrong), LESSONS)) == {"rnn_forward"}
    assert not told_in(page("def rnn_forward(x, a0, parameters):\n    raise NotImplementedError()\n"), LESSONS)


def test_what_many_programs_do_tells_nothing() -> None:
    usual = "y = np.tanh(W @ x + b)\nstd = np.sqrt(np.mean((x - m) ** 2))\nz = sigmoid(W @ x + b)\n"
    assert not told_in({"figures/odd.py": usual.encode()}, LESSONS)


@pytest.mark.parametrize("last", range(len(LESSONS)), ids=LESSONS)
def test_no_release_up_to_a_lesson_tells_an_answer_that_is_not_due(last: int) -> None:
    files = student_repository(ROOT, LESSONS[: last + 1])
    assert [(held.exercise.name, held.where) for held in told_in(files, LESSONS[last:])] == []


def test_what_is_known_to_go_out_is_still_there() -> None:
    files = student_repository(ROOT, LESSONS)
    for path, exercises in KNOWN.items():
        assert names(told_in({f"x/{path}": files[path]}, LESSONS)) >= set(exercises), path


def test_lesson_02_gets_no_forward_pass_of_the_network_that_it_asks_for() -> None:
    files = student_repository(ROOT, LESSONS[:3])
    promises = [path for path in files if path.startswith("autograder/promises/")]
    assert not [path for path in promises if b"np.tanh" in files[path]]
    assert not [
        path for path in files if path.startswith("notebooks/02") and "/given/" in path and b"tanh" in files[path]
    ]
