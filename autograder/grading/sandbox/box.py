"""Start a command in bubblewrap, under all limits, and make sure of its end.

The order of a start: bubblewrap makes the namespaces and says which process is the first in them; as root we give
that process a user of its own; it makes its mounts; we put it into a control group and let it go on; `launch.py`
takes over in there and says when the submission lies ready.
"""

import json
import os
import random
import signal
import stat
import subprocess
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import SandboxUnavailable
from autograder.grading.sandbox.filter import seccomp_program
from autograder.grading.sandbox.groups import ControlGroup, open_group
from autograder.grading.sandbox.limits import MIB, SandboxLimits
from autograder.grading.sandbox.pipes import Pipe, in_memory
from autograder.grading.sandbox.submission import pack
from autograder.grading.sandbox.view import ENVIRONMENT, HOME, SOCKETS, view_arguments

INNER_USER = 1000
# When the grader is root, a kernel is one of these users: nobody else's, by systemd's convention (DynamicUser).
SPARE_USERS = range(61184, 65520)
LOG = "log"
ACCOUNTS = {
    "/etc/passwd": f"learner:x:{INNER_USER}:{INNER_USER}::{HOME}:/bin/sh\n".encode(),
    "/etc/group": f"learner:x:{INNER_USER}:\n".encode(),
}

ADVICE = (
    "The sandbox needs user namespaces. In a container see the notes in docs/Containerfile; "
    "on Ubuntu from 23.10 see kernel.apparmor_restrict_unprivileged_userns; elsewhere see user.max_user_namespaces."
)


@dataclass(frozen=True)
class Sandbox:
    """The programs that make a box; `find_sandbox` returns one that was tried on this machine."""

    bubblewrap: str
    python: str


class Box:
    """One command in its sandbox; `close` ends it and takes away everything that was made for it.

    `kill` may be called from any thread, for instance when time is up.

    Linux ends the box too when the *thread* ends that opened it: open it from one that lives as long.
    """

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.group: ControlGroup | None = None
        self.sockets = -1  # descriptor of the folder with the kernel's sockets
        self._first = -1  # descriptor of the first process inside

    def kill(self) -> None:
        """End every process inside: all go with the first one of their namespace."""
        if self._first >= 0:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._first, signal.SIGKILL)
        else:
            self.process.kill()

    def close(self) -> None:
        self.kill()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stderr is not None:
            self.process.stderr.close()
        for descriptor in (self._first, self.sockets):
            if descriptor >= 0:
                os.close(descriptor)
        self._first = self.sockets = -1
        if self.group is not None:
            self.group.remove()

    def ran_out_of_memory(self) -> bool:
        return self.group is not None and self.group.ran_out_of_memory()

    def last_words(self, most_bytes: int = 2000) -> str:
        """Return the end of what the command printed outside Jupyter. The command may have written anything there."""
        try:
            log = os.open(LOG, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=self.sockets)
        except OSError:
            return ""
        with open(log, "rb") as file:
            status = os.fstat(log)
            if not stat.S_ISREG(status.st_mode):
                return ""
            file.seek(max(0, status.st_size - most_bytes))
            return file.read(most_bytes).decode(errors="replace")

    def watch_first(self, pid: int) -> None:
        self._first = os.pidfd_open(pid)


def open_box(
    sandbox: Sandbox,
    command: list[str],
    limits: SandboxLimits,
    *,
    folder: Path | None = None,
    files: Mapping[str, bytes] | None = None,
) -> Box:
    """Start `command` in a sandbox of its own.

    Args:
        sandbox: the programs that make it.
        command: program and arguments, by their paths inside.
        limits: what it may use.
        folder: copied to /submission, if given.
        files: contents of read-only files, by their paths inside.
    """
    with ExitStack() as opened:
        return _Start(sandbox, limits, opened).run(command, folder, files or {})


