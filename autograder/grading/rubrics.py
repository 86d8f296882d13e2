"""How the written answers of a lesson are marked: rubrics and model answers, for the eyes of markers alone.

They are written in solutions/rubrics/LESSON.md, a section for each question. A course of nbgrader's own kind has them
in the cells of its sources, where the answer will stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import nbformat

from autograder.errors import CourseError

COURSE = Path(__file__).parents[2]
RUBRIC_HEADING = re.compile(r"^## +(\S+) *$", re.MULTILINE)


def read_rubrics(path: Path) -> dict[str, str]:
    """Return the sections of a rubric file by the question that their `## question-id` heading names."""
    if not path.exists():
        return {}
    _, *parts = RUBRIC_HEADING.split(path.read_text(encoding="utf-8"))
    names, texts = parts[::2], parts[1::2]
    for name in names:
        if names.count(name) > 1:
            raise CourseError(f"{path} has two sections called {name}.")
    return {name: text.strip() for name, text in zip(names, texts, strict=True)}


def rubrics_for(lesson: str, *, source: Path, roots: Iterable[Path]) -> dict[str, str]:
    """Return the rubrics of a lesson by question, from the first place that has any; none where no place has.

    Args:
        lesson: its name.
        source: where the notebook of nbgrader's source would be, with the answers.
        roots: courses that may have solutions/rubrics; that of this code comes last.
    """
    for root in (*roots, COURSE):
        if found := read_rubrics(root / "solutions" / "rubrics" / f"{lesson}.md"):
            return found
    return _of_source(source)


def _of_source(path: Path) -> dict[str, str]:
    """Return what stands in the cells of a source notebook that a person marks."""
    try:
        notebook = nbformat.read(path, as_version=4)
    except (OSError, ValueError):  # there is none, or another program's: marking goes on without it
        return {}
    found = {}
    for cell in notebook.cells:
        known = cell.metadata.get("nbgrader", {})
        if known.get("task") or (known.get("grade") and known.get("solution")):
            text = cell.source if cell.cell_type == "markdown" else f"```python\n{cell.source}\n```"
            found[str(known.get("grade_id"))] = text
    return found
