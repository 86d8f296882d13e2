"""The right answers: what their expressions are worth at each call."""

from __future__ import annotations

import ast
import functools
from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np

from autograder.errors import FormMismatch
from autograder.exercise import Exercise
from autograder.locate.pool import Pool, Seen
from autograder.locate.watched import Call, Outcome, StandIns, Watched

MOST_NOTED = 50_000  # values of a right answer in one call; where there are more, nothing is told
LEAVES = (ast.Name, ast.Subscript, ast.Attribute, ast.Constant)


class Rights(Protocol):
    """What knows the right values of an exercise at a call."""

    def pool(self, call: Call, stand_ins: StandIns) -> Pool | None:
        """Return the right values at a call; None where they are not known."""
        ...


def parts_of(exercise: Exercise, value: Any) -> dict[str, Any]:
    """Return the parts of a result that are compared; {} where it does not have the declared form."""
    try:
        found = exercise.form.parts_of(value)
    except FormMismatch:
        return {}
    return {part.name: found[part.name] for part in exercise.form.parts if not part.free and part.name in found}


class LiveRights:
    """The right values, from the reference and other right answers that stand here.

    Args:
        exercise: what they answer.
        sources: the answers, the reference first.
    """

    def __init__(self, exercise: Exercise, sources: list[Watched]) -> None:
        self._exercise, self._sources = exercise, sources
        self.answers, self.reference = len(sources), sources[0]
        self._pools: dict[Any, Pool | None] = {}

    def pool(self, call: Call, stand_ins: StandIns) -> Pool | None:
        """Return the right values at a call; None where the reference raises."""
        key = mark(stand_ins), mark(call)
        if key not in self._pools:
            self._pools[key] = self._new(call, stand_ins)
        return self._pools[key]

    def is_earlier(self, answer: int, spot: int) -> bool:
        """Tell whether a spot stands within one of the earlier functions, which are judged by themselves."""
        return self._sources[answer].spots[spot].of in {used.name for used in self._exercise.uses}

    def _new(self, call: Call, stand_ins: StandIns) -> Pool | None:
        @functools.cache
        def made(number: int) -> Outcome:
            return self._sources[number].run(call, stand_ins=stand_ins, keep=True, left=MOST_NOTED, is_right=True)

        @functools.cache
        def seen(number: int) -> Seen:
            spots, uses = self._sources[number].spots, self._sources[number].uses
            found = made(number).by_spot().items()
            return {spot: (isinstance(spots[spot].node, LEAVES), uses.get(spot, ""), values) for spot, values in found}

        truth = made(0)
        parts = parts_of(self._exercise, truth.value)
        return None if truth.raised or not parts else Pool(parts, truth.value, seen, len(self._sources))


def mark(value: Any) -> Any:
    """Return something hashable that is equal for equal arguments."""
    if isinstance(value, np.ndarray):
        return value.shape, value.dtype.str, value.tobytes()
    if isinstance(value, (list, tuple)):
        return type(value).__name__, *map(mark, value)
    if isinstance(value, Mapping):
        return tuple((mark(key), mark(item)) for key, item in value.items())
    if hasattr(value, "course_source"):
        return value.course_source, mark(value.course_bound)
    return repr(value)


def has_chance(call: Call) -> bool:
    """Tell whether a random generator is among the arguments."""
    args, kwargs = call
    return any(isinstance(value, np.random.Generator) for value in (*args, *kwargs.values()))
