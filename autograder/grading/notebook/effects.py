"""What a piece of the course's code may change in place, and whose values may hold the same memory after it.

Where it is not plain what a call does, it may change and keep whatever it is given.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

# These leave their arguments as they are; others may use up an iterator, if no more.
_LOOKS = "abs bool callable float format getattr hasattr hash id int isinstance len print range repr round str type"
LOOKS = frozenset(_LOOKS.split())
SHOWS = frozenset({"figures.animate", "figures.play", "figures.shape_table", "figures.show"})
# What NumPy has that changes an argument.
WRITES = frozenset({"at", "copyto", "fill_diagonal", "place", "put", "put_along_axis", "putmask"})
MAKES_GENERATORS = ("default_rng", "Generator", "SeedSequence", "PCG64")
PROCESS = frozenset({"os", "sys", "random", "warnings", "matplotlib", "plt", "builtins", "importlib"})
GENERATOR = "rng"  # what the course calls a random generator
ARGUMENTS = ("ax", "fig")  # and a drawing that a function is given
DEFINES = ast.FunctionDef | ast.AsyncFunctionDef
JOINS = ast.Add | ast.Mult | ast.BitOr | ast.BitAnd  # of lists, sets and dicts as well as of numbers
FRESH = ast.UnaryOp | ast.Compare | ast.JoinedStr | ast.Constant  # values that share no memory with others


class Drawing(NamedTuple):
    """Names that stand for a drawing, or for a part of one, wherever they are bound, and those that do somewhere."""

    sure: frozenset[str] = frozenset()
    perhaps: frozenset[str] = frozenset()


NOTHING_DRAWN = Drawing()


@dataclass(frozen=True)
class Effects:
    """Tells what a piece of code does.

    Attributes:
        drawing: the names of what looks at data, and does not change it.
        trusting: whether only a statement that is a call and nothing else is taken to change what it is given, and
            a random generator.
    """

    drawing: Drawing = NOTHING_DRAWN
    trusting: bool = False

    def stored(self, statement: ast.AST) -> Iterator[str]:
        """Yield the names of what gets other items or attributes."""
        for node in ast.walk(statement):
            if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
                yield from self._holders(node.value)

    def changed(self, statement: ast.AST) -> Iterator[str]:
        """Yield the names of what may be changed in place; some are local to a function in the statement."""
        yield from self.stored(statement)
        for node in ast.walk(statement):
            match node:
                case ast.AugAssign(ast.Name(name)):
                    yield name
                case ast.Expr(ast.Call() as call) if not _only_looks(call):
                    yield from self._given_to(call)
                case ast.Call() if not _only_looks(node):
                    yield from (name for name in self._given_to(node) if name == GENERATOR or not self.trusting)
                case _ if self.trusting:
                    pass
                case ast.For(_, iterated) | ast.AsyncFor(_, iterated) | ast.comprehension(_, iterated):
                    yield from self._holders(iterated)
                case ast.Starred(value, ast.Load()):
                    yield from self._holders(value)
                case ast.With(items):
                    yield from (name for item in items for name in self._holders(item.context_expr))
                case ast.Assign([ast.Tuple() | ast.List()], ast.Name(name)):  # it may be an iterator
                    yield name

    def shared(self, statement: ast.AST) -> Iterator[frozenset[str]]:
        """Yield sets of names whose values may hold the same memory after a statement."""
        for node in ast.walk(statement):
            match node:
                case ast.Assign(targets, value):
                    for target in targets:
                        yield from self._linked(target, value)
                    if targets[1:]:  # x = y = []
                        yield frozenset(name for target in targets for name in self._holders(target))
                case ast.AnnAssign(target, _, value) | ast.NamedExpr(target, value) if value is not None:
                    yield from self._linked(target, value)
                case ast.AugAssign(target, _, value) | ast.For(target, value) | ast.AsyncFor(target, value):
                    yield from self._linked(target, value)
                case ast.withitem(value, target) if target is not None:
                    yield from self._linked(target, value)
                case ast.Call() if not _only_looks(node):  # a list keeps what it is given
                    yield frozenset(self._given_to(node))

    def _linked(self, target: ast.expr, value: ast.expr) -> Iterator[frozenset[str]]:
        """Yield sets of the names in a target and in what it is bound to, part by part where the two fit."""
        bound: dict[int, set[str]] = {}
        parts = [*parts_of(target, value)]
        for each, part in parts:
            bound.setdefault(id(part), set()).update(self._holders(each))
        for _, part in parts:
            if held := {*self._holders(part)}:
                yield frozenset(held | bound[id(part)])

    def _given_to(self, call: ast.Call) -> Iterator[str]:
        """Yield the names of a function, its object and its arguments; of what draws, no data."""
        draws = self._draws(call)
        yield from self._holders(call.func)
        for argument in (*call.args, *call.keywords):
            names = self._holders(argument)
            yield from (name for name in names if not draws or name in self.drawing.perhaps or name == GENERATOR)

    def _draws(self, call: ast.Call) -> bool:
        return root_of(call.func) in self.drawing.sure | {"figures"}

    def _holders(self, node: ast.AST) -> Iterator[str]:
        """Yield the names whose values, or parts of them, an expression may hand on."""
        if isinstance(node, FRESH) or (isinstance(node, ast.BinOp) and _makes_numbers(node)):
            return
        if isinstance(node, ast.Name):
            yield node.id
        if isinstance(node, ast.Call) and self._draws(node):
            yield from self._given_to(node)
        else:
            for child in ast.iter_child_nodes(node):
                yield from self._holders(child)


def dotted(node: ast.expr) -> str:
    """Return `a.b.c` for an attribute of a name, "" for anything else."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def root_of(node: ast.AST) -> str:
    """Return the name that an expression begins with, "" for none."""
    while not isinstance(node, ast.Name):
        if isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        else:
            return ""
    return node.id


