"""What is known of a lesson's notebook by the grader itself: its cells with grade ids, in order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.utils import compute_checksum

from autograder.errors import CourseError
from autograder.exercise import CHECK_PREFIX, Exercise
from autograder.exercises import judged

_HEADING = re.compile(r"\A\s*(?:#{1,6}\s+(?P<heading>[^\n]{1,200})|\*\*(?P<bold>[^*\n]{1,200}?)\.?\*\*)")
KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}


@dataclass(frozen=True)
class CourseCell:
    """One cell of the course that the grader knows by its grade id."""

    grade_id: str
    cell_type: str
    source: str
    grade: bool = False
    solution: bool = False
    locked: bool = False
    task: bool = False
    points: float = 0.0
    checksum: str = ""
    question: str = ""  # the text of the cell before it in the release, where that is known

    @property
    def exercise(self) -> Exercise | None:
        """The exercise that this cell is the check of, if it is one."""
        name = self.grade_id.removeprefix(CHECK_PREFIX)
        if not self.grade or self.solution or name == self.grade_id:
            return None
        return judged().get(name)

    @property
    def open(self) -> bool:
        """Whether its text is the learner's."""
        return self.solution and not self.locked

    @property
    def by_hand(self) -> bool:
        """Whether a person marks it: a written answer, or code that no check judges."""
        return self.task or (self.grade and (self.solution or self.cell_type == "markdown"))

    def metadata(self) -> dict[str, Any]:
        """Return nbgrader's metadata as the grader knows it."""
        known: dict[str, Any] = {
            "grade_id": self.grade_id,
            "grade": self.grade,
            "solution": self.solution,
            "locked": self.locked,
            "task": self.task,
            "checksum": self.checksum,
            "cell_type": self.cell_type,
            "schema_version": 3,
        }
        return known | ({"points": self.points} if self.grade or self.task else {})


@dataclass(frozen=True)
class Template:
    """The known cells of one notebook, in the order of the release."""

    name: str
    cells: tuple[CourseCell, ...]
    kernelspec: dict[str, Any] = field(default_factory=lambda: dict(KERNELSPEC))
    own: frozenset[str] = frozenset()  # texts of the course's other code cells, where they are known
    prose: frozenset[str] = frozenset()  # and of its Markdown cells
    title: str = ""  # what the lesson calls itself, in the first heading of its release, where that is known

    @property
    def exercises(self) -> list[Exercise]:
        return [cell.exercise for cell in self.cells if cell.exercise is not None]

    def __contains__(self, grade_id: object) -> bool:
        return any(cell.grade_id == grade_id for cell in self.cells)

    def get(self, grade_id: str) -> CourseCell | None:
        return next((cell for cell in self.cells if cell.grade_id == grade_id), None)


def from_release(path: Path) -> Template:
    """Return the template of a released notebook."""
    return from_notebook(read_release(path), path.stem)


def read_release(path: Path) -> NotebookNode:
    """Return a released notebook; raise CourseError where it cannot be read."""
    try:
        notebook: NotebookNode = nbformat.read(path, as_version=4)
        return notebook
    except (OSError, ValueError, nbformat.ValidationError) as problem:
        raise CourseError(f"The lesson's notebook {path} cannot be read: {problem}") from None


def from_notebook(notebook: NotebookNode, name: str) -> Template:
    """Return the template of a notebook that `nbgrader generate_assignment` has made."""
    before = ["", *(cell.source for cell in notebook.cells)]
    cells = tuple(
        replace(_course_cell(cell), question=question)
        for cell, question in zip(notebook.cells, before, strict=False)
        if _grade_id(cell)
    )
    if not cells:
        raise CourseError(f"The notebook {name} has no cell with a grade id: it is no lesson's release.")
    own = frozenset(cell.source for cell in notebook.cells if cell.cell_type == "code" and not _grade_id(cell))
    prose = frozenset(cell.source.strip() for cell in notebook.cells if cell.cell_type == "markdown")
    kernelspec = dict(notebook.metadata.get("kernelspec", KERNELSPEC))
    return Template(name, cells, kernelspec, own, prose, _title(notebook))


def _title(notebook: NotebookNode) -> str:
    return next(
        (title for cell in notebook.cells if cell.cell_type == "markdown" and (title := titled(cell.source))), ""
    )


def titled(text: str) -> str:
    """Return what a text of the course calls what it begins: its heading, or the bold words that it begins with."""
    found = _HEADING.match(text)
    title = (found["heading"] or found["bold"]) if found else ""
    return re.sub(r"[`*$]", "", title).strip()


def _grade_id(cell: NotebookNode) -> str:
    return str(cell.metadata.get("nbgrader", {}).get("grade_id", ""))


def _course_cell(cell: NotebookNode) -> CourseCell:
    known = cell.metadata["nbgrader"]
    return CourseCell(
        known["grade_id"],
        cell.cell_type,
        cell.source,
        grade=bool(known.get("grade")),
        solution=bool(known.get("solution")),
        locked=bool(known.get("locked")),
        task=bool(known.get("task")),
        points=float(known.get("points", 0)),
        checksum=known.get("checksum") or compute_checksum(cell),
    )


def from_gradebook(gradebook: Gradebook, notebook: str, assignment: str, release: Path | None = None) -> Template:
    """Return the template of what nbgrader's gradebook knows.

    A gradebook does not say in which order its cells stand: rows come as the database likes, and cells that were
    moved after the first submission keep their old place. The released notebook says it, where it is at hand, and
    which other cells the course has.
    """
    known = gradebook.find_notebook(notebook, assignment)
    points = {cell.name: cell.max_score for cell in (*known.grade_cells, *known.task_cells)}
    grades = {cell.name for cell in known.grade_cells}
    solutions = {cell.name for cell in known.solution_cells}
    tasks = {cell.name for cell in known.task_cells}
    cells = [
        CourseCell(
            cell.name,
            cell.cell_type,
            cell.source or "",
            grade=cell.name in grades,
            solution=cell.name in solutions,
            locked=cell.locked,
            task=cell.name in tasks,
            points=float(points.get(cell.name, 0)),
            checksum=cell.checksum or "",
        )
        for cell in known.source_cells
    ]
    if release is None or not release.exists():
        return Template(notebook, tuple(cells))
    released = from_release(release)
    order = {cell.grade_id: place for place, cell in enumerate(released.cells)}
    questions = {cell.grade_id: cell.question for cell in released.cells}
    cells = [replace(cell, question=questions.get(cell.grade_id, "")) for cell in cells]
    cells.sort(key=lambda cell: order.get(cell.grade_id, len(order)))
    return Template(notebook, tuple(cells), own=released.own, prose=released.prose, title=released.title)
