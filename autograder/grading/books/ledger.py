"""What a batch has done already: a grader that is killed at any moment goes on from here.

    judged   the verdicts on a submission, until they are in the gradebook
    saved    for each learner and lesson, what stands in the gradebook

Both are keyed on all that a verdict follows from. Each change is one transaction of SQLite, which outlives kill -9
and a power failure. An open ledger is locked, so that a folder has one writer.
"""

from __future__ import annotations

import hashlib
import json
import platform
import secrets
import sqlite3
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from autograder.errors import CourseError
from autograder.grading.worker.task import Judged, Task, read_judged

TABLES = """
CREATE TABLE IF NOT EXISTS secret (value BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS judged (key TEXT PRIMARY KEY, data TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS saved (student TEXT, lesson TEXT, data TEXT NOT NULL, PRIMARY KEY (student, lesson));
"""


@dataclass(frozen=True)
class Saved:
    """What was written for a learner and lesson: for which submission, with which result and marks given by hand."""

    key: str
    result: dict[str, Any]
    marks: str


class Ledger:
    """The ledger of one folder of results.

    Args:
        path: a file, made where it is not there.

    Raises:
        CourseError: another grader has it open, or it is broken.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._db = sqlite3.connect(path, timeout=0, isolation_level=None)
        except sqlite3.OperationalError as problem:
            raise CourseError(f"{path} cannot be opened ({problem}). Nothing was graded.") from None
        try:
            self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.execute("BEGIN EXCLUSIVE")
            for statement in TABLES.strip().splitlines():
                self._db.execute(statement)
            if not self._db.execute("SELECT value FROM secret").fetchone():
                self._db.execute("INSERT INTO secret VALUES (?)", (secrets.token_bytes(32),))
            self._db.execute("COMMIT")
        except sqlite3.OperationalError as problem:
            self._db.close()
            if problem.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise CourseError(f"Another grader is at work in {path.parent}. Wait until it ends.") from None
            raise CourseError(f"{path.parent} cannot be written to ({problem}). Nothing was graded.") from None
        except sqlite3.DatabaseError as problem:
            self._db.close()
            raise CourseError(f"{path} is broken ({problem}). Delete it; everything is then graded again.") from None

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def secret(self) -> bytes:
        """Return what only this folder knows."""
        (secret,) = self._db.execute("SELECT value FROM secret").fetchone()
        return bytes(secret)

    def judged(self, key: str) -> Judged | None:
        row = self._db.execute("SELECT data FROM judged WHERE key = ?", (key,)).fetchone()
        return read_judged(row[0]) if row else None

    def keep(self, key: str, judged: Judged) -> None:
        """Keep verdicts until they are saved."""
        self._db.execute("INSERT OR REPLACE INTO judged VALUES (?, ?)", (key, judged.as_text()))

    def saved(self, student: str, lesson: str) -> Saved | None:
        row = self._db.execute("SELECT data FROM saved WHERE student = ? AND lesson = ?", (student, lesson)).fetchone()
        return Saved(**json.loads(row[0])) if row else None

    def save(self, student: str, lesson: str, saved: Saved) -> None:
        """Note that everything of a submission is written; its verdicts need not be kept here any more."""
        self._db.execute("BEGIN")
        self._db.execute("INSERT OR REPLACE INTO saved VALUES (?, ?, ?)", (student, lesson, json.dumps(asdict(saved))))
        self._db.execute("DELETE FROM judged WHERE key = ?", (saved.key,))
        self._db.execute("COMMIT")

    def forget_saved(self) -> None:
        """Forget what was saved, where the gradebook is gone."""
        self._db.execute("DELETE FROM saved")


def key_of(task: Task, student: str, release: bytes, code: str) -> str:
    """Return the key of a submission: a digest of all that its verdict follows from.

    Args:
        task: how it is judged; its secret seed and what persons have marked do not count.
        student: whose it is.
        release: the lesson's notebook.
        code: a digest of the code that the verdict follows from.
    """
    files = {"notebook": task.data, "release": release} | {f"beside/{name}": it for name, it in task.beside.items()}
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
    bounds = asdict(task.limits), asdict(task.sandbox_limits)
    known = [digests, student, task.lesson, task.sandbox, task.problems, bounds, code]
    text = json.dumps([*known, platform.python_version(), np.__version__], sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
