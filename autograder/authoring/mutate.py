"""Mutation from outside: mechanical changes to a reference function, each of which a check must notice.

The operators are cosmic-ray's, plus four that array code needs. A mutant that no check notices is either a hole, or
equivalent: then it stands, with the reason, in the exercise's module of `solutions.alternatives`.
"""

from __future__ import annotations

import ast
import difflib
import functools
from collections.abc import Iterator
from dataclasses import dataclass, field

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names
from rich.table import Table

from autograder.answer import Answer
from autograder.diagnosis import Mistake
from autograder.door import LocalDoor
from autograder.evaluate import PUBLIC_SEED, Knowledge, run_check
from autograder.exercise import Check, Exercise
from autograder.reference import OneSeed, alternatives_to, namespace_with, reference_source

SECONDS_FOR_A_CALL = 1.0


@dataclass(frozen=True)
class Mutant:
    """A changed reference: its source, what changed it, and the changed lines."""

    exercise: str
    operator: str
    source: str
    change: str

    def __str__(self) -> str:
        return f"{self.exercise}: {self.operator} survives: {self.change}"


@dataclass
class Survey:
    """How many mutants of one exercise were caught, which are equivalent and which survive."""

    exercise: Exercise
    mutants: int = 0
    caught: int = 0
    equivalent: int = 0
    survivors: list[Mutant] = field(default_factory=list)


class _Unnamed(OneSeed):
    """The reference without its misconceptions: here it counts that a mutant fails, not which mistake it is."""

    def mistakes(self, exercise: Exercise, check: Check, seed: int) -> list[Mistake]:
        return []


def survey(exercise: Exercise) -> Survey:
    """Run every mutant of the reference function through the checks."""
    result, known = Survey(exercise), _Unnamed(PUBLIC_SEED)
    excused = alternatives_to(exercise).equivalents
    for mutant in mutants_of(exercise):
        result.mutants += 1
        if mutant.change in excused:
            result.equivalent += 1
        elif is_caught(exercise, mutant, known):
            result.caught += 1
        else:
            result.survivors.append(mutant)
    return result


def is_caught(exercise: Exercise, mutant: Mutant, known: Knowledge) -> bool:
    """Tell whether any check fails for the mutant on the public inputs."""
    try:
        door = LocalDoor(namespace_with(exercise, mutant.source), seconds=SECONDS_FOR_A_CALL)
    except Exception:
        return True  # the mutant cannot even be defined
    outcomes = (run_check(exercise, check, Answer(door, exercise), known, PUBLIC_SEED) for check in exercise.checks)
    return any(outcome.status != "holds" for outcome in outcomes)


def mutants_of(exercise: Exercise) -> Iterator[Mutant]:
    """Yield every single change to the solution region of the reference function, each text once."""
    source = reference_source(exercise)
    for operator, changed in _changes(source):
        yield Mutant(exercise.name, operator, changed, _difference(source, changed))


@functools.cache  # asked for twice, and found by parsing again and again
def _changes(source: str) -> list[tuple[str, str]]:
    """Return (operator, changed text) for each change to the solution region, each text once."""
    seen = {source}
    found = []
    for operator, changed in _changed(source):
        if changed not in seen and _inside_solution(source, changed):
            seen.add(changed)
            found.append((operator, changed))
    return found


def _changed(source: str) -> Iterator[tuple[str, str]]:
    tree = get_ast(source)
    for name in operator_names():
        if get_operator(name).arguments():
            continue  # those replace variables that a configuration names
        operator = get_operator(name)()
        places = sum(1 for node in ast_nodes(tree) for _ in operator.mutation_positions(node))
        for occurrence in range(min(places, 200)):
            changed = mutate_code(source, operator, occurrence)
            if changed is None:
                break
            yield name.removeprefix("core/"), changed
    yield from _array_mutants(source)


def _array_mutants(source: str) -> Iterator[tuple[str, str]]:
    """Yield the changes that array code invites: axis, transpose, order of a product, a lost statement."""
    nodes = [node for node in ast.walk(ast.parse(source)) if hasattr(node, "lineno")]
    for kind, edit in _ARRAY_EDITS.items():
        for node in nodes:
            replacement = edit(source, node)
            if replacement is not None:
                yield kind, _spliced(source, node, replacement)


def _spliced(source: str, node: ast.AST, replacement: str) -> str:
    lines = source.splitlines(keepends=True)
    # ast counts columns in bytes of UTF-8.
    ends = {name: getattr(node, name) for name in ("lineno", "col_offset", "end_lineno", "end_col_offset")}
    head = lines[ends["lineno"] - 1].encode()[: ends["col_offset"]].decode()
    tail = lines[ends["end_lineno"] - 1].encode()[ends["end_col_offset"] :].decode()
    return "".join([*lines[: ends["lineno"] - 1], head + replacement + tail, *lines[ends["end_lineno"] :]])


def _text(source: str, node: ast.AST) -> str:
    return ast.get_source_segment(source, node) or ""


def _other_axis(source: str, node: ast.AST) -> str | None:
    if isinstance(node, ast.keyword) and node.arg == "axis" and isinstance(node.value, ast.Constant):
        return f"axis={1 - int(str(node.value.value))}"
    return None


def _no_transpose(source: str, node: ast.AST) -> str | None:
    return _text(source, node.value) if isinstance(node, ast.Attribute) and node.attr == "T" else None


def _product_turned(source: str, node: ast.AST) -> str | None:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        return f"{_text(source, node.right)}.T @ {_text(source, node.left)}.T"
    return None


def _statement_lost(source: str, node: ast.AST) -> str | None:
    return "pass" if isinstance(node, (ast.Assign, ast.AugAssign, ast.Expr, ast.Raise)) else None


_ARRAY_EDITS = {
    "OtherAxis": _other_axis,
    "NoTranspose": _no_transpose,
    "ProductTurned": _product_turned,
    "StatementLost": _statement_lost,
}


def _inside_solution(source: str, changed: str) -> bool:
    """Tell whether the change leaves everything outside the solution markers as it is."""
    begin, end = "### BEGIN SOLUTION", "### END SOLUTION"
    return (
        changed.count(begin) == changed.count(end) == 1
        and source.split(begin)[0] == changed.split(begin)[0]
        and source.split(end)[1] == changed.split(end)[1]
    )


def _difference(source: str, changed: str) -> str:
    lines = difflib.ndiff(source.splitlines(), changed.splitlines())
    return " -> ".join(line[2:].strip() for line in lines if line[:2] in ("- ", "+ "))


def table(surveys: list[Survey]) -> Table:
    """Return the surveys as a table for the terminal."""
    shown = Table("exercise", "mutants", "caught", "equivalent", "survive")
    for one in surveys:
        counts = (one.mutants, one.caught, one.equivalent, len(one.survivors))
        shown.add_row(one.exercise.name, *map(str, counts))
    return shown
