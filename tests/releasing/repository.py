"""A student repository that is made once, and changed in copies."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from autograder.authoring.course import ROOT
from autograder.releasing.contents import student_repository
from autograder.releasing.place import write

LESSONS = ("00_sequence_data", "01_why_recurrence", "02_simple_rnn")


@dataclass(frozen=True)
class StudentRepository:
    """A student repository at `root`."""

    root: Path

    def python(self, *arguments: str, folder: str = ".") -> subprocess.CompletedProcess[str]:
        """Run a Python that knows this repository and the installed libraries, and no editable installation (-S)."""
        paths = os.pathsep.join([str(self.root), sysconfig.get_paths()["purelib"]])
        return subprocess.run(
            [sys.executable, "-S", *arguments],
            cwd=self.root / folder,
            env=os.environ | {"PYTHONPATH": paths, "COLUMNS": "200", "MPLBACKEND": "agg"},
            capture_output=True,
            text=True,
            check=False,
        )

    def paths(self) -> set[str]:
        files = (path for path in self.root.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        return {path.relative_to(self.root).as_posix() for path in files}

    def copied(self, to: Path) -> StudentRepository:
        shutil.copytree(self.root, to)
        return StudentRepository(to)


def written(folder: Path) -> StudentRepository:
    """Write the files of a release; that they tell no answer is tried once, where the command is."""
    write(student_repository(ROOT, LESSONS), LESSONS, folder)
    return StudentRepository(folder)
