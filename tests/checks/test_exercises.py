"""Every check is proven by its mistakes, and no mechanical change to a reference goes unnoticed."""

import copy
import inspect
import re
import sys
import time

import numpy as np
import pytest

from autograder.authoring.mutate import mutants_of, survey
from autograder.authoring.selftest import chosen, prove
from autograder.door import LocalDoor
from autograder.errors import CourseError
from autograder.evaluate import PUBLIC_SEED, evaluate_behind
from autograder.exercise import Exercise
from autograder.exercises import all_exercises, find
from autograder.expect import expect_close, expect_shape
from autograder.promises.inputs import SIZES
from autograder.promises.simple_rnn import RNN
from autograder.reference import OneSeed, Reference, alternatives_to, door_to, reference_namespace
from solutions.alternatives import Answers
from solutions.simple_rnn import rnn_cell_forward

every_exercise = pytest.mark.parametrize("exercise", all_exercises().values(), ids=lambda exercise: exercise.name)


@every_exercise
def test_the_selftest_shows_no_hole(exercise):
    assert prove(exercise).holes == []


@every_exercise
def test_every_mutant_is_caught_or_declared_equivalent(exercise):
    assert [str(mutant) for mutant in survey(exercise).survivors] == []


@every_exercise
def test_what_is_declared_equivalent_is_still_a_mutant(exercise):
    changes = {mutant.change for mutant in mutants_of(exercise)}
    assert set(alternatives_to(exercise).equivalents) <= changes


@every_exercise
def test_every_call_names_its_arguments_in_the_order_of_the_exercise(exercise):
    """So that an answer whose arguments stand in another order can be told by the call alone."""
    calls = set()
    listener = Listener(calls)
    wrong = [door_to(exercise, each) for each in alternatives_to(exercise).all if each.caught_by]
    for door in [Reference().door(exercise), *wrong[:6]]:  # a check may ask more of an answer that is not right
        evaluate_behind(Listening(door, calls), exercise, listener)
    namespace = reference_namespace(exercise)
    for function, given, named in calls:
        order = list(inspect.signature(namespace[function]).parameters)[given:]
        assert list(named) == [name for name in order if name in named], function


class Listening:
    """Passes calls on, and remembers which arguments were given by place and by name."""

    def __init__(self, door, calls):
        self.door, self.calls = door, calls

    def ask(self, request):
        for args, kwargs in request["calls"]:
            self.calls.add((request["function"], len(args["tuple"]), tuple(name for name, _ in kwargs["dict"])))
        return self.door.ask(request)


class Unnamed(OneSeed):
    """The reference, which names no mistakes."""

    def mistakes(self, exercise, check, seed):
        return ()


class Listener(Unnamed):
    """Listens to what the reference is asked as well."""

    def __init__(self, calls):
        super().__init__(PUBLIC_SEED)
        self.calls = calls

    def door(self, exercise):
        return Listening(super().door(exercise), self.calls)


@every_exercise
def test_the_public_checks_do_not_keep_a_learner_waiting(exercise):
    started = time.perf_counter()
    evaluate_behind(Reference().door(exercise), exercise, Reference())
    assert time.perf_counter() - started < 5  # a second on a quiet machine; this one may be busy


def constant(value, number):
    """The same structure, shapes and types with one number everywhere, and an empty text for every text."""
    if isinstance(value, (np.ndarray, np.generic)):
        return np.full_like(np.asarray(value), number)
    if isinstance(value, (tuple, list)):
        return type(value)(constant(item, number) for item in value)
    if isinstance(value, dict):
        return {key: constant(item, number) for key, item in value.items()}
    return value if value is None else "" if isinstance(value, str) else type(value)(number)


@every_exercise
@pytest.mark.parametrize("number", [0.0, 0.5])
def test_an_answer_of_one_constant_earns_nothing(exercise, number):
    namespace = reference_namespace(exercise)
    right = namespace[exercise.name]
    namespace[exercise.name] = lambda *args, **kwargs: constant(right(*args, **kwargs), number)
    verdict = evaluate_behind(LocalDoor(namespace), exercise, Unnamed(3), seed=3)  # points, whatever the mistake is
    assert verdict.points == 0


