"""What the class report says: counts of learners, how hard and how telling exercises are, whom to help with what."""

import json

import numpy as np
import pytest
from class_results import LESSON, check, exercise, not_graded, results, right, submission, unwritten, wrong

from autograder.errors import CourseError
from autograder.fingerprint import brief
from autograder.grading.class_report.lesson import lesson_report
from autograder.grading.class_report.reading import class_results, read_results
from autograder.grading.class_report.scores import discrimination


def report_on(*submissions):
    return lesson_report(class_results(results(*submissions)), LESSON)


def test_mistakes_are_counted_by_learner_the_most_frequent_first():
    twice = exercise("f", check("adds_up", "fails", "forgets"), check("stays", "fails", "forgets"))
    report = report_on(
        submission("ana", twice),
        submission("ben", wrong("f", "forgets")),
        submission("cat", wrong("f", "turns")),
        submission("dan", right("f")),
    )
    assert [(each.name, each.learners, each.share) for each in report.misconceptions] == [
        ("forgets", 2, 0.5),
        ("turns", 1, 0.25),
    ]
    assert report.misconceptions[0].checks == ("adds_up", "stays")
    assert report.misconceptions[0].who == ("ana", "ben")


def test_one_name_in_two_exercises_is_two_mistakes():
    report = report_on(submission("ana", wrong("f", "forgets"), wrong("g", "forgets")))
    assert {(each.exercise, each.name) for each in report.misconceptions} == {("f", "forgets"), ("g", "forgets")}


def test_a_mistake_is_told_in_the_words_that_most_of_its_learners_read():
    other = wrong("f", "forgets", cause="This fits when it forgets.")
    report = report_on(submission("ana", other), *(submission(who, wrong("f", "forgets")) for who in ("ben", "cat")))
    assert report.misconceptions[0].sentence == "This is exactly what comes out when forgets."


def test_who_has_only_that_mistake_stands_first_for_the_excerpt():
    both = exercise("f", check("adds_up", "fails", "forgets"), check("stays", "fails", "turns"))
    report = report_on(submission("ana", both), submission("ben", wrong("f", "forgets")))
    assert {each.name: each.who for each in report.misconceptions} == {"forgets": ("ben", "ana"), "turns": ("ana",)}


def test_wrong_answers_without_a_name_are_grouped_by_the_first_check_that_fails():
    half = exercise("f", check("adds_up", "fails", "forgets"), check("stays", "fails"))
    report = report_on(
        submission("ana", wrong("f")),
        submission("ben", exercise("f", check("adds_up", "fails"), check("stays", "fails"))),
        submission("cat", exercise("f", check("adds_up"), check("stays", "fails"))),
        submission("dan", half),
        submission("eve", exercise("f", check("adds_up", "fails"), reason="It ended.")),
    )
    assert [(each.check, each.learners) for each in report.unnamed] == [("adds_up", 2), ("stays", 1)]


def test_what_is_not_written_or_not_judged_does_not_make_an_exercise_harder():
    report = report_on(
        submission("ana", right("f")),
        submission("ben", wrong("f")),
        submission("cat", unwritten("f")),
        submission("dan", exercise("f", check("adds_up", "fails"), reason="It ended.")),
    )
    (figures,) = report.exercises
    assert (figures.right, figures.partly, figures.wrong) == (1, 1, 0)
    assert (figures.not_written, figures.not_judged, figures.share) == (1, 1, 0.75)


def test_an_exercise_that_follows_the_others_tells_well_and_one_against_them_is_turned_round():
    good, bad = (right("f"), right("g"), wrong("h")), (wrong("f"), wrong("g"), right("h"))
    report = report_on(*(submission(f"s{i}", *(good if i % 2 else bad)) for i in range(40)))
    telling = {each.exercise: (each.discrimination, each.telling) for each in report.exercises}
    assert telling["h"] == (pytest.approx(-1), "turned round, so look at it")
    mixed = [submission(f"s{i}", *(x("fgh"[k]) for k, x in enumerate(kinds))) for i, kinds in enumerate(patterns())]
    assert all(each.telling == "tells well" for each in report_on(*mixed).exercises)


def patterns():
    """Forty learners, who have more or less of three exercises; mostly all or nothing."""
    return [(right,) * 3] * 15 + [(wrong,) * 3] * 15 + [(right, wrong, right)] * 5 + [(wrong, right, wrong)] * 5


@pytest.mark.parametrize(
    ("shares", "rest", "words"),
    [
        ([0.0, 1.0] * 4, [1.0] * 8, "too few learners to say: 8"),
        ([1.0] * 20, [0.0, 3.0] * 10, "all learners have the same"),
        ([0.1 + 0.2, 0.3] * 10, [0.0, 3.0] * 10, "all learners have the same"),
        ([1.0] * 20, [None] * 20, "no other exercise"),
        ([0.0, 1.0] * 10, [0.0, 3.0] * 10, "tells well, roughly"),
        ([], [], "too few learners to say: 0"),
    ],
)
def test_discrimination_says_when_it_can_say_nothing(shares, rest, words):
    value, said = discrimination(shares, rest)
    assert words in said
    assert (value is None) == ("tells well" not in said)


