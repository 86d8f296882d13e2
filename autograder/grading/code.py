"""The code that a lesson's verdicts follow from: what has to change before a submission is judged again."""

from __future__ import annotations

import ast
import functools
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from autograder.exercise import Exercise
from autograder.hunt import Hunt

COURSE = Path(__file__).parents[2]
GRADER = "autograder.grading.grade"
NUMBERS = ("json", "npz")  # what a package keeps beside its modules


def code_behind(exercises: Iterable[Exercise]) -> str:
    """Return a digest of the grader, and of the checks, answers and known mistakes of these exercises.

    Modules are followed through their imports. Comments and the layout of the code do not count.
    """
    waiting, files = [GRADER], set[Path]()
    for exercise in exercises:
        judged = exercise.of if isinstance(exercise, Hunt) else exercise
        waiting += [check.run.__module__ for check in judged.checks]
        waiting += [each.reference for each in (judged, *judged.uses)]
        waiting.append(f"solutions.alternatives.{judged.function}")
    while waiting:
        for path in _files(waiting.pop()):
            if path not in files:
                files.add(path)
                waiting += _read(path).imports
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(f"{path.relative_to(COURSE)} {_read(path).digest}\n".encode())
    return digest.hexdigest()


def imports_of(module: str, within: tuple[str, ...]) -> set[str]:
    """Return the names of a module, of those that it imports and of their packages, as far as they are in `within`."""
    waiting, found = [module], set[str]()
    while waiting:
        name = waiting.pop()
        package = name.rpartition(".")[0]
        if name in found or not f"{name}.".startswith(tuple(f"{each}." for each in within)):
            continue
        if path := next(iter(_own(name)), None):
            found.add(name)
            waiting += [package, *_read(path).imports]
    return found


def _own(module: str) -> list[Path]:
    """Return the file of a module or of a package; none where this is a name in a module."""
    place = COURSE.joinpath(*module.split("."))
    return [file for file in (place / "__init__.py", place.with_suffix(".py")) if file.is_file()]


def _files(module: str) -> list[Path]:
    """Return the files of a module of the course: its own, and those of the packages that it is in."""
    parts = module.split(".")
    if parts[0] not in ("autograder", "solutions") or module == "autograder.syllabus":
        return []  # a further lesson changes no other
    names = [COURSE.joinpath(*parts[:count]) for count in range(1, len(parts) + 1)]
    files = [name / "__init__.py" for name in names] + [names[-1].with_suffix(".py")]
    numbers = [path for name in names for kind in NUMBERS for path in name.glob(f"*.{kind}")]
    return [file for file in (*files, *numbers) if file.is_file()]


class _Module(NamedTuple):
    """What a file says, apart from comments and layout, as a digest; and the modules that it imports, wherever."""

    digest: str
    imports: list[str]


@functools.cache
def _read(path: Path) -> _Module:
    if path.suffix != ".py":
        return _Module(hashlib.sha256(path.read_bytes()).hexdigest(), [])
    tree = ast.parse(path.read_bytes())
    imports = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imports += [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            # Of a name it is not known whether it is a module.
            imports += [node.module, *(f"{node.module}.{name.name}" for name in node.names)]
    return _Module(hashlib.sha256(ast.dump(tree).encode()).hexdigest(), imports)
