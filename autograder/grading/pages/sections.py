"""From a graded notebook to what a learner's page shows of it: what was written, and what came of it.

The course's own text, figures and locked cells are left out. What a cell is, the template says and not the notebook.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from markupsafe import Markup
from nbformat import NotebookNode

from autograder.grading.notebook.outputs import text_of
from autograder.grading.notebook.template import CourseCell, Template, titled
from autograder.grading.pages.marks import Mark
from autograder.grading.pages.plain import in_order, plain
from autograder.grading.pages.room import Room
from autograder.grading.pages.shown import Piece, code, outputs, prose

NOT_WRITTEN = "This cell is as it was given: nothing is written in it."
_STYLE = re.compile(r"\A<style>[^<]*</style>")  # of a verdict's box: the page has its own
LONGEST_VERDICT = 100_000


@dataclass
class Section:
    """What belongs together: an exercise, a question, or cells of the learner's own.

    Attributes:
        name: of the exercise; empty for words, and for cells of the learner's own.
        title: what the lesson calls it.
        anchor: where links to it lead.
        mark: the points for it; None for cells that earn none.
        question: what was asked, for an answer that a person marks.
        work: what the learner wrote for it, with its outputs.
        verdict: the box of the notebook.
        comments: by the instructor.
        own: further cells of the learner that stand after it.
    """

    name: str
    title: str
    anchor: str = ""
    mark: Mark | None = None
    question: Markup | None = None
    work: list[Piece] = field(default_factory=list)
    verdict: Markup | None = None
    comments: list[Piece] = field(default_factory=list)
    own: list[Piece] = field(default_factory=list)


@dataclass
class Contents:
    """What a page shows.

    Attributes:
        title: what the lesson calls itself; else its name.
        sections: in the order of the notebook.
        before: cells of the learner's own that stand before all of them.
        left_out: how many cells of the course are not shown.
        not_run: how many of those were not run as a whole, since no exercise needs them.
        no_room: how many cells of the learner's own are not shown for want of room.
    """

    title: str
    sections: list[Section] = field(default_factory=list)
    before: list[Piece] = field(default_factory=list)
    left_out: int = 0
    not_run: int = 0
    no_room: int = 0


def contents(notebook: NotebookNode, template: Template, marks: Mapping[str, Mark], room: Room) -> Contents:
    """Return what a page shows of a graded notebook."""
    return _Reader(template, marks, room).read(notebook)


class _Reader:
    """Reads the cells of one notebook in order."""

    def __init__(self, template: Template, marks: Mapping[str, Mark], room: Room) -> None:
        self._known = {cell.grade_id: cell for cell in template.cells}
        self._template, self._marks, self._room = template, marks, room
        self._contents = Contents(template.name)
        self._open: Section | None = None  # has work, and waits for the cell that carries its points

    def read(self, notebook: NotebookNode) -> Contents:
        self._contents.title = self._template.title or self._template.name
        for cell in notebook.cells:
            course = self._known.get(str(cell.metadata.get("nbgrader", {}).get("grade_id", "")))
            if course is None:
                self._add_own(cell)
            elif course.grade or course.task:
                self._close(cell, course)
            elif course.open:
                self._begin(course).work += self._written(cell, course)
            else:
                self._leave_out(cell)
        for number, section in enumerate(self._contents.sections, 1):
            section.anchor = f"part-{number}"
        return self._contents

    def _begin(self, course: CourseCell) -> Section:
        """Return the section of a cell of answers; several may share one cell with points."""
        if self._open is None:
            self._open = Section(course.grade_id, titled(course.question))
            self._contents.sections.append(self._open)
        self._comment(self._open, course)
        return self._open

    def _close(self, cell: NotebookNode, course: CourseCell) -> None:
        """Add a cell with points: a check, an answer that a person marks, or plain asserts."""
        section = self._open if not course.by_hand and self._open is not None else None
        if section is None:
            section = Section("" if course.by_hand else course.grade_id, titled(course.question))
            self._contents.sections.append(section)
        self._open = None
        section.mark = self._marks.get(course.grade_id, Mark(course.points))
        if course.exercise is not None:
            section.name = course.exercise.name
            section.verdict = _verdict(cell)
        elif course.by_hand:
            asked = course.source if course.task else course.question
            section.question = _asked(asked)
            section.work += [] if course.task else self._written(cell, course)
        else:
            section.work += [code(cell.source, self._room, folded=True), *outputs(cell, self._room)]
        self._comment(section, course)

    def _comment(self, section: Section, course: CourseCell) -> None:
        mark = self._marks.get(course.grade_id)
        if mark is not None and mark.comment.strip():
            section.comments.append(prose(mark.comment, self._room))

    def _written(self, cell: NotebookNode, course: CourseCell) -> list[Piece]:
        """Return what a learner wrote in a cell of the course."""
        if cell.source.strip() in ("", course.source.strip()) and not cell.get("attachments"):
            return [Piece(Markup.escape(NOT_WRITTEN), "", "note"), *outputs(cell, self._room)]
        return self._shown(cell)

    def _shown(self, cell: NotebookNode, *, folded: bool = False) -> list[Piece]:
        if cell.cell_type == "code":
            return [code(cell.source, self._room, folded=folded), *outputs(cell, self._room)]
        return [prose(cell.source, self._room, cell.get("attachments"))]

    def _add_own(self, cell: NotebookNode) -> None:
        """Add a cell that the course does not know, unless it is the course's own text or experiment."""
        course_texts = self._template.own if cell.cell_type == "code" else self._template.prose
        source = cell.source if cell.cell_type == "code" else cell.source.strip()
        if source in course_texts:
            self._leave_out(cell)
        elif not self._room.take("pieces", 1):
            self._contents.no_room += 1
        else:
            sections = self._contents.sections
            place = sections[-1].own if sections else self._contents.before
            place += self._shown(cell, folded=cell.source.count("\n") > 30)

    def _leave_out(self, cell: NotebookNode) -> None:
        self._contents.left_out += 1
        self._contents.not_run += cell.metadata.get("course_grading", {}).get("ran") in ("no", "in part")


@lru_cache(maxsize=256)
def _asked(question: str) -> Markup | None:
    """Return a question of the course, rendered once for all learners."""
    return prose(question, Room()).body if question.strip() else None


def _verdict(cell: NotebookNode) -> Markup | None:
    """Return the box of a check, whose words are escaped by the judge that wrote it."""
    data: dict[str, Any] = next(
        (output.data for output in cell.get("outputs", []) if output.output_type == "display_data"), {}
    )
    box = _STYLE.sub("", text_of(data.get("text/html")))
    if box.startswith('<section class="vd"') and len(box) <= LONGEST_VERDICT:
        return Markup(in_order(box))
    text = plain(text_of(data.get("text/plain")))[:LONGEST_VERDICT]
    return Markup("<pre>{}</pre>").format(text) if text else None
