"""A small release of lesson 02 and ways to hand it in: the grader's own tests do not wait for the built lesson."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from grading import places
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, writes
from nbgrader.utils import compute_checksum

from autograder.exercises import find, of_lesson
from autograder.grading.judge.judge import Graded, judge
from autograder.grading.judge.place import Start
from autograder.grading.judge.public import PublicInputs, public_inputs
from autograder.grading.lessons import RELEASES
from autograder.grading.limits import Limits
from autograder.grading.notebook.submitted import read_notebook
from autograder.grading.notebook.template import from_notebook
from autograder.reference import Reference, reference_source

LESSON = "02_simple_rnn"
OTHER = "03_backpropagation_through_time"
NAMES = ("rnn_cell_forward", "rnn_forward")
SETUP = """import numpy as np

def softmax(z, axis=0):
    e = np.exp(z - np.max(z, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)
"""


def solution(name: str) -> str:
    """The reference answer as a learner would have typed it."""
    return "\n".join(line for line in reference_source(find(name)).splitlines() if "### " not in line)


def stub(name: str) -> str:
    source = reference_source(find(name))
    return re.sub(
        r"    ### BEGIN SOLUTION.*### END SOLUTION", "    raise NotImplementedError()", source, flags=re.DOTALL
    )


def marked(cell: NotebookNode, grade_id: str, **flags: Any) -> NotebookNode:
    known = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3} | flags
    cell.metadata["nbgrader"] = {"grade_id": grade_id, "cell_type": cell.cell_type} | known
    cell.metadata["nbgrader"]["checksum"] = compute_checksum(cell)
    return cell


def release(*, with_assert: bool = False) -> NotebookNode:
    """The notebook as a learner gets it."""
    cells = [new_markdown_cell("# The simple RNN"), new_code_cell(SETUP)]
    for name in NAMES:
        cells += [
            new_markdown_cell(f"## {name}"),
            marked(new_code_cell(stub(name)), name, solution=True),
            marked(new_code_cell(f"check({name})"), f"check-{name}", grade=True, locked=True, points=find(name).points),
        ]
    if with_assert:
        plain = new_code_cell("assert 1 + 1 == 2\nassert rnn_forward is not None")
        cells.append(marked(plain, "plain", grade=True, locked=True, points=2))
    question = new_markdown_cell("Your answer here.")
    cells += [marked(question, "explain-memory", grade=True, solution=True, points=2), new_markdown_cell("The end.")]
    return new_notebook(
        cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    )


def of_another_lesson() -> NotebookNode:
    """A notebook with the checks of lesson 03 alone."""
    checks = (marked(new_code_cell(f"check({each.name})"), f"check-{each.name}") for each in of_lesson(OTHER))
    return new_notebook(cells=list(checks))


def handed_in(answers: dict[str, str] | None = None, *, explanation: str = "", **options: bool) -> NotebookNode:
    """The release with some cells written."""
    notebook = release(**options)
    texts = dict(answers or {}) | ({"explain-memory": explanation} if explanation else {})
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = texts.get(name, cell.source)
    return notebook


def solved(**options: bool) -> NotebookNode:
    return handed_in({name: solution(name) for name in NAMES}, **options)


def cell_of(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    return next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def insert_after(notebook: NotebookNode, grade_id: str, source: str) -> NotebookNode:
    """Put a cell of the learner's own after a known one ("" for the start)."""
    position = notebook.cells.index(cell_of(notebook, grade_id)) + 1 if grade_id else 0
    notebook.cells.insert(position, new_code_cell(source))
    return notebook


def without_names(notebook: NotebookNode) -> NotebookNode:
    """As some editors leave it: no metadata of cells and no ids."""
    for cell in notebook.cells:
        cell.metadata = {}
        cell.pop("id", None)
    return notebook


def as_bytes(notebook: NotebookNode) -> bytes:
    return str(writes(notebook)).encode()


def save(notebook: NotebookNode | bytes | dict[str, Any], path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    data = notebook if isinstance(notebook, bytes) else json.dumps(notebook).encode()
    path.write_bytes(data)
    return path


def save_release(folder: Path, **options: bool) -> Path:
    return save(release(**options), folder / LESSON / f"{LESSON}.ipynb")


def recorded() -> PublicInputs:
    """What the recording of the real lesson holds of these exercises."""
    return public_inputs(RELEASES / LESSON)


SEED = 20_260_101


def judged(
    notebook: NotebookNode,
    *,
    with_assert: bool = False,
    seed: int = SEED,
    course: NotebookNode | None = None,
    public: PublicInputs | None = None,
    start: Callable[[Path], Start] = places.start_in,
    signs: bool = False,
    **limits: Any,
) -> Graded:
    """Judge a submission in the jail; it works on an empty folder."""
    bounds = Limits(**limits)
    with tempfile.TemporaryDirectory() as folder:
        return judge(
            read_notebook(as_bytes(notebook), bounds),
            from_notebook(course or release(with_assert=with_assert), LESSON),
            knowledge=Reference(),
            seed=seed,
            start=start(Path(folder)),
            limits=bounds,
            public=public,
            signs=signs,
        )


def points(graded: Graded) -> tuple[float | None, ...]:
    """The points of the two exercises."""
    return tuple(graded.scores[f"check-{name}"] for name in NAMES)


def shown(graded: Graded, name: str) -> str:
    """What stands under a check in the graded notebook, as text."""
    (output,) = cell_of(graded.notebook, f"check-{name}").outputs
    return str(output.data["text/plain"])


FULL = tuple(float(find(name).points) for name in NAMES)
