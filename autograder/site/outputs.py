"""What the cells of a lesson show when it is run solved; run once for each state of the lesson and kept."""

from __future__ import annotations

import hashlib
import importlib.metadata
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from autograder.authoring.cells import checked_name
from autograder.authoring.course import Course
from autograder.authoring.notebooks import put_beside, released, solved
from autograder.errors import CourseError
from autograder.grading.stock.configure import GIVEN

SECONDS = 600  # for one cell
QUIET = ["--log-level=ERROR"]  # no warning that the kernel, on this machine alone, is not encrypted
#: What a lesson shows comes of these as well as of its own text.
SHOWN_BY = ("figures", "data")
VERSIONS = ("numpy", "matplotlib", "ipython")

Outputs = dict[str, list[NotebookNode]]


def outputs_of(name: str, course: Course, cache: Path) -> Outputs:
    """Return what each cell of the solved lesson shows, by the id of the cell.

    Args:
        name: the lesson.
        course: where it is read.
        cache: a folder; a lesson that has not changed since it was run is not run again.

    Raises:
        CourseError: the lesson does not run to its end.
    """
    notebook = _as_run(solved(name, course))
    kept = cache / f"{name}-{_digest(notebook, name, course)}.ipynb"
    if kept.exists():
        notebook = nbformat.read(kept, as_version=4)
    else:
        _keep(_run(notebook, name, course), kept)
    return {cell.id: cell.outputs for cell in notebook.cells if cell.cell_type == "code"}


def _as_run(notebook: NotebookNode) -> NotebookNode:
    """Leave out the checks, since what they say is for whoever has an answer; let each hunt be as it is given out."""
    notebook.cells = [cell for cell in notebook.cells if checked_name(cell) is None]
    for cell in notebook.cells:
        cell.source = cell.metadata.get(GIVEN, cell.source)
    return notebook


def _digest(notebook: NotebookNode, name: str, course: Course) -> str:
    """Return a digest of all that what a lesson shows can depend on."""
    digest = hashlib.sha256("".join(importlib.metadata.version(package) for package in VERSIONS).encode())
    digest.update(nbformat.writes(notebook).encode())
    for root in (course.notebooks / name, *(course.root / shown_by for shown_by in SHOWN_BY)):
        for path in _files(root):
            digest.update(f"\0{path.relative_to(root).as_posix()}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:20]


def _files(root: Path) -> Iterable[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file() and path.suffix != ".pyc")


def _run(notebook: NotebookNode, name: str, course: Course) -> NotebookNode:
    """Run a notebook in a copy of the lesson's release."""
    released(name, course)  # raises where there is none
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        shutil.copytree(course.notebooks / name, folder, dirs_exist_ok=True)
        put_beside(name, folder, course)
        resources = {"metadata": {"path": str(folder)}}
        client = NotebookClient(
            notebook, timeout=SECONDS, kernel_name="python3", resources=resources, extra_arguments=QUIET
        )
        try:
            client.execute()
        except CellExecutionError as problem:
            raise CourseError(f"Lesson {name} does not run: {problem.ename}: {problem.evalue}") from None
        except (CellTimeoutError, DeadKernelError) as problem:
            raise CourseError(f"Lesson {name} does not run to its end: {str(problem).splitlines()[0]}") from None
    return notebook


def _keep(notebook: NotebookNode, path: Path) -> None:
    """Write what was run; what was kept of an earlier state of the lesson goes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    earlier = list(path.parent.glob(f"{path.name.rpartition('-')[0]}-*.ipynb"))
    new = path.with_suffix(".new")
    nbformat.write(notebook, new)
    new.replace(path)
    for old in earlier:
        old.unlink()
