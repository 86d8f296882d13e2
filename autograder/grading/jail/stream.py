"""Messages from a socket whose other end may send anything: JSON behind its length, as `inside/frames.py` writes it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from autograder.grading.bounded_json import TooMany, loads
from autograder.grading.jail.inside.frames import HEAD

CHUNK = 256 * 1024
MOST_BRACKETS = 200_000  # { and [ of one message: each may become an object of a hundred bytes
MOST_COMMAS = 400_000  # outside of its strings: what follows may be a text of sixty


class HungUp(Exception):
    """The other end closed the connection."""


class TooLarge(Exception):
    """The other end announces more than any message that is meant."""


class Stream:
    """One end of a connection; never holds more than one message and what was read with its end.

    Args:
        end: our end, which is closed with this.
        most_bytes: of one message; `most` from here on.
    """

    def __init__(self, end: socket.socket, most_bytes: int) -> None:
        self.socket, self.most = end, most_bytes
        self._unread = bytearray()

    @contextmanager
    def at_most(self, size: int) -> Iterator[None]:
        """Let messages be of fewer bytes for a while."""
        before, self.most = self.most, size
        try:
            yield
        finally:
            self.most = before

    def fileno(self) -> int:
        return self.socket.fileno()

    def close(self) -> None:
        self.socket.close()

    def arrived(self) -> list[bytes]:
        """Read once what is there, and return each message that is whole by now; raises HungUp and TooLarge."""
        try:
            data = self.socket.recv(CHUNK)
        except ConnectionError:
            data = b""
        if not data:
            raise HungUp
        self._unread += data
        found = []
        while len(self._unread) >= HEAD.size:
            (size,) = HEAD.unpack_from(self._unread)
            if size > self.most:
                raise TooLarge
            if len(self._unread) < HEAD.size + size:
                break
            found.append(bytes(self._unread[HEAD.size : HEAD.size + size]))
            del self._unread[: HEAD.size + size]
        return found


def read(message: bytes) -> dict[str, Any]:
    """Return a message as a dict; an empty one for whatever is none."""
    try:
        found = loads(message.decode(), brackets=MOST_BRACKETS, commas=MOST_COMMAS)
    except (TooMany, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
