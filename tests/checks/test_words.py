"""What learners read is plain: short sentences, at the level of a schoolbook for thirteen-year-olds."""

import re

import pytest

from autograder.exercises import all_exercises
from autograder.reference import alternatives_to

LONGEST_SENTENCE = 32  # words
GRADE = 9  # years at school

every_exercise = pytest.mark.parametrize("exercise", all_exercises().values(), ids=lambda exercise: exercise.name)


def texts(exercise):
    """All that is written by hand for the learner of an exercise: titles, hints, sentences of mistakes."""
    yield from (check.title for check in exercise.checks)
    yield from (check.hint for check in exercise.checks)
    yield from (f"This comes out when {wrong.says}" for wrong in alternatives_to(exercise).all if wrong.says)


def plain(text):
    """The text without code and symbols, which are not read as words."""
    text = re.sub(
        r"`[^`]*`|\S*[_\[\]()<>=*/@^0-9|]\S*|\b[A-Z][a-z]?[a-z]{2}\b(?=\W)|\bd?[WbazxyTnm][a-z]?\b", " ", text
    )
    return re.sub(r"\s+", " ", text)


def sentences(text):
    return [sentence for sentence in re.split(r"(?<=[.?!:;])\s+", text) if re.search(r"[a-z]{2}", sentence)]


def syllables(word):
    found = len(re.findall(r"[aeiouy]+", word.lower()))
    return max(1, found - (word.lower().endswith("e") and not word.lower().endswith("le")))


def grade(text):
    """The reading grade of Kincaid, Fishburne, Rogers and Chissom (1975)."""
    words = re.findall(r"[A-Za-z']{2,}", text)
    return 0.39 * len(words) / len(sentences(text)) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


@every_exercise
def test_no_sentence_is_long(exercise):
    long = [each for text in texts(exercise) for each in sentences(text) if len(each.split()) > LONGEST_SENTENCE]
    assert long == []


@every_exercise
def test_it_reads_like_a_schoolbook(exercise):
    assert grade(plain(" ".join(texts(exercise)))) <= GRADE


@every_exercise
def test_a_title_is_a_sentence(exercise):
    for check in exercise.checks:
        first = check.title.split()[0]
        assert check.title.endswith("."), check.title
        assert first.lstrip("<")[0].isupper() or len(first) <= 3 or "_" in first or first.startswith("d"), check.title


@every_exercise
def test_nobody_is_blamed_or_shouted_at(exercise):
    for text in texts(exercise):
        assert not re.search(r"!(?!=)|\b(simply|just|obviously|of course|stupid|you forgot|you should)\b", text), text


def test_the_grade_tells_plain_from_heavy_words():
    assert grade("The dog sat on the mat. It was a big dog. It ran to me.") < 2
    assert grade("Differentiability of parameterised architectures necessitates considerable sophistication.") > 15
