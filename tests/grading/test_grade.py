"""A batch: every file ends graded, graded with zeros, or not graded and why; a person's marks are never lost."""

import csv
import errno
import io
import json

import pytest
from at_once import at_once
from grading_fixtures import FULL, LESSON, NAMES, as_bytes, handed_in, save, save_release, solution, solved
from nbgrader.api import Gradebook
from rich.console import Console
from typer.testing import CliRunner

from autograder.cli import app
from autograder.errors import CourseError
from autograder.grading import command
from autograder.grading.books import gradebook
from autograder.grading.books.gradebook import COURSE, CourseFolder, quiet_nbgrader
from autograder.grading.books.results import Result, write_csv
from autograder.grading.command import exit_code
from autograder.grading.grade import Batch
from autograder.grading.intake import find_submissions, one_each, read_roster
from autograder.grading.lessons import Lessons
from autograder.grading.limits import Limits
from autograder.grading.notebook.submitted import Unreadable, read_notebook

CELL, LOOP = NAMES
WRONG = solution(CELL).replace("Waa @ a_prev", "Waa.T @ a_prev")


class Place:
    """A course with one released lesson, an inbox and a folder for results."""

    def __init__(self, root):
        self.root = root
        save_release(root / "notebooks")
        self.out = root / "out"

    def hand_in(self, student, data):
        return save(data, self.root / "inbox" / student / f"{LESSON}.ipynb")

    def grade(self):
        lessons = Lessons(self.root / "notebooks")
        batch = Batch(lessons, CourseFolder(self.out), "none", workers=at_once)
        found = find_submissions([self.root / "inbox"], lessons.names)
        return {result.student: result for result in batch.run(lambda work: found, lambda result: None)}

    def gradebook(self):
        return Gradebook(f"sqlite:///{self.out / 'gradebook.db'}", COURSE)


def rows_of(path):
    return list(csv.DictReader(path.read_text().splitlines()))


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    place = Place(tmp_path_factory.mktemp("batch"))
    place.hand_in("ana", as_bytes(solved()))
    place.hand_in("ben", as_bytes(handed_in({CELL: WRONG}, explanation="Because <script>alert(1)</script>.")))
    place.hand_in("cat", b"not a notebook")
    place.hand_in("dan", b"")
    place.hand_in("eve", as_bytes(handed_in({CELL: "import os\nos._exit(1)"})))
    (place.root / "inbox" / "fay").mkdir()
    (place.root / "inbox" / "gus").mkdir()
    (place.root / "inbox" / "gus" / f"{LESSON}.ipynb").symlink_to(place.root / "inbox" / "ana" / f"{LESSON}.ipynb")
    place.hand_in("hal", json.dumps({"nbformat": 4, "nbformat_minor": 0, "metadata": {}, "cells": [5, {}]}).encode())
    return place, place.grade()


def test_every_file_ends_in_one_of_three_ways(graded):
    _, results = graded
    assert {student: result.outcome for student, result in results.items()} == {
        "ana": "graded",
        "ben": "graded",
        "cat": "not graded",
        "dan": "not graded",
        "eve": "graded with zeros",
        "fay": "not graded",
        "gus": "not graded",
        "hal": "graded",
    }
    assert all(result.reason for result in results.values() if result.outcome != "graded")
    assert exit_code(list(results.values())) == 2
    assert {result.lesson for result in results.values() if result.student != "fay"} == {LESSON}


def test_the_scores_are_those_of_the_checks(graded):
    _, results = graded
    assert results["ana"].score == sum(FULL)
    assert results["ana"].possible == sum(FULL) + 2
    assert results["ben"].score == results["ben"].points_of(CELL) == 3
    assert results["ben"].to_mark == 1
    assert results["eve"].score == 0
    assert "ended" in results["eve"].reason


