"""Reading what was handed in. Any bytes may come; what comes out is a plain list of cells, or a reason why not."""

from __future__ import annotations

import itertools
import json
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import nbformat

from autograder.errors import CourseMessage
from autograder.grading.bounded_json import TooMany, loads
from autograder.grading.files import read_regular
from autograder.grading.limits import MIB, Limits
from autograder.grading.notebook.outputs import BASE64, text_of
from autograder.grading.notebook.pictures import is_bearable
from autograder.grading.notebook.repeats import shown_bytes, without_references

KINDS = {"code": "code", "markdown": "markdown", "raw": "markdown", "heading": "markdown"}
OLD = ("cell_type", "input", "code", "source", "text")  # what is read of a cell of format 3 or before
MOST_PICTURES = 100  # of one cell
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
    problem: str = ""  # what was left out of it


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
    text = decoded(data)
    try:
        notebook = loads(text, brackets=limits.brackets, commas=limits.commas)
    except TooMany as those:
        raise Unreadable(f"The file has more than {those}: too many for a notebook.") from None
    except RecursionError:
        raise Unreadable("The file is nested too deep to be a notebook.") from None
    except ValueError:
        raise Unreadable(_no_json(text)) from None
    return submitted_cells(_current(notebook, limits), limits)


def decoded(data: bytes) -> str:
    """Return the text of a file: UTF-8 or UTF-16 with or without a mark, else what Windows wrote before."""
    try:
        return data.decode(json.detect_encoding(data), "surrogatepass").removeprefix("\ufeff")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _no_json(text: str) -> str:
    """Return why a text is not JSON, in words that help."""
    start = text.lstrip()[:2000].lower()
    if start.startswith("<") and ("<html" in start or "<!doctype" in start):
        return "The file is a web page and no notebook: the page that shows it was saved, and not the file itself."
    if re.search(r"^<{7}( |$)", text, re.MULTILINE) and re.search(r"^>{7}( |$)", text, re.MULTILINE):
        return "The file holds a merge conflict of git that was not resolved, so it is not JSON and no notebook."
    if not text.rstrip().endswith("}") and start.startswith("{"):
        return "The file is not JSON: it is cut off, or was not saved to its end."
    return "The file is not JSON, so it is no notebook."


def _current(notebook: Any, limits: Limits) -> Mapping[str, Any]:
    """Return the notebook in format 4; its minor versions do not matter to us."""
    version = notebook.get("nbformat") if isinstance(notebook, dict) else None
    if type(version) is not int or not 1 <= version <= 4:
        raise Unreadable("The file is JSON, but no notebook of a known format.")
    if version == 4:
        return notebook  # type: ignore[no-any-return]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return nbformat.reads(json.dumps(_bare(notebook, limits)), as_version=4)  # type: ignore[no-any-return]
    except Unreadable:
        raise
    except Exception as problem:
        # nbformat's converters fail in any way that a broken file makes them.
        raise Unreadable(f"The notebook of the old format {version} is broken ({type(problem).__name__}).") from None


def _bare(notebook: Mapping[str, Any], limits: Limits) -> dict[str, Any]:
    """Return a notebook of format 3 or before with what is read of it and nothing else: converting takes its time."""
    inside = notebook.get("worksheets")
    sheets = inside if isinstance(inside, list) and inside else [notebook]  # format 1 has none
    cells = [cell for sheet in sheets for cell in sheet["cells"]]
    _expect_few(cells, limits)
    old = [_bare_cell(cell) for cell in cells]
    bare = {"nbformat": notebook["nbformat"], "nbformat_minor": 0, "metadata": {}}
    return bare | ({"worksheets": [{"cells": old, "metadata": {}}]} if sheets is inside else {"cells": old})


def _bare_cell(cell: Mapping[str, Any]) -> dict[str, Any]:
    texts = {key: text_of(cell[key]) for key in OLD if key in cell}
    level = {"level": cell["level"]} if cell.get("level") in range(1, 7) else {}  # so many # are written
    metadata = {"nbgrader": {"grade_id": _grade_id(cell.get("metadata"))}}
    return {"metadata": metadata, "outputs": [], "language": "python", **texts, **level}


def _expect_few(cells: list[Any], limits: Limits) -> None:
    if len(cells) > limits.cells:
        raise Unreadable(f"The notebook has {len(cells)} cells, more than {limits.cells}.")


def submitted_cells(notebook: Mapping[str, Any], limits: Limits) -> list[SubmittedCell]:
    """Return the cells of a notebook of format 4; what is not of the due type counts as absent."""
    cells = notebook.get("cells")
    if not isinstance(cells, list) or not cells:
        raise Unreadable("The notebook has no cells.")
    _expect_few(cells, limits)
    read = [_cell(cell) for cell in cells if isinstance(cell, dict)]
    if sum(len(cell.source) for cell in read) > limits.source_bytes:
        raise Unreadable(f"The text of its cells is longer than {limits.source_bytes / MIB:g} MiB.")
    left, kept = limits.picture_bytes, []
    for cell in read:
        left -= (size := shown_bytes(cell.source, _sizes(cell.attachments)) if _may_show(cell) else 0)
        if left < 0:
            left += size
            cell = _without_pictures(cell)
        kept.append(cell)
    return kept


def _sizes(attachments: Mapping[str, Any]) -> dict[str, int]:
    return {name: sum(map(len, form.values())) for name, form in attachments.items()}


def _without_pictures(cell: SubmittedCell) -> SubmittedCell:
    """Return a cell without its attachments, and without names for what is shown several times."""
    problem = "Pictures of a cell were left out: they are too large."
    return replace(cell, source=without_references(cell.source), attachments={}, problem=problem)


def _may_show(cell: SubmittedCell) -> bool:
    """Tell whether a page may show pictures for this cell: a written answer is rendered whatever kind it says it is."""
    return cell.kind != "code" or bool(cell.attachments)


def _cell(cell: Mapping[str, Any]) -> SubmittedCell:
    kind = cell.get("cell_type")
    return SubmittedCell(
        KINDS.get(kind, "markdown") if isinstance(kind, str) else "markdown",
        text_of(cell.get("source")).replace("\r\n", "\n").replace("\r", "\n"),
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
        for name, forms in itertools.islice(attachments.items(), MOST_PICTURES)
        if isinstance(forms, dict)
        for kind, data in forms.items()
        if kind in PICTURES and isinstance(data, str) and BASE64.fullmatch(data) and is_bearable(data)
    }
