"""A connection to one socket of a kernel, whose other end may send anything.

It speaks ZMTP 3.0 without encryption (rfc.zeromq.org/spec/23), which is what Jupyter's sockets speak. libzmq bounds
a frame but not the frames of one message together, and goes on storing while nobody reads. Here nothing is
taken from the operating system unless it is asked for, so a flood waits at its source.
"""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Iterator
from types import TracebackType
from typing import Literal

MESSAGE_BYTES = 4 * 2**20  # of all frames together
MESSAGE_FRAMES = 32  # Jupyter has seven, and one for each buffer of a widget
CHUNK = 256 * 1024
PATIENCE_SECONDS = 5.0  # for a peer that does not greet, or does not take what it is sent

MORE, LONG, COMMAND = 1, 2, 4
GREETING = b"\xff" + bytes(8) + b"\x7f\x03\x00" + b"NULL".ljust(20, b"\0") + bytes(32)
SUBSCRIBE_TO_ALL = b"\x01"


class HungUp(Exception):
    """The other end closed the connection, or broke the rules of it."""


class Channel:
    """One connection.

    Args:
        address: ipc://PATH or tcp://HOST:PORT.
        kind: DEALER to ask and be answered, SUB to hear what is published.

    Raises:
        OSError: nobody is there, or does not greet in time.
        HungUp: whoever is there speaks another language.
    """

    def __init__(self, address: str, kind: Literal["DEALER", "SUB"]) -> None:
        self._unread = bytearray()
        self._message: list[bytes] = []
        self._size = 0
        self._socket = _connected(address)
        try:
            self._greet(kind.encode())
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Channel:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def fileno(self) -> int:
        return self._socket.fileno()

    def close(self) -> None:
        self._socket.close()

    def send(self, frames: list[bytes]) -> None:
        """Send one message; OSError where the other end does not take it."""
        last = len(frames) - 1
        self._socket.sendall(b"".join(_framed(frame, MORE * (i < last)) for i, frame in enumerate(frames)))

    def arrived(self) -> Iterator[list[bytes]]:
        """Read once what is there, and yield each message that is whole by now.

        Raises:
            HungUp: also where a message is larger than any that is meant.
        """
        self._unread += self._received(CHUNK)
        while (frame := self._next_frame()) is not None:
            flags, body = frame
            if flags & COMMAND:
                continue
            self._message.append(body)
            if not flags & MORE:
                message, self._message, self._size = self._message, [], 0
                yield message

    def _greet(self, kind: bytes) -> None:
        give_up = time.monotonic() + PATIENCE_SECONDS
        self._socket.sendall(GREETING)
        while len(self._unread) < len(GREETING):
            self._read_greeting(len(GREETING) - len(self._unread), give_up)
        if self._unread[:1] != b"\xff" or self._unread[10] < 3:
            raise HungUp("It does not speak ZMTP 3.")
        self._unread.clear()
        self._socket.sendall(_framed(b"\x05READY" + _property(b"Socket-Type", kind), COMMAND))
        while (frame := self._next_frame()) is None:
            self._read_greeting(1, give_up)  # and nothing of what comes after it
        if not frame[1].startswith(b"\x05READY"):
            raise HungUp("It is not ready.")
        self._size = 0
        if kind == b"SUB":
            self.send([SUBSCRIBE_TO_ALL])

    def _read_greeting(self, most: int, give_up: float) -> None:
        if time.monotonic() > give_up:
            raise HungUp("It takes too long to greet.")
        self._unread += self._received(most)

    def _received(self, most: int) -> bytes:
        try:
            data = self._socket.recv(most)
        except ConnectionError:
            data = b""
        if not data:
            raise HungUp("The connection was closed.")
        return data

    def _next_frame(self) -> tuple[int, bytes] | None:
        """Take one frame from what was read, or None where it has not arrived whole."""
        head = 9 if self._unread and self._unread[0] & LONG else 2
        if len(self._unread) < head:
            return None
        size = struct.unpack(">Q", self._unread[1:9])[0] if head == 9 else self._unread[1]
        if self._size + size > MESSAGE_BYTES or len(self._message) >= MESSAGE_FRAMES:
            raise HungUp("A message is larger than any that is meant.")
        if len(self._unread) < head + size:
            return None
        flags, body = self._unread[0], bytes(self._unread[head : head + size])
        del self._unread[: head + size]
        self._size += size
        return flags, body


def _connected(address: str) -> socket.socket:
    kind, _, place = address.partition("://")
    if kind == "ipc":
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(PATIENCE_SECONDS)
        try:
            connection.connect(place)
        except BaseException:
            connection.close()
            raise
        return connection
    host, _, port = place.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE_SECONDS)


def _framed(body: bytes, flags: int) -> bytes:
    if len(body) < 256:
        return bytes([flags, len(body)]) + body
    return struct.pack(">BQ", flags | LONG, len(body)) + body


def _property(name: bytes, value: bytes) -> bytes:
    return bytes([len(name)]) + name + struct.pack(">I", len(value)) + value
