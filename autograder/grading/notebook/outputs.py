"""The outputs of a learner's cell as they may stand in a graded notebook: bounded in size, and nothing in them runs.

A graded notebook is opened by an instructor, in the formgrader and on feedback pages, whose templates write some
kinds of output into the page as they are. So each kind is let through, cleaned or left out here, by name.
"""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Callable
from typing import Any

import bleach
from bleach.css_sanitizer import CSSSanitizer
from nbformat import NotebookNode, ValidationError
from nbformat.v4 import new_output, output_from_msg

from autograder.grading.judge.place import Message

_TAGS = (
    "a abbr b blockquote br caption center code col colgroup dd del details div dl dt em figcaption figure h1 h2 h3 h4"
    " h5 h6 hr i img ins kbd li ol p pre q s samp section small span strong sub summary sup table tbody td tfoot th"
    " thead tr tt u ul var"
)
_ATTRIBUTES = (
    "align alt aria-hidden aria-label border class colspan height id lang open role rowspan scope start style"
    " title width"
)
_STYLES = (
    "background-color border color display font-family font-size font-style font-weight height line-height margin"
    " max-width min-width padding text-align text-decoration vertical-align white-space width"
)
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
PICTURE = re.compile(r"data:image/(png|jpeg|gif|svg\+xml);base64,[A-Za-z0-9+/=\s]*")
SOUND = re.compile(r"data:audio/wav;base64,[A-Za-z0-9+/=\s]*")  # left out, and the words in its place shown
RICH = 5  # what has to be rendered counts as so many times its size
CUT = "\n... The rest of the output was left out. ..."


def _allowed(tag: str, name: str, value: str) -> bool:
    if name == "href":
        return tag == "a" and value.startswith(("http://", "https://", "mailto:", "#"))
    if name == "src":
        return tag == "img" and PICTURE.fullmatch(value) is not None
    return name in _ATTRIBUTES.split()


_CLEANER = bleach.Cleaner(
    tags=frozenset(_TAGS.split()),
    attributes=_allowed,
    protocols={"http", "https", "mailto", "data"},
    strip=True,
    css_sanitizer=CSSSanitizer(allowed_css_properties=_STYLES.split()),
)
_SILENT = re.compile(r"<(script|style|svg|template|iframe|object)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)


KEPT_OF_MARKUP = 10_000
MOST_TAGS, MOST_MARKUP = 2_000, 100_000  # the time to clean grows with the square of the tags


def clean_html(text: str) -> str:
    """Return HTML that shows the same text, tables and pictures and does nothing; as text where it is too much."""
    if text.count("<") > MOST_TAGS or len(text) > MOST_MARKUP + _embedded(text):
        return as_text(text)
    cleaned: str = _CLEANER.clean(_SILENT.sub("", text))
    return cleaned


def _embedded(text: str) -> int:
    """Return how many letters of HTML are pictures and sounds, which cost little to clean."""
    found = (match.span() for kind in (PICTURE, SOUND) for match in kind.finditer(text))
    return sum(end - start for start, end in found)


def as_text(text: str) -> str:
    """Return HTML that shows `text` as it was written, and says why."""
    return f"<p>(too much markup to be shown)</p><pre>{html.escape(text[:KEPT_OF_MARKUP])}</pre>"


class Recorder:
    """Hears the messages of one cell and keeps its outputs."""

    def __init__(self, most_bytes: int) -> None:
        self.outputs: list[NotebookNode] = []
        self._left = most_bytes

    def hear(self, message: Message) -> None:
        """Add what `message` shows, if anything."""
        if message["msg_type"] == "clear_output":
            self.outputs.clear()
            return
        try:
            output = output_from_msg(message)
        except (ValidationError, ValueError, KeyError, TypeError, AttributeError):
            return
        kept = _clean(output)
        if kept is not None and self._left > 0:
            self._add(kept)

    def _add(self, output: NotebookNode) -> None:
        size = len(str(output)) * (RICH if output.get("data", {}).keys() & {"text/html", "text/markdown"} else 1)
        if size > self._left:
            output = _output("stream", name="stdout", text=str(output.get("text", ""))[: self._left] + CUT)
        self._left -= size
        last = self.outputs[-1] if self.outputs else None
        if last is not None and last.output_type == output.output_type == "stream" and last.name == output.name:
            last.text += output.text
        else:
            self.outputs.append(output)


def lost(reason: str) -> NotebookNode:
    """Return the output of a cell whose kernel was lost."""
    return _output("error", ename="KernelLost", evalue=reason, traceback=[f"KernelLost: {reason}"])


def _output(kind: str, **parts: Any) -> NotebookNode:
    output: NotebookNode = new_output(kind, **parts)
    return output


def _clean(output: NotebookNode) -> NotebookNode | None:
    """Return a new output made of what may stay of this one; nothing of the old one is passed on unseen."""
    if output.output_type == "stream":
        return _output("stream", name="stderr" if output.name == "stderr" else "stdout", text=text_of(output.text))
    if output.output_type == "error":
        lines = output.traceback if isinstance(output.traceback, list) else []
        return _output(
            "error",
            ename=text_of(output.ename)[:200],
            evalue=text_of(output.evalue)[:2000],
            traceback=[text_of(line) for line in lines[:100]],
        )
    data = clean_data(output.get("data", {}))
    return _output(output.output_type, data=data) if data else None


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
    return text if BASE64.fullmatch(text) else ""


def _as_picture(svg: str) -> str:
    encoded = base64.b64encode(svg.encode("utf-8")).decode("ascii")
    return f'<img alt="A drawing" src="data:image/svg+xml;base64,{encoded}">'


_FORMS: dict[str, Callable[[str], str]] = {
    "text/plain": str,
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
