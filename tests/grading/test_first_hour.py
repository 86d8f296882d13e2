"""An instructor's first hour, as docs/instructor.md tells it, in a clone of the course."""

from __future__ import annotations

import csv
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from grading_fixtures import solution

from autograder.authoring.course import ROOT, Course
from autograder.authoring.notebooks import solved
from autograder.grading import VARIABLE

LESSON = "02_simple_rnn"
GUIDE = "docs/instructor.md"


def run(clone: Path, command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command as in the course's environment, but with the clone's code; without a sandbox."""
    scripts = Path(sys.executable).parent
    environment = os.environ | {
        "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(clone),
        VARIABLE: "none",
    }
    module = [sys.executable, "-m", *command] if command[0] in ("autograder", "nbgrader") else command
    return subprocess.run(module, cwd=clone, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    return cloned(tmp_path / "clone")


def cloned(place: Path) -> Path:
    if not (ROOT / ".git").exists():
        pytest.skip("the course is no git repository here")
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(place)], check=True)
    return place


def commands() -> list[list[str]]:
    """Return the commands of the guide in their order."""
    text = (ROOT / GUIDE).read_text(encoding="utf-8")
    lines = [line for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    assert all(line.startswith("$ ") for line in lines), lines
    return [shlex.split(line[2:], comments=True) for line in lines]


def hand_in(clone: Path, student: str, notebook: nbformat.NotebookNode) -> None:
    place = clone / "submitted" / student / LESSON
    shutil.copytree(clone / "notebooks" / LESSON, place)
    nbformat.write(notebook, place / f"{LESSON}.ipynb")


def hand_in_two(clone: Path) -> None:
    """Put files where nbgrader looks for them, as the guide says."""
    hand_in(clone, "ana", solved(LESSON))
    hand_in(clone, "ben", nbformat.read(clone / "notebooks" / LESSON / f"{LESSON}.ipynb", as_version=4))


def fill_the_inbox(clone: Path) -> None:
    """Have a folder and an archive come in."""
    shutil.copytree(clone / "submitted" / "ana", clone / "inbox" / "ana")
    shutil.make_archive(str(clone / "class"), "zip", clone / "submitted", "ben")


#: What an instructor has done before a command, by its beginning.
BEFORE = {("nbgrader", "autograde"): hand_in_two, ("autograder", "grade"): fill_the_inbox}


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone whose instructor has done all that the guide says, in its order."""
    clone = cloned(tmp_path_factory.mktemp("guide") / "clone")
    for command in commands():
        BEFORE.get((command[0], command[1]), lambda clone: None)(clone)
        ran = run(clone, command)
        assert ran.returncode == 0, (command, ran.stdout + ran.stderr)
    return clone


def test_the_guide_leads_from_a_clone_to_feedback(followed: Path) -> None:
    rows = csv.DictReader((followed / "grades.csv").read_text().splitlines())
    full = float(sum(exercise.points for exercise in Course().lesson(LESSON).exercises.values()))
    assert {row["student_id"]: float(row["score"]) for row in rows} == {"ana": full, "ben": 0.0}
    assert (followed / "feedback" / "ana" / LESSON / f"{LESSON}.html").exists()


def test_the_same_submissions_get_the_same_from_the_grading_service(followed: Path) -> None:
    rows = csv.DictReader((followed / "graded" / "results.csv").read_text().splitlines())
    scores = {row["student"]: float(row["score"]) for row in rows}
    assert set(scores) == {"ana", "ben"}
    assert scores["ben"] == 0.0 < scores["ana"]


def test_nothing_that_the_guide_makes_would_be_committed(followed: Path) -> None:
    status = subprocess.run(["git", "status", "--short"], cwd=followed, capture_output=True, text=True, check=True)
    assert status.stdout == ""


def test_a_lesson_that_was_solved_in_place_is_not_published(clone: Path, tmp_path: Path) -> None:
    path = clone / "notebooks" / LESSON / f"{LESSON}.ipynb"
    publish = ["nbgrader", "release_assignment", LESSON, f"--Exchange.root={tmp_path / 'exchange'}"]
    notebook = nbformat.read(path, as_version=4)
    cell = next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "rnn_cell_forward")
    cell.source = solution("rnn_cell_forward")
    nbformat.write(notebook, path)
    subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qam", "mine"], cwd=clone, check=True
    )
    ran = run(clone, publish)
    assert ran.returncode != 0
    assert "somebody has written in" in ran.stderr
    assert "rnn_cell_forward" in ran.stderr
    assert not list((tmp_path / "exchange").rglob("*.ipynb"))
    subprocess.run(["git", "checkout", "-q", "HEAD~1", "--", "notebooks"], cwd=clone, check=True)
    ran = run(clone, publish)
    assert ran.returncode == 0, ran.stderr
    assert list((tmp_path / "exchange").rglob(f"{LESSON}.ipynb"))
