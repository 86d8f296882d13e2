"""What a loop does with a variable: whether it takes it from what the loop goes over, or carries it on."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

GROWING = {"append", "insert", "extend", "appendleft"}


def is_of_a_loop(node: ast.AST, trees: Iterable[ast.AST]) -> bool:
    """Tell whether a variable is that of a loop, which takes what the loop goes over and is not carried on."""
    if not isinstance(node, ast.Name):
        return False
    loops = [each for tree in trees for each in ast.walk(tree) if isinstance(each, (ast.For, ast.comprehension))]
    return any(isinstance(n, ast.Name) and n.id == node.id for loop in loops for n in ast.walk(loop.target))


def is_carried(node: ast.AST, trees: Iterable[ast.AST]) -> bool:
    """Tell whether a loop writes a variable, or into it, after it was read here: the next round reads what was left."""
    base = node
    while isinstance(base, (ast.Subscript, ast.IfExp)):
        base = base.value if isinstance(base, ast.Subscript) else base.body  # a watched expression is a choice
        base = base.args[-1] if isinstance(base, ast.Call) and base.args else base
    if not isinstance(base, ast.Name):
        return False
    loops = [each for tree in trees for each in ast.walk(tree) if isinstance(each, (ast.For, ast.While))]
    around = [loop for loop in loops if any(each is node for part in loop.body for each in ast.walk(part))]
    line = getattr(node, "lineno", 0)
    return any(base.id in _written_by(each) and each.lineno >= line for loop in around for each in _statements(loop))


def _statements(loop: ast.For | ast.While) -> Iterator[ast.stmt]:
    for part in loop.body:
        yield from (each for each in ast.walk(part) if isinstance(each, (ast.Assign, ast.AugAssign, ast.Expr)))


def _written_by(statement: ast.stmt) -> set[str]:
    """Return the variables that a statement sets, writes into or lets grow."""
    if isinstance(statement, ast.Expr):
        call = next((each for each in ast.walk(statement) if isinstance(each, ast.Call)), None)
        grows = call and isinstance(call.func, ast.Attribute) and call.func.attr in GROWING
        return {each.id for each in ast.walk(call.func) if isinstance(each, ast.Name)} if call and grows else set()
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", statement)]
    return {
        each.id
        for target in targets
        for each in ast.walk(target)
        if isinstance(each, ast.Name) and (isinstance(each.ctx, ast.Store) or isinstance(target, ast.Subscript))
    }


def starts_a_count(node: ast.AST, tree: ast.AST) -> bool:
    """Tell whether a constant is what something begins with that is added to: another one makes up for much.

    `tree` is that of the text as it was written; the constant is known by where it stands there.
    """
    if not isinstance(node, ast.Constant):
        return False
    statements = [*ast.walk(tree)]
    grown = [each.target for each in statements if isinstance(each, ast.AugAssign)]
    counters = {each.id for each in grown if isinstance(each, ast.Name)}
    starts = [each for each in statements if isinstance(each, ast.Assign)]
    return any(
        isinstance(value, ast.Constant)
        and (value.lineno, value.col_offset) == (node.lineno, node.col_offset)
        and isinstance(target, ast.Name)
        and target.id in counters
        for start in starts
        for target, value in zip(_items(start.targets[0]), _items(start.value), strict=False)
    )


def _items(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, ast.Tuple) else [node]
