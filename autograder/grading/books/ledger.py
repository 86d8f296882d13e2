"""What a batch has done already: a grader that is killed at any moment goes on from here.

    judged   the verdicts on a submission, until they are in the gradebook
    saved    for each learner and lesson, what stands in the gradebook
    history  for each learner and lesson, each different submission that was judged
    changes  where the same submission was judged again and its grade changed

The first two are keyed on all that a verdict follows from. Each change is one transaction of SQLite, which outlives
kill -9 and a power failure. An open ledger is locked, so that a folder has one writer.
"""

from __future__ import annotations

import hashlib
import json
import platform
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from autograder.errors import CourseError
from autograder.grading.books.history import Attempt, read_attempt
from autograder.grading.worker.task import Judged, Task, read_judged

TABLES = """
CREATE TABLE IF NOT EXISTS secret (value BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS judged (key TEXT PRIMARY KEY, data TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS saved (student TEXT, lesson TEXT, data TEXT NOT NULL, PRIMARY KEY (student, lesson));
CREATE TABLE IF NOT EXISTS history (number INTEGER PRIMARY KEY, student TEXT, lesson TEXT, digest TEXT, data TEXT);
CREATE TABLE IF NOT EXISTS changes (number INTEGER PRIMARY KEY, student TEXT, lesson TEXT, data TEXT NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS attempts ON history (student, lesson, digest);
"""
OF_LEARNERS = ("saved", "history", "changes")


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

    def save(
        self,
        student: str,
        lesson: str,
        saved: Saved,
        attempt: Attempt | None = None,
        change: dict[str, Any] | None = None,
        *,
        in_place: bool = False,
    ) -> None:
        """Note that everything of a submission is written; its verdicts need not be kept here any more.

        Args:
            student: whose it is.
            lesson: which lesson it is of.
            saved: what stands in the gradebook.
            attempt: to be noted with it, in the place of what was known of the same submission.
            change: of the grade of the same submission, to be noted with it.
            in_place: whether the attempt keeps its place among the others; else it becomes the last one.
        """
        with self._whole():
            text = json.dumps(asdict(saved))
            self._db.execute("INSERT OR REPLACE INTO saved VALUES (?, ?, ?)", (student, lesson, text))
            if attempt:
                self._note(student, lesson, attempt, in_place)
                self._db.execute("DELETE FROM judged WHERE key = ?", (attempt.key,))
            if change:
                values = (student, lesson, json.dumps(change))
                self._db.execute("INSERT INTO changes (student, lesson, data) VALUES (?, ?, ?)", values)
            self._db.execute("DELETE FROM judged WHERE key = ?", (saved.key,))

    def _note(self, student: str, lesson: str, attempt: Attempt, in_place: bool) -> None:
        before = {each.digest: each for each in self.history(student, lesson)}
        known = before.pop(attempt.digest, None)
        if known and in_place:
            self._update(student, lesson, replace(attempt, judged=known.judged))
        else:
            names = (student, lesson, attempt.digest)
            self._db.execute("DELETE FROM history WHERE student = ? AND lesson = ? AND digest = ?", names)
            values = (*names, attempt.as_text())
            self._db.execute("INSERT INTO history (student, lesson, digest, data) VALUES (?, ?, ?, ?)", values)
        for other in before.values():
            if attempt.counts and other.counts:
                self._update(student, lesson, replace(other, counts=False))

    def _update(self, student: str, lesson: str, attempt: Attempt) -> None:
        values = (attempt.as_text(), student, lesson, attempt.digest)
        self._db.execute("UPDATE history SET data = ? WHERE student = ? AND lesson = ? AND digest = ?", values)

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """Make one transaction of several changes."""
        self._db.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def history(self, student: str, lesson: str) -> list[Attempt]:
        """Return the attempts of a learner at a lesson, oldest first."""
        rows = self._db.execute(
            "SELECT data FROM history WHERE student = ? AND lesson = ? ORDER BY number", (student, lesson)
        )
        return [read_attempt(row[0]) for row in rows]

    def changes(self) -> list[dict[str, Any]]:
        """Return all changes of grades, oldest first."""
        return [json.loads(row[0]) for row in self._db.execute("SELECT data FROM changes ORDER BY number")]

    def all_saved(self) -> dict[tuple[str, str], Saved]:
        """Return what stands in the gradebook, by learner and lesson."""
        rows = self._db.execute("SELECT student, lesson, data FROM saved ORDER BY lesson, student")
        return {(student, lesson): Saved(**json.loads(data)) for student, lesson, data in rows}

    def knows(self, student: str) -> bool:
        """Tell whether anything of a learner is kept here."""
        return any(
            self._db.execute(f"SELECT 1 FROM {table} WHERE student = ?", (student,)).fetchone() for table in OF_LEARNERS
        )

    def forget(self, student: str) -> None:
        """Delete everything of a learner, and write the file anew, so that it is in no free page of it.

        What was judged and is not saved yet goes as well, whoever's it is: it is judged again.
        """
        with self._whole():
            for table in OF_LEARNERS:
                self._db.execute(f"DELETE FROM {table} WHERE student = ?", (student,))
            self._db.execute("DELETE FROM judged")
        self._db.execute("VACUUM")

    def copy_to(self, other: sqlite3.Connection) -> None:
        """Copy everything to another database."""
        self._db.backup(other)

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
