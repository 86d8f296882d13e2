"""No answer goes out before its time: what is looked for, and what is refused."""

import json
import textwrap

import pytest

from autograder.bugs import without_docstring
from autograder.errors import CourseError
from autograder.exercises import all_exercises
from autograder.reference import alternatives_to, reference_source
from autograder.releasing import rules
from autograder.releasing.answers import right_answers

FIRST_TWO = ("00_sequence_data", "01_why_recurrence")


def found(path: str, text: str) -> set[str]:
    return {held.exercise.name for held in right_answers().in_file(path, text.encode())}


def a_notebook(*cells: tuple[str, str]) -> str:
    made = [
        {"cell_type": kind, "source": source, "id": f"c{i}", "metadata": {}} for i, (kind, source) in enumerate(cells)
    ]
    return json.dumps({"cells": made})


@pytest.mark.parametrize("exercise", all_exercises().values(), ids=lambda exercise: exercise.name)
def test_the_reference_of_every_exercise_is_found_in_a_program_and_in_a_cell(exercise) -> None:
    source = textwrap.dedent(reference_source(exercise))
    if exercise.name == "capstone_model":  # the answer is a file that a learner has trained
        return
    assert exercise.name in found("figures/odd.py", f"import numpy as np\n\n\n{without_docstring(source)}")
    assert exercise.name in found("notebooks/x/x.ipynb", a_notebook(("code", source)))


def test_every_registered_right_answer_is_found() -> None:
    for exercise in all_exercises().values():
        for other in (each for each in alternatives_to(exercise).all if not each.caught_by):
            assert found("autograder/odd.py", textwrap.dedent(other.source)), (exercise.name, other.name)


def test_an_answer_is_found_under_other_names_in_a_fence_in_an_output_and_in_a_string() -> None:
    source = textwrap.dedent(reference_source(all_exercises()["rnn_cell_forward"]))
    renamed = without_docstring(source).replace("a_prev", "before").replace("rnn_cell_forward", "step")
    assert found("data/odd.py", renamed) == {"rnn_cell_forward"}
    assert found("docs/odd.md", f"Here:\n\n```python\n{renamed}\n```\n") == {"rnn_cell_forward"}
    assert found("notebooks/x/recording.json", json.dumps({"given": [source]})) == {"rnn_cell_forward"}
    printed = {"cell_type": "code", "source": "1", "id": "c", "metadata": {}, "outputs": [{"text": source}]}
    assert found("notebooks/x/x.ipynb", json.dumps({"cells": [printed]})) == {"rnn_cell_forward"}


def test_a_function_that_passes_the_checks_is_an_answer_whatever_it_looks_like() -> None:
    own = "def sigmoid(z):\n    e = np.exp(-np.abs(z))\n    return np.where(z >= 0, 1, e) / (1 + e)\n"
    assert found("figures/odd.py", own) == {"sigmoid"}


def test_what_is_no_answer_is_let_through() -> None:
    assert found("figures/odd.py", "def sigmoid(z):\n    raise NotImplementedError()\n") == set()
    assert found("figures/odd.py", "def first(x):\n    return x[0]\n") == set()
    assert found("figures/odd.py", "def sigmoid(z):\n    return z\n") == set()
    assert found("data/odd.npz", "\x93NUMPY") == set()


def answer_to(name: str) -> bytes:
    return textwrap.dedent(reference_source(all_exercises()[name])).encode()


def test_a_later_lesson_may_tell_answers_of_one_that_is_due() -> None:
    files = {"notebooks/01_why_recurrence/given/sequence_data.py": answer_to("one_hot")}
    (told,) = rules.judge(files, FIRST_TWO, ())
    assert (told.lesson, told.exercises, told.by) == ("00_sequence_data", ("one_hot",), ("01_why_recurrence",))


@pytest.mark.parametrize(
    ("path", "exercise", "not_due"),
    [
        ("notebooks/01_why_recurrence/given/x.py", "one_hot", ["00_sequence_data"]),  # it is not due yet
        ("notebooks/00_sequence_data/given/x.py", "one_hot", []),  # its own lesson
        ("notebooks/01_why_recurrence/given/x.py", "window_features", []),  # the last lesson is never due
        ("notebooks/01_why_recurrence/given/x.py", "rnn_cell_forward", []),  # a lesson that comes later
        ("figures/x.py", "one_hot", []),  # what every lesson gets
    ],
)
def test_an_answer_in_any_other_place_is_refused_and_named(path: str, exercise: str, not_due: list[str]) -> None:
    with pytest.raises(CourseError, match="Nothing was released") as caught:
        rules.judge({path: answer_to(exercise)}, FIRST_TWO, not_due)
    assert f"{path}, line 1: the answer of {exercise}" in str(caught.value)


def test_a_cell_that_holds_an_answer_is_named() -> None:
    cells = a_notebook(("markdown", "# 01"), ("code", answer_to("window_features").decode()))
    with pytest.raises(CourseError, match=r"01_why_recurrence\.ipynb, cell 2 \(c1\), line 1: .* window_features"):
        rules.judge({"notebooks/01_why_recurrence/01_why_recurrence.ipynb": cells.encode()}, FIRST_TWO, ())


def test_a_bug_hunt_tells_the_answer_of_its_function() -> None:
    lessons = (*FIRST_TWO, "02_simple_rnn")
    assert {told.lesson for told in rules.judge({}, lessons, ())} == {"00_sequence_data"}
    with pytest.raises(CourseError, match=r"02_simple_rnn, its bug hunt: the answer of (softmax|pad_batch)"):
        rules.judge({}, lessons, ["00_sequence_data"])


def test_lessons_may_be_skipped_for_good() -> None:
    files = {"notebooks/01_why_recurrence/given/x.py": answer_to("one_hot")}
    with pytest.raises(CourseError, match="Release lessons in their order"):
        rules.judge(files, FIRST_TWO[1:], ())
    assert rules.judge(files, FIRST_TWO[1:], (), skipped=True)
