"""Formulas as MathML, which browsers draw and screen readers speak without a script; else as TeX, as it was written.

latex2mathml converts them, where it is installed. What it returns is taken apart and put together from known parts,
since it passes on markup and links that stand in a formula.
"""

from __future__ import annotations

import html
import importlib.util
import re
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from typing import Any

LONGEST = 1_000  # letters of one formula
_TAGS = (
    "math mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle merror mpadded mphantom msub msup msubsup munder mover"
    " munderover mmultiscripts mprescripts mtable mtr mtd menclose"
)
_ATTRIBUTES = (
    "accent accentunder columnalign columnspan columnlines display displaystyle fence form largeop linethickness lspace"
    " mathbackground mathcolor mathsize mathvariant maxsize minsize movablelimits notation rowlines rowspacing rspace"
    " scriptlevel separator stretchy symmetric"
)
_HARMLESS = re.compile(r"[#\w.% +-]{0,40}")


def formula(tex: str, *, block: bool) -> str:
    """Return a formula as HTML.

    Args:
        tex: the formula without the marks around it.
        block: whether it stands in a line of its own.
    """
    if len(tex) > LONGEST:
        return _as_tex(tex, block)
    return cached(tex, block)


@lru_cache(maxsize=1024)
def cached(tex: str, block: bool) -> str:
    """Return a formula of bearable length; learners of one class write the same ones."""
    convert = _converter()
    if convert is None:
        return _as_tex(tex, block)
    try:
        return _written(convert(tex, display="block" if block else "inline"), tex)
    except Exception:
        # What a learner writes between dollars may be no formula at all, and the converter then fails in many ways.
        return _as_tex(tex, block)


def _converter() -> Callable[..., Any] | None:
    if importlib.util.find_spec("latex2mathml") is None:
        return None
    convert: Callable[..., Any] = import_module("latex2mathml.converter").convert_to_element
    return convert


def _written(element: Any, tex: str = "") -> str:
    """Return an element as markup; raise ValueError where it is not one of the known ones."""
    if element.tag not in _TAGS.split():
        raise ValueError(f"{element.tag} is no part of a formula")
    kept = {
        name: value
        for name, value in element.attrib.items()
        if name in _ATTRIBUTES.split() and _HARMLESS.fullmatch(value)
    }
    if element.tag == "math":
        kept["alttext"] = tex
    names = "".join(f' {name}="{html.escape(value)}"' for name, value in kept.items())
    # The converter writes letters as entities, inside text.
    inner = html.escape(html.unescape(element.text or "")) + "".join(map(_written, element))
    return f"<{element.tag}{names}>{inner}</{element.tag}>"


def _as_tex(tex: str, block: bool) -> str:
    mark = "$$" if block else "$"
    return f'<code class="tex">{html.escape(f"{mark}{tex}{mark}")}</code>'
