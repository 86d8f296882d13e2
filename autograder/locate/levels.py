"""How much a repair tells: see `repair.TELLING`."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.locate.looked import CONTAINERS, Looked
from autograder.locate.repair import Repair
from autograder.locate.values import close, is_plain


def level_of(search: Looked, repair: Repair) -> str:
    """Say how much a repair tells: putting the whole result right tells nothing, unless its operands are right."""
    spot, inside = repair.spot, repair.spot.inside
    is_exact = bool(inside) and search.is_made_of_right(spot)
    once = len(repair.right.values) == 1 or not repair.got  # what raises has one value to take, and no more
    due = repair.right.values[0] if once and repair.right.values else None
    is_result = any(map(search.pool.is_result, _turned(due)))
    is_elsewhere = spot.number in search.results or search.is_taken_over(spot)
    if search.right.get(spot.number) and is_elsewhere and not is_plain(repair.got):
        return "place"
    if spot.returned and isinstance(spot.node, CONTAINERS):
        return "whole"
    # np.zeros and the like, which a result is put into; and what raises since nothing was put in
    first = repair.got[0] if repair.got else None
    is_container = isinstance(first, np.ndarray) and first.size > 1 and is_plain(repair.got)
    is_empty = not repair.got and any(_is_bare(search.values.get(i, [])) for i in inside)
    if is_exact and not (is_result and (is_container or is_empty)):
        return "exact"
    last = repair.right.values[-1] if repair.right.values else None
    if spot.returned or search.pool.is_result(due, whole=True):
        return "whole"
    if spot.state and isinstance(last, dict) and _holds_a_result(search, last):
        return "whole"  # all of a dict is put right, wherever what is wrong in it came from
    is_more = any(not any(close(search.pool.entries[name], way) for way in _turned(due)) for name in repair.mended)
    if is_result and due is not None and not _is_small(due) and not spot.state and not is_more:
        return "whole" if len(search.pool.parts) == 1 else "part"
    return "point"


def _holds_a_result(search: Looked, whole: dict[Any, Any]) -> bool:
    """Tell whether all of a dict that is returned is in another one."""
    results = [each for each in (search.pool.value, *search.pool.parts.values()) if isinstance(each, dict)]
    return any(each.keys() <= whole.keys() and all(close(whole[k], each[k]) for k in each) for each in results)


def _is_bare(values: list[Any]) -> bool:
    """Tell whether values are lists or arrays with nothing in them, or all the same."""
    first = values[0] if values else None
    return (isinstance(first, (list, dict)) or (isinstance(first, np.ndarray) and first.ndim > 0)) and is_plain(values)


def _turned(due: Any) -> list[Any]:
    if not isinstance(due, np.ndarray):
        return [due]
    return [due, due.T] if due.ndim == 2 else [due]


def _is_small(value: Any) -> bool:
    return isinstance(value, (int, bool)) or (isinstance(value, np.ndarray) and value.size == 0)
