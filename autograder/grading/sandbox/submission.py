"""Carry a submission's folder into the sandbox without letting the sandbox see the folder."""

import io
import os
import stat
import tarfile
from pathlib import Path

from autograder.errors import CourseError
from autograder.grading.sandbox.limits import MIB, SandboxLimits

PAGE = 4096  # what the smallest file takes in memory
MOST_ENTRIES = 4096


class SubmissionTooLarge(CourseError):
    """The folder holds more than the sandbox's scratch folder."""


def pack(folder: Path | None, limits: SandboxLimits) -> int:
    """Return a descriptor, at its start, of a tar file in memory with the folder's files and folders; None for none.

    Links and special files stay behind: what they lead to was not handed in.
    """
    descriptor = os.memfd_create("submission")
    with open(descriptor, "wb", closefd=False) as file, tarfile.open(fileobj=file, mode="w") as archive:
        if folder is not None:
            _Packer(archive, folder, limits.disk_mib * MIB).run()
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor


class _Packer:
    def __init__(self, archive: tarfile.TarFile, folder: Path, room_bytes: int) -> None:
        self.archive, self.folder, self.room_bytes, self.entries = archive, folder, room_bytes, 0

    def run(self) -> None:
        for place, folders, files, place_fd in os.fwalk(self.folder, follow_symlinks=False):
            inner = Path(place).relative_to(self.folder)
            for name in folders:
                self._add_folder(inner / name, place_fd)
            for name in files:
                self._add_file(inner / name, place_fd)

    def _add_folder(self, path: Path, place_fd: int) -> None:
        if stat.S_ISLNK(os.stat(path.name, dir_fd=place_fd, follow_symlinks=False).st_mode):
            return
        self._take(PAGE)
        entry = tarfile.TarInfo(str(path))
        entry.type, entry.mode = tarfile.DIRTYPE, 0o755
        self.archive.addfile(entry)

    def _add_file(self, path: Path, place_fd: int) -> None:
        # Not blocking, so that a named pipe cannot hold us up.
        try:
            descriptor = os.open(path.name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=place_fd)
        except OSError:
            return  # a link, a socket, or not readable by us
        with open(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if stat.S_ISREG(status.st_mode):
                self._add_content(path, file, status.st_size)

    def _add_content(self, path: Path, file: io.BufferedReader, size: int) -> None:
        self._take(-(-size // PAGE) * PAGE + PAGE)
        entry = tarfile.TarInfo(str(path))
        entry.size, entry.mode = size, 0o644
        self.archive.addfile(entry, file)

    def _take(self, size: int) -> None:
        self.room_bytes -= size
        self.entries += 1
        if self.room_bytes < 0 or self.entries > MOST_ENTRIES:
            raise SubmissionTooLarge(
                f"{self.folder.name} does not fit into the sandbox's scratch folder: "
                f"it may hold {MOST_ENTRIES} files and as many bytes as the limit disk_mib says"
            )
