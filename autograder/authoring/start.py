"""The page that the course opens with: built as a lesson is, without exercises."""

from __future__ import annotations

from pathlib import Path

import nbformat

from autograder.authoring.course import Course, Lesson
from autograder.authoring.pipeline import (
    colour_formulas,
    drop_program_only,
    fold_input,
    keep_metadata_lean,
    name_cells,
    refuse_what_means_nothing,
)

START = "start"
STEPS = (refuse_what_means_nothing, drop_program_only, colour_formulas, fold_input, keep_metadata_lean, name_cells)


def start_page(course: Course) -> str | None:
    """Return the text of the start page's notebook, None where the course has no such page."""
    page = Lesson(START, course.lessons / f"{START}.py")
    if not page.path.exists():
        return None
    notebook = page.read()
    for step in STEPS:
        notebook = step(notebook, page)
    return str(nbformat.writes(notebook)) + "\n"


def build_start(course: Course) -> bool:
    """Build the start page; tell whether it changed. What a learner's runs have left in it is no work, and goes."""
    path, text = _place(course), start_page(course)
    if text is None or _text_at(path) == text:
        return False
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return True


def stale_start(course: Course) -> list[str]:
    """Name the start page where it is not what a build would make."""
    text = start_page(course)
    return [] if text is None or _text_at(_place(course)) == text else [f"notebooks/{START}.ipynb: differs"]


def _place(course: Course) -> Path:
    return course.notebooks / f"{START}.ipynb"


def _text_at(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""
