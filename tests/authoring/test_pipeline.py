"""Each step of the build, from a lesson's source to nbgrader's."""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from steps_on_cells import broken, code, notebook, one_cell

from autograder.authoring import pipeline
from autograder.authoring.cells import new_cell
from autograder.authoring.course import Lesson, read_rubrics
from autograder.errors import CourseError

# ------------------------------------------------------------------------------------------------ single steps


def test_a_misspelled_tag_is_refused(lesson: Lesson) -> None:
    broken(pipeline.refuse_what_means_nothing, code("x = 1", "exercize"), lesson, "no cell is tagged 'exercize'")


@pytest.mark.parametrize("marker", ["exercise", 'tag=["exercise"]', "tags=[", "[raw]"])
def test_a_marker_that_means_nothing_is_refused(lesson: Lesson, marker: str) -> None:
    lesson.path.write_text(f"# %% {marker}\n# x\n")
    with pytest.raises(CourseError, match=r"means nothing here|neither code nor markdown"):
        pipeline.refuse_what_means_nothing(lesson.read(), lesson)


def test_a_file_that_is_not_text_is_refused(lesson: Lesson) -> None:
    lesson.path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CourseError, match="cannot be read"):
        lesson.read()


def test_a_program_only_cell_is_dropped_and_others_stay(lesson: Lesson) -> None:
    built = pipeline.drop_program_only(notebook(code("a", "program-only"), code("b")), lesson)
    assert [cell.source for cell in built.cells] == ["b"]


def test_an_exercise_import_becomes_the_reference_source(lesson: Lesson) -> None:
    cell = one_cell(
        pipeline.put_in_exercise, code("from solutions.simple_rnn import rnn_cell_forward", "exercise"), lesson
    )
    assert cell.source.startswith("def rnn_cell_forward(")
    assert "### BEGIN SOLUTION" in cell.source
    assert cell.metadata.nbgrader == {
        "grade": False,
        "grade_id": "rnn_cell_forward",
        "locked": False,
        "schema_version": 3,
        "solution": True,
        "task": False,
    }


def test_without_solutions_the_build_says_that_it_needs_them(lesson: Lesson, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "solutions.simple_rnn", None)
    cell = code("from solutions.simple_rnn import rnn_forward", "exercise")
    broken(pipeline.put_in_exercise, cell, lesson, "A build needs solutions/")


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("from solutions.simple_rnn import rnn_forward, rnn_cell_forward", "holds one line"),
        ("from solutions.simple_rnn import rnn_forward as f", "holds one line"),
        ("from solutions.simple_rnn import rnn_forward\nx = 1", "holds one line"),
        ("x = 1", "holds one line"),
        ("from solutions.activations import softmax", "not declared as an exercise of lesson 02_simple_rnn"),
        ("from solutions.losses import rnn_forward", "not declared as an exercise of lesson 02_simple_rnn"),
    ],
)
def test_an_exercise_cell_that_is_not_one_import_is_refused(lesson: Lesson, source: str, says: str) -> None:
    broken(pipeline.put_in_exercise, code(source, "exercise"), lesson, says)


def test_a_reference_without_solution_markers_is_refused(lesson: Lesson, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "reference_source", lambda exercise: "def rnn_forward(): pass")
    cell = code("from solutions.simple_rnn import rnn_forward", "exercise")
    broken(pipeline.put_in_exercise, cell, lesson, "no solution markers")


def test_a_check_becomes_a_locked_cell_with_the_declared_points(lesson: Lesson) -> None:
    cell = one_cell(pipeline.grade_check, code("check(rnn_forward)"), lesson)
    points = lesson.exercises["rnn_forward"].points
    assert cell.source == f"check(rnn_forward)  # {points} points"
    expected = {"grade": True, "solution": False, "locked": True, "points": points, "grade_id": "check-rnn_forward"}
    assert expected.items() <= cell.metadata.nbgrader.items()


@pytest.mark.parametrize("source", ["print(rnn_forward)", "x = check(rnn_forward)", "check(rnn_forward)\nx = 1", ""])
def test_only_a_bare_check_is_a_check_cell(lesson: Lesson, source: str) -> None:
    assert one_cell(pipeline.grade_check, code(source), lesson) == code(source)


def test_an_exercise_of_another_lesson_is_not_checked_here(lesson: Lesson) -> None:
    broken(pipeline.grade_check, code("check(one_hot)"), lesson, "one_hot is not declared")


def question(**attributes: object) -> NotebookNode:
    return new_cell("markdown", "Why?", tags=["question"], **attributes)


def test_a_question_becomes_a_locked_text_and_a_cell_to_answer_in(lesson: Lesson) -> None:
    asked = notebook(question(question_id="explain-memory", points=4))
    text, answer = pipeline.ask_question(asked, lesson).cells
    assert text.source == "Why?\n\n*4 points, marked by hand.*"
    assert {"grade_id": "explain-memory-text", "locked": True, "grade": False}.items() <= text.metadata.nbgrader.items()
    assert answer.source.startswith("2 points: it is computed from")
    expected = {"grade_id": "explain-memory", "grade": True, "solution": True, "locked": False, "points": 4}
    assert expected.items() <= answer.metadata.nbgrader.items()


def test_one_point_is_not_called_points(lesson: Lesson) -> None:
    text = pipeline.ask_question(notebook(question(question_id="explain-memory", points=1)), lesson).cells[0]
    assert text.source.endswith("*1 point, marked by hand.*")


def test_a_question_without_rubric_is_refused(lesson: Lesson) -> None:
    broken(pipeline.ask_question, question(question_id="why", points=4), lesson, "has no section '## why'")