def test_results_say_who_was_graded_how_and_with_what_seed(graded):
    place, results = graded
    data = json.loads((place.out / "results.json").read_text())
    assert data["schema"] == 3
    assert data["sandbox"] == "none"
    assert "hostile" in data["not_promised"]
    entries = {entry["student"]: entry for entry in data["submissions"]}
    assert all(
        int(entries[student]["seed"]) > 2**32 for student in ("ana", "ben")
    )  # no small one, that could be guessed
    rows = {row["student"]: row for row in rows_of(place.out / "results.csv")}
    assert float(rows["ben"]["score"]) == 3
    assert rows["cat"]["score"] == ""
    assert set(rows) == set(results)


def test_what_could_not_be_graded_is_kept_for_a_person(graded):
    place, _ = graded
    assert (place.out / "not_graded" / "cat" / f"{LESSON}.ipynb").read_bytes() == b"not a notebook"
    assert not (place.out / "not_graded" / "gus").exists()


def test_the_learners_page_has_the_words_and_runs_nothing(graded):
    place, _ = graded
    page = (place.out / "feedback" / "ben" / LESSON / f"{LESSON}.html").read_text()
    assert "W_aa is transposed" in page
    assert "3 of 5 points" in page
    assert "alert(1)" not in page


def test_the_folder_is_an_nbgrader_course(graded):
    place, _ = graded
    with quiet_nbgrader(), place.gradebook() as gradebook:
        submission = gradebook.find_submission(LESSON, "ben")
        assert submission.score == 3
        assert submission.needs_manual_grade
    assert (place.out / "nbgrader_config.py").exists()
    assert (place.out / "submitted" / "ben" / LESSON / f"{LESSON}.ipynb").exists()


def test_marks_and_comments_given_by_hand_survive_another_grading(tmp_path):
    place = Place(tmp_path)
    place.hand_in("ben", as_bytes(handed_in({CELL: WRONG}, explanation="Because.")))
    place.grade()
    with quiet_nbgrader(), place.gradebook() as gradebook:
        gradebook.find_grade("explain-memory", LESSON, LESSON, "ben").manual_score = 1.5
        gradebook.find_comment("explain-memory", LESSON, LESSON, "ben").manual_comment = "Nearly."
        gradebook.db.commit()
    place.hand_in("ben", as_bytes(handed_in({CELL: solution(CELL)}, explanation="Because.")))
    again = place.grade()["ben"]
    assert again.score == FULL[0] + 1.5
    assert again.by_hand == [
        {"cell": "explain-memory", "exercise": None, "auto": None, "manual": 1.5, "extra": 0.0},
    ]
    with quiet_nbgrader(), place.gradebook() as gradebook:
        assert gradebook.find_grade("explain-memory", LESSON, LESSON, "ben").manual_score == 1.5
        assert gradebook.find_comment("explain-memory", LESSON, LESSON, "ben").comment == "Nearly."
    page = (place.out / "feedback" / "ben" / LESSON / f"{LESSON}.html").read_text()
    assert "Nearly." in page


def test_of_two_notebooks_of_one_learner_the_latest_counts_and_the_other_is_named(tmp_path):
    place = Place(tmp_path)
    first = place.hand_in("ana", as_bytes(handed_in()))
    save(as_bytes(solved()), first.with_name(f"{LESSON} (1).ipynb"))
    lessons = Lessons(place.root / "notebooks")
    batch = Batch(lessons, CourseFolder(place.out), "none", workers=at_once)

    def find(unpacked):
        return one_each(find_submissions([place.root / "inbox"], lessons.names), batch.lesson_of, "latest")

    (result,) = batch.run(find, lambda result: None)
    assert result.score == sum(FULL)
    assert "the latest counts" in result.problems[0]
    (again,) = batch.run(find, lambda result: None)
    assert (again.problems, batch.known) == (result.problems, 1)


def test_a_broken_notebook_of_a_learner_who_has_handed_in_others_has_a_row_of_its_own(tmp_path):
    place = Place(tmp_path)
    good = place.hand_in("ana", as_bytes(solved()))
    save(b"", good.with_name("week 3.ipynb"))
    console = Console(file=io.StringIO())
    inbox, releases = place.root / "inbox", place.root / "notebooks"
    results = command.grade([inbox], place.out, console, box="none", releases=releases)
    assert [(result.student, result.outcome) for result in results] == [("ana", "not graded"), ("ana", "graded")]
    assert exit_code(results) == 2
    assert (place.out / "not_graded" / "ana" / "week 3.ipynb").exists()
    assert results[0].reason in (place.out / "report.html").read_text()


