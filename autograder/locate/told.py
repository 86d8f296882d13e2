"""What a learner was told of a check that fails, and whether a rewritten function fails it in the same way."""

from __future__ import annotations

import re

from autograder.evaluate import LONGEST_SAID
from autograder.verdict import Outcome

RAISED = re.compile(r"Calling \w+ raised (\w+)")


def is_as_told(problem: Exception, outcome: Outcome) -> bool:
    """Tell whether the rewritten function fails a check just as the learner's did."""
    raised, told = RAISED.match(str(problem)), RAISED.match(outcome.message)
    if raised or told:
        return bool(raised and told and raised[1] == told[1])
    return str(problem)[:LONGEST_SAID] == outcome.message
