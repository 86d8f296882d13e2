"""Find out whether this machine can make a sandbox, by making one."""

import functools
import os
import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import SandboxUnavailable

INSTALL = (
    "Install bubblewrap (Debian, Ubuntu: apt install bubblewrap; Fedora: dnf install bubblewrap), "
    "or grade in the container that docs/Containerfile describes."
)
ADVICE = (
    "The sandbox needs user namespaces. In a container see the notes in docs/Containerfile; "
    "on Ubuntu from 23.10 see kernel.apparmor_restrict_unprivileged_userns; elsewhere see user.max_user_namespaces."
)
# What bubblewrap hands on into every sandbox, with the numbers that Linux knows them by.
DEVICES = {"/dev/null": (1, 3), "/dev/zero": (1, 5), "/dev/full": (1, 7), "/dev/random": (1, 8), "/dev/urandom": (1, 9)}
NAMESPACES = ("cgroup", "ipc", "mnt", "net", "pid", "user", "uts")
NAMES = Path("/proc/self/ns")
PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class Sandbox:
    """The programs that make a sandbox; `find_sandbox` returns those of this machine."""

    bubblewrap: str
    python: str


@functools.cache
def find_sandbox() -> Sandbox:
    """Return a sandbox that can be started here; SandboxUnavailable says what is missing otherwise."""
    if not sys.platform.startswith("linux"):
        raise SandboxUnavailable(f"The sandbox is made of Linux namespaces, and this is {sys.platform}. {INSTALL}")
    bubblewrap = shutil.which("bwrap")
    if bubblewrap is None:
        raise SandboxUnavailable(f"The sandbox is made by bubblewrap, which is not installed. {INSTALL}")
    _require_linux_whole()
    _try(bubblewrap)
    return Sandbox(bubblewrap, sys.executable)


def _require_linux_whole() -> None:
    """Say in one sentence what of Linux is not there; bubblewrap would say less, or go on."""
    if wrong := [path for path, numbers in DEVICES.items() if not _is_device(path, numbers)]:
        raise SandboxUnavailable(f"The sandbox needs the devices of Linux, and here {', '.join(wrong)} is none.")
    if missing := [name for name in NAMESPACES if not (NAMES / name).exists()]:
        raise SandboxUnavailable(f"The sandbox needs namespaces, and Linux has none here of: {', '.join(missing)}.")


def _is_device(path: str, numbers: tuple[int, int]) -> bool:
    try:
        found = os.stat(path)
    except OSError:
        return False
    return stat.S_ISCHR(found.st_mode) and (os.major(found.st_rdev), os.minor(found.st_rdev)) == numbers


def _try(bubblewrap: str) -> None:
    """Make namespaces and mounts for a program that does nothing; `Jail.require` tries all the rest."""
    command = [bubblewrap, "--unshare-all", "--unshare-user", "--die-with-parent", "--ro-bind", "/", "/"]
    command += ["--proc", "/proc", "--dev", "/dev", "--", "true"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE_SECONDS, check=False)
    if done.returncode != 0:
        complaint = done.stderr.decode(errors="replace").strip()
        raise SandboxUnavailable(f"A sandbox could not be started: {complaint}\n{ADVICE}")
