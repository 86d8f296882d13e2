"""A function whose results are remembered does the same as the function itself."""

import gc

import numpy as np

from autograder.locate.known_calls import remembered
from autograder.locate.values import entries
from tests.locate.test_locate import CELL, located


def counted(function):
    calls = []

    def counts(*args, **kwargs):
        calls.append(1)
        return function(*args, **kwargs)

    return remembered(counts), calls


def test_the_same_call_is_made_once():
    double, calls = counted(lambda x, by=2: {"y": [x * by]})
    for _ in range(3):
        assert double(np.arange(3.0))["y"][0].tolist() == [0, 2, 4]
    double(np.arange(3.0), by=3)
    assert len(calls) == 2


def test_a_result_may_be_changed_without_being_remembered_so():
    double, _ = counted(lambda x: [x * 2])
    first = double(np.ones(2))
    first[0][:] = 7
    first.append(1)
    assert [each.tolist() for each in double(np.ones(2))] == [[2, 2]]


def test_what_a_result_shares_it_shares_each_time():
    keeps, calls = counted(lambda x: (y := x + 1, (x, y)))
    for _ in range(2):
        x = np.zeros(2)
        y, (given, same) = keeps(x)
        assert given is x
        assert same is y
    assert len(calls) == 1


def test_a_view_of_an_argument_stays_one():
    first, calls = counted(lambda x: x[0])
    for _ in range(2):
        x = np.zeros((2, 2))
        first(x)[:] = 5
        assert x[0].tolist() == [5, 5]
    assert len(calls) == 2


def test_a_function_that_changes_its_argument_is_called_each_time():
    grows, calls = counted(lambda row: row.append(1))
    row = []
    for _ in range(3):
        grows(row)
    assert row == [1, 1, 1]
    assert len(calls) == 3


def test_an_argument_that_nothing_tells_from_others_is_not_remembered():
    draws, calls = counted(lambda rng: rng.random())
    assert draws(np.random.default_rng(1)) == draws(np.random.default_rng(1))
    assert len(calls) == 2


def test_entries_of_results_are_compared_by_the_way_to_them():
    assert entries({"g": {"a": [1, {"b": 2}]}}) == {"g/a": 2, "g/a/0": 1, "g/a/1/b": 2}


def test_garbage_is_collected_again_after_a_search():
    assert any(located("rnn_cell_forward", CELL.replace("np.tanh", "np.sin")))
    assert gc.isenabled()