def _makes_numbers(node: ast.expr) -> bool:
    """Tell whether an operation is on numbers or arrays for sure, so that its result shares no memory with them."""
    if not isinstance(node, ast.BinOp):
        number = isinstance(node, ast.Constant) and isinstance(node.value, float)
        return number or (isinstance(node, ast.Call) and root_of(node.func) == "np")
    return not isinstance(node.op, JOINS) or _makes_numbers(node.left) or _makes_numbers(node.right)


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


def reaches_beyond(node: ast.AST) -> bool:
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


def local_to(group: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the names that functions bind for themselves, and perhaps others."""
    for statement in group:
        for node in ast.walk(statement):
            if isinstance(node, ast.arg):
                yield node.arg
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id


# ------------------------------------------------------------------------------------------------ names of drawings


@lru_cache(maxsize=64)
def drawn_in(sources: frozenset[str]) -> Drawing:
    """Return the names that stand for a drawing or a part of one where some cells of the course bind them."""
    bound: list[tuple[str, ast.expr | None]] = []
    for source in sources:
        try:
            bound += [each for node in _outside_functions(ast.parse(source)) for each in _bindings(node)]
        except SyntaxError:  # a magic
            return Drawing()
    perhaps = set[str]()
    while more := {name for name, value in bound if name not in perhaps and _is_drawn(value, perhaps)}:
        perhaps |= more
    return Drawing(_always_drawn(bound), frozenset(perhaps))


def drawn_inside(functions: Iterable[ast.AST]) -> frozenset[str]:
    """Return the names of functions' own that stand for a drawing; an argument does where the course calls it so."""
    nodes = [node for function in functions for node in ast.walk(function)]
    bound = [pair for node in nodes for pair in _bindings(node)]
    drawn: ast.expr = ast.Name("figures", ast.Load())
    bound += [(node.arg, drawn if node.arg in ARGUMENTS else None) for node in nodes if isinstance(node, ast.arg)]
    return _always_drawn(bound)


def _always_drawn(bound: list[tuple[str, ast.expr | None]]) -> frozenset[str]:
    sure = {name for name, _ in bound}
    while others := {name for name, value in bound if name in sure and not _is_drawn(value, sure)}:
        sure -= others
    return frozenset(sure)


def _outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    """Yield a node and all below it but the insides of functions, whose names are their own."""
    yield node
    if not isinstance(node, DEFINES | ast.Lambda):
        for child in ast.iter_child_nodes(node):
            yield from _outside_functions(child)


def _is_drawn(value: ast.expr | None, drawing: set[str]) -> bool:
    return value is not None and root_of(value) in drawing | {"figures"}


def _bindings(node: ast.AST) -> Iterator[tuple[str, ast.expr | None]]:
    """Yield names and what they are bound to, or taken out of; None where that is not plain."""
    match node:
        case ast.Assign(targets, value):
            yield from (pair for target in targets for pair in _names_of(target, value))
        case ast.For(target, iterated):
            yield from _names_of(target, iterated)
        case ast.FunctionDef(name) | ast.AsyncFunctionDef(name) | ast.ClassDef(name):
            yield name, None
        case ast.alias(name, other):
            yield other or name, None
        case ast.AugAssign(target) | ast.AnnAssign(target) | ast.NamedExpr(target) | ast.comprehension(target):
            yield from _names_of(target, None)
        case ast.withitem(_, target) if target is not None:
            yield from _names_of(target, None)


def _names_of(target: ast.expr, value: ast.expr | None) -> Iterator[tuple[str, ast.expr | None]]:
    for each, part in parts_of(target, value or target):
        if isinstance(each, ast.Name):
            yield each.id, part if value else None


def parts_of(target: ast.expr, value: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield each part of a target with the part of a value that it stands for, where the two have the same form."""
    match target, value:
        case ((ast.Tuple(targets) | ast.List(targets)), (ast.Tuple(values) | ast.Call(ast.Name("zip"), values))) if len(
            targets
        ) == len(values) and not any(isinstance(each, ast.Starred) for each in (*targets, *values)):
            for each, part in zip(targets, values, strict=True):
                yield from parts_of(each, part)
        case ((ast.Tuple([count, inner])), ast.Call(ast.Name("enumerate"), [counted, *_])):
            yield count, ast.Constant(0)
            yield from parts_of(inner, counted)
        case ((ast.Tuple(targets) | ast.List(targets)), _):
            for each in targets:
                yield from parts_of(each, value)
        case ast.Starred(inner), _:
            yield from parts_of(inner, value)
        case _:
            yield target, value
