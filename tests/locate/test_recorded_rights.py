"""Where the answers are withheld, right values come from the recording, and the same is said."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest
from test_locate import CELL, answer

from autograder.authoring import record
from autograder.authoring import rights as writing
from autograder.authoring.record import _rights
from autograder.check import evaluate
from autograder.exercises import find
from autograder.fingerprint import same
from autograder.locate.locate import locate
from autograder.locate.recorded import RecordedRights, about, all_numbers, print_of
from autograder.reference import Reference, reference_source

EXERCISE = find("rnn_cell_forward")


@pytest.fixture(scope="module")
def data():
    return json.loads(json.dumps(_rights(EXERCISE)))


class Recorded(Reference):
    def __init__(self, data):
        self.data = data

    def rights(self, exercise):
        return RecordedRights(exercise, self.data)


@pytest.mark.parametrize(
    ("old", "new"), [("np.tanh(z)", "np.sin(z)"), (' + parameters["ba"]', ""), ("(scores)", "(scores, axis=1)")]
)
def test_the_same_is_said_with_the_answers_and_with_the_recording(data, old, new):
    function = answer("rnn_cell_forward", CELL.replace(old, new, 1))
    verdict = evaluate("rnn_cell_forward", function)
    with_answers = locate(verdict, EXERCISE, function, Reference(), 0)
    with_recording = locate(verdict, EXERCISE, function, Recorded(data), 0)
    assert with_answers
    assert {name: each.says for name, each in with_recording.items()} == {
        name: each.says for name, each in with_answers.items()
    }


def test_neither_names_nor_texts_of_the_answers_are_recorded(data):
    told = json.dumps(about(data))
    assert not any(name in told for name in ("tanh", "softmax", "a_prev", "parameters"))


def test_nothing_is_known_of_a_call_that_was_not_recorded(data):
    call = ((), {"xt": np.ones((3, 2)), "a_prev": np.ones((4, 2)), "parameters": {}})
    assert RecordedRights(EXERCISE, data).pool(call, {}) is None
    assert np.isfinite(all_numbers(data)).all()


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("tokenize", ".lower()", ""),
        ("clip_by_global_norm", "np.sqrt(", "np.cbrt("),
        ("numerical_gradient", "(2 * eps)", "eps"),
    ],
)
def test_texts_dicts_lists_and_functions_as_arguments_are_recorded(name, old, new):
    exercise, source = find(name), reference_source(find(name))
    assert old in source
    function = answer(name, source.replace(old, new, 1))
    verdict = evaluate(name, function)
    found = locate(verdict, exercise, function, Recorded(json.loads(json.dumps(_rights(exercise)))), 0)
    assert any(each.chain for each in found.values())


def test_a_check_is_recorded_with_all_its_calls_or_not_at_all(monkeypatch):
    asked = []
    monkeypatch.setattr(record, "as_data", lambda rights, of_checks: asked.append((rights, of_checks)))
    _rights(EXERCISE)
    ((rights, of_checks),) = asked
    whole = _calls(rights, of_checks)
    monkeypatch.setattr(writing, "MOST_BYTES", 5_000)
    some = _calls(rights, of_checks)
    assert 0 < len(some) < len(whole)
    of_each = [[print_of(*call) for call in calls] for _, calls in of_checks]
    complete = [calls for calls in of_each if all(any(same(call, each) for each in some) for call in calls)]
    assert all(any(same(each, call) for calls in complete for call in calls) for each in some)


def _calls(rights, of_checks):
    return [call["asked"] for call in about(writing.as_data(rights, of_checks))["calls"]]


def test_what_is_recorded_does_not_hang_on_the_order_of_a_set_of_texts():
    program = "from autograder.authoring import record; from autograder.exercises import find; "
    program += "print(record._rights(find('span_f1')))"
    told = {
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1
