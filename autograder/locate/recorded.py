"""The right values where the answers are withheld: read from what a lesson's build wrote down (`authoring.rights`).

Of each call that the checks make on the public inputs there are the result and the values of many expressions of right
answers; which expressions these are, and in what order they come, is not told.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from autograder.exercise import Exercise
from autograder.fingerprint import brief, same
from autograder.locate.answers import mark
from autograder.locate.pool import Pool, Seen
from autograder.locate.watched import Call, StandIns
from autograder.locate.written import Reader, decompressed, unpacked

Data = dict[str, Any]  # "about": what the numbers are; "numbers": all of them, "kept": so many bytes of each


class RecordedRights:
    """The right values of an exercise as they were written down.

    Args:
        exercise: what they answer.
        data: as `authoring.rights.as_data` returns it.
    """

    def __init__(self, exercise: Exercise, data: Data) -> None:
        self._exercise = exercise
        # Read at once, so that it takes nothing of the time in which a place is searched.
        self._about, self._numbers = about(data), all_numbers(data)
        self._pools: dict[Any, Pool | None] = {}

    def pool(self, call: Call, stand_ins: StandIns) -> Pool | None:
        """Return the right values at a call; None where it was not recorded."""
        key = mark(stand_ins), mark(call)
        if key not in self._pools:
            mine = print_of(call, stand_ins)
            found = (self._new(entry, call) for entry in self._about["calls"] if same(entry["asked"], mine))
            self._pools[key] = next(found, None)
        return self._pools[key]

    def _new(self, entry: Data, call: Call) -> Pool:
        given = given_and_lengths(call)
        reader = Reader(self._numbers, entry["at"], given)
        parts = {name: reader.read(form) for name, form in entry["parts"].items()}
        whole = tuple(parts.values()) if len(parts) > 1 else next(iter(parts.values()))

        @functools.cache
        def seen(answer: int) -> Seen:
            return self._given(given) if answer else self._expressions(entry, reader)

        return Pool(parts, whole, seen, 2)

    def _expressions(self, entry: Data, reader: Reader) -> Seen:
        found: Seen = {}
        leaves, uses = self._about["leaves"], self._about["uses"]
        for number, (leaf, forms) in enumerate(zip(leaves, entry["seen"], strict=True)):
            values = [reader.read(form) for form in forms]
            # What is done with the same values in several places stands in as many places of its own.
            found |= {number + place * len(uses): (bool(leaf), use, values) for place, use in _each(uses, number)}
        return found

    def _given(self, values: list[Any]) -> Seen:
        """Return what is given, which was not recorded: it is at hand."""
        return {
            number + place * len(values): (True, use, [value])
            for number, value in enumerate(values)
            for place, use in _each(self._about["given"], number)
        }


def _each(uses: list[list[str]], number: int) -> Iterator[tuple[int, str]]:
    return enumerate((uses[number] if number < len(uses) else []) or [""])


def print_of(call: Call, stand_ins: StandIns) -> Any:
    """Return what a call is found again by; None where an argument is a function that cannot be told from others."""
    told = _told([list(call[0]), call[1], dict(stand_ins)])
    return None if told is None else brief(told)


def _told(value: Any) -> Any:
    """Return a value with each function of the course as its text and what it closes over; None of any other one."""
    if hasattr(value, "course_source"):
        return _told([value.course_source, value.course_bound])
    if callable(value):
        return None
    if isinstance(value, (list, tuple)):
        inner = [_told(item) for item in value]
        is_unknown = any(item is not None and told is None for item, told in zip(value, inner, strict=True))
        return None if is_unknown else inner
    if isinstance(value, Mapping):
        inner = _told(list(value.values()))
        return None if inner is None else dict(zip(value, inner, strict=True))
    return value


def given(call: Call) -> list[Any]:
    """Return what is given in a call, and what is in the dicts among it, always in the same order."""
    flat = [*call[0], *(call[1][name] for name in sorted(call[1]))]
    return flat + [value[name] for value in flat if isinstance(value, dict) for name in sorted(value, key=str)]


def given_and_lengths(call: Call) -> list[Any]:
    """Return what is given in a call and the lengths of the axes of its arrays, always in the same order."""
    return [*(found := given(call)), *_lengths(found)]


def _lengths(values: list[Any]) -> Iterator[int]:
    for value in values:
        yield from value.shape if isinstance(value, np.ndarray) else ()


def about(data: Data) -> Data:
    """Return what is told of the numbers of a recording: calls, and the forms of what was computed at each."""
    told: Data = json.loads(decompressed(data["about"]))
    return told


def all_numbers(data: Data) -> np.ndarray:
    """Return all numbers of a recording in a row."""
    return unpacked(data["numbers"], data["kept"])
