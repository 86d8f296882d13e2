r"""Formulas in markdown: the author writes `$a^{<t>}$`, the build colours the symbols as the figures do.

Code and an escaped dollar are left alone. The grammar of symbols, `\plain` and `\as` is that of `figures.formula`.
"""

from __future__ import annotations

import re

from autograder.authoring.cells import BrokenCell
from figures.formula import coloured

_PIECE = re.compile(
    r"(?P<fenced>^[ \t]*(?P<fence>`{3,}|~{3,}).*?(?:^[ \t]*(?P=fence)|\Z))"
    r"|(?P<code>(?<!`)(?P<ticks>`++)(?:(?!\n\s*\n).)*?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<escaped>\\.)"
    r"|(?P<dollars>\$\$?)(?P<formula>(?:\\.|(?!\n\s*\n)[^$\\])+)(?P=dollars)"
    r"|(?P<stray>\$)",
    re.DOTALL | re.MULTILINE,
)


def colour_markdown(text: str) -> str:
    r"""Colour every formula of a markdown text.

    >>> colour_markdown("one `$x$` and $x$")
    'one `$x$` and ${\\color{#0A7BC0}{x}}$'
    """
    return _PIECE.sub(_colour_piece, text)


def _colour_piece(piece: re.Match[str]) -> str:
    if piece["stray"]:
        raise BrokenCell(r"a dollar opens a formula that does not end in its paragraph; a price is written \$5.")
    if not piece["formula"]:
        return piece.group()
    return piece["dollars"] + _coloured(piece["formula"]) + piece["dollars"]


def _coloured(latex: str) -> str:
    if r"\color" in latex:
        raise BrokenCell(rf"${latex}$ has a colour typed by hand; write the symbol alone, or \as{{symbol}}{{piece}}.")
    try:
        result = coloured(latex)
    except KeyError as problem:
        raise BrokenCell(rf"${latex}$: {problem.args[0]}.") from None
    if re.search(r"\\(plain|as)\b", result):
        raise BrokenCell(rf"in ${latex}$ a \plain{{piece}} or \as{{symbol}}{{piece}} is incomplete or inside an index.")
    return result
