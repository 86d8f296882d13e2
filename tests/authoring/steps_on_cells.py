"""Single steps of the build on single cells."""

from __future__ import annotations

import pytest
from nbformat import NotebookNode
from tiny_course import LESSON

from autograder.authoring import pipeline
from autograder.authoring.cells import new_cell
from autograder.authoring.course import Lesson
from autograder.errors import CourseError


def notebook(*cells: NotebookNode) -> NotebookNode:
    return NotebookNode(cells=list(cells), metadata=NotebookNode(jupytext={}), nbformat=4, nbformat_minor=5)


def code(source: str, *tags: str) -> NotebookNode:
    return new_cell("code", source, **({"tags": list(tags)} if tags else {}))


def one_cell(step: pipeline.Step, cell: NotebookNode, lesson: Lesson) -> NotebookNode:
    (cell,) = step(notebook(cell), lesson).cells
    return cell


def broken(step: pipeline.Step, cell: NotebookNode, lesson: Lesson, says: str) -> None:
    with pytest.raises(CourseError, match=says) as caught:
        step(notebook(cell), lesson)
    assert f"{LESSON}.py, the cell that begins" in str(caught.value)
