"""Words that a learner or an instructor wrote: Markdown as clean HTML, whose formulas need no script."""

from __future__ import annotations

import html
import re
from typing import Any

from jinja2 import pass_context
from markupsafe import Markup

from autograder.grading.notebook.outputs import BASE64, as_text, clean_html, may_be_shown
from autograder.grading.notebook.pictures import PICTURE
from autograder.grading.pages.clean import Renderer, rendered
from autograder.grading.pages.formulas import formula
from autograder.grading.pages.plain import in_order
from autograder.grading.pages.room import Room

PICTURES = ("image/png", "image/jpeg", "image/gif")
_TAG = r"""<[a-z][a-z0-9]*(?: [a-z-]+(?:="[^"]*"|='[^']*')?)*>"""  # as clean HTML has them
_FORMULA = re.compile("\ue000(\\d+)\ue001")  # where a formula goes once the text around it is clean
_TAG_OR_FORMULA = re.compile(f"{_TAG}|{_FORMULA.pattern}")
_CAPTION = re.compile(r"<figcaption[^<>]*>.{0,5000}?</figcaption>", re.DOTALL)
_TEX = re.compile(r"\$([^$<>\n]{1,300})\$")
_HELD = "data:image/png;base64,held"  # and a picture: much of it costs time to clean
_PICTURE = re.compile(rf'(?<= src="){_HELD}(\d+)(?=")')


@pass_context
def markdown2html(context: Any, source: str) -> str:
    """Render Markdown on a page of nbgrader's; nbconvert calls it so."""
    cell = context.get("cell") or {}
    shown = words(source, Room(), cell.get("attachments"), highest=1)
    return as_text(source) if shown is None else shown


@pass_context
def latex2html(context: Any, source: str) -> str:
    """Render LaTeX that a cell showed, which a graded notebook holds escaped."""
    return markdown2html(context, html.unescape(source))


def words(source: str, room: Room, attachments: dict[str, Any] | None = None, *, highest: int = 4) -> Markup | None:
    """Return Markdown as clean HTML; None where there is no room for it.

    Args:
        source: the Markdown.
        room: what the page still takes.
        attachments: pictures of the cell.
        highest: the level of its highest heading.
    """
    if not room.take("rendered", len(source)):
        return None
    writer = Writer(room, attachments or {}, highest)
    clean = rendered(in_order(re.sub("[\ue000\ue001]", "", source)), writer)
    return writer.whole(in_order(clean))


def with_formulas(clean: str, room: Room) -> str:
    """Return clean HTML whose captions have their formulas drawn; figures leave them to a script of Jupyter's."""
    return _CAPTION.sub(lambda caption: _TEX.sub(lambda tex: _drawn(tex, room), caption[0]), clean)


def _drawn(tex: re.Match[str], room: Room) -> str:
    return formula(html.unescape(tex[1]), block=False) if room.take("formulas", 1) else tex[0]


def clean_with_pictures(text: str) -> str:
    """Return HTML cleaned, with the pictures that are embedded in it."""
    pictures: list[str] = []
    clean = clean_html(PICTURE.sub(lambda found: hold(found[0], pictures) if may_be_shown(found[0]) else "", text))
    return _PICTURE.sub(lambda mark: _at(pictures, mark[1], "data:,"), clean)


def hold(picture: str, pictures: list[str]) -> str:
    """Keep a picture, and return the mark that stands for it."""
    pictures.append(picture)
    return f"{_HELD}{len(pictures) - 1}"


class Writer(Renderer):
    """Renders Markdown with marks for formulas and pictures, which are put in when all else is clean."""

    def __init__(self, room: Room, attachments: dict[str, Any], highest: int = 4) -> None:
        super().__init__(escape=False, attachments=attachments, exclude_anchor_links=True)
        self._room, self._lower = room, highest - 1
        self._formulas: list[str] = []
        self._tex: list[str] = []
        self._pictures: list[str] = []

    def whole(self, clean: str) -> Markup:
        """Put formulas and pictures in; into attributes, as the words for a picture, a formula goes as its TeX."""
        return Markup(_TAG_OR_FORMULA.sub(self._put, clean))

    def _put(self, found: re.Match[str]) -> str:
        if found[1]:
            return _at(self._formulas, found[1])
        tag = _FORMULA.sub(lambda mark: html.escape(_at(self._tex, mark[1])), found[0])
        return _PICTURE.sub(lambda mark: _at(self._pictures, mark[1], "data:,"), tag)

    def _embed_image_or_attachment(self, src: str) -> str:
        name = src.removeprefix("attachment:")
        forms = self.attachments.get(name) if name != src else None
        if not isinstance(forms, dict):
            return src
        kind, encoded = next(((kind, forms[kind]) for kind in PICTURES if isinstance(forms.get(kind), str)), ("", ""))
        if not kind or not BASE64.fullmatch(encoded) or not self._room.take("pictures", len(encoded)):
            return ""
        return hold(f"data:{kind};base64,{encoded}", self._pictures)

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        """Keep headings below those of the page that they stand on."""
        return str(super().heading(text, min(level + self._lower, 6), **attrs))

    def block_math(self, body: str) -> str:
        """Mark the place of a formula in a line of its own."""
        return self._hold(body, block=True)

    def inline_math(self, body: str) -> str:
        """Mark the place of a formula in the text."""
        return self._hold(body, block=False)

    def latex_environment(self, name: str, body: str) -> str:
        """Mark the place of a formula that is an environment."""
        return self._hold(f"\\begin{{{name}}}{body}\\end{{{name}}}", block=True)

    def _hold(self, tex: str, *, block: bool) -> str:
        if not self._room.take("formulas", 1):
            return f"<code>{html.escape(tex)}</code>"
        self._formulas.append(formula(tex, block=block))
        self._tex.append(tex)
        return f"\ue000{len(self._formulas) - 1}\ue001"


def _at(held: list[str], number: str, else_: str = "") -> str:
    """Return what a mark stands for; a learner may have written one that stands for nothing."""
    place = int(number[:6])
    return held[place] if place < len(held) else else_
