"""Twelve tasks, and the type of network that each of them needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from autograder.answer import Answer
from autograder.errors import FormMismatch, Mismatch
from autograder.exercise import Exercise
from autograder.expect import expect
from autograder.promises.inputs import Call, Rng

TYPES = ("one-to-one", "one-to-many", "many-to-one", "many-to-many", "encoder-decoder")
ONE_IN, ONE_OUT = TYPES[:2], (TYPES[0], TYPES[2])


class Facts(NamedTuple):
    """What may be said of a task: the side that was misread is told, and never the type itself."""

    given: str
    asked: str
    pairs: str = ""  # of a task with a sequence on both sides: how its elements belong together


TASKS = {
    "sentiment": Facts("What is given has a first word, a second one and so on.", "How many numbers are asked for?"),
    "music": Facts("How many notes are given at the start?", "Is the asked-for tune a single note?"),
    "names": Facts(
        "What is given has a first word, a second one and so on.",
        "Does the sentence get one answer, or does each word?",
        "Is there a word of the sentence that gets no answer, or two?",
    ),
    "translation": Facts(
        "What is given has a first word, a second one and so on.",
        "What is asked for has a first word, a second one and so on.",
        "The lengths are equal by chance. Does word t of one sentence always belong to word t of the other?",
    ),
    "photo": Facts(
        "All the dots are given at once. Is there a first and a second step?", "How many animals are named?"
    ),
    "caption": Facts("The photo is given at once. Is there a second step?", "Is the asked-for sentence one word long?"),
    "speech": Facts(
        "What is given has a first slice, a second one and so on.",
        "What is asked for has a first word, a second one and so on.",
        "Is there a word for each slice of the recording?",
    ),
    "gesture": Facts("The hand is seen at more than one moment.", "Does each moment get an answer here, or the whole?"),
    "phases": Facts(
        "The hand is seen at more than one moment.",
        "Does the whole movement get an answer here, or each moment?",
        "Is there a moment that gets no answer, or two?",
    ),
    "digits": Facts(
        "What is given has a first character, a second one and so on.",
        "What is asked for has a first digit, a second one and so on.",
        "Is there a digit for each character of the words?",
    ),
    "dna": Facts(
        "What is given has a first letter, a second one and so on.",
        "Does the whole piece get an answer, or each letter?",
        "Is there a letter that gets no answer, or two?",
    ),
    "weather": Facts("How many days are known?", "Of how many days is the temperature asked for?"),
}

WORDS = ("sentiment", "names", "translation", "digits")
SEEN_AND_HEARD = ("photo", "caption", "music", "speech")
MEASURED = ("gesture", "phases", "dna", "weather")

classify_task = Exercise("classify_task", __name__, returns=("kind", "T_x", "T_y"))


def calls_of(rng: Rng, tasks: Sequence[str]) -> list[Call]:
    """Return the calls in an order that is drawn; a name is equal to the one in the docstring, not the same object."""
    return [{"task": "".join(list(task))} for task in rng.permutation(tasks).tolist()]


def expect_types(answer: Answer, truth: Answer, rng: Rng, tasks: Sequence[str], *, spelling: bool = False) -> None:
    """Expect the right type of each task; all that are wrong are told, each with what speaks against it.

    Args:
        answer, truth, rng: as a check has them.
        tasks: the names of the tasks.
        spelling: a type that is right but for blanks or capital letters is wrong as well.
    """
    calls = calls_of(rng, tasks)
    got, want = answer.each(calls), truth.each(calls)
    kinds = [_kind_of(got, i) for i in range(len(calls))]
    problems = {problem for _, problem in kinds}
    if len(problems) == 1 and all(problems):  # the same for each task
        raise FormMismatch(problems.pop())
    wrong = []
    for i, (call, (kind, problem)) in enumerate(zip(calls, kinds, strict=True)):
        said = _plain(kind) if not spelling else kind
        if problem or said != want[i].kind:
            wrong.append(f"{call['task']}: {problem or _against(call['task'], kind, want[i].kind)}")
    if wrong:
        raise Mismatch("\n".join(wrong), part="kind")


def _kind_of(got: Sequence[Any], i: int) -> tuple[Any, str]:
    """Return the type that a reply names, or what is wrong with the reply."""
    try:
        return got[i].kind, ""
    except FormMismatch as problem:
        return None, str(problem)


def _plain(kind: Any) -> Any:
    return "-".join(kind.lower().replace("_", " ").replace("-", " ").split()) if isinstance(kind, str) else kind


def _against(task: str, kind: Any, due: str) -> str:
    """Say what speaks against an answer."""
    if _plain(kind) not in TYPES:
        return f"yours says {kind!r}, which is none of the five types of the docstring."
    said = _plain(kind)
    if said == due:
        return f"yours says {kind!r}. Write the types as the docstring does, with hyphens and small letters."
    facts = TASKS[task]
    told = [facts.given] if (said in ONE_IN) != (due in ONE_IN) else []
    told += [facts.asked] if (said in ONE_OUT) != (due in ONE_OUT) else []
    return f"yours says {kind!r}. {' '.join(told or [facts.pairs])}"


@classify_task.check(
    "Words that are read: sentiment, names, translation and digits.",
    points=1,
    hint="Count on both sides: how many steps are given, and how many are asked for?",
)
def words_that_are_read(answer: Answer, truth: Answer, rng: Rng) -> None:
    expect_types(answer, truth, rng, WORDS, spelling=True)


@classify_task.check(
    "What is seen and heard: photo, caption, music and speech.",
    points=1,
    hint="What is given all at once is one step, however large it is.",
)
def what_is_seen_and_heard(answer: Answer, truth: Answer, rng: Rng) -> None:
    expect_types(answer, truth, rng, SEEN_AND_HEARD)


@classify_task.check(
    "What is measured: gesture, phases, dna and weather.",
    points=1,
    hint="Is the answer about the whole sequence, or is there one for each element?",
)
def what_is_measured(answer: Answer, truth: Answer, rng: Rng) -> None:
    expect_types(answer, truth, rng, MEASURED)


@classify_task.check(
    "T_x and T_y fit the example.",
    points=1,
    hint="T_x counts the steps that are given, T_y those that are asked for.",
)
def the_steps_are_counted(answer: Answer, truth: Answer, rng: Rng) -> None:
    # Steps that follow from a wrong type are charged with the type: there they may be anything.
    calls = calls_of(rng, list(TASKS))
    got, want = answer.each(calls), truth.each(calls)
    wrong, right = [], 0
    for i, call in enumerate(calls):
        kind, problem = _kind_of(got, i)
        wrong_steps = [] if problem else [name for name in ("T_x", "T_y") if not _is(got[i][name], want[i][name])]
        right += not problem and not wrong_steps
        if wrong_steps and _plain(kind) == want[i].kind:
            wrong.append(f"{call['task']}: {_said(wrong_steps, got[i])}.")
    expect(not wrong, "\n".join(["The steps of the example are counted otherwise.", *wrong[:4], *_and_more(wrong[4:])]))
    expect(right > len(TASKS) // 2, f"T_x and T_y are right for {right} of the {len(TASKS)} tasks so far.")


def _is(got: Any, want: int) -> bool:
    """Tell whether this is the whole number `want`; True is none."""
    is_number = isinstance(got, (int, float, np.number)) and not isinstance(got, bool)
    return bool(is_number and got == want)


def _said(names: Sequence[str], got: Any) -> str:
    return " and ".join(f"{name} is not {got[name]!r}" for name in names)


def _and_more(others: Sequence[str]) -> list[str]:
    return [f"So it is with {len(others)} more."] if others else []
