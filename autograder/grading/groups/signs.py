"""What is wrong with what an answer returns, small enough to keep: on the public inputs, which are the same for all.

A sign is one part of one call that is not as the reference gives it. Only what came out of the sandbox and was compared
out here enters; texts of a learner's are kept as checksums.
"""

from __future__ import annotations

import functools
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, Literal, get_args

import numpy as np

from autograder.answer import Answer
from autograder.door import Door, PackedReply, Request
from autograder.errors import CourseError, NotAttempted
from autograder.evaluate import PUBLIC_SEED, attempted
from autograder.exercise import Check, Exercise
from autograder.fingerprint import brief, fingerprint, same
from autograder.reference import Reference
from autograder.remembered import Truth
from autograder.reply import Reply

#: value: numbers that do not come out by chance. plain: a yes, a word, few whole numbers, one number throughout.
#: raised, unraised: an exception, and none where one is due. changed: changed arguments. fails: a check that fails
#: though all that came back is right.
Kind = Literal["value", "plain", "raised", "unraised", "changed", "fails"]
KINDS = get_args(Kind)
#: Where ("check.call.part"), what kind of thing, a checksum of its structure, and a sketch of its numbers.
Sign = tuple[str, Kind, str, Any]

MOST_CALLS = 6  # with a wrong value, of one part in one check
MOST_SIGNS = 60  # of one answer
LONGEST_READ = 300  # letters of the message of an exception
MOST_LOOKED_AT = 10_000  # numbers of an array
MANY = 8  # numbers or texts
SMALL = 60  # a denominator up to which a fraction is one that turns up anywhere


def signs_of(door: Door, exercise: Exercise) -> list[Sign]:
    """Return what is wrong with the answer behind a door, check by check, on the public inputs.

    Around a stand-in for a function that it calls, an answer is wrong by itself: then nothing else counts.
    """
    found: list[Sign] = []
    for number, check in enumerate(exercise.checks):
        truth, asked_too = _truths(exercise, check)
        both = _Both(door, asked_too.answer(), exercise.name)
        answer = Answer(both, exercise)
        problem = attempted(exercise, check, answer, truth.answer(), PUBLIC_SEED)
        if isinstance(problem, CourseError):
            raise problem
        if problem is None or isinstance(problem, NotAttempted):
            continue
        own = list(_of_check(str(number), answer, both.due))
        found += own or [(str(number), "fails", _checksum(str(problem).partition(", at line ")[0]), None)]
    return found[:MOST_SIGNS]


def read_signs(data: Sequence[Any]) -> tuple[Sign, ...]:
    """Return signs as they were written to results.json; raise TypeError or ValueError where they were not."""
    found = []
    for place, kind, form, sketch in data:
        if kind not in KINDS or not isinstance(sketch, (list, type(None))):
            raise ValueError(f"{kind!r} is no kind of sign")
        found.append((str(place), kind, str(form), sketch))
    return tuple(found)


@functools.lru_cache(maxsize=512)
def _truths(exercise: Exercise, check: Check) -> tuple[Truth, Truth]:
    """Return the truth of a check, and that of the calls that it makes to an answer, for all who are looked at."""
    return Truth(Reference().door(exercise), exercise), Truth(Reference().door(exercise), exercise)


class _Both:
    """A door to an answer that has the reference make the same calls.

    Attributes:
        due: what the reference gave at each call that the answer replied to, in the form that is compared.
    """

    def __init__(self, door: Door, truth: Answer, name: str) -> None:
        self._door, self._truth, self._name = door, truth, name
        self.due: list[tuple[dict[str, Any], Reply]] = []

    def ask(self, request: Request) -> list[PackedReply]:
        """Make the calls of a request on both sides; return the replies of the answer."""
        replies = self._door.ask(request)
        if request["function"] == self._name:
            for packed in self._truth.door.ask(request):
                reply = Reply.read(packed)
                self.due.append((self._truth.compared(reply), reply))
        return replies