@every_exercise
def test_one_right_answer_to_all_questions_earns_nothing(exercise):
    if exercise.lesson == "14_capstone":
        pytest.skip("a model is the right answer to all of its checks")
    namespace = reference_namespace(exercise)
    right, first = namespace[exercise.name], []

    def answer(*args, **kwargs):
        if not first:
            first.append(right(*args, **kwargs))
        return copy.deepcopy(first[0])

    namespace[exercise.name] = answer
    assert evaluate_behind(LocalDoor(namespace), exercise, WithoutMistakes(), seed=3).points == 0


class WithoutMistakes(Reference):
    """What is true, and no word on why something else is not."""

    def mistakes(self, exercise, check, seed):
        return ()


def lax(check_values=True, variants=True):
    """A copy of rnn_cell_forward's declaration with one check, which may look at shapes only."""
    exercise = Exercise(
        "rnn_cell_forward",
        "simple_rnn",
        returns=("a_next (n_a, m)", "yt_pred (n_y, m)", "cache: any"),
    )

    @exercise.check("It is right.", points=1, hint="")
    def the_new_activation_follows_the_equation(answer, truth, rng):
        step = RNN.a_step(rng, SIZES)
        got = answer(**step)
        if check_values:
            expect_close("a_next", got, truth(**step))
        else:
            expect_shape("a_next", got, (5, 4))

    return exercise


def test_the_selftest_sees_a_check_that_checks_too_little():
    holes = " ".join(prove(lax(check_values=False)).holes)
    assert "passes 'It is right.'" in holes
    assert survey(lax(check_values=False)).survivors


def test_the_selftest_sees_a_misconception_that_names_no_check():
    assert any("there is no such check" in hole for hole in prove(lax()).holes)


def test_the_selftest_sees_a_check_without_a_misconception():
    exercise = lax()

    @exercise.check("It is right.", points=1, hint="")
    def nobody_fails_this(answer, truth, rng):
        pass

    assert any("no misconception is registered for 'It is right.'" in hole for hole in prove(exercise).holes)


@pytest.mark.parametrize(
    ("swaps", "problem"),
    [
        ({"gone": ""}, "'gone' is found 0 times, 1 expected"),
        ({"np.tanh(": "(", "parameters[": ""}, r"'parameters\[' is found 5 times, 1 expected"),
        ({"np.tanh(": ("(", 2)}, r"'np.tanh\(' is found 1 times, 2 expected"),
    ],
)
def test_a_replacement_that_is_not_found_as_often_as_said_is_refused(swaps, problem):
    with pytest.raises(ValueError, match=problem):
        Answers(rnn_cell_forward).refused("a_check", stale=swaps)


def test_replacements_do_not_meet_what_others_have_put_in():
    answers = Answers(rnn_cell_forward)
    answers.variants(turned={"Waa @ a_prev": "Wax @ xt", "Wax @ xt": "Waa @ a_prev"})
    assert "Wax @ xt + Waa @ a_prev" in answers.all[0].source


def test_rows_that_no_longer_fit_the_reference_are_told_with_their_file(monkeypatch):
    monkeypatch.setattr("solutions.alternatives._swapped", lambda name, *rest: exec(f"raise ValueError('{name}')"))
    monkeypatch.delitem(sys.modules, "solutions.alternatives.softmax", raising=False)
    with pytest.raises(CourseError, match=r"solutions/alternatives/softmax.py: \w+"):
        alternatives_to(find("softmax"))


def test_two_alternatives_of_one_name_are_refused():
    answers = Answers(rnn_cell_forward)
    answers.variants(again={"yt_pred = ": "yt_pred =  "})
    with pytest.raises(ValueError, match="two alternatives called again"):
        answers.variants(again={"yt_pred = ": "yt_pred =  "})


def test_what_a_misconception_says_completes_the_sentence():
    for exercise in all_exercises().values():
        for wrong in alternatives_to(exercise).all:
            if wrong.says:
                first = wrong.says.split()[0]
                assert wrong.says.endswith((".", ".)", "?")), wrong.name
                is_name = len(first) <= 2 or re.fullmatch(r"W[a-z0-9]+,?|b[0-9]|True|False|None|Adam", first)
                assert is_name or first.startswith("(") or not first.istitle(), wrong.says


def test_an_unknown_exercise_or_lesson_is_named():
    with pytest.raises(CourseError, match="no_such_thing"):
        chosen(["no_such_thing"])
