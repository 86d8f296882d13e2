"""The first code cell of every lesson, which makes its notebook work alone."""

from __future__ import annotations

import json

from nbformat import NotebookNode

from autograder.alone import NO_ADDRESS, TITLE
from autograder.authoring.cells import new_cell
from autograder.authoring.course import Lesson
from autograder.recording import RECORDING

# What the cell does where there is no course must stand in it; all else is `open_lesson`.
CELL = """\
{title}
address = {address}
try:
    from autograder.alone import open_lesson
except ImportError:
    import subprocess, sys

    class CourseMissing(Exception):
        _render_traceback_ = lambda self: [str(self)]  # the sentence alone

    if "google.colab" not in sys.modules:
        raise CourseMissing({elsewhere}) from None
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--retries=1", address]
    if not address or subprocess.run(pip, capture_output=True).returncode:
        raise CourseMissing({in_colab}) from None
    from autograder.alone import open_lesson
open_lesson({lesson}, {needs}, address=address)"""
NO_COURSE = "This notebook runs in a Python without the course: "
INSTALL = NO_COURSE + "run `%pip install {address}` in a cell above, then this cell again."
LAB = (
    NO_COURSE + "run `python3 course.py lab` in the folder of the course and open the lesson there, or choose the "
    "Python in the course's folder .venv as the kernel."
)
NOT_INSTALLED = (
    "The course could not be installed from {address}: look at the address and the network (`!pip install {address}` "
    "says more), then run this cell again."
)
# Folded in JupyterLab and in Colab.
FOLDED = {"jupyter": {"source_hidden": True}, "cellView": "form"}


def find_the_course_first(notebook: NotebookNode, lesson: Lesson) -> NotebookNode:
    """Put the cell that finds the course before the lesson's first code cell."""
    codes = [i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    given = any("from given." in notebook.cells[i].source for i in codes)
    needs = ["given", RECORDING] if given else [RECORDING]
    if codes:
        notebook.cells.insert(codes[0], new_cell("code", first_cell(lesson.name, needs, lesson.address), **FOLDED))
    return notebook


def first_cell(lesson: str, needs: list[str], address: str) -> str:
    """Return the text of the cell for a lesson that needs these files beside it."""
    return CELL.format(
        title=TITLE,
        address=json.dumps(address),
        elsewhere=json.dumps((INSTALL if address else LAB).format(address=address)),
        in_colab=json.dumps(NOT_INSTALLED.format(address=address) if address else NO_ADDRESS),
        lesson=json.dumps(lesson),
        needs=", ".join(json.dumps(name) for name in needs),
    )
