"""What was handed in over HTTP and what came of it: files in one folder, written whole or not at all.

ID/notebook.ipynb   as it came
ID/request.json     owner, lesson, when; written last: from then on it is accepted
ID/page.html        what the learner is shown
ID/verdict.json     written last: from then on it is done
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import logging
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from autograder.errors import CourseError
from autograder.grading.files import replace_file

log = logging.getLogger(__name__)
NAME = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(frozen=True)
class Accepted:
    """A submission that was accepted; `when` is in seconds since 1970."""

    id: str
    owner: str
    lesson: str
    when: float


class Store:
    """The folder of a server, which nobody else may serve meanwhile.

    Args:
        root: the folder; it is made.

    Raises:
        CourseError: another server has it, or it cannot be written to.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        try:
            root.mkdir(parents=True, exist_ok=True)
            root.chmod(0o700)
            self._lock = os.open(root / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as problem:
            raise CourseError(f"{root} cannot be written to: {problem.strerror}.") from None
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._lock)
            raise CourseError(f"Another server is at work in {root}. Name another folder, or end it.") from None

    def close(self) -> None:
        os.close(self._lock)

    def accept(self, owner: str, lesson: str, when: float, data: bytes) -> Accepted:
        """Write a submission down; it survives whatever comes after."""
        accepted = Accepted(secrets.token_urlsafe(16), owner, lesson, when)
        replace_file(self.root / accepted.id / "notebook.ipynb", data)
        replace_file(self.root / accepted.id / "request.json", json.dumps(asdict(accepted)).encode())
        return accepted

    def find(self, name: str) -> Accepted | None:
        """Return what was accepted under a name, which a stranger may have chosen."""
        if not NAME.fullmatch(name):
            return None
        with contextlib.suppress(FileNotFoundError, ValueError, TypeError):
            found = Accepted(**json.loads((self.root / name / "request.json").read_bytes()))
            return replace(found, id=name, when=float(found.when))
        return None

    def notebook(self, accepted: Accepted) -> bytes:
        return (self.root / accepted.id / "notebook.ipynb").read_bytes()

    def finish(self, accepted: Accepted, verdict: dict[str, Any], page: str) -> None:
        """Write down what came of it."""
        replace_file(self.root / accepted.id / "page.html", page.encode("utf-8", "backslashreplace"))
        replace_file(self.root / accepted.id / "verdict.json", json.dumps(verdict).encode())

    def verdict(self, accepted: Accepted) -> dict[str, Any] | None:
        """Return what came of it; None where it is not judged yet, or that cannot be read."""
        with contextlib.suppress(FileNotFoundError, ValueError):
            found = json.loads((self.root / accepted.id / "verdict.json").read_bytes())
            return found if isinstance(found, dict) else None
        return None

    def page(self, accepted: Accepted) -> bytes:
        return (self.root / accepted.id / "page.html").read_bytes()

    def waiting(self) -> list[Accepted]:
        """Return what was accepted and is not done, the oldest first: after a restart it is judged."""
        return sorted(self._unfinished(), key=lambda accepted: (accepted.when, accepted.id))

    def _unfinished(self) -> Iterator[Accepted]:
        for name in os.listdir(self.root):
            accepted = self.find(name)
            if accepted and self.verdict(accepted) is None:
                yield accepted
            elif accepted is None and (self.root / name / "request.json").exists():
                log.warning("%s cannot be read: it is not judged.", self.root / name / "request.json")