@pytest.mark.parametrize(
    "attributes", [{}, {"question_id": "explain-memory"}, {"points": 4}, {"question_id": "A b", "points": 1}]
)
def test_a_question_without_a_proper_id_and_points_is_refused(lesson: Lesson, attributes: dict[str, object]) -> None:
    broken(pipeline.ask_question, question(**attributes), lesson, "a question is a markdown cell")


def test_imports_of_answers_come_from_given(lesson: Lesson) -> None:
    source = "import numpy as np\nfrom solutions.sequence_data import (\n    one_hot,\n)\n%matplotlib inline"
    cell = one_cell(pipeline.import_what_is_given, code(source), lesson)
    assert cell.source == source.replace("solutions", "given")


def test_what_an_exercise_cell_says_of_solutions_is_left_alone(lesson: Lesson) -> None:
    built = pipeline.put_in_exercise(
        notebook(code("from solutions.simple_rnn import rnn_cell_forward", "exercise")), lesson
    )
    before = built.cells[0].source
    assert pipeline.import_what_is_given(built, lesson).cells[0].source == before


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("from solutions.simple_rnn import rnn_forward", "is an answer of this lesson"),
        ("def f():\n    from solutions.simple_rnn import rnn_forward", "is an answer of this lesson"),
        ("import solutions.simple_rnn", "says `import solutions`"),
        ("from solutions import simple_rnn", "imports from solutions;"),
        ("from solutions.activations import *", "imports from solutions.activations;"),
        ("from solutions.alternatives.simple_rnn import x", "imports from solutions.alternatives"),
        ("for x in", "not valid Python"),
    ],
)
def test_answers_do_not_slip_into_the_notebook(lesson: Lesson, source: str, says: str) -> None:
    broken(pipeline.import_what_is_given, code(source), lesson, says)


def test_an_answer_of_a_later_lesson_is_refused(lesson: Lesson) -> None:
    earlier = Lesson("01_earlier", lesson.path, {}, {})
    with pytest.raises(CourseError, match="is an answer of lesson 02_simple_rnn"):
        pipeline.import_what_is_given(notebook(code("from solutions.simple_rnn import rnn_forward")), earlier)


def graded(*grade_ids: str) -> NotebookNode:
    return notebook(*(new_cell("code", "", nbgrader={"grade_id": name}) for name in grade_ids))


ALL = ("rnn_cell_forward", "check-rnn_cell_forward", "rnn_forward", "check-rnn_forward", "explain-memory")


def test_a_whole_lesson_is_accepted(lesson: Lesson) -> None:
    assert pipeline.require_all_parts(graded(*ALL), lesson) == graded(*ALL)


@pytest.mark.parametrize(
    ("grade_ids", "says"),
    [
        (ALL[1:], "lacks an exercise cell"),
        (ALL[:3] + ALL[4:], r"or a cell `check\(rnn_forward\)`"),
        (ALL[:-1], "asks no question 'explain-memory'"),
        ((*ALL, "rnn_forward"), "has 2 cells for rnn_forward"),
        ((ALL[1], ALL[0], *ALL[2:]), "checks rnn_cell_forward before it asks for it"),
    ],
)
def test_a_lesson_with_a_hole_is_refused(lesson: Lesson, grade_ids: tuple[str, ...], says: str) -> None:
    with pytest.raises(CourseError, match=says):
        pipeline.require_all_parts(graded(*grade_ids), lesson)


def test_a_cell_tagged_hide_input_is_folded(lesson: Lesson) -> None:
    assert one_cell(pipeline.fold_input, code("x", "hide-input"), lesson).metadata.jupyter == {"source_hidden": True}


def test_metadata_outputs_and_counts_do_not_stay(lesson: Lesson) -> None:
    cell = code("x", "hide-input")
    cell.outputs, cell.execution_count = [{"output_type": "stream"}], 3
    built = pipeline.keep_metadata_lean(notebook(cell), lesson)
    assert set(built.metadata) == {"kernelspec", "language_info"}
    assert (built.cells[0].metadata, built.cells[0].outputs, built.cells[0].execution_count) == ({}, [], None)


def test_ids_are_grade_ids_and_hashes_of_the_text(lesson: Lesson) -> None:
    cells = [code("a"), code("b"), code("a"), new_cell("markdown", "a"), *graded("rnn_forward").cells]
    ids = [cell.id for cell in pipeline.name_cells(notebook(*cells), lesson).cells]
    assert len(set(ids)) == 5
    assert ids[4] == "rnn_forward"


# --------------------------------------------------------------------------------------------- the whole pipeline


def test_ids_stay_while_an_unrelated_cell_is_edited(lesson: Lesson) -> None:
    before = [cell.id for cell in pipeline.source_notebook(lesson).cells]
    text = lesson.path.read_text()
    lesson.path.write_text(text.replace("Write one step.", "Write a single step.\n\n# %% [markdown]\n# New."))
    after = [cell.id for cell in pipeline.source_notebook(lesson).cells]
    assert len(set(before) - set(after)) == 1
    assert [each for each in after if each in before] == [each for each in before if each in after]


def test_the_source_notebook_is_valid_and_always_the_same(lesson: Lesson) -> None:
    built = pipeline.source_notebook(lesson)
    nbformat.validate(built)
    assert built == pipeline.source_notebook(lesson)


def test_two_rubrics_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "r.md").write_text("## why\n1\n## why\n2\n")
    with pytest.raises(CourseError, match="two sections called why"):
        read_rubrics(tmp_path / "r.md")
