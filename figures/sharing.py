"""Frames of an animation share what they have in common: most of a picture stays from one moment to the next."""

from collections import Counter
from collections.abc import Sequence
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"


def share_parts(frames: Sequence[Element]) -> list[Element]:
    """Replace each part that occurs more than once by a reference to it; give the parts to be defined once."""
    parts = [
        (parent, at, child) for frame in frames for parent in _containers(frame) for at, child in enumerate(parent)
    ]
    texts = [ET.tostring(child) for *_, child in parts]
    often = {text for text, count in Counter(texts).items() if count > 1}
    shared: dict[bytes, Element] = {}
    for (parent, at, child), text in zip(parts, texts, strict=True):
        if text in often:
            original = shared.setdefault(text, child)
            original.set("id", original.get("id") or f"part{len(shared)}")
            parent[at] = Element(f"{{{SVG}}}use", {f"{{{XLINK}}}href": "#" + original.attrib["id"]})
    return list(shared.values())


def _containers(frame: Element) -> list[Element]:
    """Give the groups in a frame that hold its parts: one for each axes of the figure."""
    return [axes for figure in frame for axes in figure if axes.tag == f"{{{SVG}}}g"]
