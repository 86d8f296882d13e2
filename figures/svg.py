"""From a figure to SVG that can stand inside a page: themed, without side effects, the same at every run."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from matplotlib import rc_context
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text

from figures.colours import INK
from figures.sharing import SVG, XLINK, share_parts
from figures.style import course_style

ET.register_namespace("", SVG)
ET.register_namespace("xlink", XLINK)

PNG_DPI = 120
# The PNG cannot follow the theme. It is a white card, and on white there is a better ink for words than the mid grey.
PAPER, PAPER_INK = "#ffffff", "#333333"
_NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}
# A hundredth of a point is finer than any screen shows.
_LONG_NUMBER = re.compile(r"(\.\d\d)\d+")
_REFERENCE = re.compile(r"#([\w.-]+)")


def figure_svg(fig: Figure, label: str) -> str:
    """Draw a figure as one <svg> that is announced as an image called `label`."""
    return frames_svg([fig], label)


def frames_svg(frames: Sequence[Figure], label: str, still: int = -1) -> str:
    """Draw figures of one size as the frames of one <svg>; only frame `still` is visible at first."""
    roots = [_clean(_parse(fig)) for fig in frames]
    picture = _picture(roots[0], label)
    letters = _take_definitions(roots)
    frames_in_svg = [_frame(root, visible=number == range(len(roots))[still]) for number, root in enumerate(roots)]
    picture.append(_definitions([*letters, *share_parts(frames_in_svg)]))
    picture.extend(frames_in_svg)
    _make_ids_unique(picture)
    return ET.tostring(picture, encoding="unicode")


def figure_png(fig: Figure) -> bytes:
    """Draw a figure as a PNG on white, its words dark: it must be legible wherever it stands."""
    paper: dict[str, Any] = {"transparent": False, "facecolor": PAPER}
    with _dark_words(fig):
        return _saved(
            fig, format="png", dpi=PNG_DPI, metadata={"Software": None}, pil_kwargs={"optimize": True}, **paper
        )


@contextmanager
def _dark_words(fig: Figure) -> Iterator[None]:
    """Write what is written in ink in the ink of paper, as long as the block lasts."""
    words = [text for text in fig.findobj(Text) if to_hex(text.get_color()) == INK.lower()]
    for text in words:
        text.set_color(PAPER_INK)
    try:
        yield
    finally:
        for text in words:
            text.set_color(INK)


def _parse(fig: Figure) -> Element:
    return ET.fromstring(_saved(fig, format="svg", metadata=_NO_METADATA))


def _saved(fig: Figure, **options: Any) -> bytes:
    buffer = BytesIO()
    # Saving a figure without a layout leaves it with the layout of the style: a diagram would move the second time.
    with course_style(), rc_context({"figure.constrained_layout.use": False}):
        fig.savefig(buffer, **options)
    return buffer.getvalue()


def _clean(root: Element) -> Element:
    """Drop the global <style> and every id that nothing refers to; let the ink follow the page."""
    used = set(_references(root))
    for element in root.iter():
        for child in [c for c in element if c.tag in (f"{{{SVG}}}style", f"{{{SVG}}}metadata")]:
            element.remove(child)
        if element.get("id") not in used:
            element.attrib.pop("id", None)
        if "d" in element.attrib:
            element.set("d", _LONG_NUMBER.sub(r"\1", element.attrib["d"]))
        if "style" in element.attrib:
            element.set("style", element.attrib["style"].replace(INK, "currentColor"))
    return root


def _picture(template: Element, label: str) -> Element:
    # The line joins and caps are what the global <style> had set, for this picture alone.
    return Element(
        f"{{{SVG}}}svg",
        {
            "viewBox": template.attrib["viewBox"],
            "width": template.attrib["width"],
            "role": "img",
            "aria-label": label,
            "style": "stroke-linejoin:round;stroke-linecap:butt;max-width:100%;height:auto",
        },
    )


def _take_definitions(roots: Sequence[Element]) -> list[Element]:
    """Take the outlines of letters and markers out of the frames; frames that use the same one share it."""
    seen: dict[str, Element] = {}
    for root in roots:
        for parent in root.iter():
            for defs in parent.findall(f"{{{SVG}}}defs"):
                parent.remove(defs)
                seen.update({d.attrib["id"]: d for d in defs if "id" in d.attrib})
    return list(seen.values())


def _definitions(elements: Sequence[Element]) -> Element:
    definitions = Element(f"{{{SVG}}}defs")
    definitions.extend(elements)
    return definitions


def _frame(root: Element, *, visible: bool) -> Element:
    frame = Element(f"{{{SVG}}}g", {} if visible else {"display": "none"})
    frame.set("class", "frame")
    frame.extend(root)
    return frame


def _references(root: Element) -> Iterator[str]:
    for element in root.iter():
        for name, value in element.attrib.items():
            if name == f"{{{XLINK}}}href" or "url(" in value:
                yield from _REFERENCE.findall(value)


def _make_ids_unique(picture: Element) -> None:
    """Put a fingerprint of the picture before its ids, so that pictures on one page do not mix."""
    prefix = "f" + sha256(ET.tostring(picture)).hexdigest()[:8] + "-"
    for element in picture.iter():
        for name, value in element.attrib.items():
            if name == "id":
                element.set(name, prefix + value)
            elif name == f"{{{XLINK}}}href" or "url(" in value:
                element.set(name, _REFERENCE.sub(rf"#{prefix}\1", value))
