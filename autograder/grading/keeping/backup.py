"""A copy of a folder of results as one archive, whole and checked, and a folder made of it again.

Nobody grades meanwhile, since the ledger is locked. Its databases are copied by SQLite's own backup, so that a person
who marks in the formgrader at the same time does no harm. The archive has a list of its files with their digests,
`backup.json`; it is read again before it takes its name.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from autograder.errors import CourseError
from autograder.grading.books.ledger import Ledger
from autograder.grading.regrade import require_results

LIST = "backup.json"
SCHEMA = 1
DATABASES = ("ledger.db", "gradebook.db")
PASSED_OVER = (".work", ".ipynb_checkpoints")
CHUNK = 2**20
LONGEST_LIST = 64 * CHUNK
# What reading a damaged archive, one with a password or of an unknown kind raises.
DAMAGED = (OSError, zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, ValueError, RuntimeError)


def backup(folder: Path, to: Path) -> int:
    """Write a folder of results to an archive, and return how many files it has.

    Raises:
        CourseError: there are no results, the archive is there already or would be in the folder, or a copy is not
            what it should be.
    """
    require_results(folder)
    _require_free(to, folder)
    part = to.with_name(f".{to.name}.part")
    try:
        with (
            Ledger(folder / "ledger.db") as ledger,
            tempfile.TemporaryDirectory(dir=to.parent, prefix=".backup-") as place,
        ):
            files = {name: folder / name for name in _names(folder)}
            for name in DATABASES:
                if (folder / name).exists():
                    files[name] = Path(place) / name
                    _copy_database(folder / name, files[name], ledger)
            digests = _write(part, files)
        _verified(part, digests)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(to)
    except OSError as problem:
        raise CourseError(f"The backup {to} cannot be written: {problem.strerror or problem}.") from None
    finally:
        part.unlink(missing_ok=True)
    return len(digests)


def _require_free(to: Path, folder: Path) -> None:
    if os.path.lexists(to):
        raise CourseError(f"There is {to} already. Name another file; an older backup is not written over.")
    if not to.parent.is_dir():
        raise CourseError(f"There is no folder {to.parent} for the backup.")
    if to.resolve().is_relative_to(folder.resolve()):
        raise CourseError(f"The backup {to} would be in the folder that it is of. Name a file elsewhere.")


def _names(folder: Path) -> Iterator[str]:
    """Yield the files of a folder, links and what is being written left out."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if name not in PASSED_OVER and not (Path(place) / name).is_symlink()
        )
        for name in sorted(names):
            path = Path(place) / name
            of_database = any(name.startswith(database) for database in DATABASES) and Path(place) == folder
            if path.is_file() and not path.is_symlink() and not name.endswith(".part") and not of_database:
                yield path.relative_to(folder).as_posix()


def _copy_database(source: Path, to: Path, ledger: Ledger) -> None:
    try:
        with closing(sqlite3.connect(to)) as copy:
            if source.name == "ledger.db":
                ledger.copy_to(copy)
            else:
                with closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True, timeout=60)) as database:
                    database.backup(copy)
            (whole,) = copy.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.Error as problem:
        raise CourseError(f"{source} cannot be copied: {problem}.") from None
    if whole != "ok":
        raise CourseError(f"{source} is damaged: {whole}.")


def _write(to: Path, files: dict[str, Path]) -> dict[str, str]:
    """Write an archive, and return the digest of each file as it went in."""
    digests = {}
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in sorted(files.items()):
            digest = hashlib.sha256()
            entry = zipfile.ZipInfo.from_file(path, name, strict_timestamps=False)  # an archive knows 1980 to 2107
            entry.compress_type = zipfile.ZIP_DEFLATED
            with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as file:
                while chunk := source.read(CHUNK):
                    digest.update(chunk)
                    file.write(chunk)
            digests[name] = digest.hexdigest()
        when = datetime.now(UTC).isoformat(timespec="seconds")
        archive.writestr(LIST, json.dumps({"schema": SCHEMA, "made": when, "files": digests}, indent=1))
    return digests


def _verified(path: Path, digests: dict[str, str]) -> None:
    """Read an archive to its end; raise CourseError where a file in it is not as it was written."""
    with zipfile.ZipFile(path) as archive:
        for name, digest in digests.items():
            if _digest_of(archive, name) != digest:
                raise CourseError(f"{name} in {path} is not as it was written. The backup was not kept.")


def _digest_of(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def restore(archive: Path, folder: Path) -> int:
    """Make a folder of results of a backup, and return how many files it has.

    Raises:
        CourseError: it is no backup or damaged, or the folder is there and not empty.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CourseError(f"{folder} is there already. Name a folder that is new or empty; nothing was changed.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        with zipfile.ZipFile(archive) as file:
            digests = _list_of(archive, file)
            _require_space(archive, file, folder)
            with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".restoring-") as place:
                for name, digest in digests.items():
                    _take_out(archive, file, name, digest, Path(place) / "all")
                if folder.exists():
                    folder.rmdir()
                (Path(place) / "all").replace(folder)
    except DAMAGED as problem:
        raise CourseError(f"The backup {archive} cannot be read: {problem}.") from None
    return len(digests)


def _list_of(path: Path, archive: zipfile.ZipFile) -> dict[str, str]:
    try:
        with archive.open(LIST) as file:
            data: Any = json.loads(file.read(LONGEST_LIST))
        digests: dict[str, str] = dict(data["files"])
        schema = data["schema"]
    except (KeyError, ValueError, TypeError):
        raise CourseError(f"{path} is no backup: it has no list of its files, {LIST}.") from None
    if schema != SCHEMA:
        raise CourseError(f"{path} was made by another version of the course (schema {schema}).")
    for name in digests:
        parts = PurePosixPath(name).parts
        if not parts or name.startswith("/") or ".." in parts or "\\" in name or ":" in parts[0]:
            raise CourseError(f"{path} is no backup of ours: the path {name!r} leads out of its folder.")
    return digests


def _require_space(path: Path, archive: zipfile.ZipFile, folder: Path) -> None:
    needed, free = sum(entry.file_size for entry in archive.infolist()), shutil.disk_usage(folder.parent).free
    if needed > free:
        raise CourseError(f"{path} takes {needed // CHUNK + 1:,} MiB unpacked, and {free // CHUNK:,} are free there.")


def _take_out(path: Path, archive: zipfile.ZipFile, name: str, digest: str, folder: Path) -> None:
    place = folder / name
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        with archive.open(name) as source, place.open("xb") as file:
            shutil.copyfileobj(source, file, CHUNK)
    except KeyError:
        raise CourseError(f"{path} is not whole: {name} is missing. Nothing was restored.") from None
    if _digest_of(archive, name) != digest:
        raise CourseError(f"{path} is damaged: {name} is not as it was. Nothing was restored.")
    when = archive.getinfo(name).date_time
    moment = datetime(*when).timestamp()
    os.utime(place, (moment, moment))
