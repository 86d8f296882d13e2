"""What may be meant where something else is written: other operators, indices, axes, names of functions, orders."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

WEAK = 9  # how usual a slip is that may make up for something else: it counts where nothing else is found
CHANGED = "changed"  # the part that is told is to be changed
ORDER = "What it is made of stands in the wrong order."
TOO_MANY = "Without this operation the check would hold."
OPERATION = "What it is made of is put together by the wrong operation."
COMPARED = "The comparison is the question."
AXIS = "The axis is the question, or whether it stays."
ALONG = "Along which axis is the question."
TURNED = "An operand of it is to be turned."
TURNED_ROUND = "Rows stand in it where columns belong."
SIGN = "A sign in it is the wrong one."
PART = "It takes another part than the one due."
ODD = ("sigmoid", "tanh", "expit")  # functions where the sign of what goes in may make up for another one
MAKING = {"array", "asarray", "copy", "list", "tuple", "dict", "set", "len", "float", "int", "squeeze", "ravel"}
REARRANGING = {"transpose", "reshape", "swapaxes", "moveaxis", "roll", "flip", "expand_dims", "clip", "round", "astype"}
REDUCERS = {"sum", "mean", "max", "min", "prod", "argmax", "argmin", "cumsum", "any", "all", "norm", "softmax", "std"}
JOINERS = {"concatenate", "stack", "append", "split", "array_split", "flip", "roll", "repeat"}
TWINS = (
    ("hstack", "vstack"), ("sum", "mean"), ("max", "min"), ("argmax", "argmin"), ("maximum", "minimum"),
    ("tanh", "sigmoid"), ("zeros", "ones"), ("log", "log2"), ("log", "log10"), ("exp", "exp2"), ("any", "all"),
    ("cumsum", "cumprod"), ("multiply", "matmul"), ("dot", "multiply"), ("append", "extend"),
    ("concatenate", "stack"), ("floor", "ceil"), ("startswith", "endswith"), ("sort", "sorted"),
)  # fmt: skip
OPERATORS: dict[type, tuple[type, ...]] = {  # the usual one first
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add, ast.Mult),
    ast.Mult: (ast.Div, ast.MatMult, ast.Add),
    ast.Div: (ast.Mult, ast.FloorDiv, ast.Add, ast.Sub),
    ast.FloorDiv: (ast.Div, ast.Mod, ast.Mult),
    ast.Mod: (ast.FloorDiv, ast.Div),
    ast.MatMult: (ast.Mult,),
    ast.Pow: (ast.Mult, ast.Sub),
    ast.BitAnd: (ast.BitOr, ast.Mult, ast.Add),
    ast.BitOr: (ast.BitAnd, ast.Add, ast.Mult),
    ast.BitXor: (ast.Pow, ast.BitAnd, ast.Mult),
    ast.LShift: (ast.Mult, ast.Div),
    ast.RShift: (ast.Div, ast.Mult),
}
COMPARISONS: dict[type, tuple[type, ...]] = {
    ast.Lt: (ast.LtE, ast.Gt, ast.GtE),
    ast.LtE: (ast.Lt, ast.GtE, ast.Gt),
    ast.Gt: (ast.GtE, ast.Lt, ast.LtE),
    ast.GtE: (ast.Gt, ast.LtE, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}


class Slip(NamedTuple):
    """What may have been meant: the node, what is told beside the place, and how usual it is (0: very)."""

    new: ast.AST
    says: str
    plain: int


def _of_constant(node: ast.Constant) -> Iterator[Slip]:
    value: Any = node.value
    meant: list[Any] = []
    if isinstance(value, bool):
        meant = [not value]
    elif type(value) is int and 0 <= value <= 9:
        meant = [each for each in (value - 1, value + 1, 0, 1, 2, -value) if each != value]
    elif type(value) is float and value in (0.0, 1.0):
        meant = [1.0 - value]
    for at, each in enumerate(dict.fromkeys(meant)):
        yield Slip(ast.Constant(each), CHANGED, 0 if at < 2 else 2)


def _of_binary(node: ast.BinOp) -> Iterator[Slip]:
    kind = type(node.op)
    for rank, other in enumerate(OPERATORS.get(kind, ())):
        # Of whole numbers the sum or the product may do where a difference is off by one: it is not the operation.
        says = CHANGED if {kind, other} <= {ast.Add, ast.Sub, ast.Mult} and may_count(node) else OPERATION
        yield Slip(ast.BinOp(node.left, other(), node.right), says, 0 if rank < 2 else 2)
    if kind in (ast.Sub, ast.Div, ast.MatMult, ast.FloorDiv, ast.Add):
        yield Slip(ast.BinOp(node.right, node.op, node.left), ORDER, 2 if kind is ast.Add else 0)
    if kind is ast.MatMult:
        for left, right in ((True, False), (False, True), (True, True)):
            turned = _turned(node.left) if left else node.left, _turned(node.right) if right else node.right
            yield Slip(ast.BinOp(turned[0], node.op, turned[1]), TURNED, 1)
        yield Slip(ast.Attribute(node, "T", ast.Load()), TURNED_ROUND, 1)
    for side in (node.left, node.right):
        if not isinstance(side, ast.Constant):
            yield Slip(side, TOO_MANY, 1)


def may_count(node: ast.BinOp) -> bool:
    """Tell whether an expression may be an index or a length: there is nothing in it but names, numbers and `len`."""
    usual = (ast.BinOp, ast.Name, ast.Constant, ast.operator, ast.expr_context)
    parts = [each for each in ast.walk(node) if not isinstance(each, usual)]
    return all(isinstance(each, ast.Call) and getattr(each.func, "id", "") == "len" for each in parts)


def _turned(node: ast.expr) -> ast.expr:
    if isinstance(node, ast.Attribute) and node.attr == "T":
        return node.value
    return ast.Attribute(node, "T", ast.Load())


def _of_compare(node: ast.Compare) -> Iterator[Slip]:
    for at, operator in enumerate(node.ops):
        for rank, other in enumerate(COMPARISONS.get(type(operator), ())):
            ops = [*node.ops[:at], other(), *node.ops[at + 1 :]]
            yield Slip(ast.Compare(node.left, ops, node.comparators), COMPARED, 0 if rank < 2 else 1)


def _of_boolean(node: ast.BoolOp) -> Iterator[Slip]:
    other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    yield Slip(ast.BoolOp(other, node.values), OPERATION, 0)
    for at in range(len(node.values)):
        kept = [*node.values[:at], *node.values[at + 1 :]]
        yield Slip(kept[0] if len(kept) == 1 else ast.BoolOp(node.op, kept), "One of its conditions is too many.", 1)


def _of_unary(node: ast.UnaryOp) -> Iterator[Slip]:
    yield Slip(node.operand, TOO_MANY, 1)


def _of_choice(node: ast.IfExp) -> Iterator[Slip]:
    yield Slip(ast.IfExp(node.test, node.orelse, node.body), "Its two values are exchanged.", 0)
    for either in (node.body, node.orelse):
        yield Slip(either, "Nothing is to be chosen here.", 2)


def _of_attribute(node: ast.Attribute) -> Iterator[Slip]:
    if not isinstance(node.ctx, ast.Load):
        return
    if node.attr == "T":
        yield Slip(node.value, TOO_MANY, 0)
    for one, other in TWINS:
        if node.attr in (one, other):
            yield Slip(ast.Attribute(node.value, other if node.attr == one else one, ast.Load()), CHANGED, _usual(one))


def _of_name(node: ast.Name) -> Iterator[Slip]:
    for one, other in TWINS:
        if node.id in (one, other) and isinstance(node.ctx, ast.Load):
            yield Slip(ast.Name(other if node.id == one else one, ast.Load()), CHANGED, _usual(one))


def _usual(twin: str) -> int:
    return WEAK if twin == "sum" else 1  # a mean may make up for a divisor that stands somewhere else


def _of_call(node: ast.Call) -> Iterator[Slip]:
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    args, keywords = node.args, node.keywords
    if name == "range":
        yield from _of_range(node)
    elif len(args) == 1:
        yield Slip(args[0], TOO_MANY, 1)
        if name not in MAKING:  # a sign makes a new array too, where a view is what is wrong
            turned_sign = ast.UnaryOp(ast.USub(), args[0])
            yield Slip(ast.Call(node.func, [turned_sign], keywords), SIGN, WEAK if name in ODD else 1)
    elif not args and isinstance(node.func, ast.Attribute):
        yield Slip(node.func.value, TOO_MANY, 1)
    if name in REARRANGING and (of := _first_operand(node)):
        yield Slip(of, TOO_MANY, 1)
    if name in ("sort", "sorted") and not any(each.arg == "reverse" for each in keywords):
        turned = [*keywords, ast.keyword("reverse", ast.Constant(True))]
        yield Slip(ast.Call(node.func, args, turned), "The order is the wrong way round.", -1)
    for at in range(len(args) - 1):
        yield Slip(ast.Call(node.func, _swapped(args, at), keywords), ORDER, 1)
    for at in range(len(keywords) - 1):
        names, values = [each.arg for each in keywords], _swapped([each.value for each in keywords], at)
        exchanged = [ast.keyword(name, value) for name, value in zip(names, values, strict=True)]
        yield Slip(ast.Call(node.func, args, exchanged), ORDER, 2)
    if name in REDUCERS | JOINERS and not any(each.arg == "axis" for each in keywords):
        for axis in (0, 1, 2):
            settings = [*keywords, ast.keyword("axis", ast.Constant(axis))]
            yield Slip(ast.Call(node.func, args, settings), AXIS if name in REDUCERS else ALONG, 1)
    if name in REDUCERS and any(each.arg == "axis" for each in keywords):
        kept = [each for each in keywords if each.arg != "keepdims"]
        if len(kept) == len(keywords):
            more = ast.keyword("keepdims", ast.Constant(True))
            yield Slip(ast.Call(node.func, args, [*keywords, more]), AXIS, 1)
    for at in range(len(keywords)):
        yield Slip(ast.Call(node.func, args, [*keywords[:at], *keywords[at + 1 :]]), "A setting of it is too many.", 2)


def _first_operand(node: ast.Call) -> ast.expr | None:
    """Return what a function of NumPy, or a method of an array, is applied to."""
    of = node.func.value if isinstance(node.func, ast.Attribute) else None
    return of if of and getattr(of, "id", "") not in ("np", "numpy") else next(iter(node.args), None)


def _of_range(node: ast.Call) -> Iterator[Slip]:
    said = "Where it begins or ends is the question."
    *first, last = node.args[:2] or [ast.Constant(0)]
    start: list[ast.expr] = [*first] or [ast.Constant(0)]
    for step in (-1, 1):
        end = ast.BinOp(last, ast.Add(), ast.Constant(step))
        yield Slip(ast.Call(node.func, [*start, end, *node.args[2:]], []), said, 1)
        begin = ast.BinOp(start[0], ast.Add(), ast.Constant(step))
        yield Slip(ast.Call(node.func, [begin, last, *node.args[2:]], []), said, 1)
    if len(node.args) < 3:
        yield Slip(ast.Subscript(node, _slice(step=-1), ast.Load()), "The loop goes the wrong way round.", 1)


def _slice(step: int | None = None) -> ast.Slice:
    return ast.Slice(None, None, ast.UnaryOp(ast.USub(), ast.Constant(1)) if step else None)


def _of_subscript(node: ast.Subscript) -> Iterator[Slip]:
    index = node.slice
    if isinstance(index, ast.Name):
        for step in (-1, 1):
            other = ast.BinOp(index, ast.Add(), ast.Constant(step))
            yield Slip(ast.Subscript(node.value, other, node.ctx), CHANGED, 1)
    if isinstance(index, ast.Tuple) and any(map(_is_new_axis, index.elts)):
        yield Slip(node.value, TOO_MANY, 1)
    if isinstance(index, ast.Slice) and isinstance(node.ctx, ast.Load):
        yield Slip(node.value, PART, 0)
        lower, upper = index.lower, index.upper
        if (lower is None) != (upper is None):
            yield Slip(ast.Subscript(node.value, ast.Slice(upper, lower, index.step), node.ctx), PART, 0)


def _of_row(node: ast.Tuple | ast.List) -> Iterator[Slip]:
    for at in range(len(node.elts) - 1) if len(node.elts) <= 10 else ():
        yield Slip(type(node)(_swapped(node.elts, at), node.ctx), ORDER, 1)


def _is_new_axis(node: ast.expr) -> bool:
    return (isinstance(node, ast.Constant) and node.value is None) or getattr(node, "attr", "") == "newaxis"


def _swapped(items: list[Any], at: int) -> list[Any]:
    return [*items[:at], items[at + 1], items[at], *items[at + 2 :]]


def _of_dict(node: ast.Dict) -> Iterator[Slip]:
    for at in range(len(node.values) - 1) if len(node.values) <= 10 else ():
        yield Slip(ast.Dict(node.keys, _swapped(node.values, at)), ORDER, 1)


SLIPS: dict[type, Callable[[Any], Iterator[Slip]]] = {
    ast.Constant: _of_constant,
    ast.BinOp: _of_binary,
    ast.Compare: _of_compare,
    ast.BoolOp: _of_boolean,
    ast.UnaryOp: _of_unary,
    ast.IfExp: _of_choice,
    ast.Attribute: _of_attribute,
    ast.Name: _of_name,
    ast.Call: _of_call,
    ast.Subscript: _of_subscript,
    ast.Tuple: _of_row,
    ast.List: _of_row,
    ast.Dict: _of_dict,
}
