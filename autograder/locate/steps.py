"""What may be meant where a whole statement is another one, one too many, or stands at another place."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator

from autograder.locate.slips import CHANGED, OPERATION, OPERATORS

INDENTED = "Whether it stands in the loop or after it is the question."
WHOLE = "All of it is taken, where one part of it is due."
SIMPLE = (ast.Assign, ast.AugAssign, ast.Expr, ast.If)
LEFT_OUT = (*SIMPLE, ast.Break, ast.Assert, ast.Raise)  # what may be one step too many


def of_statement(node: ast.stmt, after: ast.stmt | None) -> Iterator[tuple[list[tuple[ast.AST, ast.AST]], str, int]]:
    """Yield what may be meant by a statement: the changes, what is told, and how usual it is.

    `after` is the statement that follows in the same block, None where there is none.
    """
    if isinstance(node, (ast.Break, ast.Continue)):
        other = ast.Continue() if isinstance(node, ast.Break) else ast.Break()
        yield [(node, other)], "The loop goes on in another way here than is due.", 0
    if isinstance(node, ast.If):
        turned = ast.If(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
        yield [(node, turned)], "Its condition comes out the wrong way round.", 1
    if isinstance(node, ast.AugAssign):
        yield [(node, ast.Assign([node.target], node.value))], CHANGED, 1
        for other_operator in OPERATORS.get(type(node.op), ()):
            yield [(node, ast.AugAssign(node.target, other_operator(), node.value))], OPERATION, 0
    if (
        isinstance(node, ast.Assign)
        and len(node.targets) == 1
        and isinstance(node.targets[0], (ast.Name, ast.Subscript))
    ):
        added = ast.AugAssign(node.targets[0], ast.Add(), node.value)
        yield [(node, added)], "What was there before is lost.", 1
    if isinstance(node, ast.Expr) and (kept := _what_it_is_for(node.value)):
        yield [(node, ast.Assign([kept], node.value))], "Nothing is done with what comes of it.", 0
    if isinstance(node, LEFT_OUT) and not _is_docstring(node):
        yield [(node, ast.Pass())], "Without this step the check would hold.", 2
    if isinstance(node, SIMPLE) and isinstance(after, SIMPLE) and not _is_docstring(node):
        yield [(node, after), (after, node)], "It and the step after it stand in the wrong order.", 1


def _what_it_is_for(value: ast.expr) -> ast.Name | None:
    """Return the variable that may be meant to take what is computed, as a target: the first one in it."""
    first: ast.AST | None = None
    if isinstance(value, (ast.BinOp, ast.Compare)):
        first = value.left
    elif isinstance(value, ast.Call):
        is_method = isinstance(value.func, ast.Attribute) and not _is_numpy(value.func.value)
        first = value.func.value if is_method else next(iter(value.args), None)  # type: ignore[attr-defined]
    return ast.Name(first.id, ast.Store()) if isinstance(first, ast.Name) else None


def _is_numpy(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in ("np", "numpy")


def moved_over_the_end(
    node: ast.stmt, after: ast.stmt | None
) -> Iterator[tuple[list[tuple[ast.AST, ast.AST]], ast.stmt]]:
    """Yield a loop without its last statement, which comes after it, and one with what follows: changes, and which."""
    if not isinstance(node, (ast.For, ast.While)):
        return
    last = node.body[-1]
    if isinstance(last, (*SIMPLE, ast.Return)):
        shorter = _loop(node, node.body[:-1] or [ast.Pass()])
        yield [(node, ast.If(ast.Constant(True), [shorter, last], []))], last
    if isinstance(after, SIMPLE):
        yield [(node, _loop(node, [*node.body, after])), (after, ast.Pass())], after


def _loop(node: ast.For | ast.While, body: list[ast.stmt]) -> ast.stmt:
    """Return the same loop with another body."""
    loop = copy.copy(node)
    loop.body = body
    return loop


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
