"""The truth of a check is asked once, and what is handed out again is nobody else's."""

import numpy as np
import pytest

from autograder.answer import Answer
from autograder.authoring.selftest import SEEDS, _Tested
from autograder.evaluate import run_check
from autograder.exercises import find
from autograder.reference import OneSeed, Reference, alternatives_to, door_to
from autograder.remembered import Truth

SOFTMAX = find("softmax")


class Counting:
    """A door that counts the requests that go through it."""

    def __init__(self, door):
        self.door, self.requests = door, 0

    def ask(self, request):
        self.requests += 1
        return self.door.ask(request)


@pytest.fixture
def door():
    return Counting(Reference().door(SOFTMAX))


def column(*numbers):
    return np.array(numbers, dtype=float)[:, None]


def test_who_asks_the_same_gets_the_same_without_a_second_call(door):
    truth = Truth(door, SOFTMAX)
    first, second = (truth.answer()(z=column(1, 2, 3)) for _ in range(2))
    assert (
        first.tobytes()
        == second.tobytes()
        == Reference().truth(SOFTMAX, SOFTMAX.checks[0])(z=column(1, 2, 3)).tobytes()
    )
    assert (door.requests, truth.parted) == (1, False)


def test_what_is_written_into_an_answer_reaches_nobody_else(door):
    truth = Truth(door, SOFTMAX)
    first = truth.answer()(z=column(1, 2, 3))
    due = first.copy()
    first[:] = 0
    assert np.array_equal(truth.answer()(z=column(1, 2, 3)), due)


def test_a_run_that_goes_further_is_remembered_as_well(door):
    truth = Truth(door, SOFTMAX)
    truth.answer()(z=column(1, 2))
    for _ in range(2):
        longer = truth.answer()
        longer(z=column(1, 2))
        longer(z=column(3, 4))
    assert (door.requests, len(truth.tape["softmax"]), truth.parted) == (2, 2, False)


def test_who_asks_something_else_is_told_the_truth_and_it_is_noted(door):
    truth = Truth(door, SOFTMAX)
    truth.answer()(z=column(1, 2))
    other = truth.answer()
    assert np.allclose(other(z=column(0, 0)), 0.5)
    assert np.allclose(other(z=column(5, 5)), 0.5)
    assert (door.requests, len(truth.tape["softmax"]), truth.parted) == (3, 1, True)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("exercise", [SOFTMAX, find("one_hot")], ids=lambda exercise: exercise.name)
def test_a_mistake_that_was_tried_before_has_the_outcome_that_it_has_when_it_is_run(exercise, seed):
    tested, checks = _Tested(seed), {check.name: check for check in exercise.checks}
    wrongs = [wrong for wrong in alternatives_to(exercise).all if wrong.caught_by]
    assert len(wrongs) > 5
    for wrong in wrongs:
        check = checks[wrong.caught_by]
        ran = run_check(exercise, check, Answer(door_to(exercise, wrong), exercise), OneSeed(seed), seed)
        told = tested.outcome(exercise, check, wrong)
        assert (told.status, told.message, told.misconception) == (ran.status, ran.message, ran.misconception)
        assert told == ran or seed != SEEDS[0], "on the public seed all words are the same"
