"""policy.toml: what it says, and one clear sentence for each mistake in it."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autograder.cli import app
from autograder.errors import CourseError
from autograder.grading.intake.roster import Learner, Roster
from autograder.grading.policy import Late, read_handed_in, read_policy
from autograder.grading.policy.terms import BEFORE, keep, terms_in
from autograder.grading.policy.words import in_words, length

LESSONS = ("02_simple_rnn", "03_backpropagation_through_time")
FIRST, SECOND = LESSONS
WHOLE = f"""
time_zone = "Europe/Berlin"
believe = ["list", "exchange"]

[late]
percent = 10
per = "day"
most = 50
grace = "15 minutes"

[attempts]
allowed = 5
cool_down = "1 hour"

[lessons.{FIRST}]
due = 2026-11-02T23:59:00

[lessons.{SECOND}]
due = 2026-11-09T23:59:00-05:00
late = {{ percent = 1, per = "hour", of = "possible" }}
attempts = {{ counts = "best" }}

[[extensions]]
student = "Ana Lee"
lesson = "{FIRST}"
until = 2026-11-05T12:00:00

[[extensions]]
student = "ben"
more = "2 days"
"""


def read(tmp_path, text, students=None):
    path = tmp_path / "policy.toml"
    path.write_text(text)
    return read_policy(path, LESSONS, students)


def test_the_rules_of_a_class_are_read(tmp_path):
    policy = read(tmp_path, WHOLE)
    first, second = (policy.rules(name) for name in LESSONS)
    assert first.due == datetime(2026, 11, 2, 22, 59, tzinfo=UTC)
    assert second.due == datetime(2026, 11, 10, 4, 59, tzinfo=UTC)
    assert first.late == Late(10, "day", 50, "score", timedelta(minutes=15))
    assert second.late == Late(1, "hour", 50, "possible", timedelta(minutes=15))
    assert (first.attempts.allowed, first.attempts.counts) == (5, "latest")
    assert (second.attempts.allowed, second.attempts.counts) == (5, "best")
    assert policy.believe == ("list", "exchange")


def test_an_extension_is_for_one_learner_and_takes_no_time_away(tmp_path):
    policy = read(tmp_path, WHOLE)
    assert policy.due("cat", FIRST) == policy.rules(FIRST).due
    assert policy.due("Ana_Lee", FIRST) == datetime(2026, 11, 5, 11, tzinfo=UTC)
    assert policy.due("Ana_Lee", SECOND) == policy.rules(SECOND).due
    assert policy.due("ben", SECOND) == policy.rules(SECOND).due + timedelta(days=2)
    early = WHOLE.replace("until = 2026-11-05", "until = 2026-10-05")
    assert read(tmp_path, early).due("Ana_Lee", FIRST) == policy.rules(FIRST).due


def test_an_hour_that_comes_twice_is_the_later_one(tmp_path):
    text = f'time_zone = "Europe/Berlin"\n[lessons.{FIRST}]\ndue = 2026-10-25T02:30:00\n'
    assert read(tmp_path, text).rules(FIRST).due == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "due"),
    [(0, 0), (900, 0), (901, 1), (86_400, 1), (86_401, 2), (10 * 86_400, 5)],
)
def test_each_day_that_has_begun_costs_up_to_the_cap_and_grace_is_free(seconds, due):
    late = Late(10, "day", 50, "score", timedelta(minutes=15))
    assert late.penalty(seconds, 10, 20) == due


def test_a_penalty_of_all_points_takes_no_more_than_there_are():
    assert Late(10, "hour", 100, "possible").penalty(7_200, 3, 20) == 3
    assert Late(10, "hour", 100, "possible").penalty(3_600, 3, 20) == 2


MISTAKES = {
    "x = ": "no TOML",
    "colour = 1": "there is no key 'colour'; there are time_zone",
    "[late]\npercnt = 1": "in [late], there is no key 'percnt'; is 'percent' meant?",
    "late = 3": "in [late], it should be a table",
    "[late]\npercent = 120": "percent should be a number from 0 to 100, and is 120",
    "[late]\npercent = true": "percent should be a number",
    "[late]\nmost = nan": "most should be a number",
    '[late]\nper = "week"': "per should be 'hour' or 'day', and is 'week'",
    '[late]\nof = "all"': "of should be 'score' or 'possible'",
    "[late]\ngrace = 15": "grace should be a length of time such as '15 minutes'",
    '[late]\ngrace = "15 fortnights"': "grace should be a length of time",
    "[attempts]\nallowed = 0": "allowed should be a whole number from 1 on",
    "[attempts]\nallowed = true": "allowed should be a whole number",
    '[attempts]\ncounts = "worst"': "counts should be 'latest' or 'best'",
    '[attempts]\ncool_down = "soon"': "cool_down should be a length of time",
    "[lessons.02_simple_rn]\n": "there is no lesson '02_simple_rn'; is '02_simple_rnn' meant?",
    "[lessons.poetry]\n": "there is no lesson 'poetry'; there are 02_simple_rnn",
    f"[lessons.{FIRST}]\ndue = 2026-11-02T23:59:00": "due = 2026-11-02T23:59:00 has no time zone; add its offset",
    f"[lessons.{FIRST}]\ndue = 2026-11-02": "due has no time of day; write it as 2026-11-02T23:59:00",
    f'[lessons.{FIRST}]\ndue = "2026-11-02T23:59:00Z"': "write the date without quotation marks",
    f"[lessons.{FIRST}]\ndue = 7": "due is no date but 7",
    f"[lessons.{FIRST}]\ndue = 2026-11-31T00:00:00Z": "no TOML",
    f"[lessons.{FIRST}]\ndue = 0001-01-01T00:00:00+14:00": "is in no year from 1970 to 8999",
    f'time_zone = "America/New_York"\n[lessons.{FIRST}]\ndue = 9999-12-31T23:59:00': "what is never due has no due",
    '[[extensions]]\nstudent = "ana"\nmore = "999999 weeks"': "more = '999999 weeks' is longer than ten years",
    "[late]\npercent = " + "1" * 5_000: "no TOML",
    "a = " + "[" * 3_000 + "]" * 3_000: "no TOML",
    'time_zone = "Berlin"': "there is no time zone 'Berlin'",
    "time_zone = 1": "there is no time zone 1",
    'time_zone = "../../etc"': "there is no time zone",
    'believe = ["learner"]': "believe should be a list of some of list, platform, exchange, file",
    "extensions = 1": "each under a line [[extensions]]",
    '[[extensions]]\nmore = "1 day"': "student should be the learner's identity",
    '[[extensions]]\nstudent = "ana"': "either until",
    '[[extensions]]\nstudent = "ana"\nmore = "1 day"\nuntil = 2026-11-02T23:59:00Z': "either until",
    '[[extensions]]\nstudent = "ana"\nuntil = 2026-11-02T23:59:00Z': "until needs a lesson",
    f'[[extensions]]\nstudent = "ana"\nlesson = "{FIRST}"\nmore = "1 day"': "has no due date",
    '[[extensions]]\nstudent = "ana"\nlesson = 3\nmore = "1 day"': "there is no lesson 3",
    '[[extensions]]\nstudent = "anna"\nmore = "1 day"': "number 1, 'anna' is not on the roster; is 'ana' meant?",
    '[[extensions]]\nstudent = "ana"\nmore = "1 day"\n' * 2: "number 2, ana has an extension for that already",
}


@pytest.mark.parametrize("text", MISTAKES)
def test_each_mistake_in_a_policy_is_said_in_one_sentence(tmp_path, text):
    with pytest.raises(CourseError) as said:
        read(tmp_path, text, students=["ana"])
    assert MISTAKES[text] in str(said.value)
    assert str(tmp_path / "policy.toml") in str(said.value)
    assert "\n" not in str(said.value)


def test_a_policy_that_is_missing_or_no_text_is_said(tmp_path):
    with pytest.raises(CourseError, match="cannot be read"):
        read_policy(tmp_path / "none.toml", LESSONS)
    (tmp_path / "policy.toml").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(CourseError, match="UTF-8"):
        read_policy(tmp_path / "policy.toml", LESSONS)


def listed(tmp_path, text, **known):
    path = tmp_path / "times.csv"
    path.write_text(text)
    return read_handed_in(path, LESSONS, **known)


def test_a_list_says_when_things_were_handed_in(tmp_path):
    policy = read(tmp_path, WHOLE)
    text = f"Student;lesson;time\nAna Lee;{FIRST};2026-11-03T01:00:00\n\nben;{FIRST};2026-11-03T01:00:00Z\n"
    assert listed(tmp_path, text, policy=policy) == {
        ("Ana_Lee", FIRST): datetime(2026, 11, 3, 0, tzinfo=UTC),
        ("ben", FIRST): datetime(2026, 11, 3, 1, tzinfo=UTC),
    }
    twice = f"id,lesson,time\nb,{FIRST},2026-11-03T02:00:00Z\nb,{FIRST},2026-11-03T01:00:00Z\n"
    assert listed(tmp_path, twice) == {("b", FIRST): datetime(2026, 11, 3, 2, tzinfo=UTC)}
    roster = Roster((Learner("s1", "Ben Ray"),))
    assert set(listed(tmp_path, f"id,lesson,time\nBen Ray,{FIRST},2026-11-03T02:00Z\n", roster=roster)) == {
        ("s1", FIRST)
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "should begin with the line student,lesson,time"),
        ("student,lesson\n", "should begin with"),
        (f"student,lesson,time\nana,{FIRST},yesterday\n", "line 2: 'yesterday' is no date with a time of day"),
        (f"student,lesson,time\nana,{FIRST},2026-11-02\n", "line 2: '2026-11-02' is no date with a time of day"),
        (f"student,lesson,time\nana,{FIRST},2026-W45-1\n", "is no date with a time of day"),
        (f"student,lesson,time\nana,{FIRST},2026-11-02T25:00Z\n", "is no time"),
        (f"student,lesson,time\nana,{FIRST},0001-01-01T00:00+14:00\n", "is in no year from 1970 to 8999"),
        (f"student,id,lesson,time\nana,ben,{FIRST},2026-11-02T02:00Z\n", "each once"),
        (f"student,lesson,time\n{'a' * 200_000},{FIRST},2026-11-02T02:00Z\n", "line 2: field larger than"),
        (f"student,lesson,time\nana,{FIRST},2026-11-03T02:00\n", "line 2: '2026-11-03T02:00' has no time zone"),
        ("student,lesson,time\nana,poetry,2026-11-03T02:00Z\n", "line 2: there is no lesson 'poetry'"),
        (f"student,lesson,time\n,{FIRST},2026-11-03T02:00Z\n", "line 2: there is no student"),
        ("student,lesson,time\nana\n", "line 2: there is no lesson ''"),
    ],
)
def test_each_mistake_in_a_list_is_said_with_its_line(tmp_path, text, said):
    with pytest.raises(CourseError) as problem:
        listed(tmp_path, text)
    assert said in str(problem.value)
    with pytest.raises(CourseError, match="not on the roster"):
        listed(tmp_path, f"id,lesson,time\nx,{FIRST},2026-11-03T02:00Z\n", roster=Roster((Learner("s1"),)))


def test_the_example_in_the_guide_is_a_policy(tmp_path):
    guide = (Path(__file__).parents[2] / "docs" / "policy.md").read_text()
    example = re.search(r"```toml\n(.*?)```", guide, re.DOTALL)
    policy = read(tmp_path, example[1])
    assert policy.rules(FIRST).late == Late(10, "day", 50, "score", timedelta(minutes=15))
    assert policy.rules(SECOND).attempts.counts == "best"
    assert policy.due("ben", SECOND) - policy.due("cat", SECOND) == timedelta(days=2)
    assert "ben has 2 days more for every lesson." in list(in_words(policy))


def test_a_policy_that_is_named_holds_from_now_on_and_the_one_before_is_kept(tmp_path):
    named, folder = tmp_path / "mine.toml", tmp_path / "out"
    named.write_text("[late]\npercent = 1\n")
    assert not terms_in(folder, LESSONS).policy.given
    assert terms_in(folder, LESSONS, policy=named).policy.given
    keep(named, folder)
    keep(named, folder)
    assert not (folder / BEFORE).exists()
    named.write_text("[late]\npercent = 2\n")
    keep(named, folder)
    assert terms_in(folder, LESSONS).policy.rules(FIRST).late.percent == 2
    assert read_policy(folder / BEFORE, LESSONS).rules(FIRST).late.percent == 1


def test_the_command_says_what_a_policy_means_or_what_is_wrong_with_it(tmp_path):
    path = tmp_path / "policy.toml"
    path.write_text(WHOLE)
    done = CliRunner().invoke(app, ["policy", "--check", str(path)])
    assert done.exit_code == 0, done.output
    assert f"{FIRST}: due 2026-11-02 23:59 UTC+01:00. Late: 10 percent" in done.output
    assert "Ana_Lee has until 2026-11-05 12:00 UTC+01:00" in done.output
    path.write_text("[late]\npercnt = 1")
    done = CliRunner().invoke(app, ["policy", "--check", str(path)])
    assert isinstance(done.exception, CourseError)  # which `main` prints, with exit code 2


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "no time"), (1, "1 second"), (90, "1 minute 30 seconds"), (86_400, "1 day"), (90_061, "1 day 1 hour")],
)
def test_a_length_of_time_is_told_in_its_two_largest_units(seconds, words):
    assert length(seconds) == words
