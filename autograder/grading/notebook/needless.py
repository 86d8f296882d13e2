"""Which cells need not run: those of the course that can change no score.

A lesson's figures and experiments take longer than everything that is judged. Its first cell looks for the
course, which is not where a submission runs.
"""

from __future__ import annotations

import ast

from nbformat import NotebookNode

from autograder.alone import TITLE
from autograder.grading.notebook.template import Template


def needless(notebook: NotebookNode, template: Template) -> set[int]:
    """Return the positions of cells of the course that come after the last judged one, or only show something.

    A cell that a learner has changed is the learner's own, and always runs.
    """
    judged = [i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code" and _has_points(cell)]
    last = max(judged, default=len(notebook.cells))
    return {
        i
        for i, cell in enumerate(notebook.cells)
        if cell.cell_type == "code" and cell.source in template.own and (i > last or _only_shows(cell.source))
    }


def _has_points(cell: NotebookNode) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("grade"))


def _only_shows(source: str) -> bool:
    """Tell whether a cell of the course finds the course, or consists of calls whose results are not kept."""
    if source.startswith(TITLE):
        return True
    try:
        body = ast.parse(source).body
    except SyntaxError:  # a magic
        return False
    return all(isinstance(statement, ast.Expr) for statement in body)
