"""A folder of results as a backup and back; a learner of whom nothing is left."""

import hashlib
import json
import os
import shutil
import sqlite3
import unicodedata
import zipfile
from datetime import UTC, datetime

import pytest
from at_once import at_once
from grading_fixtures import LESSON, as_bytes, handed_in, save, save_release, solved
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from autograder.cli import app
from autograder.errors import CourseError
from autograder.grading.books.gradebook import COURSE, CourseFolder, quiet_nbgrader
from autograder.grading.books.ledger import Ledger
from autograder.grading.grade import Batch
from autograder.grading.intake import find_submissions
from autograder.grading.keeping.backup import LIST, backup, restore
from autograder.grading.keeping.forget import CHUNK, files_naming, forget, last_seen_before
from autograder.grading.lessons import Lessons

SECRET = "my-dear-secret"


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Two learners who are graded, and one whose file is no notebook."""
    root = tmp_path_factory.mktemp("kept")
    save_release(root / "notebooks")
    save(as_bytes(solved()), root / "inbox" / "anabel" / f"{LESSON}.ipynb")
    save(as_bytes(handed_in(explanation=SECRET)), root / "inbox" / "ben" / f"{LESSON}.ipynb")
    save(SECRET.encode(), root / "inbox" / "dan" / f"{LESSON}.ipynb")
    lessons = Lessons(root / "notebooks")
    found = find_submissions([root / "inbox"], lessons.names)
    Batch(lessons, CourseFolder(root / "out"), "none", workers=at_once).run(lambda work: found, lambda result: None)
    with quiet_nbgrader(), book(root / "out") as gradebook:
        gradebook.find_comment("explain-memory", LESSON, LESSON, "ben").manual_comment = SECRET
        gradebook.db.commit()
    return root / "out"


@pytest.fixture
def folder(graded, tmp_path):
    shutil.copytree(graded, tmp_path / "out")
    return tmp_path / "out"


def book(folder):
    return Gradebook(f"sqlite:///{folder / 'gradebook.db'}", COURSE)


def students(folder):
    with quiet_nbgrader(), book(folder) as gradebook:
        return sorted(student.id for student in gradebook.students)


def digests(folder):
    return {
        path.relative_to(folder): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".db"
    }


def test_a_backup_becomes_the_same_folder_again(folder, tmp_path):
    to, back = tmp_path / "b.zip", tmp_path / "back"
    (folder / "link").symlink_to("/etc/hostname")
    for year in (1970, 2110):  # files without a clock; an archive knows no such time
        when = datetime(year, 1, 2).timestamp()
        os.utime(next(folder.glob(f"submitted/{'anabel' if year == 1970 else 'ben'}/*/*.ipynb")), (when, when))
    count = backup(folder, to)
    assert restore(to, back) == count
    (folder / "link").unlink()
    assert digests(back) == digests(folder)
    assert students(back) == students(folder) == ["anabel", "ben"]
    with Ledger(folder / "ledger.db") as ledger:
        secret, saved = ledger.secret(), ledger.all_saved()
    with Ledger(back / "ledger.db") as ledger:
        assert (ledger.secret(), ledger.all_saved()) == (secret, saved)
    assert not list(tmp_path.glob(".*"))


def test_a_backup_is_made_while_somebody_marks(folder, tmp_path):
    with sqlite3.connect(folder / "gradebook.db") as marking:
        marking.execute("UPDATE grade SET manual_score = 1.0")  # not committed, and so not in the copy
        backup(folder, tmp_path / "b.zip")
        marking.rollback()
    marking.close()
    restore(tmp_path / "b.zip", tmp_path / "back")
    copy = sqlite3.connect(tmp_path / "back" / "gradebook.db")
    assert copy.execute("SELECT count(*) FROM grade WHERE manual_score IS NOT NULL").fetchone() == (0,)
    copy.close()


def test_no_backup_is_written_over_or_into_its_folder_or_beside_a_grader(folder, tmp_path):
    (tmp_path / "b.zip").write_bytes(b"mine")
    for to, said in {
        tmp_path / "b.zip": "already",
        folder / "b.zip": "would be in the folder",
        tmp_path / "no" / "b.zip": "no folder",
    }.items():
        with pytest.raises(CourseError, match=said):
            backup(folder, to)
    assert (tmp_path / "b.zip").read_bytes() == b"mine"
    with Ledger(folder / "ledger.db"), pytest.raises(CourseError, match="Another grader is at work"):
        backup(folder, tmp_path / "c.zip")
    assert not (tmp_path / "c.zip").exists()


def test_a_damaged_or_strange_archive_is_not_restored(folder, tmp_path):
    backup(folder, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    listed = json.loads(content[LIST])

    def refused(said, **changed):
        path = tmp_path / "changed.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in (content | changed).items():
                if data is not None:
                    archive.writestr(name, data)
        with pytest.raises(CourseError, match=said):
            restore(path, tmp_path / "back")
        assert not (tmp_path / "back").exists()

    refused("results.csv is not as it was", **{"results.csv": b"x"})
    refused("results.csv is missing", **{"results.csv": None})
    refused("no list of its files", **{LIST: None})
    refused("no list of its files", **{LIST: b"[]"})
    refused("another version", **{LIST: json.dumps(listed | {"schema": 9})})
    refused("leads out of its folder", **{LIST: json.dumps(listed | {"files": {"../x": ""}})})
    refused("no list of its files", **{LIST: json.dumps(listed | {"files": ["x"]})})
    whole = (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        packed = archive.getinfo("results.json")
    middle = packed.header_offset + 100 + packed.compress_size // 2
    for at, change in ((middle, 255), (whole.rindex(b"PK\x01\x02") + 8, 1), (whole.rindex(b"PK\x01\x02") + 10, 90)):
        broken = whole[:at] + bytes([whole[at] ^ change]) + whole[at + 1 :]  # data; a password; an unknown method
        (tmp_path / "broken.zip").write_bytes(broken)
        with pytest.raises(CourseError, match=r"cannot be read|is not as it was"):
            restore(tmp_path / "broken.zip", tmp_path / "back")
        assert not (tmp_path / "back").exists()
    (tmp_path / "no.zip").write_bytes(b"no archive")
    with pytest.raises(CourseError, match="cannot be read"):
        restore(tmp_path / "no.zip", tmp_path / "back")
    with pytest.raises(CourseError, match="is there already"):
        restore(tmp_path / "b.zip", folder)


def holding(folder, text):
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and text.encode() in path.read_bytes())


def test_nothing_is_left_of_a_learner_who_is_forgotten(folder):
    (folder / "report.html").write_text("ben")
    (folder / "roster.csv").write_text("id\nben\nanabel\n")
    assert holding(folder, SECRET)
    ben, dan = forget(folder, ["ben", "dan"])
    assert holding(folder, SECRET) == []
    assert students(folder) == ["anabel"]
    assert [each["student"] for each in json.loads((folder / "results.json").read_text())["submissions"]] == ["anabel"]
    assert "ben" not in (folder / "results.csv").read_text()
    with Ledger(folder / "ledger.db") as ledger:
        assert [student for student, _ in ledger.all_saved()] == ["anabel"]
        assert ledger.history("ben", LESSON) == []
        assert len(ledger.history("anabel", LESSON)) == 1
    assert not list(folder.glob("*/ben"))
    assert not (folder / "report.html").exists()
    assert ben.left == ["roster.csv"]  # an instructor's own file is named and left alone
    assert {"submitted/ben/", "entries in results.json", "lines in results.csv"} <= set(ben.deleted)
    assert "not_graded/dan/" in dan.deleted


def test_a_file_that_names_a_learner_is_found_however_it_is_saved(tmp_path):
    composed, apart = (unicodedata.normalize(form, "josé") for form in ("NFC", "NFD"))
    files = {
        "week3.json": json.dumps({"student": composed}).encode(),
        "mac.csv": apart.encode(),
        "sheet.csv": f"id\n{composed}".encode("utf-16"),
        "old.csv": composed.encode("cp1252"),
        "long.txt": b"x" * (CHUNK - 2) + composed.encode(),
        f"roster-{composed}.txt": b"",
    }
    for name, data in (files | {"other.txt": b"jose"}).items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "notes" / composed).mkdir(parents=True)
    assert sorted(files_naming(tmp_path, composed)) == sorted([*files, f"notes/{composed}"])


def test_who_is_not_there_is_said_and_nobody_is_deleted(folder):
    before = digests(folder)
    with pytest.raises(CourseError, match="nothing of 'zoe'"):
        forget(folder, ["ben", "zoe"])
    with pytest.raises(CourseError, match="nothing of"):
        forget(folder, [".."])
    assert digests(folder) == before
    assert students(folder) == ["anabel", "ben"]


def test_what_a_kill_has_left_of_a_learner_is_deleted_the_next_time(folder, monkeypatch):
    monkeypatch.setattr(CourseFolder, "forget", lambda self, student: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        forget(folder, ["ben"])
    monkeypatch.undo()
    forget(folder, ["ben"])
    assert holding(folder, SECRET) == [f"{LESSON}.ipynb"]  # dan's


def test_a_term_is_forgotten_by_its_last_day(folder):
    with Ledger(folder / "ledger.db") as ledger:
        (attempt,) = ledger.history("ben", LESSON)
        old = attempt.as_text().replace(str(attempt.judged.year), "2020", 1)
        ledger._db.execute("UPDATE history SET data = ? WHERE student = 'ben'", (old,))
    assert last_seen_before(folder, datetime(2021, 1, 1, tzinfo=UTC)) == ["ben"]
    assert last_seen_before(folder, datetime(2019, 1, 1, tzinfo=UTC)) == []


def test_the_command_asks_before_it_deletes_and_says_what_it_cannot_reach(folder):
    command = CliRunner()
    done = command.invoke(app, ["forget", str(folder), "ben"], input="n\n")
    assert done.exit_code == 1
    assert students(folder) == ["anabel", "ben"]
    done = command.invoke(app, ["forget", str(folder), "ben", "--yes"])
    assert done.exit_code == 0, done.output
    assert "Deleted of ben: submitted/ben/" in done.output
    assert "Not reached: backups" in done.output
    assert students(folder) == ["anabel"]
    done = command.invoke(app, ["forget", str(folder)])
    assert isinstance(done.exception, CourseError)
