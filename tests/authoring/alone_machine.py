"""Pythons that a notebook may meet away from the course, and what its cells say in a kernel of one of them."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sysconfig
import venv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from packaging.requirements import Requirement

from autograder.authoring.course import ROOT

IN_COLAB = ("numpy", "matplotlib", "ipython", "ipykernel", "pip")  # of what the course needs
PACKED = ("autograder", "data", "figures", "solutions", "pyproject.toml", "README.md", "LICENSE", "LICENSE-text")
# Colab's kernel has imported its own package, and NumPy, before the first cell runs.
STAND_IN = "import numpy\nfrom ipykernel import kernelapp\nkernelapp.launch_new_instance()\n"


@dataclass(frozen=True)
class Ran:
    """What the cells of a notebook printed, and the error that ended the run, if any: its name and what is shown."""

    printed: str
    error: str = ""
    shown: str = ""


@dataclass(frozen=True)
class Machine:
    """A Python of its own in the folder `root`, and whether it takes itself for Colab's."""

    root: Path
    colab: bool = False

    @property
    def python(self) -> Path:
        return self.root / ("Scripts" if os.name == "nt" else "bin") / "python"

    @property
    def packages(self) -> Path:
        return Path(sysconfig.get_path("purelib", vars={"base": str(self.root)}))

    def run(self, notebook: NotebookNode, folder: Path) -> Ran:
        """Run a notebook in a folder until a cell fails, as Run All does."""
        notebook = NotebookNode(json.loads(json.dumps(notebook), object_hook=NotebookNode))
        resources = {"metadata": {"path": str(folder)}}
        client = NotebookClient(notebook, timeout=120, kernel_name="away", resources=resources)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("JUPYTER_PATH", str(self._kernel()))
            patch.delenv("PYTHONPATH", raising=False)  # it may lead to the course
            with contextlib.suppress(CellExecutionError):
                client.execute()
        outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
        printed = "".join(output.text for output in outputs if output.output_type == "stream")
        for output in outputs:
            if output.output_type == "error":
                return Ran(printed, output.ename, "\n".join(output.traceback))
        return Ran(printed)

    def _kernel(self) -> Path:
        """Write the kernel's specification; return the folder in which Jupyter finds it."""
        start = ["-m", "google.colab"] if self.colab else ["-m", "ipykernel_launcher"]
        spec = {
            "argv": [str(self.python), *start, "-f", "{connection_file}"],
            "display_name": "x",
            "language": "python",
        }
        folder = self.root / "share" / "kernels" / "away"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "kernel.json").write_text(json.dumps(spec))
        return self.root / "share"


def bare_machine(root: Path) -> Machine:
    """Make a Python that has what Colab has of our needs: links to what is installed here, and nothing else."""
    machine = Machine(root)
    venv.create(root, symlinks=os.name != "nt")
    for name in sorted(_closure(IN_COLAB)):
        for part in sorted({file.parts[0] for file in distribution(name).files or ()} - {"..", "__pycache__"}):
            place = machine.packages / part
            if not place.exists():
                place.symlink_to(Path(str(distribution(name).locate_file(part))))
    return machine


def _closure(names: tuple[str, ...]) -> set[str]:
    """Return the distributions with all that they need."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            needs = map(Requirement, distribution(name).requires or ())
            waiting += [need.name for need in needs if need.marker is None or need.marker.evaluate({"extra": ""})]
    return found


def colab_machine(root: Path, bare: Machine) -> Machine:
    """Make a Python like the bare one that is Colab's: things can be installed in it without changing that one."""
    machine = Machine(root, colab=True)
    venv.create(root, symlinks=os.name != "nt")
    (machine.packages / "bare.pth").write_text(str(bare.packages))
    stand_in = machine.packages / "google" / "colab"
    stand_in.mkdir(parents=True)
    (stand_in / "__init__.py").touch()
    (stand_in / "__main__.py").write_text(STAND_IN)
    return machine


def pack(archive: Path, releases: Path, around: str = "") -> None:
    """Pack the course with these releases, as GitHub does inside a folder, or as a plain archive."""
    with zipfile.ZipFile(archive, "w") as packed:
        for path, name in _packed(releases):
            packed.write(path, f"{around}{name}")


def _packed(releases: Path) -> Iterator[tuple[Path, str]]:
    for name in PACKED:
        inside = [path for path in (ROOT / name).rglob("*") if path.is_file() and path.suffix != ".pyc"]
        yield from ((path, path.relative_to(ROOT).as_posix()) for path in inside or [ROOT / name])
    for path in releases.rglob("*"):
        yield path, f"notebooks/{path.relative_to(releases).as_posix()}"


def require_index(machine: Machine, folder: Path) -> None:
    """Skip the test where pip finds no package index, which installing the course needs."""
    command = [machine.python, "-m", "pip", "download", "-q", "--retries=0", "--no-deps", "-d", folder, "names"]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("pip finds no package index here")


def code(*sources: str) -> list[NotebookNode]:
    """Return code cells."""
    return [
        NotebookNode(cell_type="code", id=f"c{i}", metadata={}, source=source, outputs=[], execution_count=None)
        for i, source in enumerate(sources)
    ]


def as_notebook(cells: list[NotebookNode]) -> NotebookNode:
    """Return a notebook of these cells."""
    metadata = {"kernelspec": {"name": "away", "display_name": "x"}}
    return NotebookNode(cells=cells, metadata=NotebookNode(metadata), nbformat=4, nbformat_minor=5)
