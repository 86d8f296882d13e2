"""The outputs of a learner's cell as they may stand in a graded notebook: bounded in size, and nothing in them runs.

A graded notebook is opened by an instructor, in the formgrader and on feedback pages, whose templates write some
kinds of output into the page as they are. So each kind is let through, cleaned or left out here, by name.
"""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import bleach
from bleach.css_sanitizer import CSSSanitizer
from nbformat import NotebookNode
from nbformat.v4 import new_output
from pygments.token import STANDARD_TYPES

from autograder.grading.judge.place import Message
from autograder.grading.notebook.pictures import PICTURE, is_bearable, is_bearable_drawing
from autograder.grading.notebook.repeats import shown_bytes

_TAGS = (
    "a abbr b blockquote br caption center code col colgroup dd del details div dl dt em figcaption figure h1 h2 h3 h4"
    " h5 h6 hr i img ins kbd li ol p pre q s samp section small span strong sub summary sup table tbody td tfoot th"
    " thead tr tt u ul var"
)
# No names: a class or an id could stand in for one of the page that the output is on, or take on its look.
_ATTRIBUTES = "align alt border colspan height lang open rowspan scope start style title width"
_COLOURED = {"highlight", *filter(None, STANDARD_TYPES.values())}  # the classes of words in coloured code
_STYLES = (
    "background-color border color display font-family font-size font-style font-weight height line-height margin"
    " max-width min-width padding text-align text-decoration vertical-align white-space width"
)
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
SOUND = re.compile(r"data:audio/wav;base64,[A-Za-z0-9+/=\s]*")  # left out, and the words in its place shown
RICH = 5  # what has to be rendered counts as so many times its size
OUTPUT_BYTES = 1_000  # that an output takes up however little it shows
# What tells a terminal to colour words, to ring or to name a window. To turn it into HTML takes time that grows with
# the square of its length.
ESCAPE = re.compile(r"\x1b(?:\[[0-?]*+[ -/]*+[@-~]?|\][^\x07\x1b]*+\x07?|[^\x1b\[\]]?)")
CUT = "\n... The rest of the output was left out. ..."


def _allowed(tag: str, name: str, value: str) -> bool:
    if name == "href":
        return tag == "a" and value.startswith(("http://", "https://", "mailto:", "#"))
    if name == "src":
        return tag == "img" and may_be_shown(value)
    return name in _ATTRIBUTES.split() or (name == "class" and value in _COLOURED)


def may_be_shown(address: str) -> bool:
    """Tell whether an address is a picture that is embedded, and bearable."""
    found = PICTURE.fullmatch(address)
    if found is None:
        return False
    encoded = address.partition(",")[2]
    return is_bearable_drawing(_decoded(encoded)) if found[1] == "svg+xml" else is_bearable(encoded)


def _decoded(encoded: str) -> str:
    try:
        return base64.b64decode(encoded).decode("utf-8")
    except ValueError:
        return ""


_CLEANER = bleach.Cleaner(
    tags=frozenset(_TAGS.split()),
    attributes=_allowed,
    protocols={"http", "https", "mailto", "data"},
    strip=True,
    css_sanitizer=CSSSanitizer(allowed_css_properties=_STYLES.split()),
)
_SILENT = re.compile(r"<(script|style|svg|template|iframe|object)\b", re.IGNORECASE)


KEPT_OF_MARKUP = 10_000
MOST_TAGS, MOST_MARKUP = 2_000, 40_000  # the time to clean grows with the square of the tags and of what is in one


def clean_html(text: str) -> str:
    """Return HTML that shows the same text, tables and pictures and does nothing; as text where it is too much."""
    if text.count("<") > MOST_TAGS or len(text) > MOST_MARKUP + _embedded(text):
        return as_text(text)
    try:
        return str(_CLEANER.clean(_without_silent(text)))
    except RecursionError:  # brackets of a style in one another
        return as_text(text)


def _without_silent(text: str) -> str:
    """Return HTML without what is between the tags of scripts and the like, where both are there."""
    lower, kept, end = text.lower(), list[str](), 0
    endless = set()  # kinds that are not closed any more: looked for once
    for opened in _SILENT.finditer(text):
        kind = opened[1].lower()
        if opened.start() < end or kind in endless:
            continue
        closed = lower.find(f"</{kind}", opened.end())
        last = lower.find(">", closed) if closed >= 0 else -1
        if last < 0:
            endless.add(kind)
            continue
        kept.append(text[end : opened.start()])
        end = last + 1
    return "".join([*kept, text[end:]])


def _embedded(text: str) -> int:
    """Return how many letters of HTML are pictures and sounds, which cost little to clean."""
    found = (match.span() for kind in (PICTURE, SOUND) for match in kind.finditer(text))
    return sum(end - start for start, end in found)


def as_text(text: str) -> str:
    """Return HTML that shows `text` as it was written, and says why."""
    return f"<p>(too much markup to be shown)</p><pre>{html.escape(text[:KEPT_OF_MARKUP])}</pre>"


@dataclass
class Room:
    """What the outputs of all cells of a notebook may still take up, in bytes."""

    left: int


