"""How often the fault of a wrong answer is located, and how long that takes.

    python -m benchmarks.localization mutants --each 18 [EXERCISE ...]
    python -m benchmarks.localization bank FOLDER [--recorded]
    python -m benchmarks.localization transparency [EXERCISE ...]

`mutants` changes reference functions mechanically and compares the line that is told with the line that was changed;
what ends in a NameError is left out, since Python names the line itself. `bank` tries labelled answers (see
docs/authoring.md) on the public inputs and prints what is said of each beside its label, to be read. `transparency`
compares every registered answer with itself rewritten. Seconds are of the processor.
"""

from __future__ import annotations

import argparse
import difflib
import linecache
import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from autograder.answer import Answer
from autograder.authoring import bank
from autograder.authoring.course import ROOT
from autograder.authoring.mutate import Mutant, mutants_of
from autograder.check import knowledge_here
from autograder.diagnosis import Mistake
from autograder.door import LocalDoor
from autograder.evaluate import PUBLIC_SEED, attempted, evaluate_behind
from autograder.exercise import Check, Exercise
from autograder.exercises import all_exercises, find
from autograder.hunt import Hunt
from autograder.locate.locate import KnowsRights, locate
from autograder.locate.sources import watched_answer
from autograder.reference import OneSeed, Reference, alternatives_to, namespace_with, reference_source
from autograder.verdict import Verdict

LINE = re.compile(r"\bline (\d+)", re.IGNORECASE)
# Minutes of work, or nothing that is computed step by step.
LEFT_OUT = {"train_lm", "train_tagger", "capstone_model", "sample", "generate_one_to_many", "init_lstm"}


class _Unnamed(Reference):
    """The reference without its misconceptions."""

    def mistakes(self, exercise: Exercise, check: Check, seed: int) -> list[Mistake]:
        return []


class _Quick:
    """Truth and names from a recording, right values from the reference: what is said is the same, and sooner."""

    def __init__(self, exercise: Exercise) -> None:
        self._recording = knowledge_here(exercise, ROOT / "notebooks" / exercise.lesson)
        self.truth, self.mistakes = self._recording.truth, self._recording.mistakes
        self.rights = Reference().rights


def chosen(names: list[str]) -> list[Exercise]:
    """Return the exercises of these names, or all that are no hunts and take no minutes."""
    return [
        each
        for each in ([find(name) for name in names] or all_exercises().values())
        if not isinstance(each, Hunt) and (names or each.name not in LEFT_OUT)
    ]


def namespace_of(exercise: Exercise, source: str, label: str) -> dict[str, Any]:
    """Return a namespace with an answer whose text can be found again, as that of a notebook's cell can."""
    linecache.cache[label] = (len(source), None, source.splitlines(keepends=True), label)
    namespace = namespace_with(exercise, "")
    exec(compile(source, label, "exec"), namespace)
    return namespace


def judged(
    exercise: Exercise, namespace: dict[str, Any], known: KnowsRights, seconds: list[float]
) -> tuple[Verdict, str]:
    """Return the verdict on an answer and what is said first of where it goes wrong."""
    verdict = evaluate_behind(LocalDoor(namespace, seconds=2.0), exercise, known)
    known.rights(exercise)  # rewritten once for all calls of `check`
    started = time.process_time()
    found = locate(verdict, exercise, namespace[exercise.name], known, PUBLIC_SEED)
    seconds.append(time.process_time() - started)
    return verdict, next((found[each.name].says for each in exercise.checks if each.name in found), "")


def told_times(seconds: list[float]) -> str:
    """Return the middle and the high end of these times."""
    return f"median {median(seconds):.2f} s, p95 {quantiles(seconds, n=20)[-1]:.2f} s, most {max(seconds):.2f} s"


# ---------------------------------------------------------------------------------------------------- mutants


def wrong_mutants(exercise: Exercise, most: int, known: KnowsRights) -> Iterator[tuple[Mutant, dict[str, Any]]]:
    """Yield mutants, in a drawn order, that fail a check with more than a missing name."""
    drawn = list(mutants_of(exercise))
    random.Random(exercise.name).shuffle(drawn)
    for number, mutant in enumerate(drawn):
        try:
            namespace = namespace_of(exercise, mutant.source, f"<mutant {number}>")
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
    known, counts, seconds = _Unnamed(), Counter[str](), list[float]()
    for exercise in chosen(names):
        for mutant, namespace in wrong_mutants(exercise, each, known):
            _, location = judged(exercise, namespace, known, seconds)
            lines = changed_lines(reference_source(exercise), mutant.source)
            is_hit = any(int(line) in lines for line in LINE.findall(location))
            share = "not located" if not location else "on the line" if is_hit else "elsewhere"
            counts[share] += 1
            if share != "on the line":
                print(f"{exercise.name}: {share}: {mutant.change[:160]} | {location}", flush=True)
    total, located = counts.total(), counts.total() - counts["not located"]
    print(f"{total} mutants, {located / total:.1%} located, of these {counts['on the line'] / located:.1%} on the line")
    print(told_times(seconds))


# ------------------------------------------------------------------------------------------------------- bank


def of_bank(folder: Path, recorded: bool) -> None:
    """Print what is said of each wrong answer of a bank, and the shares named, located, either."""
    counts, seconds = Counter[str](), list[float]()
    for entry in bank.entries(folder):
        exercise = find(entry.exercise)
        known: Any = knowledge_here(exercise, ROOT / "notebooks" / exercise.lesson) if recorded else _Quick(exercise)
        verdict, location = judged(exercise, bank._namespace(entry), known, seconds)
        if entry.label == "right" or verdict.passed:
            counts[f"{entry.label}, {'accepted' if verdict.passed else 'refused'}"] += 1
            continue
        named = [
            outcome.misconception + " (raised)" * outcome.message.startswith("Calling ")
            for outcome in verdict.outcomes
            if outcome.misconception
        ]
        counts["wrong"] += 1
        counts["named"] += bool(named)
        counts["located"] += bool(location)
        counts["either"] += bool(named or location)
        counts["misled by a name"] += (
            bool(named) and entry.told is not None and not {each.split()[0] for each in named} <= set(entry.told)
        )
        print(
            f"{entry.path.name}\n   label: {entry.cause}\n   named: {', '.join(named)}\n   said:  {location}",
            flush=True,
        )
    print(dict(counts), told_times(seconds))


# ------------------------------------------------------------------------------------------------ transparency


def of_transparency(names: list[str]) -> None:
    """Print of each exercise how many registered answers do the same when they are rewritten."""
    known = OneSeed(PUBLIC_SEED)
    for exercise in chosen(names):
        sources = [reference_source(exercise), *(each.source for each in alternatives_to(exercise).all)]
        differ = 0
        for source in sources:
            learner = watched_answer(source, namespace_with(exercise, source), exercise.name)
            plain = namespace_with(exercise, source)
            differ += replies(exercise, plain, known) != replies(exercise, learner.namespace, known)
        print(f"{exercise.name}: {len(sources)} answers, {differ} differ", flush=True)


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
    given = parser.parse_intermixed_args()
    if given.what == "mutants":
        of_mutants(given.names, given.each)
    elif given.what == "bank":
        of_bank(Path(given.names[0]), given.recorded)
    else:
        of_transparency(given.names)


if __name__ == "__main__":
    main()
