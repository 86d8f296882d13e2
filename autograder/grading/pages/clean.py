"""Pages that show a learner's text: nothing in them runs in the reader's browser.

nbgrader's templates render Markdown cells and comments with whatever HTML is in them. Both go through the filter
`markdown2html`, which nbconvert lets a configuration replace, on feedback pages and in the formgrader alike.
The formgrader's page has too many scripts of its own to tell the browser which ones they are; a page of ours has none.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from typing import Any

from jinja2 import pass_context
from nbconvert.filters.markdown_mistune import InvalidNotebook, IPythonRenderer, MarkdownWithMath

from autograder.grading.notebook.outputs import as_text, clean_html

LONGEST_MARKDOWN = 20_000  # letters of one cell: the time to read some texts grows with the square of their length
MOST_FORMULAS = 200  # that begin in one cell: for each that does not end, the text is read to its end
MOST_TAGS, MOST_MARKUP, LONGEST_TAG = 1_000, 30_000, 3_000  # of one output on a page, embedded pictures aside
_TAG = re.compile(r"<[^<>]*")
_FORMULA = re.compile(r"\\begin\{|\\\\[\[(]")


class Renderer(IPythonRenderer):
    """Renders what a learner wrote, whatever is missing in it."""

    def _embed_image_or_attachment(self, src: str) -> str:
        try:
            return str(super()._embed_image_or_attachment(src))
        except InvalidNotebook:
            return ""

    def block_code(self, code: str, info: str | None = None) -> str:
        """Colour Python alone: the text says which language it is in, and some are slow to read."""
        return str(super().block_code(code, info if info and info.split()[0:1] in (["python"], ["py"]) else None))


@pass_context
def markdown2html(context: Any, source: str) -> str:
    """Render Markdown as nbconvert does, then take out whatever could run; as text where it cannot be rendered."""
    cell = context.get("cell") or {}
    return rendered(source, Renderer(escape=False, attachments=cell.get("attachments", {}), exclude_anchor_links=True))


def rendered(source: str, renderer: Renderer) -> str:
    """Return Markdown as cleaned HTML; as text where it is too much, or cannot be rendered."""
    if len(source) > LONGEST_MARKDOWN or len(_FORMULA.findall(source)) > MOST_FORMULAS:
        return as_text(source)
    try:
        return clean_html(MarkdownWithMath(renderer=renderer).render(source))
    except RecursionError:
        return as_text(source)


def crowded(text: str) -> bool:
    """Tell whether HTML, without the pictures in it, is too much to be cleaned once more."""
    if len(text) > MOST_MARKUP or text.count("<") > MOST_TAGS:
        return True
    return any(len(tag[0]) > LONGEST_TAG for tag in _TAG.finditer(text))


def digest(script: str) -> str:
    """Return the digest by which a page's rule for the browser names a script of its own."""
    return b64encode(hashlib.sha256(script.encode()).digest()).decode()
