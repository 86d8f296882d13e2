"""The table that names every symbol of an equation: formula, code, shape, meaning."""

from collections.abc import Sequence
from html import escape

from figures.formula import coloured
from figures.page import caption_html, display, in_ipython

HEADINGS = ("symbol", "code", "shape", "meaning")
Row = tuple[str, str, str, str]

_TABLE = "margin:1em auto;border-collapse:collapse;text-align:left"
_CELL = "padding:.3em .9em;border-bottom:1px solid rgba(128,128,128,.35);text-align:left"


def shape_table(rows: Sequence[Row]) -> None:
    r"""Show a table of symbols, each in its colour: `shape_table([("x^{<t>}", "x[t]", "(n_x, m)", "one step")])`."""
    if in_ipython():
        display(table_html(rows), table_text(rows))


def table_html(rows: Sequence[Row]) -> str:
    """Give the HTML that `shape_table` displays."""
    head = "".join(f'<th scope="col" style="{_CELL}">{heading}</th>' for heading in HEADINGS)
    body = "".join(f"<tr>{_cells(*row)}</tr>" for row in rows)
    return f'<table class="course-shapes" style="{_TABLE}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def table_text(rows: Sequence[Row]) -> str:
    """Give the same table for a terminal."""
    lines = [HEADINGS, *rows]
    widths = [max(len(line[at]) for line in lines) for at in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def _cells(symbol: str, code: str, shape: str, meaning: str) -> str:
    cells = (
        f"${coloured(symbol)}$",
        f"<code>{escape(code)}</code>",
        f"<code>{escape(shape)}</code>",
        caption_html(meaning),
    )
    return "".join(f'<td style="{_CELL}">{cell}</td>' for cell in cells)
