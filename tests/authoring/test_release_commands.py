"""Stock nbgrader makes the same release and finds it right; the command says how a build went."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from built_course import NOTEBOOK, contents, edit_lesson
from tiny_course import LESSON

import autograder
from autograder import cli
from autograder.authoring import notebooks
from autograder.authoring.course import Course
from autograder.errors import CourseError

NBGRADER = [sys.executable, "-m", "nbgrader"]


def run(course: Course, *command: str, folder: str = ".") -> subprocess.CompletedProcess[str]:
    # nbgrader calls the alembic command, which stands beside this Python.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    where = course.root / folder
    return subprocess.run(
        command, cwd=where, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False
    )


def test_stock_generate_assignment_makes_the_same_release(course: Course) -> None:
    before = contents(course.notebooks / LESSON)
    ran = run(course, *NBGRADER, "generate_assignment", LESSON, "--force")
    assert ran.returncode == 0, ran.stderr
    assert contents(course.notebooks / LESSON) == before


def test_stock_validate_finds_the_solved_notebook_right_and_the_untouched_one_not(course: Course) -> None:
    nbformat.write(notebooks.solved(LESSON, course), course.notebooks / LESSON / "solved.ipynb")
    solved = run(course, *NBGRADER, "validate", "solved.ipynb", folder=f"notebooks/{LESSON}")
    assert "Success! Your notebook passes all the tests." in solved.stdout, solved.stdout + solved.stderr
    untouched = run(course, *NBGRADER, "validate", NOTEBOOK, folder=f"notebooks/{LESSON}")
    assert "VALIDATION FAILED ON 3 CELL(S)" in untouched.stdout


def exit_code(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["autograder", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


def test_the_command_ends_0_when_fresh_1_when_stale_2_when_broken(
    course: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("autograder.authoring.course.Course", lambda: course)
    assert exit_code(monkeypatch, "build", "--check") == 0
    edit_lesson(course)
    assert exit_code(monkeypatch, "build", "--check") == 1
    assert "Write a single step." in capsys.readouterr().out
    assert exit_code(monkeypatch, "build", LESSON) == 0
    assert exit_code(monkeypatch, "build", "--check") == 0
    assert exit_code(monkeypatch, "build", "02") == 2
    assert f"Did you mean {LESSON}?" in " ".join(capsys.readouterr().err.split())


def test_a_course_without_lessons_says_so(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="There are no lessons in"):
        Course(tmp_path).chosen([])


def test_without_the_packages_of_authors_the_command_says_how_to_get_them(tmp_path: Path) -> None:
    (tmp_path / "jupytext.py").write_text("raise ModuleNotFoundError('No module named jupytext')")
    path = os.pathsep.join([str(tmp_path), str(Path(autograder.__file__).parents[1])])
    command = [sys.executable, "-m", "autograder", "build", "02_simple_rnn"]
    ran = subprocess.run(
        command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 2
    assert "python3 course.py setup test" in ran.stderr
    assert "Traceback" not in ran.stderr
