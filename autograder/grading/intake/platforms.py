"""What a learning platform says of its downloads beside their names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

METADATA = "submission_metadata.yml"  # Gradescope's export: folders submission_123/, and here whose they are
MOST_BYTES = 5 * 2**20


def people_of_gradescope(folder: Path) -> dict[str, str]:
    """Return the learner of each folder of a Gradescope export; nothing where it is none or cannot be read.

    Several learners of one submission are named together, in one name.
    """
    path = folder / METADATA
    try:
        if path.is_symlink() or path.stat().st_size > MOST_BYTES:
            return {}
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError, yaml.YAMLError):
        return {}
    return {str(name): _people(entry) for name, entry in said.items()} if isinstance(said, dict) else {}


def _people(entry: Any) -> str:
    submitters = entry.get(":submitters") if isinstance(entry, dict) else None
    people = [one for one in submitters if isinstance(one, dict)] if isinstance(submitters, list) else []
    return " and ".join(str(one.get(":sid") or one.get(":name") or one.get(":email") or "") for one in people)
