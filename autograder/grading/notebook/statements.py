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

# These leave their arguments as they are; others may use up an iterator, if no more.
_LOOKS = "abs bool callable float format getattr hasattr hash id int isinstance len print range repr round str type"
LOOKS = frozenset(_LOOKS.split())
SHOWS = frozenset({"figures.animate", "figures.play", "figures.shape_table", "figures.show"})
# What NumPy has that changes an argument.
WRITES = frozenset({"at", "copyto", "fill_diagonal", "place", "put", "put_along_axis", "putmask"})
MAKES_GENERATORS = ("default_rng", "Generator", "SeedSequence", "PCG64")
PROCESS = frozenset({"os", "sys", "random", "warnings", "matplotlib", "plt", "builtins", "importlib"})
COMPREHENSIONS = ("listcomp", "setcomp", "dictcomp", "genexpr")  # the names of their scopes
DEFINES = ast.FunctionDef | ast.AsyncFunctionDef
FRESH = ast.BinOp | ast.UnaryOp | ast.Compare | ast.JoinedStr | ast.Constant  # values that share no memory with others


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
        shared: names whose values may hold the same memory after it.
        modules: the bound names that stand for a module.
        functions: the bound names that stand for an imported or a defined function.
        defines: it defines functions and does nothing else.
        always: it changes something that no name of the notebook stands for.
    """

    first: int
    last: int
    bound: frozenset[str]
    read: frozenset[str]
    later: frozenset[str]
    changed: frozenset[str]
    stored: frozenset[str]
    shared: frozenset[str]
    modules: frozenset[str]
    functions: frozenset[str]
    defines: bool
    always: bool


@lru_cache(maxsize=4096)  # a lesson's cells are the same in every submission
def statements(source: str) -> tuple[Statement, ...]:
    """Return the statements of a cell of the course, one for those that stand on one line.

    Raises:
        SyntaxError: it is no Python, because of a magic.
    """
    groups: list[list[ast.stmt]] = []
    for node in ast.parse(source).body:
        if groups and _first(node) <= _last(groups[-1][-1]):
            groups[-1].append(node)
        else:
            groups.append([node])
    return tuple(_statement(group) for group in groups)


def _first(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min(node.lineno, *(each.lineno for each in decorators)) - 1 if decorators else node.lineno - 1


def _last(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - 1


def _statement(group: list[ast.stmt]) -> Statement:
    scopes = scopes_of(ast.Module(group, []))
    names = scopes.bound | scopes.read
    defines = all(isinstance(node, DEFINES) for node in group)
    imported = {name for node in group for name in _imported(node, ast.ImportFrom)}
    functions = imported | {node.name for node in group if isinstance(node, DEFINES)}
    return Statement(
        _first(group[0]),
        _last(group[-1]),
        scopes.bound,
        scopes.read,
        scopes.later,
        changed=names & scopes.declared.union(*map(changed_by, group)),
        stored=names & frozenset().union(*map(_stored, group)),
        shared=names & frozenset().union(*map(shared_after, group)),
        modules=frozenset(name for node in group for name in _imported(node, ast.Import)),
        functions=frozenset(functions),
        defines=defines,
        always=any(_reaches_beyond(node) for each in group for node in ast.walk(each)),
    )


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


def dotted(node: ast.expr) -> str:
    """Return `a.b.c` for an attribute of a name, "" for anything else."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def _stored(statement: ast.AST) -> Iterator[str]:
    """Yield the names of what gets other items or attributes in a statement."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            yield from _holders(node.value)


def changed_by(statement: ast.AST) -> Iterator[str]:
    """Yield the names of what a statement may change in place; some are local to a function in it."""
    yield from _stored(statement)
    for node in ast.walk(statement):
        match node:
            case ast.AugAssign(ast.Name(name)):
                yield name
            case ast.For(_, iterated) | ast.AsyncFor(_, iterated) | ast.comprehension(_, iterated):
                yield from _holders(iterated)
            case ast.Starred(value, ast.Load()):
                yield from _holders(value)
            case ast.With(items):
                yield from (name for item in items for name in _holders(item.context_expr))
            case ast.Assign([ast.Tuple() | ast.List()], ast.Name(name)):  # it may be an iterator
                yield name
            case ast.Call():
                yield from _changed_by_call(node)


def _changed_by_call(call: ast.Call) -> Iterator[str]:
    if not _only_looks(call):
        yield from _holders(call.func)
        for argument in (*call.args, *call.keywords):
            yield from _holders(argument)


def _only_looks(call: ast.Call) -> bool:
    """Tell whether a call leaves what it is given as it is."""
    name = dotted(call.func)
    root, _, rest = name.partition(".")
    if root not in ("np", "numpy"):
        return name in LOOKS or name in SHOWS
    writes = any(part in WRITES for part in rest.split(".")) or any(word.arg == "out" for word in call.keywords)
    return bool(rest) and not writes and _is_plain(rest)


def _is_plain(of_numpy: str) -> bool:
    """Tell whether a function of NumPy draws from no hidden state."""
    first, _, then = of_numpy.partition(".")
    return first != "random" or then in MAKES_GENERATORS


def _holders(node: ast.AST) -> Iterator[str]:
    """Yield the names whose values, or parts of them, an expression may hand on."""
    if isinstance(node, FRESH):
        return
    if isinstance(node, ast.Name):
        yield node.id
    for child in ast.iter_child_nodes(node):
        yield from _holders(child)


def shared_after(statement: ast.AST) -> set[str]:
    """Return the names whose values may hold the same memory after a statement."""
    found = set[str]()
    for node in ast.walk(statement):
        match node:
            case ast.Assign(targets, value):
                found |= _linked(targets, value)
            case ast.AnnAssign(target, _, value) | ast.NamedExpr(target, value) if value is not None:
                found |= _linked([target], value)
            case ast.AugAssign(target, _, value) | ast.For(target, value) | ast.AsyncFor(target, value):
                found |= _linked([target], value)
            case ast.With(items):
                for item in items:
                    found |= _linked([item.optional_vars], item.context_expr) if item.optional_vars else set()
            case ast.Call(func, args) if not _only_looks(node):  # a list keeps what it is given
                found |= set(_holders(func)).union(*map(_holders, args), *map(_holders, node.keywords))
    return found - {"_"}


def _linked(targets: list[ast.expr], value: ast.expr) -> set[str]:
    held = set(_holders(value))
    return held | {name for target in targets for name in _holders(target)} if held else set()


def _reaches_beyond(node: ast.AST) -> bool:
    """Tell whether a call or an import changes what no name stands for: settings, the place, the process."""
    if isinstance(node, ast.ImportFrom):
        return any(alias.name == "*" for alias in node.names)
    if not isinstance(node, ast.Call):
        return False
    name = dotted(node.func)
    root, _, rest = name.partition(".")
    if root in ("np", "numpy"):
        return not _is_plain(rest) or rest.startswith("set")
    return root in PROCESS or name == "figures.use_course_style"