def _of_check(number: str, answer: Answer, due: list[tuple[dict[str, Any], Reply]]) -> Iterator[Sign]:
    calls = enumerate(zip(answer.transcript, answer.replies, due, strict=False))
    wrong = [
        (call, bool(mine.get("around")), sign)
        for call, (mine, reply, right) in calls
        if isinstance(mine, dict)
        for sign in _of_call(mine, reply, right, answer)
    ]
    is_apart = any(around for _, around, _ in wrong)
    kept = Counter[str]()
    for call, around, (part, kind, form, sketch) in wrong:
        kept[part] += around or not is_apart
        if (around or not is_apart) and kept[part] <= MOST_CALLS:
            yield f"{number}.{call}.{part}", kind, form, sketch


def _of_call(mine: dict[str, Any], reply: Reply, right: tuple[dict[str, Any], Reply], answer: Answer) -> Iterator[Sign]:
    due, of_due = right
    if reply.raised or of_due.raised:
        if not of_due.raised and reply.raised:
            yield "", "raised", _checksum(reply.raised.types[0]) + _checksum(reply.raised.message[:LONGEST_READ]), None
        elif not reply.raised:
            structure, _ = brief(answer.compared(reply) or {"unread": type(reply.value).__name__})
            yield "", "unraised", structure, None
        return
    told, values = mine.get("value"), answer.compared(reply) or {"unread": reply.value}
    if set(reply.changed) != set(of_due.changed):
        yield "changed", "changed", _checksum(str(reply.changed)), None
    if isinstance(told, dict) and told.keys() == values.keys():
        rights = {part: print_of for part, _, print_of in _parts(due, {name: fingerprint(due[name]) for name in due})}
        for part, value, print_of in _parts(values, told):
            if part not in rights or not same(print_of, rights[part]):
                structure, sketch = brief(value)
                yield part, "value" if is_telling(value) else "plain", structure, sketch


def _parts(values: dict[str, Any], prints: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """Yield the parts of a result, those of a dict one by one: name, value, fingerprint."""
    for name, value in values.items():
        told = prints[name]
        if isinstance(value, dict) and isinstance(told, dict) and {*map(str, value)} == told.keys():
            for key, item in value.items():
                yield f"{name}/{key}"[:40], item, told[str(key)]
        else:
            yield name, value, told


def is_telling(value: Any) -> bool:
    """Tell whether a value is one that two programs do not both return by chance.

    That is a number with many digits, three numbers or texts that differ, or many of which two do; nothing that is the
    same throughout.
    """
    numbers, texts = np.concatenate([np.zeros(0), *_numbers(value)]), list(_texts(value))
    numbers = numbers[np.isfinite(numbers)]
    count, differ = numbers.size + len(texts), np.unique(numbers).size + len(set(texts))
    if count > 1 and (differ == 1 or differ > 2 or count >= MANY):
        return bool(differ > 1)
    return any(abs(Fraction(each).limit_denominator(SMALL) - Fraction(each)) > 1e-9 for each in numbers.tolist())


def _numbers(value: Any) -> Iterator[np.ndarray]:
    if isinstance(value, (list, tuple, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _numbers(item)
    elif isinstance(value, (bool, int, float, complex, np.generic, np.ndarray)):
        array = np.asarray(value)
        if array.dtype.kind in "biufc":
            some = array.flat[:MOST_LOOKED_AT]
            yield (np.abs(some) if array.dtype.kind == "c" else some).astype(np.float64)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from map(str, value)
        yield from _texts(list(value.values()))
    elif isinstance(value, (list, tuple)):
        for item in value[:MOST_LOOKED_AT]:
            yield from _texts(item)


def check_of(place: str) -> str:
    """Return the number of the check in the place of a sign."""
    return place.partition(".")[0]


def part_of(place: str) -> str:
    """Return the part of the result in the place of a sign."""
    return place.split(".", 2)[-1]


def _checksum(text: str) -> str:
    return f"{zlib.crc32(text.encode('utf-8', 'replace')):08x}"
