"""Running the checks of an exercise on an answer, and naming the mistake where one fails."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Protocol

import numpy as np

from autograder.answer import Answer
from autograder.diagnosis import Mistake, matching_mistake
from autograder.door import Door
from autograder.errors import CourseError, Mismatch, NotAttempted
from autograder.exercise import Check, Exercise
from autograder.verdict import Outcome, Verdict

PUBLIC_SEED = 0


class Knowledge(Protocol):
    """What is true, and what the known mistakes give: the live reference, or a recording of it."""

    def truth(self, exercise: Exercise, check: Check) -> Answer:
        """Return what answers truly to the calls of one check."""
        ...

    def mistakes(self, exercise: Exercise, check: Check, seed: int) -> Iterable[Mistake]:
        """Return the registered misconceptions with what each answers in one check."""
        ...


def evaluate_behind(door: Door, exercise: Exercise, knowledge: Knowledge, seed: int = PUBLIC_SEED) -> Verdict:
    """Run all checks of `exercise` on the function behind `door`."""
    answers = [Answer(door, exercise) for _ in exercise.checks]
    outcomes = tuple(
        run_check(exercise, check, answer, knowledge, seed)
        for check, answer in zip(exercise.checks, answers, strict=True)
    )
    if any(outcome.status == "fails" for outcome in outcomes) and says_nothing(answers):
        outcomes = tuple(_uncredited(outcome, check) for outcome, check in zip(outcomes, exercise.checks, strict=True))
    printed = next(
        (reply.printed for answer in answers for reply in answer.replies if reply.printed),
        "",
    )
    return Verdict(exercise.name, outcomes, printed)


def says_nothing(answers: list[Answer]) -> bool:
    """Tell whether every call of every check got the same constant back: zeros keep many a promise."""
    seen: dict[str, set[str]] = {}
    for answer in answers:
        for name, value in (item for reply in answer.replies for item in answer.compared(reply).items()):
            seen.setdefault(name, set()).update(_values_in(value))
    return bool(seen) and all(len(values) == 1 for values in seen.values())


def _values_in(value: Any) -> set[str]:
    """Return the different numbers and texts in a value, two of each array at most."""
    if isinstance(value, np.ndarray):
        return {repr(item) for item in np.unique(value)[:2].tolist()}
    if isinstance(value, (list, tuple, dict)):
        items = value.values() if isinstance(value, dict) else value
        return {text for item in items for text in _values_in(item)}
    return {repr(value)}


def _uncredited(outcome: Outcome, check: Check) -> Outcome:
    if outcome.status != "holds":
        return outcome
    message = "Whatever goes in, the same constant comes out: there is nothing yet of which this could hold."
    return replace(outcome, status="fails", message=message, hint=check.hint)


def generator_for(exercise: Exercise, check: Check, seed: int) -> np.random.Generator:
    """Return the generator of one check: the same for every answer, and apart from that of other checks."""
    return np.random.default_rng([seed, zlib.crc32(exercise.name.encode()), zlib.crc32(check.name.encode())])


def run_check(exercise: Exercise, check: Check, answer: Answer, knowledge: Knowledge, seed: int) -> Outcome:
    """Run one check; an answer that cannot be judged fails it, only a broken course raises."""
    try:
        check.run(
            answer,
            knowledge.truth(exercise, check),
            generator_for(exercise, check, seed),
        )
    except NotAttempted as not_yet:
        return Outcome(check.name, check.title, "not yet", check.points, str(not_yet))
    except Mismatch as mismatch:
        return _failed(check, answer, mismatch, knowledge.mistakes(exercise, check, seed))
    except CourseError:
        raise
    except Exception as problem:
        # The check could not work with what it was given: shapes that do not fit together, say.
        strange = Mismatch(f"The check could not go on with what came back: {type(problem).__name__}: {problem}")
        return _failed(check, answer, strange, knowledge.mistakes(exercise, check, seed))
    return Outcome(check.name, check.title, "holds", check.points)


def _failed(check: Check, answer: Answer, mismatch: Mismatch, known_mistakes: Iterable[Mistake]) -> Outcome:
    mistakes = list(known_mistakes)
    known = matching_mistake(answer.transcript, mistakes)
    if not known and mismatch.part:
        # Another part may be wrong for a reason of its own, which is told where that part is looked at.
        known = matching_mistake(answer.transcript, mistakes, part=mismatch.part)
    return Outcome(
        check.name,
        check.title,
        "fails",
        check.points,
        message=str(mismatch),
        cause=f"This is exactly what comes out when {known.says}" if known else mismatch.cause or "",
        misconception=known.name if known else "",
        hint=check.hint,
    )
