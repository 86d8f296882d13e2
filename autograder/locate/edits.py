"""Small changes of a function's text, such as a slip of the pen makes: each tells which expression is at fault.

They are tried where no right value of an expression is at hand, as where texts or lists are returned.
"""

from __future__ import annotations

import ast
import contextlib
import copy
import difflib
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from autograder.locate.loops import starts_a_count
from autograder.locate.repeated import MOST_PLACES, kind_of
from autograder.locate.slips import CHANGED, SLIPS, TURNED, WEAK, Slip
from autograder.locate.steps import INDENTED, WHOLE, moved_over_the_end, of_statement

MOST_NAMES = 4  # that are tried in the place of a name
LEAVES = (ast.Name, ast.Constant, ast.Attribute, ast.Slice, ast.keyword, ast.UnaryOp, ast.Starred)
REPEATED = (ast.Attribute, ast.BinOp, ast.Call, ast.Compare, ast.Subscript, ast.Tuple)  # where that tells something
NUMBER = ((), "i")  # the kind of whole numbers
Change = tuple[ast.AST, ast.AST]  # a node, and what takes its place


@dataclass(frozen=True)
class Edit:
    """A small change of a function.

    Attributes:
        of: the function that it is made in.
        changes: each node and what takes its place.
        where: the expression or statement that is told.
        leaf: the part of it that is changed; None where it is all of it.
        says: what is told beside the place.
        plain: how usual such a slip is; what is usual comes first.
        also: further expressions that the same is done to.
        either: the same done to one of those does as well, so that it is not known which is meant.
        faults: what the faults of two answers are compared by, once it is known to be the one.
    """

    of: str
    changes: tuple[Change, ...]
    where: ast.AST
    leaf: ast.AST | None
    says: str
    plain: int
    also: tuple[ast.AST, ...] = ()
    either: bool = False
    faults: tuple[str, ...] = ()


