"""The proof of the checks: every misconception is caught by its check and named, every correct variant passes."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from rich.table import Table

from autograder.answer import Answer
from autograder.diagnosis import Mistake
from autograder.evaluate import PUBLIC_SEED, evaluate_behind, outcome_of, run_check
from autograder.exercise import Check, Exercise
from autograder.exercises import all_exercises, find, of_lesson
from autograder.reference import OneSeed, Reference, Tries, alternatives_to, door_to, tried, try_mistakes
from autograder.syllabus import LESSONS
from autograder.verdict import Outcome, Verdict

# The public inputs, and secret ones: a promise that held by the luck of one draw would not be one.
SEEDS = (PUBLIC_SEED, 1, 2**100 + 7)
VARIANTS_DUE = 3
MOST_WORDS = 160


@dataclass
class Proof:
    """What the selftest found out about one exercise."""

    exercise: Exercise
    caught: int = 0
    misconceptions: int = 0
    accepted: int = 0
    variants: int = 0
    seconds: float = 0.0  # of one evaluation of the reference on the public seed
    holes: list[str] = field(default_factory=list)


def chosen(names: list[str]) -> list[Exercise]:
    """Return the exercises meant by names of exercises or lessons; all of them where none is named."""
    if not names:
        return list(all_exercises().values())
    return [exercise for name in names for exercise in (of_lesson(name) if name in LESSONS else [find(name)])]


class _Tested(OneSeed):
    """The reference on one seed, with what came of trying the known mistakes.

    On a secret seed only those are tried in a check that it is to catch. A mistake answers like itself, and those that
    other checks are to catch stand behind it, so that they do not take its name. What they add to the words, "It would
    also fit when ...", is counted on the public seed.
    """

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self._tries: dict[Check, Tries] = {}

    def tries(self, exercise: Exercise, check: Check) -> Tries:
        """Try the known mistakes in a check, once."""
        if self.seed == PUBLIC_SEED:
            return tried(exercise, check)
        if check not in self._tries:
            self._tries[check] = try_mistakes(exercise, check, self.seed, only_meant=True)
        return self._tries[check]

    def mistakes(self, exercise: Exercise, check: Check, seed: int) -> Iterable[Mistake]:
        """Return those mistakes that fail a check."""
        return self.tries(exercise, check).mistakes

    def outcome(self, exercise: Exercise, check: Check, wrong: Any) -> Outcome:
        """Return the outcome of a check for a wrong answer, which may have been tried before."""
        tries = self.tries(exercise, check).meant
        if check.by_chance or wrong.name not in tries:
            return run_check(exercise, check, Answer(door_to(exercise, wrong), exercise), self, self.seed)
        return outcome_of(exercise, check, *tries[wrong.name], self, self.seed)


def prove(exercise: Exercise) -> Proof:
    """Run the reference and every registered alternative through the checks, on several seeds."""
    proof, known = Proof(exercise), [_Tested(seed) for seed in SEEDS]
    _prove_reference(proof)
    for alternative in alternatives_to(exercise).all:
        if alternative.caught_by:
            proof.misconceptions += 1
            proof.caught += _unless(proof, alternative.name, _not_caught(exercise, alternative, known))
        else:
            proof.variants += 1
            proof.accepted += _unless(proof, alternative.name, _not_accepted(exercise, alternative, known))
    _prove_registered(proof)
    return proof


def _unless(proof: Proof, name: str, hole: str | None) -> bool:
    if hole:
        proof.holes.append(f"{proof.exercise.name}: {name} {hole}")
    return hole is None


def _prove_reference(proof: Proof) -> None:
    for seed in SEEDS:
        started = time.perf_counter()
        verdict = evaluate_behind(Reference().door(proof.exercise), proof.exercise, Reference(), seed)
        if seed == PUBLIC_SEED:
            proof.seconds = time.perf_counter() - started
        if not verdict.passed:
            proof.holes.append(
                f"{proof.exercise.name}: the reference itself fails with seed {seed}: {_failures(verdict)}"
            )


def _not_caught(exercise: Exercise, wrong: Any, known: Sequence[_Tested]) -> str | None:
    check = next((check for check in exercise.checks if check.name == wrong.caught_by), None)
    if check is None:
        return f"is to be caught by {wrong.caught_by}, and there is no such check."
    for tested in known:
        outcome, seed = tested.outcome(exercise, check, wrong), tested.seed
        if outcome.status != "fails":
            return f"passes '{outcome.title}' with seed {seed}, the check that is to catch it."
        if wrong.says and outcome.misconception != wrong.name:
            return f"is caught, but named {outcome.misconception or 'nothing'} with seed {seed}."
        if (words := len(f"{outcome.message} {outcome.cause} {outcome.hint}".split())) > MOST_WORDS:
            return f"is told in {words} words with seed {seed}; {MOST_WORDS} are the most that a learner will read."
    return None


def _not_accepted(exercise: Exercise, variant: Any, known: Sequence[_Tested]) -> str | None:
    for tested in known:
        verdict, seed = evaluate_behind(door_to(exercise, variant), exercise, tested, tested.seed), tested.seed
        if not verdict.passed:
            return f"is correct and rejected with seed {seed}: {_failures(verdict)}"
    return None


def _prove_registered(proof: Proof) -> None:
    """Every check has a mistake that it must catch, every exercise has variants that it must accept."""
    meant = {alternative.caught_by for alternative in alternatives_to(proof.exercise).all if alternative.says}
    for check in proof.exercise.checks:
        if check.name not in meant:
            proof.holes.append(f"{proof.exercise.name}: no misconception is registered for '{check.title}'.")
    if proof.variants < VARIANTS_DUE:
        listed = "1 variant is" if proof.variants == 1 else f"{proof.variants} variants are"
        proof.holes.append(f"{proof.exercise.name}: {listed} listed, {VARIANTS_DUE} are due.")


def _failures(verdict: Verdict) -> str:
    return "; ".join(f"{outcome.title}: {outcome.message}" for outcome in verdict.outcomes if outcome.status != "holds")


def table(proofs: list[Proof]) -> Table:
    """Return the proofs as a table for the terminal."""
    shown = Table(
        "exercise",
        "lesson",
        "points",
        "checks",
        "caught",
        "accepted",
        "ms",
        title="Misconceptions caught and named, variants accepted",
    )
    shown.columns[0].no_wrap = True
    for proof in proofs:
        exercise = proof.exercise
        shown.add_row(
            exercise.name,
            exercise.lesson,
            str(exercise.points),
            str(len(exercise.checks)),
            f"{proof.caught} / {proof.misconceptions}",
            f"{proof.accepted} / {proof.variants}",
            f"{1000 * proof.seconds:.0f}",
        )
    return shown
