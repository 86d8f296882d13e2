"""Which wrong answers have the same mistake: a pure function of what they return and where they go wrong.

Two answers that do the same in all that was asked have the same mistake, whatever their code. So have two that are
wrong at one expression only, the same one of a right answer, with the same numbers; and two that raise the same kind of
exception at the same calls, if there are several. An answer that agrees with others in a whole part of the result, or
in one of several faults, has a further mistake: it is put to one group of those that it agrees with, and joins no two
groups. What turns up anywhere - a yes or a no, zeros - counts little where answers are alike in part. At last the
groups are joined that are likely to have one mistake, see `likeness`.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from autograder.fingerprint import norm_of, same
from autograder.grading.groups.likeness import Item, joined
from autograder.grading.groups.signs import Sign, check_of, part_of
from autograder.locate.faults import PLACE, is_strong

#: What a sign of each kind counts for; from 1 on it is enough.
WEIGHT = {"value": 1.0, "plain": 0.34, "raised": 0.5, "unraised": 1.0, "changed": 1.0, "fails": 0.34}
ENOUGH = 1.0
MOSTLY = 0.6  # the share of all that is wrong in one of two answers that is the same in both
#: place -> (kind, number of the value among those at that place)
Signs = dict[str, tuple[str, int]]


class Judged(Protocol):
    """What came of one check, in a verdict or in results that were read."""

    @property
    def status(self) -> str: ...
    @property
    def faults(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Wrong:
    """One learner's wrong answer to an exercise.

    Attributes:
        learner: whose it is.
        signs: what is wrong with what it returns, see `signs_of`.
        faults: where it goes wrong, see `autograder.locate.faults`.
        located: whether each check that fails has such a place; else there may be more that is wrong.
    """

    learner: str
    signs: tuple[Sign, ...]
    faults: tuple[str, ...] = ()
    located: bool = True

    @classmethod
    def of(cls, learner: str, signs: Iterable[Sign], checks: Iterable[Judged]) -> Wrong:
        """Return what is compared of an answer, from what came of its checks."""
        failing = [check for check in checks if check.status == "fails"]
        faults = tuple(fault for check in failing for fault in check.faults)
        return cls(learner, tuple(signs), faults, all(check.faults for check in failing))

    @property
    def has_one_place(self) -> bool:
        """Tell whether an answer goes wrong at one place alone, which is known."""
        places = {fault.rpartition(":")[0] for fault in self.faults if fault.startswith(f"{PLACE}:")}
        return self.located and len(places) == 1


@dataclass(frozen=True)
class Group:
    """Wrong answers with one mistake.

    Attributes:
        learners: whose they are, the most typical first.
        alike: the same, apart by what they return; the largest first.
    """

    learners: tuple[str, ...]
    alike: tuple[tuple[str, ...], ...]


@dataclass
class _Class:
    """Answers that return the same."""

    signs: Signs
    answers: list[Wrong] = field(default_factory=list)
    raising: frozenset[tuple[str, str]] = frozenset()  # the calls that raise, and what kind of exception
    faults: set[str] = field(default_factory=set)  # of those with one fault
    among: set[str] = field(default_factory=set)  # of those with several

    @property
    def learners(self) -> tuple[str, ...]:
        return tuple(answer.learner for answer in self.answers)


def groups_of(answers: Sequence[Wrong]) -> list[Group]:
    """Return the groups, the largest first."""
    classes = _classes(answers)
    first = list(range(len(classes)))  # of each class the one that it is joined with
    _join(first, _by_fault(classes))
    _join(first, _by_raising(classes))
    _join(first, _nearly_alike(classes))
    given = _with_further_mistakes(classes, first)
    groups: dict[int, list[int]] = defaultdict(list)
    for number in range(len(classes)):
        groups[_root(first, given.get(number, number))].append(number)
    kept = [*groups.values()]
    items = [
        [Item(classes[n].signs, answer.faults, n not in given) for n in group for answer in classes[n].answers]
        for group in kept
    ]
    found = [_group([classes[n] for number in numbers for n in kept[number]]) for numbers in joined(items)]
    return sorted(found, key=lambda each: (-len(each.learners), each.learners))


def _group(classes: list[_Class]) -> Group:
    classes.sort(key=lambda of: (-len(of.answers), len(of.signs), of.learners))
    alike = tuple(of.learners for of in classes)
    return Group(tuple(learner for learners in alike for learner in learners), alike)


# ------------------------------------------------------------------------------------------ answers that are alike


def _classes(answers: Sequence[Wrong]) -> list[_Class]:
    """Put answers together that do the same in everything."""
    numbered, found = _Numbers(), dict[Any, _Class]()
    for answer in sorted(answers, key=lambda each: each.learner):
        signs: Signs = {sign[0]: (sign[1], numbered(sign)) for sign in answer.signs}
        key = tuple(sorted(signs.items())) or answer.learner
        raising = frozenset((place, form[:8]) for place, kind, form, _ in answer.signs if kind == "raised")
        of = found.setdefault(key, _Class(signs, raising=raising))
        of.answers.append(answer)
        (of.faults if answer.has_one_place else of.among).update(filter(is_strong, answer.faults))
    return list(found.values())


class _Numbers:
    """Gives each value at a place a number: the same for those that are equal up to rounding."""

    def __init__(self) -> None:
        self._known: dict[Any, list[tuple[Any, int]]] = defaultdict(list)
        self._count = 0

    def __call__(self, sign: Sign) -> int:
        place, kind, form, sketch = sign
        norm = norm_of(sketch)
        size = round(math.log(norm) * 1e5) if 0 < norm < math.inf else 0
        for near in (size - 1, size, size + 1):
            for other, number in self._known[place, kind, form, near]:
                if same(other, sketch):
                    return number
        self._count += 1
        self._known[place, kind, form, size].append((sketch, self._count))
        return self._count


# ---------------------------------------------------------------------------------------- answers with one mistake


def _join(first: list[int], pairs: Iterable[tuple[int, int]]) -> None:
    for one, other in pairs:
        a, b = sorted((_root(first, one), _root(first, other)))
        first[b] = a


def _root(first: list[int], number: int) -> int:
    while first[number] != number:
        number = first[number]
    return number


def _by_fault(classes: list[_Class]) -> Iterable[tuple[int, int]]:
    """Yield classes with one fault each, the same, whatever they return at other calls."""
    known: dict[str, int] = {}
    for number, of in enumerate(classes):
        for fault in of.faults if not of.among else ():
            yield number, known.setdefault(fault, number)


def _by_raising(classes: list[_Class]) -> Iterable[tuple[int, int]]:
    """Yield classes that raise at the same calls, of which there are several: the words are those of other code."""
    known: dict[Any, int] = {}
    for number, of in enumerate(classes):
        if len(of.raising) > 1:
            yield number, known.setdefault(of.raising, number)


def _nearly_alike(classes: list[_Class]) -> Iterable[tuple[int, int]]:
    """Yield classes that agree in most of what is wrong with either, in each part of the result."""
    parts = [_by_part(of.signs) for of in classes]
    for one, others in enumerate(_meeting(classes)):
        for other in others:
            mine, theirs = parts[one], parts[other]
            agreed = _weight(_agreed(classes[one].signs, classes[other].signs))
            is_same = mine.keys() == theirs.keys() and all(_is_near(mine[part], theirs[part]) for part in mine)
            if is_same and agreed >= 2 * ENOUGH:
                yield one, other


def _meeting(classes: list[_Class]) -> list[set[int]]:
    """Return of each class those that share a value or a fault with it: in a large class few of all pairs do."""
    sharing: dict[Any, set[int]] = defaultdict(set)
    for number, of in enumerate(classes):
        for shared in (*of.signs.items(), *of.faults, *of.among):
            sharing[shared].add(number)
    found: list[set[int]] = [set() for _ in classes]
    for numbers in sharing.values():
        for number in numbers:
            found[number] |= numbers - {number}
    return found


def _is_near(one: Signs, other: Signs) -> bool:
    agreed = _weight(_agreed(one, other))
    return agreed >= MOSTLY * (_weight(one) + _weight(other) - agreed)


def _agreed(one: Signs, other: Signs) -> Signs:
    return {place: sign for place, sign in one.items() if other.get(place) == sign}


def _weight(signs: Signs) -> float:
    return sum(WEIGHT[kind] for kind, _ in signs.values())


# ------------------------------------------------------------------------------------- answers with a further mistake


def _with_further_mistakes(classes: list[_Class], first: list[int]) -> dict[int, int]:
    """Return of each answer that stands alone and agrees with others in a whole part, or a fault, with whom most.

    The others are more, or have less that is wrong; none of them is given away itself.
    """
    roots = [_root(first, number) for number in range(len(classes))]
    size = Counter(root for root, of in zip(roots, classes, strict=True) for _ in of.answers)
    alone = [number for number, root in enumerate(roots) if size[root] == 1]
    given: dict[int, int] = {}
    meeting = _meeting(classes)
    for number in sorted(alone, key=lambda number: (-len(classes[number].signs), number)):
        of, known = classes[number], {*given.values()}
        if number in known:
            continue
        found = [
            (size[roots[other]] > 1, shared, size[roots[other]], -other)
            for other in meeting[number]
            if other not in given and (size[roots[other]] > 1 or _is_simpler(classes[other], of))
            if (shared := _shared(of, classes[other])) >= ENOUGH
        ]
        if found:
            given[number] = -max(found)[3]
    return given


def _is_simpler(base: _Class, of: _Class) -> bool:
    """Tell whether there is less wrong with one answer than with another one."""
    return len(base.signs) < len(of.signs) or len(base.among) < len(of.among)


def _shared(of: _Class, base: _Class) -> float:
    """Return how much an answer with perhaps several mistakes agrees with another one: in faults, or whole parts.

    Only checks that both fail are compared: of the others nothing is known.
    """
    shared = sum(weight for faults, weight in ((base.faults, 100.0), (base.among, 10.0)) if faults & of.among)
    both = {check_of(place) for place in of.signs} & {check_of(place) for place in base.signs}
    mine, theirs = (
        _by_part({place: sign for place, sign in each.signs.items() if check_of(place) in both}) for each in (of, base)
    )
    return shared + sum(_telling(mine[part]) for part in mine if mine[part] == theirs.get(part))


def _telling(signs: Signs) -> int:
    return sum(kind == "value" for kind, _ in signs.values())


def _by_part(signs: Signs) -> dict[str, Signs]:
    """Return signs by the part of the result that is wrong, over all checks."""
    found: dict[str, Signs] = defaultdict(dict)
    for place, sign in signs.items():
        found[part_of(place)][place] = sign
    return found
