"""Graded notebooks for the learner's page, made without running anything."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from grading_fixtures import LESSON, NAMES, as_bytes, cell_of, handed_in, release, solution
from nbformat import NotebookNode
from nbformat.v4 import new_output

from autograder.grading.judge.judge import shown
from autograder.grading.limits import Limits
from autograder.grading.notebook.rebuild import rebuild
from autograder.grading.notebook.submitted import read_notebook
from autograder.grading.notebook.template import Template, from_notebook
from autograder.grading.pages.feedback import feedback_page
from autograder.grading.pages.marks import Mark
from autograder.verdict import Outcome, Verdict

CELL, LOOP = NAMES
TEMPLATE = from_notebook(release(), LESSON)
QUESTION = "explain-memory"
MARKS = {
    f"check-{CELL}": Mark(5, auto=5),
    f"check-{LOOP}": Mark(6, auto=2, comment="Look at the *second* step."),
    QUESTION: Mark(2, to_mark=True),
}


def verdict(name: str, status: str = "holds", message: str = "") -> Verdict:
    return Verdict(name, (Outcome("follows", f"{name} follows the equation.", status, 5, message),))  # type: ignore[arg-type]


def graded(notebook: NotebookNode | None = None, *, template: Template = TEMPLATE, **outputs: Any) -> NotebookNode:
    """The notebook as the judge leaves it: rebuilt, with verdicts; `outputs` of the two cells of answers by name."""
    notebook = notebook or handed_in({CELL: solution(CELL), LOOP: solution(LOOP)}, explanation="It **keeps** a state.")
    built = rebuild(read_notebook(as_bytes(notebook), Limits()), template).notebook
    for name in NAMES:
        cell_of(built, f"check-{name}").outputs = [shown(verdict(name))]
        cell_of(built, name).outputs = outputs.get(name, [])
    return built


def page_of(notebook: NotebookNode | None = None, marks: dict[str, Mark] | None = None, **options: Any) -> str:
    chosen = {"template": TEMPLATE, "title": "The simple RNN"} | options
    return feedback_page(graded() if notebook is None else notebook, MARKS if marks is None else marks, **chosen)


def printed(text: str) -> NotebookNode:
    return new_output("stream", name="stdout", text=text)


def displayed(**data: str) -> NotebookNode:
    return new_output("display_data", data={kind.replace("_", "/"): form for kind, form in data.items()})


class Elements(HTMLParser):
    """All elements of a page, in order: tag and attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for found, attributes in self.found if found == tag]
