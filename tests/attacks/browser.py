"""What a browser would run of a page."""

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
