"""Symbols (characters, words, notes) and their numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Vocabulary:
    """An ordered set of symbols; the number of a symbol is its place.

    >>> letters = Vocabulary.of(["ada", "bo"])
    >>> letters.encode("bad")
    [1, 0, 2]
    >>> letters.decode([1, 3])
    ['b', 'o']
    """

    symbols: tuple[str, ...]
    numbers: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        numbers = {symbol: number for number, symbol in enumerate(self.symbols)}
        if len(numbers) != len(self.symbols):
            raise ValueError("a symbol stands in the vocabulary twice")
        object.__setattr__(self, "numbers", numbers)

    @classmethod
    def of(cls, sequences: Iterable[Sequence[str]], specials: Sequence[str] = ()) -> "Vocabulary":
        """Collect the symbols of sequences in alphabetical order, after the special ones."""
        found = {symbol for sequence in sequences for symbol in sequence}
        return cls((*specials, *sorted(found - set(specials))))

    def __len__(self) -> int:
        return len(self.symbols)

    def encode(self, sequence: Sequence[str], *, unknown: int | None = None) -> list[int]:
        """Give the number of each symbol; one outside the vocabulary is `unknown`, or a KeyError where that is None."""
        if unknown is None:
            return [self.numbers[symbol] for symbol in sequence]
        return [self.numbers.get(symbol, unknown) for symbol in sequence]

    def decode(self, numbers: Iterable[int]) -> list[str]:
        """Give the symbol of each number."""
        return [self.symbols[number] for number in numbers]
