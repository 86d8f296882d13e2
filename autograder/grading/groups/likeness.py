"""Which groups of wrong answers are likely to have one mistake, realised with other numbers or at another place.

Each sign here is weak by itself, and says yes or no of two answers. Two groups are joined where it says yes of at
least half of all pairs between them (average linkage), the likeliest first: one pair alone joins no large groups.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from autograder.grading.groups.signs import check_of, part_of
from autograder.locate.faults import PLACE, PLAIN, is_strong

COMMON = 0.3  # the share of all that is wrong in one of two answers that is the same in both, in two places or more
RARE = 3  # the most groups that have a value which tells something: what more have comes of many mistakes
LITTLE = 0.05  # the share of all that is wrong in one of two answers that a rare value has to be among
LINKED = 0.5  # the share of the pairs between two groups that are alike


@dataclass(frozen=True)
class Item:
    """One answer, as far as it is compared.

    Attributes:
        signs: place -> (kind, number of the value among those at that place).
        faults: where it goes wrong, see `autograder.locate.faults`.
        counts: whether it says something of the group that it is in: one with a further mistake does not.
    """

    signs: dict[str, tuple[str, int]]
    faults: tuple[str, ...]
    counts: bool = True


def joined(groups: Sequence[Sequence[Item]]) -> list[list[int]]:
    """Return which groups are likely to have one mistake: their numbers."""
    items = [item for group in groups for item in group]
    whose = [number for number, group in enumerate(groups) for _ in group]
    sizes = np.array([max(1, sum(item.counts for item in group)) for group in groups], dtype=float)
    alike = np.zeros((len(groups), len(groups)))  # pairs of answers between two groups that are alike
    for one, other in _alike(items, whose):
        a, b = whose[one], whose[other]
        if a != b and items[one].counts and items[other].counts:
            alike[[a, b], [b, a]] += 1.0
    found = [[number] for number in range(len(groups))]
    while len(found) > 1:
        share = alike / np.outer(sizes, sizes)
        a, b = sorted(map(int, np.unravel_index(int(share.argmax()), share.shape)))
        if share[a, b] < LINKED:
            break
        found[a] += found.pop(b)
        alike[a] += alike[b]
        alike[:, a] += alike[:, b]
        alike[a, a] = 0.0
        sizes[a] += sizes[b]
        alike, sizes = np.delete(np.delete(alike, b, 0), b, 1), np.delete(sizes, b)
    return found


def _alike(items: Sequence[Item], whose: Sequence[int]) -> set[tuple[int, int]]:
    """Return the pairs of answers in two groups that one of the signs says yes of."""
    having: dict[Any, list[int]] = defaultdict(list)  # a value -> the answers that return it
    known: dict[Any, list[int]] = defaultdict(list)  # what two answers have to share -> those that have it
    for number, item in enumerate(items):
        for shared in item.signs.items():
            having[shared].append(number)
        for key in {*_keys(item)}:
            known[key].append(number)
    rare = [
        numbers
        for (_, (kind, _)), numbers in having.items()
        if kind == "value" and len({whose[number] for number in numbers}) <= RARE
    ]
    found = {pair for numbers in known.values() for pair in _across(numbers, whose)}
    by_value = {pair for numbers in rare for pair in _across(numbers, whose)}
    found |= {(a, b) for a, b in by_value if _share_of_common(items[a].signs, items[b].signs) >= LITTLE}
    meeting = {pair for numbers in having.values() for pair in _across(numbers, whose)}
    return found | {(a, b) for a, b in meeting - found if _have_much_in_common(items[a].signs, items[b].signs)}


def _across(numbers: Sequence[int], whose: Sequence[int]) -> Iterator[tuple[int, int]]:
    return ((a, b) for a, b in combinations(numbers, 2) if whose[a] != whose[b])


def _keys(of: Item) -> Iterator[Any]:
    """Yield what makes two classes alike.

    That is a fault; an expression that is wrong, whatever comes of it, if the same parts of the same checks are wrong;
    and the calls that are wrong, if some of them raise: the kind of exception depends on how it is written.
    """
    parts = frozenset((check_of(place), part_of(place)) for place in of.signs)
    for fault in of.faults:
        if is_strong(fault) or fault.startswith(f"{PLACE}:{PLAIN}:"):
            yield fault
        if fault.startswith(f"{PLACE}:"):
            yield parts, tuple(fault.split(":")[2:3])
    wrong = frozenset((place, kind) for place, (kind, _) in of.signs.items())
    if len(wrong) > 1 and any(kind == "raised" for _, kind in wrong):
        yield wrong


def _have_much_in_common(one: dict[str, tuple[str, int]], other: dict[str, tuple[str, int]]) -> bool:
    same = _kinds_in_common(one, other)
    return same.count("plain") < len(same) > 1 and _share_of_common(one, other) >= COMMON


def _kinds_in_common(one: dict[str, tuple[str, int]], other: dict[str, tuple[str, int]]) -> list[str]:
    return [kind for place, (kind, number) in one.items() if other.get(place) == (kind, number)]


def _share_of_common(one: dict[str, tuple[str, int]], other: dict[str, tuple[str, int]]) -> float:
    return len(_kinds_in_common(one, other)) / len(one.keys() | other.keys())
