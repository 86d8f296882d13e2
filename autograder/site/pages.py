"""The page of a lesson: what its release says, with what its cells show; nothing of an answer.

Left out are what checks say, the hunts (each is an earlier answer but for three tokens), an exercise that begins with
an earlier answer, and the cells for answers in words. A test compares the site that is built with every answer.
"""

from __future__ import annotations

import copy
import re

from nbformat import NotebookNode

from autograder.alone import TITLE
from autograder.authoring.cells import checked_name, grade_id, new_cell
from autograder.exercises import judged
from autograder.hunt import Hunt
from autograder.site.answers import before, given_away
from autograder.site.outputs import Outputs

STARTS_FROM_AN_ANSWER = "*You start from a function that you have written before; the cell is in the notebook.*"
HUNT_LEFT_OUT = (
    "*The function with its mistake, and the sentences to choose from, are in the notebook. What is drawn of it below "
    "is drawn of the function as it is given out.*"
)
TWIN = re.compile(r'(?<=</svg>)<img [^>]*src="data:image/png;base64,[^"]*"[^>]*>')
FOLDED = "hide-input"  # MyST-NB folds the code of a cell with this tag


def page(lesson: str, release: NotebookNode, outputs: Outputs) -> NotebookNode:
    """Return a lesson as it is read.

    Args:
        lesson: its name.
        release: the notebook as it was built for learners.
        outputs: what each cell shows, by its id.
    """
    notebook = copy.deepcopy(release)
    notebook.cells = [shown for cell in notebook.cells if (shown := _shown(cell, outputs, lesson)) is not None]
    return notebook


def title_of(release: NotebookNode) -> str:
    """Return the heading that a lesson begins with."""
    found = re.search(r"^# +(.+)$", release.cells[0].source, re.MULTILINE)
    return found[1].strip() if found else ""


def _shown(cell: NotebookNode, outputs: Outputs, lesson: str) -> NotebookNode | None:
    name = grade_id(cell)
    if isinstance(judged().get(name or ""), Hunt):
        return _with_id(new_cell("markdown", HUNT_LEFT_OUT), cell)
    if cell.cell_type == "markdown":
        return None if cell.metadata.get("nbgrader", {}).get("solution") else cell
    if cell.source.startswith(TITLE):
        return None
    if given_away(cell.source, before(lesson)):
        return _with_id(new_cell("markdown", STARTS_FROM_AN_ANSWER), cell)
    if name is None and checked_name(cell) is None:
        cell.outputs = [_lean(output) for output in outputs.get(cell.id, []) if output.get("name") != "stderr"]
    folded = cell.metadata.get("jupyter", {}).get("source_hidden")
    cell.metadata = NotebookNode({"tags": [FOLDED]} if folded else {})
    return cell


def _lean(output: NotebookNode) -> NotebookNode:
    """Leave out the PNG behind each SVG: it is for notebooks that may show no SVG, and half of a page's size."""
    if "text/html" in output.get("data", {}):
        output.data["text/html"] = TWIN.sub("", output.data["text/html"])
    return output


def _with_id(new: NotebookNode, old: NotebookNode) -> NotebookNode:
    new.id = old.id
    return new
