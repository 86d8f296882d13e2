"""A bank of labelled answers is read, tried and counted."""

import ast
from pathlib import Path

import pytest

from autograder.authoring import bank, notebooks
from autograder.authoring.course import Course
from autograder.errors import CourseError
from autograder.exercises import all_exercises
from autograder.recording import RECORDING
from autograder.reference import alternatives_to, reference_source

STACK = "def stack_weights(Waa, Wax):\n    return np.hstack([{}])\n"
TURNED = "# exercise: stack_weights\n# label: wrong\n# cause: turned\n{}" + STACK.format("Wax, Waa")


def entry(folder: Path, text: str) -> bank.Entry:
    path = folder / "answer.py"
    path.write_text(text)
    return bank.read(path)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("# exercise: stack_weights\n# label: right\n" + STACK.format("Waa, Wax"), "right accepted"),
        ("# exercise: stack_weights\n# label: right\n" + STACK.format("Wax, Waa"), "right refused"),
        ("# exercise: stack_weights\n# label: wrong\n" + STACK.format("Waa, Wax"), "wrong accepted"),
        (TURNED.format(""), "named, not read"),
        (TURNED.format("# told: no_such_mistake\n"), "misled"),
        ("# exercise: stack_weights\n# label: wrong\n" + STACK.format("np.sin(Waa), 3 * Wax - 1"), "no cause"),
    ],
)
def test_each_answer_counts_in_its_share(tmp_path: Path, text: str, share: str) -> None:
    assert bank.tried(entry(tmp_path, text)).share == share


def test_a_name_that_is_true_is_the_true_cause(tmp_path: Path) -> None:
    named = bank.tried(entry(tmp_path, TURNED.format(""))).verdict.outcomes[0].misconception
    assert bank.tried(entry(tmp_path, TURNED.format(f"# told: another {named}\n"))).share == "true cause"


def test_what_must_not_be_is_told_with_its_cause(tmp_path: Path) -> None:
    results = [bank.tried(entry(tmp_path, TURNED.format("# told: none\n")))]
    assert bank.failures(results) == ["answer.py: misled (turned)"]


def test_an_answer_may_use_what_its_lesson_imports_and_names() -> None:
    names = bank._names_of_lesson("04_gradient_checking")
    assert callable(names["rnn_forward"])
    assert names["n_y"] == 7
    assert "parameters" not in names  # it is no number


@pytest.mark.parametrize("text", ["def f(): pass", "# exercise: softmax\n# label: perhaps\n", "# label: right\n"])
def test_a_file_without_its_head_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(CourseError, match=r"answer.py should begin with '# exercise: NAME'"):
        entry(tmp_path, text)


def test_an_empty_folder_and_a_cell_that_does_not_run_are_named(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="no answer"):
        bank.entries(tmp_path)
    with pytest.raises(CourseError, match="cannot be run as a cell: ZeroDivisionError"):
        bank.tried(entry(tmp_path, TURNED.format("1 / 0\n")))


def test_no_answer_is_in_a_release() -> None:
    """Neither a notebook nor a recording holds the body of a reference or of another right way."""
    course = Course()
    for exercise in all_exercises().values():
        cells = notebooks.released(exercise.lesson, course).cells
        recording = (course.notebooks / exercise.lesson / RECORDING).read_text(encoding="utf-8")
        released = _folded("\n".join(cell.source for cell in cells)) + _folded(recording)
        right = [way.source for way in alternatives_to(exercise).all if not way.caught_by]
        for source in (reference_source(exercise), *right):
            body = ast.parse(source).body[0].body[_has_docstring(source) :]  # type: ignore[attr-defined]
            if len(body) > 2:  # one or two lines may be said in a hint
                assert _folded("\n".join(map(ast.unparse, body))) not in released, exercise.name


def _has_docstring(source: str) -> bool:
    return ast.get_docstring(ast.parse(source).body[0]) is not None  # type: ignore[arg-type]


def _folded(text: str) -> str:
    return "".join(text.split()).replace("'", '"')
