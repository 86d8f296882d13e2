"""Unpacking archives of submissions: only regular files, only below the folder, and never more than was allowed.

What an archive says of itself (sizes, paths, kinds) is not believed: bytes are counted while they come out. What
reading it takes otherwise (lists of names, headers, a decoder's own memory) Python's modules do not bound: a worker
does it, whose memory and time are.
"""

from __future__ import annotations

import contextlib
import os
import tarfile
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO

from autograder.errors import CourseMessage, NobodyToBlame
from autograder.grading.books.disk import stopped_by_the_disk
from autograder.grading.limits import MIB, Limits

ENDINGS = (".zip", ".tar", ".tar.gz", ".tgz")
CHUNK = 2**16
NAME_BYTES = 200  # of each part of a path
DEPTH = 12

Member = tuple[str, IO[bytes] | None, float]  # its path, its bytes (None for a folder), when it was written


class Refused(CourseMessage):
    """An archive that is not unpacked; the message says why."""


def is_archive(path: Path) -> bool:
    """Tell whether a file's name is that of an archive."""
    return path.name.lower().endswith(ENDINGS)


def without_ending(name: str) -> str:
    """Return an archive's name without its ending."""
    ending = next(ending for ending in reversed(ENDINGS) if name.lower().endswith(ending))
    return name[: -len(ending)]


def unpack(archive: Path, folder: Path, limits: Limits) -> None:
    """Unpack an archive into a new folder.

    Raises:
        Refused: it is broken, holds too much, or something that is no plain file below the folder.
        NobodyToBlame: the disk is full or cannot be written to.
    """
    if archive.is_symlink() or not archive.is_file():
        raise Refused("The archive is a link or no file.")
    try:
        with stopped_by_the_disk(folder):
            _unpack(archive, folder, limits)
    except (Refused, NobodyToBlame):
        raise
    except Exception as problem:
        # The readers of archives, and the decoders below them, fail in any way that a broken file makes them.
        raise Refused(f"The archive cannot be unpacked ({type(problem).__name__}).") from None


def _unpack(archive: Path, folder: Path, limits: Limits) -> None:
    left = min(limits.archive_bytes, max(MIB, archive.stat().st_size * limits.archive_ratio))
    for count, (name, file, time) in enumerate(_members(archive)):
        if count >= limits.archive_files:
            raise Refused(f"The archive holds more than {limits.archive_files} files.")
        if file is None:
            continue
        path = folder.joinpath(*_parts(name))
        left -= _write(file, path, left)
        with contextlib.suppress(OSError, OverflowError, ValueError):
            os.utime(path, (time, time))  # of two notebooks the later may count


def _members(archive: Path) -> Iterator[Member]:
    if archive.name.lower().endswith(".zip"):
        return _zipped(archive)
    return _tarred(archive)


def _zipped(archive: Path) -> Iterator[Member]:
    with zipfile.ZipFile(archive) as packed:
        for entry in packed.infolist():
            kind = entry.external_attr >> 28  # of Unix: 8 is a regular file, 0 where nothing is said
            if entry.is_dir():
                yield entry.filename, None, 0.0
                continue
            if kind not in (0, 8):
                raise Refused(f"The archive holds {entry.filename!r}, which is a link or another special file.")
            if entry.flag_bits & 1:
                raise Refused("The archive is encrypted.")
            with packed.open(entry) as file:
                yield entry.filename, file, _seconds(entry.date_time)


def _tarred(archive: Path) -> Iterator[Member]:
    with tarfile.open(archive, "r|*") as packed:  # as a stream: nothing is read ahead
        for entry in packed:
            if entry.isdir():
                yield entry.name, None, 0.0
                continue
            if not entry.isreg() or entry.issparse():
                raise Refused(f"The archive holds {entry.name!r}, which is a link or another special file.")
            file = packed.extractfile(entry)
            assert file is not None
            yield entry.name, file, float(entry.mtime)


def _seconds(date: tuple[int, ...]) -> float:
    """Return the time that a zip archive says; 0 where it says none."""
    try:
        return datetime(*date).timestamp()  # type: ignore[arg-type]
    except (ValueError, TypeError, OverflowError, OSError):
        return 0.0


def _parts(name: str) -> tuple[str, ...]:
    """Return the parts of a path in an archive; refuse one that leads elsewhere or that a file system may not take."""
    path = PurePosixPath(name.replace("\\", "/"))
    parts = path.parts
    odd = path.is_absolute() or not parts or len(parts) > DEPTH or ":" in parts[0]
    if odd or any(part == ".." or len(os.fsencode(part)) > NAME_BYTES or "\0" in part for part in parts):
        raise Refused(f"The archive holds a file with the path {name[:200]!r}, which is not allowed.")
    return parts


def _write(file: IO[bytes], path: Path, most: int) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with path.open("xb") as target:  # a second file of one name is refused
        while chunk := file.read(CHUNK):
            written += len(chunk)
            if written > most:
                raise Refused("The archive unpacks to more than is allowed.")
            target.write(chunk)
    return written
