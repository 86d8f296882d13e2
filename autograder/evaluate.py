"""Running the checks of an exercise on an answer, and naming the mistake where one fails."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, cast

import numpy as np

from autograder.answer import Answer
from autograder.diagnosis import Mistake, matching_mistakes, said_of, without_changes
from autograder.door import Door
from autograder.errors import ChangedArgument, CourseError, FormMismatch, Mismatch, NotAttempted
from autograder.exercise import Check, Exercise
from autograder.fingerprint import fingerprint, same
from autograder.notation import in_words
from autograder.reply import LONGEST_MESSAGE
from autograder.verdict import Outcome, Verdict

PUBLIC_SEED = 0
LONGEST_SAID = 4_000  # characters of what is said of one check: it may quote what came back


class Knowledge(Protocol):
    """What is true, and what the known mistakes give: the live reference, or a recording of it."""

    def truth(self, exercise: Exercise, check: Check) -> Answer:
        """Return what answers truly to the calls of one check."""
        ...

    def mistakes(self, exercise: Exercise, check: Check, seed: int) -> Iterable[Mistake]:
        """Return the registered misconceptions with what each answers in one check."""
        ...


@dataclass(frozen=True)
class Found:
    """The outcome of one check, and why it is so.

    Attributes:
        outcome: as it stands before a mistake is named.
        known: the known mistakes that would explain it, by part ("" for the whole answer).
        around: which functions a stand-in had to replace for it to hold, with what came of the learner's own.
    """

    outcome: Outcome
    known: dict[str, list[Mistake]] = field(default_factory=dict)
    around: dict[str, str] = field(default_factory=dict)


def evaluate_behind(door: Door, exercise: Exercise, knowledge: Knowledge, seed: int = PUBLIC_SEED) -> Verdict:
    """Run all checks of `exercise` on the function behind `door`."""
    answers = [Answer(door, exercise) for _ in exercise.checks]
    found = [
        _found(exercise, check, answer, knowledge, seed) for check, answer in zip(exercise.checks, answers, strict=True)
    ]
    explained = Counter(mistake.name for each in found for known in each.known.values() for mistake in known)
    # A mistake that would fail a check that holds explains less. Where there is no choice, nothing has to be tried.
    if any(len(known) > 1 for each in found for known in each.known.values()):
        for check, each in zip(exercise.checks, found, strict=True):
            if each.outcome.status == "holds":
                explained.subtract(mistake.name for mistake in knowledge.mistakes(exercise, check, seed))
    outcomes = _with_notes(found, [_named(each, explained) for each in found])
    judged = list(zip(exercise.checks, outcomes, strict=True))
    if any(outcome.misconception for check, outcome in judged if not check.is_promise):
        outcomes = [_perhaps_following(outcome) if check.is_promise else outcome for check, outcome in judged]
        judged = list(zip(exercise.checks, outcomes, strict=True))
    if not any(outcome.status == "holds" for check, outcome in judged if not check.is_promise):
        outcomes = [_waiting(outcome) if check.is_promise else outcome for check, outcome in judged]
    if not all(outcome.status == "holds" for outcome in outcomes):
        if says_nothing(answers):
            outcomes = [_uncredited(outcome, "Whatever goes in, the same constant comes out") for outcome in outcomes]
        elif only_hands_back(answers):
            outcomes = [_uncredited(outcome, "What goes in comes out again") for outcome in outcomes]
    printed = next((reply.printed for answer in answers for reply in answer.replies if reply.printed), "")
    measured = next((answer.measured for answer in answers if answer.measured), {})
    return Verdict(exercise.name, tuple(outcomes), printed, measured)


def _named(found: Found, explained: Counter[str]) -> Outcome:
    """Name the mistake of one check; of several that would explain it, the one that explains most of the checks."""
    if not found.known:
        return found.outcome
    best = {part: _explaining_most(known, explained) for part, known in found.known.items()}
    parts_of: dict[str, list[str]] = {}  # what is said, and of which parts
    for part, known in best.items():
        parts_of.setdefault(said_of(known), []).append(part)
    # A match of a part is told with its name: another part may be right, or wrong for another reason.
    cause = "\n".join(
        f"{', '.join(filter(None, parts))}: {said}".removeprefix(": ") for said, parts in parts_of.items()
    )
    first = next(iter(best.values()))[0]
    return replace(found.outcome, cause=cause, misconception=first.name, hint="")


def _explaining_most(known: list[Mistake], explained: Counter[str]) -> list[Mistake]:
    """Return the mistakes that explain the most checks; those that the check is meant for stay first."""
    most = max(explained[mistake.name] for mistake in known)
    return [mistake for mistake in known if explained[mistake.name] == most]


def _with_notes(found: list[Found], outcomes: list[Outcome]) -> list[Outcome]:
    """Say of a check that holds around a stand-in alone that it does, and, once for each function, what is wrong."""
    told: set[str] = set()
    noted = []
    for each, outcome in zip(found, outcomes, strict=True):
        new = {name: problem for name, problem in each.around.items() if name not in told}
        told |= new.keys()
        note = [f"This was tried with another {name}, since with yours it does not hold." for name in each.around]
        noted.append(replace(outcome, message="\n".join([*note, *new.values()])) if note else outcome)
    return noted


def says_nothing(answers: list[Answer]) -> bool:
    """Tell whether every call of every check got the same back: zeros, or any value, are now and then right."""
    if not any(reply.called for answer in answers for reply in answer.replies):
        return False  # a function without arguments: there is one thing to say
    told = [parts for answer in answers for reply in answer.replies if (parts := answer.compared(reply))]
    seen: dict[str, set[str]] = {}
    for name, value in (item for parts in told for item in parts.items()):
        seen.setdefault(name, set()).update(_values_in(value))
    return (bool(seen) and all(len(values) == 1 for values in seen.values())) or _are_one_value(told)


def _are_one_value(told: list[dict[str, Any]]) -> bool:
    """Tell whether several things are all the same, shapes included."""
    return len(told) > 1 and all(same(fingerprint(told[0]), fingerprint(parts)) for parts in told[1:])


def _values_in(value: Any) -> set[str]:
    """Return the different numbers and texts in a value, two of each array at most."""
    if isinstance(value, np.ndarray):
        return {repr(item) for item in np.unique(value)[:2].tolist()}
    if isinstance(value, (list, tuple, dict)):
        items = value.values() if isinstance(value, dict) else value
        return {text for item in items for text in _values_in(item)}
    return {repr(value)}


def only_hands_back(answers: list[Answer]) -> bool:
    """Tell whether every call of every check got back what it had handed in: that is now and then right, too."""
    found = {answer.transcript.hands_back for answer in answers}
    return True in found and False not in found


def _uncredited(outcome: Outcome, because: str) -> Outcome:
    if outcome.status not in ("holds", "waits"):
        return outcome
    return replace(outcome, status="fails", message=f"{because}: so this check cannot say anything yet.")


def _perhaps_following(outcome: Outcome) -> Outcome:
    """Send nobody elsewhere with a promise that fails where the mistake in the values has a name already."""
    hint = "the mistake that another check names. This may follow from it."
    return replace(outcome, hint=hint) if outcome.hint else outcome


def _waiting(outcome: Outcome) -> Outcome:
    if outcome.status != "holds":
        return outcome
    return replace(outcome, status="waits", message="It holds, and will count once the values are right.")


def generator_for(exercise: Exercise, check: Check, seed: int, draw: int = 0) -> np.random.Generator:
    """Return the generator of one check: the same for every answer, and apart from that of other checks and draws."""
    again = [draw] if draw else []
    return np.random.default_rng([seed, zlib.crc32(exercise.name.encode()), zlib.crc32(check.name.encode()), *again])


def draws_public_inputs(rng: np.random.Generator) -> bool:
    """Tell whether the generator of a check is that of the public seed, for data that cannot be drawn."""
    entropy = cast(np.random.SeedSequence, rng.bit_generator.seed_seq).entropy
    return isinstance(entropy, list) and entropy[0] == PUBLIC_SEED


def run_check(exercise: Exercise, check: Check, answer: Answer, knowledge: Knowledge, seed: int) -> Outcome:
    """Run one check; an answer that cannot be judged fails it, only a broken course raises."""
    return _named(_found(exercise, check, answer, knowledge, seed), Counter())


def _found(exercise: Exercise, check: Check, answer: Answer, knowledge: Knowledge, seed: int) -> Found:
    found = _run_once(exercise, check, answer, knowledge, seed, 0)
    if check.by_chance and found.outcome.status == "fails":
        for draw in (1, 2):
            again = Answer(answer.door, exercise)
            if _run_once(exercise, check, again, knowledge, seed, draw).outcome.status == "holds":
                return Found(Outcome(check.name, check.title, "holds", check.points))
    return found


def _run_once(exercise: Exercise, check: Check, answer: Answer, knowledge: Knowledge, seed: int, draw: int) -> Found:
    problem = attempted(exercise, check, answer, knowledge.truth(exercise, check), seed, draw)
    return _judged(exercise, check, answer, problem, knowledge, seed)


def attempted(
    exercise: Exercise, check: Check, answer: Answer, truth: Answer, seed: int, draw: int = 0
) -> Exception | None:
    """Run a check and return what it ended with; None where it holds."""
    try:
        check.run(answer, truth, generator_for(exercise, check, seed, draw))
    except Exception as problem:
        return problem
    return None


def outcome_of(
    exercise: Exercise, check: Check, answer: Answer, problem: Exception | None, knowledge: Knowledge, seed: int
) -> Outcome:
    """Return what `run_check` does for an answer that was `attempted` before."""
    return _named(_judged(exercise, check, answer, problem, knowledge, seed), Counter())


def _judged(
    exercise: Exercise, check: Check, answer: Answer, problem: Exception | None, knowledge: Knowledge, seed: int
) -> Found:
    if problem is None:
        return Found(Outcome(check.name, check.title, "holds", check.points, answer.remark), around=answer.around)
    if isinstance(problem, NotAttempted):
        return Found(Outcome(check.name, check.title, "not yet", check.points, str(problem)))
    if isinstance(problem, CourseError):
        raise problem
    if not isinstance(problem, Mismatch):
        # The check could not work with what it was given: shapes that do not fit together, say.
        words = f"{type(problem).__name__}: {str(problem)[:LONGEST_MESSAGE]}"
        problem = Mismatch(f"The check could not go on with what came back: {words}")
    return _failed(check, answer, problem, knowledge.mistakes(exercise, check, seed))


def _failed(check: Check, answer: Answer, mismatch: Mismatch, known_mistakes: Iterable[Mistake]) -> Found:
    # With arguments in another order, what an answer gives says nothing of how it makes it.
    mistakes = [] if any(reply.reordered for reply in answer.replies) else list(known_mistakes)
    crashed = isinstance(mismatch, FormMismatch) and any(reply.raised for reply in answer.replies)
    known = {"": matching_mistakes(answer.transcript, mistakes, crashed=crashed)}
    if not known[""] and mismatch.part:
        # Several parts may be wrong, each for a reason of its own.
        parts = (mismatch.part, *mismatch.others)
        known = {part: matching_mistakes(answer.transcript, mistakes, part=part) for part in parts}
    if not any(known.values()) and not crashed and not isinstance(mismatch, ChangedArgument):
        # That arguments were written to as well is a mistake of its own, and has a check of its own.
        values = [replace(mistake, transcript=without_changes(mistake.transcript)) for mistake in mistakes]
        known = {"": matching_mistakes(without_changes(answer.transcript), values)}
    cause = _read_elsewhere(answer) or mismatch.cause or ""
    outcome = Outcome(
        check.name,
        check.title,
        "fails",
        check.points,
        message=str(mismatch)[:LONGEST_SAID],
        cause=cause,
        misconception=mismatch.mistake,
        hint="" if cause or isinstance(mismatch, FormMismatch) else check.hint,
    )
    return Found(outcome, {part: found for part, found in known.items() if found})


def _read_elsewhere(answer: Answer) -> str:
    """Return what to say of an answer that takes from the notebook what belongs to the call."""
    names = next((reply.reads for reply in answer.replies if reply.reads), ())
    if not names:
        return ""
    said = in_words(names)
    return f"The function uses {said} from outside. Other calls use different values: take them from the arguments."
