"""What notebooks display in a place, without what differs from run to run: `python -m fidelity.alike`, run in tests/.

It records what they display in a stock kernel in the sandbox; the tests compare our process with that.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from fidelity.notebooks import INTERRUPTED, NOTEBOOKS

from autograder.grading.judge.place import Heard, Message, Place, ProcessGone
from autograder.grading.limits import Limits
from autograder.grading.sandbox import SandboxLimits, find_sandbox
from autograder.grading.sandbox.limits import resource_limits
from autograder.grading.sandbox.mounts import ENVIRONMENT, mount_arguments
from autograder.grading.sandbox.pipes import in_memory
from autograder.grading.sandbox.users import ACCOUNTS, LEARNER

RECORD = Path(__file__).with_name("kernel.json")
PROGRAM, INSIDE = Path(__file__).with_name("kernel_inside.py"), "/sandbox/kernel_inside.py"
LIMITS = Limits(interrupt_seconds=2)
LONG = 400  # letters; of more, a fingerprint is kept
PREFIXES = {sys.prefix: "PREFIX", sys.base_prefix: "BASE"}  # where this machine has its Python
CHANGING = {
    r"\bat (0x)?[0-9a-f]{8,}|0x[0-9a-f]+": "ADDRESS",
    r"/tmp/ipykernel_\d+/\d+\.py": "CELL",
    r"[\d.]+(e[+-]?\d+)? (?:[nmµμu])?s\b": "TIME",
    r'"image/png": "[^"]*"': "PNG",
    r"Thread-\d+": "THREAD",
    r"animation-[0-9a-f]+|id=\\\\?\"[^\"]*\"|\b[mp][0-9a-f]{10,}": "ID",
    r"[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{8}-[0-9a-f]{24}(_\d+)*": "UUID",
    r'"msg_id": "[^"]*"': "MESSAGE",
    r"\d{4}-\d\d-\d\dT[\d:.]+": "DATE",
}


def displayed(place: Place, cells: list[str], seconds: float) -> list[list[str]]:
    """Run the cells of a notebook and return what each displays, as texts."""
    found = []
    for source in cells:
        messages: list[Message] = []
        try:
            in_time = place.run(source, seconds=seconds, heard=messages.append)
        except ProcessGone:
            return [*found, ["the process is gone"]]
        found.append([f"in time: {in_time}", *map(_brief, _joined(messages))])
    return found


def _joined(messages: list[Message]) -> list[list[Any]]:
    """Join what is written to one stream: where it is cut is chance."""
    found: list[list[Any]] = []
    for kind, content in ((message["msg_type"], message["content"]) for message in messages):
        if kind == "stream" and found and found[-1][0] == content["name"]:
            found[-1][1] += content["text"]
        elif kind == "stream":
            found.append([content["name"], content["text"]])
        elif kind != "execute_input":
            found.append([kind, {key: value for key, value in content.items() if key != "transient"}])
    return found


def _brief(output: list[Any]) -> str:
    text = json.dumps(output, sort_keys=True, default=str, ensure_ascii=False)
    for folder, name in PREFIXES.items():
        text = text.replace(folder, name)
    for pattern, name in CHANGING.items():
        text = re.sub(pattern, name, text)
    return text if len(text) <= LONG else hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def versions() -> dict[str, str]:
    """What the words of a traceback and of a magic depend on."""
    packages = ("ipython", "ipykernel", "numpy", "matplotlib", "ipywidgets")
    return {"python": platform.python_version()} | {name: importlib.metadata.version(name) for name in packages}


def everything(start: Any, told: Any) -> dict[str, list[list[str]]]:
    """Return what each notebook displays in a place of its own."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, cells in {**NOTEBOOKS, **INTERRUPTED}.items():
            place = start(Path(folder), LIMITS)
            try:
                found[name] = displayed(place, cells, 1.0 if name in INTERRUPTED else 30.0)
            finally:
                place.close()
            told(name)
    return found


class KernelInside:
    """A stock kernel in the sandbox, but for the filter: a kernel needs sockets. As far as `displayed` asks for one."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        sandbox, bounds = find_sandbox(), SandboxLimits()
        files = {path: in_memory(content) for path, content in ACCOUNTS.items()}
        command = [sandbox.bubblewrap, "--unshare-all", "--unshare-user", "--uid", str(LEARNER), "--gid", str(LEARNER)]
        command += ["--hostname", "sandbox", "--die-with-parent", "--new-session"]
        command += mount_arguments(bounds, files, {PROGRAM: INSIDE})
        command += ["--", sandbox.python, "-I", INSIDE, json.dumps(resource_limits(bounds))]
        pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self._process = subprocess.Popen(command, env=ENVIRONMENT, cwd="/", pass_fds=[*files.values()], **pipes)
        self._limits = limits
        for descriptor in files.values():
            os.close(descriptor)

    def run(self, source: str, *, seconds: float, heard: Heard) -> bool:
        """Run a cell in it, as `Place.run`."""
        print(json.dumps([source, seconds, self._limits.interrupt_seconds]), file=self._process.stdin, flush=True)
        said = self._process.stdout.readline().strip()
        if not said:
            raise ProcessGone("The kernel is gone.")
        told = json.loads(said)
        for message in told["heard"]:
            heard(message)
        return bool(told["in_time"])

    def close(self) -> None:
        self._process.communicate()


if __name__ == "__main__":
    outputs = everything(KernelInside, print)
    RECORD.write_text(json.dumps({"versions": versions(), "outputs": outputs}, indent=1, ensure_ascii=True) + "\n")
