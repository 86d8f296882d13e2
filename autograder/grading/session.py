"""A conversation with one kernel: run a cell, hear what comes of it, never wait or store without bound.

nbclient would do this for code that is trusted. It stores what arrives before anyone can look at its size, waits
for messages that a forged one has made it miss, and gives the notebook up when the kernel dies.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import zmq
from jupyter_client.manager import KernelManager

from autograder.errors import CourseError, ProtocolError
from autograder.grading.limits import Limits

Message = dict[str, Any]
Start = Callable[[], KernelManager]

FRAME_BYTES = 4 * 2**20  # libzmq hangs up on a peer that sends a larger frame
WAITING_MESSAGES = 32  # held by libzmq for each socket until we read them
GRACE_SECONDS = 1.0  # how long the second sign of a cell's end may come after the first
TICK_MS = 250


class KernelGone(ProtocolError):
    """The kernel ended or had to be ended; the message says how."""


class KernelNotStarted(CourseError):
    """No kernel could be started: nobody's submission is to blame."""


@dataclass
class Hearing:
    """What one cell has told so far."""

    request: str
    most_bytes: int
    replied: bool = False
    idle: bool = False
    deaf: bool = False  # the output channel was closed because of a flood
    messages: Counter[Any] = field(default_factory=Counter)  # by socket
    received: Counter[Any] = field(default_factory=Counter)  # bytes, by socket
    ended: float = 0.0  # when the first sign of the end came

    def over(self) -> bool:
        """Tell whether the cell has ended: both signs came, or one, and the other is overdue."""
        if self.deaf or not (self.replied or self.idle):
            return self.replied
        self.ended = self.ended or time.monotonic()
        return (self.replied and self.idle) or time.monotonic() - self.ended > GRACE_SECONDS


