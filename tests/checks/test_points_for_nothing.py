"""No points for nothing: what is handed in and comes back is no answer, and neither do two lies agree."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.door import LocalDoor
from autograder.evaluate import evaluate_behind
from autograder.exercises import all_exercises, find
from autograder.handed_back import is_handed_back
from autograder.hunt import Hunt
from autograder.reference import Reference

EXERCISES = [exercise.name for exercise in all_exercises().values() if not isinstance(exercise, Hunt)]
NEVER_ASKED = ["capstone_model"]  # takes no arguments


class Truth(Reference):
    """What is true, without the known mistakes."""

    def mistakes(self, exercise, check, seed):
        return ()


def verdict_on(name, **functions):
    return evaluate_behind(LocalDoor(functions), find(name), Truth())


def first_of(form, call):
    return next(iter(call.values()))


def all_of(form, call):
    return tuple(call.values())


def those_that_fit(form, call):
    """Return for each part the first argument, or array in one, that has as many axes."""
    things = [*call.values(), *(item for value in call.values() if isinstance(value, dict) for item in value.values())]
    parts = {part.name: fitting(part, things) for part in form.parts}
    if form.kind is dict:
        return parts
    return next(iter(parts.values())) if form.kind is str else tuple(parts.values())


def fitting(part, things):
    axes = part.axes
    return next((each for each in things if axes is not None and np.ndim(each) == len(axes)), things[0])


@pytest.mark.parametrize("name", [name for name in EXERCISES if name not in NEVER_ASKED])
def test_handing_the_arguments_back_earns_nothing(name):
    for way in (first_of, all_of, those_that_fit):
        form = find(name).form

        def answer(*args, way=way, form=form, **call):
            return way(form, {str(i): value for i, value in enumerate(args)} | call)

        verdict = verdict_on(name, **{name: answer})
        assert verdict.points == 0, (way.__name__, [(each.title, each.status) for each in verdict.outcomes])


@pytest.mark.parametrize(
    ("returned", "is_one"),
    [
        ({"s": np.arange(3.0)}, True),
        ({"s": np.arange(3)}, True),
        ({"s": np.arange(3.0) + 1e-12}, True),
        ({"s": np.arange(3.0), "c": 5}, True),
        ({"s": [np.arange(3.0), "word"]}, True),
        ({"s": np.arange(4.0)}, False),
        ({"s": np.arange(3.0), "c": 6}, False),
        ({"s": "other"}, False),
        ({"s": None}, False),
    ],
)
def test_what_is_handed_back_is_known_by_its_values(returned, is_one):
    assert is_handed_back(returned, {"grads": {"a": np.arange(3.0)}, "c": 5, "text": ["word"]}) is is_one


def test_a_right_answer_that_hands_back_keeps_its_points():
    name = "clip_by_value"
    assert evaluate_behind(Truth().door(find(name)), find(name), Truth()).passed


# --------------------------------------------------------------------------- two lies of one learner's agree


def shares(n, m):
    return np.full((n, m), 1 / n)


def lazy_cell(xt, a_prev, parameters):
    return a_prev, shares(len(parameters["by"]), a_prev.shape[1]), (a_prev, a_prev, xt, parameters)


def lazy_loop(x, a0, parameters, mask=None):
    count, m = len(x), a0.shape[1]
    a, y = np.stack([a0] * count), np.stack([shares(len(parameters["by"]), m)] * count)
    return a, y, [(a0, a0, xt, parameters) for xt in x]


LOOPS = {"rnn_forward": lazy_loop, "rnn_forward_masked": lazy_loop}


def unwritten(*args, **kwargs):
    raise NotImplementedError


@pytest.mark.parametrize("cell", [{"rnn_cell_forward": lazy_cell}, {}, {"rnn_cell_forward": unwritten}])
@pytest.mark.parametrize("name", ["rnn_cell_forward", *LOOPS])
def test_an_activation_that_stays_where_it_was_earns_nothing_in_the_cell_and_in_the_loops(name, cell):
    assert verdict_on(name, **LOOPS, **cell).points == 0