class Text:
    """A function as a tree that changes are made in, and undone.

    Args:
        tree: of its text.
        name: what it is called.
    """

    def __init__(self, tree: ast.Module, name: str) -> None:
        self.tree, self.name = tree, name
        self._holders: dict[ast.AST, tuple[ast.AST, str]] = {}
        (function,) = (node for node in tree.body if isinstance(node, ast.FunctionDef))
        for holder in [function, *(node for statement in function.body for node in ast.walk(statement))]:
            for field, value in ast.iter_fields(holder):
                is_signature = holder is function and field != "body"
                for node in () if is_signature else value if isinstance(value, list) else [value]:
                    if isinstance(node, ast.AST) and not isinstance(node, (ast.expr_context, ast.operator)):
                        self._holders[node] = holder, field
        self._dumped = {node: ast.dump(node) for node in self._holders if isinstance(node, REPEATED)}
        self._same: dict[str, list[ast.AST]] = {}  # what is written more than once
        for node, dump in self._dumped.items():
            self._same.setdefault(dump, []).append(node)

    def edits(
        self,
        kinds: Mapping[str, object],
        keys: Mapping[str, list[str]],
        parts: Mapping[str, list[Any]],
    ) -> list[Edit]:
        """Return all changes that are tried, the usual ones first.

        Args:
            kinds: of each variable what tells which others may stand in its place.
            keys: of each variable that is a dict its keys that are texts.
            parts: of each variable that is a dict or a tuple the keys, or places, of what it holds.
        """
        found: list[Edit] = []
        of_a_kind = defaultdict[Hashable, dict[ast.expr, Slip]](dict)
        for node in self._holders:
            if isinstance(node, ast.stmt):
                found += [*self._of_statement(node), *self._one_part(node, parts)]
            elif isinstance(node, ast.expr) and not self._is_docstring(node):
                slips = [*SLIPS[type(node)](node)] if type(node) in SLIPS else []
                slips += self._other_names(node, kinds, keys)
                if starts_a_count(node, self.tree):
                    slips = [slip._replace(plain=WEAK) for slip in slips]
                found += [edit for slip in slips for edit in self._everywhere(node, slip)]
                for slip in slips:
                    of_a_kind[kind_of(node, slip.new, self._holders[node][0])].setdefault(node, slip)
        of_a_kind.pop(None, None)
        found += [edit for slips in of_a_kind.values() for edit in self._each_time(slips)]
        return sorted(found, key=lambda edit: edit.plain)

    def _is_docstring(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Constant) and isinstance(self._holders[node][0], ast.Expr)

    def _everywhere(self, node: ast.expr, slip: Slip) -> Iterator[Edit]:
        """Yield the change at a node and, where the same is written more than once, at all these places."""
        where, leaf = self._told(node)
        edit = Edit(self.name, ((node, _placed(slip.new, node)),), where, leaf, slip.says, slip.plain)
        yield edit
        if isinstance(node, ast.Name) and isinstance(slip.new, ast.Name):
            yield from self._all_in_a_line(node, slip)
        if not isinstance(node, REPEATED):
            return
        same = self._same[self._dumped[node]]
        if len(same) > 1 and same[0] is node:
            changes = tuple((each, _placed(copy.deepcopy(slip.new), each)) for each in same)
            yield replace(edit, changes=changes, plain=slip.plain + 1)

    def _each_time(self, slips: dict[ast.expr, Slip]) -> Iterator[Edit]:
        """Yield one slip at all the different expressions that it may have been made at."""
        if 1 < len(slips) <= MOST_PLACES and len({ast.dump(node) for node in slips}) > 1:
            slip = next(iter(slips.values()))
            changes = tuple((node, _placed(copy.deepcopy(each.new), node)) for node, each in slips.items())
            (where, leaf), *others = (self._told(node) for node in slips)
            also = tuple(dict.fromkeys(each for each, _ in others if each is not where))
            yield Edit(self.name, changes, where, leaf, slip.says, slip.plain + 1, also)

    def _all_in_a_line(self, node: ast.Name, slip: Slip) -> Iterator[Edit]:
        """Yield the change of a name at all places of a statement, as where a line was copied."""
        statement: ast.AST = node
        while not isinstance(statement, ast.stmt):
            statement = self._holders[statement][0]
        same = [
            each
            for each in ast.walk(statement)
            if isinstance(each, ast.Name) and each.id == node.id and isinstance(each.ctx, ast.Load)
        ]
        if len(same) > 1 and same[0] is node:
            changes = tuple((each, _placed(copy.deepcopy(slip.new), each)) for each in same)
            yield Edit(self.name, changes, statement, node, slip.says, slip.plain)

    def _told(self, node: ast.AST) -> tuple[ast.AST, ast.AST | None]:
        """Return the expression that is told of a change at a node, and the node where that is but a part of it."""
        at = node
        holder, field = self._holders[at]
        while isinstance(at, LEAVES) or field == "func" or isinstance(at, ast.Tuple):
            if isinstance(holder, (ast.stmt, ast.comprehension)):
                break
            at = holder
            holder, field = self._holders[at]
        if at is node:
            return at, None
        leaf = node
        while leaf is not at and isinstance(self._holders[leaf][0], (ast.UnaryOp, ast.keyword)):
            leaf = self._holders[leaf][0]
        return at, leaf if leaf is not at else None

    def _other_names(
        self, node: ast.expr, kinds: Mapping[str, object], keys: Mapping[str, list[str]]
    ) -> Iterator[Slip]:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in kinds:
            others = [each for each, kind in kinds.items() if kind == kinds[node.id] and each != node.id]
            for other in _nearest(node.id, others):
                yield Slip(ast.Name(other, ast.Load()), CHANGED, 3)
            yield from self._in_index(node, kinds)
            if is_matrix(kinds[node.id]) and not isinstance(self._holders[node][0], ast.Attribute):
                yield Slip(ast.Attribute(node, "T", ast.Load()), TURNED, 2)
        holder = self._holders[node][0]
        if isinstance(node, ast.Constant) and isinstance(holder, ast.Subscript) and isinstance(holder.value, ast.Name):
            others = keys.get(holder.value.id, [])
            for other in _nearest(str(node.value), [each for each in others if each != node.value]):
                yield Slip(ast.Constant(other), CHANGED, 3)

    def _in_index(self, node: ast.Name, kinds: Mapping[str, object]) -> Iterator[Slip]:
        """Yield a whole number in an index, a tuple or a call moved on by 1 or by another one."""
        holder = self._holders[node][0]
        if isinstance(holder, (ast.Subscript, ast.Slice, ast.Tuple, ast.Call)) and kinds[node.id] == NUMBER:
            for step in () if isinstance(holder, ast.Subscript) else (-1, 1):
                yield Slip(ast.BinOp(node, ast.Add(), ast.Constant(step)), CHANGED, 2)
            for other in _nearest(
                node.id, [each for each, kind in kinds.items() if kind == NUMBER and each != node.id]
            ):
                yield Slip(ast.BinOp(node, ast.Add(), ast.Name(other, ast.Load())), CHANGED, 3)

    def _of_statement(self, node: ast.stmt) -> Iterator[Edit]:
        holder, field = self._holders[node]
        body = getattr(holder, field)
        after = body[body.index(node) + 1] if node in body[:-1] else None
        for changes, says, plain in of_statement(node, after):
            yield Edit(self.name, tuple((old, _placed(new, old)) for old, new in changes), node, None, says, plain)
        for change, told in moved_over_the_end(node, after):
            yield Edit(self.name, tuple((old, _placed(new, old)) for old, new in change), told, None, INDENTED, 1)

    def _one_part(self, node: ast.stmt, parts: Mapping[str, list[Any]]) -> Iterator[Edit]:
        """Yield one part of what a call returns in the place of all of it."""
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and isinstance(node.targets[0], ast.Name):
            for key in parts.get(node.targets[0].id, []):
                part = ast.Subscript(node.value, ast.Constant(key), ast.Load())
                yield Edit(self.name, ((node.value, _placed(part, node.value)),), node.value, None, WHOLE, 1)

    @contextlib.contextmanager
    def changed(self, changes: Iterable[Change]) -> Iterator[None]:
        """Let nodes stand in the place of others for a while."""
        places: list[tuple[Any, Any, ast.AST, ast.AST]] = []
        for old, new in changes:
            holder, field = self._holders[old]
            value = getattr(holder, field)
            if isinstance(value, list):
                places.append((value, next(i for i, each in enumerate(value) if each is old), old, new))
            else:
                places.append((holder.__dict__, field, old, new))
        for where, at, _, new in places:
            where[at] = new
        try:
            yield
        finally:
            for where, at, old, _ in places:
                where[at] = old


def is_matrix(kind: object) -> bool:
    """Tell whether a variable holds an array of two axes."""
    return isinstance(kind, tuple) and len(kind[0]) == 2


def _placed(new: ast.AST, old: ast.AST) -> ast.AST:
    return new if hasattr(new, "lineno") else ast.fix_missing_locations(ast.copy_location(new, old))


def _nearest(name: str, others: Iterable[str]) -> list[str]:
    alike = [(difflib.SequenceMatcher(None, name, other).ratio(), other) for other in others]
    return [other for _, other in sorted(alike, reverse=True)][:MOST_NAMES]
