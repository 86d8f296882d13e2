"""A bank of answers, each labelled right or wrong before it was tried: what the checks make of answers never seen.

One file an answer; its first lines are comments, the rest is the text of the answer's cell.

    # exercise: rnn_forward
    # label: wrong
    # cause: every step starts from a0
    # told: never_carries_the_activation starts_from_zeros

`told` lists the registered mistakes whose sentence is true of the answer; an answer without this line is counted as
not yet read where a mistake is named.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rich.table import Table

from autograder.authoring.course import Course
from autograder.door import LocalDoor
from autograder.errors import CourseError
from autograder.evaluate import evaluate_behind
from autograder.exercises import find
from autograder.reference import Reference, namespace_with
from autograder.verdict import Verdict

SEED = 7_000_003  # inputs that neither a learner nor the selftest has seen
SHARES = (
    "right accepted",
    "right refused",
    "wrong accepted",
    "true cause",
    "misled",
    "named, not read",
    "cause from numbers",
    "no cause",
)


@dataclass(frozen=True)
class Entry:
    """An answer of the bank: what it answers, its label, its true cause, and the mistakes that may be named."""

    path: Path
    exercise: str
    label: str
    cause: str
    told: tuple[str, ...] | None
    source: str


@dataclass(frozen=True)
class Tried:
    """An answer of the bank, what the checks made of it, and which of SHARES it counts in."""

    entry: Entry
    verdict: Verdict
    share: str


def read(path: Path) -> Entry:
    """Read one file; raise CourseError where its head is not as it should be."""
    source = path.read_text(encoding="utf-8")
    head = dict(re.findall(r"^# (exercise|label|cause|told): *(.*)$", source, re.MULTILINE))
    if head.get("label") not in ("right", "wrong") or "exercise" not in head:
        raise CourseError(f"{path} should begin with '# exercise: NAME' and '# label: right' or '# label: wrong'.")
    told = tuple(head["told"].split()) if "told" in head else None
    return Entry(path, head["exercise"], head["label"], head.get("cause", ""), told, source)


def entries(folder: Path) -> list[Entry]:
    """Read a folder; raise CourseError where there is nothing in it."""
    found = [read(path) for path in sorted(folder.rglob("*.py"))]
    if not found:
        raise CourseError(f"There is no answer (*.py) in {folder}.")
    return found


def tried(entry: Entry) -> Tried:
    """Run the checks on one answer."""
    exercise = find(entry.exercise)
    try:
        door = LocalDoor(_namespace(entry))
    except Exception as problem:
        raise CourseError(f"{entry.path} cannot be run as a cell: {type(problem).__name__}: {problem}") from None
    verdict = evaluate_behind(door, exercise, Reference(), SEED)
    return Tried(entry, verdict, _share(entry, verdict))


def _namespace(entry: Entry) -> dict[str, Any]:
    """Return a notebook's names in which the answer was defined last."""
    exercise = find(entry.exercise)
    namespace = namespace_with(exercise, "")  # the dict itself, in which the functions look for one another
    for name, value in (_names_of_lesson(exercise.lesson) | {"np": np}).items():
        namespace.setdefault(name, value)
    del namespace[entry.exercise]
    exec(compile(entry.source, str(entry.path), "exec"), namespace)
    return namespace


def _names_of_lesson(lesson: str) -> dict[str, Any]:
    """Return what a lesson imports of the answers, and the numbers that it gives names to: an answer may use them."""
    names: dict[str, Any] = {}
    for node in ast.parse((Course().lessons / f"{lesson}.py").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("solutions."):
            module = importlib.import_module(node.module or "")
            names |= {alias.name: getattr(module, alias.name) for alias in node.names}
        elif isinstance(node, ast.Assign) and all(isinstance(each, (ast.Name, ast.Tuple)) for each in node.targets):
            with contextlib.suppress(ValueError):
                ast.literal_eval(node.value)
                exec(compile(ast.Module([node], []), lesson, "exec"), names)
    return names


def _share(entry: Entry, verdict: Verdict) -> str:
    if entry.label == "right" or verdict.passed:
        return f"{entry.label} {'accepted' if verdict.passed else 'refused'}"
    named = [outcome.misconception for outcome in verdict.outcomes if outcome.misconception]
    if not named:
        return "cause from numbers" if any(outcome.cause for outcome in verdict.outcomes) else "no cause"
    if entry.told is None:
        return "named, not read"
    return "true cause" if set(named) <= set(entry.told) else "misled"


def table(results: Iterable[Tried]) -> Table:
    """Return the shares by exercise as a table for the terminal."""
    counts: dict[str, Counter[str]] = {}
    for result in results:
        counts.setdefault(result.entry.exercise, Counter())[result.share] += 1
    shown = Table("exercise", *SHARES, title="A bank of answers")
    for name, of in [*counts.items(), ("all", sum(counts.values(), Counter()))]:
        shown.add_row(name, *(str(of[share]) for share in SHARES))
    return shown


def failures(results: Iterable[Tried]) -> list[str]:
    """Name what must not be: wrong answers accepted, right ones refused, and misleading names."""
    bad = ("right refused", "wrong accepted", "misled")
    return [f"{each.entry.path.name}: {each.share} ({each.entry.cause})" for each in results if each.share in bad]
