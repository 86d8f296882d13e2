"""Another user in place of a sandbox, for a container that exists for one submission and forbids namespaces.

It needs root, who becomes somebody else for the learner's processes, and answers that only root can read: both are
tried before anything of a submission is read.
"""

from __future__ import annotations

import functools
import os
import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.errors import SandboxUnavailable
from autograder.grading.sandbox.find import PATIENCE_SECONDS
from autograder.grading.sandbox.mounts import COURSE
from autograder.grading.sandbox.users import SPARE_USERS

# Run as a learner's process would be: says which of these paths it can open, and whether it finds the answers itself.
READS = """
import sys
def opens(path):
    try:
        open(path).close()
    except OSError:
        return False
    return True
found = [path for path in sys.argv[1:] if opens(path)]
try:
    import solutions
    found.append(str(solutions.__path__))
except ImportError:
    pass
print(*found, sep=", ", end="")
"""


@dataclass(frozen=True)
class OtherUser:
    """Says that submissions run as a user of their own; `find_other_user` returns it where that holds."""


@functools.cache
def find_other_user() -> OtherUser:
    """Return it; SandboxUnavailable says what is missing otherwise."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        raise SandboxUnavailable("Only root, under Linux, can have submissions run as another user.")
    if readable := answers_readable_by(spare_user()):
        raise SandboxUnavailable(
            f"The answers can be read by every user of this machine, so nothing is graded as another user: {readable}. "
            f"Take the rights of others away: chmod 700 {COURSE}"
        )
    return OtherUser()


def spare_user() -> int:
    """Return the number of a user that is nobody's; each learner's process gets one."""
    return random.SystemRandom().choice(SPARE_USERS)


def as_user(number: int) -> dict[str, Any]:
    """Return how `subprocess` starts a program as this user and no other."""
    return {"user": number, "group": number, "extra_groups": [], "stdin": subprocess.DEVNULL}


def answers_readable_by(user: int) -> str:
    """Return the places of answers that a user can read, as words; empty where there are none.

    Raises:
        SandboxUnavailable: that user cannot even start Python.
    """
    command = [sys.executable, "-I", "-c", READS, *map(str, _answers())]
    try:
        done = subprocess.run(
            command, capture_output=True, cwd="/", env={}, timeout=PATIENCE_SECONDS, check=True, **as_user(user)
        )
    except (OSError, subprocess.SubprocessError) as problem:
        raise SandboxUnavailable(f"Another user cannot start Python here: {problem}") from None
    return str(done.stdout, errors="replace")


def _answers() -> list[Path]:
    """List a file of each place that holds answers, or the checks that compute them."""
    return [COURSE / "solutions" / "__init__.py", COURSE / "autograder" / "exercises" / "__init__.py"]
