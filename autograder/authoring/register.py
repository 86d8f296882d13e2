"""Trying what a teacher has read, and writing it into the module of an exercise's mistakes: whole, or not at all."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder import reference
from autograder.authoring.adopt import Proposal, Way, module_file, name_for, names_of, sentence
from autograder.authoring.imports import with_imports
from autograder.authoring.selftest import prove
from autograder.door import LocalDoor
from autograder.errors import CourseError
from autograder.evaluate import PUBLIC_SEED, evaluate_behind
from autograder.exercise import Exercise
from autograder.grading.files import replace_file
from autograder.grading.groups.grouping import Wrong, groups_of
from autograder.grading.groups.signs import signs_of
from autograder.reference import Reference, TruthAlone, alternatives_to, namespace_with

SECONDS = 10.0  # of one call
ONLY_RAISES = (
    "these answers raise an exception where they are wrong, and a mistake is recognised by the numbers that it "
    "returns; their learners read the exception and its line"
)


@dataclass(frozen=True)
class Registered:
    """What was registered.

    Attributes:
        file: that was added to.
        names: of the mistakes, with the learners whose answers return the same.
        without: the learners of the group who may stay without the name, and why.
    """

    file: Path
    names: tuple[tuple[str, tuple[str, ...]], ...]
    without: tuple[tuple[tuple[str, ...], str], ...]


@dataclass(frozen=True)
class _Row:
    """A mistake that is to be registered: `solutions.alternatives.Alternative`."""

    name: str
    source: str
    caught_by: str
    says: str


def register(found: Proposal, says: str, name: str | None) -> Registered:
    """Try the ways of a group, prove the checks with them and write them down.

    Raises:
        CourseError: the sentence or the name breaks a rule, or no way proves itself; then nothing was written.
    """
    exercise, said = found.exercise, sentence(says, found.exercise)
    chosen = name_for(said, name, exercise)
    without, rows = list(found.refused), list[tuple[_Row, Way]]()
    for way, own in zip(found.ways, names_of(found.ways, chosen), strict=True):
        row, reason = _tried(exercise, way, own, said)
        rows += [(row, way)] if row else []
        without += [] if row else [(way.learners, reason)]
    if _not_proven(exercise, [row for row, _ in rows]):  # then those that prove themselves, one after the other
        waiting, rows = rows, []
        for row, way in waiting:
            if reason := _not_proven(exercise, [*(each for each, _ in rows), row]):
                without.append((way.learners, _only_raises(way) or reason))
            else:
                rows.append((row, way))
    if not rows:
        raise CourseError(f"Nothing was registered: {without[0][1]}.")
    path = module_file(exercise)
    replace_file(path, _text(path, exercise, [row for row, _ in rows]).encode("utf-8"))
    return Registered(path, tuple((row.name, way.learners) for row, way in rows), tuple(without))


def _tried(exercise: Exercise, way: Way, name: str, says: str) -> tuple[_Row | None, str]:
    """Return the row of a way that stands alone as it did in the notebook, and is told apart by no name yet."""
    try:
        door = LocalDoor(namespace_with(exercise, way.code), seconds=SECONDS)
        again = Wrong("", tuple(signs_of(door, exercise)), way.wrong.faults, way.wrong.located)
        verdict = evaluate_behind(door, exercise, TruthAlone(), PUBLIC_SEED)
    except Exception as problem:  # whatever a learner's text does
        return None, f"the code cannot be run by itself: {type(problem).__name__}"
    if not any(len(group.alike[0]) == 2 for group in groups_of([again, way.wrong])):
        return None, "the code returns something else by itself than in the notebook"
    failing = [each.check for each in verdict.outcomes if each.status == "fails"]
    first = next((check.name for check in exercise.checks if check.name in failing), None)
    if first is None:
        return None, "the code fails no check by itself"
    told = evaluate_behind(door, exercise, Reference(), PUBLIC_SEED).outcomes
    known = next((each.misconception for each in told if each.misconception), "")
    return (None, f"it has the name {known} already") if known else (_Row(name, way.code, first, says), "")


def _only_raises(way: Way) -> str:
    """Return what is said of a way that raises where it is wrong, "" of any other one."""
    return ONLY_RAISES if all(kind == "raised" for _, kind, _, _ in way.wrong.signs) else ""


def _not_proven(exercise: Exercise, rows: list[_Row]) -> str:
    """Return what the selftest of an exercise finds with these mistakes, "" where all is proven."""
    with _registered(exercise, rows):
        holes = prove(exercise).holes
    return f"the selftest finds: {holes[0]}".rstrip(".") if holes else ""


@contextmanager
def _registered(exercise: Exercise, rows: list[_Row]) -> Iterator[None]:
    """Have these mistakes registered in this process for a while."""
    listed: list[Any] = alternatives_to(exercise).all  # type: ignore[assignment]  # a list in fact
    before = len(listed)
    remembered = (reference._live_mistakes, reference.tried)
    listed.extend(rows)
    try:
        for each in remembered:
            each.cache_clear()
        yield
    finally:
        del listed[before:]
        for each in remembered:
            each.cache_clear()


# -------------------------------------------------------------------------------------------------------- the text


def _text(path: Path, exercise: Exercise, rows: list[_Row]) -> str:
    """Return the text of the module with these rows at its end."""
    text = with_imports(path.read_text(encoding="utf-8"), *_imports(exercise, rows))
    for row in rows:
        function = row.source.replace(f"def {exercise.name}(", f"def {row.name}(", 1)
        told = ", ".join(json.dumps(each, ensure_ascii=False) for each in (row.caught_by, row.says))
        text = f"{text.rstrip()}\n\n\n@answers.mistake({told})\n{function}\n"
    ast.parse(text)
    return _laid_out(text, path)


def _imports(exercise: Exercise, rows: list[_Row]) -> list[str]:
    """Return the imports that give the names which rows find in the reference's module to whoever reads the file."""
    namespace = namespace_with(exercise, "")
    names = {node.id for row in rows for node in ast.walk(ast.parse(row.source)) if isinstance(node, ast.Name)}
    found = ["import numpy as np"] if "np" in names else []
    for name in sorted(names & namespace.keys() - {exercise.name, "np"}):
        module = getattr(namespace[name], "__module__", "")
        if module.startswith("solutions."):
            found.append(f"from {module} import {name}")
    return found


def _laid_out(text: str, path: Path) -> str:
    """Return a text as ruff lays it out, where it is installed; as it is otherwise."""
    ruff = shutil.which("ruff")
    if not ruff:
        return text
    done = subprocess.run(
        [ruff, "format", "--stdin-filename", str(path), "-"], input=text, capture_output=True, text=True, check=False
    )
    return done.stdout if done.returncode == 0 and done.stdout else text
