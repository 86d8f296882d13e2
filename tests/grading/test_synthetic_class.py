"""A class of which it is known who made which mistake: its report counts each as often as it is there."""

import csv

import pytest
from at_once import at_once
from grading_fixtures import LESSON, save_release

from autograder.grading.books.gradebook import CourseFolder
from autograder.grading.class_report.write import write_report
from autograder.grading.grade import Batch
from autograder.grading.intake import find_submissions
from autograder.grading.lessons import Lessons
from autograder.grading.sample_class import write_class
from benchmarks.synthetic_class import NOT_A_NOTEBOOK, due, given, reported, synthetic_class

SIZE, SEED = 36, 11


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """The class, graded and reported."""
    root = tmp_path_factory.mktemp("synthetic")
    planted = synthetic_class(save_release(root / "notebooks"), SIZE)
    write_class([each.learner for each in planted], root / "inbox", LESSON)
    lessons = Lessons(root / "notebooks")
    batch = Batch(lessons, CourseFolder(root / "out"), "none", workers=at_once, _seeds=[SEED])
    batch.run(lambda work: find_submissions([root / "inbox"], lessons.names), lambda result: None)
    return root, planted, write_report(root / "out", similar=True), lessons.template(LESSON).exercises


def test_the_class_has_every_kind_of_learner(place):
    _, planted, _, exercises = place
    assert [each.learner.data for each in synthetic_class(place[0] / f"notebooks/{LESSON}/{LESSON}.ipynb", SIZE)] == [
        each.learner.data for each in planted
    ]
    assert any(each.learner.data == NOT_A_NOTEBOOK for each in planted)
    assert any(each.learner.lost for each in planted)
    assert any(each.learner.work[exercise.name].source is None for each in planted for exercise in exercises)
    assert max(given(planted).values()) >= 3
    assert len(given(planted)) >= 8


def test_the_report_counts_each_mistake_as_often_as_it_is_there(place):
    _, planted, written, exercises = place
    counted, expected = reported(written.page.with_suffix(".json")), due(planted, exercises, SEED)
    assert counted == expected
    cell = exercises[0].name  # it calls nothing that may be wrong as well
    assert {key: n for key, n in counted.items() if key[0] == cell} == {
        key: n for key, n in given(planted).items() if key[0] == cell
    }


def test_a_mistake_that_is_not_named_is_among_the_wrong_answers_without_a_name(place):
    _, planted, written, exercises = place
    (report,) = written.reports
    hidden = sum(given(planted).values()) - sum(due(planted, exercises, SEED).values())
    assert sum(each.learners for each in report.unnamed) == hidden


def test_the_table_and_the_page_say_the_same(place):
    _, planted, written, _ = place
    with written.page.with_suffix(".csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["what"] == "mistake"]
    counted = reported(written.page.with_suffix(".json"))
    assert {(row["exercise"], row["misconception"]): int(row["learners"]) for row in rows} == counted
    page = written.page.read_text()
    graded = sum(not each.learner.broken for each in planted)
    for (_, name), count in counted.most_common(5):
        assert name.replace("_", " ").capitalize() in page
        assert f"{count} of {graded}" in page


def test_who_could_not_be_graded_is_named_and_why(place):
    _, planted, written, _ = place
    (report,) = written.reports
    broken = {each.learner.name for each in planted if each.learner.broken}
    assert {each.student for each in report.not_graded if not each.exercise} == broken
    lost = {(each.learner.name, name) for each in planted for name in each.learner.lost}
    assert {(each.student, each.exercise) for each in report.not_graded if each.exercise} == lost
