"""Tell what this machine can promise about untrusted code, by trying it."""

import errno
import json
import os
import subprocess
from dataclasses import dataclass, replace
from typing import Any, Literal

from autograder import grading
from autograder.errors import SandboxUnavailable
from autograder.grading.sandbox.box import Sandbox, open_box
from autograder.grading.sandbox.find import find_sandbox
from autograder.grading.sandbox.limits import SandboxLimits
from autograder.grading.sandbox.view import SCRIPTS

Answer = Literal["yes", "partly", "no"]

TRIAL = SandboxLimits(memory_mib=160, processes=24)
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Finding:
    """One promise: whether it holds here, and what was seen."""

    promise: str
    holds: Answer
    seen: str


def doctor() -> list[Finding]:
    """Try every promise of the sandbox on this machine, in a few seconds."""
    try:
        return [
            Finding("a sandbox for untrusted code", "yes", "bubblewrap starts one with namespaces of its own"),
            *findings(_attempts(find_sandbox()), TRIAL),
        ]
    except SandboxUnavailable as error:
        return [Finding("a sandbox for untrusted code", "no", str(error))]


def _attempts(sandbox: Sandbox) -> dict[str, Any]:
    """Run the script that tries to break out, and read what came of it."""
    script = {"/sandbox/attempts.py": (SCRIPTS / "attempts.py").read_bytes()}
    arguments = [grading.__file__, str(TRIAL.processes), str(TRIAL.memory_mib)]
    command = [sandbox.python, "-I", "-S", "/sandbox/attempts.py", *arguments]
    box = open_box(sandbox, command, replace(TRIAL, address_space_mib=1024), files=script)
    try:
        box.process.wait(timeout=PATIENCE_SECONDS)
        seen: dict[str, Any] = json.loads(box.last_words())
    except (ValueError, subprocess.TimeoutExpired) as error:
        raise SandboxUnavailable(f"The trial in the sandbox did not end well: {box.last_words() or error}") from error
    finally:
        box.close()
    return seen | {"group": box.group is not None}


def findings(seen: dict[str, Any], limits: SandboxLimits) -> list[Finding]:
    """Return what is to be said of the attempts of `attempts.py`, made within these limits."""
    return [
        _refused("no network", seen["network"], {errno.ENETUNREACH, errno.EINVAL}, "a connection"),
        _refused("no file of the grader", seen["hidden"], {errno.ENOENT}, "the grader's own file"),
        _refused("nothing to write outside the scratch folders", seen["root_folder"], {errno.EROFS}, "a file in /"),
        _refused("libraries are read-only", seen["libraries"], {errno.EROFS, errno.EACCES}, "a file among them"),
        _refused("dangerous system calls are filtered", seen["symlink"], {errno.EPERM}, "symlink()"),
        _refused("no new namespaces", seen["unshare"], {errno.EPERM}, "unshare()"),
        _bounded_processes(seen["processes"], limits.processes),
        _bounded_memory(seen["memory"], seen["group"]),
    ]


def _refused(promise: str, outcome: str, expected: set[int], what: str) -> Finding:
    return Finding(promise, "yes" if outcome in map(os.strerror, expected) else "no", f"{what}: {outcome}")


def _bounded_processes(count: int, most: int) -> Finding:
    return Finding(
        "processes are bounded",
        "yes" if count < most else "no",
        f"{count} more could be started with a limit of {most}",
    )


def _bounded_memory(survivors: int, group: bool) -> Finding:
    promise, seen = "memory is bounded", f"{survivors} of 4 processes could keep half of the memory each"
    if survivors <= 2:
        return Finding(promise, "yes", seen)
    advice = (
        "" if group else "; for a bound on all together run as root or under systemd-run --user --scope -p Delegate=yes"
    )
    return Finding(promise, "partly", f"{seen}: each process alone is bounded{advice}")
