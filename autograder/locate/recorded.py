"""The right values where the answers are withheld: written down when a lesson is built, without names and order.

Of each call that the checks make on the public inputs there are the result and the values of many expressions of right
answers, as numbers in a row; which expressions these are, and in what order they come, is not told.
"""

from __future__ import annotations

import base64
import functools
import json
import random
import zlib
from collections.abc import Iterable
from typing import Any

import numpy as np

from autograder.exercise import Exercise
from autograder.fingerprint import brief, same
from autograder.locate.answers import LiveRights, has_chance
from autograder.locate.pool import MOST_TIMES, Pool, Seen
from autograder.locate.values import close, digest, is_number_like, is_plain
from autograder.locate.watched import Call, StandIns

BYTES_OF_A_NUMBER = 5  # of the eight of a float64: 28 bits of its fraction
MOST_BYTES = 100_000  # of the values of one exercise, compressed; where there are more, the reference alone is kept
MOST_CALLS = 40
Asked = tuple[Call, StandIns]
Data = dict[str, Any]  # "numbers": all numbers, compressed; "about": what they are, compressed


class RecordedRights:
    """The right values of an exercise as they were written down.

    Args:
        exercise: what they answer.
        data: as `as_data` returns it.
    """

    def __init__(self, exercise: Exercise, data: Data) -> None:
        self._exercise, self._data = exercise, data

    def pool(self, call: Call, stand_ins: StandIns) -> Pool | None:
        """Return the right values at a call; None where it was not recorded."""
        mine = print_of(call, stand_ins)
        return next((self._new(entry, call) for entry in self._about["calls"] if same(entry["asked"], mine)), None)

    @functools.cached_property
    def _about(self) -> Data:
        return about(self._data)

    @functools.cached_property
    def _numbers(self) -> np.ndarray:
        return numbers_in(self._data)

    def _new(self, entry: Data, call: Call) -> Pool:
        at = entry["at"]
        parts: dict[str, Any] = {}
        for name, form in entry["parts"].items():
            (parts[name],), at = _values(self._numbers, at, form)
        found: Seen = {}
        expressions = zip(self._about["leaves"], self._about["uses"], entry["seen"], strict=True)
        for number, (leaf, use, form) in enumerate(expressions):
            values, at = _values(self._numbers, at, form)
            found |= {number: (bool(leaf), use, values)} if values else {}
        whole = tuple(parts.values()) if len(parts) > 1 else next(iter(parts.values()))
        # What is given was not recorded: it is at hand.
        given: Seen = {number: (True, "", [value]) for number, value in enumerate(_given_and_lengths(call))}
        return Pool(parts, whole, [found, given].__getitem__, 2)


def _values(numbers: np.ndarray, at: int, form: list[Any]) -> tuple[list[Any], int]:
    """Return values that begin at a place among all numbers, and the place behind them; `form` is as `_form` says."""
    found = []
    for code, *shape in form:
        size = int(np.prod(shape, dtype=int))
        array = numbers[at : at + size].reshape(shape)
        at += size
        value = array if code in "fc" else array.round().astype(np.dtype(f"={_DTYPES[code]}"))
        found.append(value if shape else value.item())
    return found, at


_DTYPES = {"b": "?", "i": "i8", "u": "i8", "f": "f8"}


def print_of(call: Call, stand_ins: StandIns) -> list[Any]:
    """Return what a call is found again by."""
    sources = json.dumps(sorted((name, str(getattr(each, "course_source", ""))) for name, each in stand_ins.items()))
    return [brief([list(call[0]), call[1]]), zlib.crc32(sources.encode())]


# -------------------------------------------------------------------------------------------------- written down


def as_data(exercise: Exercise, rights: LiveRights, asked: Iterable[Asked]) -> Data | None:
    """Return the right values at these calls as JSON-able data; None where there is nothing to be recorded."""
    pools = _pools(rights, asked)
    if not pools:
        return None
    # A loop over a set of texts goes in another order in each process.
    times = 1 if any(has_text([*call[0], *call[1].values()]) for _, (call, _), _ in pools) else MOST_TIMES
    for answers in (rights.answers, 1):
        chosen = _chosen(pools, answers, times)
        random.Random(exercise.name).shuffle(chosen)
        data = _laid_out(pools, chosen, times)
        if sum(map(len, data.values())) <= MOST_BYTES:
            return data
    return None


def has_text(values: Iterable[Any]) -> bool:
    """Tell whether there is a text among values, wherever in them; the names in a dict do not count."""
    return any(
        isinstance(value, str)
        or (isinstance(value, dict) and has_text(value.values()))
        or (isinstance(value, (list, tuple, set, frozenset)) and has_text(value))
        for value in values
    )


