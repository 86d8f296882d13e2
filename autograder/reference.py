"""What is true and what the known mistakes give, from the live reference package: needs `solutions`."""

from __future__ import annotations

import functools
import importlib
import inspect
import linecache
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, cast

from autograder import bugs
from autograder.answer import Answer
from autograder.bugs import without_docstring
from autograder.diagnosis import Mistake
from autograder.door import Door, LocalDoor
from autograder.errors import CourseError
from autograder.evaluate import PUBLIC_SEED, attempted, run_check
from autograder.exercise import Check, Exercise
from autograder.hunt import Hunt, Hunted
from autograder.locate.answers import LiveRights
from autograder.locate.locate import locate
from autograder.locate.sources import watched_answer
from autograder.remembered import Truth
from autograder.verdict import Verdict

MOST_WAYS = 5  # other right answers whose values are looked at
TIMES_FOR_A_MISTAKE = 4.0  # the work for an answer that is spent on locating a registered mistake


class Alternative(Protocol):
    """Another answer to an exercise: `solutions.alternatives.Alternative`."""

    @property
    def name(self) -> str:
        """Its own name, unique for the exercise."""
        ...

    @property
    def source(self) -> str:
        """Its text, a function of the exercise's name."""
        ...

    @property
    def caught_by(self) -> str | None:
        """The check that must catch it; None for a right answer."""
        ...

    @property
    def says(self) -> str:
        """What the learner is told, completing "This is exactly what comes out when ..."; "" where nothing is."""
        ...


class Alternatives(Protocol):
    """What the module of an exercise in `solutions.alternatives` holds under the name `answers`."""

    @property
    def all(self) -> Sequence[Alternative]:
        """The mistakes and the right answers, in the order of declaration."""
        ...

    @property
    def equivalents(self) -> Mapping[str, str]:
        """The mechanical changes that leave the reference as right as it was, with the reason for each."""
        ...


class Reference:
    """The live reference package: needs `solutions`."""

    def truth(self, exercise: Exercise, check: Check) -> Answer:
        """Return the reference function as an answer."""
        return Answer(self.door(exercise), exercise)

    def door(self, exercise: Exercise) -> Door:
        """Return the door to the reference function."""
        # A copy, so that a stand-in put in place for a moment never touches the module itself.
        return LocalDoor(reference_namespace(exercise))

    def mistakes(self, exercise: Exercise, check: Check, seed: int) -> Iterable[Mistake]:
        """Run every misconception through the check; remembered for the next one who asks. A hunt names none."""
        return () if isinstance(exercise, Hunt) else _live_mistakes(exercise, check, seed)

    def rights(self, exercise: Exercise) -> LiveRights | None:
        """Return what knows the right values of expressions; None of a hunt, whose fault is the learner's to find."""
        return None if isinstance(exercise, Hunt) else _live_rights(exercise)

    def faults(self, exercise: Exercise, check: Check, name: str) -> tuple[str, ...]:
        """Return the faults of a registered mistake in a check, on the public seed; () where none is located."""
        return _live_faults(exercise, check, name)

    def hunted(self, hunt: Hunt) -> Hunted:
        """Return what was given in a hunt and what is right."""
        return bugs.released(hunt, reference_source(hunt.of), alternatives_to(hunt.of).all)


class TruthAlone(Reference):
    """The live reference where no mistake is to be named: trying all of them takes its time."""

    def mistakes(self, exercise: Exercise, check: Check, seed: int) -> Iterable[Mistake]:
        """Return none."""
        return ()


