"""Writing down the values of expressions of right answers, for `locate` where the answers are withheld.

They are numbers, texts, and lists and dicts of these, without names, in an order that tells nothing.
"""

from __future__ import annotations

import functools
import json
import random
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.exercise import Check
from autograder.fingerprint import same
from autograder.locate.answers import LiveRights, has_chance
from autograder.locate.pool import MOST_TIMES, Pool
from autograder.locate.recorded import Data, given_and_lengths, print_of
from autograder.locate.values import digest, is_number_like, is_plain
from autograder.locate.watched import Call, StandIns
from autograder.locate.written import ALL_BYTES, KEPT_BYTES, Writer, compressed, form_of, packed

MOST_BYTES = 72_000  # of the values of one exercise, compressed and as text
Asked = tuple[Call, StandIns]
Spot = tuple[int, int]  # which answer, which expression


@dataclass(frozen=True)
class _Seen:
    """What one expression of a right answer takes at one call.

    Attributes:
        place: which of the things that are given it reads; None where it reads none.
        earlier: it stands within one of the earlier functions that are judged by themselves.
    """

    spot: Spot
    leaf: bool
    use: str
    values: list[Any]
    digest: Any
    place: int | None
    earlier: bool


@dataclass(eq=False)
class _Called:
    """One call: what it is found again by, and the right values at it."""

    asked: Any
    call: Call
    pool: Pool
    rights: LiveRights
    _seen: dict[int, list[_Seen]] = field(default_factory=dict)

    @functools.cached_property
    def given(self) -> list[Any]:
        """What is given, and the lengths of its axes."""
        return given_and_lengths(self.call)

    @functools.cached_property
    def _places(self) -> dict[Any, int]:
        found: dict[Any, int] = {}
        for place, value in enumerate(self.given):
            found.setdefault((digest([value]) or [None])[0], place)
        return found

    def seen(self, answer: int) -> list[_Seen]:
        """Return what the expressions of an answer take that can be written down."""
        if answer not in self._seen:
            values, is_earlier = self.pool.seen(answer), self.rights.is_earlier
            varies = any(_has_set_of_texts(value) for _, _, each in values.values() for value in each)
            self._seen[answer] = [
                _Seen((answer, spot), leaf, use, each, told, self._places.get(told[0]), is_earlier(answer, spot))
                for spot, (leaf, use, each) in values.items()
                if _can_be_kept(each, varies) and (told := digest(each)) is not None
            ]
        return self._seen[answer]


def as_data(rights: LiveRights, asked: list[tuple[Check, list[Asked]]]) -> Data | None:
    """Return the right values at these calls of each check as JSON-able data; None where nothing can be recorded.

    Where they take too many bytes, first those of other right answers are left out, then what happens within earlier
    functions that are called, then whole checks, promises first: of a check of which not every call is known nothing
    could be proven.
    """
    checks = _recordable(rights, asked)
    for with_earlier in (True, False):
        if data := _growing(_joined(checks), rights.answers, with_earlier):
            return data
    kept: list[list[_Called]] = []
    data = None
    for check in checks:
        more = _laid_out(_joined([*kept, check]), 1, False)
        if more and _size(more) <= MOST_BYTES:
            kept, data = [*kept, check], more
    return data


def _growing(calls: list[_Called], answers: int, with_earlier: bool) -> Data | None:
    """Return the values of as many answers as there is room for; None where there is none for the first."""
    data = None
    for some in range(1, answers + 1):
        more = _laid_out(calls, some, with_earlier)
        if more is None or _size(more) > MOST_BYTES:
            break
        data = more
    return data


def _size(data: Data) -> int:
    return len(data["about"]) + len(data["numbers"])


# ------------------------------------------------------------------------------------------------------ the calls


def _recordable(rights: LiveRights, asked: list[tuple[Check, list[Asked]]]) -> list[list[_Called]]:
    """Return the calls of the checks of which all can be found again and written down, those of values first."""
    checks: list[list[_Called]] = []
    known: list[_Called] = []
    for _, calls in sorted(asked, key=lambda each: each[0].is_promise):
        found = [_called(rights, call, stand_ins, known) for call, stand_ins in calls]
        complete = [each for each in found if each]
        known += [each for each in complete if each not in known]
        checks += [complete] if complete and len(complete) == len(found) else []
    return checks


