"""What a check expects of memory and of chance: what comes back is new, and what is drawn comes from the generator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from autograder.answer import Answer
from autograder.errors import Mismatch
from autograder.notation import in_words


def expect_new(answer: Answer, *args: Any, **kwargs: Any) -> None:
    """Call the answer and expect nothing of what it returns to be one of its arguments, or a view of one."""
    reply = answer.attempt(*args, **kwargs)
    answer.read(reply)
    if reply.shares:
        raise Mismatch(
            f"What came back is in part the caller's own {' and '.join(reply.shares)}.",
            "Whoever changes the one later changes the other too: return new arrays, even where nothing else is new.",
        )


def expect_fresh(answer: Answer, calls: Sequence[dict[str, Any]]) -> None:
    """Make these calls and expect none to return an array, a list or a dict that the call before has returned."""
    for reply in answer.attempt_each(calls):
        answer.read(reply)
        if reply.again:
            raise Mismatch(
                "Two calls, one after the other, returned the same thing, or two views of it.",
                "What the first one returned changes with the second: make it within the function, anew in each call.",
            )


def expect_own_arrays(answer: Answer, names: tuple[str, ...], *args: Any, **kwargs: Any) -> None:
    """Call the answer and expect these keys of the dict that it returns to lead each to an array of its own."""
    reply = answer.attempt(*args, **kwargs)
    answer.read(reply)
    twins = [name for name in names if name in reply.twins]
    if len(twins) > 1:
        raise Mismatch(
            f"{in_words(twins)} share their memory.",
            "Whoever updates one of them in place, as `-=` does, updates the others too: make a new array for each.",
        )


def expect_decided_by_rng(same: bool, says: str) -> None:
    """Expect that two generators in the same state gave the same; `says` tells what did not come out."""
    if not same:
        raise Mismatch(
            says,
            "Something else than rng decides as well: NumPy's global generator, Python's random, a generator made "
            "anew, or what an earlier call has left.",
        )


def expect_drawn(answer: Answer, *args: Any, **kwargs: Any) -> None:
    """Call the answer and expect it to draw from each generator that it is given, and not from a copy of one."""
    reply = answer.attempt(*args, **kwargs)
    answer.read(reply)
    if reply.unused:
        raise Mismatch(
            f"Nothing was drawn from {' and '.join(reply.unused)} itself: the next call with it would draw the same.",
            "A copy of a generator, or another one made from its state, leaves the one that was handed in as it is.",
        )
