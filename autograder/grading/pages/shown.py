"""How a learner's code and outputs look on a page: escaped or cleaned, and no more than there is room for."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from nbformat import NotebookNode
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from autograder.grading.notebook.outputs import BASE64, text_of
from autograder.grading.notebook.pictures import PICTURE
from autograder.grading.pages.clean import crowded
from autograder.grading.pages.plain import cut, in_order, plain
from autograder.grading.pages.room import Room
from autograder.grading.pages.words import clean_with_pictures, words

LONGEST = 10_000  # letters of one piece
READ = 50_000  # of a text that was printed: escapes and lines that were overwritten are taken out of it
SHORT = 12  # lines that need not be folded
MANY = 100  # outputs of one cell
_LEXER, _FORMATTER = PythonLexer(stripnl=False), HtmlFormatter(nowrap=True)


@dataclass(frozen=True)
class Piece:
    """One thing to show.

    Attributes:
        body: clean HTML.
        summary: what it is, in words.
        kind: code, text, html, picture, trouble or note.
        folded: whether only the summary is seen at first.
        left_out: says what is missing at the end, if anything.
    """

    body: Markup
    summary: str
    kind: str
    folded: bool = False
    left_out: str = ""


def code(source: str, room: Room, *, folded: bool = False) -> Piece:
    """Return code, in colours as long as there is room for them."""
    text, left_out = _beginning(in_order(source), room)
    if room.take("coloured", len(text)):
        body = Markup(highlight(text, _LEXER, _FORMATTER).rstrip("\n"))
    else:
        body = Markup.escape(text)
    return Piece(body, _counted("Code", source), "code", folded, left_out)


def prose(source: str, room: Room, attachments: dict[str, Any] | None = None) -> Piece:
    """Return what was written in words."""
    body = words(source, room, attachments)
    if body is not None:
        return Piece(body, "Text", "html")
    text, left_out = _beginning(in_order(source), room)
    return Piece(Markup.escape(text), _counted("Text", source), "text", True, left_out)


def outputs(cell: NotebookNode, room: Room) -> list[Piece]:
    """Return what a cell has shown; where some of it was left out, the last piece says so."""
    shown = cell.get("outputs", [])
    pieces = [piece for output in shown[:MANY] for piece in [_output(output, room)]]
    kept = [piece for piece in pieces if piece is not None]
    if missing := len(shown[MANY:]) + len(pieces) - len(kept):
        what = "1 output is" if missing == 1 else f"{missing:,} outputs are"
        kept.append(Piece(Markup.escape(f"{what} left out here; see the graded notebook."), "", "note"))
    return kept


def _output(output: NotebookNode, room: Room) -> Piece | None:
    if not room.take("pieces", 1):
        return None
    if output.output_type == "stream":
        what = "Messages and warnings" if output.get("name") == "stderr" else "Printed"
        return _text(text_of(output.get("text")), what, room)
    if output.output_type == "error":
        return _error(output, room)
    return next(_forms(output.get("data", {}), room), None)


def _error(output: NotebookNode, room: Room) -> Piece | None:
    name, value = (plain(text_of(output.get(part))) for part in ("ename", "evalue"))
    trace = output.get("traceback")
    text = "\n".join(map(text_of, trace)) if isinstance(trace, list) else ""
    return _text(text or f"{name}: {value}", f"The cell stopped: {name[:100]}: {value[:300]}", room, kind="trouble")


def _forms(data: dict[str, Any], room: Room) -> Iterator[Piece]:
    """Yield the forms of a value that there is room for, the best first."""
    known = {kind: text_of(form) for kind, form in data.items()}
    what = plain(known.get("text/plain", "")[:100]) or "A picture"
    for kind in ("text/html", "image/png", "image/jpeg", "text/markdown", "text/latex", "text/plain"):
        form = known.get(kind)
        if not form:
            continue
        if kind == "text/html":
            piece = _html(form, room)
        elif kind.startswith("image/"):
            piece = _picture(kind, form, what, room)
        elif kind == "text/plain":
            piece = _text(form, "Value", room)
        else:
            piece = prose(html.unescape(form) if kind == "text/latex" else form, room)
        if piece is not None:
            yield piece


def _text(text: str, what: str, room: Room, kind: str = "text") -> Piece | None:
    read, not_read = cut(text, READ)
    whole = plain(read).strip("\n")
    kept, left_out = _beginning(whole, room)
    left_out = left_out or not_read
    if not kept.strip() and not left_out:
        return Piece(Markup(""), "", "nothing")
    folded = kind == "trouble" or whole.count("\n") >= SHORT or len(whole) > 100 * SHORT
    summary = what if kind == "trouble" else _counted(what, text)
    return Piece(Markup.escape(kept), summary, kind, folded, left_out)


def _html(text: str, room: Room) -> Piece | None:
    bare = PICTURE.sub("", text)
    if crowded(bare) or not (room.take("markup", len(bare)) and room.take("pictures", len(text) - len(bare))):
        return None
    return Piece(Markup(in_order(clean_with_pictures(text))), "Shown", "html")


def _picture(kind: str, encoded: str, what: str, room: Room) -> Piece | None:
    if not BASE64.fullmatch(encoded) or not room.take("pictures", len(encoded)):
        return None
    source = f'<img src="data:{kind};base64,{encoded.strip()}" alt="{html.escape(what)}">'
    return Piece(Markup(source), "Picture", "picture")


def _beginning(text: str, room: Room) -> tuple[str, str]:
    kept, left_out = cut(text, min(LONGEST, room.text))
    room.take("text", len(kept))
    return kept, left_out


def _counted(what: str, text: str) -> str:
    """Return what something is, with the number of its lines where it has several."""
    count = text.count("\n") + (not text.endswith("\n"))
    return what if count <= 1 else f"{what}, {count:,} lines"
