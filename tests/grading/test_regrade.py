"""A check that is corrected in mid-semester: who changes, by how much and why; marks by hand stay."""

import csv
import json
import shutil

import pytest
from at_once import at_once
from grading_fixtures import FULL, LESSON, NAMES, as_bytes, handed_in, save, save_release, solution, solved
from nbgrader.api import Gradebook
from rich.console import Console

from autograder.errors import CourseError, Mismatch
from autograder.exercises import find
from autograder.grading import grade, regrade
from autograder.grading.books.changes import change_between, write_changes
from autograder.grading.books.gradebook import COURSE, CourseFolder, quiet_nbgrader
from autograder.grading.books.ledger import Ledger
from autograder.grading.command import Machine
from autograder.grading.grade import Batch
from autograder.grading.intake import find_submissions
from autograder.grading.lessons import Lessons
from autograder.grading.worker.task import Refused

CELL, LOOP = NAMES


class AtOnce(Machine):
    """A machine whose workers are this process, so that a check that a test changes is changed for them."""

    workers = staticmethod(at_once)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    root = tmp_path_factory.mktemp("regraded")
    save_release(root / "notebooks")
    for student, notebook in {
        "ana": solved(),
        "ben": handed_in({CELL: solution(CELL)}, explanation="Because."),
        "cat": handed_in(),
    }.items():
        save(as_bytes(notebook), root / "inbox" / student / f"{LESSON}.ipynb")
    save(b"no notebook", root / "inbox" / "dan" / f"{LESSON}.ipynb")
    lessons = Lessons(root / "notebooks")
    found = find_submissions([root / "inbox"], lessons.names)
    Batch(lessons, CourseFolder(root / "out"), "none", workers=at_once).run(lambda work: found, lambda result: None)
    with quiet_nbgrader(), book(root) as gradebook:
        gradebook.find_grade("explain-memory", LESSON, LESSON, "ben").manual_score = 1.5
        gradebook.find_comment("explain-memory", LESSON, LESSON, "ben").manual_comment = "Nearly."
        gradebook.db.commit()
    return root


@pytest.fixture
def course(graded, tmp_path):
    """The course as it was graded first, for one test alone."""
    for name in ("out", "notebooks"):
        shutil.copytree(graded / name, tmp_path / name)
    return tmp_path


def book(root):
    return Gradebook(f"sqlite:///{root / 'out' / 'gradebook.db'}", COURSE)


@pytest.fixture
def stricter(monkeypatch):
    """The first check of the cell now holds for nobody, as after a correction of its code."""
    check = find(CELL).checks[0]

    def refuses(answer, truth, rng):
        check.run(answer, truth, rng)
        raise Mismatch("It was corrected.")

    changed = type(check)(check.name, check.title, refuses, check.points, check.hint, check.is_promise)
    monkeypatch.setattr(find(CELL), "checks", [changed, *find(CELL).checks[1:]])
    monkeypatch.setattr("autograder.grading.lessons.code_behind", lambda exercises: "corrected")
    return check


def run(root, **options):
    console = Console(width=200, record=True)
    results = regrade.regrade(
        root / "out", console, box="none", releases=root / "notebooks", machine=AtOnce(), **options
    )
    return {result.student: result for result in results}, console.export_text()


def files(root):
    kept = [path for path in (root / "out").rglob("*") if path.is_file() and path.name != "ledger.db"]
    return {path: path.read_bytes() for path in kept}


