"""Calls that the checks make, with what is true of them: what anything inside would have to answer."""

from __future__ import annotations

import json
from typing import Any

from autograder.answer import Answer
from autograder.door import Door, PackedReply, Request
from autograder.evaluate import generator_for
from autograder.exercise import Check, Exercise
from autograder.reference import Reference

SEED = 14


class Answered(BaseException):
    """The first call was made; nothing that a check could catch."""


class FirstCall:
    """A door that lets one call through."""

    def __init__(self, door: Door) -> None:
        self.door = door

    def ask(self, request: Request) -> list[PackedReply]:
        """Make the first call and go no further."""
        (reply,) = self.door.ask(request | {"calls": request["calls"][:1]})
        raise Answered(request["calls"][0], reply)


def call_of(exercise: Exercise) -> dict[str, Any]:
    """Return the first call of one of its checks, and what the reference answers; that with the most to say."""
    calls = [call for check in exercise.checks if not check.is_promise for call in _first_call(exercise, check)]
    return max(calls, key=lambda call: len(json.dumps(call["value"])))


def _first_call(exercise: Exercise, check: Check) -> list[dict[str, Any]]:
    known = Reference()
    answer = Answer(FirstCall(known.door(exercise)), exercise)
    try:
        check.run(answer, known.truth(exercise, check), generator_for(exercise, check, SEED))
    except Answered as answered:
        (args, kwargs), reply = answered.args
        return [{"args": args, "kwargs": kwargs, "value": reply["value"]}] if "value" in reply else []
    return []
