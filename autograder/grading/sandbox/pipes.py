"""Small descriptors: a pipe that is read with a deadline, and a file in memory."""

import os
import select
from types import TracebackType

PATIENCE_SECONDS = 30.0


class Pipe:
    """Both ends of a pipe; leaving the context closes what is still open."""

    def __init__(self) -> None:
        self.reader, self.writer = os.pipe()
        self._open = {self.reader, self.writer}

    def __enter__(self) -> "Pipe":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for end in (self.reader, self.writer):
            self._close(end)

    def close_writer(self) -> None:
        self._close(self.writer)

    def write(self, data: bytes) -> None:
        os.write(self.writer, data)

    def read_until(self, end: bytes) -> bytes:
        """Read up to `end`; EOFError where the other side stops before, TimeoutError where it is silent."""
        data = b""
        while end not in data:
            if not select.select([self.reader], [], [], PATIENCE_SECONDS)[0]:
                raise TimeoutError(f"nothing happened for {PATIENCE_SECONDS:g} seconds")
            part = os.read(self.reader, 4096)
            if not part:
                raise EOFError("it ended while it was set up")
            data += part
        return data

    def _close(self, end: int) -> None:
        if end in self._open:
            self._open.remove(end)
            os.close(end)


def in_memory(content: bytes) -> int:
    """Return a descriptor, at its start, of a file that holds `content` and has no name."""
    descriptor = os.memfd_create("sandbox")
    os.write(descriptor, content)
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor
