"""How large a picture becomes in whoever's browser shows it: a small file may unpack to gigabytes there.

Browsers find out by the first bytes what a picture is, whatever is said of it. So do we, and read only the size.
"""

from __future__ import annotations

import base64
import binascii
import re
import struct
from xml.etree import ElementTree

PICTURE = re.compile(r"data:image/(png|jpeg|gif|svg\+xml);base64,[A-Za-z0-9+/=\s]*")
MOST_DRAWN = 200_000  # elements of a drawing, each as often as others show it
MOST_PIXELS = 50_000_000  # a photograph of a telephone; four bytes each once it is shown
# Where the frame of a JPEG says its size: after its marker and length.
_FRAME = re.compile(rb"\xff[\xc0-\xc3\xc5-\xc7\xc9-\xcb\xcd-\xcf]..(?:[\x08-\x10])(....)", re.DOTALL)
_OTHERS = re.compile(
    rb"RIFF....WEBP|BM|\0\0[\1\2]\0|....ftyp|II\*|MM\0\*|\xff\x0a|\0\0\0\x0cJXL|\0\0\0\x0cjP", re.DOTALL
)


def is_bearable(encoded: str) -> bool:
    """Tell whether a picture may be shown: it is a PNG, JPEG or GIF of bearable size, or nothing that is drawn.

    Args:
        encoded: in base 64.
    """
    letters = "".join(encoded.split()).rstrip("=")
    try:
        data = base64.b64decode(letters[: len(letters) // 4 * 4])
    except binascii.Error:
        return False
    if data.startswith(b"\xff\xd8"):
        sizes = [struct.unpack(">HH", found) for found in _FRAME.findall(data[: _scan(data)])]
    elif data.startswith(b"\x89PNG"):
        sizes = [struct.unpack(">II", data[16:24].ljust(8, b"\0"))]
    elif data.startswith(b"GIF8"):
        sizes = [struct.unpack("<HH", data[6:10].ljust(4, b"\0"))]
    else:
        return not _OTHERS.match(data)
    return all(0 < height * width <= MOST_PIXELS for height, width in sizes)


def _scan(data: bytes) -> int:
    """Return where the numbers of a JPEG begin, in which anything may look like a frame."""
    found = data.find(b"\xff\xda")
    return found if found >= 0 else len(data)


def is_bearable_drawing(svg: str) -> bool:
    """Tell whether a drawing (SVG) is well-formed and, with all that it shows again and again, of bearable size."""
    if "<!ENTITY" in svg:
        return False
    try:
        root = ElementTree.fromstring(svg)
        return _drawn(root, {each.get("id", ""): each for each in root.iter()}, {}) <= MOST_DRAWN
    except (ElementTree.ParseError, ValueError, RecursionError):
        return False


def _drawn(
    element: ElementTree.Element, names: dict[str, ElementTree.Element], known: dict[ElementTree.Element, int]
) -> int:
    """Return how many elements are drawn for one; raise ValueError where it shows what cannot be counted."""
    if element not in known:
        known[element] = 0  # what shows itself is not drawn
        if "url(" in (element.text or "") or "@import" in (element.text or ""):
            raise ValueError("a style that shows something")
        shown = [names[name] for value in element.attrib.values() for name in _shows(value) if name in names]
        known[element] = min(MOST_DRAWN + 1, 1 + sum(_drawn(each, names, known) for each in [*element, *shown]))
    return known[element]


def _shows(value: str) -> list[str]:
    """Return the names of other elements in the value of an attribute."""
    address = value.strip()
    if address.lower().startswith("data:"):
        found = PICTURE.fullmatch(address)
        if found is None or found[1] == "svg+xml" or not is_bearable(address.partition(",")[2]):
            raise ValueError("a picture that is too large")
    return re.findall(r"#([^\s()'\"#]+)", value)
