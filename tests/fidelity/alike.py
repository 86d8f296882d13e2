"""What notebooks display in a place, without what differs from run to run: `python -m fidelity.alike`, run in tests/.

It records what they display in a kernel in the sandbox; the tests compare the jail with that.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import platform
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from attacks.jailed import working_sandbox
from autograder.grading.kernel_place import kernel_place
from fidelity.notebooks import INTERRUPTED, NOTEBOOKS

from autograder.grading.judge.place import Message, Place, ProcessGone
from autograder.grading.limits import Limits

RECORD = Path(__file__).with_name("kernel.json")
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


if __name__ == "__main__":
    sandbox = working_sandbox()
    outputs = everything(lambda folder, limits: kernel_place(folder, limits, sandbox=sandbox), print)
    RECORD.write_text(json.dumps({"versions": versions(), "outputs": outputs}, indent=1, ensure_ascii=True) + "\n")