def test_a_second_batch_says_that_the_table_is_its_own_and_calls_nobody_missing_who_was_graded(tmp_path):
    place, text = Place(tmp_path), io.StringIO()
    (tmp_path / "class.csv").write_text("id\nana\nben\ncat\n")
    intake = command.Intake(roster=read_roster(tmp_path / "class.csv"))
    for student in ("ana", "ben"):
        one = place.hand_in(student, as_bytes(solved()))
        text.truncate(0)
        command.grade(
            [one], place.out, Console(file=text), box="none", releases=place.root / "notebooks", intake=intake
        )
    assert "Nothing was handed in by cat." in text.getvalue()
    assert "1 that were graded here before are not of this batch" in text.getvalue()
    assert json.loads((place.out / "results.json").read_text())["nothing_handed_in"] == ["cat"]


def test_what_is_kept_of_two_lessons_under_one_name_stays_two_files_until_it_is_graded(tmp_path):
    course = CourseFolder(tmp_path)
    for lesson in ("a", "b"):
        course.keep_aside("ana", lesson, tmp_path / lesson / "x.ipynb", lesson.encode())
    kept = tmp_path / "not_graded" / "ana"
    assert sorted(path.read_bytes() for path in kept.iterdir()) == [b"a", b"b"]
    for lesson in ("a", "b"):
        course.no_longer_aside("ana", lesson, tmp_path / lesson / "x.ipynb")
    assert not kept.exists()


def test_the_lesson_is_told_by_the_cells_where_no_name_says_it(tmp_path):
    lessons = Lessons(Place(tmp_path).root / "notebooks")
    assert lessons.of(read_notebook(as_bytes(solved()), Limits())) == LESSON
    with pytest.raises(Unreadable, match="none of its cells"):
        lessons.of(read_notebook(b'{"nbformat": 4, "cells": [{}]}', Limits()))


def test_a_name_is_no_formula_in_a_spreadsheet(tmp_path):
    write_csv([Result("=1+1", LESSON, "x", "not graded", reason="-2")], tmp_path / "r.csv")
    (row,) = rows_of(tmp_path / "r.csv")
    assert (row["student"], row["reason"]) == ("'=1+1", "'-2")


def test_a_full_disk_ends_the_batch_with_a_sentence_and_nothing_is_lost(tmp_path, monkeypatch):
    place, console = Place(tmp_path), Console(file=io.StringIO())
    place.hand_in("ana", as_bytes(solved()))
    place.hand_in("zoe", as_bytes(solved()))

    def grade():
        inbox, releases = place.root / "inbox", place.root / "notebooks"
        return command.grade([inbox], place.out, console, box="none", releases=releases)

    real = gradebook.replace_file

    def full(path, data):
        if "zoe" in path.parts:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(path, data)

    monkeypatch.setattr(gradebook, "replace_file", full)
    with pytest.raises(CourseError, match=r"is full\. What was graded is kept"):
        grade()
    monkeypatch.undo()
    assert not (place.out / ".work").exists()
    assert {result.student: result.score for result in grade()} == {"ana": sum(FULL), "zoe": sum(FULL)}
    # The ledger holds what pseudonyms are drawn from.
    assert [path.name for path in place.out.rglob("*") if path.stat().st_mode & 0o077] == []


def test_a_folder_that_cannot_be_written_to_is_said(tmp_path):
    place = Place(tmp_path)
    place.hand_in("ana", as_bytes(solved()))
    (place.out / "ledger.db").mkdir(parents=True)
    with pytest.raises(CourseError, match="cannot be opened"):
        place.grade()


def test_the_command_exits_2_and_says_what_it_needs_where_the_call_is_wrong(tmp_path):
    result = CliRunner().invoke(app, ["grade", str(tmp_path), "--out", str(tmp_path / "o"), "--sandbox", "glass"])
    assert result.exit_code != 0
