"""Writing a student repository: into a folder, which may be a git work tree, and as an archive."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import tarfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import CourseError
from autograder.grading.files import replace_file

MANIFEST = ".release.json"  # in the repository: the lessons, and the digest of every file that we wrote
NOT_OURS = (".git",)  # what may be in an empty folder
TOP = "sequence-models"  # the one folder in an archive
ARCHIVES = (".zip", ".tar.gz")
OLDEST = (1980, 1, 1, 0, 0, 0)  # that a zip file can tell: the same files make the same archive
NAMED = 5


@dataclass(frozen=True)
class Before:
    """What an earlier release has written: its lessons, and the digests of its files by path."""

    lessons: tuple[str, ...] = ()
    files: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Written:
    """What a release changed in a folder: the paths of new, changed and removed files."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def before(folder: Path) -> Before:
    """Return what was released into a folder before.

    Raises:
        CourseError: it holds something else, so that a release would write among a stranger's files.
    """
    if not folder.exists():
        return Before()
    if not folder.is_dir():
        raise CourseError(f"{folder} is a file. Name the folder of the student repository.")
    try:
        known = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return Before(tuple(map(str, known["lessons"])), dict(known["files"]))
    except FileNotFoundError:
        if others := sorted(path.name for path in folder.iterdir() if path.name not in NOT_OURS):
            raise CourseError(
                f"{folder} holds {others[0]} and no release of ours ({MANIFEST} is missing): name an empty folder, or "
                "the one that you released to before."
            ) from None
        return Before()
    except (OSError, ValueError, KeyError, TypeError):
        raise CourseError(f"{folder / MANIFEST} is damaged: restore it, or release into an empty folder.") from None


def write(files: Mapping[str, bytes], lessons: Sequence[str], folder: Path, *, force: bool = False) -> Written:
    """Put a release into a folder; only files of an earlier release are replaced or removed.

    Args:
        files: all that goes out, by path.
        lessons: what is released.
        folder: where; it is made.
        force: whether to replace files that somebody has changed since the last release.

    Raises:
        CourseError: it holds something else, or such a file, or cannot be written to.
    """
    known = before(folder).files or {}
    gone = [path for path in known if path not in files and _place(folder, path).is_file()]
    _refuse_changed(folder, files, known, gone, force)
    added = tuple(path for path in files if not (folder / path).exists())
    changed = tuple(path for path in files if path not in added and (folder / path).read_bytes() != files[path])
    try:
        for path in (*added, *changed):
            replace_file(folder / path, files[path])
        for path in gone:
            _place(folder, path).unlink()
            _remove_empty(folder, _place(folder, path).parent)
        digests = {path: _digest(data) for path, data in files.items()}
        replace_file(
            folder / MANIFEST, (json.dumps({"lessons": [*lessons], "files": digests}, indent=1) + "\n").encode()
        )
    except OSError as problem:
        raise CourseError(f"{folder} cannot be written to: {problem.strerror or problem}. Release again.") from None
    return Written(added, changed, tuple(gone))


def _place(folder: Path, path: str) -> Path:
    """Return where a file of ours is; refuse a path of a manifest that leads elsewhere."""
    place = folder / path
    if not place.resolve().is_relative_to(folder.resolve()):
        raise CourseError(f"{path} in {folder} leads out of it: it is a link, or {MANIFEST} was changed. Remove it.")
    return place


def _refuse_changed(
    folder: Path, files: Mapping[str, bytes], known: Mapping[str, str], gone: Sequence[str], force: bool
) -> None:
    changed = []
    for path in (*files, *gone):
        place = _place(folder, path)
        if place.is_file() and (found := place.read_bytes()) != files.get(path) and _digest(found) != known.get(path):
            changed.append(path)
    if changed and not force:
        more = f" and {len(changed) - NAMED} more" if len(changed) > NAMED else ""
        raise CourseError(
            f"{', '.join(changed[:NAMED])}{more} in {folder} changed since the last release. Take the changes over "
            "into the course, or replace them with --force."
        )


def _digest(data: bytes) -> str:
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()  # git may have changed the ends of lines


def _remove_empty(folder: Path, place: Path) -> None:
    while place != folder and not any(place.iterdir()):
        place.rmdir()
        place = place.parent


def archive(files: Mapping[str, bytes], path: Path) -> None:
    """Write a release as one file, a zip or a tar archive by its name; the same release gives the same bytes.

    Raises:
        CourseError: the name says neither, or the file cannot be written.
    """
    require_archive(path)
    data = _zipped(files) if path.name.endswith(".zip") else _tarred(files)
    try:
        replace_file(path, data)
    except OSError as problem:
        raise CourseError(f"{path} cannot be written: {problem.strerror or problem}.") from None


def require_archive(path: Path) -> None:
    """Raise CourseError where a name is none of an archive that we write."""
    if not path.name.endswith(ARCHIVES):
        raise CourseError(f"{path} says no kind of archive: end its name in {' or '.join(ARCHIVES)}.")


def _zipped(files: Mapping[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, data in files.items():
            entry = zipfile.ZipInfo(f"{TOP}/{path}", OLDEST)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            packed.writestr(entry, data)
    return whole.getvalue()


def _tarred(files: Mapping[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w") as packed:
        for path, data in files.items():
            entry = tarfile.TarInfo(f"{TOP}/{path}")
            entry.size, entry.mode = len(data), 0o644
            packed.addfile(entry, io.BytesIO(data))
    return gzip.compress(whole.getvalue(), mtime=0)


def require_outside(folder: Path, root: Path) -> None:
    """Raise CourseError where a release would be written over the course itself, or among what it is made of."""
    place, course = folder.resolve(), root.resolve()
    if course == place or place in course.parents or _is_of_the_course(place, course):
        raise CourseError(f"{folder} is a part of the course itself. Release into a folder of its own, elsewhere.")


def _is_of_the_course(place: Path, course: Path) -> bool:
    if not place.is_relative_to(course):
        return False
    top = place.relative_to(course).parts[0]
    return os.path.exists(course / top / "__init__.py") or top in ("notebooks", "lessons", "docs", "tests", "work")
