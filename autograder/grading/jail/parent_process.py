"""Start the parent in bubblewrap, and have it fork."""

from __future__ import annotations

import json
import os
import random
import socket
import subprocess
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from autograder.errors import SandboxUnavailable
from autograder.grading.jail.keeper import Keeper
from autograder.grading.sandbox.find import ADVICE, Sandbox
from autograder.grading.sandbox.limits import MIB, SandboxLimits, resource_limits
from autograder.grading.sandbox.mounts import ENVIRONMENT, mount_arguments, writable_places
from autograder.grading.sandbox.pipes import Pipe, in_memory
from autograder.grading.sandbox.system_calls import seccomp_program
from autograder.grading.sandbox.users import ACCOUNTS, LEARNER, SPARE_USERS

INSIDE = Path(__file__).parent / "inside"
FILTER = "/sandbox/filter"
PLACES = 16  # at most so many children at once: each has a user of its own
PARENTS_USER, FIRST_USER = LEARNER - 1, LEARNER  # as the parent has them
START_SECONDS = 120.0
FIT = {"threads": 1, "open": [0, 1, 2, 3], "answers": False}
PROGRAM = "import sys, json; sys.path[:0] = ['/sandbox']; sys.path.append('/course'); from inside.parent import main; "
PROGRAM += "del sys.path[0]; main(json.loads(sys.argv.pop()))"


class Parent:
    """A process in the sandbox that is forked from; `close` ends it with all its children, and so does our end.

    Args:
        sandbox: the programs that make a sandbox.
        limits: what each child may use.

    Raises:
        SandboxUnavailable: there can be none here; the message says why.
    """

    def __init__(self, sandbox: Sandbox, limits: SandboxLimits) -> None:
        self._limits = limits
        self._log = os.memfd_create("log")
        self._orders, inside = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        as_root = os.geteuid() == 0
        self._free: list[int | None] = [FIRST_USER + i if as_root else None for i in range(PLACES)]
        try:
            with inside:
                self._keeper = _started(sandbox, limits, inside, self._log, as_root)
            self._wait_until_fit()
        except BaseException as error:
            said = self.last_words()
            self.close()
            if isinstance(error, OSError | EOFError | ValueError):
                raise SandboxUnavailable(
                    f"No process to fork from could be started: {said or error}\n{ADVICE}"
                ) from error
            raise

    def fork(self, descriptors: list[int]) -> int | None:
        """Have a child made that gets these descriptors, and return its user; OSError where the parent is dead."""
        user = self._free.pop(0)
        try:
            socket.send_fds(self._orders, [json.dumps({"user": user}).encode()], descriptors)
        except BaseException:
            self.give_back(user)
            raise
        return user

    def give_back(self, user: int | None) -> None:
        """Say that a child of this user is gone."""
        self._free.append(user)

    def last_words(self, most_bytes: int = 2000) -> str:
        """Return the end of what the parent, or a child that could not be made, complained of."""
        size = os.fstat(self._log).st_size
        return os.pread(self._log, most_bytes, max(0, size - most_bytes)).decode(errors="replace").strip()

    def close(self) -> None:
        """End it; where it can still be told, by telling it."""
        self._orders.close()
        keeper = getattr(self, "_keeper", None)
        if keeper is not None:
            keeper.close()
        os.close(self._log)

    def _wait_until_fit(self) -> None:
        self._orders.settimeout(START_SECONDS)
        word = self._orders.recv(4096)
        if not word or (found := json.loads(word)) != FIT:
            raise ValueError(f"it is not fit to be forked: {found if word else 'it ended'}")


def _started(sandbox: Sandbox, limits: SandboxLimits, orders: socket.socket, log: int, as_root: bool) -> Keeper:
    with ExitStack() as opened:
        info, mapped = (opened.enter_context(Pipe()) for _ in range(2))
        contents = {path: in_memory(content) for path, content in _files().items()}
        for descriptor in contents.values():
            opened.callback(os.close, descriptor)
        command = [sandbox.bubblewrap, *_namespaces(info, mapped, as_root)]
        command += mount_arguments(limits, contents, {INSIDE: "/sandbox/inside"})
        command += ["--", sandbox.python, "-I", "-c", PROGRAM, json.dumps(_plan(limits, orders.fileno(), as_root))]
        keeper = Keeper(
            command,
            env=ENVIRONMENT,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=log,
            pass_fds=[orders.fileno(), info.writer, mapped.reader, *contents.values()],
        )
        try:
            info.close_writer()
            first = int(json.loads(info.read_until(b"}"))["child-pid"])
            if as_root:
                _map_users(first)
                mapped.write(b".")
        except BaseException:
            keeper.close(0.0)
            raise
    return keeper


def _namespaces(info: Pipe, mapped: Pipe, as_root: bool) -> list[str]:
    arguments = ["--unshare-all", "--unshare-user", "--hostname", "sandbox", "--die-with-parent", "--new-session"]
    arguments += ["--uid", "0", "--gid", "0", "--info-fd", str(info.writer), "--cap-drop", "ALL"]
    needed = ["SYS_ADMIN"]
    if as_root:
        arguments += ["--userns-block-fd", str(mapped.reader)]
        needed += ["SETUID", "SETGID"]
    else:
        needed += ["SETFCAP"]  # Linux wants it of whoever lets a new namespace know its own root, who is we
    return [*arguments, *(part for name in needed for part in ("--cap-add", f"CAP_{name}"))]


def _map_users(pid: int) -> None:
    """Let the sandbox know root, who makes its mounts, and spare users: one for the parent, one for each child."""
    spare = random.SystemRandom().randrange(SPARE_USERS.start, SPARE_USERS.stop - PLACES)
    for name in ("uid_map", "gid_map"):
        Path(f"/proc/{pid}/{name}").write_text(f"0 0 1\n{PARENTS_USER} {spare} {PLACES + 1}\n")


def _files() -> dict[str, bytes]:
    return ACCOUNTS | {FILTER: seccomp_program()}


def _plan(limits: SandboxLimits, orders: int, as_root: bool) -> dict[str, Any]:
    return {
        "socket": orders,
        "user": PARENTS_USER if as_root else None,
        "sizes": {place: mib * MIB for place, mib in writable_places(limits).items()},
        "limits": resource_limits(limits),
        "filter": FILTER,
    }
