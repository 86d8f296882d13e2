"""Deleting what a folder of results holds of a learner, and saying what of it cannot be reached.

It may be killed at any moment and started again: what is gone already is no error.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from autograder.errors import CourseError
from autograder.grading.books.gradebook import CourseFolder
from autograder.grading.books.ledger import Ledger
from autograder.grading.files import replace_file
from autograder.grading.intake.names import identity_of
from autograder.grading.regrade import require_results

STEPS = (
    "submitted",
    "autograded",
    "feedback",
    "not_graded",
    "handed_in",
    "before/handed_in",
)  # with a folder for each learner
TABLES = ("results.csv", "changes.csv")
MADE_OF_RESULTS = ("report*.html", "report*.json", "report*.csv", "leaderboard*.html", "similar*", "grades*.csv")
OTHERS = ("release", ".work")  # folders in which no learner is named
CHUNK = 2**20  # bytes of a file that are read at once
BEYOND = (
    "backups of the folder, and copies of any file of it",
    "what was uploaded to a learning platform, or mailed",
    "the files that the learner handed in, where they lie outside of the folder, and nbgrader's exchange",
    "the folder of `autograder serve`",
    "the roster, and lists of when things were handed in",
)


@dataclass
class Forgotten:
    """What was deleted, what still names the learner, and what cannot be reached."""

    student: str
    deleted: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def forget(folder: Path, students: list[str], *, gradebook: str = "") -> list[Forgotten]:
    """Delete every trace of learners in a folder of results.

    Args:
        folder: the folder of results.
        students: their identities.
        gradebook: the URL of a gradebook elsewhere.

    Raises:
        CourseError: it is no folder of results, or there is nothing of one of them; then nothing is deleted.
    """
    require_results(folder)
    with Ledger(folder / "ledger.db") as ledger, CourseFolder(folder, gradebook) as course:
        names = [identity_of(student) for student in students]
        for name in names:
            if not _is_known(folder, ledger, course, name):
                raise CourseError(f"There is nothing of {name!r} in {folder}. Nothing was deleted.")
        found = [_forget(folder, ledger, course, name) for name in names]
    if course.has_gradebook and not gradebook:
        _shrink(folder / "gradebook.db")
    return found


def last_seen_before(folder: Path, day: datetime) -> list[str]:
    """Return the learners all of whose submissions were judged before a day."""
    require_results(folder)
    with Ledger(folder / "ledger.db") as ledger:
        last: dict[str, datetime] = {}
        for student, lesson in ledger.all_saved():
            for moment in _moments(folder, ledger, student, lesson):
                last[student] = max(moment, last.get(student, moment))
    return sorted(student for student, moment in last.items() if moment < day)


def _moments(folder: Path, ledger: Ledger, student: str, lesson: str) -> Iterator[datetime]:
    """Yield when a learner's submissions of a lesson were judged; of old folders, when the page was written."""
    history = ledger.history(student, lesson)
    yield from (attempt.judged for attempt in history)
    page = folder / "autograded" / student / lesson / f"{lesson}.ipynb"
    if not history and page.exists():
        yield datetime.fromtimestamp(page.stat().st_mtime, UTC)


def _is_known(folder: Path, ledger: Ledger, course: CourseFolder, student: str) -> bool:
    in_results = any(_of(entry, student) for entry in _read(folder / "results.json").get("submissions", []))
    return (
        in_results
        or ledger.knows(student)
        or any((folder / step / student).exists() for step in STEPS)
        or course.knows(student)
    )


def _forget(folder: Path, ledger: Ledger, course: CourseFolder, student: str) -> Forgotten:
    """Delete in an order in which what is left after a kill is found again: the ledger goes last."""
    forgotten = Forgotten(student)
    for step in STEPS:
        if (place := folder / step / student).exists():
            shutil.rmtree(place)
            forgotten.deleted.append(f"{step}/{student}/")
    if course.knows(student):
        course.forget(student)
        forgotten.deleted.append("scores, marks and comments in the gradebook")
    for name in ("results.json", "changes.json"):
        if _rewrite(folder / name, student):
            forgotten.deleted.append(f"entries in {name}")
    for name in TABLES:
        if _rewrite_table(folder / name, student):
            forgotten.deleted.append(f"lines in {name}")
    for pattern in MADE_OF_RESULTS:
        for path in sorted(folder.glob(pattern)):
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
            forgotten.deleted.append(f"{path.name}, which is made of the results: make it anew")
    if ledger.knows(student):
        ledger.forget(student)
        forgotten.deleted.append("verdicts, attempts and changes in the ledger")
    forgotten.left = list(files_naming(folder, student))
    return forgotten


def _of(entry: Any, student: str) -> bool:
    return isinstance(entry, dict) and entry.get("student") == student


def _without(data: Any, student: str) -> Any:
    """Return results or changes without a learner."""
    if isinstance(data, list):
        return [entry for entry in data if not _of(entry, student)]
    kept = {"submissions": _without(data.get("submissions", []), student)}
    missing = data.get("nothing_handed_in")
    if isinstance(missing, list):
        kept["nothing_handed_in"] = [name for name in missing if name != student]
    return data | kept


def _read(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _rewrite(path: Path, student: str) -> bool:
    """Write a file of results or changes once more without a learner; tell whether there was anything."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    kept = _without(data, student)
    if kept != data:
        replace_file(path, json.dumps(kept, indent=1, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")
    return bool(kept != data)


def _rewrite_table(path: Path, student: str) -> bool:
    """Write a table once more without the lines of a learner; tell whether there were any."""
    try:
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    except (OSError, ValueError, csv.Error):
        return False
    place = rows[0].index("student") if rows and "student" in rows[0] else -1
    kept = [row for row in rows if not (0 <= place < len(row) and row[place].lstrip("'") == student)]
    if len(kept) == len(rows):
        return False
    text = io.StringIO(newline="")
    csv.writer(text).writerows(kept)
    replace_file(path, text.getvalue().encode("utf-8", "backslashreplace"))
    return True


def files_naming(folder: Path, student: str) -> Iterator[str]:
    """Yield the files and folders that still hold a learner's identity, or have it in their own names.

    They are an instructor's own, or another learner's.
    """
    sought = _written(student)
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in OTHERS)
        for name in sorted([*folders, *names]):
            path = Path(place) / name
            if any(each in os.fsencode(name) for each in sought) or (name in names and _holds(path, sought)):
                yield path.relative_to(folder).as_posix()


def _written(student: str) -> set[bytes]:
    """Return an identity as files hold it: composed or not, as JSON, and in what spreadsheets save."""
    found = set()
    for form in ("NFC", "NFD"):
        text = unicodedata.normalize(form, student)
        found.add(json.dumps(text)[1:-1].encode())
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp1252"):
            with suppress(UnicodeEncodeError):
                found.add(text.encode(encoding))
    return found


def _holds(path: Path, sought: set[bytes]) -> bool:
    """Tell whether a regular file that is no database holds one of these, without reading all of it at once."""
    if path.suffix == ".db" or path.is_symlink() or not path.is_file():
        return False
    overlap, kept = max(map(len, sought)), b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            kept = kept[-overlap:] + chunk
            if any(each in kept for each in sought):
                return True
    return False


def _shrink(database: Path) -> None:
    """Write a database anew, so that what was deleted is in no free page of it."""
    try:
        with closing(sqlite3.connect(database, timeout=60)) as connection:
            connection.execute("VACUUM")
    except sqlite3.OperationalError as problem:
        raise CourseError(f"Deleted, but {database} is in use and still has traces ({problem}): do it again.") from None
