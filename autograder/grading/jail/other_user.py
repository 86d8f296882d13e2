"""The learner's process as another user, with a copy of what learners may see: for a container of one submission.

It has no answers, no rights, bounds of its own and the sandbox's filter of system calls, and so no network. It shares
everything else with the container: it sees the container's other processes and the files that all can read.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from autograder.grading.jail.conversation import Conversation
from autograder.grading.jail.parent_process import INSIDE
from autograder.grading.judge.place import ENDED, ProcessNotStarted
from autograder.grading.limits import Limits
from autograder.grading.sandbox.limits import SandboxLimits, resource_limits
from autograder.grading.sandbox.mounts import COURSE, ENVIRONMENT, LEARNERS_PACKAGES, LEARNERS_PARTS
from autograder.grading.sandbox.other_user import as_user, spare_user
from autograder.grading.sandbox.system_calls import seccomp_program

PROGRAM = "import sys; sys.path[:0] = [sys.argv[1]]; sys.path.append(sys.argv[2]); from inside.bounded import main; "
PROGRAM += "del sys.path[0]; main(int(sys.argv[3]), *sys.argv[4:])"
VISIBLE = 0o755
PASSED_THROUGH = 0o711
PATIENCE_SECONDS = 10.0
# Linux asks for the effective user of who kills, and for the real and the saved one of who is killed. So this one may
# kill all of a learner's processes, and none of them may stop it.
KILLER = "import os, sys; learner, own = map(int, sys.argv[1:]); os.setgroups([]); os.setresgid(own, own, own); "
KILLER += "os.setresuid(own, learner, own); os.kill(-1, 9)"
KILLERS = range(60578, 61184)  # nobody's, as `SPARE_USERS`, and none of those


class AnotherUsersProcess:
    """A learner's process, its user and the folders that it was given; `close` leaves nothing of the three."""

    def __init__(self, process: subprocess.Popen[bytes], user: int, scratch: Path) -> None:
        self._process, self._user, self._scratch = process, user, scratch

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def interrupt(self) -> None:
        self._process.send_signal(signal.SIGINT)

    def end(self) -> None:
        """Kill every process of this user, whatever session it has moved to; try again until none is left."""
        self._process.kill()
        deadline = time.monotonic() + PATIENCE_SECONDS
        while _has_processes(self._user) and time.monotonic() < deadline:
            command = [sys.executable, "-I", "-S", "-c", KILLER, str(self._user), str(random.choice(KILLERS))]
            with suppress(subprocess.TimeoutExpired):
                subprocess.run(
                    command, cwd="/", env={}, timeout=PATIENCE_SECONDS, check=False, stderr=subprocess.DEVNULL
                )

    def close(self) -> None:
        try:
            self.end()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(PATIENCE_SECONDS)
        finally:
            shutil.rmtree(self._scratch, ignore_errors=True)


def _has_processes(user: int) -> bool:
    """Tell whether a process of this user, by its real number, lives."""
    for status in Path("/proc").glob("[0-9]*/status"):
        with suppress(OSError):
            lines = dict(line.split(":", 1) for line in status.read_text(errors="replace").splitlines() if ":" in line)
            if int(lines["Uid"].split()[0]) == user and lines["State"].split()[0] not in "ZX":
                return True
    return False


@contextmanager
def learners_view() -> Iterator[Path]:
    """Make a folder with what a learner's process imports, readable by all; it ends with the context."""
    view = Path(tempfile.mkdtemp(prefix="course-"))
    try:
        view.chmod(VISIBLE)
        _copy(INSIDE, view / "inside")
        for name in LEARNERS_PACKAGES:
            _copy(COURSE / name, view / "course" / name)
        package = COURSE / "autograder"
        for path in [*package.glob("*.py"), *(package / name for name in LEARNERS_PARTS)]:
            if path.exists() and path.name != "__pycache__":
                _copy(path, view / "course" / "autograder" / path.relative_to(package))
        (view / "filter").write_bytes(seccomp_program())
        for path in [*view.rglob("*")]:
            path.chmod(VISIBLE if path.is_dir() else 0o644)
        yield view
    finally:
        shutil.rmtree(view, ignore_errors=True)


def other_users_place(view: Path, sandbox_limits: SandboxLimits, folder: Path, limits: Limits) -> Conversation:
    """Start a process of a spare user that runs cells in a copy of `folder`.

    Args:
        view: what `learners_view` gave.
        sandbox_limits: what each of its processes may use.
        folder: what the cells find; it stays as it is.
        limits: time and size.

    Raises:
        ProcessNotStarted: it ended before it was there.
    """
    user = spare_user()
    scratch = Path(tempfile.mkdtemp(prefix="grading-"))
    scratch.chmod(PASSED_THROUGH)
    work, home = _work(folder, scratch, user)
    requests, inside = socket.socketpair()
    bounds = json.dumps(resource_limits(sandbox_limits))
    arguments = [str(view), str(view / "course"), str(inside.fileno()), str(work), bounds, str(view / "filter")]
    with inside:
        process = subprocess.Popen(
            [sys.executable, "-I", "-c", PROGRAM, *arguments],
            cwd="/",
            env=ENVIRONMENT | {"HOME": str(home), "MPLCONFIGDIR": str(home / "matplotlib"), "TMPDIR": str(home)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[inside.fileno()],
            umask=0o077,
            **as_user(user),
        )
    learner = AnotherUsersProcess(process, user, scratch)
    requests.settimeout(limits.start_seconds)
    with suppress(OSError):
        if requests.recv(1):
            return Conversation(requests, learner, limits)
    learner.close()
    requests.close()
    raise ProcessNotStarted(ENDED)


def _work(folder: Path, scratch: Path, user: int) -> tuple[Path, Path]:
    """Copy a submission's folder for this user, and make a home beside it."""
    work, home = scratch / folder.name, scratch / "home"
    shutil.copytree(folder, work, symlinks=True)
    home.mkdir()
    for path in [home, work, *work.rglob("*")]:
        os.chown(path, user, user, follow_symlinks=False)
    work.chmod(0o700)
    home.chmod(0o700)
    return work, home


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
    else:
        shutil.copyfile(source, target)
