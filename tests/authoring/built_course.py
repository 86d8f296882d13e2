"""Looks into a course that was built, and edits it."""

from __future__ import annotations

from pathlib import Path

from tiny_course import LESSON

from autograder.authoring.compare import files_in
from autograder.authoring.course import Course

NOTEBOOK = f"{LESSON}.ipynb"


def contents(folder: Path) -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in files_in(folder).items()}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def edit_lesson(course: Course) -> None:
    edit(course.lessons / f"{LESSON}.py", "Write one step.", "Write a single step.")
