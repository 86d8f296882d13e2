"""The right values of all expressions at one call, and the forms in which another program may hold them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from autograder.locate.values import close, digest, entries, entries_near, is_shape, numbers_of

Key = tuple[int, int, str]  # of right values: (which answer, which expression, in what form); the same at every call
FLIPPED: Key = (-1, -1, "the other way round")
MOST_TIMES = 400  # that an expression is evaluated in one call
MOST_VALUES = 3000  # that are kept before no further answer is asked
MOST_STEPS = 30  # that are stacked, or taken apart
TURNS: dict[int, list[tuple[int, ...]]] = {2: [(1, 0)], 3: [(2, 0, 1), (1, 2, 0), (0, 2, 1), (2, 1, 0), (1, 0, 2)]}


@dataclass(frozen=True)
class Right:
    """The values that one expression of a right answer takes at one call, in some form.

    Attributes:
        key: tells them from others, and finds those of the same expression at another call.
        values: of each time that it is evaluated.
        leaf: it is a name, an index or a constant, and nothing that is computed there.
        told: the digest of the values, where it was asked for already.
    """

    key: Key
    values: list[Any]
    leaf: bool = False
    told: Any = None

    @property
    def digest(self) -> Any:
        """What is equal for equal values."""
        return self.told or digest(self.values)


@dataclass(frozen=True)
class Form:
    """A form in which another program may hold some values; made when it is asked for, since few are.

    Attributes:
        name: what tells it from others of the same values.
        times: how many values there are in it.
        structure: that of the first of them.
        made: returns them.
    """

    name: str
    times: int
    structure: Any
    made: Callable[[], list[Any]]


def forms(values: list[Any], structures: list[Any]) -> Iterator[Form]:
    """Yield the forms in which another program may hold values: stacked, one by one, backwards, turned, summed.

    `structures` are those of the values, as `values.canon` says.
    """
    n, first = len(values), values[0]
    shape = np.shape(first) if isinstance(first, np.ndarray) else None
    of_one_shape = shape is not None and all(isinstance(each, np.ndarray) and each.shape == shape for each in values)
    yield from _orders("", n, structures, of_one_shape, lambda: values)
    if not of_one_shape or shape is None:
        return
    if n == 1 and shape and 1 < shape[0] <= MOST_STEPS:
        yield from _orders("each", shape[0], [shape[1:]] * shape[0], True, lambda: list(first))
    if 1 < n <= MOST_STEPS:
        yield from _orders("stacked", 1, [(n, *shape)], True, lambda: [np.stack(values)])
        yield from _orders("summed", 1, [shape], True, lambda: [sum(values)])


def _orders(
    name: str, times: int, structures: list[Any], of_one_shape: bool, made: Callable[[], list[Any]]
) -> Iterator[Form]:
    yield Form(name, times, structures[0], made)
    if times > 1:
        yield Form(f"{name} backwards", times, structures[-1], lambda: made()[::-1])
    if of_one_shape:
        yield from _turned(name, times, structures[0], made)
        if times > 1:
            yield from _turned(f"{name} backwards", times, structures[0], lambda: made()[::-1])


def _turned(name: str, times: int, shape: tuple[int, ...], made: Callable[[], list[Any]]) -> Iterator[Form]:
    for turn in TURNS.get(len(shape), []):
        turned = partial(_each_turned, made, turn)
        yield Form(f"{name} turned {turn}", times, tuple(shape[axis] for axis in turn), turned)
    if len(shape) == 2 and 1 in shape:
        yield Form(f"{name} flat", times, (max(shape),), lambda: [value.ravel() for value in made()])


def _each_turned(made: Callable[[], list[Any]], turn: tuple[int, ...]) -> list[Any]:
    return [value.transpose(turn) for value in made()]


Kind = tuple[int, Any]  # how many values there are, and the structure of the first
Seen = dict[int, tuple[bool, str, list[Any]]]  # of each expression whether it is a leaf, what it is used for, values


class Pool:
    """All right values at one call.

    Args:
        parts: the right result, by the names of its parts.
        value: the right result as it was returned.
        seen: returns what one of the right answers computes, asked only when it is needed.
        answers: how many of them there are.
    """

    def __init__(self, parts: dict[str, Any], value: Any, seen: Callable[[int], Seen], answers: int = 1) -> None:
        self.parts, self.value = parts, value
        self.entries = entries(parts)
        self.seen, self._answers = seen, answers
        self._uses: dict[Any, set[str]] = {}
        self._by_kind: dict[Kind, dict[Any, Right]] = {}
        self._matrices: dict[Kind, dict[int, np.ndarray]] = {}

    @property
    def is_vain(self) -> bool:
        """Whether nothing can be proven, see `proves_nothing`."""
        return proves_nothing(self.parts)

    def right(self, key: Key) -> list[Any] | None:
        """Return the right values that are called so; None where there are none at this call."""
        answer, spot, name = key
        _, _, values = self.seen(answer).get(spot, (False, "", []))
        told = digest(values) if 0 < len(values) <= MOST_TIMES else None
        if told is None:
            return None
        structures = [structure for structure, _ in told[0]]
        return next((form.made() for form in forms(values, structures) if form.name == name), None)

    @functools.cached_property
    def _kept(self) -> list[tuple[int, int, bool, list[Any], Any]]:
        """The values of all right expressions, each once: answer, spot, whether it is a leaf, values, digest."""
        known, remembered = set[Any](), dict[int, Any]()
        kept: list[tuple[int, int, bool, list[Any], Any]] = []
        for answer in range(self._answers):
            if sum(len(values) for _, _, _, values, _ in kept) > MOST_VALUES:
                break  # to read those of more answers would take as long as the search may
            for spot, (leaf, use, values) in self.seen(answer).items():
                told = digest(values, remembered) if 0 < len(values) <= MOST_TIMES else None
                self._uses.setdefault(told, set()).add(use)
                if told is None or ((told, leaf) in known or (told, True) in known):
                    continue
                known.add((told, leaf))
                kept.append((answer, spot, leaf, values, told))
        return kept

    @functools.cached_property
    def _waiting(self) -> dict[Kind, list[tuple[Key, bool, Form]]]:
        """The forms of all right values, by how many there are and the structure of the first, not made yet."""
        as_they_are, made_of = dict[Kind, list[Any]](), dict[Kind, list[Any]]()
        for answer, spot, leaf, values, told in self._kept:
            for form in forms(values, [structure for structure, _ in told[0]]):
                found = made_of if form.name else as_they_are
                row = (answer, spot, form.name), leaf and "turned" not in form.name, form
                found.setdefault((form.times, form.structure), []).append(row)
        # As it is comes before all that could be made of others.
        return {kind: as_they_are.get(kind, []) + made_of.get(kind, []) for kind in as_they_are | made_of}

    def _of(self, kind: Kind) -> dict[Any, Right]:
        """Return the right values of a kind, each once."""
        if kind not in self._by_kind:
            found: dict[Any, Right] = {}
            for key, leaf, form in self._waiting.get(kind, []):
                values = form.made()
                told = digest(values)
                if told is not None and (told not in found or (leaf and not found[told].leaf)):
                    found[told] = Right(key, values, leaf, told)
            self._by_kind[kind] = found
        return self._by_kind[kind]

    def holds(self, values: list[Any]) -> bool:
        """Tell whether some right expression takes just these values."""
        return bool(values) and self.agrees(values) == len(values)

    def holds_as_they_are(self, values: list[Any]) -> bool:
        """Tell whether a right answer computes just these, and not only something that they could be made of."""
        found = numbers_of(values) if values else None
        if found is None:
            return False
        rights = [right for right in self._of((len(values), found[0][0])).values() if not right.key[2]]
        plain = [each[1] for right in rights if (each := numbers_of(right.values))]
        return any(each.size == found[1].size and entries_near(each, found[1]).all() for each in plain)

    def agrees(self, values: list[Any]) -> int:
        """Return how many values, from the first on, are those of some right expression that takes as many."""
        found = numbers_of(values) if values else None
        if found is None:
            return 0
        rows = self._matrix((len(values), found[0][0])).get(found[1].size)
        if rows is None:
            return 0
        near = entries_near(rows, found[1])
        if near.all(axis=1).any():
            return len(values)
        if found[1].size % len(values):
            return 0
        each_time = near.reshape(len(rows), len(values), -1).all(axis=2)
        return int(np.cumprod(each_time, axis=1).sum(axis=1).max())

    def _matrix(self, kind: Kind) -> dict[int, np.ndarray]:
        """Return the numbers of all right values of a kind, one a row, by how many they are."""
        if kind not in self._matrices:
            rows: dict[int, list[np.ndarray]] = {}
            for right in self._of(kind).values():
                _, numbers = numbers_of(right.values) or ([], np.zeros(0))
                rows.setdefault(numbers.size, []).append(numbers)
            self._matrices[kind] = {size: np.stack(each) for size, each in rows.items()}
        return self._matrices[kind]

    def candidates(self, values: list[Any], *, loose: bool) -> Iterator[Right]:
        """Yield what may stand in the place of `values`: of the same structure or, `loose`, of any other."""
        found = numbers_of(values[:1]) if values else None
        first = found[0][0] if found else None
        if values and not loose and all(isinstance(value, (bool, np.bool_)) for value in values):
            yield Right(FLIPPED, [not value for value in values])
        same = (len(values), first)
        if not loose:
            yield from list(self._of(same).values()) if found else ()
            return
        kinds = [kind for kind in self._waiting if kind != same and (not values or kind[0] in (1, len(values)))]
        if first is None or is_shape(first):
            others = [kind for kind in kinds if not is_shape(kind[1])] if not values else []
            kinds = [kind for kind in kinds if is_shape(kind[1])] + others
        rank = len(first) if first is not None and is_shape(first) else 2
        for kind in sorted(kinds, key=lambda kind: abs(len(kind[1]) - rank) if is_shape(kind[1]) else 9):
            yield from list(self._of(kind).values())

    def uses(self, right: Right) -> set[str]:
        """Return what right answers do with these values."""
        return self._uses.get(right.digest, set()) - {""} if self._kept else set()

    def is_result(self, value: Any, *, whole: bool = False) -> bool:
        """Tell whether a value is what is returned or, unless `whole`, one of the things that are."""
        inner = self.value if isinstance(self.value, tuple) and not whole else ()
        arrays = [each for each in self.entries.values() if np.size(each) > 1]
        among = [self.value] if whole else [self.value, *self.parts.values(), *arrays, *inner]
        return any(close(value, each) for each in among)


def proves_nothing(parts: dict[str, Any]) -> bool:
    """Tell whether a yes, a no or a word is returned: what is turned makes the other one, and proves nothing."""
    return bool(parts) and all(isinstance(value, (bool, str, np.bool_)) for value in parts.values())


def reshaped(values: list[Any]) -> Iterator[Right]:
    """Yield an operand turned, as a column, the other way round, or as another small number."""
    first, ways = values[0], dict[str, list[Any]]()
    if isinstance(first, np.ndarray) and all(isinstance(value, np.ndarray) for value in values):
        if first.ndim == 2:
            ways = {"turned": [np.transpose(value) for value in values]}
        elif first.ndim == 1:
            ways = {"as a column": [value[:, None] for value in values]}
    elif isinstance(first, (bool, np.bool_)):
        ways = {"the other way round": [not value for value in values]}
    elif type(first) is int:
        ways = {f"= {n}": [n] * len(values) for n in (0, 1, 2, -1) if n != first}
    for name, formed in ways.items():
        yield Right((-2, -1, name), formed)
