"""What a formula in built text shows: which pieces are coloured, and what is left of it without them."""

from __future__ import annotations

import re

_COLOUR = re.compile(r"\{\\color\{(#\w{6})\}\{")


def painted(text: str) -> list[tuple[str, str]]:
    """Return every coloured piece of a text with its colour, in order."""
    return [(text[begin + len(colour) : end], colour[-9:-2]) for begin, end, colour in _places(text)]


def unpainted(text: str) -> str:
    """Return the text without its coloured pieces, each replaced by a star."""
    for begin, end, _ in reversed(_places(text)):
        text = f"{text[:begin]}*{text[end + 2 :]}"
    return text


def _places(text: str) -> list[tuple[int, int, str]]:
    return [(match.start(), _closing(text, match.end()), match.group()) for match in _COLOUR.finditer(text)]


def _closing(text: str, at: int) -> int:
    """Return where the brace ends that was opened before `at`."""
    depth = 1
    while depth:
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        at += 1
    return at - 1