def _called(rights: LiveRights, call: Call, stand_ins: StandIns, known: list[_Called]) -> _Called | None:
    mine = None if has_chance(call) else print_of(call, stand_ins)
    if mine is None:
        return None
    if before := next((each for each in known if same(each.asked, mine)), None):
        return before
    pool = rights.pool(call, stand_ins)
    if pool is None or any(form_of(part) is None for part in pool.parts.values()) or pool.is_vain:
        return None
    return _Called(mine, call, pool, rights)


def _joined(checks: list[list[_Called]]) -> list[_Called]:
    """Return the calls of several checks, each once."""
    return [*dict.fromkeys(called for check in checks for called in check)]


# ------------------------------------------------------------------------------------------------ the expressions


def _chosen(calls: list[_Called], answers: int, with_earlier: bool) -> tuple[list[list[_Seen]], list[set[str]]]:
    """Return the expressions whose values are kept, and what is done with each of the things that are given.

    Expressions that take the same values at every call are kept as one: each is what these take at a first call.
    """
    taken: dict[Spot, list[tuple[int, _Seen]]] = {}
    for number, called in enumerate(calls):
        for each in (each for answer in range(answers) for each in called.seen(answer)):
            if with_earlier or not each.earlier:
                taken.setdefault(each.spot, []).append((number, each))
    uses_of_given: list[set[str]] = [set() for _ in calls[0].given]
    alike: dict[Any, list[_Seen]] = {}
    for at_calls in taken.values():
        first = at_calls[0][1]
        if {each.place for _, each in at_calls} == {first.place} and first.place is not None:
            uses_of_given[first.place : first.place + 1] = [uses_of_given[first.place] | {first.use}]
        elif not all(_is_bare(each.values) for _, each in at_calls):
            alike.setdefault(tuple((number, each.digest) for number, each in at_calls), []).append(first)
    kept = [*alike.values()]
    random.Random(len(kept)).shuffle(kept)
    return kept, uses_of_given


def _can_be_kept(values: list[Any], varies: bool) -> bool:
    """Tell whether values can be written down, and are the same in each process."""
    if not 0 < len(values) <= MOST_TIMES or any(form_of(value) is None for value in values):
        return False
    return not varies or (len(values) == 1 and is_number_like(values[0]) and np.size(values[0]) == 1)


def _has_set_of_texts(value: Any) -> bool:
    if isinstance(value, (set, frozenset)):
        return any(not isinstance(item, (int, float, np.generic)) for item in value)
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    return any(map(_has_set_of_texts, inner))


def _is_bare(values: list[Any]) -> bool:
    """Tell whether values are arrays of one number throughout: what zeros are put into tells nothing."""
    return all(isinstance(value, np.ndarray) and value.size > 1 for value in values) and is_plain(values)


# --------------------------------------------------------------------------------------------------- written down


def _laid_out(calls: list[_Called], answers: int, with_earlier: bool) -> Data | None:
    """Return the values of so many right answers at these calls; None where there is no call."""
    if not calls:
        return None
    kept, uses_of_given = _chosen(calls, answers, with_earlier)
    numbers, entries, at = [np.zeros(0)], list[Data](), 0
    for called in calls:
        writer = Writer(called.given)
        values = {each.spot: each.values for answer in range(answers) for each in called.seen(answer)}
        parts = {name: writer.form(part) for name, part in called.pool.parts.items()}
        seen = [[writer.form(value) for value in values.get(same[0].spot, [])] for same in kept]
        entries.append({"asked": called.asked, "at": at, "parts": parts, "seen": seen})
        numbers += writer.new
        at += sum(each.size for each in writer.new)
    about = {
        "calls": entries,
        "leaves": [int(any(each.leaf for each in same)) for same in kept],
        "uses": [sorted({each.use for each in same}) for same in kept],
        "given": [sorted(uses) for uses in uses_of_given],
    }
    # What a function that is given returns may be subtracted from what it returns nearby: that takes all digits.
    is_exact = any(callable(each) for called in calls for each in called.given)
    bytes_kept = ALL_BYTES if is_exact else KEPT_BYTES
    told = json.dumps(about, ensure_ascii=False, separators=(",", ":"))
    return {
        "about": compressed(told.encode()),
        "numbers": packed(np.concatenate(numbers), bytes_kept),
        "kept": bytes_kept,
    }
