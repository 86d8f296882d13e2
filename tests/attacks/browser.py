"""What a browser would run of a page."""

import re
from html.parser import HTMLParser

from attacks.hostile.attack import PLANTED

ADDRESSES = ("href", "xlink:href", "src", "srcdoc", "action", "formaction", "data", "content", "style")


class Reader(HTMLParser):
    """Collects the scripts, handlers and addresses of a page that hold the mark of a submission."""

    def __init__(self) -> None:
        super().__init__()
        self.live: list[str] = []
        self._open = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._open = tag
        for name, value in attributes:
            address = name in ADDRESSES and _runs("".join((value or "").split()).lower())
            if PLANTED in (value or "") and (name.startswith("on") or address):
                self.live.append(f"<{tag} {name}={value!r}>")

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open in ("script", "style") and PLANTED in data:
            self.live.append(f"<{self._open}>{data[:200]}")


def _runs(address: str) -> bool:
    return address.startswith(("javascript:", "vbscript:", "data:text", "//")) or "<script" in address


def what_runs(page: str) -> list[str]:
    """Return what a submission has put into `page` that a browser would run."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader.live


# Elements that do nothing by themselves, those of formulas, and what stands in the head of a page of ours.
_KNOWN = """
html head meta title style body header main nav section footer aside article a abbr b blockquote br caption center
code col colgroup dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li ol p pre q s
samp small span strong sub summary sup table tbody td tfoot th thead tr tt u ul var math mrow mi mn mo ms mtext
mspace mfrac msqrt mroot mstyle merror mpadded mphantom msub msup msubsup munder mover munderover mmultiscripts
mprescripts mtable mtr mtd menclose
"""
KNOWN = frozenset(_KNOWN.split())


class Foreign(HTMLParser):
    """Collects what a page of a learner must not have: other elements, handlers, addresses and names used twice."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._names: set[str] = set()
        self._in_body = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag not in KNOWN or (self._in_body and tag in ("meta", "style", "title", "html", "head", "body")):
            self.found.append(f"<{tag}>")
        self._in_body = self._in_body or tag == "body"
        for name, value in attributes:
            if self._is_foreign(tag, name, value or ""):
                self.found.append(f"<{tag} {name}={value!r}>")

    def _is_foreign(self, tag: str, name: str, value: str) -> bool:
        if name == "id":
            twice = value in self._names
            self._names.add(value)
            return twice
        if name == "href":
            return tag != "a" or not value.startswith(("#", "http://", "https://", "mailto:"))
        if name == "src":
            return tag != "img" or not value.startswith("data:image/")
        if name == "style":
            return bool(re.search(r"url|position|@|expression|content|z-index", value))
        return name.startswith("on") or name in ADDRESSES[3:7]


def foreign_parts(page: str) -> list[str]:
    """Return what stands in a page that may not."""
    reader = Foreign()
    reader.feed(page)
    reader.close()
    return reader.found
