"""A build overwrites nobody's work."""

from __future__ import annotations

import subprocess

import pytest
from built_course import NOTEBOOK, edit, edit_lesson
from tiny_course import LESSON

from autograder.authoring import release
from autograder.authoring.course import Course
from autograder.authoring.release import build, stale
from autograder.errors import CourseError


def test_a_notebook_that_a_learner_worked_in_is_not_overwritten(course: Course) -> None:
    path = course.notebooks / LESSON / NOTEBOOK
    edit(path, "raise NotImplementedError()", "return 1")
    before = path.read_bytes()
    edit_lesson(course)
    with pytest.raises(CourseError, match=rf"notebooks/{LESSON}/{NOTEBOOK} was changed by hand"):
        build(course, LESSON)
    assert path.read_bytes() == before
    build(course, LESSON, force=True)
    assert stale(course, [LESSON]) == []


def test_a_file_of_a_learner_beside_the_notebook_is_not_lost(course: Course) -> None:
    (course.notebooks / LESSON / "my notes.txt").write_text("mine")
    edit_lesson(course)
    with pytest.raises(CourseError, match=r"my notes\.txt was changed by hand"):
        build(course, LESSON)


def test_what_editors_leave_behind_is_nobodys_work(course: Course) -> None:
    left = course.notebooks / LESSON / ".ipynb_checkpoints"
    left.mkdir()
    (left / "x.ipynb").write_text("")
    edit_lesson(course)
    build(course, LESSON)


def git(course: Course, *arguments: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *identity, *arguments], cwd=course.root, check=True, capture_output=True)


def test_what_git_holds_may_be_overwritten(course: Course) -> None:
    edit(course.notebooks / LESSON / NOTEBOOK, "raise NotImplementedError()", "return 1")
    git(course, "init", "-q")
    git(course, "add", "notebooks")
    git(course, "commit", "-q", "-m", "Hold the notebooks")
    (course.source / release.STAMP).unlink()
    edit_lesson(course)
    build(course, LESSON)
    assert stale(course, [LESSON]) == []
