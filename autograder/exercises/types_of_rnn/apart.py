"""Judging apart: where the learner's own earlier function is right, as it is in the notebook, no stand-in is needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autograder.answer import Answer
from autograder.promises.apart import Ways, holds
from autograder.promises.inputs import Call


def ways_around(
    name: str, around: Ways, compare: Callable[[Any], None], answer: Answer, call: Call
) -> tuple[Ways, str]:
    """Return the ways to judge an answer apart from a function, and its name where it is not right yet.

    Args:
        name: the function.
        around: the ways where it is wrong or missing. Else only the answer as it is counts, so that one that does
            the work of the function itself is recognised by what it says.
        compare: what is expected of what the function returns; it raises Mismatch where that does not hold.
        answer: as a check has it.
        call: the arguments that the function is tried with.
    """
    return (({},), "") if holds(compare, answer.own(name), call) else (around, name)
