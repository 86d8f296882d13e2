"""Looking through folders that strangers have filled: step by step, within bounds, following no link."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

DEPTH = 16  # folders in folders
ENTRIES = 20_000  # of one learner's folder
PATH_BYTES = 1_000
SKIPPED = (".ipynb_checkpoints", "__pycache__", "__MACOSX")


@dataclass
class Tree:
    """The files and links below a folder, in the order of their paths, and what was not looked at, in sentences."""

    files: list[Path] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def look_through(folder: Path) -> Tree:
    """Return what lies below a folder; nothing in there can raise, and nothing takes more than the bounds."""
    tree, seen = Tree(), 0
    waiting = [(folder, 0)]
    while waiting:
        place, depth = waiting.pop()
        try:
            entries = sorted(bounded(place, ENTRIES - seen), key=lambda entry: entry.name)
        except OSError as problem:
            tree.notes.append(f"The folder {shown(place, folder)!r} cannot be read: {problem.strerror or problem}.")
            continue
        seen += len(entries)
        folders = [Path(entry) for entry in entries if _is_folder(entry) and entry.name not in SKIPPED]
        tree.files += [Path(entry) for entry in entries if not _is_folder(entry)]
        if seen >= ENTRIES:
            tree.notes.append(f"The folder holds {ENTRIES:,} files or more; the rest was not looked at.")
            break
        if depth == DEPTH and folders:
            tree.notes.append(f"Below {shown(place, folder)[:200]!r} the folders are nested too deep to be looked at.")
        elif depth < DEPTH:
            waiting += [(path, depth + 1) for path in reversed(folders)]
    return tree


def bounded(folder: Path, most: int) -> Iterator[os.DirEntry[str]]:
    """Return the entries of a folder, at most so many."""
    with os.scandir(folder) as entries:
        for count, entry in enumerate(entries):
            if count >= most:
                return
            yield entry


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def shown(path: Path, folder: Path) -> str:
    """Return a path as it is told to people: from the folder on."""
    return path.relative_to(folder).as_posix() if path != folder else folder.name
