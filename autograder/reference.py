"""What is true and what the known mistakes give, from the live reference package: needs `solutions`."""

from __future__ import annotations

import functools
import importlib
import inspect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

from autograder import bugs
from autograder.answer import Answer
from autograder.bugs import without_docstring
from autograder.diagnosis import Mistake
from autograder.door import Door, LocalDoor
from autograder.errors import CourseError
from autograder.evaluate import PUBLIC_SEED, generator_for
from autograder.exercise import Check, Exercise
from autograder.hunt import Hunt, Hunted
from autograder.remembered import Truth


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

    def hunted(self, hunt: Hunt) -> Hunted:
        """Return what was given in a hunt and what is right."""
        return bugs.released(hunt, reference_source(hunt.of), alternatives_to(hunt.of).all)


class OneSeed(Reference):
    """The live reference for many answers on one seed: each check asks it once."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._truths: dict[tuple[Exercise, Check], Truth] = {}

    def truth(self, exercise: Exercise, check: Check) -> Answer:
        """Return the reference function as an answer that remembers what it was asked."""
        known = self._truths
        if (exercise, check) not in known:
            known[exercise, check] = Truth(self.door(exercise), exercise)
        return known[exercise, check].answer()


@functools.lru_cache(maxsize=1024)
def _live_mistakes(exercise: Exercise, check: Check, seed: int) -> tuple[Mistake, ...]:
    tries = tried(exercise, check) if seed == PUBLIC_SEED else _try(exercise, check, seed)
    return tries.mistakes


@dataclass(frozen=True)
class Tries:
    """What came of trying the known mistakes in a check.

    Attributes:
        mistakes: those that fail it.
        truth: what they asked of the truth.
    """

    mistakes: tuple[Mistake, ...]
    truth: Truth


@functools.lru_cache(maxsize=128)  # a lesson's: what is true can be large
def tried(exercise: Exercise, check: Check) -> Tries:
    """Try the known mistakes of an exercise in one check, on the public seed."""
    return _try(exercise, check, PUBLIC_SEED)


@functools.lru_cache(maxsize=256)
def mistakes_meant_for(exercise: Exercise, check: Check, seed: int) -> tuple[Mistake, ...]:
    """Run the misconceptions that this check is to catch through it; they stand before all others that fail it."""
    return _try(exercise, check, seed, only_meant=True).mistakes


def _try(exercise: Exercise, check: Check, seed: int, *, only_meant: bool = False) -> Tries:
    wrongs = [wrong for wrong in alternatives_to(exercise).all if wrong.says]
    if only_meant:
        wrongs = [wrong for wrong in wrongs if wrong.caught_by == check.name]
    # Two mistakes may answer one check alike; then the one that the check is meant for is named.
    wrongs.sort(key=lambda wrong: wrong.caught_by != check.name)
    truth = Truth(Reference().door(exercise), exercise)
    found = [
        Mistake(wrong.name, wrong.says, transcript)
        for wrong in wrongs
        if (transcript := _failing_transcript(door_to(exercise, wrong), exercise, check, seed, truth))
    ]
    return Tries(tuple(found), truth)


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


def namespace_with(exercise: Exercise, source: str) -> dict[str, Any]:
    """Return a fresh namespace of the reference module in which `source` has been executed last."""
    module = importlib.import_module(exercise.reference)
    namespace = {"__name__": module.__name__, "__builtins__": __builtins__}
    exec(_module_code(exercise.reference), namespace)
    for used in exercise.uses:
        if used.name not in namespace:
            namespace[used.name] = getattr(importlib.import_module(used.reference), used.name)
    if source:
        exec(compile(source, f"<an answer to {exercise.name}>", "exec"), namespace)
    namespace.setdefault(exercise.name, namespace[exercise.function])
    return namespace


@functools.cache
def _module_code(name: str) -> Any:
    module = importlib.import_module(name)
    return compile(inspect.getsource(module), module.__file__ or name, "exec")


def _failing_transcript(door: Door, exercise: Exercise, check: Check, seed: int, truth: Truth) -> list[Any]:
    """Return the fingerprints of what the function behind `door` answers in a check; [] where the check holds.

    A mistake that passes a check cannot be the reason why another answer fails it.
    """
    answer = Answer(door, exercise)
    try:
        check.run(answer, truth.answer(), generator_for(exercise, check, seed))
    except Exception:  # a wrong answer may fail in any way; what it said until then is what counts
        return answer.transcript
    return []


def other_ways(exercise: Exercise, most: int = 2) -> list[tuple[str, str]]:
    """Return some of the right answers that look different: what each is called, and its code."""
    right = [each for each in alternatives_to(exercise).all if not each.caught_by]
    right.sort(key=lambda way: "### BEGIN SOLUTION" in way.source)  # written whole, before changes to the reference
    return [(each.name.replace("_", " "), without_docstring(each.source)) for each in right[:most]]
