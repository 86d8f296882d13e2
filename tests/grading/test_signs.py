"""What the grader keeps of wrong answers that nothing names: small, from outside alone, equal for equal mistakes."""

import inspect
import json

import numpy as np
import pytest
from grading_fixtures import NAMES

from autograder.door import LocalDoor
from autograder.exercises import find
from autograder.grading.groups.grouping import Wrong, groups_of
from autograder.grading.groups.signs import MOST_SIGNS, is_telling, signs_of
from autograder.reference import namespace_with
from solutions import simple_rnn

CELL, LOOP = NAMES
HALF = {"a_next = np.tanh(": "a_next = 0.5 * a_prev + 0.5 * np.tanh("}
SAME_ELSEWHERE = """
def rnn_cell_forward(xt, a_prev, parameters):
    W = np.hstack([parameters["Waa"], parameters["Wax"]])
    a = (a_prev + np.tanh(W @ np.vstack([a_prev, xt]) + parameters["ba"])) / 2
    return a, softmax(parameters["Wya"] @ a + parameters["by"]), None
"""


def changed(name, swaps):
    source = inspect.getsource(getattr(simple_rnn, name))
    for old, new in swaps.items():
        assert old in source
        source = source.replace(old, new)
    return source


def signs(name, source):
    exercise = find(name)
    return signs_of(LocalDoor(namespace_with(exercise, source)), exercise)


@pytest.fixture(scope="module")
def half():
    return signs(CELL, changed(CELL, HALF))


def test_a_right_answer_has_none():
    assert signs(CELL, changed(CELL, {})) == []


def test_one_mistake_in_two_ways_to_write_has_the_same_up_to_rounding(half):
    other = signs(CELL, SAME_ELSEWHERE)
    assert [sign[:3] for sign in half] == [sign[:3] for sign in other]
    groups = groups_of([Wrong("ana", tuple(half)), Wrong("ben", tuple(other))])
    assert [group.learners for group in groups] == [("ana", "ben")]


def test_what_is_right_is_not_among_them():
    wrong = signs(CELL, changed(CELL, {"Wya @ a_next + by": "Wya @ a_next - by"}))
    assert {place.split(".")[2] for place, *_ in wrong} == {"yt_pred"}


def test_they_are_plain_data_and_small(half):
    text = json.dumps(half)
    assert json.loads(text) == [list(sign) for sign in half]
    assert len(half) <= MOST_SIGNS
    assert len(text) < 6_000


def test_no_text_of_a_learner_is_in_them():
    wrong = signs(CELL, 'def rnn_cell_forward(xt, a_prev, parameters):\n    raise ValueError("<script>")')
    assert {kind for _, kind, *_ in wrong} == {"raised"}
    assert "script" not in json.dumps(wrong)
    told = signs(CELL, 'def rnn_cell_forward(xt, a_prev, parameters):\n    return "<script>", "", None')
    assert "script" not in json.dumps(told)


def test_a_loop_around_a_wrong_cell_is_looked_at_around_another_cell():
    cell, loop = changed(CELL, HALF), changed(LOOP, {"a_prev, parameters)": "0.5 * a_prev, parameters)"})
    alone = signs(LOOP, loop)
    assert [sign[0] for sign in signs(LOOP, cell + loop)] == [sign[0] for sign in alone]
    joined = groups_of([Wrong("ana", tuple(alone)), Wrong("ben", tuple(signs(LOOP, cell + loop)))])
    assert len(joined) == 1


@pytest.mark.parametrize(
    ("value", "tells"),
    [
        (0.123456, True),
        (0.5, False),
        (2 / 3, False),
        (3, False),
        (True, False),
        ("word", False),
        ([], False),
        (np.zeros((3, 4)), False),
        (np.full(4, 0.123456), False),
        (np.full(3, np.nan), False),
        (np.array([0.1234, np.nan]), True),
        (np.array([0.1234, 0.4321]), True),
        (np.array([0.5, 0.25]), False),
        ([0, 1, 1], False),
        ([0, 1] * 4, True),
        ([1, 2, 3], True),
        (["a", "b"], False),
        (["a", "b", "c"], True),
        ({"a": 0, "b": 1}, True),
        ([(0, 1, "PER")], True),
    ],
)
def test_what_does_not_come_out_by_chance_tells_something(value, tells):
    assert is_telling(value) is tells
