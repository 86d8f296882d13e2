"""What a learner reads of a repair: the line, the expression, what is wrong with it, and what was proven."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from autograder.exercise import Exercise
from autograder.locate.loops import is_carried, is_of_a_loop
from autograder.locate.pool import FLIPPED
from autograder.locate.relations import NOT_CARRIED, STARTS, Around, near, relation
from autograder.locate.repair import Repair
from autograder.locate.rewrite import Spot
from autograder.locate.search import Search
from autograder.locate.slips import CHANGED
from autograder.locate.watched import Call
from autograder.notation import in_words, letters_in

LONGEST_CODE = 90  # characters of an expression
AGAIN = "With the right value at {}, this check holds too."
PROVEN = "With the right value there, your whole function passes this check."
ANOTHER = "Another operand belongs here, or another operation."
ENTRIES = re.compile(r"\d+ of its \d+ entries are wrong|It is wrong at index")
ORDINALS = ("First", "Then", "Last")


def place(spot: Spot) -> str:
    """Return where a spot is: "line 4", "line 2 of helper"."""
    return f"line {spot.line}" + (f" of {spot.of}" if spot.of else "")


def code(text: str) -> str:
    """Return code as it is quoted: on one line, in backticks, cut where it is long."""
    short = textwrap.shorten(text, LONGEST_CODE, placeholder=" ...") if len(text) > LONGEST_CODE else text
    return f"`{short[:LONGEST_CODE]}`"


def said_of(chain: list[Repair], search: Search, sizes: dict[str, int]) -> str:
    """Return what is said of the repairs that make a check hold.

    Args:
        chain: the repairs.
        search: in which they were found.
        sizes: the letters of axes and their lengths, where these tell them apart; {} where they do not.
    """
    if len(chain) == 1:
        said = _one(chain[0], search, sizes)
        return f"{said[0].upper()}{said[1:]} {PROVEN}"
    places = [f"{ORDINALS[min(i, 2)]}, {_one(repair, search, sizes)}" for i, repair in enumerate(chain)]
    return (
        f"{len(chain)} places are wrong. {' '.join(places)} "
        f"With right values in {in_words(place(repair.spot) for repair in chain)}, "
        "your whole function passes this check."
    )


def _one(repair: Repair, search: Search, sizes: dict[str, int]) -> str:
    spot, inside, named = repair.spot, repair.spot.inside, isinstance(repair.spot.node, ast.Name)
    leaf = repair.leaf if repair.leaf and repair.leaf.text != spot.text else None  # the one thing to change within it
    what = f"what {code(spot.text)} leaves in {spot.state}" if spot.state else code(spot.text)
    lead = f"{place(spot)}: the mistake shows in {what}: look there, and at what goes into it"
    if repair.level == "place" and all(map(near, repair.got, repair.right.values)):
        lead = f"{place(spot)}: {what} is where it goes wrong"  # its numbers are right, and their type is not
    elif repair.level == "place" and search.pool.holds_as_they_are(repair.got) and not _has_nan(repair.got):
        lead = f"{place(spot)}: {what} is a right value by itself, but another one is due in this place"
    elif (by_itself := search.is_wrong_by_itself(repair)) or not (repair.got and (inside or spot.state or named)):
        lead = f"{place(spot)}: {what} is where it goes wrong"
        lead += (
            "; what it is made of is right" if inside and by_itself and not leaf and _is_of_names(spot, search) else ""
        )
    tells = _relation(repair, search, sizes)
    if repair.level == "place" and ENTRIES.match(tells):
        tells = ""  # its entries are right, and due at another place
    if leaf:
        tells = tells.removesuffix(ANOTHER)
        tells += f" It is enough to change {code(leaf.text)} in it."
    return f"{lead}. {tells.strip()}".strip()


def _relation(repair: Repair, search: Search, sizes: dict[str, int]) -> str:
    if repair.right.key == FLIPPED:
        return "This condition comes out the wrong way round."
    if not repair.got:
        return "It cannot be computed as it stands."
    operands = [
        (code(search.learner.spots[i].text).strip("`"), search.values[i])
        for i in repair.spot.inside
        if search.values.get(i)
    ]
    given = [(name, value) for name, value in search.given.items() if isinstance(value, np.ndarray)]
    said, trees = "", search.learner.trees.values()
    if (sizes or not _is_array(repair.got[0])) and not is_of_a_loop(repair.spot.node, trees):
        said = relation(repair.got, repair.right.values, Around(operands, given, sizes))
    is_of_two = isinstance(repair.spot.node, ast.BinOp) and len(operands) == 2
    if not said and is_of_two and search.is_wrong_by_itself(repair):
        return ANOTHER
    for remark in (NOT_CARRIED, STARTS):  # true of what is carried on alone
        if said.endswith(remark) and not is_carried(repair.spot.node, trees):
            return f"{said.removesuffix(remark)}."
    return said


def _is_of_names(spot: Spot, search: Search) -> bool:
    """Tell whether there is no constant in an expression, which may be what is wrong with it, and no text."""
    if any(isinstance(each, str) for i in spot.inside for each in search.values.get(i, [])):
        return False
    try:
        tree = ast.parse(spot.text, mode="eval")
    except SyntaxError:
        return False
    return not any(isinstance(each, ast.Constant) for each in ast.walk(tree))


def _has_nan(values: Sequence[Any]) -> bool:
    return any(
        isinstance(each, np.ndarray) and each.dtype.kind == "f" and bool(np.isnan(each).any()) for each in values
    )


def _is_array(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.ndim > 0


def said_of_change(spot: Spot, part: str, says: str, also: Sequence[Spot] = (), either: bool = False) -> str:
    """Return what is said of a small change of the text with which a check holds.

    Args:
        spot: the expression or statement.
        part: the part of it that is changed.
        says: what is told of it; `slips.CHANGED` where it is only to be changed.
        also: where the same is done as well.
        either: one of these places is to be changed, and it cannot be told which.
    """
    told = "" if says == CHANGED else f" {says}"
    if part and part != spot.text:
        told += f" It is enough to change {code(part)} in it."
    if also:
        others = in_words([f"{code(each.text)} ({place(each)})" for each in also])
        told += f" It is this or {others}: one of them is to be changed." if either else f" The same goes for {others}."
    at, proven = place(spot), PROVEN.replace("value", "values") if also and not either else PROVEN
    return f"{at[0].upper()}{at[1:]}: {code(spot.text)} is where it goes wrong.{told} {proven}"


def writes_into(spot: Spot, name: str) -> str:
    """Return what is said of the line that changes an argument."""
    said = f"{place(spot)}: {code(spot.text)} writes into {name}, which belongs to the caller."
    return said[0].upper() + said[1:]


def sizes_of(exercise: Exercise, call: Call, parts: dict[str, Any]) -> dict[str, int]:
    """Return the letters of axes and their lengths; {} where an axis of 1, or two of one length, could mislead."""
    sizes = {letter: length for length, letter in letters_in(call).items()}
    for part in exercise.form.parts:
        shape = parts[part.name].shape if isinstance(parts.get(part.name), np.ndarray) else ()
        if part.axes and len(shape) == len(part.axes):
            sizes |= dict(zip(part.axes, shape, strict=True))
    lengths = list(sizes.values())
    shapes = [np.shape(value) for value in _arrays((call, parts))]
    if any(1 in shape for shape in shapes if len(shape) > 2) or len({*lengths}) < len(lengths) or 1 in lengths:
        return {}
    return {letter: length for letter, length in sizes.items() if letter.isidentifier()} or {"": 0}


def _arrays(value: Any) -> Iterator[np.ndarray]:
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, (list, tuple, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _arrays(item)
