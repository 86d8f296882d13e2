"""How well wrong answers that nothing names are grouped by their mistakes.

    python -m benchmarks.grouping FOLDER [--recorded] [--all]

FOLDER is a bank of answers (docs/authoring.md) whose head has a line `# mistake: ID` as well, or two of them. Each is
judged on the public inputs. Those in which no check names a mistake, or with `--all` all that are wrong, are grouped
exercise by exercise, and the groups are held against the mistakes that were planted: the adjusted Rand index of Hubert
and Arabie (1985), 1.0 where they are the same and about 0 where they are as by chance. Of an answer with two mistakes
either counts: it is taken to have the one that most of its group have. An answer without such a line has a mistake of
its own.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from math import comb
from pathlib import Path
from typing import Any

from autograder.authoring import bank
from autograder.door import LocalDoor
from autograder.evaluate import PUBLIC_SEED, evaluate_behind
from autograder.exercises import find
from autograder.grading.groups.grouping import Group, Wrong, groups_of
from autograder.grading.groups.signs import signs_of
from autograder.hunt import Hunt
from autograder.locate.locate import with_locations
from benchmarks.located import knowledge_of

Planted = dict[str, tuple[str, ...]]  # of each answer the mistakes that it has


def adjusted_rand_index(one: Sequence[Any], other: Sequence[Any]) -> float:
    """Return how far two groupings of the same things agree: 1.0 where they are equal, about 0.0 as by chance."""
    pairs = sum(comb(count, 2) for count in Counter(zip(one, other, strict=True)).values())
    mine, theirs = (sum(comb(count, 2) for count in Counter(of).values()) for of in (one, other))
    by_chance = mine * theirs / comb(len(one), 2) if len(one) > 1 else 0.0
    most = (mine + theirs) / 2
    return 1.0 if most == by_chance else (pairs - by_chance) / (most - by_chance)


def wrong_pairs(one: Sequence[Any], other: Sequence[Any]) -> tuple[int, int]:
    """Return how many pairs of things the first grouping joins and parts against the second."""
    both = sum(comb(count, 2) for count in Counter(zip(one, other, strict=True)).values())
    mine, theirs = (sum(comb(count, 2) for count in Counter(of).values()) for of in (one, other))
    return mine - both, theirs - both


def settled(groups: Sequence[Group], planted: Planted) -> dict[str, str]:
    """Return one mistake of each answer: of several the one that most of its group have."""
    found = {}
    for group in groups:
        counts = Counter(mistake for learner in group.learners for mistake in planted[learner])
        for learner in group.learners:
            found[learner] = max(planted[learner], key=lambda mistake: (counts[mistake], mistake))
    return found


def planted_in(path: Path) -> tuple[str, ...]:
    """Return the mistakes that a file says it has, its own name where it says nothing."""
    found = re.findall(r"^# mistake: *(.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return tuple(each for line in found for each in re.split(r"[,\s]+", line.strip()) if each) or (path.stem,)


def judged(entry: bank.Entry, recorded: bool) -> tuple[Wrong, bool] | None:
    """Return what is known of a wrong answer and whether it has a name; None of one that is not wrong."""
    exercise = find(entry.exercise)
    known = knowledge_of(exercise, recorded)
    namespace = bank._namespace(entry)
    door = LocalDoor(namespace, seconds=2.0)
    verdict = evaluate_behind(door, exercise, known)
    if verdict.passed or not verdict.attempted:
        return None
    verdict = with_locations(verdict, exercise, namespace[exercise.name], known, PUBLIC_SEED)
    named = any(outcome.misconception for outcome in verdict.outcomes)
    return Wrong.of(entry.path.stem, signs_of(door, exercise), verdict.outcomes), named


def main() -> None:
    """Parse the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--recorded", action="store_true", help="use the recordings, as where solutions/ is withheld")
    parser.add_argument("--all", action="store_true", help="group answers with a name as well")
    parser.add_argument("--only", default="", help="exercises whose names hold this")
    given = parser.parse_args()
    wrong: dict[str, list[Wrong]] = defaultdict(list)
    planted: dict[str, Planted] = defaultdict(dict)
    counts = Counter[str]()
    for entry in bank.entries(given.folder):
        if given.only not in entry.exercise or isinstance(find(entry.exercise), Hunt):
            continue
        found = judged(entry, given.recorded)
        counts["not wrong" if not found else "named" if found[1] else "without a name"] += 1
        if found and (given.all or not found[1]):
            wrong[entry.exercise].append(found[0])
            planted[entry.exercise][found[0].learner] = planted_in(entry.path)
    print(dict(counts))
    mine, due = list[Any](), list[Any]()
    for name, answers in wrong.items():
        told, groups = told_of(name, answers, planted[name])
        print("\n".join(told), flush=True)
        label = settled(groups, planted[name])
        for number, group in enumerate(groups):
            mine += [(name, number)] * len(group.learners)
            due += [(name, label[learner]) for learner in group.learners]
    if mine:
        print(f"all: {len(mine)} answers, {len({*mine})} groups, {len({*due})} mistakes, ", end="")
        print(f"adjusted Rand index {adjusted_rand_index(mine, due):.3f}, ", end="")
        print("of all pairs {} wrongly joined, {} wrongly parted".format(*wrong_pairs(mine, due)))


def told_of(name: str, answers: list[Wrong], planted: Planted) -> tuple[list[str], list[Group]]:
    """Return what is said of one exercise, and its groups."""
    groups = groups_of(answers)
    label = settled(groups, planted)
    numbers = {learner: number for number, group in enumerate(groups) for learner in group.learners}
    order = sorted(numbers)
    index = adjusted_rand_index([numbers[each] for each in order], [label[each] for each in order])
    lines = [f"{name}: {len(answers)} answers, {len(groups)} groups, {len({*label.values()})} mistakes, {index:.3f}"]
    for group in groups:
        if len({label[each] for each in group.learners}) > 1:
            lines.append(f"   mixed: {', '.join(f'{each} ({label[each]})' for each in group.learners)}")
    for mistake in sorted({*label.values()}):
        among = defaultdict[int, list[str]](list)
        for each in order:
            if label[each] == mistake:
                among[numbers[each]].append(each)
        if len(among) > 1:
            lines.append(f"   split: {mistake}: {' | '.join(', '.join(each) for each in among.values())}")
    return lines, groups


if __name__ == "__main__":
    main()
