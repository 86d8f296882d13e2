"""JSON from strangers: counted before it is read, since an object may take fifty times the room of its letters."""

from __future__ import annotations

import json
import re
from typing import Any

# A string, which without an end goes on to the end of all, or a comma outside of one.
TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|,', re.DOTALL)


class TooMany(Exception):
    """There is more of something in a text than anyone means; says of what."""


def loads(text: str, *, brackets: int, commas: int) -> Any:
    """Return what JSON says.

    Args:
        text: the JSON.
        brackets: how many { and [ there may be, those in its strings included: each may become an object.
        commas: how many there may be outside of its strings: a number or a text of sixty bytes may follow each.

    Raises:
        TooMany: there are more.
        ValueError: it is no JSON.
        RecursionError: it is nested too deep.
    """
    if text.count("{") + text.count("[") > brackets:
        raise TooMany(f"{brackets:,} brackets")
    if text.count(",") > commas and _outside(text, brackets, commas) > commas:
        raise TooMany(f"{commas:,} commas")
    return json.loads(text)


def _outside(text: str, brackets: int, commas: int) -> int:
    """Count the commas outside of strings, as far as there are no more strings than JSON can have with so few."""
    most = 3 * commas + 2 * brackets + 2
    found = 0
    for number, token in enumerate(TOKEN.finditer(text)):
        found += token[0] == ","
        if found > commas or number > most:
            return commas + 1
    return found