class Recorder:
    """Hears the messages of one cell and keeps its outputs.

    Args:
        most_bytes: of this cell.
        room: of all cells together.
    """

    def __init__(self, most_bytes: int, room: Room | None = None) -> None:
        self._kept: list[NotebookNode] = []
        self._words: list[str] = []  # of the stream that stands last
        self._left, self._room = most_bytes, room or Room(most_bytes)
        self._over = False

    @property
    def outputs(self) -> list[NotebookNode]:
        """What was kept, oldest first."""
        self._join()
        return self._kept

    def hear(self, message: Message) -> None:
        """Add what `message` shows, if anything; what is too much is not even looked at."""
        if message["msg_type"] == "clear_output":
            self._kept, self._words = [], []
        elif not self._over and (shows := _shown(message["msg_type"], message["content"])):
            self._add(*shows)

    def _add(self, kind: str, parts: dict[str, Any]) -> None:
        left = min(self._left, self._room.left)
        cost = _cost(parts) + OUTPUT_BYTES * (not self._goes_on(kind, parts))
        self._over = cost > left
        self._left -= min(cost, left)
        self._room.left -= min(cost, left)
        if self._over:
            kind, parts = "stream", {"name": "stdout", "text": parts.get("text", "")[:left] + CUT}
        if kind != "stream":
            parts = {"data": clean_data(parts["data"])} if "data" in parts else parts
            if parts.get("data", True):
                self._join()
                self._kept.append(_output(kind, **parts))
                self._words = []
        elif self._goes_on(kind, parts):
            self._words.append(parts["text"])
        else:
            self._join()
            self._kept.append(_output(kind, **parts))
            self._words = [parts["text"]]

    def _goes_on(self, kind: str, parts: dict[str, Any]) -> bool:
        """Tell whether these are further words of the stream that stands last."""
        return kind == "stream" and bool(self._words) and self._kept[-1].name == parts["name"]

    def _join(self) -> None:
        if len(self._words) > 1:
            self._kept[-1].text = "".join(self._words)
            self._words = [self._kept[-1].text]


def _shown(kind: str, content: Any) -> tuple[str, dict[str, Any]] | None:
    """Return the kind of output that a message makes, and all that is read of it; None where it shows nothing."""
    if not isinstance(content, dict):
        return None
    if kind == "stream":
        text = without_escapes(text_of(content.get("text")))
        return (
            (kind, {"name": "stderr" if content.get("name") == "stderr" else "stdout", "text": text}) if text else None
        )
    if kind == "error":
        lines = content.get("traceback")
        return kind, {
            "ename": text_of(content.get("ename"))[:200],
            "evalue": without_escapes(text_of(content.get("evalue"))[:2000]),
            "traceback": [without_escapes(text_of(line)) for line in (lines if isinstance(lines, list) else [])[:100]],
        }
    data = content.get("data")
    if kind not in ("display_data", "execute_result") or not isinstance(data, dict):
        return None
    read = {form: text for form in _FORMS if (text := text_of(data.get(form)))}
    return (kind, {"data": read}) if read else None


def _cost(parts: dict[str, Any]) -> int:
    """Return the bytes that are counted for what an output shows, as it came: cleaning it costs, whatever is left."""
    data = parts.get("data", {})
    size = len(parts.get("text", "")) + sum(map(len, data.values())) + sum(map(len, parts.get("traceback", [])))
    size += shown_bytes(data.get("text/markdown", ""), {})
    return size * RICH if data.keys() & {"text/html", "text/latex", "text/markdown"} else size


def lost(reason: str) -> NotebookNode:
    """Return the output of a cell whose kernel was lost."""
    return _output("error", ename="KernelLost", evalue=reason, traceback=[f"KernelLost: {reason}"])


def _output(kind: str, **parts: Any) -> NotebookNode:
    output: NotebookNode = new_output(kind, **parts)
    return output


def clean_data(data: Any) -> dict[str, str]:
    """Return the forms of a shown value that may stay, cleaned."""
    if not isinstance(data, dict):
        return {}
    found = {kind: clean(text_of(data[kind])) for kind, clean in _FORMS.items() if data.get(kind)}
    kept = {kind: text for kind, text in found.items() if text}
    # A drawing with scripts in it is harmless as a picture.
    drawing = kept.pop("image/svg+xml", "")
    if drawing and not kept.keys() & {"text/html", "image/png"}:
        kept["text/html"] = drawing
    return kept


def _encoded(text: str) -> str:
    return text if BASE64.fullmatch(text) and is_bearable(text) else ""


def _as_picture(svg: str) -> str:
    if not is_bearable_drawing(svg):
        return ""
    encoded = base64.b64encode(svg.encode("utf-8")).decode("ascii")
    return f'<img alt="A drawing" src="data:image/svg+xml;base64,{encoded}">'


def without_escapes(text: str) -> str:
    """Return a text without what tells a terminal how to show it."""
    return ESCAPE.sub("", text) if "\x1b" in text else text


_FORMS: dict[str, Callable[[str], str]] = {
    "text/plain": without_escapes,
    "text/markdown": str,  # cleaned where it is rendered, see `pages`
    "text/latex": html.escape,
    "text/html": clean_html,
    "image/png": _encoded,
    "image/jpeg": _encoded,
    "image/svg+xml": _as_picture,
}


def text_of(value: Any) -> str:
    """Return text that can be written to any file, whatever `value` is."""
    if isinstance(value, list):
        value = "".join(part for part in value if isinstance(part, str))
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else ""
