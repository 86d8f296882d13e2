"""The submission as the grader runs it: the template's cells in its order, with the learner's text where it is due.

Of what was handed in only this is believed: the text of the cells that a learner is to write, and the text of cells
that the course does not know (the learner's own, and the lesson's prose and experiments, which carry no grade id).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import chain

from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from autograder.grading.notebook.submitted import SubmittedCell
from autograder.grading.notebook.template import CourseCell, Template

NOT_FOUND = "*The cell of this answer was not found. The answer may stand among the learner's own cells.*"


@dataclass(frozen=True)
class Rebuilt:
    """The notebook to run, and what was odd about the one handed in."""

    notebook: NotebookNode
    problems: tuple[str, ...]


def rebuild(cells: list[SubmittedCell], template: Template) -> Rebuilt:
    """Return the template filled with what a learner handed in."""
    claims = {c.grade_id: [i for i, cell in enumerate(cells) if cell.grade_id == c.grade_id] for c in template.cells}
    chosen = {course.grade_id: _last(cells, course, claims[course.grade_id]) for course in template.cells}
    found = _nameless(cells, template, chosen)
    chosen |= found
    extras = _extras(cells, template, {position: name for name, position in chosen.items() if position is not None})
    unplaced = any(
        cell.kind == "markdown" and cell.source.strip() not in template.prose for cell in chain(*extras.values())
    )
    built = [_extra(cell, i) for i, cell in enumerate(extras[""])]
    for course in template.cells:
        position = chosen[course.grade_id]
        built.append(_filled(course, None if position is None else cells[position], unplaced))
        built += [_extra(cell, len(built) + i) for i, cell in enumerate(extras[course.grade_id])]
    notebook = new_notebook(
        cells=built, metadata={"kernelspec": template.kernelspec, "language_info": {"name": "python"}}
    )
    return Rebuilt(notebook, tuple(_problems(cells, template, chosen, claims, len(found))))


def _last(cells: list[SubmittedCell], course: CourseCell, claims: list[int]) -> int | None:
    """Return which of some submitted cells counts as this one: the last, best one that was written in."""
    written = [i for i in claims if cells[i].source.strip() != course.source.strip()]
    return max(written if course.open and written else claims, default=None)


def _nameless(cells: list[SubmittedCell], template: Template, chosen: dict[str, int | None]) -> dict[str, int]:
    """Return the cells that no longer say which they are, as some editors leave them, by what they hold."""
    free = [i for i, cell in enumerate(cells) if cell.grade_id not in template]
    found: dict[str, int] = {}
    for course in (course for course in template.cells if chosen[course.grade_id] is None):
        fits = [i for i in free if _fits(cells, i, course, template)]
        if (position := _last(cells, course, fits)) is not None:
            found[course.grade_id] = position
            free.remove(position)
    return found


def _fits(cells: list[SubmittedCell], position: int, course: CourseCell, template: Template) -> bool:
    """Tell whether a cell without a name is this one: its function, the text after its question, or the same text."""
    cell = cells[position]
    if not course.open:
        return cell.source.strip() == course.source.strip()
    if course.cell_type == "code":
        defined = re.search(r"^def (\w+)\(", course.source, re.MULTILINE)
        return bool(defined and re.search(rf"^def {defined[1]}\b", as_code(cell.source), re.MULTILINE))
    before = cells[position - 1].source.strip() if position else ""
    is_prose = cell.source.strip() in template.prose and cell.source.strip() != course.source.strip()
    return bool(course.question) and before == course.question.strip() and cell.kind == "markdown" and not is_prose


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


def _filled(course: CourseCell, submitted: SubmittedCell | None, unplaced: bool) -> NotebookNode:
    cell = _new(course.cell_type, _text(course, submitted, unplaced), _identity(course.grade_id))
    if submitted is not None and course.cell_type == "markdown" and submitted.attachments and course.open:
        cell.attachments = submitted.attachments
    cell.metadata["nbgrader"] = course.metadata()
    return cell


def _text(course: CourseCell, submitted: SubmittedCell | None, unplaced: bool) -> str:
    if not course.open:
        return course.source
    if submitted is not None:
        return as_code(submitted.source) if course.cell_type == "code" else submitted.source
    if course.by_hand:  # it may be among the learner's own cells: then a person is to look, and mark
        return NOT_FOUND if unplaced else course.source
    # Not the course's text: it would undo a function that was written in some other cell.
    return f"# The cell {course.grade_id} was missing in what was handed in."


def as_code(source: str) -> str:
    """Return the code of an answer that would not run where it stands: written to a file, or fenced as prose."""
    text = re.sub(r"\A\s*%%(?:writefile|file)\b[^\n]*\n", "", source)
    fenced = re.fullmatch(r"\s*```(?:python|py)?[ \t]*\n(.*?)\n?```\s*", text, re.DOTALL)
    return fenced[1] if fenced else text


def _extra(submitted: SubmittedCell, number: int) -> NotebookNode:
    cell = _new(submitted.kind, submitted.source, f"extra-{number}")
    if submitted.attachments and submitted.kind == "markdown":
        cell.attachments = submitted.attachments
    return cell


def _new(kind: str, source: str, identity: str) -> NotebookNode:
    # As nbformat's own functions make them, which hold each new cell to the schema: longer than all the rest here.
    cell = NotebookNode(id=identity, cell_type=kind, metadata=NotebookNode(), source=source)
    if kind == "code":
        cell.update(execution_count=None, outputs=[])
    return cell


def _identity(grade_id: str) -> str:
    return "cell-" + re.sub(r"[^A-Za-z0-9_-]", "-", grade_id)[:50]


def _problems(
    cells: list[SubmittedCell],
    template: Template,
    chosen: dict[str, int | None],
    claims: dict[str, list[int]],
    nameless: int,
) -> list[str]:
    found = [cell.problem for cell in cells if cell.problem]
    if nameless:
        many = f"{nameless} cells do not say any more which they are; they were found by what they hold."
        found.append(
            many if nameless > 1 else "1 cell does not say any more which it is; it was found by what it holds."
        )
    for course in template.cells:
        position = chosen[course.grade_id]
        if position is None:
            found.append(f"The cell {course.grade_id} is missing.")
        elif not course.open and cells[position].source.strip() != course.source.strip():
            found.append(f"The locked cell {course.grade_id} was edited; the course's text counts.")
        elif cells[position].kind != course.cell_type:
            found.append(f"The cell {course.grade_id} was turned into {cells[position].kind}.")
        elif course.open and course.cell_type == "code" and as_code(cells[position].source) != cells[position].source:
            found.append(f"The cell {course.grade_id} would be written to a file or is fenced; the code in it counts.")
        if (times := len(claims[course.grade_id])) > 1:
            found.append(f"The cell {course.grade_id} stands there {times} times; the last one counts.")
    places = [position for position in chosen.values() if position is not None]
    if places != sorted(places):
        found.append("Cells of the course were moved; they are run in the order of the course.")
    return found
