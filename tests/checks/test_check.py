"""`check` in a terminal and in a notebook, and the recording that stands in for the reference."""

import json
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from autograder import report
from autograder.answer import Answer
from autograder.authoring.record import record
from autograder.check import check, evaluate
from autograder.errors import CheckFailed, CourseError, NotAttempted, RecordingError, UnknownExercise
from autograder.exercises import find
from autograder.recording import Recording
from autograder.reference import Reference
from solutions.sequence_data import one_hot
from solutions.simple_rnn import rnn_cell_forward


def recording_of(exercise):
    return json.loads(json.dumps(record([exercise])))


HOSTILE = '<img src=x onerror="alert(1)"></section><script>alert(2)</script>'


def rnn_forward(x, a0, parameters):
    raise NotImplementedError


def hostile(xt, a_prev, parameters):
    print(HOSTILE)
    raise ValueError(HOSTILE)


def test_a_right_answer_prints_what_holds_and_returns_nothing(capsys):
    assert check(rnn_cell_forward) is None
    assert "rnn_cell_forward: all" in capsys.readouterr().out


def test_a_wrong_answer_raises_the_message_alone():
    with pytest.raises(CheckFailed) as failed:
        check(lambda xt, a_prev, parameters: None, "rnn_cell_forward")
    assert failed.value._render_traceback_() == [str(failed.value)]
    assert "returned None" in str(failed.value)


def test_not_yet_is_not_wrong():
    with pytest.raises(NotAttempted, match="not written yet"):
        check(rnn_forward)


def test_an_unknown_name_offers_the_nearest():
    with pytest.raises(UnknownExercise, match="Did you mean rnn_cell_forward"):
        check(rnn_cell_forward, "rnn_cel_forward")


@pytest.mark.parametrize("thing", [3, None, rnn_cell_forward.__doc__])
def test_what_is_no_function_is_said_to_be_none(thing):
    with pytest.raises(CourseError, match="the function itself"):
        check(thing)
    with pytest.raises(CourseError, match="to be checked as a function"):
        evaluate("rnn_cell_forward", thing)


@pytest.fixture
def cells():
    """The names of a notebook, of which only `In`, the cells that were run, matters here."""
    return {"In": []}


@pytest.fixture
def notebook(monkeypatch, cells):
    shown = []

    def publish(data, metadata=None):
        shown.append(data | {"metadata": metadata})

    shell = SimpleNamespace(kernel=object(), user_ns=cells, display_pub=SimpleNamespace(publish=publish))
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    return shown


def test_a_notebook_shows_a_box_and_one_line(notebook, capfd):
    with pytest.raises(CheckFailed) as failed:
        check(hostile, "rnn_cell_forward")
    assert failed.value._render_traceback_() == [report.summary(evaluate("rnn_cell_forward", hostile))]
    assert set(notebook[0]) == {"text/plain", "text/html", "metadata"}
    assert notebook[0]["metadata"] == {"course": {"exercise": "rnn_cell_forward", "points": 0, "possible": 5}}
    assert capfd.readouterr() == ("", "")


def test_nothing_of_the_learners_reaches_the_page_unescaped(notebook):
    with pytest.raises(CheckFailed):
        check(hostile, "rnn_cell_forward")
    page = notebook[0]["text/html"]
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page


def test_the_box_says_in_words_what_it_says_in_colour(notebook):
    check(rnn_cell_forward)
    assert notebook[0]["text/html"].count(">holds</span>") == len(find("rnn_cell_forward").checks)
    assert 'aria-label="Checks of rnn_cell_forward"' in notebook[0]["text/html"]


def test_a_cell_that_could_not_be_read_is_noticed(notebook, cells):
    right = "def rnn_cell_forward(xt):\n    return 1"
    broken = "def rnn_cell_forward(xt):\n    return (1"
    cells["In"] = [right, broken, "check(rnn_cell_forward)"]
    with pytest.raises(CheckFailed, match=r"error in line 2, .* was never closed.* the rnn_cell_forward of before"):
        check(rnn_cell_forward)
    assert notebook == []
    cells["In"] += [right, "def another(:", "check(rnn_cell_forward)"]
    check(rnn_cell_forward)
    assert len(notebook) == 1


def test_after_success_two_other_ways_are_offered_where_the_answers_are_at_hand(notebook):
    check(rnn_cell_forward)
    page = notebook[0]["text/html"]
    assert page.count("Another right way:") == 2
    assert "BEGIN SOLUTION" not in page
    assert "Another right way" not in notebook[0]["text/plain"]
    with pytest.raises(CheckFailed):
        check(hostile, "rnn_cell_forward")
    assert "Another right way" not in notebook[-1]["text/html"]


def test_a_verdict_is_data():
    data = evaluate("rnn_cell_forward", rnn_cell_forward).as_dict()
    assert json.loads(json.dumps(data))["points"] == find("rnn_cell_forward").points


def test_a_recording_of_other_inputs_is_refused():
    exercise = find("one_hot")
    data = recording_of(exercise)
    for entry in data["one_hot"].values():
        for tape in entry["truth"].values():
            for call in tape:
                call[0] = ["other"]
    with pytest.raises(RecordingError, match="made with other inputs"):
        evaluate("one_hot", one_hot, knowledge=Recording(data))


def test_a_damaged_or_older_recording_is_named(tmp_path):
    (tmp_path / "recording.json").write_text("{")
    with pytest.raises(RecordingError, match=r"cannot be read .* Restore the file"):
        Recording.load(tmp_path / "recording.json")
    with pytest.raises(RecordingError, match="different releases"):
        evaluate("one_hot", one_hot, knowledge=Recording({"one_hot": {}}))
    for other in ('{"one_hot": {}}', '{"format": 99, "exercises": {}}', "[]"):
        (tmp_path / "recording.json").write_text(other)
        with pytest.raises(RecordingError, match=r"has format .*; this course reads format \d+: .* Update both"):
            Recording.load(tmp_path / "recording.json")
    with pytest.raises(CourseError, match="public seed only"):
        Recording({}).mistakes(find("one_hot"), find("one_hot").checks[0], 7)


def test_a_wrong_call_inside_a_check_is_found_out():
    """The door itself: what an answer changes in its own copy never reaches the next call."""
    seen = []

    def spoils(ids, n_x):
        seen.append(ids.copy())
        ids[:] = 0
        return np.zeros((*ids.shape[:1], n_x, *ids.shape[1:]))

    door = Answer(Reference().door(find("one_hot")), find("one_hot"))
    ids = np.array([[1, 2]])
    door.door = type(door.door)({}, {"one_hot": spoils})
    door.attempt(ids=ids, n_x=3)
    door.attempt(ids=ids, n_x=3)
    np.testing.assert_array_equal(seen[0], seen[1])
