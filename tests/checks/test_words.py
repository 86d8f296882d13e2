"""What learners read is plain: short sentences, at the level of a schoolbook for thirteen-year-olds."""

import pytest

from autograder.authoring.words import BLAME, GRADE, grade, long_sentences, plain
from autograder.exercises import all_exercises
from autograder.reference import alternatives_to

every_exercise = pytest.mark.parametrize("exercise", all_exercises().values(), ids=lambda exercise: exercise.name)


def texts(exercise):
    """All that is written by hand for the learner of an exercise: titles, hints, sentences of mistakes."""
    yield from (check.title for check in exercise.checks)
    yield from (check.hint for check in exercise.checks)
    yield from (f"This comes out when {wrong.says}" for wrong in alternatives_to(exercise).all if wrong.says)


@every_exercise
def test_no_sentence_is_long(exercise):
    assert [each for text in texts(exercise) for each in long_sentences(text)] == []


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
        assert not BLAME.search(text), text


def test_the_grade_tells_plain_from_heavy_words():
    assert grade("The dog sat on the mat. It was a big dog. It ran to me.") < 2
    assert grade("Differentiability of parameterised architectures necessitates considerable sophistication.") > 15
