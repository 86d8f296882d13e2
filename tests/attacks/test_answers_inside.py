"""Nothing that can be imported where a learner's cells run is an answer to an exercise, or a part of one."""

import json
import shutil
from pathlib import Path

import pytest
from answers import call_of
from jailed import working_sandbox

from autograder.evaluate import evaluate_behind
from autograder.exercises import all_exercises, find
from autograder.grading.jail import Jail
from autograder.grading.lessons import RELEASES
from autograder.grading.limits import Limits
from autograder.grading.sandbox import SandboxLimits
from autograder.reference import Reference
from autograder.syllabus import LESSONS

PROGRAM = Path(__file__).with_name("tried_inside.py")
LEARNERS = ["data", "figures", "autograder"]
SECONDS = 120
#: What gives a part of an answer, and why it may.
ALLOWED = {
    ("sigmoid", "autograder.capstone.forward._sigmoid"): "a gate in one line",
    ("tokenize", "data.french_tokens"): "splits dates, and so a sentence of such words",
    ("span_f1", "autograder.capstone.scores.exact_match"): "is 1 and 0 where that is",
}
#: The same of what lies beside a lesson's notebook.
EARLIER = "an earlier exercise, which this one is built of"
ALLOWED_IN = {
    "05_types_of_rnn": {
        ("generate_one_to_many", "given.simple_rnn.rnn_cell_forward"): EARLIER,
        ("many_to_one_forward", "given.simple_rnn.rnn_forward"): EARLIER,
        ("many_to_one_backward", "given.backpropagation_through_time.rnn_backward"): EARLIER,
    },
}
GIVEN = "given"
NOT_IMPORTED = ["autograder.__main__"]


class Truth(Reference):
    """What is true, without the known mistakes."""

    def mistakes(self, exercise, check, seed):
        return ()


class Inside:
    """The door to functions in a place."""

    def __init__(self, place):
        self.place = place

    def ask(self, request):
        return self.place.ask(request, seconds=5)


@pytest.fixture(scope="module")
def jail():
    with Jail(working_sandbox(), SandboxLimits(cpu_seconds=SECONDS)) as jail:
        yield jail


def said(place, expression):
    """Evaluate an expression inside and return the value."""
    messages = []
    place.run(f"import json, tried_inside\nprint(json.dumps({expression}))", seconds=SECONDS, heard=messages.append)
    texts = [message["content"].get("text", "") for message in messages if message["msg_type"] == "stream"]
    assert texts, messages
    return json.loads("".join(texts).splitlines()[-1])


def folder_for(tmp_path, exercises):
    """Return a folder with what is tried inside."""
    shutil.copy(PROGRAM, tmp_path)
    calls = {exercise.name: call_of(exercise) for exercise in exercises}
    (tmp_path / "calls.json").write_text(json.dumps(calls))
    return tmp_path


def tried(place, packages):
    """Try everything inside; return what came of it, with the points that the checks give."""
    found = said(place, f"tried_inside.main(json.load(open('calls.json')), {packages})")
    late = [each["function"] for each in found if "late" in each]
    return [each | {"points": points_of(place, each, packages)} for each in found if "late" not in each], late


def points_of(place, found, packages):
    """Return what a function earns as the answer to an exercise."""
    exercise = find(found["exercise"])
    called = f"{exercise.name} = tried_inside.called({found['function']!r}, {found['order']}, {packages})"
    place.run(called, seconds=SECONDS, heard=lambda message: None)
    return evaluate_behind(Inside(place), exercise, Truth()).points


def helps(found):
    """Tell whether what came of a function is of use to somebody who has no answer."""
    return found["gives"] or found["points"] > 0


def test_nothing_that_can_be_imported_is_an_answer(jail, tmp_path):
    place = jail.place(folder_for(tmp_path, all_exercises().values()), Limits())
    found, late = tried(place, LEARNERS)
    place.close()
    assert {(each["exercise"], each["function"]) for each in found if helps(each)} == set(ALLOWED)
    assert len(found) > 50, "hardly anything was tried"
    assert len(late) < 10, late


@pytest.mark.parametrize("lesson", [lesson for lesson in LESSONS if (RELEASES / lesson / GIVEN).is_dir()])
def test_what_is_given_with_a_lesson_is_none_of_its_answers(jail, tmp_path, lesson):
    exercises = [exercise for exercise in all_exercises().values() if exercise.lesson == lesson]
    shutil.copytree(RELEASES / lesson / GIVEN, tmp_path / GIVEN)
    place = jail.place(folder_for(tmp_path, exercises), Limits())
    found, late = tried(place, [GIVEN])
    place.close()
    assert {(each["exercise"], each["function"]) for each in found if helps(each)} == set(ALLOWED_IN.get(lesson, ()))
    assert not late


def test_everything_that_learners_have_can_be_imported_and_nothing_else(jail, tmp_path):
    shutil.copy(PROGRAM, tmp_path)
    place = jail.place(tmp_path, Limits())
    seen = said(place, f"tried_inside.look({LEARNERS})")
    place.close()
    assert seen["missing"] == NOT_IMPORTED
    assert not [name for name in seen["modules"] if name.startswith("autograder.exercises.")]
    assert len(seen["functions"]) > 500
