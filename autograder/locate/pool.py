"""The right values of all expressions at one call, and the forms in which another program may hold them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.locate.values import close, digest, entries_near, is_shape, numbers_of

Key = tuple[int, int, str]  # of right values: (which answer, which expression, in what form); the same at every call
FLIPPED: Key = (-1, -1, "the other way round")
MOST_TIMES = 400  # that an expression is evaluated in one call
MOST_STEPS = 30  # that are stacked, or taken apart
TURNS: dict[int, list[tuple[int, ...]]] = {2: [(1, 0)], 3: [(2, 0, 1), (1, 2, 0), (0, 2, 1), (2, 1, 0), (1, 0, 2)]}


@dataclass(frozen=True)
class Right:
    """The values that one expression of a right answer takes at one call, in some form.

    Attributes:
        key: tells them from others, and finds those of the same expression at another call.
        values: of each time that it is evaluated.
        leaf: it is a name, an index or a constant, and nothing that is computed there.
    """

    key: Key
    values: list[Any]
    leaf: bool = False


def forms(values: list[Any]) -> Iterator[tuple[str, list[Any]]]:
    """Yield the forms in which another program may hold values: stacked, one by one, backwards, turned, summed."""
    basic: list[tuple[str, list[Any]]] = [("", values)]
    first: Any = values[0]
    if len(values) == 1 and isinstance(first, np.ndarray) and first.ndim and 1 < len(first) <= MOST_STEPS:
        basic.append(("each", list(first)))
    of_one_shape = all(isinstance(value, np.ndarray) and value.shape == np.shape(first) for value in values)
    if 1 < len(values) <= MOST_STEPS and of_one_shape:
        basic += [("stacked", [np.stack(values)]), ("summed", [sum(values)])]
    for name, kept in basic:
        orders: list[tuple[str, list[Any]]] = [("", kept), (" backwards", kept[::-1])]
        for back, seq in orders[: len(kept)]:
            yield name + back, seq
            if all(isinstance(value, np.ndarray) and value.ndim == np.ndim(seq[0]) for value in seq):
                for turn in TURNS.get(np.ndim(seq[0]), []):
                    yield f"{name}{back} turned {turn}", [value.transpose(turn) for value in seq]
                if np.ndim(seq[0]) == 2 and 1 in np.shape(seq[0]):
                    yield f"{name}{back} flat", [value.ravel() for value in seq]


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
        self.seen, self._answers = seen, answers
        self._uses: dict[Any, set[str]] = {}

    def right(self, key: Key) -> list[Any] | None:
        """Return the right values that are called so; None where there are none at this call."""
        answer, spot, form = key
        _, _, values = self.seen(answer).get(spot, (False, "", []))
        found = forms(values) if 0 < len(values) <= MOST_TIMES else ()
        return next((formed for name, formed in found if name == form), None)

    @functools.cached_property
    def _by_kind(self) -> dict[tuple[int, Any], dict[Any, Right]]:
        """All right values, each once, by how many there are and the structure of the first."""
        found: dict[tuple[int, Any], dict[Any, Right]] = {}
        known: set[Any] = set()
        kept: list[tuple[int, int, bool, list[Any]]] = []
        for answer in range(self._answers):
            for spot, (leaf, use, values) in self.seen(answer).items():
                told = digest(values) if 0 < len(values) <= MOST_TIMES else None
                self._uses.setdefault(told, set()).add(use)
                if told is None or ((told, leaf) in known or (told, True) in known):
                    continue
                known.add((told, leaf))
                kept.append((answer, spot, leaf, values))
                self._add(found, Right((answer, spot, ""), values, leaf))
        for answer, spot, leaf, values in kept:  # as it is comes before all that could be made of others
            for form, formed in forms(values):
                self._add(found, Right((answer, spot, form), formed, leaf and "turned" not in form))
        return found

    def _add(self, found: dict[tuple[int, Any], dict[Any, Right]], right: Right) -> None:
        told = digest(right.values)
        if told is None:
            return
        kind = len(right.values), told[0][0][0]
        known = found.setdefault(kind, {})
        if told not in known or (right.leaf and not known[told].leaf):
            known[told] = right

    def holds(self, values: list[Any]) -> bool:
        """Tell whether some right expression takes just these values."""
        found = numbers_of(values) if values else None
        if found is None:
            return False
        mine = found[1]
        rows = self._matrices.get((len(values), found[0][0], mine.size))
        return rows is not None and bool(entries_near(rows, mine).all(axis=1).any())

    @functools.cached_property
    def _matrices(self) -> dict[tuple[int, Any, int], np.ndarray]:
        """The numbers of all right values, one a row, by how many they are as well."""
        rows: dict[tuple[int, Any, int], list[np.ndarray]] = {}
        for (times, structure), known in self._by_kind.items():
            for right in known.values():
                _, numbers = numbers_of(right.values) or ([], np.zeros(0))
                rows.setdefault((times, structure, numbers.size), []).append(numbers)
        return {kind: np.stack(each) for kind, each in rows.items()}

    def candidates(self, values: list[Any], *, loose: bool) -> Iterator[Right]:
        """Yield what may stand in the place of `values`: of the same structure or, `loose`, of any other."""
        found = numbers_of(values[:1]) if values else None
        first = found[0][0] if found else None
        if values and not loose and all(isinstance(value, (bool, np.bool_)) for value in values):
            yield Right(FLIPPED, [not value for value in values])
        same = (len(values), first)
        if not loose:
            yield from list(self._by_kind.get(same, {}).values()) if found else ()
            return
        kinds = [kind for kind in self._by_kind if kind != same and (not values or kind[0] in (1, len(values)))]
        if first is None or is_shape(first):
            others = [kind for kind in kinds if not is_shape(kind[1])] if not values else []
            kinds = [kind for kind in kinds if is_shape(kind[1])] + others
        rank = len(first) if first is not None and is_shape(first) else 2
        for kind in sorted(kinds, key=lambda kind: abs(len(kind[1]) - rank) if is_shape(kind[1]) else 9):
            yield from self._by_kind[kind].values()

    def uses(self, values: list[Any]) -> set[str]:
        """Return what right answers do with these values."""
        return self._uses.get(digest(values), set()) - {""} if self._by_kind else set()

    def is_result(self, value: Any, *, whole: bool = False) -> bool:
        """Tell whether a value is what is returned or, unless `whole`, one of the things that are."""
        inner = self.value if isinstance(self.value, tuple) and not whole else ()
        among = [self.value] if whole else [self.value, *self.parts.values(), *inner]
        return any(close(value, each) for each in among)


def tells_nothing(pool: Pool) -> bool:
    """Tell whether the result is a yes, a no or a word: whatever is turned makes the other one, and proves nothing."""
    return all(isinstance(value, (bool, str, np.bool_)) for value in pool.parts.values())


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
