"""A lesson's notebook in three forms: solved, as released, and as a learner hands it in who gave certain answers."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.authoring.cells import grade_id, without_markers
from autograder.authoring.course import Course
from autograder.authoring.pipeline import source_notebook
from autograder.errors import CourseError

#: What a learner makes beside the notebook of a lesson, and what stands for it where the notebook is solved.
BESIDE_SOLVED = {"14_capstone": {"model.npz": "solutions/sealed/model.npz"}}


def solved(name: str, course: Course | None = None) -> NotebookNode:
    """Return a lesson's notebook with every solution in place; needs `solutions`."""
    return source_notebook((course or Course()).lesson(name))


def put_beside(name: str, folder: Path, course: Course | None = None) -> None:
    """Copy to a folder what the solved notebook of a lesson reads and a learner makes; no release holds it."""
    for file, kept in BESIDE_SOLVED.get(name, {}).items():
        shutil.copyfile((course or Course()).root / kept, folder / file)


def released(name: str, course: Course | None = None) -> NotebookNode:
    """Return a lesson's notebook as it was built for learners."""
    path = (course or Course()).notebooks / name / f"{name}.ipynb"
    if not path.exists():
        raise CourseError(f"Lesson {name} has no release; `autograder build {name}` makes it.")
    notebook: NotebookNode = nbformat.read(path, as_version=4)
    return notebook


def with_answers(name: str, answers: Mapping[str, str], course: Course | None = None) -> NotebookNode:
    """Return the released notebook with answers written into it.

    Args:
        name: the lesson.
        answers: what stands in which answer cell: exercise or written question -> text of the whole cell. Solution
            markers, which a learner never sees, are left out.
        course: where the release is read.
    """
    notebook = copy.deepcopy(released(name, course))
    cells = {grade_id(cell): cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("solution")}
    for answer, text in answers.items():
        if answer not in cells:
            raise CourseError(f"Lesson {name} has no cell for an answer called {answer!r}.")
        cells[answer].source = without_markers(text.strip("\n"))
    return notebook
