"""Which modules of the course a learner needs: those that some others import, wherever in them."""

from __future__ import annotations

import ast
import functools
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from autograder.syllabus import topic_of

# What a learner runs: `check`, and the commands. What those import comes along.
STARTS = (
    "autograder.__main__",
    "autograder.alone",
    "autograder.check",
    "autograder.cli.learning",
    "autograder.exercises",
    "autograder.grading.jail",
    "autograder.work",
)
WHOLE = "autograder/grading/jail"  # its modules are started by their paths, inside a sandbox
RESOURCES = (".css", ".html", ".j2", ".json")


def modules_for_learners(root: Path, notebooks: Iterable[Path]) -> list[Path]:
    """Return the files of `autograder` that a learner needs, and those beside them that are no programs.

    Args:
        root: of the course.
        notebooks: those that go out; a lesson's name says where its exercises are.
    """
    waiting = [path for start in STARTS for path in _files(root, start)]
    waiting += (root / WHOLE).rglob("*.py")
    for notebook in notebooks:
        waiting += _files_imported(root, notebook)
        if topic := topic_of(notebook.stem):  # the start page has none
            exercises = root / "autograder" / "exercises" / topic
            waiting += [*exercises.rglob("*.py"), exercises.with_suffix(".py")]
    found: set[Path] = set()
    while waiting:
        path = waiting.pop()
        if path not in found and path.is_file():
            found.add(path)
            waiting += _files_imported(root, path)
    folders = {path.parent for path in found if path.name != "__init__.py"}
    beside = {path for folder in folders for path in folder.iterdir() if path.suffix in RESOURCES}
    return sorted(found | beside)


def _files_imported(root: Path, path: Path) -> Iterator[Path]:
    for module in _imports(path):
        yield from _files(root, module)


def _files(root: Path, module: str) -> Iterable[Path]:
    """Return the file of a module of `autograder`, and those of the packages that it is in."""
    parts = module.split(".")
    if parts[0] != "autograder":
        return []
    names = [root.joinpath(*parts[:count]) for count in range(1, len(parts) + 1)]
    return [
        path for path in (*(name / "__init__.py" for name in names), names[-1].with_suffix(".py")) if path.is_file()
    ]


@functools.cache
def _imports(path: Path) -> tuple[str, ...]:
    """Return what a file imports; of a name it is not known whether it is a module."""
    found = []
    for program in _programs(path):
        for node in ast.walk(ast.parse(program)):
            if isinstance(node, ast.Import):
                found += [name.name for name in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                found += [node.module, *(f"{node.module}.{name.name}" for name in node.names)]
    return tuple(found)


def _programs(path: Path) -> list[str]:
    """Return the text of a program, or of a notebook's cells."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".ipynb":
        return [text]
    cells = ["".join(cell["source"]) for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
    return [re.sub(r"^\s*[%!].*$", "", cell, flags=re.MULTILINE) for cell in cells]
