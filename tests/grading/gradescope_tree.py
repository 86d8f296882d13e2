"""Gradescope's container as a folder: an archive unpacked as it does it, and submissions run one after another."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

SUMMARY = ("score", "output", "visibility", "extra_data", "leaderboard", "tests", "execution_time", "stdout_visibility")
FORMAT = {"enum": ["text", "html", "simple_format", "md", "ansi"]}
VISIBILITY = {"enum": ["hidden", "after_due_date", "after_published", "visible"]}
WORDS, NUMBER = {"type": "string"}, {"type": "number", "minimum": 0}
TEST = {
    "score": NUMBER,
    "max_score": NUMBER,
    "status": {"enum": ["passed", "failed"]},
    "name": WORDS,
    "name_format": FORMAT,
    "number": WORDS,
    "output": WORDS,
    "output_format": FORMAT,
    "tags": {"type": "array", "items": WORDS},
    "visibility": VISIBILITY,
    "extra_data": {"type": "object"},
}
ENTRY = {"name": WORDS, "value": {"type": ["number", "string"]}, "order": {"enum": ["asc", "desc"]}}
# As gradescope-autograders.readthedocs.io documents results.json; what it does not name is not allowed here.
SCHEMA = {
    "type": "object",
    "properties": {
        "score": NUMBER,
        "execution_time": {"type": "integer", "minimum": 0},
        "output": WORDS,
        "output_format": FORMAT,
        "test_output_format": FORMAT,
        "test_name_format": FORMAT,
        "visibility": VISIBILITY,
        "stdout_visibility": VISIBILITY,
        "extra_data": {"type": "object"},
        "tests": {
            "type": "array",
            "items": {"type": "object", "properties": TEST, "additionalProperties": False},
        },
        "leaderboard": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": ENTRY,
                "required": ["name", "value"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["score", "tests"],
    "additionalProperties": False,
}

# Grades the submissions of a folder one after another, as run_autograder does one: to start takes longest.
ONE_AFTER_ANOTHER = """
import json, shutil, sys
from pathlib import Path
from autograder.grading.doors.gradescope_run import Limits, graded, local_workers
root, cases = Path(sys.argv[1]), Path(sys.argv[2])
if __name__ == "__main__":
    with local_workers(1, seconds=600, memory_mib=2048) as workers:
        for case in sorted(cases.iterdir()):
            shutil.rmtree(root / "submission")
            shutil.copytree(case, root / "submission", symlinks=True)
            found = graded(root, workers, Limits(), print)
            (cases / f"{case.name}.json").write_text(json.dumps(found))
"""


class Container:
    """A folder in place of /autograder.

    Args:
        root: the folder.
        archive: what was uploaded.
        python: a Python that has the packages and not the course.
    """

    def __init__(self, root: Path, archive: Path, python: str = sys.executable) -> None:
        self.root, self.python = root, python
        for name in ("source", "submission", "results"):
            (root / name).mkdir(parents=True)
        with zipfile.ZipFile(archive) as packed:
            for entry in packed.infolist():
                path = Path(packed.extract(entry, root / "source"))
                path.chmod(entry.external_attr >> 16 & 0o777)
        shutil.copy(root / "source" / "run_autograder", root / "run_autograder")
        self._call([root / "source" / "setup.sh"])

    def run(self) -> tuple[int, str, dict[str, Any] | None]:
        """Grade what lies in submission/; return the exit code, what was printed, and results.json."""
        done = self._call([self.root / "run_autograder"], check=False)
        path = self.root / "results" / "results.json"
        return done.returncode, done.stdout, json.loads(path.read_text()) if path.exists() else None

    def run_all(self, cases: Path) -> dict[str, dict[str, Any]]:
        """Grade the submissions in the folders of `cases`; return results.json of each by its name."""
        command = [self.python, "-c", ONE_AFTER_ANOTHER, self.root, cases]
        self._call(command, PYTHONPATH=str(self.root / "source" / "course"), PYTHONSAFEPATH="1")
        return {path.stem: json.loads(path.read_text()) for path in cases.glob("*.json")}

    def _call(
        self, command: list[str | Path], *, check: bool = True, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        known = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        known |= {"AUTOGRADER_ROOT": str(self.root), "AUTOGRADER_PYTHON": self.python} | environment
        done = subprocess.run(command, env=known, cwd=self.root, capture_output=True, text=True, check=False)
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done
