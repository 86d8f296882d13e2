"""Tell what the jail can promise on this machine, by trying it with two forks of one parent."""

from __future__ import annotations

import json
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from autograder import grading
from autograder.errors import SandboxUnavailable
from autograder.grading.jail.conversation import Conversation
from autograder.grading.jail.jail import Jail
from autograder.grading.judge.place import Message, ProcessGone, ProcessNotStarted
from autograder.grading.limits import Limits
from autograder.grading.sandbox.examine import PATIENCE_SECONDS, Finding, findings
from autograder.grading.sandbox.find import find_sandbox
from autograder.grading.sandbox.groups import open_group
from autograder.grading.sandbox.limits import SandboxLimits
from autograder.grading.sandbox.view import SCRIPTS

TRIAL = SandboxLimits(memory_mib=320, processes=24)  # a fork has NumPy and Matplotlib in its memory
SCRIPT = "attempts.py"
LEAVES = "open('/tmp/note', 'w').close(); open('/dev/shm/note', 'w').close()"
LOOKS = """import os
print(sum(name.isdigit() for name in os.listdir('/proc')) - 2, *map(os.path.exists, ('/tmp/note', '/dev/shm/note')))
"""


def doctor() -> list[Finding]:
    """Try every promise of the jail on this machine, in a few seconds."""
    try:
        return _tried()
    except SandboxUnavailable as problem:
        return [Finding("a jail: a fork for each submission", "no", str(problem))]
    except (ProcessNotStarted, ProcessGone) as problem:
        # Of what a process complained of before it ended, the last line says why.
        return [Finding("a jail: a fork for each submission", "no", str(problem).splitlines()[-1])]


def _tried() -> list[Finding]:
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        (folder / SCRIPT).write_bytes((SCRIPTS / SCRIPT).read_bytes())
        jail = opened.enter_context(Jail(find_sandbox(), TRIAL))
        jail.require()
        one, other = (jail.place(folder, Limits()) for _ in range(2))
        for place in (one, other):
            opened.callback(place.close)
        _printed(one, LEAVES)
        return [
            Finding("a jail: a fork for each submission", "yes", "two were forked from one parent"),
            _apart(_printed(other, LOOKS).strip()),
            *(replace(each, promise=f"in the jail: {each.promise}") for each in findings(_attempts(one), TRIAL)),
        ]


def _apart(seen: str) -> Finding:
    holds = seen == "0 False False"
    said = "no process and no file of the one is there for the other" if holds else f"processes, files: {seen}"
    return Finding("in the jail: submissions see nothing of each other", "yes" if holds else "no", said)


def _attempts(place: Conversation) -> dict[str, Any]:
    """Have the script run that tries to break out, and read what came of it."""
    arguments = f"{grading.__file__!r}, {TRIAL.processes}, {TRIAL.memory_mib}"
    said = _printed(place, f"import attempts; attempts.main({arguments})")
    try:
        seen: dict[str, Any] = json.loads(said)
    except ValueError:
        raise SandboxUnavailable(f"The trial in the jail did not end well: {said}") from None
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
