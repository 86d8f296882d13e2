"""English prose as one stream of characters: the help texts that Python itself carries, read when asked for."""

import ast
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.errors import DataMissing
from data.packages import file_in_package
from data.vocabulary import Vocabulary

#: Stands for every character that is not in the alphabet; number 0.
RARE = "\N{REPLACEMENT CHARACTER}"
#: The alphabet: the rare one, the end of a line, and what can be printed in ASCII. It does not depend on the text.
PROSE_SYMBOLS = Vocabulary((RARE, "\n", *map(chr, range(ord(" "), ord("~") + 1))))

#: Typographic marks, and how a keyboard writes them.
PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."})
SHORTEST = 200  # a topic of which less is left, once what other topics say is taken out, is a heading alone


class Prose(NamedTuple):
    """Three streams of characters without a common topic: to learn from, to choose with, to judge by."""

    train: str
    dev: str
    test: str


def load_topics() -> dict[str, str]:
    """Give Python's help texts by topic, in the alphabet of `PROSE_SYMBOLS`, no paragraph twice.

    Raises:
        DataMissing: this Python was installed without them.
    """
    return dict(_topics())


def load_prose(characters: int | None = 160_000) -> Prose:
    """Give the help texts as one stream, cut into parts between two topics: train (about 8 tenths), dev and test.

    Args:
        characters: at most so many to learn from, and an eighth of it to choose with and to judge by, from the
            beginning of each part; None for all there are (about 290,000 and twice 40,000).

    Raises:
        DataMissing: this Python was installed without the help texts.
    """
    texts = list(_topics().values())
    ends = np.cumsum([len(text) for text in texts])
    middles = (ends - np.array([len(text) for text in texts]) / 2) / ends[-1]
    parts = [
        "\n\n\n".join(text for text, middle in zip(texts, middles, strict=True) if low <= middle < high)
        for low, high in ((0.0, 0.8), (0.8, 0.9), (0.9, 1.0))
    ]
    if characters is not None:
        parts = [part[:most] for part, most in zip(parts, (characters, *[characters // 8] * 2), strict=True)]
    return Prose(*parts)


def prose_ids(text: str) -> NDArray[np.int64]:
    """Give the number of each character, shape (n,); a character outside the alphabet becomes the rare one."""
    return np.array([PROSE_SYMBOLS.numbers.get(character, 0) for character in text], dtype=np.int64)


@cache
def _topics() -> dict[str, str]:
    try:
        path = file_in_package("pydoc_data", "topics.py")
    except DataMissing:
        raise DataMissing(
            "This Python comes without its own help texts ('pydoc_data/topics.py' in the standard library). Run the "
            "course with a Python that has its whole standard library, such as the one from python.org."
        ) from None
    return _without_repetition(_dict_in(path.read_text(encoding="utf-8")))


def _dict_in(code: str) -> dict[str, str]:
    """Return the dict that a module assigns, without running the module."""
    assigned = next(node for node in ast.parse(code).body if isinstance(node, ast.Assign))
    topics: dict[str, str] = ast.literal_eval(assigned.value)
    return topics


def _without_repetition(topics: dict[str, str]) -> dict[str, str]:
    """Keep each paragraph where it stands first: whole sections are in two topics, and would be learned and tested."""
    said: set[str] = set()
    kept = {}
    for name in sorted(topics):
        paragraphs = []
        for paragraph in topics[name].translate(PLAIN).split("\n\n"):
            words = " ".join(paragraph.split())
            if words and words not in said:
                paragraphs.append(paragraph.strip("\n"))
            said.add(words)
        text = "\n\n".join(paragraphs)
        if len(text) >= SHORTEST:
            kept[name] = "".join(c if c in PROSE_SYMBOLS.numbers else RARE for c in text)
    return kept
