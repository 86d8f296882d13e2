"""Which lines of a notebook are run: those of the learner, and of the course what a verdict needs.

A lesson's figures and experiments take far longer than all that is judged. So a cell of the course runs as far as
something that is needed follows from it: a name that the learner's cells read, and what that name is made of. What
is left out changes no verdict.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from nbformat import NotebookNode

from autograder.alone import TITLE
from autograder.grading.notebook.effects import drawn_in
from autograder.grading.notebook.learners_names import MOST, Learners, names_in
from autograder.grading.notebook.sharing import Sharing
from autograder.grading.notebook.statements import Statement, statements
from autograder.grading.notebook.template import Template

Ran = Literal["whole", "in part", "no"]
NOTE = "course_grading"  # the metadata of a cell that say what of it ran
IN_ITALICS = re.compile(r"(?<![*\w])\*[^*\n]{3,80}\*(?![*\w])")  # as a caption and a question write a figure's name


@dataclass(frozen=True)
class Run:
    """What of a cell is run: its text with the lines left empty that are not."""

    source: str
    ran: Ran


def noted(cell: NotebookNode, run: Run) -> str:
    """Note in a cell's metadata whether it ran as it stands there, and return what is to be run."""
    cell.metadata[NOTE] = {"ran": run.ran}
    return run.source


def what_runs(notebook: NotebookNode, template: Template, *, figures: bool = True) -> dict[int, Run]:
    """Return what is run of each code cell of a submission that `rebuild` has made, by its position.

    A cell that a learner has changed is the learner's own, and always runs.

    Args:
        notebook: the submission.
        template: what the grader knows of the lesson.
        figures: whether a figure is drawn that a written answer speaks of, and that somebody has to mark.
    """
    code = {i: cell for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"}
    own = {i: cell.source for i, cell in code.items() if cell.source in template.own}
    asked = set(_spoken_of(notebook, template, own)) if figures else set()
    judged = {i for i, cell in code.items() if cell.metadata.get("nbgrader", {}).get("grade")}
    learners = {i: cell.source for i, cell in code.items() if i not in own and not _is_check(cell, template)}
    search = Search(own, learners, asked, max(judged, default=-1))
    return {i: search.run(i) if i in own else Run(cell.source, "whole") for i, cell in code.items()}


def _is_check(cell: NotebookNode, template: Template) -> bool:
    course = template.get(cell.metadata.get("nbgrader", {}).get("grade_id", ""))
    return course is not None and course.exercise is not None


def _spoken_of(notebook: NotebookNode, template: Template, own: dict[int, str]) -> Iterator[int]:
    """Yield the cells of the course whose figures are named by a question that was answered in writing."""
    for cell in notebook.cells:
        course = template.get(cell.metadata.get("nbgrader", {}).get("grade_id", ""))
        if course and course.by_hand and cell.source.strip() != course.source.strip():
            figures = IN_ITALICS.findall(course.question)
            yield from (i for i, source in own.items() if any(figure in source for figure in figures))


Place = tuple[int, int]  # a cell, and which of its statements


class Search:
    """Looks for the statements of the course that are needed.

    Args:
        own: the unchanged cells of the course, by position.
        learners: the cells of the learner, and those with an instructor's plain asserts.
        asked: cells of the course that are run as they are.
        judged: position of the last judged cell.
    """

    def __init__(self, own: dict[int, str], learners: dict[int, str], asked: set[int], judged: int) -> None:
        self._own, self._asked = own, asked
        self._learners = _read(learners)
        doubt = any(found.doubt for i, found in self._learners.items() if i < judged)
        self._whole = {i for i in own if i in asked or (doubt and i < judged)}
        last = max([*learners, *asked, judged])
        theirs = set[str]().union(*(found.bound for found in self._learners.values()))
        drawing = drawn_in(frozenset(own.values()))
        self._drawing = drawing._replace(sure=drawing.sure - theirs)
        self._course: dict[Place, Statement] = {}
        self._until: dict[str, Place] = {}  # the last place where a name is read
        for i, source in own.items():
            if i <= last and not source.startswith(TITLE):
                self._take(i, source)
        self._sharing = Sharing([*self._course.values()], [*self._learners.values()])
        self._touched = {place: self._sharing.touched_by(each) for place, each in self._course.items()}
        self._kept: set[Place] = set()
        self._search()

    def run(self, position: int) -> Run:
        """Return what is run of an unchanged cell of the course."""
        source = self._own[position]
        if position in self._whole and not source.startswith(TITLE):
            return Run(source, "whole")
        mine = [place for place in self._course if place[0] == position]
        kept = [self._course[place] for place in mine if place in self._kept]
        if not kept:
            return Run("", "no")
        lines = source.split("\n")
        needed = {line for each in kept for line in range(each.first, each.last + 1)}
        text = "\n".join(line if i in needed else "" for i, line in enumerate(lines))
        return Run(source, "whole") if len(kept) == len(mine) else Run(text, "in part")

    def _take(self, position: int, source: str) -> None:
        try:
            self._course |= {(position, number): each for number, each in enumerate(statements(source, self._drawing))}
        except SyntaxError:  # a magic; its words are all that is known of what it reads
            self._whole.add(position)
            self._need(set(re.findall(r"\w+", source)), (position, 0))

    def _search(self) -> None:
        """Keep what is needed until nothing more is."""
        for position, found in self._learners.items():
            self._need(found.needed - found.later, (position, 0))
            self._need(found.later, END)
        for place, each in self._course.items():
            if each.always or place[0] in self._whole:
                self._keep(place)
        while more := [place for place in self._course if place not in self._kept and self._is_needed(place)]:
            for place in more:
                self._keep(place)

    def _keep(self, place: Place) -> None:
        statement = self._course[place]
        self._kept.add(place)
        self._need(statement.read - statement.later, place)
        self._need(statement.later, END)

    def _need(self, names: frozenset[str] | set[str], place: Place) -> None:
        for name in names:
            self._until[name] = max(place, self._until.get(name, place))

    def _is_needed(self, place: Place) -> bool:
        """Tell whether a statement makes or changes what is read after it, or decides whether more of its cell runs."""
        if any(self._until[name] > place for name in self._touched[place] & self._until.keys()):
            return True
        goes_on = any(kept[0] == place[0] and kept > place for kept in self._kept)
        return goes_on and place in self._may_fail

    @cached_property
    def _may_fail(self) -> set[Place]:
        """The statements in which something of the learner's may raise; all others of the course are known to run."""
        known = self._sharing.variables
        theirs = set[str]().union(*(found.bound | (found.read & known) for found in self._learners.values()))
        while True:
            found = {place for place, each in self._course.items() if each.read & theirs}
            more = set[str]().union(*(self._touched[place] for place in found)) - theirs
            if not more:
                return found
            theirs |= more


END = (10**9, 0)


def _read(cells: dict[int, str]) -> dict[int, Learners]:
    """Return the names in the cells of a learner; nobody writes so much that looking into it costs much."""
    if sum(map(len, cells.values())) > MOST:
        return {i: Learners(doubt="long cells") for i in cells}
    return {i: names_in(source) for i, source in cells.items()}
