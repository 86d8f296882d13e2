"""What anyone can see in a text and a unit of a network may follow: a number for each character."""

import numpy as np
from numpy.typing import NDArray

Signal = NDArray[np.float64]


def prose_signals(text: str) -> dict[str, Signal]:
    """Give what is known of each place of a text once its character has been read.

    Returns:
        Arrays of shape (len(text),): `quotes` is 1 inside double quotes (the opening one included) and `brackets`
        inside round or square ones, both closed at the latest by an empty line; `word` counts the letters of the word
        so far, `line` the characters of the line so far, `indent` the spaces that its line begins with.
    """
    places = [_Place()]
    for character in text:
        places.append(places[-1].after(character))
    names = ("quotes", "brackets", "word", "line", "indent")
    return {name: np.array([float(getattr(place, name)) for place in places[1:]]) for name in names}


class _Place:
    """What is known after some characters of a text."""

    def __init__(self, quotes: bool = False, depth: int = 0, word: int = 0, line: int = 0, indent: int = 0) -> None:
        self.quotes, self.depth, self.word, self.line, self.indent = quotes, depth, word, line, indent

    @property
    def brackets(self) -> bool:
        return self.depth > 0

    def after(self, character: str) -> "_Place":
        """Return the place one character further on."""
        if character == "\n":
            empty = self.line == 0
            return _Place(self.quotes and not empty, 0 if empty else self.depth)
        return _Place(
            quotes=self.quotes != (character == '"'),
            depth=max(0, self.depth + (character in "([") - (character in ")]")),
            word=self.word + 1 if character.isalpha() else 0,
            line=self.line + 1,
            indent=self.indent + (character == " " and self.indent == self.line),
        )


def correlations(activations: NDArray[np.float64], signal: Signal) -> NDArray[np.float64]:
    """Return Pearson's correlation of each unit, activations of shape (T, n_a), with a signal (T,): shape (n_a,)."""
    a, s = activations - activations.mean(axis=0), signal - signal.mean()
    r: NDArray[np.float64] = s @ a / np.sqrt((a**2).sum(axis=0) * (s**2).sum())
    return r
