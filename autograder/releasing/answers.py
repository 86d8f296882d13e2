"""Whether a text holds an answer: code is compared as Python reads it, and anything as it is written.

Names of arguments and of local variables, docstrings, annotations, comments and layout do not count, so that a copy
under other names is found. A function of an exercise's name is also judged, whatever it looks like. One that computes
the same in another way under another name is not found.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import json
import re
import textwrap
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.bugs import without_docstring
from autograder.door import LocalDoor
from autograder.evaluate import evaluate_behind
from autograder.exercise import Exercise
from autograder.exercises import all_exercises
from autograder.reference import TruthAlone, alternatives_to, reference_source

FENCE = re.compile(r"^(?P<tick>```+|~~~+)[^\n]*\n(?P<code>.*?)^(?P=tick)", re.MULTILINE | re.DOTALL)
LEAST_TREE = 250  # characters of a dumped body: what is shorter, such as `return x[t]`, says too little by itself
LEAST_TEXT = 60  # characters of a body without spaces, likewise
PLACEHOLDER = "raise NotImplementedError"
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Held:
    """An answer that was found.

    Attributes:
        exercise: the exercise that it answers.
        where: the file, and the cell or line in it.
    """

    exercise: Exercise
    where: str


@dataclass(frozen=True)
class Answers:
    """The right answers to the exercises of the course.

    Attributes:
        trees: the bodies of the references and of the registered variants, as Python reads them.
        texts: the bodies of the references, as they are written.
    """

    trees: dict[str, Exercise]
    texts: dict[str, Exercise]

    def in_file(self, path: str, data: bytes) -> list[Held]:
        """Return the answers that a file holds; what is no text holds none."""
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            return []
        if path.endswith(".ipynb"):
            return self._in_notebook(path, text)
        if path.endswith(".json"):
            return self._in_strings(path, json.loads(text))
        return self.in_text(path, text, code=path.endswith(".py"))

    def in_text(self, where: str, text: str, *, code: bool) -> list[Held]:
        """Return the answers that a program holds, or a prose and the programs in it."""
        programs = [text] if code else [found["code"] for found in FENCE.finditer(text)]
        found = [held for program in programs for held in self._in_program(where, program)]
        bare = _bare(text)
        known = {held.exercise for held in found}
        return found + [
            Held(exercise, where) for body, exercise in self.texts.items() if exercise not in known and body in bare
        ]

    def _in_program(self, where: str, program: str) -> Iterator[Held]:
        for name, line, body in bodies(program):
            exercise = self.trees.get(body) or self.trees.get(f"{name}: {body}") or _answered_by(name, program)
            if exercise:
                yield Held(exercise, f"{where}, line {line}")

    def _in_notebook(self, path: str, text: str) -> list[Held]:
        found = []
        for number, cell in enumerate(json.loads(text)["cells"], 1):
            named = cell.get("metadata", {}).get("nbgrader", {}).get("grade_id") or cell.get("id", "")
            where = f"{path}, cell {number} ({named})"
            found += self.in_text(where, "".join(cell["source"]), code=cell["cell_type"] == "code")
            found += self._in_strings(f"{where}, its output", cell.get("outputs", []))
        return found

    def _in_strings(self, where: str, value: object) -> list[Held]:
        """Return the answers in the texts of a JSON file that may be programs."""
        strings = {each for each in _strings(value) if len(each) >= LEAST_TEXT and re.search(r"\s", each)}
        return [held for each in sorted(strings) for held in self.in_text(where, each, code=True)]


@functools.cache
def right_answers() -> Answers:
    """Return the answers of the whole course; needs `solutions`."""
    trees: dict[str, Exercise] = {}
    texts: dict[str, Exercise] = {}
    for exercise in all_exercises().values():
        reference = textwrap.dedent(reference_source(exercise))
        right = [each.source for each in alternatives_to(exercise).all if not each.caught_by]
        for source in (reference, *map(textwrap.dedent, right)):
            for name, _, body in bodies(source):
                if name in (exercise.name, exercise.function) and _is_written(source):
                    trees.setdefault(body if len(body) >= LEAST_TREE else f"{exercise.name}: {body}", exercise)
        text = _bare(_body_text(reference))
        if len(text) >= LEAST_TEXT and _is_written(reference):
            texts.setdefault(text, exercise)
    return Answers(trees, texts)


def _answered_by(name: str, program: str) -> Exercise | None:
    """Return the exercise of this name where the program's function of the name passes its checks."""
    exercise = all_exercises().get(name)
    if exercise is None:
        return None
    namespace: dict[str, Any] = {"np": np}
    parts = [node for node in _parsed(program).body if isinstance(node, ast.Import | ast.ImportFrom | Function)]
    if any(PLACEHOLDER in ast.unparse(part) for part in parts if isinstance(part, Function) and part.name == name):
        return None
    for part in parts:
        with contextlib.suppress(Exception):  # it needs something that is not here
            exec(compile(ast.Module([part], []), "<what goes out>", "exec"), namespace)
    if not callable(namespace.get(name)):
        return None
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        verdict = evaluate_behind(LocalDoor(namespace), exercise, TruthAlone())
    return exercise if verdict.passed else None


def _is_written(source: str) -> bool:
    return PLACEHOLDER not in source


def bodies(program: str) -> Iterator[tuple[str, int, str]]:
    """Yield the name, the line and the body of each function of a program, the body as text without its own names."""
    if "def " in program:
        for node in ast.walk(_parsed(program)):
            if isinstance(node, Function):
                yield node.name, node.lineno, _without_own_names(node)


def _parsed(program: str) -> ast.Module:
    """Return a program, or a cell, as Python reads it; what is none holds nothing."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(textwrap.dedent(re.sub(r"^[%!?].*$", "", program, flags=re.MULTILINE)))
    except (SyntaxError, ValueError):
        return ast.Module([], [])


def _without_own_names(function: Function) -> str:
    first = function.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    own = {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)}
    own |= {n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    names = _Names(own)
    return "\n".join(names.told(statement) for statement in function.body[is_docstring:])


class _Names:
    """Writes code down with a function's own names numbered in the order in which they come, without annotations."""

    def __init__(self, own: Iterable[str]) -> None:
        self._numbers: dict[str, str] = {}
        self._own = frozenset(own)

    def told(self, value: Any) -> str:
        """Return a part of the code as text."""
        if isinstance(value, list):
            return f"[{','.join(map(self.told, value))}]"
        if not isinstance(value, ast.AST):
            return repr(value)
        if isinstance(value, ast.expr_context):
            return ""
        if isinstance(value, ast.Name):
            return self._new(value.id)
        if isinstance(value, ast.arg):
            return f"arg {self._new(value.arg)}"
        if isinstance(value, ast.AnnAssign) and value.value:
            value = ast.Assign([value.target], value.value)
        fields = [self.told(each) for name, each in ast.iter_fields(value) if name not in ("type_comment", "returns")]
        return f"{type(value).__name__}({' '.join(fields)})"

    def _new(self, name: str) -> str:
        return self._numbers.setdefault(name, f"v{len(self._numbers)}") if name in self._own else name


def _body_text(source: str) -> str:
    """Return what a function does, without its head."""
    bare = without_docstring(source)
    first = ast.parse(bare).body[0].body[0]  # type: ignore[attr-defined]
    return "\n".join(bare.splitlines()[first.lineno - 1 :])


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"^\s*#.*$", "", text, flags=re.MULTILINE))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _strings(key)
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
