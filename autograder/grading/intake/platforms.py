"""What a learning platform says of its downloads beside their names."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

METADATA = "submission_metadata.yml"  # Gradescope's export: folders submission_123/, and here whose they are
MOST_BYTES = 5 * 2**20


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
            found[name] = time.astimezone(UTC)
    return found


def _said(folder: Path) -> dict[str, Any]:
    """Return what an export says of each of its folders."""
    path = folder / METADATA
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