class Session:
    """One kernel from its start to its end.

    Args:
        start: starts the kernel.
        limits: what is waited for and received at most.
    """

    def __init__(self, start: Start, limits: Limits) -> None:
        self._limits = limits
        self._context = _bounded_context()
        try:
            self._manager = start()
        except OSError as problem:
            raise KernelNotStarted(f"No kernel could be started: {problem}") from problem
        self._client = self._manager.client(context=self._context)
        self._shell = self._client.connect_shell()
        self._iopub: Any = None
        try:
            self._listen(limits.start_seconds)
        except KernelGone as gone:
            self.close()
            raise KernelNotStarted(f"No kernel could be started: {gone}") from None

    def run(
        self,
        source: str,
        *,
        seconds: float,
        heard: Callable[[Message], None],
        hidden: bool = False,
        most_bytes: int | None = None,
    ) -> bool:
        """Run `source` and pass on every message that it causes; tell whether it ended in time.

        Args:
            source: the text of a cell.
            seconds: when it is interrupted.
            heard: called with each message on the output channel, oldest first.
            hidden: leave no trace in the numbering and the history of cells.
            most_bytes: what is listened to at most, by default `cell_bytes` of the limits.

        Raises:
            KernelGone: the kernel died, or did not stop and was ended.
        """
        hearing = Hearing(self._execute(source, hidden), most_bytes or self._limits.cell_bytes)
        deadline, in_time = time.monotonic() + seconds, True
        while not hearing.over():
            for socket in self._ready():
                self._take(socket, hearing, heard)
            if time.monotonic() > deadline:
                self._stop(in_time)
                deadline, in_time = time.monotonic() + self._limits.interrupt_seconds, False
        if not hearing.idle or self._iopub is None:
            self._listen(self._limits.settle_seconds)
        return in_time

    def close(self) -> None:
        """End the kernel and everything that it has started."""
        self._manager.shutdown_kernel(now=True)
        self._context.destroy(linger=0)

    def _execute(self, source: str, hidden: bool) -> str:
        return self._send(
            "execute_request",
            {
                "code": source,
                "silent": hidden,
                "store_history": not hidden,
                "user_expressions": {},
                "allow_stdin": False,
                "stop_on_error": False,
            },
        )

    def _send(self, kind: str, content: dict[str, Any]) -> str:
        message = self._client.session.msg(kind, content)
        self._client.session.send(self._shell, message)
        identity: str = message["header"]["msg_id"]
        return identity

    def _ready(self) -> list[Any]:
        """Return the sockets with something to read; where there is none, see to it that the kernel still lives."""
        poller = zmq.Poller()
        for socket in (self._shell, self._iopub):
            if socket is not None:
                poller.register(socket, zmq.POLLIN)
        ready = [socket for socket, _ in poller.poll(TICK_MS)]
        if not ready and not self._manager.is_alive():
            raise KernelGone("The process that ran the notebook ended.")
        return ready

    def _take(self, socket: Any, hearing: Hearing, heard: Callable[[Message], None]) -> None:
        frames = socket.recv_multipart()
        hearing.messages[socket] += 1
        hearing.received[socket] += sum(map(len, frames))
        if hearing.messages[socket] > self._limits.messages or hearing.received[socket] > hearing.most_bytes:
            self._turn_away(socket, hearing)
            return
        message = self._read(frames)
        if message is None or message["parent_header"].get("msg_id") != hearing.request:
            return
        if socket is self._shell:
            hearing.replied = hearing.replied or message["msg_type"] == "execute_reply"
        elif message["msg_type"] == "status":
            hearing.idle = hearing.idle or message["content"].get("execution_state") == "idle"
        else:
            heard(message)

    def _turn_away(self, socket: Any, hearing: Hearing) -> None:
        """Stop listening to a flood: on a closed subscription the kernel's side drops what is sent."""
        if socket is self._shell:
            self._kill()
            raise KernelGone("The process that ran the notebook sent a flood of messages and was ended.")
        self._iopub.close(linger=0)
        self._iopub, hearing.deaf = None, True

    def _read(self, frames: list[bytes]) -> Message | None:
        """Return a message, or None for whatever is not one: any process in there can send any bytes."""
        try:
            _, rest = self._client.session.feed_identities(frames)
            message: Message = self._client.session.deserialize(rest)
            if not isinstance(message["content"], dict) or not isinstance(message["parent_header"], dict):
                return None
            return message
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OverflowError):
            return None

    def _stop(self, first_time: bool) -> None:
        if not first_time:
            self._kill()
            raise KernelGone("The process that ran the notebook did not stop when its time was up, and was ended.")
        try:
            self._manager.interrupt_kernel()
        except (RuntimeError, OSError):
            return  # dead already; the next look at it says so

    def _kill(self) -> None:
        self._manager.shutdown_kernel(now=True)

    def _listen(self, seconds: float) -> None:
        """Open a new subscription and wait until something is heard on it: until then messages may be lost."""
        if self._iopub is not None:
            self._iopub.close(linger=0)
        self._iopub = self._client.connect_iopub()
        give_up = time.monotonic() + seconds
        asked = [self._send("kernel_info_request", {}).encode()]
        while time.monotonic() < give_up:
            if self._iopub.poll(TICK_MS):
                # Messages keep their order, so with the answer to ours all that older cells have sent is behind us.
                frames = self._iopub.recv_multipart()
                if any(request in frame for frame in frames for request in asked):
                    return
            elif not self._manager.is_alive():
                raise KernelGone("The process that ran the notebook ended.")
            else:
                asked.append(self._send("kernel_info_request", {}).encode())
        self._kill()
        raise KernelGone("The process that ran the notebook did not answer any more, and was ended.")


def _bounded_context() -> zmq.Context[Any]:
    """Return a context whose sockets hold little before we read it, and refuse what is too large."""
    context: zmq.Context[Any] = zmq.Context()
    context.setsockopt(zmq.RCVHWM, WAITING_MESSAGES)
    context.setsockopt(zmq.MAXMSGSIZE, FRAME_BYTES)
    return context
