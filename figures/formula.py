r"""Formulas in the colours of the figures.

The course writes time as in `x^{<t>}`. Matplotlib and HTML need `x^{\langle t \rangle}`; these functions take the first
and give the second. A gradient (`da^{<t>}`, `dW_{aa}`, `\partial L/\partial a`, `g`) has its colour as a whole. Where a
letter is not the symbol of that name, `\plain{x}` leaves it in ink; `\as{gradient}{4}` gives a piece a symbol's colour.
"""

import re
from collections.abc import Iterator

from figures.colours import colour_of

_TIME = re.compile(r"<([\w+-]+)>")
_TEXT = r"(?:\\.|[^{}\\])*"
_BRACES = rf"\{{{_TEXT}(?:\{{{_TEXT}(?:\{{{_TEXT}\}}{_TEXT})*\}}{_TEXT})*\}}"
_WORDS = rf"\\(?:text\w*|math\w+|operatorname|begin|end)\s?{_BRACES}"
_INDEX = rf"(?:_{_BRACES}|_\w|\^{_BRACES})*"


def _letter(letter: str) -> str:
    """Match a letter that stands alone, with its accent and its indices."""
    accent = r"\\(?:hat|tilde|bar|over(?:right|left)arrow)"
    return rf"(?:{accent}(?:\s?\{{\s?{letter}\s?\}}|\s{letter}(?![A-Za-z]))|{letter}(?![A-Za-z])){_INDEX}"


_THING = rf"(?:{_letter('[A-Za-z]')}|\\theta{_INDEX})"
# Tried in this order at every place. The name is the symbol whose colour a piece gets.
_GRAMMAR = {
    "macro": rf"\\(?:plain|as\{{\w+\}}){_BRACES}",
    "gradient": rf"\\frac\{{\\partial L\}}{_BRACES}|\\partial L\s?/\s?\\partial\s?{_THING}|d{_THING}|{_letter('g')}",
    "W_ax": r"W_(?:ax|\{ax\})",
    "W_aa": r"W_(?:aa|\{aa\})",
    "W_ya": r"W_(?:ya?|\{ya?\})",
    "b": r"b_(?:[a-z]|\{[a-z]\})",
    "x": _letter("x"),
    "a": _letter("a"),
    # A c without a time is a constant or a class, unless it has the tilde of a candidate.
    "c": rf"(?=\\tilde){_letter('c')}|c(?=(?:_\w)?\^\{{[^{{}}]*\\langle){_INDEX}",
    "y_hat": rf"(?=\\hat){_letter('y')}",
    "y": _letter("y"),
    "L": _letter("L"),
    # Words, commands and lower indices: no letter in them is a symbol.
    "skipped": rf"{_WORDS}|\\[A-Za-z]+|\\.|[A-Za-z]{{2,}}|_(?:{_BRACES}|\w)",
}
_TOKEN = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _GRAMMAR.items()))


def angle(latex: str) -> str:
    r"""Write the time index so that it survives HTML and Matplotlib: `a^{<t>}` becomes `a^{\langle t \rangle}`."""
    return _TIME.sub(r"\\langle \1 \\rangle", latex)


def tex(latex: str, symbol: str) -> str:
    r"""Colour a piece of LaTeX as a symbol: `tex("x^{<t>}", "x")` is `{\color{#0A7BC0}{x^{\langle t \rangle}}}`."""
    return rf"{{\color{{{colour_of(symbol)}}}{{{angle(latex)}}}}}"


def coloured(latex: str) -> str:
    r"""Colour every symbol of the course in a formula; works in Markdown, JupyterLab and MathJax alike.

    >>> coloured(r"W_{ax} x^{<t>}")
    '{\\color{#4A96C4}{W_{ax}}} {\\color{#0A7BC0}{x^{\\langle t \\rangle}}}'
    """
    return "".join(tex(text, symbol) if symbol else text for text, symbol in _split(latex))


def span(text: str, symbol: str) -> str:
    """Colour a word of Markdown as a symbol: `span("input", "x")`."""
    return f'<span style="color:{colour_of(symbol)}">{text}</span>'


def pieces(latex: str) -> list[tuple[str, str | None]]:
    """Split a formula into pieces, each with the symbol whose colour it has, or None."""
    return [(text, symbol) for text, symbol in _split(latex) if text.strip()]


def _split(latex: str) -> Iterator[tuple[str, str | None]]:
    latex, end = angle(latex), 0
    for match in _TOKEN.finditer(latex):
        if match.lastgroup != "skipped":
            yield latex[end : match.start()], None
            yield _macro(match.group()) if match.lastgroup == "macro" else (match.group(), match.lastgroup)
            end = match.end()
    yield latex[end:], None


def _macro(text: str) -> tuple[str, str | None]:
    r"""Read `\as{symbol}{piece}` or `\plain{piece}`, which keeps its braces: they end a command before it."""
    command, _, piece = text.partition("{")
    if command == r"\plain":
        return "{" + piece, None
    symbol, _, piece = piece.partition("}{")
    return piece.removesuffix("}"), symbol
