"""Running a lesson's notebook in a kernel, in a copy of its release folder, and what came of each cell."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from nbclient import NotebookClient
from nbformat import NotebookNode


@dataclass(frozen=True)
class Ran:
    """A notebook after it ran to its end, whatever its cells raised.

    Attributes:
        notebook: with its outputs.
        seconds: of processor time, the kernel's start included: others may be at work on the machine.
    """

    notebook: NotebookNode
    seconds: float

    def outputs(self, kind: str, **having: str) -> list[tuple[str, NotebookNode]]:
        """Return (id of the cell, output) for all outputs of one type, those with the given properties only."""
        return [
            (cell.id, output)
            for cell in self.notebook.cells
            for output in cell.get("outputs", [])
            if output.output_type == kind and having.items() <= output.items()
        ]

    def errors(self) -> list[tuple[str, str]]:
        """Return (id of the cell, name of the exception)."""
        return [(cell, output.ename) for cell, output in self.outputs("error")]

    def stderr(self) -> list[tuple[str, str]]:
        return [(cell, output.text) for cell, output in self.outputs("stream", name="stderr")]


def run(notebook: NotebookNode, release: Path, folder: Path) -> Ran:
    """Run every cell of `notebook` in `folder`, as if it stood among the files of `release`."""
    shutil.copytree(release, folder, dirs_exist_ok=True)
    client = NotebookClient(
        notebook, timeout=180, allow_errors=True, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    before = _seconds_of_ended_children()
    client.execute()
    return Ran(notebook, _seconds_of_ended_children() - before)


def _seconds_of_ended_children() -> float:
    times = os.times()
    return times.children_user + times.children_system
