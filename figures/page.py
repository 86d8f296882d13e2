"""Put figures into a page: HTML for notebooks and sites, words for terminals, nothing for plain programs."""

import re
import sys
from base64 import b64encode
from html import escape
from typing import Any

from matplotlib.figure import Figure

from figures.formula import angle
from figures.svg import figure_png, figure_svg

# Where a page may not show SVG (a notebook that is not trusted), the PNG after it is not hidden.
_HIDE_TWIN = "<style>.course-figure svg ~ img{display:none}</style>"
_FIGURE = "margin:1em 0;text-align:center"
_CAPTION = "max-width:44em;margin:.4em auto 0;font-size:.92em;line-height:1.45;text-align:left"
_WORDS = ((r"`([^`]+)`", r"<code>\1</code>"), (r"\*([^*$]+)\*", r"<em>\1</em>"))


def show(fig: Figure, *, caption: str, alt: str) -> None:
    """Show a figure in the page.

    Args:
        fig: what to show. A figure made with `plt.subplots` is closed, so that it does not appear twice.
        caption: what to see in it, one or two sentences; may hold `code`, *emphasis* and $formulas$.
        alt: what the figure shows, in words, for someone who does not see it.
    """
    require_words(caption, alt)
    _close(fig)
    if in_ipython():
        display(figure_html(fig, caption=caption, alt=alt), text_twin(caption, alt))


def figure_html(fig: Figure, *, caption: str, alt: str) -> str:
    """Give the HTML that `show` displays."""
    return wrap(figure_svg(fig, alt) + png_twin(fig, alt), caption)


def wrap(picture: str, caption: str, *, name: str = "") -> str:
    """Put a picture and its caption into one <figure>."""
    identity = f' id="{name}"' if name else ""
    words = f'<figcaption style="{_CAPTION}">{caption_html(caption)}</figcaption>'
    return f'<figure{identity} class="course-figure" style="{_FIGURE}">{_HIDE_TWIN}{picture}{words}</figure>'


def png_twin(fig: Figure, alt: str) -> str:
    """Give the picture once more for pages that drop SVG."""
    data = b64encode(figure_png(fig)).decode()
    width = round(fig.get_figwidth() * 96)
    return f'<img alt="{escape(alt)}" width="{width}" style="max-width:100%" src="data:image/png;base64,{data}">'


def caption_html(caption: str) -> str:
    """Escape a caption; turn `code` and *emphasis* into tags and leave $formulas$ to MathJax."""
    return "".join(
        _formula(part) if part.startswith("$") else _words(part) for part in re.split(r"(\$[^$]+\$)", caption)
    )


def _formula(part: str) -> str:
    return escape(angle(part), quote=False)


def _words(part: str) -> str:
    html = escape(part, quote=False)
    for mark, tag in _WORDS:
        html = re.sub(mark, tag, html)
    return html


def text_twin(caption: str, alt: str) -> str:
    """Say in a terminal what the figure shows."""
    return f"Figure: {alt}\n{caption}"


def in_ipython() -> bool:
    """Tell whether there is anyone to display to; a lesson run as a program has no page."""
    ipython = sys.modules.get("IPython")
    return ipython is not None and ipython.get_ipython() is not None


def display(html: str, text: str) -> None:
    """Hand a page and its plain-text twin to IPython, without its default picture of the figure."""
    from IPython.display import display as publish  # only where IPython runs anyway

    publish_raw: Any = publish
    publish_raw({"text/html": html, "text/plain": text}, raw=True)


def require_words(caption: str, alt: str) -> None:
    """Refuse a figure that says nothing to those who do not see it."""
    if not caption.strip() or not alt.strip():
        raise ValueError("a figure needs a caption (what to see) and an alt text (what it shows)")


def _close(fig: Figure) -> None:
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close(fig)
