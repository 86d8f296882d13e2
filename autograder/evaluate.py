"""Running the checks of an exercise on an answer, and naming the mistake where one fails."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

import numpy as np

from autograder.answer import Answer
from autograder.diagnosis import Mistake, matching_mistakes, said_of
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
    outcomes = [
        run_check(exercise, check, answer, knowledge, seed)
        for check, answer in zip(exercise.checks, answers, strict=True)
    ]
    judged = list(zip(exercise.checks, outcomes, strict=True))
    if not any(outcome.status == "holds" for check, outcome in judged if not check.is_promise):
        outcomes = [_waiting(outcome) if check.is_promise else outcome for check, outcome in judged]
    printed = next((reply.printed for answer in answers for reply in answer.replies if reply.printed), "")
    return Verdict(exercise.name, tuple(outcomes), printed)


def _waiting(outcome: Outcome) -> Outcome:
    if outcome.status != "holds":
        return outcome
    return replace(outcome, status="waits", message="It holds, and counts as soon as a check of the values does.")


def generator_for(exercise: Exercise, check: Check, seed: int, draw: int = 0) -> np.random.Generator:
    """Return the generator of one check: the same for every answer, and apart from that of other checks and draws."""
    again = [draw] if draw else []
    return np.random.default_rng([seed, zlib.crc32(exercise.name.encode()), zlib.crc32(check.name.encode()), *again])


def run_check(exercise: Exercise, check: Check, answer: Answer, knowledge: Knowledge, seed: int) -> Outcome:
    """Run one check; an answer that cannot be judged fails it, only a broken course raises."""
    outcome = _run_once(exercise, check, answer, knowledge, seed, 0)
    for draw in (1, 2) if check.by_chance else ():
        if outcome.status != "fails" or _run_once(exercise, check, answer, knowledge, seed, draw).status == "holds":
            break
    else:
        return outcome
    return outcome if outcome.status != "fails" else Outcome(check.name, check.title, "holds", check.points)


def _run_once(exercise: Exercise, check: Check, answer: Answer, knowledge: Knowledge, seed: int, draw: int) -> Outcome:
    try:
        check.run(answer, knowledge.truth(exercise, check), generator_for(exercise, check, seed, draw))
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
    note = "\n".join(
        f"(This was tried around another {name}, since with yours it does not hold: {problem})"
        for name, problem in answer.around.items()
    )
    return Outcome(check.name, check.title, "holds", check.points, note)


def _failed(check: Check, answer: Answer, mismatch: Mismatch, known_mistakes: Iterable[Mistake]) -> Outcome:
    mistakes = list(known_mistakes)
    known = matching_mistakes(answer.transcript, mistakes)
    cause = said_of(known) if known else ""
    if not known:
        # Several parts may be wrong, each for a reason of its own.
        for part in (mismatch.part, *mismatch.others) if mismatch.part else ():
            if of_part := matching_mistakes(answer.transcript, mistakes, part=part):
                known += of_part[:1]
                cause += f"{part}: {said_of(of_part)}\n" if mismatch.others else said_of(of_part)
    cause = cause.rstrip() or mismatch.cause or ""
    return Outcome(
        check.name,
        check.title,
        "fails",
        check.points,
        message=str(mismatch),
        cause=cause,
        misconception=known[0].name if known else "",
        hint="" if cause else check.hint,
    )
