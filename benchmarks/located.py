"""What is said of where one answer goes wrong, and how long that takes: shared by what measures it."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from statistics import median, quantiles
from typing import Any

from autograder.authoring.course import ROOT
from autograder.check import knowledge_here
from autograder.door import LocalDoor
from autograder.evaluate import PUBLIC_SEED, evaluate_behind
from autograder.exercise import Exercise
from autograder.locate.confirm import with_confirmed_names
from autograder.locate.locate import locate
from autograder.reference import Reference
from autograder.verdict import Verdict

LINE = re.compile(r"\bline (\d+)", re.IGNORECASE)


class Quick:
    """Truth and names from a recording, right values from the reference: what is said is the same, and sooner."""

    def __init__(self, exercise: Exercise) -> None:
        self._recording = knowledge_here(exercise, ROOT / "notebooks" / exercise.lesson)
        self.truth, self.mistakes = self._recording.truth, self._recording.mistakes
        self.rights, self.faults = Reference().rights, Reference().faults


def knowledge_of(exercise: Exercise, recorded: bool) -> Any:
    """Return what is known of an exercise: as where the answers are withheld, or with them."""
    return knowledge_here(exercise, ROOT / "notebooks" / exercise.lesson) if recorded else Quick(exercise)


def judged(exercise: Exercise, namespace: dict[str, Any], known: Any, seconds: list[float]) -> tuple[Verdict, str]:
    """Return the verdict on an answer as `check` gives it, and what is said first of where it goes wrong.

    `known` knows what `autograder.check.Knows` lists.
    """
    verdict = evaluate_behind(LocalDoor(namespace, seconds=2.0), exercise, known)
    known.rights(exercise)  # rewritten once for all calls of `check`
    started = time.process_time()
    found = locate(verdict, exercise, namespace[exercise.name], known, PUBLIC_SEED)
    seconds.append(time.process_time() - started)
    outcomes = [
        replace(each, location=found[each.check].says, faults=found[each.check].faults) if each.check in found else each
        for each in verdict.outcomes
    ]
    verdict = with_confirmed_names(replace(verdict, outcomes=tuple(outcomes)), exercise, known)
    return verdict, next((each.location for each in outcomes if each.location), "")


def told_times(seconds: list[float]) -> str:
    """Return the middle and the high end of these times."""
    p95 = quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]
    return f"median {median(seconds):.2f} s, p95 {p95:.2f} s, most {max(seconds):.2f} s"
