"""Functions rewritten so that the value of every expression passes through a watch, which notes or replaces it."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import Any, cast

WATCH = "_watch_"  # the name under which rewritten functions find the watch
Function = ast.FunctionDef | ast.Lambda
# Not values by themselves: what stands in them is watched, they are not.
BARE = (ast.Slice, ast.Starred, ast.GeneratorExp, ast.Lambda, ast.Yield, ast.YieldFrom, ast.Await)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)
WALKED = {"range", "zip", "enumerate", "reversed"}  # what they give is known when they are called


@dataclass(frozen=True)
class Spot:
    """One expression of a function, or what one statement leaves in a variable.

    Attributes:
        number: where it stands in the order of evaluation.
        line: counted from the def line of the function that it stands in.
        of: the helper that it stands in; "" for the function itself.
        inside: the spots directly within it.
        returned: it is all that the function returns.
        state: it is what a statement leaves in the variable called so; "" for an expression.
        top: it is not part of another expression.
        setting: it is a keyword argument that is a constant, such as axis=0.
    """

    number: int
    node: ast.AST
    text: str
    line: int
    of: str = ""
    inside: tuple[int, ...] = ()
    returned: bool = False
    state: str = ""
    top: bool = False
    setting: bool = False


class Rewriter(ast.NodeTransformer):
    """Wraps every expression of a function's text; `spots` lists them in the order of evaluation.

    Args:
        text: the text of one function.
        first: the number of its first spot.
        of: what is told as `Spot.of`.
    """

    def __init__(self, text: str, first: int, of: str) -> None:
        self.first, self.of, self.def_line = first, of, 1
        self._lines = [line.encode() for line in re.split("\r\n|\r|\n", text)]
        self.spots: list[Spot] = []
        self._names: set[str] = set()  # variables of the functions around: all else is a function or a module
        self._own: set[str] = set()  # those that a statement may bind again here
        self._open: list[list[int]] = [[]]  # of each expression that is being rewritten, the spots within it
        self._depth = 0

    # ---------------------------------------------------------------------------------------------- statements

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        outer = self._names, self._own
        stored = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)}
        stored |= {n.arg for n in ast.walk(node) if isinstance(n, ast.arg)}
        inner = {
            n.id
            for within in ast.walk(node)
            if isinstance(within, (ast.FunctionDef, ast.Lambda)) and within is not node
            for n in ast.walk(within)
            if isinstance(n, ast.Name)
        }
        if self._depth == 0:
            self.def_line = node.lineno
        self._depth += 1
        self._names, self._own = self._names | stored, stored - inner
        node.body = self._rewritten(node.body)
        self._names, self._own = outer
        self._depth -= 1
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        outer, self._own = self._own, set()
        node.body = self._rewritten(node.body)
        self._own = outer
        return node

    def _rewritten(self, body: list[ast.stmt]) -> list[ast.stmt]:
        new: list[ast.stmt] = []
        for statement in body:
            found = self.visit(statement)
            new += found if isinstance(found, list) else [found]
        return new

    def visit_For(self, node: ast.For) -> ast.AST:
        node.iter = self._wrapped(node.iter, walked=_is_walked(node.iter))
        node.target = self.visit(node.target)
        node.body, node.orelse = self._rewritten(node.body), self._rewritten(node.orelse)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value is not None:
            node.value = self.visit(node.value)
        return node

    def visit_Match(self, node: ast.Match) -> ast.AST:
        node.subject = self.visit(node.subject)
        for case in node.cases:  # a pattern looks like an expression and is none
            case.guard = self.visit(case.guard) if case.guard else None
            case.body = self._rewritten(case.body)
        return node

    def visit_Assign(self, node: ast.Assign) -> Any:
        node.value = self.visit(node.value)
        return self._with_targets(node)

    def visit_Delete(self, node: ast.Delete) -> Any:
        return self._with_targets(node)

    def _with_targets(self, node: ast.Assign | ast.Delete) -> list[ast.stmt]:
        node.targets = [self.visit(target) for target in node.targets]
        return [node, *self._states(node, [base for target in node.targets for base in _written_into(target)])]

    def visit_AugAssign(self, node: ast.AugAssign) -> Any:
        target = node.target.value if isinstance(node.target, ast.Subscript) else node.target
        node.target, node.value = self.visit(node.target), self.visit(node.value)
        return [node, *self._states(node, [target])]

    def visit_Expr(self, node: ast.Expr) -> Any:
        if isinstance(node.value, ast.Constant):
            return node
        touched: list[ast.AST] = []
        if isinstance(node.value, ast.Call):
            func = node.value.func
            touched = [*([func.value] if isinstance(func, ast.Attribute) else []), *node.value.args[:1]]
        if not isinstance(node.value, (ast.Yield, ast.YieldFrom)):
            node.value = self._children(node.value)  # nobody takes its value, so it is no place for another one
        return [node, *self._states(node, touched)]

    def _states(self, node: ast.stmt, touched: list[Any]) -> list[ast.stmt]:
        """After a statement that writes into a variable, let the watch see what that holds now."""
        found: list[ast.stmt] = []
        for base in touched:
            while isinstance(base, ast.Subscript):
                base = base.value
            if isinstance(base, ast.Name) and base.id in self._own:
                spot = self._spot(node, (), state=base.id)
                seen = asked("note", spot, ast.Name(base.id, ast.Load()))
                again = ast.Assign([ast.Name(base.id, ast.Store())], seen)
                found.append(ast.fix_missing_locations(ast.copy_location(again, node)))
        return found

    def visit_Return(self, node: ast.Return) -> ast.AST:
        if node.value is not None:
            node.value = self._wrapped(node.value, returned=self._depth == 1)
        return node

    # --------------------------------------------------------------------------------------------- expressions

    def visit(self, node: ast.AST) -> Any:
        return self._wrapped(node) if isinstance(node, ast.expr) else super().visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        node.iter = self._wrapped(node.iter, walked=_is_walked(node.iter))
        node.ifs = [self.visit(test) for test in node.ifs]
        return node

    def _wrapped(self, node: ast.expr, *, walked: bool = False, returned: bool = False) -> ast.expr:
        if isinstance(node, ast.JoinedStr) or self._is_from_outside(node):
            return node
        if isinstance(node, ast.Constant) and type(node.value) not in (int, float, bool):
            return node
        stored = not isinstance(getattr(node, "ctx", ast.Load()), ast.Load)
        bare = isinstance(node, BARE)
        bare |= isinstance(node, ast.Tuple) and any(isinstance(item, ast.Slice) for item in node.elts)
        self._open.append([])
        node = self._children(node)
        inside = self._open.pop()
        if stored or bare:
            self._open[-1] += inside
            return node
        spot = self._spot(node, tuple(inside), returned=returned)
        self._open[-1].append(spot)
        # Where a spot is not to be evaluated, since it raises, the watch gives its value.
        unheard = ast.Attribute(ast.Name(WATCH, ast.Load()), "unheard", ast.Load())
        asks = ast.Compare(ast.Constant(spot), [ast.NotIn()], [unheard])
        new = ast.IfExp(asks, asked("walk" if walked else "note", spot, node), asked("give", spot))
        return ast.fix_missing_locations(ast.copy_location(new, node))

    def _is_from_outside(self, node: ast.expr) -> bool:
        """Tell whether a name, or what it has, is no variable here: functions and modules are not values."""
        while isinstance(node, ast.Attribute):
            node = node.value
        return isinstance(node, ast.Name) and node.id not in self._names

    def _children(self, node: ast.expr) -> ast.expr:
        if isinstance(node, COMPREHENSIONS):
            return self._comprehended(node)
        if isinstance(node, ast.Call):
            return self._called(node)
        if isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
            node.slice = self.visit(node.slice)  # the base is written into: no copy may stand for it
            return node
        if isinstance(node, ast.Lambda):
            node.body = self.visit(node.body)
            return node
        return cast(ast.expr, super().generic_visit(node))

    def _comprehended(self, node: Any) -> ast.expr:
        node.generators = [self.visit(loop) for loop in node.generators]  # evaluated before the element is
        for name in ("elt", "key", "value"):
            if hasattr(node, name):
                setattr(node, name, self.visit(getattr(node, name)))
        return cast(ast.expr, node)

    def _called(self, node: ast.Call) -> ast.expr:
        if isinstance(node.func, ast.Attribute):
            node.func.value = self.visit(node.func.value)
        elif not isinstance(node.func, ast.Name):
            node.func = self.visit(node.func)
        node.args = [self.visit(item) for item in node.args]
        for item in node.keywords:
            before = len(self.spots)
            is_constant = isinstance(item.value, ast.Constant)
            item.value = self.visit(item.value)
            if is_constant and len(self.spots) > before:
                self.spots[-1] = _as_setting(self.spots[-1], item.arg or "")
        return node

    def _spot(self, node: ast.AST, inside: tuple[int, ...], *, returned: bool = False, state: str = "") -> int:
        text = " ".join(self._segment(node).split())
        number = self.first + len(self.spots)
        line = getattr(node, "lineno", self.def_line) - self.def_line + 1
        self.spots.append(Spot(number, node, text, line, self.of, inside, returned, state, len(self._open) == 1))
        return number

    def _segment(self, node: Any) -> str:
        """Return the text of a node, as `ast.get_source_segment` does, which reads all the text again each time."""
        if getattr(node, "end_lineno", None) is None:
            return ""
        lines = self._lines[node.lineno - 1 : node.end_lineno]
        lines[-1] = lines[-1][: node.end_col_offset]
        lines[0] = lines[0][node.col_offset :]
        return b"\n".join(lines).decode()


def _written_into(target: ast.AST) -> list[ast.expr]:
    """Return what the targets of an assignment are parts of."""
    if isinstance(target, (ast.Tuple, ast.List)):
        return [base for each in target.elts for base in _written_into(each)]
    return [target.value] if isinstance(target, (ast.Subscript, ast.Starred)) else []


def _as_setting(spot: Spot, name: str) -> Spot:
    return Spot(spot.number, spot.node, f"{name}={spot.text}", spot.line, spot.of, top=spot.top, setting=True)


def _is_walked(node: ast.expr) -> bool:
    """Tell whether a loop goes over what one of a few functions gives, made of things that can be read again."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in WALKED):
        return False
    return all(
        isinstance(item, (ast.Name, ast.Constant, ast.Subscript, ast.BinOp)) or _is_walked(item) or _is_length(item)
        for item in node.args
    )


def _is_length(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "len"


def asked(method: str, spot: int, *args: ast.expr) -> ast.expr:
    """Return a call of the watch, about one spot."""
    speak = ast.Attribute(ast.Name(WATCH, ast.Load()), method, ast.Load())
    return ast.Call(speak, [ast.Constant(spot), *args], [])


def is_constant(node: ast.AST) -> bool:
    """Tell whether an expression is a constant, with a sign or without."""
    return isinstance(node.operand if isinstance(node, ast.UnaryOp) else node, ast.Constant)
