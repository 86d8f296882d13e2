"""The submission as the grader runs it: the template's cells in its order, with the learner's text where it is due.

Of what was handed in only this is believed: the text of the cells that a learner is to write, and the text of cells
that the course does not know (the learner's own, and the lesson's prose and experiments, which carry no grade id).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.grading.submitted import SubmittedCell
from autograder.grading.template import CourseCell, Template


@dataclass(frozen=True)
class Rebuilt:
    """The notebook to run, and what was odd about the one handed in."""

    notebook: NotebookNode
    problems: tuple[str, ...]


def rebuild(cells: list[SubmittedCell], template: Template) -> Rebuilt:
    """Return the template filled with what a learner handed in."""
    chosen = {course.grade_id: _choose(cells, course) for course in template.cells}
    extras = _extras(cells, template, {position: name for name, position in chosen.items() if position is not None})
    built = [_extra(cell, i) for i, cell in enumerate(extras[""])]
    for course in template.cells:
        position = chosen[course.grade_id]
        built.append(_filled(course, None if position is None else cells[position]))
        built += [_extra(cell, len(built) + i) for i, cell in enumerate(extras[course.grade_id])]
    notebook = new_notebook(
        cells=built, metadata={"kernelspec": template.kernelspec, "language_info": {"name": "python"}}
    )
    return Rebuilt(notebook, tuple(_problems(cells, template, chosen)))


def _choose(cells: list[SubmittedCell], course: CourseCell) -> int | None:
    """Return which submitted cell is this one: the last of those that say so, best one that was written in."""
    claims = [i for i, cell in enumerate(cells) if cell.grade_id == course.grade_id]
    written = [i for i in claims if cells[i].source.strip() != course.source.strip()]
    return max(written if course.open and written else claims, default=None)


def _extras(cells: list[SubmittedCell], template: Template, names: dict[int, str]) -> dict[str, list[SubmittedCell]]:
    """Return the learner's other cells by the known cell that stands before them ("" for the start)."""
    extras: dict[str, list[SubmittedCell]] = defaultdict(list)
    neighbour = ""
    for i, cell in enumerate(cells):
        if i in names:
            neighbour = names[i]
        elif cell.source.strip() and not _is_copy(cell, template):
            extras[neighbour].append(cell)
    return extras


def _is_copy(cell: SubmittedCell, template: Template) -> bool:
    """Tell whether this is one more copy of a cell of the course, with nothing written in it."""
    course = template.get(cell.grade_id)
    return course is not None and cell.source.strip() == course.source.strip()


def _filled(course: CourseCell, submitted: SubmittedCell | None) -> NotebookNode:
    if not course.open:
        source = course.source
    elif submitted is None:
        # Not the course's text: it would undo a function that was written in some other cell.
        source = course.source if course.by_hand else f"# The cell {course.grade_id} was missing in what was handed in."
    else:
        source = submitted.source
    cell = _new(course.cell_type, source, _identity(course.grade_id))
    if submitted is not None and course.cell_type == "markdown" and submitted.attachments and course.open:
        cell.attachments = submitted.attachments
    cell.metadata["nbgrader"] = course.metadata()
    return cell


def _extra(submitted: SubmittedCell, number: int) -> NotebookNode:
    cell = _new(submitted.kind, submitted.source, f"extra-{number}")
    if submitted.attachments and submitted.kind == "markdown":
        cell.attachments = submitted.attachments
    return cell


def _new(kind: str, source: str, identity: str) -> NotebookNode:
    make: Callable[..., NotebookNode] = new_code_cell if kind == "code" else new_markdown_cell
    return make(source, id=identity)


def _identity(grade_id: str) -> str:
    return "cell-" + re.sub(r"[^A-Za-z0-9_-]", "-", grade_id)[:50]


def _problems(cells: list[SubmittedCell], template: Template, chosen: dict[str, int | None]) -> list[str]:
    found = []
    for course in template.cells:
        claims = [cell for cell in cells if cell.grade_id == course.grade_id]
        position = chosen[course.grade_id]
        if position is None:
            found.append(f"The cell {course.grade_id} is missing.")
        elif not course.open and cells[position].source.strip() != course.source.strip():
            found.append(f"The locked cell {course.grade_id} was edited; the course's text counts.")
        elif cells[position].kind != course.cell_type:
            found.append(f"The cell {course.grade_id} was turned into {cells[position].kind}.")
        if len(claims) > 1:
            found.append(f"The cell {course.grade_id} stands there {len(claims)} times; the last one counts.")
    places = [position for position in chosen.values() if position is not None]
    if places != sorted(places):
        found.append("Cells of the course were moved; they are run in the order of the course.")
    return found