class OneSeed(Reference):
    """The live reference for many answers on one seed: each check asks it once."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._truths: dict[tuple[Exercise, Check], Truth] = {}

    def truth(self, exercise: Exercise, check: Check) -> Answer:
        """Return the reference function as an answer that remembers what it was asked."""
        known = self._truths
        if (exercise, check) not in known:
            known[exercise, check] = Truth(self.door(exercise), exercise)
        return known[exercise, check].answer()


@dataclass(frozen=True)
class Tries:
    """What came of trying mistakes in a check.

    Attributes:
        mistakes: those that fail it; first those that it is to catch.
        meant: of those that it is to catch, by name: what they answered, without the values, and what they ended with.
        truth: what they asked of the truth.
    """

    mistakes: tuple[Mistake, ...]
    meant: dict[str, tuple[Answer, Exception]]
    truth: Truth


@functools.lru_cache(maxsize=1024)
def _live_mistakes(exercise: Exercise, check: Check, seed: int) -> tuple[Mistake, ...]:
    tries = tried(exercise, check) if seed == PUBLIC_SEED else try_mistakes(exercise, check, seed)
    return tries.mistakes


@functools.lru_cache(maxsize=128)  # a lesson's: what is true can be large
def tried(exercise: Exercise, check: Check) -> Tries:
    """Try the known mistakes of an exercise in one check, on the public seed; remembered for the next one who asks."""
    return try_mistakes(exercise, check, PUBLIC_SEED)


def try_mistakes(exercise: Exercise, check: Check, seed: int, *, only_meant: bool = False) -> Tries:
    """Try the known mistakes of an exercise in one check, all of them or only those that it is to catch."""
    wrongs = [wrong for wrong in alternatives_to(exercise).all if wrong.says]
    # Two mistakes may answer one check alike; then the one that the check is meant for is named.
    wrongs.sort(key=lambda wrong: wrong.caught_by != check.name)
    truth, found, meant = Truth(Reference().door(exercise), exercise), [], {}
    for wrong in wrongs:
        if only_meant and wrong.caught_by != check.name:
            continue
        answer = Answer(door_to(exercise, wrong), exercise)
        problem = attempted(exercise, check, answer, truth.answer(), seed)
        # A mistake that passes a check cannot be the reason why another answer fails it.
        if problem and answer.transcript:
            found.append(Mistake(wrong.name, wrong.says, answer.transcript))
        if problem and wrong.caught_by == check.name:
            meant[wrong.name] = (_without_values(answer), _without_frames(problem))
    return Tries(tuple(found), meant, truth)


def _without_values(answer: Answer) -> Answer:
    return replace(answer, replies=[replace(reply, value=None) for reply in answer.replies])


def _without_frames(problem: Exception) -> Exception:
    """Return an exception that keeps nothing alive of what was at work when it was raised."""
    problem.__context__ = problem.__cause__ = None
    return problem.with_traceback(None)


@functools.lru_cache(maxsize=8)
def _live_rights(exercise: Exercise) -> LiveRights:
    right = [reference_source(exercise)]
    right += [each.source for each in alternatives_to(exercise).all if not each.caught_by][:MOST_WAYS]
    return LiveRights(
        exercise, [watched_answer(source, namespace_with(exercise, source), exercise.name) for source in right]
    )


@functools.lru_cache(maxsize=256)
def _live_faults(exercise: Exercise, check: Check, name: str) -> tuple[str, ...]:
    source = next(each.source for each in alternatives_to(exercise).all if each.name == name)
    namespace = namespace_with(exercise, source, label=f"<{name} of {exercise.name}>")
    known, answer = TruthAlone(), Answer(LocalDoor(namespace), exercise)
    verdict = Verdict(exercise.name, (run_check(exercise, check, answer, known, PUBLIC_SEED),))
    found = locate(verdict, exercise, namespace[exercise.name], known, PUBLIC_SEED, times=TIMES_FOR_A_MISTAKE)
    return found[check.name].faults if check.name in found else ()


def alternatives_to(exercise: Exercise) -> Alternatives:
    """Return the registered mistakes and right answers of an exercise; raise CourseError where they cannot be read."""
    name = f"solutions.alternatives.{exercise.function}"
    try:
        return cast(Alternatives, importlib.import_module(name).answers)
    except ModuleNotFoundError as missing:
        if missing.name != name:
            raise
        raise CourseError(
            f"There is no solutions/alternatives/{exercise.function}.py with the mistakes to catch."
        ) from None
    except ValueError as problem:  # a row that no longer fits the reference
        raise CourseError(f"solutions/alternatives/{exercise.function}.py: {problem}") from None


def reference_namespace(exercise: Exercise) -> dict[str, Any]:
    """Return a fresh namespace in which the reference module's functions call one another."""
    return namespace_with(exercise, "")


def reference_source(exercise: Exercise) -> str:
    """Return the text of the reference function; of a hunt, that of the whole cell when it is solved."""
    if isinstance(exercise, Hunt):
        return bugs.solved(exercise, reference_source(exercise.of), alternatives_to(exercise.of).all)
    module = importlib.import_module(exercise.reference)
    return inspect.getsource(getattr(module, exercise.name))


def door_to(exercise: Exercise, alternative: Alternative) -> Door:
    """Return the door to an alternative answer, standing among the other functions of the reference."""
    return LocalDoor(namespace_with(exercise, alternative.source))


def namespace_with(exercise: Exercise, source: str, *, label: str = "") -> dict[str, Any]:
    """Return a fresh namespace of the reference module in which `source` has been executed last.

    With a `label` of its own its text can be found again, as that of a notebook's cell can.
    """
    module = importlib.import_module(exercise.reference)
    namespace = {"__name__": module.__name__, "__builtins__": __builtins__}
    exec(_module_code(exercise.reference), namespace)
    for used in exercise.uses:
        if used.name not in namespace:
            namespace[used.name] = getattr(importlib.import_module(used.reference), used.name)
    if source:
        exec(compile(source, label or f"<an answer to {exercise.name}>", "exec"), namespace)
    if label:
        linecache.cache[label] = (len(source), None, source.splitlines(keepends=True), label)
    namespace.setdefault(exercise.name, namespace[exercise.function])
    return namespace


@functools.cache
def _module_code(name: str) -> Any:
    module = importlib.import_module(name)
    return compile(inspect.getsource(module), module.__file__ or name, "exec")


def other_ways(exercise: Exercise, most: int = 2) -> list[tuple[str, str]]:
    """Return some of the right answers that look different: what each is called, and its code."""
    right = [each for each in alternatives_to(exercise).all if not each.caught_by]
    right.sort(key=lambda way: "### BEGIN SOLUTION" in way.source)  # written whole, before changes to the reference
    return [(each.name.replace("_", " "), without_docstring(each.source)) for each in right[:most]]
