"""Rules of a class in a batch: late penalties, extensions, attempts and cool-down, in gradebook, results and pages."""

import copy
import csv
import json
from datetime import UTC, datetime

import pytest
from at_once import at_once
from grading_fixtures import FULL, LESSON, NAMES, as_bytes, handed_in, save, save_release, solution, solved
from nbgrader.api import Gradebook

from autograder.grading.books.gradebook import COURSE, CourseFolder, quiet_nbgrader
from autograder.grading.grade import Batch
from autograder.grading.intake import find_submissions
from autograder.grading.lessons import Lessons
from autograder.grading.pending import NO_TIME
from autograder.grading.policy import Terms, read_policy

CELL, LOOP = NAMES
HALF = handed_in({CELL: solution(CELL)})
DUE = f"""
believe = ["list", "exchange"]
[lessons.{LESSON}]
due = 2026-11-02T22:00:00Z
late = {{ percent = 10, grace = "15 minutes" }}
attempts = {{ allowed = 2, cool_down = "1 hour" }}
[[extensions]]
student = "cat"
lesson = "{LESSON}"
until = 2026-11-04T22:00:00Z
"""
BEST = DUE.replace("cool_down", 'counts = "best", cool_down')


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


class Class:
    """A course with one released lesson, a folder for results, and an inbox for each test."""

    def __init__(self, root):
        self.root, self.out = root, root / "out"
        save_release(root / "notebooks")
        self.lessons = Lessons(root / "notebooks")

    def begin(self, inbox, policy=DUE):
        self.inbox, self.times = self.root / inbox, {}
        self.rules(policy)
        return self

    def rules(self, text):
        (self.root / "policy.toml").write_text(text)
        self.policy = read_policy(self.root / "policy.toml", self.lessons.names)

    def hand_in(self, student, notebook, when=None):
        save(as_bytes(notebook), self.inbox / student / f"{LESSON}.ipynb")
        self.times.pop((student, LESSON), None)
        if when:
            self.times[student, LESSON] = at(when)

    def grade(self):
        terms = Terms(self.policy, dict(self.times))
        batch = Batch(self.lessons, CourseFolder(self.out), "none", workers=at_once, terms=terms)
        found = find_submissions([self.inbox], self.lessons.names)
        results = batch.run(lambda work: found, lambda result: None)
        self.news = batch.news
        return {result.student: result for result in results}

    def page(self, student):
        return (self.out / "feedback" / student / LESSON / f"{LESSON}.html").read_text()

    def submission(self, student):
        with quiet_nbgrader(), Gradebook(f"sqlite:///{self.out / 'gradebook.db'}", COURSE) as gradebook:
            found = gradebook.find_submission(LESSON, student)
            return {
                name: getattr(found, name)
                for name in ("score", "late_submission_penalty", "total_seconds_late", "timestamp", "duedate")
            }


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return Class(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def graded(course):
    place = course.begin("late")
    place.hand_in("ana", solved(), "2026-11-02T21:00:00")
    place.hand_in("ben", solved(), "2026-11-03T23:00:00")
    place.hand_in("cat", solved(), "2026-11-03T23:00:00")
    place.hand_in("dan", solved(), "2026-11-02T22:10:00")
    place.hand_in("eve", solved())
    results = place.grade()
    return copy.copy(place), results


def test_who_is_late_loses_what_the_rules_say_and_who_has_an_extension_or_grace_does_not(graded):
    _, results = graded
    full = sum(FULL)
    assert {student: (result.score, result.penalty) for student, result in results.items()} == {
        "ana": (full, 0),
        "ben": (full - round(0.2 * full, 3), round(0.2 * full, 3)),
        "cat": (full, 0),
        "dan": (full, 0),
        "eve": (full, 0),
    }
    assert (results["ben"].late_seconds, results["dan"].late_seconds) == (25 * 3_600, 600)


def test_a_time_that_is_not_known_is_said_and_costs_nothing(graded):
    place, results = graded
    assert results["eve"].handed_in is None
    assert NO_TIME in results["eve"].problems
    assert place.news.no_time == 1


def test_the_gradebook_has_due_dates_extensions_and_penalties_as_nbgrader_does(graded):
    place, results = graded
    ben, cat = place.submission("ben"), place.submission("cat")
    assert ben["score"] == sum(FULL)
    assert ben["late_submission_penalty"] == results["ben"].penalty
    assert ben["total_seconds_late"] == results["ben"].late_seconds
    assert ben["timestamp"] == datetime(2026, 11, 3, 23)
    assert (cat["duedate"], cat["total_seconds_late"]) == (datetime(2026, 11, 4, 22), 0)


def test_results_and_page_say_when_it_was_handed_in_and_what_that_costs(graded):
    place, results = graded
    entries = {each["student"]: each for each in json.loads((place.out / "results.json").read_text())["submissions"]}
    assert entries["ben"]["handed_in"] == "2026-11-03T23:00:00+00:00"
    assert (entries["ben"]["late_seconds"], entries["eve"]["handed_in"]) == (90_000, None)
    with (place.out / "results.csv").open(newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert float(rows["ben"]["penalty"]) == results["ben"].penalty
    assert "1 day 1 hour late: it was due 2026-11-02 22:00 UTC." in place.page("ben")
    assert "20 percent of your points are taken off, 2.2 points" in place.page("ben")
    assert "with your extension" in place.page("cat")
    assert "in time" in place.page("ana")
    assert "Handed in" not in place.page("eve")


def test_rules_that_change_later_change_the_penalty_without_judging_again(course):
    place = course.begin("fay")
    place.hand_in("fay", solved(), "2026-11-03T21:00:00")
    assert place.grade()["fay"].penalty == 1.1
    judged = (place.out / "autograded" / "fay" / LESSON / f"{LESSON}.ipynb").stat().st_mtime_ns
    place.rules(DUE.replace("percent = 10", "percent = 50"))
    place.times.clear()  # what was known of it stays known
    assert place.grade()["fay"].penalty == 5.5
    assert place.submission("fay")["late_submission_penalty"] == 5.5
    assert "5.5 points" in place.page("fay")
    place.rules(DUE.replace('student = "cat"', 'student = "fay"'))
    result = place.grade()["fay"]
    assert (result.penalty, result.score, result.history[-1]["score"]) == (0, 11, 11)
    assert (place.out / "autograded" / "fay" / LESSON / f"{LESSON}.ipynb").stat().st_mtime_ns == judged


def test_attempts_are_counted_and_one_too_many_changes_nothing(course):
    place = course.begin("gus")
    place.hand_in("gus", HALF, "2026-11-01T10:00:00")
    first = place.grade()["gus"]
    place.hand_in("gus", solved(), "2026-11-01T10:30:00")
    early = place.grade()["gus"]
    assert (early.score, early.handed_in, len(early.history)) == (FULL[0], first.handed_in, 1)
    assert "30 minutes after the last one" in early.problems[0]
    assert "was not graded" in place.page("gus")
    assert (place.out / "submitted" / "gus" / LESSON / f"{LESSON}.ipynb").read_bytes() == as_bytes(HALF)
    place.times["gus", LESSON] = at("2026-11-01T11:00:00")
    second = place.grade()["gus"]
    assert (second.score, second.problems) == (sum(FULL), [])
    assert "was not graded" not in place.page("gus")
    place.hand_in("gus", handed_in(), "2026-11-01T13:00:00")
    third = place.grade()["gus"]
    assert third.score == sum(FULL)
    assert "all 2 attempts are used" in third.problems[0]
    assert list(place.news.stands) == [("gus", LESSON)]


def test_the_history_has_a_row_for_each_different_submission(course):
    place = course.begin("hal")
    place.hand_in("hal", handed_in({CELL: solution(CELL).replace("Waa @ a_prev", "Waa.T @ a_prev")}))
    place.grade()
    place.rules(DUE.replace('cool_down = "1 hour"', 'cool_down = "0 minutes"'))
    place.hand_in("hal", solved(), "2026-11-03T10:00:00")
    place.grade()
    history = place.grade()["hal"].history
    assert [(each["score"], each["points"][CELL], each["counts"]) for each in history] == [
        (3, 3, False),
        (sum(FULL) - 1.1, FULL[0], True),
    ]
    assert history[0]["mistakes"][CELL] == ["transposes_the_recurrence"]
    assert history[0]["handed_in"] is None
    assert history[1]["handed_in"] == "2026-11-03T10:00:00+00:00"
    assert history[0]["judged"] <= history[1]["judged"]


def test_the_best_attempt_counts_where_the_rules_say_so_and_lateness_is_weighed(course):
    place = course.begin("ida", BEST)
    best = solved()
    place.hand_in("ida", best, "2026-11-01T10:00:00")
    place.grade()
    place.hand_in("ida", HALF, "2026-11-01T12:00:00")
    for _ in range(2):  # the second time it is known already
        result = place.grade()["ida"]
        assert (result.score, [each["counts"] for each in result.history]) == (sum(FULL), [True, False])
        assert result.history[-1]["points"][LOOP] == 0
        assert "earned 5 points; an earlier one, with 11, counts" in result.problems[0]
    assert (place.out / "submitted" / "ida" / LESSON / f"{LESSON}.ipynb").read_bytes() == as_bytes(best)
