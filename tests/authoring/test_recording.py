"""The recording of what is true and of what each misconception gives."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tiny_course import LESSON, tiny_course

from autograder.answer import Answer
from autograder.authoring import record
from autograder.authoring.course import Lesson
from autograder.authoring.record import Recorded
from autograder.check import evaluate
from autograder.errors import CourseError
from autograder.exercise import Exercise
from autograder.exercises import all_exercises
from autograder.expect import expect_close
from autograder.packing import pack, unpack
from autograder.recording import exercises_in
from autograder.reference import Reference, reference_source


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Lesson:
    return tiny_course(tmp_path_factory.mktemp("course")).lesson(LESSON)


@pytest.fixture(scope="module")
def recorded(lesson: Lesson) -> Recorded:
    return record.record(lesson.exercises.values())


def test_it_is_laid_out_one_check_a_line(recorded: Recorded) -> None:
    lines = record.as_text(recorded).splitlines()
    checks = [check for name in recorded for check in recorded[name]]
    assert [line.split('"')[1] for line in lines if line.startswith("   ")] == checks
    assert exercises_in(record.as_text(recorded)) == json.loads(json.dumps(recorded))


def test_it_differs_in_nothing_from_itself_on_another_machine(recorded: Recorded) -> None:
    other = exercises_in(record.as_text(recorded))
    for entry in _entries(other):
        for call in entry["truth"].values():
            for asked_and_reply in call:
                asked_and_reply[1]["value"] = _nudged(asked_and_reply[1]["value"], 1e-13)
    assert record.changed_checks(recorded, other) == []


def _entries(recorded: Recorded) -> list[dict[str, Any]]:
    return [entry for checks in recorded.values() for entry in checks.values()]


def _nudged(packed: Any, by: float) -> Any:
    parts = unpack(packed)
    return pack(tuple(part * (1 + by) if isinstance(part, np.ndarray) else part for part in parts))


def test_a_changed_truth_a_changed_mistake_and_a_missing_check_are_differences(recorded: Recorded) -> None:
    check = next(iter(recorded["rnn_cell_forward"]))
    named = [f"rnn_cell_forward, check '{check.replace('_', ' ')}'"]
    truth, mistake, missing = (copy.deepcopy(recorded) for _ in range(3))
    call = truth["rnn_cell_forward"][check]["truth"]["rnn_cell_forward"][0]
    call[1]["value"] = _nudged(call[1]["value"], 1e-4)
    mistake["rnn_cell_forward"][check]["mistakes"][0][1] = "something else is said."
    del missing["rnn_cell_forward"][check]
    for other in (truth, mistake, missing):
        assert record.changed_checks(recorded, other) == named
        assert record.changed_checks(other, recorded) == named


def test_caches_of_the_function_itself_are_not_kept(recorded: Recorded) -> None:
    for entry in recorded["rnn_cell_forward"].values():
        for _, reply in entry["truth"]["rnn_cell_forward"]:
            assert reply["value"]["tuple"][2] is None


def test_a_check_whose_questions_depend_on_the_answer_cannot_be_recorded() -> None:
    exercise = Exercise("rnn_forward", "simple_rnn", returns=("a (T_x, n_a, m)", "y", "c: any"))

    @exercise.check("It is right.", points=1, hint="")
    def asks_about_what_it_was_answered(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
        x, a0 = rng.standard_normal((6, 3, 4)), rng.standard_normal((5, 4))
        shapes = {"Wax": (5, 3), "Waa": (5, 5), "Wya": (7, 5), "ba": (5, 1), "by": (7, 1)}
        parameters = {key: rng.standard_normal(shape) for key, shape in shapes.items()}
        got = answer(x=x, a0=a0, parameters=parameters)
        expect_close("a", truth(x=x, a0=got.a[-1], parameters=parameters), got)

    with pytest.raises(CourseError, match="inputs that depend on the answer"):
        record._entry(exercise, exercise.checks[0])


def test_the_recording_in_the_working_directory_is_what_check_uses(
    recorded: Recorded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "recording.json").write_text(record.as_text(recorded))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Reference, "truth", None)  # whoever asks the reference fails
    namespace: dict[str, Any] = {"np": np}
    exec(
        "from solutions.activations import softmax\n" + reference_source(all_exercises()["rnn_cell_forward"]), namespace
    )
    assert evaluate("rnn_cell_forward", namespace["rnn_cell_forward"]).passed
