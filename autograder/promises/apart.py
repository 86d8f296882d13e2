"""Judging a function apart from the learner's functions that it calls: one mistake costs its points once.

A function holds a promise as it is, or around *stand-ins* in the place of functions that it calls. None of these is the
answer, since they travel to the learner's side; they have the right shapes and answer to each of their inputs, so that
a function around them is right or wrong just as it is around the true ones. A mistake in the function itself shows in
every way.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from autograder.answer import Answer
from autograder.course_function import CourseFunction
from autograder.errors import Mismatch, NotAttempted

#: Which of the learner's functions a stand-in replaces, in each way in which a function may be judged.
Ways = tuple[dict[str, CourseFunction], ...]
Promise = Callable[[Answer], None]
Compare = Callable[[Any, Any], None]  # of what came and what is due
AROUND_ANOTHER = "(Your {} is not right yet, so this was tried around another one.)"


def expect_apart(promise: Promise, answer: Answer, ways: Ways, *, wrong: str = "") -> None:
    """Expect a promise of the answer in one of these ways.

    Args:
        promise: what is expected; it raises Mismatch where it does not hold.
        answer: the learner's function.
        ways: the first is the one that is told where none holds, so begin with {}, the answer as it is.
        wrong: a function that is known not to be right yet: then the way around its stand-in is told.
    """
    _expect_one([partial(promise, answer.with_stand_in(**way)) for way in ways], ways, wrong)


def expect_true_apart(
    compare: Compare, answer: Answer, truth: Answer, call: dict[str, Any], ways: Ways, *, wrong: str = ""
) -> None:
    """Expect `compare(got, want)` of one call as `expect_apart` does; the truth has the same stand-ins."""
    # The truth is asked in every way beforehand: it may be a recording, which is played back in order.
    wants = [truth.with_stand_in(**way)(**call) for way in ways]

    def attempt(way: dict[str, CourseFunction], want: Any) -> None:
        compare(answer.with_stand_in(**way)(**call), want)

    _expect_one([partial(attempt, way, want) for way, want in zip(ways, wants, strict=True)], ways, wrong)


def _expect_one(tries: list[Callable[[], None]], ways: Ways, wrong: str) -> None:
    failed: list[Mismatch | NotAttempted] = []
    for attempt in tries:
        try:
            return attempt()
        except (Mismatch, NotAttempted) as problem:
            failed.append(problem)
    told = next((problem for problem, way in zip(failed, ways, strict=True) if wrong in way), None)
    if isinstance(told, Mismatch):
        raise Mismatch(f"{told}\n{AROUND_ANOTHER.format(wrong)}", told.cause, told.part)
    raise next((problem for problem in failed if isinstance(problem, Mismatch)), failed[0])


def is_right(compare: Compare, own: Answer, truth: Answer, call: dict[str, Any]) -> bool:
    """Tell whether a function that the learner's answer calls is right in one call, its arguments left alone."""
    want = truth(**call)
    try:
        reply = own.attempt(**call)
        compare(own.read(reply), want)
    except (Mismatch, NotAttempted):
        return False
    return not reply.changed
