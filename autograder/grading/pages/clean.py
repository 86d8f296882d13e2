"""Pages that show a learner's text: nothing in them runs in the reader's browser.

nbgrader's templates render Markdown cells and comments with whatever HTML is in them. Both go through the filter
`markdown2html`, which nbconvert lets a configuration replace, on feedback pages and in the formgrader alike.
A feedback page also tells the browser which scripts are its own, see templates/; the formgrader's page has too many.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from typing import Any

from jinja2 import pass_context
from nbconvert.filters.markdown_mistune import InvalidNotebook, IPythonRenderer, MarkdownWithMath

from autograder.grading.notebook.outputs import as_text, clean_html

LONGEST_MARKDOWN = 20_000  # letters of one cell: the time to read some texts grows with the square of their length


class Renderer(IPythonRenderer):
    """Renders what a learner wrote, whatever is missing in it."""

    def _embed_image_or_attachment(self, src: str) -> str:
        try:
            return str(super()._embed_image_or_attachment(src))
        except InvalidNotebook:
            return ""


@pass_context
def markdown2html(context: Any, source: str) -> str:
    """Render Markdown as nbconvert does, then take out whatever could run; as text where it cannot be rendered."""
    if len(source) > LONGEST_MARKDOWN:
        return as_text(source)
    cell = context.get("cell") or {}
    renderer = Renderer(escape=False, attachments=cell.get("attachments", {}), exclude_anchor_links=True)
    try:
        return clean_html(MarkdownWithMath(renderer=renderer).render(source))
    except RecursionError:
        return as_text(source)


def digest(script: str) -> str:
    """Return the digest by which a page's rule for the browser names a script of its own."""
    return b64encode(hashlib.sha256(script.encode()).digest()).decode()
