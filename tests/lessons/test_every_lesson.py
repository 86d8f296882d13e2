"""What every lesson must keep: it runs, solved and untouched, as a notebook and as a program."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbgrader.validator import Validator
from running import Ran, run
from tiny_course import LESSON, tiny_course

from autograder.authoring.course import ROOT, Course
from autograder.authoring.notebooks import put_beside, released, solved
from autograder.authoring.release import build, orphans, stale

BUDGET_SECONDS = 60  # of processor time, a lesson's; the kernel's own start included


@pytest.fixture(scope="module", params=["a small one", *Course().names()])
def lesson(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, str]:
    """Every lesson of the course, and a small one that is there in any case."""
    if request.param != "a small one":
        return Course(), request.param
    course = tiny_course(tmp_path_factory.mktemp("course"))
    build(course, LESSON)
    return course, LESSON


@pytest.fixture(scope="module")
def solved_run(lesson: tuple[Course, str], tmp_path_factory: pytest.TempPathFactory) -> Ran:
    course, name = lesson
    folder = tmp_path_factory.mktemp("solved")
    put_beside(name, folder, course)
    return run(solved(name, course), course.notebooks / name, folder)


@pytest.fixture(scope="module")
def untouched_run(lesson: tuple[Course, str], tmp_path_factory: pytest.TempPathFactory) -> Ran:
    course, name = lesson
    return run(released(name, course), course.notebooks / name, tmp_path_factory.mktemp("untouched"))


def test_the_release_is_what_the_build_makes(lesson: tuple[Course, str]) -> None:
    course, name = lesson
    assert stale(course, [name]) == []


def test_no_release_is_left_of_a_lesson_that_is_gone() -> None:
    assert orphans(Course()) == []


def test_the_solved_notebook_runs_without_an_error_or_a_word_on_stderr(solved_run: Ran) -> None:
    assert solved_run.errors() == []
    assert solved_run.stderr() == []


def test_the_solved_notebook_runs_in_its_time(solved_run: Ran) -> None:
    assert 0 < solved_run.seconds < BUDGET_SECONDS


def test_nbgrader_validates_the_solved_notebook(solved_run: Ran, tmp_path: Path) -> None:
    class OfWhatRan(Validator):
        def _preprocess(self, notebook: NotebookNode) -> NotebookNode:
            return solved_run.notebook  # has run already

    nbformat.write(solved_run.notebook, tmp_path / "solved.ipynb")
    assert OfWhatRan().validate(str(tmp_path / "solved.ipynb")) == {}


def test_untouched_every_check_says_not_attempted_and_nothing_else(untouched_run: Ran) -> None:
    checks = [cell.id for cell in untouched_run.notebook.cells if cell.id.startswith("check-")]
    said = [(cell, error) for cell, error in untouched_run.errors() if cell in checks]
    assert said == [(cell, "NotAttempted") for cell in checks]


def test_untouched_nothing_fails_but_for_want_of_an_answer(untouched_run: Ran) -> None:
    """A cell may call what is not written yet, or use what such a cell would have made."""
    wanting = False
    for cell, error in untouched_run.errors():
        if not cell.startswith("check-"):
            assert error == "NotImplementedError" or (wanting and error == "NameError"), cell
            wanting = True


def test_the_lesson_runs_as_a_program(lesson: tuple[Course, str]) -> None:
    course, name = lesson
    environment = os.environ | {"MPLBACKEND": "agg", "PYTHONPATH": os.pathsep.join([str(ROOT), *_paths()])}
    command = [sys.executable, str(course.lessons / f"{name}.py")]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def _paths() -> list[str]:
    return [path for path in [os.environ.get("PYTHONPATH")] if path]
