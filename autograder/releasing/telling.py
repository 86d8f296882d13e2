"""Expressions that tell an answer, whatever the names in them and the function around them.

An expression of a right answer with several steps in it, such as the tanh of three terms, is looked for in every
program that goes out, and in the start page. Names of variables do not count, nor where a value lies (`p["Wa"]`,
`self.Wa`, `Wx[:, [k]]`), nor the order of terms and factors. What is spread over several lines, or done in another way,
is not found.
"""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
import json
import textwrap
from collections.abc import Container, Iterator, Mapping

from autograder.exercise import Exercise
from autograder.exercises import all_exercises
from autograder.reference import alternatives_to, reference_source
from autograder.releasing.answers import PLACEHOLDER, Held
from autograder.releasing.contents import PAGE

LEAST_STEPS = 4  # operations and calls in an expression: what has fewer is in many programs
MODULES = ("np",)
GIVEN_TO_ALL = ("solutions.optimisers", "solutions.bag_of_words")  # what these do is no exercise's answer by itself
# What is known and goes out all the same; docs/instructor.md names those that tell something.
KNOWN = {
    "notebooks/01_why_recurrence/given/black_box.py": ("cell_stacked", "rnn_backward", "sequence_cross_entropy"),
    "autograder/exercises/language_model_training/batches.py": ("sample",),  # a dict of two lists
    "autograder/promises/inputs.py": ("train_tagger",),  # a softmax along another axis
}


def told_in(files: Mapping[str, bytes], lessons: Container[str]) -> list[Held]:
    """Return the answers of these lessons of which an expression stands in the programs among the files."""
    return [
        Held(exercise, f"{path}, line {line}")
        for path, data in files.items()
        if path.endswith(".py") or path == PAGE
        for exercise, line in _told_by(data, is_page=path == PAGE)
        if exercise.lesson in lessons and exercise.name not in KNOWN.get(path, ())
    ]


@functools.cache
def _told_by(data: bytes, *, is_page: bool) -> list[tuple[Exercise, int]]:
    """Return the exercises that a program tells of, with the line; of a page the lines are those of its cells."""
    cells = json.loads(data)["cells"] if is_page else []
    texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"] if is_page else [data.decode()]
    known, found = telling(), []
    for program in map(ast.parse, texts):
        found += [(known[shape], line) for shape, line in expressions(program) if shape in known]
        found += list(_written_out(program)) if is_page else []
    return found


def _written_out(program: ast.Module) -> Iterator[tuple[Exercise, int]]:
    """Yield the exercises whose function a page defines, rightly or not."""
    for node in ast.walk(program):
        if isinstance(node, ast.FunctionDef) and node.name in all_exercises() and PLACEHOLDER not in ast.unparse(node):
            yield all_exercises()[node.name], node.lineno


@functools.cache
def telling() -> dict[str, Exercise]:
    """Return the expressions that tell, each with the first exercise whose answer has it; needs `solutions`."""
    found: dict[str, Exercise] = {}
    for exercise in all_exercises().values():
        right = [each.source for each in alternatives_to(exercise).all if not each.caught_by]
        for source in (reference_source(exercise), *right):
            for shape, _ in expressions(ast.parse(textwrap.dedent(source))):
                found.setdefault(shape, exercise)
    for module in map(importlib.import_module, GIVEN_TO_ALL):
        for shape, _ in expressions(ast.parse(inspect.getsource(module))):
            found.pop(shape, None)
    return found


def expressions(program: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield the shape and the line of every expression of a program with enough steps in it."""
    for node in ast.walk(program):
        if isinstance(node, ast.BinOp | ast.Call) and _steps(node) >= LEAST_STEPS:
            yield shape_of(node), node.lineno


def _steps(node: ast.AST) -> int:
    return sum(isinstance(each, ast.BinOp | ast.UnaryOp | ast.Call | ast.Compare) for each in ast.walk(node))


def shape_of(node: ast.AST) -> str:
    """Return an expression as text in which every variable is `v`, and terms and factors stand in one order."""
    match node:
        case ast.Name(name):
            return name if name in MODULES else "v"
        case ast.Attribute(value, name):
            of = shape_of(value)
            return f"{of}.{name}" if of != "v" or name == "T" else "v"
        case ast.Subscript(value) if shape_of(value) == "v":
            return "v"
        case ast.BinOp(_, ast.Add() | ast.Mult() as op, _):
            return f"{type(op).__name__}({', '.join(sorted(map(shape_of, _chain(node, type(op)))))})"
        case ast.Call(ast.Name(name)) if name not in MODULES:
            return f"{name}({', '.join(map(shape_of, [*node.args, *node.keywords]))})"
        case ast.Call(ast.Attribute(ast.Name("np"), "vstack")):
            return f"Call(np.concatenate, {', '.join(map(shape_of, node.args))})"
        case ast.Constant(value):
            return repr(value)
        case ast.expr_context():
            return ""
    parts = [shape_of(each) for each in ast.iter_child_nodes(node)]
    named = node.arg or "**" if isinstance(node, ast.keyword) else type(node).__name__
    return f"{named}({', '.join(part for part in parts if part)})"


def _chain(node: ast.expr, op: type[ast.operator]) -> list[ast.expr]:
    """Return the terms of a sum, or the factors of a product."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, op):
        return _chain(node.left, op) + _chain(node.right, op)
    return [node]
