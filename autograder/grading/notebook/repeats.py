"""How much a Markdown text becomes on a page, where what is named once is written as often as it is referred to."""

from __future__ import annotations

import re
from collections.abc import Mapping

# A picture that says itself what it shows. Its words are few letters, so that looking for their end takes no time.
DIRECT = re.compile(r"!\[[^\[\]]{0,200}\]\(\s{0,9}attachment:([^\s()]{1,300})")
SHOWN = re.compile(r"!\[|<img", re.IGNORECASE)
DEFINES = "]:"  # a reference: any bracket may stand for what follows


def shown_bytes(text: str, attachments: Mapping[str, int]) -> int:
    """Return at least how many letters the pictures and references of a text become, however they are named in it.

    Each one that does not name an attachment directly may stand for the largest, or for nearly all of the text.

    Args:
        text: the source of a Markdown cell.
        attachments: the size of each by its name.
    """
    direct = [attachments[name] for name in DIRECT.findall(text) if name in attachments]
    references = text.count("[") if DEFINES in text else 0
    others = max(len(SHOWN.findall(text)), references) - len(direct)
    longest = max([len(text), *attachments.values()])
    once = sum(attachments.values())  # kept in the notebook, whether shown or not
    return max(once, sum(direct)) + max(0, others) * longest


def without_references(text: str) -> str:
    """Return a text in which nothing is defined that could be referred to."""
    return text.replace(DEFINES, "] :")
