"""A conversation with a learner's process over two sockets: one for requests and replies, one for what a cell displays.

No end is trusted but ours: what arrives is counted before it is read, and what nobody reads waits at its source.
"""

from __future__ import annotations

import select
import socket
import time
from typing import Any, Protocol

from autograder.door import PackedReply, Request, TookTooLong, more_than
from autograder.errors import ProtocolError
from autograder.grading.jail.inside.frames import HEAD, framed
from autograder.grading.jail.stream import HungUp, Stream, TooLarge, read
from autograder.grading.judge.place import DEAF, ENDED, NOTHING, STUBBORN, UNREADABLE, Heard, ProcessGone
from autograder.grading.limits import MIB, Limits

MESSAGE_BYTES = 4 * MIB  # of one display
TICK_SECONDS = 0.25
LAST_READINGS = 8
LOCATIONS_BYTES = 256 * 1024  # of all that is said of one function
STALE = "The process that ran the notebook went on answering what nobody had asked, and was ended."


class Process(Protocol):
    """The process at the other end, and all that it has started."""

    def is_alive(self) -> bool: ...

    def interrupt(self) -> None: ...

    def end(self) -> None:
        """Kill it; does nothing where it is dead."""

    def close(self) -> None:
        """End it and take away everything that was made for it."""


class Conversation:
    """A `Place`.

    Args:
        requests: our end of the socket for requests; closed with this.
        process: who has the other end.
        limits: what is waited for and received at most.
    """

    def __init__(self, requests: socket.socket, process: Process, limits: Limits) -> None:
        self._requests, self._process, self._limits = Stream(requests, limits.reply_bytes), process, limits
        self._number = 0  # of the request that was made last

    def run(self, source: str, *, seconds: float, heard: Heard) -> bool:
        """Run a cell, as `Place.run`."""
        ours, theirs = socket.socketpair()
        displays = Displays(Stream(ours, MESSAGE_BYTES), str(self._number + 1), self._limits, heard)
        try:
            with theirs:
                self._send({"run": source}, [theirs.fileno()], self._limits.request_seconds)
            _, in_time = self._reply(seconds, displays)
            displays.hear_the_rest()
        finally:
            displays.close()
        return in_time

    def ask(self, request: Request, *, seconds: float) -> list[PackedReply]:
        """Make the calls of a request, as `Place.ask`."""
        return _replies(self._answer({"ask": request}, seconds, self._limits.request_seconds))

    def locate(self, request: dict[str, Any], *, seconds: float) -> Any:
        """Ask where a function goes wrong, as `Place.locate`."""
        with self._requests.at_most(LOCATIONS_BYTES):
            return self._answer({"locate": request}, seconds, seconds).get("locations")

    def _answer(self, request: dict[str, Any], seconds: float, patience: float) -> dict[str, Any]:
        self._send(request, [], patience)
        reply, in_time = self._reply(seconds, None)
        if not in_time:
            raise TookTooLong(more_than(seconds))
        return reply

    def close(self) -> None:
        self._process.close()
        self._requests.close()

    def _send(self, request: dict[str, Any], descriptors: list[int], patience: float) -> None:
        self._number += 1
        message, end = framed(request | {"number": self._number}), self._requests.socket
        end.settimeout(patience)
        try:
            if descriptors:
                socket.send_fds(end, [message[: HEAD.size]], descriptors)
                message = message[HEAD.size :]
            end.sendall(message)
        except OSError:
            alive = self._process.is_alive()
            self._process.end()
            raise ProcessGone(DEAF if alive else ENDED) from None

    def _reply(self, seconds: float, displays: Displays | None) -> tuple[dict[str, Any], bool]:
        """Wait for the reply to the last request; return it, and whether it came in time."""
        deadline, in_time = time.monotonic() + seconds, True
        late = _Late(self._limits)
        while True:
            for end in _readable([self._requests, displays]):
                if end is displays and displays is not None:
                    displays.hear()
                for message in self._arrived() if end is self._requests else ():
                    reply = read(message)
                    if reply.get("number") == self._number:
                        return reply, in_time
                    if late.are_too_many(message):
                        self._process.end()
                        raise ProcessGone(STALE)
            if time.monotonic() > deadline:
                self._stop(in_time)
                deadline, in_time = time.monotonic() + self._limits.interrupt_seconds, False
            elif not self._process.is_alive() and not _readable([self._requests], 0.0):
                raise ProcessGone(ENDED)

    def _arrived(self) -> list[bytes]:
        try:
            return self._requests.arrived()
        except HungUp:
            raise ProcessGone(ENDED) from None
        except TooLarge:
            self._process.end()
            raise ProcessGone(f"More than {self._requests.most / MIB:.2g} MiB came back from the function.") from None

    def _stop(self, first_time: bool) -> None:
        if first_time:
            self._process.interrupt()
            return
        self._process.end()
        raise ProcessGone(STUBBORN)


class _Late:
    """Counts the replies to requests that nobody waits for any more: an honest process sends one, if any."""

    def __init__(self, limits: Limits) -> None:
        self._bytes, self._messages = limits.reply_bytes, limits.late_replies

    def are_too_many(self, message: bytes) -> bool:
        self._bytes -= len(message)
        self._messages -= 1
        return self._bytes < 0 or self._messages < 0


class Displays:
    """What one cell displays; from a flood we hang up, and the rest is dropped at its source."""

    def __init__(self, stream: Stream, cell: str, limits: Limits, heard: Heard) -> None:
        self._stream: Stream | None = stream
        self._cell, self._heard = cell, heard
        self._bytes_left, self._messages_left = limits.cell_bytes, limits.messages

    def fileno(self) -> int:
        return -1 if self._stream is None else self._stream.fileno()

    def hear(self) -> None:
        """Read once, and pass on what has arrived whole."""
        try:
            for message in self._stream.arrived() if self._stream else ():
                self._bytes_left -= len(message)
                self._messages_left -= 1
                if self._bytes_left < 0 or self._messages_left < 0:
                    raise TooLarge
                self._pass_on(read(message))
        except (HungUp, TooLarge):
            self.close()

    def hear_the_rest(self) -> None:
        """Pass on what is there: a cell's own words were sent before its reply, and one reading empties a buffer."""
        for _ in range(LAST_READINGS):
            if not _readable([self], 0.0):
                return
            self.hear()

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close()
        self._stream = None

    def _pass_on(self, message: dict[str, Any]) -> None:
        kind, content = message.get("msg_type"), message.get("content")
        if message.get("cell") == self._cell and isinstance(kind, str) and isinstance(content, dict):
            self._heard({"msg_type": kind, "header": {"msg_type": kind}, "content": content, "metadata": {}})


def _readable(ends: list[Any], seconds: float = TICK_SECONDS) -> list[Any]:
    """Return the ends with something to read, after a moment if there is none yet."""
    by_number = {end.fileno(): end for end in ends if end is not None and end.fileno() >= 0}
    poller = select.poll()
    for number in by_number:
        poller.register(number, select.POLLIN)
    return [by_number[number] for number, _ in poller.poll(seconds * 1000)]


def _replies(reply: dict[str, Any]) -> list[PackedReply]:
    found = reply.get("replies")
    if found is None:
        raise ProtocolError(NOTHING)
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise ProtocolError(UNREADABLE)
    return found
