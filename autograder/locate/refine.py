"""A repair made finer: the one operand of an expression that is to blame, where putting that right is enough."""

from __future__ import annotations

import ast
from dataclasses import replace

from autograder.locate.answers import LEAVES
from autograder.locate.looked import Looked
from autograder.locate.pool import FLIPPED, reshaped
from autograder.locate.repair import Repair, forced_by
from autograder.locate.rewrite import Spot, is_constant
from autograder.locate.values import close, digest, is_plain

MOST_TRIED, MOST_LEAVES = 250, 120  # right values that are tried


def refined(search: Looked, base: list[Repair], repair: Repair) -> Repair:
    """Return the repair of an operand in the place of that of an expression, or with `leaf` set, or as it is."""
    due = repair.right.values[0] if repair.right.values else None
    if any(search.values.get(i) and close(search.values[i][0], due) for i in repair.spot.inside):
        return repair  # an operand is what is due: an operation too many
    if deeper := _deeper(search, base, repair):
        return deeper
    return replace(repair, leaf=_leaf(search, base, repair))


def _deeper(search: Looked, base: list[Repair], repair: Repair) -> Repair | None:
    """Return the repair of an operand that is a right value, and yet not the one to which this is done.

    Where it is a variable, the repair is that of the expression that it was set to.
    """
    if repair.level != "exact" or not repair.got or _is_sum_or_product(repair.spot):
        return None
    due = repair.mended | search.right_by_now
    for operand in repair.spot.inside:
        values = search.values.get(operand, [])
        if not search.right.get(operand) or search.is_given(operand) or is_plain(values):
            continue
        told, uses = digest(values), {search.learner.uses.get(operand, "")}
        first = next(i for i, others in search.values.items() if digest(others) == told)
        first = operand if search.is_given(first) else first
        for right in [*search.pool.candidates(search.values[first], loose=False)][:MOST_TRIED]:
            if search.late:
                return None
            if right.digest == told or not uses & search.pool.uses(right):
                continue
            after = search.run({**forced_by(base), first: right.values}, left=search.limit)
            deeper = replace(repair, spot=search.spot(first), right=right, got=search.values[first])
            if due <= search.right_parts(after) and search.proves([*base, deeper]):
                return _deeper(search, base, deeper) or replace(deeper, level="place")
    return None


def _is_sum_or_product(spot: Spot) -> bool:
    """Tell whether one side of an expression can make up for whatever is wrong with the other or with the operation."""
    return isinstance(spot.node, ast.BinOp) and not isinstance(spot.node.op, ast.MatMult)


def _leaf(search: Looked, base: list[Repair], repair: Repair) -> Spot | None:
    """Return the one name, index or setting within an expression that it is enough to put right."""
    tried, due = 0, repair.mended | search.right_by_now
    for number in search.within(repair.spot):
        spot, values = search.spot(number), search.values.get(number, [])
        if not isinstance(spot.node, LEAVES) or not values or _is_base(spot, repair.spot):
            continue
        among = [right for right in search.pool.candidates(values, loose=False) if right.leaf and right.key != FLIPPED]
        turned = reshaped(values) if spot.setting or not is_constant(spot.node) else ()
        for right in [*turned, *among]:
            tried += 1
            if search.late or tried > MOST_LEAVES:
                return None
            if is_constant(spot.node) and not spot.setting and search.pool.is_result(right.values[0]):
                continue  # the result itself makes up for whatever is done to it
            after = search.run({**forced_by(base), number: right.values}, left=search.limit)
            leaf = Repair(spot, right, values, mended=repair.mended)
            if due <= search.right_parts(after) and search.proves([*base, leaf]):
                return spot
    return None


def _is_base(spot: Spot, within: Spot) -> bool:
    """Tell whether a spot is what an index or an attribute is taken of: then that is what is looked at."""
    nodes = ast.walk(within.node)
    return any(isinstance(each, (ast.Subscript, ast.Attribute)) and each.value is spot.node for each in nodes)
