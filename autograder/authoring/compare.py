"""What differs between two releases of a lesson, file by file and cell by cell."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.authoring import record
from autograder.errors import RecordingError
from autograder.recording import RECORDING, exercises_in

# What editors and Python leave beside a notebook; nobody's work.
LEFT_BEHIND = {".ipynb_checkpoints", "__pycache__"}


def files_in(folder: Path) -> dict[str, Path]:
    """Return the files of a release by their path inside it, without what editors leave behind."""
    found = [path for path in sorted(folder.rglob("*")) if path.is_file() and not LEFT_BEHIND & set(path.parts)]
    return {path.relative_to(folder).as_posix(): path for path in found}


def differences(old: Path, new: Path) -> list[str]:
    """Name the files of two folders that do not say the same, with the cell or check where it can be told.

    Each line begins with the file's path inside the folder.
    """
    before, after = files_in(old), files_in(new)
    lines = []
    for name in sorted(before | after):
        if name not in before:
            lines.append(f"{name}: is missing")
        elif name not in after:
            lines.append(f"{name}: does not belong here")
        else:
            lines += [f"{name}: {what}" for what in _comparison(name)(before[name], after[name])]
    return lines


def _comparison(name: str) -> Callable[[Path, Path], list[str]]:
    if name.endswith(".ipynb"):
        return _notebooks
    return _recordings if name == RECORDING else _bytes


def _bytes(old: Path, new: Path) -> list[str]:
    return [] if old.read_bytes() == new.read_bytes() else ["differs"]


def _recordings(old: Path, new: Path) -> list[str]:
    # Within tolerance: another processor's last digits make no new release.
    try:
        before, after = (exercises_in(path.read_text(encoding="utf-8")) for path in (old, new))
        return record.changed_checks(before, after)
    except (RecordingError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        return ["cannot be read as a recording"]


def _notebooks(old: Path, new: Path) -> list[str]:
    try:
        before, after = _cells(_json(old)), _cells(_json(new))
    except (ValueError, KeyError, TypeError):
        return ["cannot be read as a notebook"]
    if list(before) != list(after) and set(before) == set(after):
        return ["the cells stand in another order"]
    return [_cell_difference(name, before, after) for name in before | after if before.get(name) != after.get(name)]


def _cells(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return the cells by id, and under "" all that is not in a cell."""
    cells = notebook["cells"]
    named = {cell.get("id", f"number {i}"): cell for i, cell in enumerate(cells)}
    rest = {key: value for key, value in notebook.items() if key != "cells"}
    return {"": rest} | named


def _cell_difference(name: str, before: dict[str, Any], after: dict[str, Any]) -> str:
    if not name:
        return "the notebook's own metadata differ"
    what = "is missing" if name not in before else "does not belong here" if name not in after else "differs"
    first = _text((after if name in after else before)[name]).strip().split("\n")[0][:60]
    return f"cell {name} ({first!r}) {what}"


def _text(cell: dict[str, Any]) -> str:
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
