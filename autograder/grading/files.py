"""Files on the trusted side: written whole or not at all, and those handed in beside a notebook read with care."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from autograder.grading.intake.walk import PATH_BYTES, look_through
from autograder.grading.limits import MIB, Limits

FilesOfLesson = shutil.ignore_patterns("*.ipynb", ".ipynb_checkpoints", "__pycache__")
KEPT_BYTES = 100  # of a file's name, where we choose it


def replace_file(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write a file, whole or in pieces; at any moment, also when the machine stops, there is the old or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{hashlib.sha256(os.fsencode(path.name)).hexdigest()[:16]}.part")  # a name may be long
    part.unlink(missing_ok=True)
    with part.open("wb") as file:
        file.writelines([data] if isinstance(data, bytes) else data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)


def add_file(folder: Path, name: str, data: bytes) -> None:
    """Put a learner's file beside others, of which it replaces none: a name may be chosen to stand in their way."""
    path = folder / name
    if any(parent.is_file() for parent in path.parents) or path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


@contextmanager
def work_folder(
    release: Path, handed_in: Mapping[str, bytes] | None = None, within: Path | None = None
) -> Iterator[Path]:
    """Make the folder that cells work in: what came with the lesson, and with the submission; nothing else."""
    with tempfile.TemporaryDirectory(prefix="grading-", dir=within, ignore_cleanup_errors=True) as place:
        folder = Path(place) / release.name
        shutil.copytree(release, folder, ignore=FilesOfLesson)
        for name, data in (handed_in or {}).items():
            add_file(folder, name, data)
        yield folder


@dataclass
class Beside:
    """The files that were handed in beside a notebook, by their paths in its folder, and what was refused and why."""

    files: dict[str, bytes] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)

    @property
    def problems(self) -> list[str]:
        return [f"The file {path!r} beside the notebook was left out: {why}." for path, why in self.refused.items()]


def files_beside(folder: Path | None, limits: Limits, others: Iterable[tuple[str, Path]] = ()) -> Beside:
    """Read the files of a submission's folder, save its notebooks: no links, no special files, not too much.

    Args:
        folder: where all is one learner's, None if there is no such folder.
        limits: how many files there may be, and how much they may hold.
        others: further files of the learner, by their names.
    """
    found, own = Beside(), list(others)
    if folder is not None:
        tree = look_through(folder)
        if tree.notes:
            found.refused["..."] = "not all of its folder was looked at"
        own += [(file.relative_to(folder).as_posix(), file) for file in tree.files if not file.name.endswith(".ipynb")]
    left = limits.beside_bytes
    for name, path in own:
        if len(found.files) + len(found.refused) >= limits.beside_files:
            found.refused["..."] = f"there are more than {limits.beside_files}"
            break
        try:
            if len(os.fsencode(name)) > PATH_BYTES:
                raise OSError("its path is too long")
            found.files[name] = read_regular(path, left)
        except OSError as problem:
            found.refused[name[:PATH_BYTES]] = str(problem.strerror or problem)
        else:
            left -= len(found.files[name])
    return found


def short_name(path: Path) -> str:
    """Return a file's name as we keep it: cut where it is long, with a digest of the whole."""
    name = path.name.encode("utf-8", "replace")
    if len(name) <= KEPT_BYTES:
        return name.decode("utf-8")
    digest = hashlib.sha256(os.fsencode(path.name)).hexdigest()[:10]
    return f"{name[: KEPT_BYTES - 20].decode('utf-8', 'ignore')}-{digest}{path.suffix[:8]}"


def read_regular(path: Path, most_bytes: int) -> bytes:
    """Return the bytes of a file; raise OSError for a link, another special file, or one that is too large."""
    if path.is_symlink():
        raise OSError("it is a link")
    # Not blocking, since a pipe would otherwise wait for its other end.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError("it is no file")
        data = file.read(most_bytes + 1)
    if len(data) > most_bytes:
        raise OSError(f"it is larger than the {most_bytes / MIB:.2g} MiB that are left")
    return data