def _pools(rights: LiveRights, asked: Iterable[Asked]) -> list[tuple[list[Any], Asked, Pool]]:
    found: list[tuple[list[Any], Asked, Pool]] = []
    for call, stand_ins in asked:
        if has_chance(call) or any(map(callable, (*call[0], *call[1].values()))):
            continue
        mine = print_of(call, stand_ins)
        if len(found) < MOST_CALLS and not any(same(mine, other) for other, _, _ in found):
            pool = rights.pool(call, stand_ins)
            if pool and all(_form([part]) for part in pool.parts.values()):
                found.append((mine, (call, stand_ins), pool))
    return found


def _chosen(pools: list[tuple[list[Any], Asked, Pool]], answers: int, times: int) -> list[tuple[int, int]]:
    """Return the expressions whose values are kept: numbers and arrays that are neither given nor kept already."""
    kept: dict[tuple[int, int], None] = {}
    for _, (call, _), pool in pools[:3]:
        known: set[Any] = set()
        given = _given(call)
        for answer in range(answers):
            for spot, (_, _, values) in pool.seen(answer).items():
                told = digest(values) if len(values) <= times and _form(values) else None
                is_given = len(values) == 1 and any(close(values[0], each) for each in given)
                if told is not None and told not in known and not _is_bare(values) and not is_given:
                    known.add(told)
                    kept[answer, spot] = None
    return list(kept)


def _is_bare(values: list[Any]) -> bool:
    """Tell whether values are arrays of one number throughout: what zeros are put into tells nothing."""
    return all(np.size(value) > 1 for value in values) and is_plain(values)


def _given(call: Call) -> list[Any]:
    flat = [*call[0], *call[1].values()]
    return flat + [value[name] for value in flat if isinstance(value, dict) for name in sorted(value, key=str)]


def _given_and_lengths(call: Call) -> list[Any]:
    """Return what is given in a call, always in the same order, and the lengths of the axes of its arrays."""
    given = _given((call[0], {name: call[1][name] for name in sorted(call[1])}))
    return given + [length for value in given if isinstance(value, np.ndarray) for length in value.shape]


def _laid_out(pools: list[tuple[list[Any], Asked, Pool]], chosen: list[tuple[int, int]], times: int) -> Data:
    numbers, calls, at = list[np.ndarray](), list[Data](), 0
    found: dict[tuple[int, int], tuple[int, str]] = dict.fromkeys(chosen, (0, ""))
    for asked, _, pool in pools:
        entry: Data = {"asked": asked, "at": at, "parts": {}, "seen": []}
        for name, part in pool.parts.items():
            entry["parts"][name] = _form([part])
            numbers.append(_flat([part]))
        for answer, spot in chosen:
            leaf, use, values = pool.seen(answer).get(spot, (False, "", []))
            values = values if len(values) <= times or times > 1 else []
            form = _form(values)
            found[answer, spot] = (int(leaf), use) if values else found[answer, spot]
            entry["seen"].append(form)
            numbers += [_flat(values)] if form else []
        calls.append(entry)
        at = sum(each.size for each in numbers)
    leaves, uses = [found[each][0] for each in chosen], [found[each][1] for each in chosen]
    told = json.dumps({"calls": calls, "leaves": leaves, "uses": uses}, separators=(",", ":"))
    return {"about": _compressed(told.encode()), "numbers": _packed(np.concatenate(numbers))}


def _form(values: list[Any]) -> list[list[Any]]:
    """Return [kind, *shape] of each of several values; [] where one of them is no number or array."""
    if not all(is_number_like(value) and np.asarray(value).dtype.kind in _DTYPES for value in values):
        return []
    return [[np.asarray(value).dtype.kind, *np.shape(value)] for value in values]


def _flat(values: list[Any]) -> np.ndarray:
    return np.concatenate([np.asarray(value, dtype=np.float64).ravel() for value in values])


def _packed(numbers: np.ndarray) -> str:
    leading = np.ascontiguousarray(numbers, dtype=">f8").view(np.uint8).reshape(-1, 8)[:, :BYTES_OF_A_NUMBER]
    # Byte by byte of all numbers, which compresses better than number by number.
    return _compressed(np.ascontiguousarray(leading.T).tobytes())


def _compressed(data: bytes) -> str:
    return base64.b64encode(zlib.compress(data, 9)).decode("ascii")


def _unpacked(text: str) -> bytes:
    return zlib.decompress(base64.b64decode(text))


def about(data: Data) -> Data:
    """Return what is told of the numbers of a recording: calls, and the shapes of what was computed at each."""
    told: Data = json.loads(_unpacked(data["about"]))
    return told


def numbers_in(data: Data) -> np.ndarray:
    """Return all numbers of a recording in a row."""
    leading = np.frombuffer(_unpacked(data["numbers"]), dtype=np.uint8).reshape(BYTES_OF_A_NUMBER, -1).T
    whole = np.zeros((len(leading), 8), dtype=np.uint8)
    whole[:, :BYTES_OF_A_NUMBER] = leading
    return whole.view(">f8").ravel().astype(np.float64)
