"""Why an answer is wrong: the known mistake that answers alike."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from autograder.fingerprint import LONGEST_TRANSCRIPT, same, values_in

Choice = Callable[[list[Any]], list[Any]]  # which entries of a transcript are compared


@dataclass(frozen=True)
class Mistake:
    """A registered misconception and what it answers in one check, as fingerprints."""

    name: str
    says: str
    transcript: list[Any]


def matching_mistakes(
    transcript: list[Any], mistakes: Iterable[Mistake], *, part: str | None = None, crashed: bool = False
) -> list[Mistake]:
    """Return the mistakes that gave the same answers to the same calls, in all parts or in this one.

    Where a function that is called is wrong too, what was answered around a stand-in for it decides. Exceptions alone
    match nothing: many mistakes raise the same one. Neither do words and verdicts beside one, which are few-valued.

    Args:
        transcript: what was answered, as fingerprints.
        mistakes: those that are known.
        part: the part that is compared, if not all of them. Then what a sentence says of another part holds there too.
        crashed: an exception is why the check failed.
    """
    known, is_cut = list(mistakes), _is_full(transcript)
    if found := _matching(transcript, known, part, crashed, is_cut):
        return found
    asked = _as_asked(transcript, known)
    return [] if asked == transcript else _matching(asked, known, part, crashed, is_cut)


def _matching(
    transcript: list[Any], known: list[Mistake], part: str | None, crashed: bool, is_cut: bool
) -> list[Mistake]:
    for chosen in (_everything, *_ways(transcript)):
        seen = _only(part, chosen(transcript))
        if _tells(seen, crashed):
            found = [each for each in known if _answers_alike(each.transcript, transcript, part, chosen, is_cut)]
            if chosen is not _everything:
                found = [mistake for mistake in found if not _agrees_alone(mistake, transcript)]
            if part:
                found = [mistake for mistake in found if _is_true_of_other_parts(mistake, transcript, is_cut)]
            if found:
                return found
    return []


def _as_asked(transcript: list[Any], mistakes: list[Mistake]) -> list[Any]:
    """Return a transcript without what few known mistakes return: more than was asked for is no mistake."""
    return [
        {**entry, "value": _known_part(entry["value"], [_value(each) for each in others])}
        if isinstance(entry, dict) and "value" in entry
        else entry
        for entry, *others in itertools.zip_longest(transcript, *(each.transcript for each in mistakes))
    ][: len(transcript)]


def _known_part(value: Any, others: list[Any]) -> Any:
    """Return a dict with those keys alone that most of the others have, and so on within it."""
    dicts = [each for each in others if isinstance(each, dict)]
    if not isinstance(value, dict) or not any(value.keys() & each.keys() for each in dicts):
        return value
    within = {key: [each[key] for each in dicts if key in each] for key in value}
    return {key: _known_part(value[key], found) for key, found in within.items() if 2 * len(found) >= len(dicts)}


def _answers_alike(known: list[Any], transcript: list[Any], part: str | None, chosen: Choice, is_cut: bool) -> bool:
    """Tell whether two transcripts say the same, as far as both go: each ends where it holds enough values.

    An answer that returns more than it needs to, such as further keys, holds them after fewer calls: `is_cut`.
    """
    if len(known) != len(transcript) and _is_full(known) and is_cut:
        calls = min(len(known), len(transcript))
        known, transcript = known[:calls], transcript[:calls]
    mine = _only(part, chosen(transcript))
    return bool(mine) and same(_only(part, chosen(known)), mine)  # what is cut off may have been all that was chosen


def _is_full(transcript: list[Any]) -> bool:
    return sum(map(values_in, transcript)) >= LONGEST_TRANSCRIPT


def _agrees_alone(mistake: Mistake, transcript: list[Any]) -> bool:
    """Tell whether an answer and a mistake say the same somewhere without a stand-in.

    Then the functions that the answer calls are right, and what it says around a stand-in explains nothing: there may
    be nothing wrong in it.
    """
    pairs = zip(mistake.transcript, transcript, strict=False)
    return any(not _around(entry) and _has_numbers(_value(entry)) and same(known, entry) for known, entry in pairs)


def _value(entry: Any) -> Any:
    return entry.get("value") if isinstance(entry, dict) else None


def without_changes(transcript: list[Any]) -> list[Any]:
    """Return a transcript without what each call did to its arguments: the values may have a reason of their own."""
    return [
        {key: value for key, value in entry.items() if key != "changed"} if isinstance(entry, dict) else entry
        for entry in transcript
    ]


def _tells(seen: list[Any], crashed: bool) -> bool:
    """Tell whether a transcript says enough to recognise a mistake by it."""
    raised = {entry["raised"] for entry in seen if isinstance(entry, dict) and "raised" in entry}
    if crashed and raised - {"AssertionError"} and not any(map(_has_numbers, seen)):
        return False
    return any(_is_value(entry) for entry in seen)


def _has_numbers(whole: Any) -> bool:
    if isinstance(whole, dict):
        return any(map(_has_numbers, whole.values()))
    of_numbers = isinstance(whole, list) and len(whole) == 3 and whole[0] in ("i", "u", "f", "c")
    return of_numbers or (isinstance(whole, list) and any(map(_has_numbers, whole)))


def _is_true_of_other_parts(mistake: Mistake, transcript: list[Any], is_cut: bool) -> bool:
    """Tell whether the parts that a sentence names are all as they are with the mistake."""
    names = {name for entry in transcript for name in _names_in(entry) if len(name) > 1 and name in mistake.says}
    named = [name for name in names if re.search(rf"\b{re.escape(name)}\b", mistake.says)]
    return all(_answers_alike(mistake.transcript, transcript, name, _everything, is_cut) for name in named)


def _names_in(entry: Any) -> Iterator[str]:
    value = _value(entry)
    for name, item in value.items() if isinstance(value, dict) else ():
        yield name
        if isinstance(item, dict):
            yield from item


def _everything(transcript: list[Any]) -> list[Any]:
    return transcript


def _ways(transcript: list[Any]) -> list[Choice]:
    """Return a choice for each set of stand-ins around which something was answered: the answers around these alone."""
    ways = {tuple(_around(entry)): None for entry in transcript if _around(entry)}
    return [lambda of, way=way: [entry for entry in of if tuple(_around(entry)) == way] for way in ways]  # type: ignore[misc]


def _around(entry: Any) -> list[str]:
    return list(entry.get("around", [])) if isinstance(entry, dict) else []


def said_of(known: list[Mistake]) -> str:
    """Return what a learner is told of the mistakes that match: of the first, and whether it is the only one."""
    others = [mistake for mistake in known[1:] if mistake.says != known[0].says]
    if others:
        return f"This fits when {known[0].says} It would also fit when {others[0].says}"
    return f"This is exactly what comes out when {known[0].says}"


def _is_value(entry: Any) -> bool:
    return not (isinstance(entry, dict) and "raised" in entry) and entry != "took too long"


def _only(part: str | None, transcript: list[Any]) -> list[Any]:
    return [_part_of(entry, part) for entry in transcript] if part else transcript


def _part_of(entry: Any, part: str) -> Any:
    """Return one part of what was returned, perhaps from a dict among the parts; where there is none, all of it.

    "forward.dWax" is the entry dWax of the dict forward; where "dWax" alone is asked for, the first one is taken.
    """
    value = _value(entry)
    whole, _, name = part.rpartition(".")
    insides = (value, *value.values()) if isinstance(value, dict) else ()
    for inside in (value.get(whole),) if whole and isinstance(value, dict) else insides:
        if isinstance(inside, dict) and name in inside:
            return inside[name]
    return entry
