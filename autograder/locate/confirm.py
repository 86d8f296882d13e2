"""Whether a name that rests on an exception is that of the fault that was found.

Many mistakes raise the same exception, so an answer that raises as a registered mistake does may be wrong for another
reason. Where both were located, what is due at the one is held against what is due at the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from autograder.exercise import Check, Exercise
from autograder.locate.faults import VALUES
from autograder.locate.told import RAISED
from autograder.verdict import Outcome, Verdict


class KnowsFaults(Protocol):
    """Knowledge of where the registered mistakes go wrong."""

    def faults(self, exercise: Exercise, check: Check, name: str) -> tuple[str, ...]:
        """Return the faults of a registered mistake in a check; () where they are not known."""
        ...


def rests_on_exception(outcome: Outcome) -> bool:
    """Tell whether a mistake is named since an answer raises as it does: all that came before was right."""
    return bool(outcome.misconception and RAISED.match(outcome.message))


def with_confirmed_names(verdict: Verdict, exercise: Exercise, knowledge: KnowsFaults) -> Verdict:
    """Return a verdict without the names that rest on an exception and are those of another fault."""
    checks = {check.name: check for check in exercise.checks}
    outcomes = [
        replace(outcome, cause="", misconception="")
        if rests_on_exception(outcome) and _is_elsewhere(outcome, exercise, checks[outcome.check], knowledge)
        else outcome
        for outcome in verdict.outcomes
    ]
    return replace(verdict, outcomes=tuple(outcomes))


def _is_elsewhere(outcome: Outcome, exercise: Exercise, check: Check, knowledge: KnowsFaults) -> bool:
    mine = due(outcome.faults)
    theirs = due(knowledge.faults(exercise, check, outcome.misconception)) if mine else set()
    return bool(mine and theirs) and not mine & theirs


def due(faults: Iterable[str]) -> set[str]:
    """Return the values that are due at some faults, see `autograder.locate.faults`."""
    return {fault.split(":")[2] for fault in faults if fault.startswith(f"{VALUES}:")}
