"""Which lines of a notebook are run: those of the learner, and of the course what a verdict needs.

A lesson's figures and experiments take far longer than all that is judged. So a cell of the course runs as far as
something that is needed follows from it: a name that the learner's cells read, and what that name is made of. What
is left out changes no verdict.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from nbformat import NotebookNode

from autograder.alone import TITLE
from autograder.grading.notebook.effects import drawn_in
from autograder.grading.notebook.learners_names import MOST, Learners, names_in
from autograder.grading.notebook.search import END, Place, Search, followed_back
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
    plan = Plan(own, _read(learners), asked, max(judged, default=-1))
    return {i: plan.run(i) if i in own else Run(cell.source, "whole") for i, cell in code.items()}


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


class Plan:
    """What of the course's cells runs.

    What verdicts need is looked for as if every call might change and keep whatever it is given. For figures that are
    asked about, and cells of the learner below the last judged one, a call whose result is used is taken to do no more:
    where that is wrong it shows in them, and in no verdict.

    Args:
        own: the unchanged cells of the course, by position.
        learners: the cells of the learner, and those with an instructor's plain asserts.
        asked: cells of the course whose figures somebody has to see.
        judged: position of the last judged cell.
    """

    def __init__(
        self,
        own: dict[int, str],
        learners: dict[int, Learners],
        asked: set[int],
        judged: int,
    ) -> None:
        self._own, self._judged, self._learners = own, judged, learners
        doubt = any(found.doubt for i, found in learners.items() if i < judged)
        self._whole = {i for i in own if doubt and i < judged}
        self._last = max([*learners, *asked, judged])
        theirs = set[str]().union(*(found.bound for found in learners.values()))
        drawing = drawn_in(frozenset(own.values()))
        self._drawing = drawing._replace(sure=drawing.sure - theirs)
        self._search = self._for_verdicts()
        if asked or any(i > judged for i in learners):
            self._join(self._for_pages(asked))

    def run(self, position: int) -> Run:
        """Return what is run of an unchanged cell of the course."""
        source = self._own[position]
        if position in self._whole and not source.startswith(TITLE):
            return Run(source, "whole")
        mine = [place for place in self._search.course if place[0] == position]
        kept = [self._search.course[place] for place in mine if place in self._search.kept]
        if not kept:
            return Run("", "no")
        needed = {line for each in kept for line in range(each.first, each.last + 1)}
        text = "\n".join(line if i in needed else "" for i, line in enumerate(source.split("\n")))
        return Run(source, "whole") if len(kept) == len(mine) else Run(text, "in part")

    def _for_verdicts(self) -> Search:
        course, words = self._statements()
        search = Search(course, self._learners)
        for position, names in words.items():
            search.need(names, (position, 0))
        for position, found in self._learners.items():
            if position <= self._judged:
                search.need(found.needed - found.later, (position, 0))
                search.need(found.later, END)
        search.keep(*(place for place, each in course.items() if each.always or place[0] in self._whole))
        return search

    def _for_pages(self, asked: set[int]) -> set[Place]:
        course, _ = self._statements(trusting=True)
        late = {position: found for position, found in self._learners.items() if position > self._judged}
        lasting = set[str]().union(*(found.later for found in late.values()))
        needs = {(position, 0): found.needed for position, found in late.items()}
        return followed_back(course, needs, lasting, {place for place in course if place[0] in asked})

    def _join(self, further: set[Place]) -> None:
        """Keep further places; where a statement might end a cell too early, with all that this follows from."""
        while before := {place for place in further - self._search.kept if self._search.goes_on_after(place)}:
            self._search.keep(*before)
        self._search.kept |= further

    def _statements(self, *, trusting: bool = False) -> tuple[dict[Place, Statement], dict[int, set[str]]]:
        """Return the statements of the course by their places, and the words of cells that are no Python."""
        found: dict[Place, Statement] = {}
        words = {}
        for i, source in self._own.items():
            if i <= self._last and not source.startswith(TITLE):
                try:
                    own = statements(source, self._drawing, trusting)
                    found |= {(i, number): each for number, each in enumerate(own)}
                except SyntaxError:  # a magic; its words are all that is known of what it reads
                    self._whole.add(i)
                    words[i] = set(re.findall(r"\w+", source))
        return found, words


def _read(cells: dict[int, str]) -> dict[int, Learners]:
    """Return the names in the cells of a learner; nobody writes so much that looking into it costs much."""
    if sum(map(len, cells.values())) > MOST:
        return {i: Learners(doubt="long cells") for i in cells}
    return {i: names_in(source) for i, source in cells.items()}
