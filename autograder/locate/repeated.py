"""One slip wherever there is occasion for it, as who misunderstands something writes it each time."""

from __future__ import annotations

import ast
from collections.abc import Hashable

from autograder.locate.slips import may_count

MOST_PLACES = 8


def kind_of(node: ast.expr, new: ast.AST, holder: ast.AST) -> Hashable:
    """Return what tells whether two slips are one and the same, done to different expressions; None of other slips.

    Args:
        node: the expression.
        new: what takes its place.
        holder: what the expression is a part of.
    """
    if isinstance(node, ast.Call):
        return _of_call(node, new)
    if isinstance(node, ast.Constant) and isinstance(new, ast.Constant) and isinstance(holder, ast.keyword):
        return "setting", holder.arg, repr(node.value), repr(new.value)
    if isinstance(node, ast.Attribute) and new is node.value:
        return "attribute", node.attr
    if isinstance(node, ast.Subscript) and new is node.value:
        return "index", ast.dump(node.slice)
    if isinstance(node, ast.UnaryOp) and new is node.operand:
        return "sign", type(node.op)
    if isinstance(node, ast.BinOp) and new in (node.left, node.right) and not may_count(node):
        other = node.right if new is node.left else node.left
        return "operand", new is node.left, type(node.op), ast.dump(other)
    if isinstance(node, ast.Compare) and isinstance(new, ast.Compare):
        return "comparison", *map(type, node.ops), *map(type, new.ops)
    return None


def _of_call(node: ast.Call, new: ast.AST) -> Hashable:
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if any(new is each for each in (*node.args[:1], getattr(node.func, "value", None))):
        return "call", name
    if not isinstance(new, ast.Call) or new.func is not node.func:
        return None
    if name == "range":
        moved = [
            (at, each) for at, each in enumerate(new.args) if isinstance(each, ast.BinOp) and each not in node.args
        ]
        return name, *((at, _operation(each.left), ast.dump(each.right)) for at, each in moved)
    if new.args != node.args:
        return None
    before, after = ({each.arg: ast.dump(each) for each in call.keywords} for call in (node, new))
    changed = {arg: after.get(arg) for arg in (*before, *after) if before.get(arg) != after.get(arg)}
    return "settings", "" if "keepdims" in changed else name, *changed.items()


def _operation(node: ast.expr) -> str:
    return type(node.op if isinstance(node, ast.BinOp) else node).__name__
