"""Reading what was handed in. Any bytes may come; what comes out is a plain list of cells, or a reason why not."""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from autograder.errors import CourseMessage
from autograder.grading.files import read_regular
from autograder.grading.limits import Limits
from autograder.grading.outputs import BASE64, text_of

KINDS = {"code": "code", "markdown": "markdown", "raw": "markdown", "heading": "markdown"}
PICTURES = ("image/png", "image/jpeg", "image/gif")


class Unreadable(CourseMessage):
    """A submission that cannot be graded; the message says why. It is kept for a person."""


@dataclass(frozen=True)
class SubmittedCell:
    """All that is believed of a cell: its kind, its text, and which cell of the course it says it is."""

    kind: str
    source: str
    grade_id: str = ""
    attachments: dict[str, Any] = field(default_factory=dict)  # pictures in a written answer


def read_file(path: Path, limits: Limits) -> bytes:
    """Return the bytes of a submitted file; refuse links, other special files and huge ones before reading them."""
    try:
        return read_regular(path, limits.file_bytes)
    except OSError as problem:
        raise Unreadable(f"The file cannot be read: {problem.strerror or problem}.") from None


def read_notebook(data: bytes, limits: Limits) -> list[SubmittedCell]:
    """Return the cells of a notebook file of any format version."""
    if not data.strip():
        raise Unreadable("The file is empty.")
    try:
        notebook = json.loads(data)
    except (ValueError, RecursionError):
        raise Unreadable("The file is not JSON, so it is no notebook.") from None
    return submitted_cells(_current(notebook, data), limits)


def _current(notebook: Any, data: bytes) -> Mapping[str, Any]:
    """Return the notebook in format 4; its minor versions do not matter to us."""
    version = notebook.get("nbformat") if isinstance(notebook, dict) else None
    if type(version) is not int or not 1 <= version <= 4:
        raise Unreadable("The file is JSON, but no notebook of a known format.")
    if version == 4:
        return notebook  # type: ignore[no-any-return]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return nbformat.reads(data.decode("utf-8"), as_version=4)  # type: ignore[no-any-return]
    except Exception as problem:
        # nbformat's converters fail in any way that a broken file makes them.
        raise Unreadable(f"The notebook of the old format {version} is broken ({type(problem).__name__}).") from None


def submitted_cells(notebook: Mapping[str, Any], limits: Limits) -> list[SubmittedCell]:
    """Return the cells of a notebook of format 4; what is not of the due type counts as absent."""
    cells = notebook.get("cells")
    if not isinstance(cells, list) or not cells:
        raise Unreadable("The notebook has no cells.")
    if len(cells) > limits.cells:
        raise Unreadable(f"The notebook has {len(cells)} cells, more than {limits.cells}.")
    return [_cell(cell) for cell in cells if isinstance(cell, dict)]


def _cell(cell: Mapping[str, Any]) -> SubmittedCell:
    kind = cell.get("cell_type")
    return SubmittedCell(
        KINDS.get(kind, "markdown") if isinstance(kind, str) else "markdown",
        text_of(cell.get("source")),
        _grade_id(cell.get("metadata")),
        _pictures(cell.get("attachments")),
    )


def _grade_id(metadata: Any) -> str:
    known = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return text_of(known.get("grade_id")) if isinstance(known, dict) else ""


def _pictures(attachments: Any) -> dict[str, Any]:
    if not isinstance(attachments, dict):
        return {}
    return {
        text_of(name): {kind: data}
        for name, forms in attachments.items()
        if isinstance(forms, dict)
        for kind, data in forms.items()
        if kind in PICTURES and isinstance(data, str) and BASE64.fullmatch(data)
    }
