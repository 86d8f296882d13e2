"""Text of a learner as a page may show it: nothing in it moves, hides or reorders what stands beside it.

Every step takes time that grows with the length of the text and not with its square.
"""

from __future__ import annotations

import re

LEFT_OUT = "The rest is left out here; the graded notebook has it."
# No class of letters here can match where the next one can, so nothing is read twice.
_ESCAPES = re.compile(
    "\x1b\\[[0-?]*[ -/]*[@-~]?"  # colours and moves of a terminal's cursor
    "|\x1b[\\]P^_X][^\x07\x1b]*\x07?"  # titles and links of a terminal
    "|\x1b[ -/]*[0-~]?"
)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# Letters that reorder what follows them: code can then read otherwise than it runs.
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """Return printed text without a terminal's escapes; of a line that was overwritten, the last state."""
    text = _ESCAPES.sub("", text).replace("\r\n", "\n")
    if "\r" in text:
        text = "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n"))
    return in_order(_CONTROLS.sub("", text))


def in_order(text: str) -> str:
    """Return text in which letters that reorder others are written out by their number."""
    return _REORDERING.sub(lambda letter: f"[U+{ord(letter[0]):04X}]", text)


def cut(text: str, most: int) -> tuple[str, str]:
    """Return the beginning of a text, and what is said of the rest, if there is any."""
    return (text, "") if len(text) <= most else (text[:most], LEFT_OUT)
