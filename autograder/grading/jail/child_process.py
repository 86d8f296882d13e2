"""A forked process as the trusted side holds it: by descriptors, so that no number of a process can be mistaken."""

from __future__ import annotations

import os
import select
import signal
import socket
import struct
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from autograder.grading.judge.place import ENDED, ProcessGone
from autograder.grading.sandbox.control_groups import ControlGroup

CREDENTIALS = struct.Struct("iII")  # struct ucred: process, user, group, as Linux says and not the sender
PATIENCE_MS = 10_000


class Child:
    """The learner's process and the first one of its namespace, with which all of them end.

    Args:
        requests: our end of its socket, on which it introduces itself; made by `introduction`.
        group: the control group that it is put into before anything else, if there is one.
        forgotten: called when it is gone.
    """

    def __init__(self, requests: socket.socket, group: ControlGroup | None, forgotten: Callable[[], None]) -> None:
        self.group, self._forgotten = group, forgotten
        self._first = self._learner = -1
        try:
            number, self._first = _introduced(requests)
            _be_ended_before_others(number)
            if group is not None:
                group.add(number)
            requests.send(b".")
            _, self._learner = _introduced(requests)
            requests.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 0)
        except BaseException:
            self.close()
            raise

    def is_alive(self) -> bool:
        return not select.select([self._first], [], [], 0)[0]

    def interrupt(self) -> None:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._learner, signal.SIGINT)

    def end(self) -> None:
        if self._first >= 0:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._first, signal.SIGKILL)

    def ran_out_of_memory(self) -> bool:
        """Tell whether Linux has ended a process for want of memory; ask before it is closed."""
        return self.group is not None and self.group.ran_out_of_memory()

    def close(self) -> None:
        self.end()
        if self._first >= 0:
            poller = select.poll()
            poller.register(self._first, select.POLLIN)
            poller.poll(PATIENCE_MS)
        for descriptor in (self._first, self._learner):
            if descriptor >= 0:
                os.close(descriptor)
        self._first = self._learner = -1
        if self.group is not None:
            self.group.remove()
        self.group = None
        self._forgotten()


def introduction() -> tuple[socket.socket, socket.socket]:
    """Return both ends of a socket; Linux tells ours who sends, from the first byte on."""
    ours, theirs = socket.socketpair()
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    return ours, theirs


def _introduced(requests: socket.socket) -> tuple[int, int]:
    """Return the number of the process that says it is there, and a descriptor of it."""
    word, data, _, _ = requests.recvmsg(1, socket.CMSG_SPACE(CREDENTIALS.size))
    if not word:
        raise ProcessGone(ENDED)
    number: int = CREDENTIALS.unpack(data[0][2])[0]
    return number, os.pidfd_open(number)


def _be_ended_before_others(number: int) -> None:
    """Say what Linux ends first when the whole machine runs out of memory; said by root, it cannot be taken back."""
    with suppress(OSError):  # then the process says it of itself
        Path(f"/proc/{number}/oom_score_adj").write_text("1000")
