"""What a statement of the course does to names: which it binds, reads and may change.

Nothing is missed that the course's own cells do; where it is not plain what a call does, it may change whatever it is
given. So more statements belong to the definition of a name than have to, and never fewer.
"""

from __future__ import annotations

import ast
import symtable
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from autograder.grading.notebook.effects import (
    DEFINES,
    NOTHING_DRAWN,
    Drawing,
    Effects,
    drawn_inside,
    local_to,
    reaches_beyond,
)

SURE = ast.Assign | ast.Import | ast.ImportFrom
COMPREHENSIONS = ("listcomp", "setcomp", "dictcomp", "genexpr")  # the names of their scopes


@dataclass(frozen=True)
class Statement:
    """A statement at the top of a cell, with those that share a line with it.

    Attributes:
        first: its first line, from 0.
        last: its last line.
        bound: names that it binds or deletes.
        read: names that it, or a function in it, takes from the notebook.
        later: those of them that are read whenever a function in it is called.
        changed: names of what it may change in place; of a definition, what a call of it may.
        stored: those of them whose items or attributes it sets.
        shared: sets of names whose values may hold the same memory after it.
        modules: the bound names that stand for a module.
        functions: the bound names that stand for an imported or a defined function.
        defines: it defines functions and does nothing else.
        sure: it binds all its names whatever they were before.
        always: it changes something that no name of the notebook stands for.
    """

    first: int
    last: int
    bound: frozenset[str]
    read: frozenset[str]
    later: frozenset[str]
    changed: frozenset[str]
    stored: frozenset[str]
    shared: frozenset[frozenset[str]]
    modules: frozenset[str]
    functions: frozenset[str]
    defines: bool
    sure: bool
    always: bool


@lru_cache(maxsize=4096)  # a lesson's cells are the same in every submission
def statements(source: str, drawing: Drawing = NOTHING_DRAWN, trusting: bool = False) -> tuple[Statement, ...]:
    """Return the statements of a cell of the course, one for those that stand on one line.

    Args:
        source: its text.
        drawing: names that stand for a drawing.
        trusting: as in `Effects`.

    Raises:
        SyntaxError: it is no Python, because of a magic.
    """
    groups: list[list[ast.stmt]] = []
    for node in ast.parse(source).body:
        if groups and _first(node) <= _last(groups[-1][-1]):
            groups[-1].append(node)
        else:
            groups.append([node])
    return tuple(_statement(group, drawing, trusting) for group in groups)


def _first(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min(node.lineno, *(each.lineno for each in decorators)) - 1 if decorators else node.lineno - 1


def _last(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - 1


def _statement(group: list[ast.stmt], drawing: Drawing, trusting: bool) -> Statement:
    scopes = scopes_of(ast.Module(group, []))
    names = scopes.bound | scopes.read
    defines = all(isinstance(node, DEFINES) for node in group)
    imported = {name for node in group for name in _imported(node, ast.ImportFrom)}
    functions = imported | {node.name for node in group if isinstance(node, DEFINES)}
    own = drawing._replace(sure=drawing.sure - set(local_to(group)) | drawn_inside(group)) if defines else drawing
    effects = Effects(own, trusting)
    loops = scopes.later.union(*map(read_before_bound, group))
    return Statement(
        _first(group[0]),
        _last(group[-1]),
        scopes.bound,
        loops if all(isinstance(node, ast.For) for node in group) else scopes.read,
        scopes.later,
        changed=names & scopes.declared.union(*map(effects.changed, group)),
        stored=names & frozenset().union(*map(effects.stored, group)),
        shared=frozenset((each & names) - {"_"} for node in group for each in effects.shared(node)),
        modules=frozenset(name for node in group for name in _imported(node, ast.Import)),
        functions=frozenset(functions),
        defines=defines,
        sure=all(isinstance(node, SURE | DEFINES) for node in group),
        always=any(reaches_beyond(node) for each in group for node in ast.walk(each)),
    )


def read_before_bound(node: ast.stmt) -> frozenset[str]:
    """Return the names that a statement reads before it has bound them itself, as a loop does with its variable."""
    if not isinstance(node, ast.For):
        return scopes_of(ast.Module([node], [])).read
    head = ast.For(node.target, node.iter, [ast.Pass()], [])
    targets = scopes_of(ast.Module([ast.copy_location(head, node)], []))
    known, exposed = targets.bound, scopes_of(ast.Module([ast.Expr(node.iter)], [])).read
    exposed |= targets.read - known  # x[0] as a target
    for each in node.body:
        exposed |= read_before_bound(each) - known
        known |= scopes_of(ast.Module([each], [])).bound if isinstance(each, SURE) else frozenset()
    return exposed.union(*(read_before_bound(each) for each in node.orelse))


class Scopes:
    """The names of a text by the scope that they belong to; raises SyntaxError where Python has none.

    Attributes:
        bound: bound or deleted at the top, or declared global in a function.
        declared: the latter.
        read: read at the top, or in a function and not its own.
        later: those that a function reads.
    """

    def __init__(self, source: str, tree: ast.AST) -> None:
        top = symtable.symtable(source, "cell", "exec")
        inner = [(symbol, at_once) for table, at_once in _below(top) for symbol in table.get_symbols()]
        taken = [(symbol, at_once) for symbol, at_once in inner if symbol.is_global()]
        self.later = frozenset(symbol.get_name() for symbol, at_once in taken if not at_once)
        here = {symbol.get_name() for symbol in top.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
        self.declared = frozenset(symbol.get_name() for symbol, _ in taken if symbol.is_declared_global())
        self.bound = self.declared | here
        now = {symbol.get_name() for symbol in top.get_symbols() if symbol.is_referenced()}
        now |= {symbol.get_name() for symbol, _ in taken}
        self.read = frozenset(now | (self.bound & _read_to_be_bound(tree)))


def _below(table: symtable.SymbolTable, at_once: bool = True) -> Iterator[tuple[symtable.SymbolTable, bool]]:
    """Yield the scopes in another one, and whether they run as soon as they are met."""
    for child in table.get_children():
        runs = at_once and (child.get_type() == "class" or child.get_name() in COMPREHENSIONS)
        yield child, runs
        yield from _below(child, runs)


def scopes_of(tree: ast.Module) -> Scopes:
    """Return the names of some statements by their scopes."""
    return Scopes(ast.unparse(tree), tree)


def _read_to_be_bound(tree: ast.AST) -> set[str]:
    """Return the names that need a value before they get one or lose it."""
    targets = [target for node in ast.walk(tree) for target in _targets_read(node)]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _targets_read(node: ast.AST) -> list[ast.expr]:
    """Return targets that need a value before: of `x += 1` and of `del x`."""
    if isinstance(node, ast.AugAssign):
        return [node.target]
    return node.targets if isinstance(node, ast.Delete) else []


def _imported(node: ast.AST, kind: type[ast.Import] | type[ast.ImportFrom]) -> Iterator[str]:
    if isinstance(node, kind):
        for alias in node.names:
            yield (alias.asname or alias.name).partition(".")[0]
