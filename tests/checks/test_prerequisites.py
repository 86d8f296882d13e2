"""Ten questions on the start page: each is checked at once, and nothing is graded."""

import re
from pathlib import Path

import numpy as np
import pytest

from autograder import prerequisites
from autograder.errors import CourseError
from autograder.prerequisites import QUESTIONS, answer, as_html, as_text, summary, what_to_read

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "lessons" / "start.py").read_text(encoding="utf-8")
RIGHT = {1: [1, 9], 2: 3, 3: (3,), 4: (5, 4), 5: [9, 12], 6: [17, 39], 7: 10, 8: 12, 9: 0.02, 10: -5}


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch):
    monkeypatch.setattr(prerequisites, "_said", {})


@pytest.mark.parametrize(("number", "right"), RIGHT.items())
def test_the_right_answer_is_right_in_any_form_and_another_is_not(number, right, capsys):
    for form in (right, np.array(right), np.float64(right) if np.isscalar(right) else list(right)):
        answer(number, form)
        assert capsys.readouterr().out.endswith("right.\n")
    for wrong in (np.array(right) + 1, "no idea", [right], [[1], 2]):
        answer(number, wrong)
        assert "not yet." in capsys.readouterr().out


def test_what_to_read_names_the_open_questions_alone(capsys):
    for number, right in RIGHT.items():
        answer(number, right)
    assert summary() == "All 10 are right: you have what the course takes for granted."
    answer(4, (5, 1))
    answer(9, None)
    capsys.readouterr()
    what_to_read()
    assert capsys.readouterr().out.splitlines() == [
        "8 of 10 are right, 1 not yet, 1 without an answer.",
        f"   4  broadcasting: {QUESTIONS[4].read}",
        f"   9  probability: {QUESTIONS[9].read}",
    ]
    assert as_html().count("<tr>") == 3


def test_lessons_that_are_not_there_are_not_named(monkeypatch):
    assert QUESTIONS[10].read == "Rules of logarithms in any book; lesson 06, The equation."
    monkeypatch.setattr(prerequisites, "find_spec", lambda name: name.endswith("sequence_data") or None)
    assert [number for number, each in QUESTIONS.items() if "lesson" in each.read] == [3]
    assert QUESTIONS[10].read == "Rules of logarithms in any book."


def test_whole_numbers_are_meant_exactly_and_others_as_they_can_be_written(capsys):
    for number, given in ((2, 3.0000001), (5, [9, 12.0000001]), (10, float("nan")), (5, "9, 12")):
        answer(number, given)
    said = capsys.readouterr().out.splitlines()
    assert not [line for line in said if line.endswith("right.")]
    assert "nan stands for no number" in said[2]
    assert "This is text: write a number, or a list" in said[3]
    answer(9, 0.0200000001)
    assert capsys.readouterr().out.endswith("right.\n")


def test_before_the_first_answer_all_are_open():
    assert summary() == "0 of 10 are right, 0 not yet, 10 without an answer."
    assert len(as_text().splitlines()) == 11


def test_the_page_asks_what_is_checked():
    asked = re.split(r"question (\d+)\.\*\*", PAGE)
    texts = dict(zip(map(int, asked[1::2]), asked[2::2], strict=True))
    assert list(texts) == list(QUESTIONS) == list(range(1, 11))
    for number, question in QUESTIONS.items():
        assert question.shown in texts[number]
        assert f"answer({number}, None)" in texts[number]


def test_the_parts_of_lessons_that_are_named_exist():
    for question in QUESTIONS.values():
        for number, part in re.findall(r"esson (\d\d), ([^;]+?)\.?$", question.read):
            (lesson,) = (ROOT / "lessons").glob(f"{number}_*.py")
            assert re.search(rf"^# ##+ {re.escape(part)}", lesson.read_text(encoding="utf-8"), re.MULTILINE), part


def test_an_unknown_question_is_told():
    with pytest.raises(CourseError, match="numbered from 1 to 10"):
        answer(11, 3)
