"""Find out whether this machine can make a sandbox, by making one."""

import functools
import os
import shutil
import stat
import sys
from pathlib import Path

from autograder.errors import SandboxUnavailable
from autograder.grading.sandbox.box import Sandbox, open_box
from autograder.grading.sandbox.limits import SandboxLimits

INSTALL = (
    "Install bubblewrap (Debian, Ubuntu: apt install bubblewrap; Fedora: dnf install bubblewrap), "
    "or grade in the container that docs/Containerfile describes."
)
# What bubblewrap hands on into every sandbox, with the numbers that Linux knows them by.
DEVICES = {"/dev/null": (1, 3), "/dev/zero": (1, 5), "/dev/full": (1, 7), "/dev/random": (1, 8), "/dev/urandom": (1, 9)}
NAMESPACES = ("cgroup", "ipc", "mnt", "net", "pid", "user", "uts")
NAMES = Path("/proc/self/ns")


@functools.cache
def find_sandbox() -> Sandbox:
    """Return a sandbox that works here; SandboxUnavailable says what is missing otherwise."""
    if not sys.platform.startswith("linux"):
        raise SandboxUnavailable(f"The sandbox is made of Linux namespaces, and this is {sys.platform}. {INSTALL}")
    bubblewrap = shutil.which("bwrap")
    if bubblewrap is None:
        raise SandboxUnavailable(f"The sandbox is made by bubblewrap, which is not installed. {INSTALL}")
    _require_linux_whole()
    sandbox = Sandbox(bubblewrap, sys.executable)
    _try(sandbox)
    return sandbox


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


def _try(sandbox: Sandbox) -> None:
    box = open_box(sandbox, [sandbox.python, "-I", "-c", "import ipykernel, numpy"], SandboxLimits())
    try:
        if box.process.wait(timeout=60) != 0:
            raise SandboxUnavailable(f"Python does not work inside the sandbox:\n{box.last_words()}")
    finally:
        box.close()
