"""The bundled class: its scores are known before it is graded, and the grader finds exactly them."""

import io

import pytest
from checkout import ignored
from grading_fixtures import find, save_release
from markupsafe import escape
from rich.console import Console

from autograder.grading import command
from autograder.grading.sample_class import sample_class
from autograder.grading.summary import exercises_of_class


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    return tmp_path_factory.mktemp("demo") / "out"


@pytest.fixture(scope="module")
def demo(out):
    releases = out.parent / "notebooks"
    release = save_release(releases)
    console = Console(file=io.StringIO(), width=160)
    results = command.demo(out, console, box="none", releases=releases)
    return sample_class(release), results, console.file.getvalue()


def test_the_class_is_the_same_every_time(tmp_path):
    release = save_release(tmp_path)
    assert [learner.data for learner in sample_class(release)] == [learner.data for learner in sample_class(release)]


def test_the_class_has_every_kind_of_learner(tmp_path):
    learners = sample_class(save_release(tmp_path))
    assert len(learners) == 20
    assert sum(learner.broken for learner in learners) == 1
    assert sum(bool(learner.lost) for learner in learners) == 1
    assert {oddity.split()[0] for learner in learners for oddity in learner.odd} == {"format", "without"}
    assert sum(not learner.writes for learner in learners) >= 2
    assert len({learner.score for learner in learners}) >= 5
    assert sum(bool(learner.draft) for learner in learners) == 4
    assert sum(bool(learner.marked) for learner in learners) == 1


def test_every_learner_gets_the_score_that_is_known(demo):
    learners, results, _ = demo
    graded = {result.student: result for result in results}
    for learner in learners:
        result = graded[learner.name]
        if learner.broken:
            assert result.outcome == "not graded"
            continue
        assert result.score == learner.score, (learner.name, result.exercises)
        assert {name: result.points_of(name) for name in learner.points} == learner.points
        given = {mark["exercise"]: mark["manual"] for mark in result.by_hand}
        assert given == learner.marked
        assert result.outcome == ("graded with zeros" if learner.lost else "graded")


def test_the_table_shows_each_learner_with_the_known_score(demo):
    learners, _, text = demo
    for learner in learners:
        line = next(line for line in text.splitlines() if f" {learner.name} " in line)
        assert ("not graded" in line) if learner.broken else (f" {learner.score} of 13" in line)
    assert "exercise, the hardest first" in text
    assert "results.json" in text


def test_the_report_tells_the_mistakes_and_the_mark_that_differs(demo, out):
    learners, results, text = demo
    page = (out / "report.html").read_text()
    assert "report.html" in text
    shared = [each for exercise in exercises_of_class(results) for each in exercise.mistakes if each[2] > 1]
    assert shared
    for name, sentence, count in shared:
        assert name.replace("_", " ")[1:] in page
        assert f"{count} of 19" in page
        assert escape(sentence) in page
    by_hand = page.partition('<section id="by-hand">')[2].partition("</section>")[0]
    (marked,) = (learner for learner in learners if learner.marked)
    assert f">{marked.name}<" in by_hand
    assert next(iter(marked.marked)) in by_hand


def test_git_takes_up_nothing_of_what_is_written_about_the_class(demo, out):
    written = {f"anywhere/{path.relative_to(out)}" for path in out.rglob("*") if path.is_file()}
    assert "anywhere/gradebook.db" in written
    assert written - ignored(written) == {"anywhere/nbgrader_config.py"}


def test_the_summary_counts_learners_by_mistake(demo):
    learners, results, _ = demo
    summary = exercises_of_class(results)
    assert [exercise.share for exercise in summary] == sorted(exercise.share for exercise in summary)
    graded = {result.student: result for result in results}
    for learner in learners:
        wrong = [name for name in learner.work if mistaken(learner, name)]
        # Where an earlier function is wrong as well, a loop is tried with another cell, and its mistake has no name.
        if len(wrong) == 1:
            entry = next(e for e in graded[learner.name].exercises if e["exercise"] == wrong[0])
            assert any(check["misconception"] for check in entry["checks"]), (learner.name, entry)
    assert sum(count for exercise in summary for _, _, count in exercise.mistakes) >= 4


def mistaken(learner, name):
    judged = not learner.broken and name not in learner.lost and learner.work[name].source is not None
    return judged and learner.points[name] < find(name).points


def test_what_is_known_is_what_was_meant(demo):
    learners, _, _ = demo
    for learner in learners:
        for name, work in learner.work.items():
            if learner.broken or work.source is None or name in learner.lost:
                assert learner.points[name] == 0
            elif work.right:
                assert learner.points[name] == find(name).points
            else:
                assert learner.points[name] < find(name).points
