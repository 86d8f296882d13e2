"""A release holds what a learner needs and no answer, and a build makes all of it or nothing."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest
from built_course import NOTEBOOK, contents, edit, edit_lesson
from tiny_course import LESSON

from autograder.authoring import notebooks, release
from autograder.authoring.course import Course
from autograder.authoring.release import build
from autograder.errors import CourseError


def test_a_release_holds_a_notebook_what_is_given_and_a_recording(course: Course) -> None:
    expected = {NOTEBOOK, "recording.json", "given/__init__.py", "given/activations.py", "given/sequence_data.py"}
    assert set(contents(course.notebooks / LESSON)) == expected


def test_a_release_holds_no_answer_and_no_rubric(course: Course) -> None:
    released = notebooks.released(LESSON, course)
    text = nbformat.writes(released)
    assert "SOLUTION" not in text
    assert "Model answer" not in text
    stub = "    # Your code replaces this line and the next.\n    raise NotImplementedError()"
    assert [cell.source.endswith(stub) for cell in released.cells if cell.id == "rnn_cell_forward"] == [True]
    assert [cell.source for cell in released.cells if cell.id == "explain-memory"] == ["Your answer here."]


def test_a_release_is_valid_and_bare(course: Course) -> None:
    released = notebooks.released(LESSON, course)
    nbformat.validate(released)
    assert set(released.metadata) == {"kernelspec", "language_info"}
    assert [cell for cell in released.cells if cell.get("outputs") or cell.get("execution_count")] == []


def test_solved_and_released_have_the_same_cells(course: Course) -> None:
    solved, released = notebooks.solved(LESSON, course), notebooks.released(LESSON, course)
    assert [cell.id for cell in solved.cells] == [cell.id for cell in released.cells]


def test_answers_are_written_into_the_cells_that_wait_for_them(course: Course) -> None:
    answers = {"rnn_cell_forward": "### BEGIN SOLUTION\ndef rnn_cell_forward(): ...\n", "explain-memory": "All of it."}
    handed_in = notebooks.with_answers(LESSON, answers, course)
    before = {cell.id: cell.source for cell in notebooks.released(LESSON, course).cells}
    changed = {cell.id: cell.source for cell in handed_in.cells if cell.source != before[cell.id]}
    assert changed == {"rnn_cell_forward": "def rnn_cell_forward(): ...", "explain-memory": "All of it."}


@pytest.mark.parametrize("name", ["nonsense", "check-rnn_forward", "explain-memory-text"])
def test_an_answer_without_a_cell_is_refused(course: Course, name: str) -> None:
    with pytest.raises(CourseError, match="no cell for an answer"):
        notebooks.with_answers(LESSON, {name: ""}, course)


# ---------------------------------------------------------------------- all or nothing


def test_a_broken_lesson_leaves_the_release_as_it_was(course: Course) -> None:
    before = contents(course.notebooks)
    edit(course.lessons / f"{LESSON}.py", "check(rnn_forward)", "check(rnn_froward)")
    with pytest.raises(CourseError):
        build(course, LESSON)
    assert contents(course.notebooks) == before
    assert list(course.source.glob(".build-*")) == []


def test_a_move_that_fails_leaves_the_release_as_it_was(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(course.notebooks)
    edit_lesson(course)
    moves: list[Path] = []

    def disk_full(old: Path, new: Path) -> None:
        moves.append(new)
        if len(moves) == 2:
            raise OSError("No space left on device")
        os.rename(old, new)

    monkeypatch.setattr(release.shutil, "move", disk_full)
    with pytest.raises(OSError, match="No space"):
        build(course, LESSON)
    assert contents(course.notebooks) == before


def test_what_nbgrader_refuses_is_told(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        release, "source_notebook", lambda lesson: nbformat.v4.new_notebook(cells=[_twice(), _twice("b")])
    )
    with pytest.raises(CourseError, match=r"could not generate 02_simple_rnn:(.|\n)*Duplicate grade id"):
        build(course, LESSON)


def _twice(cell_id: str = "a") -> nbformat.NotebookNode:
    metadata = {"nbgrader": generate_metadata()}
    return nbformat.v4.new_code_cell("x", id=cell_id, metadata=metadata)


def generate_metadata() -> dict[str, object]:
    flags = {"grade": True, "solution": False, "locked": True, "task": False}
    return {"grade_id": "one", "points": 1, "schema_version": 3} | flags


def test_a_notebook_that_jupyter_would_refuse_is_told(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    invalid = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x")])
    invalid.cells[0].id = "a" * 65
    monkeypatch.setattr(release, "source_notebook", lambda lesson: invalid)
    with pytest.raises(CourseError, match="makes no valid notebook"):
        build(course, LESSON)


def test_without_nbgrader_configuration_the_build_says_so(course: Course) -> None:
    (course.root / "nbgrader_config.py").unlink()
    with pytest.raises(CourseError, match=r"no nbgrader_config\.py"):
        course.configuration()
