"""Where wrong functions go wrong, for the feedback page: said by the learner's own process, so no word of it counts.

It is asked for when every cell has run and every score stands. What comes back is bounded, made plain text, and kept
only for checks that fail here as well.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from autograder.exercise import Exercise
from autograder.grading.judge.learner import LearnersProcess
from autograder.grading.judge.public import PublicInputs
from autograder.grading.limits import Limits
from autograder.grading.pages.plain import plain
from autograder.verdict import Outcome, Verdict

LONGEST, MOST_FAULTS, LONGEST_FAULT = 600, 8, 80  # characters of what is said, marks of a check, characters of one
READ = 4 * LONGEST  # characters that are looked at: some may be left out


def with_locations(
    verdicts: list[tuple[Exercise, Verdict]], process: LearnersProcess, public: PublicInputs, limits: Limits
) -> Iterator[Verdict]:
    """Yield the verdicts of which the process says where the function goes wrong, with what it says."""
    end, first = time.monotonic() + limits.locate_seconds, True
    for exercise, verdict in verdicts:
        request = public.request(exercise, with_checks=first) if _fails(verdict) else None
        seconds = min(end - time.monotonic(), limits.locate_one_seconds)
        if request is None or seconds <= 0:
            continue
        told, first = told_of(verdict, process.locate(request, seconds=seconds)), False
        if told != verdict:
            yield told


def _fails(verdict: Verdict) -> bool:
    return any(outcome.status == "fails" for outcome in verdict.outcomes)


def told_of(verdict: Verdict, said: Any) -> Verdict:
    """Return a verdict with what a learner's process says of its failing checks; anything can come from there."""
    return replace(verdict, outcomes=tuple(_told(outcome, said) for outcome in verdict.outcomes))


def _told(outcome: Outcome, said: Any) -> Outcome:
    mine = said.get(outcome.check) if isinstance(said, dict) and outcome.status == "fails" else None
    if not isinstance(mine, dict):
        return outcome
    faults = mine.get("faults")
    marks = map(_on_a_line, faults[:MOST_FAULTS]) if isinstance(faults, list) else ()
    kept = tuple(mark for mark in marks if 0 < len(mark) <= LONGEST_FAULT)
    return replace(outcome, location=_shortened(_on_a_line(mine.get("says"))), faults=kept)


def _on_a_line(text: Any) -> str:
    """Return text as one line of letters that are seen, "" for what is no text."""
    seen = plain(text[:READ]) if isinstance(text, str) else ""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in seen).split())


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 4]} ..."
