"""Functions rewritten so that only the rounds of their loops are counted."""

from __future__ import annotations

import ast

from autograder.locate.rewrite import Spot, asked


class Guard(ast.NodeTransformer):
    """Lets each round of a loop be counted by the watch, and nothing else: what may loop for ever is stopped."""

    def __init__(self, text: str, first: int, of: str) -> None:
        self.spots: list[Spot] = []

    def _guarded(self, node: ast.For | ast.While) -> ast.AST:
        self.generic_visit(node)
        counted = ast.Expr(asked("note", -1, ast.Constant(None)))
        node.body.insert(0, ast.fix_missing_locations(ast.copy_location(counted, node)))
        return node

    visit_For = visit_While = _guarded  # noqa: N815  # names that ast asks for
