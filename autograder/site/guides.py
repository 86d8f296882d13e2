"""The guides on the site: the Markdown of docs/, its links kept where they lead to a page of the site."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable

# An address in the text, but not one in a block or a piece of code.
_PIECE = re.compile(
    r"(?P<code>^[ \t]*(?P<fence>`{3,}|~{3,}).*?(?:^[ \t]*(?P=fence)|\Z)|(?P<ticks>`+).+?(?P=ticks))"
    r"|(?P<picture>!?)\[(?P<words>(?:`[^`]*`|[^\]`])*)\]\((?P<target>[^()\s]+)\)",
    re.DOTALL | re.MULTILINE,
)


def guide_text(text: str, place: str, pages: Iterable[str]) -> str:
    """Return the text of a guide whose links all lead somewhere; of those that would not, the words are kept.

    Args:
        text: Markdown.
        place: where it stands, from the root of the site: "guides/grading.md".
        pages: all files of the site, from its root. `docs/` of the course is `guides/` of the site.
    """
    known = set(pages)

    def linked(piece: re.Match[str]) -> str:
        target, picture = piece["target"], piece["picture"]
        if piece["code"] or picture or re.match(r"[a-z]+:|#", target):
            return piece[0]
        path, mark, anchor = target.partition("#")
        found = _found(posixpath.normpath(posixpath.join(posixpath.dirname(place), path)), known)
        if not found:
            return piece["words"]
        return f"[{piece['words']}]({posixpath.relpath(found, posixpath.dirname(place))}{mark}{anchor})"

    return _PIECE.sub(linked, text)


def _found(path: str, known: set[str]) -> str | None:
    """Return the page that a path leads to; notebooks/NN_topic/NN_topic.ipynb is lessons/NN_topic.ipynb."""
    name = posixpath.basename(path)
    return next((page for page in (path, f"lessons/{name}") if page in known), None)
