"""Find out whether this machine can make a sandbox, by making one."""

import functools
import shutil
import sys

from autograder.errors import SandboxUnavailable
from autograder.grading.sandbox.box import Sandbox, open_box
from autograder.grading.sandbox.limits import SandboxLimits

INSTALL = (
    "Install bubblewrap (Debian, Ubuntu: apt install bubblewrap; Fedora: dnf install bubblewrap), "
    "or grade in the container that docs/Containerfile describes."
)


@functools.cache
def find_sandbox() -> Sandbox:
    """Return a sandbox that works here; SandboxUnavailable says what is missing otherwise."""
    if not sys.platform.startswith("linux"):
        raise SandboxUnavailable(f"The sandbox is made of Linux namespaces, and this is {sys.platform}. {INSTALL}")
    bubblewrap = shutil.which("bwrap")
    if bubblewrap is None:
        raise SandboxUnavailable(f"The sandbox is made by bubblewrap, which is not installed. {INSTALL}")
    sandbox = Sandbox(bubblewrap, sys.executable)
    _try(sandbox)
    return sandbox


def _try(sandbox: Sandbox) -> None:
    box = open_box(sandbox, [sandbox.python, "-I", "-c", "import ipykernel, numpy"], SandboxLimits())
    try:
        if box.process.wait(timeout=60) != 0:
            raise SandboxUnavailable(f"Python does not work inside the sandbox:\n{box.last_words()}")
    finally:
        box.close()