def test_a_dry_run_says_who_would_change_and_a_regrading_changes_exactly_that(graded, course, stricter):
    before = files(course)
    foreseen, said = run(course, dry_run=True)
    assert files(course) == before
    assert "2 would change. Nothing was written." in said
    assert f"{CELL}: {stricter.title} holds -> fails" in said
    assert " cat " not in said
    done, said = run(course)
    assert "Of 3 submissions, 2 changed." in said
    assert {name: result.score for name, result in done.items()} == {
        name: result.score for name, result in foreseen.items()
    }
    assert done["ana"].score < sum(FULL)

    changes = json.loads((course / "out" / "changes.json").read_text())
    (ana, ben) = changes
    assert ben["score_before"] == FULL[0] + 1.5  # a person has marked it since
    assert (ana["student"], ana["score_before"], ana["score_after"]) == ("ana", sum(FULL), done["ana"].score)
    (entry,) = [each for each in ana["exercises"] if each["exercise"] == CELL]
    check = entry["checks"][0]
    assert (check["check"], check["before"], check["after"]) == (stricter.name, "holds", "fails")
    assert check["reason_after"]
    rows = list(csv.DictReader((course / "out" / "changes.csv").read_text().splitlines()))
    assert {row["student"] for row in rows} == {"ana", "ben"}

    assert (course / "out" / "report.html").exists()
    with quiet_nbgrader(), book(course) as gradebook:
        assert gradebook.find_grade("explain-memory", LESSON, LESSON, "ben").manual_score == 1.5
    assert done["ben"].score == ben["score_after"] == done["ben"].points_of(CELL) + 1.5
    assert "Nearly." in (course / "out" / "feedback" / "ben" / LESSON / f"{LESSON}.html").read_text()
    assert len(done["ana"].history) == 1  # the same submission is no new attempt
    results = {
        each["student"]: each for each in json.loads((course / "out" / "results.json").read_text())["submissions"]
    }
    assert set(results) == {"ana", "ben", "cat", "dan"}  # what could not be graded is still said
    assert results["dan"]["outcome"] == "not graded"
    assert results["ana"]["path"] == str(graded / "inbox" / "ana" / f"{LESSON}.ipynb")


def test_the_secret_inputs_stay_the_same_so_that_only_checks_can_change_a_grade(course, monkeypatch):
    seeds = {each["student"]: each["seed"] for each in entries(course)}
    monkeypatch.setattr("autograder.grading.lessons.code_behind", lambda exercises: "a comment")
    monkeypatch.setattr(grade.secrets, "randbits", lambda bits: 1)
    results, _ = run(course)
    assert {name: result.seed for name, result in results.items()} == {name: seeds[name] for name in results}


def entries(course):
    return json.loads((course / "out" / "results.json").read_text())["submissions"]


def test_a_submission_that_cannot_be_judged_again_keeps_its_grade(course, monkeypatch):
    before = {each["student"]: each for each in entries(course)}
    monkeypatch.setattr("autograder.grading.lessons.code_behind", lambda exercises: "broken")
    monkeypatch.setattr(grade, "judge_task", lambda task: Refused("The sandbox broke."))
    results, said = run(course)
    assert {result.outcome for result in results.values()} == {"not graded"}
    assert "ana: The sandbox broke. The former grade stands." in said
    assert {each["student"]: each["score"] for each in entries(course)} == {
        name: each["score"] for name, each in before.items()
    }
    assert not (course / "out" / "not_graded" / "ana").exists()


def test_a_change_is_listed_once_and_whole_though_the_grader_was_killed_in_the_middle(course, monkeypatch, stricter):
    def killed(self, *arguments, **named):
        raise KeyboardInterrupt

    with monkeypatch.context() as once:
        once.setattr(Ledger, "save", killed)  # the gradebook is written, the ledger is not
        with pytest.raises(KeyboardInterrupt):
            run(course)
    done, _ = run(course)
    changes = json.loads((course / "out" / "changes.json").read_text())
    assert [change["student"] for change in changes] == ["ana", "ben"]
    assert (changes[0]["score_before"], changes[0]["score_after"]) == (sum(FULL), sum(FULL) - stricter.points)
    assert done["ana"].score == sum(FULL) - stricter.points


def test_what_is_no_folder_of_results_is_said(tmp_path):
    with pytest.raises(CourseError, match="is no folder of results"):
        run(tmp_path)
    assert not (tmp_path / "out").exists()


def test_a_changed_sentence_is_no_change_and_a_field_that_could_be_a_formula_is_quoted(tmp_path):
    check = {"check": "c", "title": "t", "status": "fails", "points": 0, "message": "m", "cause": ""}
    entry = {"exercise": "f", "points": 0, "checks": [check]}
    before = {"student": "=1+1", "lesson": LESSON, "score": 0.0, "possible": 2.0, "exercises": [entry]}
    other = before | {"exercises": [entry | {"checks": [check | {"message": "n"}]}]}
    assert change_between(before, other) is None
    after = before | {"score": 1.0, "exercises": [entry | {"points": 1, "checks": [check | {"status": "holds"}]}]}
    write_changes([change_between(before, after), change_between(before, before | {"score": 2.0})], tmp_path)
    rows = list(csv.DictReader((tmp_path / "changes.csv").read_text().splitlines()))
    assert [row["student"] for row in rows] == ["'=1+1", "'=1+1"]
    assert (rows[0]["before"], rows[0]["after"], rows[1]["score_after"]) == ("fails", "holds", "2.0")
