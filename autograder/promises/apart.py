"""Judging a function apart from the learner's functions that it calls: one mistake costs its points once.

A function holds a promise as it is, or around *stand-ins* in the place of functions that it calls. None of these is the
answer, since they travel to the learner's side; they have the right shapes and answer to each of their inputs, so that
a function around them is right or wrong just as it is around the true ones. A mistake in the function itself shows in
every way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from autograder.answer import Answer
from autograder.course_function import CourseFunction
from autograder.errors import Mismatch, NotAttempted
from autograder.fingerprint import same

#: Which of the learner's functions a stand-in replaces, in each way in which a function may be judged.
Ways = tuple[dict[str, CourseFunction], ...]
Promise = Callable[[Answer], None]
Compare = Callable[[Any, Any, dict[str, Any]], None]  # of what came, what is due, and the call
AROUND_ANOTHER = "(Your {} is not right yet, so this was tried with another one.)"


def expect_apart(promise: Promise, answer: Answer, ways: Ways, *, wrong: str | None = None) -> None:
    """Expect a promise of the answer in one of these ways.

    Args:
        promise: what is expected; it raises Mismatch where it does not hold.
        answer: the learner's function.
        ways: the first is the one that is told where none holds, so begin with {}, the answer as it is.
        wrong: a function that is known not to be right yet: then the way around its stand-in is told. "" where it is
            known to be right: then nothing is said of a stand-in. None where neither is known.
    """
    _expect_one([partial(promise, answer.with_stand_in(**way)) for way in ways], answer, ways, wrong)


def expect_true_apart(
    compare: Compare,
    answer: Answer,
    truth: Answer,
    calls: list[dict[str, Any]],
    ways: Ways,
    *,
    wrong: str | None = None,
) -> None:
    """Expect `compare(got, want, call)` of each call as `expect_apart` does; the truth has the same stand-ins."""
    # The truth is asked in every way beforehand: it may be a recording, which is played back in order.
    wants = [truth.with_stand_in(**way).each(calls) for way in ways]

    def attempt(way: dict[str, CourseFunction], dues: Sequence[Any]) -> None:
        for got, want, call in zip(answer.with_stand_in(**way).each(calls), dues, calls, strict=True):
            compare(got, want, call)

    tries = [partial(attempt, way, dues) for way, dues in zip(ways, wants, strict=True)]
    _expect_one(tries, answer, ways, wrong)


def _expect_one(tries: Sequence[Callable[[], None]], answer: Answer, ways: Ways, wrong: str | None) -> None:
    failed: list[Mismatch | NotAttempted] = []
    said: list[list[Any]] = []  # what the answer said in each way
    for attempt, way in zip(tries, ways, strict=True):
        before = len(answer.transcript)
        try:
            attempt()
        except (Mismatch, NotAttempted) as problem:
            failed.append(problem)
            said.append(answer.transcript[before:])
        else:
            if wrong is None or wrong in way:  # what is right is never blamed for what its caller does
                answer.around.update({name: str(failed[0]) for name in way})
            return
    told = next((i for i, way in enumerate(ways) if wrong in way), 0)
    if (
        told and isinstance(failed[told], Mismatch) and not same(*map(_values, (said[told], said[0])))
    ):  # it does call what is wrong
        raise Mismatch(f"{failed[told]}\n{AROUND_ANOTHER.format(wrong)}", getattr(failed[told], "cause", None))
    raise next((problem for problem in failed if isinstance(problem, Mismatch)), failed[0])


@dataclass
class Footing:
    """What is right in a function, so that a check can go on from there: what is wrong is charged elsewhere.

    Around a stand-in no less may be right than in the answer as it is: else an answer that calls nothing would have
    less to fear from a check in that way, and pass it.
    """

    ways: list[set[str]] = field(default_factory=list)

    def begin(self) -> None:
        """Begin another way; the first is the answer as it is."""
        self.ways.append(set())

    def holds(self, name: str, right: bool) -> bool:
        """Note and return whether something is right; raise Mismatch where it is right in the first way alone."""
        if right:
            self.ways[-1].add(name)
        elif name in self.ways[0]:
            raise Mismatch("With another function it is not right.")
        return right


def is_right(compare: Callable[[Any, Any], None], own: Answer, truth: Answer, call: dict[str, Any]) -> bool:
    """Tell whether a function that the learner's answer calls is right in one call, its arguments left alone."""
    want = truth(**call)
    return holds(lambda got: compare(got, want), own, call)


def holds(compare: Callable[[Any], None], own: Answer, call: dict[str, Any]) -> bool:
    """Tell whether what a learner's function returns in one call is as expected, its arguments left alone."""
    try:
        reply = own.attempt(**call)
        compare(own.read(reply))
    except (Mismatch, NotAttempted):
        return False
    return not reply.changed


def _values(said: list[Any]) -> list[Any]:
    return [entry.get("value") if isinstance(entry, dict) else entry for entry in said]
