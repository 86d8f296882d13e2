"""Tell what this machine can promise about untrusted code, by trying it with two forks of one parent."""

from __future__ import annotations

import errno
import json
import os
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from autograder import grading
from autograder.errors import SandboxUnavailable
from autograder.grading.jail.conversation import Conversation
from autograder.grading.jail.jail import Jail
from autograder.grading.judge.place import Message, ProcessGone, ProcessNotStarted
from autograder.grading.limits import Limits
from autograder.grading.sandbox.control_groups import open_group
from autograder.grading.sandbox.find import find_sandbox
from autograder.grading.sandbox.limits import SandboxLimits

TRIAL = SandboxLimits(memory_mib=320, processes=24)  # a fork has NumPy and Matplotlib in its memory
SCRIPT = Path(__file__).parent / "inside" / "attempts.py"
PATIENCE_SECONDS = 60
PROMISE = "a sandbox for untrusted code"

Answer = Literal["yes", "partly", "no"]
LEAVES = "open('/tmp/note', 'w').close(); open('/dev/shm/note', 'w').close()"
LOOKS = """import os
print(sum(name.isdigit() for name in os.listdir('/proc')) - 2, *map(os.path.exists, ('/tmp/note', '/dev/shm/note')))
"""


@dataclass(frozen=True)
class Finding:
    """One promise: whether it holds here, and what was seen."""

    promise: str
    holds: Answer
    seen: str


def doctor() -> list[Finding]:
    """Try every promise of the sandbox on this machine, in a few seconds."""
    try:
        return _tried()
    except SandboxUnavailable as problem:
        return [Finding(PROMISE, "no", str(problem))]
    except (ProcessNotStarted, ProcessGone) as problem:
        # Of what a process complained of before it ended, the last line says why.
        return [Finding(PROMISE, "no", str(problem).splitlines()[-1])]


def _tried() -> list[Finding]:
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        (folder / SCRIPT.name).write_bytes(SCRIPT.read_bytes())
        jail = opened.enter_context(Jail(find_sandbox(), TRIAL))
        jail.require()
        one, other = (jail.place(folder, Limits()) for _ in range(2))
        for place in (one, other):
            opened.callback(place.close)
        _printed(one, LEAVES)
        return [
            Finding(PROMISE, "yes", "two processes were forked in one, each in namespaces of its own"),
            _apart(_printed(other, LOOKS).strip()),
            *findings(_attempts(one), TRIAL),
        ]


def _apart(seen: str) -> Finding:
    holds = seen == "0 False False"
    said = "no process and no file of the one is there for the other" if holds else f"processes, files: {seen}"
    return Finding("submissions see nothing of each other", "yes" if holds else "no", said)


def _attempts(place: Conversation) -> dict[str, Any]:
    """Have the script run that tries to break out, and read what came of it."""
    arguments = f"{grading.__file__!r}, {TRIAL.processes}, {TRIAL.memory_mib}"
    said = _printed(place, f"import attempts; attempts.main({arguments})")
    try:
        seen: dict[str, Any] = json.loads(said)
    except ValueError:
        raise SandboxUnavailable(f"The trial in the sandbox did not end well: {said}") from None
    return seen | {"group": _are_groups_to_be_had()}


def _are_groups_to_be_had() -> bool:
    group = open_group(TRIAL)
    if group is not None:
        group.remove()
    return group is not None


def _printed(place: Conversation, code: str) -> str:
    """Run a cell and return what it printed, or its error."""
    messages: list[Message] = []
    place.run(code, seconds=PATIENCE_SECONDS, heard=messages.append)
    contents = [message["content"] for message in messages]
    return "".join(str(content.get("text", content.get("evalue", ""))) for content in contents)


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
    promise, seen = "memory is bounded", f"{survivors} of 4 processes could keep three eighths of the memory each"
    if survivors <= 2:
        return Finding(promise, "yes", seen)
    advice = (
        "" if group else "; for a bound on all together run as root or under systemd-run --user --scope -p Delegate=yes"
    )
    return Finding(promise, "partly", f"{seen}: each process alone is bounded{advice}")
