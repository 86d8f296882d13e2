"""A copy of the whole course, for tests that write in it; its commands run in processes that import the copy."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from autograder.authoring.course import ROOT

FOLDERS = ("autograder", "data", "figures", "lessons", "solutions")
FILES = ("nbgrader_config.py", "pyproject.toml", "tests/conftest.py")


@dataclass(frozen=True)
class Ran:
    """What came of a command: its exit code, and what it said on both streams."""

    code: int
    said: str


@dataclass(frozen=True)
class CopiedCourse:
    """A copy of the course at `root`."""

    root: Path

    def python(self, *arguments: str) -> Ran:
        """Run Python in the copy, as `python -m ...` does."""
        environment = os.environ | {"PYTHONPATH": str(self.root), "COLUMNS": "200", "MPLBACKEND": "agg"}
        ran = subprocess.run(
            [sys.executable, *arguments], cwd=self.root, env=environment, capture_output=True, text=True, check=False
        )
        return Ran(ran.returncode, ran.stdout + ran.stderr)

    def autograder(self, *arguments: str) -> Ran:
        return self.python("-m", "autograder", *arguments)


def copied_course(root: Path) -> CopiedCourse:
    """Copy what an author works with to `root`."""
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in FILES:
        (root / file).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / file, root / file)
    course = CopiedCourse(root)
    imported = course.python("-c", "import autograder; print(autograder.__file__)").said.strip()
    assert Path(imported) == root / "autograder" / "__init__.py"
    return course
