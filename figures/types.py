"""The types of recurrent networks, all drawn by one function."""

from typing import Any

from matplotlib.figure import Figure

from figures.unrolled import unrolled

#: What makes each type, in the words of `unrolled`.
TYPES: dict[str, dict[str, Any]] = {
    "one-to-one": {"steps": 1, "recurrent": False},
    "one-to-many": {"steps": 4, "inputs": "first", "feed_back": True},
    "many-to-one": {"steps": 4, "outputs": "last"},
    "many-to-many": {"steps": 4},
    "encoder-decoder": {"steps": 6, "inputs": (1, 2, 3), "outputs": (4, 5, 6), "encoder": 3, "feed_back": True},
}


def rnn_type(kind: str, **options: Any) -> Figure:
    """Draw a type of recurrent network by its name; options go to `unrolled`."""
    if kind not in TYPES:
        raise ValueError(f"no type {kind!r}; there are {', '.join(TYPES)}")
    return unrolled(**{"weights": False} | TYPES[kind] | options)