class _Start:
    """The steps of one start; the descriptors that only the start needs are closed with `opened`."""

    def __init__(self, sandbox: Sandbox, limits: SandboxLimits, opened: ExitStack) -> None:
        self.sandbox, self.limits, self.opened = sandbox, limits, opened
        self.user = random.SystemRandom().choice(SPARE_USERS) if os.geteuid() == 0 else None
        self.info, self.mapped, self.go, self.ready = (opened.enter_context(Pipe()) for _ in range(4))
        self.descriptors = [self.info.writer, self.mapped.reader, self.go.reader, self.ready.writer]

    def run(self, command: list[str], folder: Path | None, files: Mapping[str, bytes]) -> Box:
        submission = None if folder is None else self._pass(pack(folder, self.limits))
        box = Box(self._spawn(command, submission, files))
        try:
            self._set_up(box)
        except BaseException as error:
            complaint = self._complaint(box)
            box.close()
            if isinstance(error, OSError | EOFError | ValueError):
                raise SandboxUnavailable(f"A sandbox could not be started: {complaint or error}\n{ADVICE}") from error
            raise
        return box

    def _set_up(self, box: Box) -> None:
        for pipe in (self.info, self.ready):
            pipe.close_writer()  # so that the end of bubblewrap is the end of the file
        pid = int(json.loads(self.info.read_until(b"}"))["child-pid"])
        box.watch_first(pid)
        if self.user is not None:
            _map_users(pid, self.user)
            self.mapped.write(b".")
        box.group = open_group(self.limits)
        if box.group is not None:
            box.group.add(pid)
        self.go.write(b".")
        self.ready.read_until(b".")
        box.sockets = os.open(f"/proc/{pid}/root{SOCKETS}", os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW)

    def _spawn(self, command: list[str], submission: int | None, files: Mapping[str, bytes]) -> subprocess.Popen[bytes]:
        arguments = [
            self.sandbox.bubblewrap,
            *self._namespaces(),
            *view_arguments(self.limits, self._contents(ACCOUNTS | dict(files))),
        ]
        arguments += ["--", self.sandbox.python, "-I", "-S", "/sandbox/launch.py", self._plan(command, submission)]
        return subprocess.Popen(
            arguments,
            env=ENVIRONMENT,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            pass_fds=self.descriptors,
        )

    def _namespaces(self) -> list[str]:
        arguments = ["--unshare-all", "--unshare-user", "--hostname", "sandbox"]
        arguments += ["--die-with-parent", "--new-session", "--as-pid-1"]
        arguments += ["--seccomp", str(self._pass(in_memory(seccomp_program())))]
        arguments += ["--info-fd", str(self.info.writer), "--block-fd", str(self.go.reader)]
        if self.user is None:
            return [*arguments, "--uid", str(INNER_USER), "--gid", str(INNER_USER)]
        # Root makes the mounts, then launch.py becomes the user, for which it needs these two.
        arguments += ["--uid", "0", "--gid", "0", "--userns-block-fd", str(self.mapped.reader)]
        return [*arguments, "--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]

    def _contents(self, files: Mapping[str, bytes]) -> dict[str, int]:
        return {path: self._pass(in_memory(content)) for path, content in files.items()}

    def _plan(self, command: list[str], submission: int | None) -> str:
        plan = {
            "limits": resource_limits(self.limits),
            "user": None if self.user is None else INNER_USER,
            "submission": submission,
            "ready": self.ready.writer,
            "log": f"{SOCKETS}/{LOG}",
            "argv": command,
        }
        return json.dumps(plan)

    def _pass(self, descriptor: int) -> int:
        self.opened.callback(os.close, descriptor)
        self.descriptors.append(descriptor)
        return descriptor

    def _complaint(self, box: Box) -> str:
        box.kill()
        box.process.kill()  # it may still wait for us
        try:
            _, complaint = box.process.communicate(timeout=5)
        except subprocess.TimeoutExpired:
            return ""
        return "\n".join(complaint.decode(errors="replace").splitlines()[-3:])


def _map_users(pid: int, user: int) -> None:
    """Let the box know two users: root, who makes the mounts, and the spare user that the kernel will be."""
    for name in ("uid_map", "gid_map"):
        Path(f"/proc/{pid}/{name}").write_text(f"0 0 1\n{INNER_USER} {user} 1\n")


def resource_limits(limits: SandboxLimits) -> dict[str, int]:
    """Return the bounds of each process, named as in `resource`, in bytes, seconds and counts."""
    return {
        "AS": limits.address_space_mib * MIB,
        "DATA": limits.memory_mib * MIB,
        "FSIZE": limits.file_mib * MIB,
        "NOFILE": limits.open_files,
        "NPROC": limits.processes,
        "CPU": limits.cpu_seconds,
    }