def test_scores_are_counted_in_tenths_with_a_full_score_in_the_last():
    scored = [submission(f"s{i}", score=score, possible=10.0) for i, score in enumerate((0, 3, 3, 9.9, 10, 11))]
    scores = report_on(*scored).scores
    assert scores.counts == (1, 0, 0, 2, 0, 0, 0, 0, 0, 3)
    assert (scores.lowest, scores.middle, scores.highest) == (0, pytest.approx(0.645), 1.1)


def test_who_has_least_comes_first_with_the_first_exercise_that_was_tried_and_is_open():
    report = report_on(
        submission("ana", right("f"), wrong("g", "forgets")),
        submission("ben", unwritten("f"), wrong("g")),
        submission("cat", right("f"), right("g")),
        submission("dan", unwritten("f"), unwritten("g")),
    )
    assert [each.student for each in report.help] == ["dan", "ben", "ana"]
    assert [(each.exercise, each.about) for each in report.help] == [
        ("f", "and everything after it is not written"),
        ("g", "fails: It adds up."),
        ("g", "forgets"),
    ]
    assert [each.soon for each in report.help] == [True, True, False]


def test_marks_that_differ_from_the_checks_name_the_checks_that_failed():
    def marked(who, exercise, auto, manual, extra=0.0):
        mark = {"cell": f"check-{exercise}", "exercise": exercise, "auto": auto, "manual": manual, "extra": extra}
        return submission(who, wrong("f"), by_hand=[mark])

    report = report_on(
        marked("ana", "f", 1.0, 2.0),
        marked("ben", "f", 1.0, 1.0),
        marked("cat", None, None, 1.5),
        marked("dan", "f", 1.0, 0.0),
        marked("eve", "f", 1.0, None, 1.0),
    )
    assert (report.by_hand.marks, report.by_hand.learners) == (5, 5)
    assert [(each.student, each.auto, each.given) for each in report.by_hand.disagreements] == [
        ("ana", 1, 2),
        ("dan", 1, 0),
    ]
    assert [(each.title, each.learners) for each in report.by_hand.suspicions] == [("It adds up.", 1)]


def test_handing_in_again_shows_what_was_mended_and_what_stayed():
    def judged(score, *names):
        return {
            "judged": "2026-01-01",
            "handed_in": None,
            "score": score,
            "possible": 4,
            "mistakes": {"f": list(names)},
        }

    report = report_on(
        submission("ana", history=[judged(1, "forgets", "turns"), judged(3, "turns")]),
        submission("ben", history=[judged(2, "forgets"), judged(2, "forgets")]),
        submission("cat", history=[judged(4)]),
    )
    assert [(each.student, each.first, each.last) for each in report.again] == [("ana", 0.25, 0.75), ("ben", 0.5, 0.5)]
    assert {each.name: (each.mended, each.had) for each in report.mended} == {"forgets": (1, 2), "turns": (0, 1)}


def test_what_could_not_be_graded_stands_with_its_reason():
    report = report_on(
        not_graded("ana", "no notebook"),
        submission("ben", exercise("f", check("adds_up", "fails"), reason="It ended."), problems=["odd"]),
        not_graded("cat", "no lesson", lesson=""),
    )
    assert (report.learners, report.handed_in) == (1, 3)
    assert [(each.student, each.exercise, each.reason) for each in report.not_graded] == [
        ("ana", "", "no notebook"),
        ("cat", "", "no lesson"),
        ("ben", "f", "It ended."),
    ]
    assert report.odd == (("ben", "odd"),)


@pytest.mark.parametrize("odd", [{"lesson": "../../x"}, {"lesson": ".."}, {"possible": 10**400}, {"score": "nan"}])
def test_results_that_grading_does_not_write_are_refused_in_a_sentence(tmp_path, odd):
    (tmp_path / "results.json").write_text(json.dumps(results(submission("ana", **odd))))
    with pytest.raises(CourseError, match="not as `autograder grade` writes it"):
        read_results(tmp_path)


def sign(place, seed):
    structure, sketch = brief(np.random.default_rng(seed).normal(size=(3, 4)))
    return [place, "value", structure, sketch]


def unnamed_answer(*seeds, **more):
    return wrong("f", **more) | {"signs": [sign(f"0.{call}.a", seed) for call, seed in enumerate(seeds)]}


def test_wrong_answers_without_a_name_are_grouped_by_what_they_return():
    located = unnamed_answer(1, 2, location="Line 3 is where it goes wrong.")
    report = report_on(
        submission("ana", unnamed_answer(1, 2)),
        submission("ben", unnamed_answer(3, 4)),
        submission("cat", located),
        submission("dan", wrong("f")),
        submission("eve", wrong("f", "forgets") | {"signs": [sign("0.0.a", 1)]}),
    )
    assert [(each.group, each.who, each.location) for each in report.unnamed] == [
        (1, ("ana", "cat"), "Line 3 is where it goes wrong."),
        (0, ("dan",), ""),
        (2, ("ben",), ""),
    ]


@pytest.mark.parametrize(
    "signs", [[["0.0.a", "unheard of", "", None]], [["0.0.a"]], [["0.0.a", "value", "", "text"]], 5]
)
def test_signs_that_the_grader_did_not_write_are_refused(signs, tmp_path):
    data = results(submission("ana", wrong("f") | {"signs": signs}))
    (tmp_path / "results.json").write_text(json.dumps(data))
    with pytest.raises(CourseError, match="is not as `autograder grade` writes it"):
        read_results(tmp_path)
