"""Judging apart: where the learner's own earlier function is right, as it is in the notebook, no stand-in is needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autograder.answer import Answer
from autograder.promises.apart import Ways, is_right
from autograder.promises.inputs import Call


def ways_around(
    name: str, around: Ways, compare: Callable[[Any, Any], None], answer: Answer, truth: Answer, call: Call
) -> tuple[Ways, str]:
    """Return the ways to judge an answer apart from a function, and its name where it is not right yet.

    Args:
        name: the function.
        around: the ways where it is wrong or missing. Else only the answer as it is counts, so that one that does
            the work of the function itself is recognised by what it says.
        compare: what is expected of the function.
        answer, truth: as a check has them.
        call: the arguments that the function is tried with.
    """
    right = is_right(compare, answer.own(name), truth.own(name), call)
    return (({},), "") if right else (around, name)
