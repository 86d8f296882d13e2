"""What nbgrader's page for marking shows beside an answer: its name, the rubric, and comments that were given before.

It is worked out when the page is asked for, from the gradebook, the release and the rubrics; nothing of it is written
anywhere, so that it can be on no learner's page.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markupsafe import Markup
from nbformat import NotebookNode
from nbgrader.api import BaseCell, Comment, Gradebook, MissingEntry, SubmittedNotebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import List, Unicode

from autograder.grading.books.gradebook import quiet_nbgrader
from autograder.grading.books.standing import standing_of
from autograder.grading.notebook.outputs import text_of
from autograder.grading.notebook.template import CourseCell, Template, titled
from autograder.grading.notebook.what_runs import IN_ITALICS
from autograder.grading.pages.marks import Mark
from autograder.grading.pages.plain import plain
from autograder.grading.pages.room import Room
from autograder.grading.pages.shown import outputs
from autograder.grading.pages.words import with_formulas, words
from autograder.grading.rubrics import rubrics_for
from autograder.grading.stock.configure import PAGES
from autograder.grading.stock.steps import template_of

OF_THE_COURSE = "of_the_course"  # of a cell on the page for marking: what its code is, in words
MOST_COMMENTS, LONGEST_COMMENT, LONGEST_REASON = 30, 2_000, 300


@dataclass(frozen=True)
class KnownCell:
    """What the page says of one cell.

    Attributes:
        anchor: where links to it lead.
        title: what the lesson calls it.
        state: how it stands, in words.
        by_hand: whether a person marks it.
        rubric: how it is marked, as HTML; None where nobody has written it.
        comments: that were given to other learners' answers, the most frequent first.
        figures: that the question speaks of, as HTML by their titles.
    """

    anchor: str
    title: str
    state: str = ""
    by_hand: bool = False
    rubric: Markup | None = None
    comments: list[str] = field(default_factory=list)
    figures: dict[str, Markup] = field(default_factory=dict)


@dataclass(frozen=True)
class Marking:
    """What the page for marking shows beside what nbgrader shows."""

    script: str
    style: str
    cells: Mapping[str, KnownCell]


class ForMarker(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Adds to a submission's page what its marker needs."""

    # nbconvert sets this, and nbgrader hides that it can be set: each page would come with a warning.
    display_data_priority = List(Unicode()).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Return the notebook, its cells of the course marked, and what the template needs."""
        for cell in nb.cells:
            cell.metadata.pop(OF_THE_COURSE, None)
        cells = self._cells(nb, resources)
        _draw_formulas(nb, Room())
        script, style = (
            (PAGES / f"marking.{kind}").read_text(encoding="utf-8").rstrip() + "\n" for kind in ("js", "css")
        )
        resources["marking"] = Marking(script, style, cells)
        return nb, resources

    def _cells(self, nb: NotebookNode, resources: dict[str, Any]) -> dict[str, KnownCell]:
        course = CourseDirectory(config=self.config)
        lesson, notebook = resources["assignment_id"], resources["notebook_id"]
        try:
            with quiet_nbgrader(), Gradebook(course.db_url) as gradebook:
                submission = gradebook.find_submission_notebook_by_id(resources["submission_id"])
                template = template_of(gradebook, notebook, lesson, course)
                marks, comments = standing_of(submission).marks, _comments(gradebook, submission)
        except MissingEntry:  # the page is of another course than the one that the server was started in
            return {}
        _tell_the_courses_code(nb, template)
        source = Path(course.format_path(course.source_directory, ".", lesson)) / f"{notebook}.ipynb"
        rubrics = rubrics_for(lesson, source=source, roots=[Path(course.root)])
        known = [cell for cell in template.cells if cell.open or cell.by_hand]
        return {
            cell.grade_id: KnownCell(
                anchor=str(number),
                title=_title(cell),
                state=marks.get(cell.grade_id, Mark(cell.points, to_mark=True)).words if cell.by_hand else "",
                by_hand=cell.by_hand,
                rubric=words(rubrics[cell.grade_id], Room()) if cell.by_hand and cell.grade_id in rubrics else None,
                comments=[text for text, _ in comments[cell.grade_id].most_common(MOST_COMMENTS)],
                figures=_figures(nb, template, cell.question) if cell.by_hand else {},
            )
            for number, cell in enumerate(known)
        }


def _title(cell: CourseCell) -> str:
    title = titled(cell.source if cell.task else cell.question)
    if cell.by_hand:
        return title or cell.grade_id
    return f"{cell.grade_id}: {title}" if title and title != cell.grade_id else cell.grade_id


def _figures(nb: NotebookNode, template: Template, question: str) -> dict[str, Markup]:
    """Return the figures that a question names in italics, as the course's cells have drawn them, or why not."""
    found = {}
    for named in IN_ITALICS.findall(question):
        for cell in nb.cells:
            if cell.cell_type == "code" and cell.source in template.own and named in cell.source:
                drawn = [
                    with_formulas(piece.body, Room())
                    for piece in outputs(cell, Room())
                    if piece.kind in ("html", "picture")
                ]
                found[named.strip("*")] = Markup("".join(drawn)) if drawn else _not_drawn(cell)
    return found


def _not_drawn(cell: NotebookNode) -> Markup:
    """Return why a figure is not there: as its cell ended, which is a learner's words."""
    errors = [output for output in cell.outputs if output.output_type == "error"]
    if not errors:
        return Markup("<p>It was not drawn: that is done where the question is answered.</p>")
    said = plain(f"{errors[-1].ename}: {errors[-1].evalue}".removesuffix(": "))[:LONGEST_REASON]
    return Markup("<p>It could not be drawn. Its cell ended with {}</p>").format(said)


def _comments(gradebook: Gradebook, submission: SubmittedNotebook) -> defaultdict[str, Counter[str]]:
    """Return what persons have written about each cell of the notebook to other learners, and how often."""
    rows = (
        gradebook.db.query(BaseCell.name, Comment.manual_comment)
        .join(Comment, Comment.cell_id == BaseCell.id)
        .filter(BaseCell.notebook_id == submission.notebook.id, Comment.notebook_id != submission.id)
        .filter(Comment.manual_comment.isnot(None))
    )
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name, comment in rows:
        if (text := comment.strip()) and len(text) <= LONGEST_COMMENT:
            found[name][text] += 1
    return found


def _draw_formulas(nb: NotebookNode, room: Room) -> None:
    """Draw the formulas in the captions of figures."""
    for cell in nb.cells:
        for output in cell.get("outputs", []):
            if shown := text_of(output.get("data", {}).get("text/html")):
                output.data["text/html"] = with_formulas(shown, room)


def _tell_the_courses_code(nb: NotebookNode, template: Template) -> None:
    """Say of the course's own code cells that they are, so that the page folds them."""
    for cell in nb.cells:
        if cell.cell_type == "code" and cell.source in template.own and "nbgrader" not in cell.metadata:
            lines = cell.source.count("\n") + 1
            cell.metadata[OF_THE_COURSE] = f"Code of the course, {lines} line{'s' if lines > 1 else ''}"
