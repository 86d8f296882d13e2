r"""Formulas in the colours of the figures.

The course writes time as in `x^{<t>}`. Matplotlib and HTML need `x^{\langle t \rangle}`; these functions take the first
and give the second.
"""

import re

from figures.colours import SYMBOLS, colour_of

_TIME = re.compile(r"<([\w+-]+)>")
_INDEX = r"(?:\^\{(?:[^{}]|\{[^{}]*\})*\})?"
# The longer name first: W_{aa} before a. A letter inside a command (\tanh) or a word is no symbol.
_PATTERNS = (
    (r"W_\{?ax\}?", "W_ax"),
    (r"W_\{?aa\}?", "W_aa"),
    (r"W_\{?ya?\}?", "W_ya"),
    (rf"\\hat\{{?\s?y\}}?{_INDEX}", "y_hat"),
    (r"b_\{?[a-z]\}?", "b"),
    (rf"\\tilde\{{?\s?c\}}?{_INDEX}", "c"),
    (rf"(?<![\\A-Za-z_{{])[xacyL](?![A-Za-z]){_INDEX}", "one letter"),
)
_SYMBOL = re.compile("|".join(f"({pattern})" for pattern, _ in _PATTERNS))


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
    return angle(_SYMBOL.sub(_colour_match, latex))


def span(text: str, symbol: str) -> str:
    """Colour a word of Markdown as a symbol: `span("input", "x")`."""
    return f'<span style="color:{colour_of(symbol)}">{text}</span>'


def pieces(latex: str) -> list[tuple[str, str | None]]:
    """Split a formula into pieces, each with the symbol whose colour it has, or None."""
    parts: list[tuple[str, str | None]] = []
    end = 0
    for match in _SYMBOL.finditer(latex):
        parts += [(latex[end : match.start()], None), (match.group(), _symbol(match))]
        end = match.end()
    return [(angle(text), symbol) for text, symbol in [*parts, (latex[end:], None)] if text.strip()]


def _colour_match(match: re.Match[str]) -> str:
    return tex(match.group(), _symbol(match))


def _symbol(match: re.Match[str]) -> str:
    name = _PATTERNS[(match.lastindex or 1) - 1][1]
    return name if name in SYMBOLS else match.group()[0]
