"""How often the fault of a wrong answer is located, and how long that takes.

    python -m benchmarks.localization mutants --each 18 [EXERCISE ...]
    python -m benchmarks.localization bank FOLDER [--recorded] [--json FILE]
    python -m benchmarks.localization transparency [EXERCISE ...]

`mutants` changes reference functions mechanically and compares the line that is told with the line that was changed;
what ends in a NameError is left out, since Python names the line itself. `bank` tries labelled answers (see
docs/authoring.md) on the public inputs and prints what is said of each beside its label, to be read, and a table at
the end (see `benchmarks.localization_bank`). `transparency` compares every registered answer with itself rewritten.
Seconds are of the processor.
"""

from __future__ import annotations

import argparse
import difflib
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.answer import Answer
from autograder.authoring.mutate import Mutant, mutants_of
from autograder.diagnosis import Mistake
from autograder.door import LocalDoor
from autograder.evaluate import PUBLIC_SEED, attempted, evaluate_behind
from autograder.exercise import Check, Exercise
from autograder.exercises import all_exercises, find
from autograder.hunt import Hunt
from autograder.locate.locate import KnowsRights
from autograder.locate.sources import watched_answer
from autograder.reference import OneSeed, Reference, alternatives_to, namespace_with, reference_source
from benchmarks.localization_bank import of_bank
from benchmarks.located import LINE, judged, told_times

# Minutes of work, or nothing that is computed step by step.
LEFT_OUT = {"train_lm", "train_tagger", "capstone_model", "sample", "generate_one_to_many", "init_lstm"}
SILENT = {"my_grad_check", "orthogonal_init", "gradient_regime"}  # a yes or a no, chance, a word: nothing is to be said


class _Unnamed(Reference):
    """The reference without its misconceptions."""

    def mistakes(self, exercise: Exercise, check: Check, seed: int) -> list[Mistake]:
        return []


def chosen(names: list[str]) -> list[Exercise]:
    """Return the exercises of these names, or all that are no hunts and take no minutes."""
    return [
        each
        for each in ([find(name) for name in names] or all_exercises().values())
        if not isinstance(each, Hunt) and (names or each.name not in LEFT_OUT)
    ]


# ---------------------------------------------------------------------------------------------------- mutants


def wrong_mutants(exercise: Exercise, most: int, known: KnowsRights) -> Iterator[tuple[Mutant, dict[str, Any]]]:
    """Yield mutants, in a drawn order, that fail a check with more than a missing name."""
    drawn = list(mutants_of(exercise))
    random.Random(exercise.name).shuffle(drawn)
    for number, mutant in enumerate(drawn):
        try:
            namespace = namespace_with(exercise, mutant.source, label=f"<mutant {number}>")
            verdict = evaluate_behind(LocalDoor(namespace, seconds=2.0), exercise, known)
        except Exception:
            continue  # it cannot even be defined
        told = " ".join(outcome.message for outcome in verdict.outcomes)
        if most and not verdict.passed and verdict.attempted and not re.search("NameError|UnboundLocalError", told):
            most -= 1
            yield mutant, namespace


def changed_lines(before: str, after: str) -> set[int]:
    """Return the lines of `after` that differ, counted from its def line."""
    old, new = before.splitlines(), after.splitlines()
    first = next(i for i, line in enumerate(new) if line.startswith("def "))
    blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    changed = [range(start, max(stop, start + 1)) for tag, _, _, start, stop in blocks if tag != "equal"]
    return {line - first + 1 for lines in changed for line in lines}


def of_mutants(names: list[str], each: int) -> None:
    """Print how many mutants are located, how many of these on the changed line, and all others."""
    known, counts, silent, seconds = _Unnamed(), Counter[str](), Counter[str](), list[float]()
    for exercise in chosen(names):
        for mutant, namespace in wrong_mutants(exercise, each, known):
            _, location = judged(exercise, namespace, known, seconds)
            lines = changed_lines(reference_source(exercise), mutant.source)
            is_hit = any(int(line) in lines for line in LINE.findall(location))
            share = "not located" if not location else "on the line" if is_hit else "elsewhere"
            (silent if exercise.name in SILENT else counts)[share] += 1
            if share != "on the line":
                print(f"{exercise.name}: {share}: {mutant.change[:160]} | {location}", flush=True)
    total, located = counts.total(), counts.total() - counts["not located"]
    print(f"{total} mutants, {located / total:.1%} located, of these {counts['on the line'] / located:.1%} on the line")
    print(f"{silent.total()} more of which nothing is to be said, {silent['not located']} of them not located")
    print(told_times(seconds))


# ------------------------------------------------------------------------------------------------ transparency


def of_transparency(names: list[str]) -> None:
    """Print of each exercise how many registered answers do the same when they are rewritten.

    One that draws from a generator of its own does not do the same twice, and says nothing.
    """
    known = OneSeed(PUBLIC_SEED)
    for exercise in chosen(names):
        sources = [reference_source(exercise), *(each.source for each in alternatives_to(exercise).all)]
        differ = by_chance = 0
        for source in sources:
            learner = watched_answer(source, namespace_with(exercise, source), exercise.name)
            plain = replies(exercise, namespace_with(exercise, source), known)
            if plain != replies(exercise, learner.namespace, known):
                repeats = plain == replies(exercise, namespace_with(exercise, source), known)
                differ, by_chance = differ + repeats, by_chance + (not repeats)
        print(f"{exercise.name}: {len(sources)} answers, {differ} differ, {by_chance} by chance", flush=True)


def replies(exercise: Exercise, namespace: dict[str, Any], known: OneSeed) -> list[Any]:
    """Return all that an answer replied in all checks, but for the lines at which it raised."""
    told: list[Any] = []
    for check in exercise.checks:
        answer = Answer(LocalDoor(namespace), exercise)
        attempted(exercise, check, answer, known.truth(exercise, check), PUBLIC_SEED)
        for reply in answer.replies:
            raised = reply.raised and (reply.raised.types, reply.raised.message)
            told.append((raised, reply.changed, reply.shares, reply.warnings, reply.printed))
        told.append(list(answer.transcript))
    return told


def main() -> None:
    """Parse the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["mutants", "bank", "transparency"])
    parser.add_argument("names", nargs="*")
    parser.add_argument("--each", type=int, default=18, help="mutants of each exercise")
    parser.add_argument("--recorded", action="store_true", help="use the recordings, as where solutions/ is withheld")
    parser.add_argument("--json", type=Path, help="where to keep what is said of each answer of a bank")
    given = parser.parse_intermixed_args()
    if given.what == "mutants":
        of_mutants(given.names, given.each)
    elif given.what == "bank":
        of_bank(Path(given.names[0]), given.recorded, given.json)
    else:
        of_transparency(given.names)


if __name__ == "__main__":
    main()
