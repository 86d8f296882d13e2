"""Pages that show a learner's text: nothing in them runs in the reader's browser.

nbgrader's templates render Markdown cells and comments with whatever HTML is in them. Both go through the filter
`markdown2html`, which nbconvert lets a configuration replace, on feedback pages and in the formgrader alike.
"""

from __future__ import annotations

from typing import Any

from jinja2 import pass_context
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from autograder.grading.outputs import clean_html


@pass_context
def markdown2html(context: Any, source: str) -> str:
    """Render Markdown as nbconvert does, then take out whatever could run."""
    cell = context.get("cell") or {}
    renderer = IPythonRenderer(escape=False, attachments=cell.get("attachments", {}), exclude_anchor_links=True)
    return clean_html(MarkdownWithMath(renderer=renderer).render(source))
