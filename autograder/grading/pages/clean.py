"""Pages that show a learner's text: nothing in them runs in the reader's browser.

nbgrader's template renders Markdown cells with whatever HTML is in them. They go through the filter `markdown2html`,
which nbconvert lets a configuration replace. The page for marking tells the browser which scripts are its own; the
learner's page has none.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode

from nbconvert.filters.markdown_mistune import InvalidNotebook, IPythonRenderer, MarkdownWithMath

from autograder.grading.notebook.outputs import as_text, clean_html

LONGEST_MARKDOWN = 20_000  # letters of one cell: the time to read some texts grows with the square of their length
MOST_FORMULAS = 200  # that begin in one cell: for each that does not end, the text is read to its end
MOST_TAGS, MOST_MARKUP, LONGEST_TAG = 1_000, 30_000, 3_000  # of one output on a page, embedded pictures aside
_TAG = re.compile(r"<[^<>]*")
_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
_HANDLER = re.compile(r'\sonclick="([^"]*)"')
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


def digests(page: str) -> str:
    """Return how a page's rule for the browser names the scripts in its own text, which no learner wrote."""
    scripts = [*_SCRIPT.findall(page), *_HANDLER.findall(page)]
    return " ".join(
        sorted({f"'sha256-{b64encode(hashlib.sha256(each.encode()).digest()).decode()}'" for each in scripts})
    )
