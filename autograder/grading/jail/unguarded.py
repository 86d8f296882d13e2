"""The learner's process without a sandbox: for submissions that one would run oneself. Linux and macOS have it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from autograder.errors import CourseError
from autograder.grading.jail.conversation import Conversation
from autograder.grading.judge.place import ENDED, ProcessNotStarted
from autograder.grading.limits import Limits
from autograder.grading.sandbox.mounts import COURSE
from autograder.surroundings import GRADING

ELSEWHERE = (
    f"Submissions cannot be run on {sys.platform}. Grade in the container that docs/Containerfile describes, "
    "or under Linux on the same machine (on Windows, WSL)."
)
INLINE = "module://matplotlib_inline.backend_inline"
PROGRAM = "import sys; sys.path[:0] = [sys.argv[1]]; sys.path.append(sys.argv[2]); from inside.unguarded import main; "
PROGRAM += "del sys.path[0]; main(int(sys.argv[3]), sys.argv[4])"


class Unguarded:
    """A process of our own user."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def interrupt(self) -> None:
        self._process.send_signal(signal.SIGINT)

    def end(self) -> None:
        """Kill it and those of its children that have stayed in its group."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def close(self) -> None:
        self.end()
        self._process.kill()
        self._process.wait()


def unguarded_place(folder: Path, limits: Limits) -> Conversation:
    """Start a process that runs cells in `folder` itself, with the grader's own rights.

    Raises:
        ProcessNotStarted: it ended before it was there.
        CourseError: this system has no sockets that carry descriptors.
    """
    if not hasattr(socket, "send_fds"):
        raise CourseError(ELSEWHERE)
    requests, inside = socket.socketpair()
    place = str(folder.resolve())
    with inside:
        process = subprocess.Popen(
            [sys.executable, "-I", "-c", PROGRAM, str(Path(__file__).parent), str(COURSE), str(inside.fileno()), place],
            cwd=place,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"MPLBACKEND": INLINE, GRADING: "1"},
            pass_fds=[inside.fileno()],
        )
    requests.settimeout(limits.start_seconds)
    with suppress(OSError):
        if requests.recv(1):
            return Conversation(requests, Unguarded(process), limits)
    Unguarded(process).close()
    requests.close()
    raise ProcessNotStarted(ENDED)
