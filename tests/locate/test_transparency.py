"""A rewritten function does just what the function does: same results, same exceptions, same warnings."""

import inspect
import warnings
from collections.abc import Iterator
from typing import Any

import constructs
import numpy as np
import pytest

from autograder.answer import Answer
from autograder.door import LocalDoor
from autograder.evaluate import PUBLIC_SEED, attempted
from autograder.exercise import Exercise
from autograder.exercises import find
from autograder.locate.sources import watched_answer
from autograder.locate.watched import Watched
from autograder.reference import OneSeed, alternatives_to, namespace_with, reference_source

# One of each kind, and quick; `python -m benchmarks.localization transparency` tries all of them.
NAMES = ("softmax", "rnn_forward_masked", "bio_to_spans")


class Kept(OneSeed):
    """The reference on the public seed, asked once for each check."""

    def __init__(self) -> None:
        super().__init__(PUBLIC_SEED)


def sources(exercise: Exercise) -> Iterator[str]:
    yield reference_source(exercise)
    for alternative in alternatives_to(exercise).all:
        yield alternative.source


def replies(exercise: Exercise, door: Any, known: Kept) -> list[Any]:
    """Return all that a door replied in the checks that do not rest on chance, but for lines and frames."""
    told: list[Any] = []
    for check in exercise.checks[:2]:
        answer = Answer(door, exercise)
        attempted(exercise, check, answer, known.truth(exercise, check), PUBLIC_SEED)
        told += [
            (reply.raised and (reply.raised.types, reply.raised.message), reply.changed, reply.warnings, reply.printed)
            for reply in answer.replies
        ]
        told.append(list(answer.transcript))
    return told


@pytest.mark.parametrize("name", NAMES)
def test_every_registered_answer_does_the_same_when_it_is_watched(name: str) -> None:
    exercise, known = find(name), Kept()
    for source in sources(exercise):
        plain = namespace_with(exercise, source)
        learner = watched_answer(source, namespace_with(exercise, source), exercise.name)
        told = [replies(exercise, LocalDoor(names), known) for names in (plain, learner.namespace)]
        assert told[1] == told[0], source


@pytest.mark.parametrize("function", constructs.ALL, ids=lambda each: each.__name__)
def test_every_construct_does_the_same_when_it_is_watched(function: Any) -> None:
    texts = {each.__name__: inspect.getsource(each) for each in (constructs.helper, function)}
    learner = Watched(texts, {"np": np}, function.__name__)
    for n in (0, 1, 4):
        due = outcome(function, n)
        assert outcome(learner.function, n) == due
        assert learner.run(((n,), {}), keep=True).log


def outcome(function: Any, n: int) -> Any:
    """Return what a call gives, or how it ends, and what it warns of."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            told: Any = repr(function(n))
        except Exception as problem:
            told = type(problem), str(problem)
    return told, [str(each.message) for each in caught]
