"""A learner's own copy of the lessons: `work/` beside `notebooks/`, so that an update collides with nobody's work.

    python -m autograder.work

copies each file once. Where a new release has another version of a file that was copied, what the learner did not
touch is replaced. A lesson's notebook that a learner wrote in stays, and the new version is put beside it; of any
other file the new version counts, and the changed one is kept beside it.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from autograder.errors import CourseError

ROOT = Path(__file__).resolve().parents[1]
COPIED = ".copied.json"  # in work/: the version of each file that was copied last
NEW, KEPT = "_new", "_before"  # of the names of what lies beside a file
NOT_COPIED = (".ipynb_checkpoints", "__pycache__")


def fill(notebooks: Path, work: Path) -> list[str]:
    """Bring `work` up to date with the released lessons; return what is to be known of it, in sentences.

    Raises:
        CourseError: `work` is no folder of ours, or cannot be written to.
    """
    if work.exists() and not work.is_dir():
        raise CourseError(f"{work} is a file, and the copies of the lessons belong there. Give it another name.")
    try:
        return list(_filled(notebooks, work))
    except OSError as problem:
        raise CourseError(f"The lessons could not be copied to {work}: {problem.strerror or problem}.") from None


def _filled(notebooks: Path, work: Path) -> Iterator[str]:
    copied = _copied(work)
    for path in _files(notebooks):
        name = path.relative_to(notebooks).as_posix()
        new = path.read_bytes()
        if copied.get(name) != _digest(new) or not (work / name).exists():
            said = _updated(work / name, new, copied.get(name))
            copied[name] = _digest(new)
            # At once: what was copied before an interruption is known to be ours.
            _write(work / COPIED, json.dumps(copied, indent=1).encode())
            if said:
                yield said


def _files(notebooks: Path) -> list[Path]:
    return sorted(path for path in notebooks.rglob("*") if path.is_file() and not set(NOT_COPIED) & set(path.parts))


def _updated(path: Path, new: bytes, before: str | None) -> str | None:
    """Put a new version of a file in its place, or beside it; say so where a learner's own is concerned."""
    old = path.read_bytes() if path.is_file() else None
    if old is not None and _digest(old) == _digest(new):
        return None  # perhaps with what came of running it
    if old is None or _digest(old) == before:
        _write(path, new)
        return None
    if path.suffix == ".ipynb" and path.stem == path.parent.name:
        beside = _free(path, NEW, new)
        _write(beside, new)
        return f"There is a new version of {path.name}. Yours stays as it is; the new one is {beside.name} beside it."
    beside = _free(path, KEPT, old)
    _write(beside, old)
    _write(path, new)
    return f"{path.parent.name}/{path.name} was updated; what you had changed in it is kept as {beside.name} beside it."


def _free(path: Path, ending: str, content: bytes) -> Path:
    """Return a name beside a file that nothing else has."""
    number = 1
    while True:
        name = path.with_name(f"{path.stem}{ending}{'' if number == 1 else f'_{number}'}{path.suffix}")
        if not name.exists() or _digest(name.read_bytes()) == _digest(content):
            return name
        number += 1


def _digest(content: bytes) -> str:
    """Return a digest of a file; of a notebook that of what is written in its cells: to run it changes nothing."""
    try:
        notebook = json.loads(content)
        content = json.dumps([[cell["cell_type"], "".join(cell["source"])] for cell in notebook["cells"]]).encode()
    except (ValueError, KeyError, TypeError):
        pass  # no notebook
    return hashlib.sha256(content).hexdigest()


def _copied(work: Path) -> dict[str, str]:
    try:
        known = json.loads((work / COPIED).read_text(encoding="utf-8"))
        return {str(name): str(digest) for name, digest in known.items()}
    except (OSError, ValueError, AttributeError):
        return {}


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    os.replace(part, path)


def main() -> int:
    """Fill `work/` of the course; return the exit code."""
    try:
        for said in fill(ROOT / "notebooks", ROOT / "work"):
            print(said)
    except CourseError as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
