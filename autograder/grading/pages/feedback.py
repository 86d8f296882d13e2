"""The page that a learner gets back: points, what was written, what came of it, and what an instructor says.

It is made of a graded notebook and plain data alone, the same way every time, in time and size that are bounded
whatever stands in the notebook. It runs no script, asks no other computer for anything and tells the browser so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2 import Template as Page
from markupsafe import Markup
from nbformat import NotebookNode

from autograder.errors import CourseMessage
from autograder.grading.notebook.template import Template
from autograder.grading.pages.marks import Mark, total
from autograder.grading.pages.plain import in_order, plain
from autograder.grading.pages.room import Room
from autograder.grading.pages.sections import contents

PAGES = Path(__file__).parent
#: What a browser is told: no script, no frame, no form, nothing from anywhere else. A verdict has styles of its own.
RULE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
LONGEST = 20_000  # letters of one text on the plain page
MOST_NOTES = 50


class PageTrouble(CourseMessage):
    """A page cannot be made; the message says why. `plain_page` then takes its place."""


def feedback_page(
    notebook: NotebookNode,
    marks: Mapping[str, Mark],
    *,
    template: Template,
    title: str = "",
    notes: Sequence[str] = (),
    times: Sequence[str] = (),
) -> str:
    """Return a learner's page as HTML.

    Args:
        notebook: the graded notebook, as the judge leaves it.
        marks: points and comments by grade id.
        template: what the grader knows of the lesson's notebook; it says what is the learner's.
        title: of the lesson; by default what its release calls itself.
        notes: what was odd about the notebook, in sentences.
        times: when it was handed in and what that costs, in sentences.

    Raises:
        PageTrouble: the page cannot be made.
    """
    try:
        return _written(notebook, marks, template, title, notes, times)
    except Exception as problem:
        # Whatever stands in a notebook, the page is all that it may cost.
        raise PageTrouble(f"The page cannot be made: {type(problem).__name__}: {str(problem)[:200]}") from problem


def _written(
    notebook: NotebookNode,
    marks: Mapping[str, Mark],
    template: Template,
    title: str,
    notes: Sequence[str],
    times: Sequence[str],
) -> str:
    page, style = _page()
    shown = contents(notebook, template, marks, Room())
    return _writable(
        page.render(
            vars(shown),
            title=plain(title or shown.title),
            total=total(marks),
            notes=[plain(note)[:500] for note in notes[:MOST_NOTES]],
            times=[plain(line)[:500] for line in times],
            rule=RULE,
            style=style,
        )
    )


@cache
def _page() -> tuple[Page, Markup]:
    """Return the template, compiled once, and the style."""
    here = Environment(
        loader=FileSystemLoader(PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return here.get_template("feedback.html.j2"), Markup((PAGES / "feedback.css").read_text(encoding="utf-8"))


def plain_page(marks: Mapping[str, Mark], verdicts: Mapping[str, str], *, title: str, reason: str = "") -> str:
    """Return a page of points and verdicts alone, for a notebook of which no other page can be made.

    Args:
        marks: points and comments by grade id.
        verdicts: the text of each verdict, by the exercise's name.
        title: of the lesson.
        reason: why there is no other page.
    """
    sums = total(marks)
    points = f"{sums.words}. {sums.wait}" if marks else "Nothing was graded."
    rows = "".join(f"<tr><td>{_text(name)}</td><td>{_text(mark.words)}</td></tr>" for name, mark in marks.items())
    texts = {f"Comment: {name}": mark.comment for name, mark in marks.items() if mark.comment} | dict(verdicts)
    parts = "".join(f"<h2>{_text(name)}</h2><pre>{_text(text)}</pre>" for name, text in texts.items())
    return _writable(
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{RULE}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{_text(title)}</title><style>:root{{color-scheme:light dark}}body{{font:1rem/1.5 system-ui,sans-serif;"
        f"max-width:48rem;margin:2rem auto;padding:0 1rem}}pre{{white-space:pre-wrap}}td{{padding-right:2rem}}</style>"
        f"</head><body><h1>{_text(title)}</h1><p>{_text(points)}</p><p>{_text(reason)}</p>"
        f"{f'<table>{rows}</table>' if rows else ''}{parts}</body></html>"
    )


def _text(value: object) -> str:
    return escape(in_order(str(value)[:LONGEST]))


def _writable(page: str) -> str:
    """Return a page that can be written to a file, whatever letters are in it."""
    return page.encode("utf-8", "replace").decode("utf-8")
