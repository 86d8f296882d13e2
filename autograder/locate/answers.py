"""The right answers: what their expressions are worth at each call."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

import numpy as np

from autograder.errors import FormMismatch
from autograder.exercise import Exercise
from autograder.locate.pool import Pool
from autograder.locate.watched import Call, StandIns, Watched

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
        self._pools: dict[Any, Pool | None] = {}

    def pool(self, call: Call, stand_ins: StandIns) -> Pool | None:
        """Return the right values at a call; None where the reference raises."""
        key = mark(stand_ins), mark(call)
        if key not in self._pools:
            self._pools[key] = self._new(call, stand_ins)
        return self._pools[key]

    def _new(self, call: Call, stand_ins: StandIns) -> Pool | None:
        outcomes = [source.run(call, stand_ins=stand_ins, keep=True) for source in self._sources]
        truth = outcomes[0]
        parts = parts_of(self._exercise, truth.value)
        if truth.raised or not parts:
            return None

        def rights() -> Iterator[tuple[int, int, bool, list[Any]]]:
            for number, (source, outcome) in enumerate(zip(self._sources, outcomes, strict=True)):
                for spot, values in outcome.by_spot().items():
                    yield number, spot, isinstance(source.spots[spot].node, LEAVES), values

        return Pool(parts, truth.value, rights())


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
