"""What a learning platform says of its downloads beside their names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

from autograder.grading.intake.names import canvas_file, is_notebook

METADATA = "submission_metadata.yml"  # Gradescope's export: folders submission_123/, and here whose they are
# A learner may put such a file into a folder or an archive of theirs; how an unpacked export is called they do not say.
EXPORT = re.compile(r"assignment_\d+_export(?:[ ._(-].*)?")
NOT_BELIEVED = (
    f"The {METADATA} beside it is not believed, neither names nor times: it may be the learner's own. Of an export, "
    "name the unpacked folder, called as Gradescope calls it: assignment_NUMBER_export."
)
MOST_BYTES = 5 * 2**20


def files_of_canvas(notebook: Path, entries: Iterable[Path]) -> tuple[tuple[str, Path], ...]:
    """Return the files in a folder of everyone's that Canvas names as the owner's of this notebook."""
    whose = canvas_file(notebook.name)
    named = [(canvas_file(entry.name), entry) for entry in entries if not is_notebook(entry.name)]
    own = sorted((known[1:], entry) for known, entry in named if known and whose and known[0] == whose[0])
    return tuple({name: entry for (_, name), entry in own}.items())  # of two under one name the later one


def people_of_gradescope(folder: Path) -> dict[str, str]:
    """Return the learner of each folder of a Gradescope export; nothing where it is none or cannot be read.

    Several learners of one submission are named together, in one name.
    """
    return {name: _people(entry) for name, entry in _said(folder).items()}


def times_of_gradescope(folder: Path) -> dict[str, datetime]:
    """Return when each folder of a Gradescope export was handed in, in UTC, where it says so with a zone."""
    found = {}
    for name, entry in _said(folder).items():
        time = entry.get(":created_at") if isinstance(entry, dict) else None
        if isinstance(time, datetime) and time.tzinfo is not None:
            with suppress(OverflowError):
                found[name] = time.astimezone(UTC)
    return found


def not_believed(folder: Path) -> tuple[str, ...]:
    """Return a sentence where a folder that is not called as an export has such a file."""
    return (NOT_BELIEVED,) if (folder / METADATA).exists() and not EXPORT.fullmatch(folder.name) else ()


def _said(folder: Path) -> dict[str, Any]:
    """Return what an export says of each of its folders; nothing where the folder is not called as one."""
    path = folder / METADATA
    if not EXPORT.fullmatch(folder.name):
        return {}
    try:
        if path.is_symlink() or path.stat().st_size > MOST_BYTES:
            return {}
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError, yaml.YAMLError):
        return {}
    return {str(name): entry for name, entry in said.items()} if isinstance(said, dict) else {}


def _people(entry: Any) -> str:
    submitters = entry.get(":submitters") if isinstance(entry, dict) else None
    people = [one for one in submitters if isinstance(one, dict)] if isinstance(submitters, list) else []
    return " and ".join(str(one.get(":sid") or one.get(":name") or one.get(":email") or "") for one in people)
