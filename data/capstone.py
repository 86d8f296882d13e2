"""The four corpora of the capstone, each in one form: numbers of the symbols to read, and of what is right.

What learners have is drawn with a fixed seed and is the same for everyone. The parts that models are graded on are not
made here: see docs/capstone.md.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from data.dates import FRENCH_TOKENS, ISO_SYMBOLS, date_splits, french_date, french_tokens
from data.entities import ENTITY_TAGS, Tagged, entity_splits
from data.name_model import NAME_SYMBOLS
from data.names import load_names
from data.splits import split
from data.tunes import Tune, tune_splits, tune_vocabulary
from data.vocabulary import Vocabulary

CAPSTONE_SEED = 14
MOST_FREQUENT_NAMES, PUBLIC_NAMES = 40_000, 16_000
PUBLIC_TUNES, PUBLIC_DATES = 2400, 10_000
UNKNOWN = "<UNK>"  # number 0 of the words to read: a name, and any other word that training does not hold
CONTROL = "control "  # before the names of the arrays of made-up names
END = 0  # of names and melodies: number 0 of their symbols


class Examples(NamedTuple):
    """Sequences by the numbers of their symbols: x[k] is read and y[k] is right.

    Of names and melodies y is x moved by one step: x begins with the symbol that ends y. Of dates y is the target with
    the full stop that ends it. Of entities y holds a tag for each word.
    """

    x: list[list[int]]
    y: list[list[int]]


class Corpus(NamedTuple):
    """What a learner has of a corpus.

    Attributes:
        train: to learn from.
        dev: to choose with.
        held_out: to judge by; the sealed part is of the same kind.
        reads: the symbols of x.
        says: the symbols of y.
    """

    train: Examples
    dev: Examples
    held_out: Examples
    reads: Vocabulary
    says: Vocabulary


def capstone_corpus(name: str) -> Corpus:
    """Give one of the corpora "names", "melodies", "dates" and "entities".

    Raises:
        ValueError: there is no corpus of this name.
        DataMissing: a package that brings its words is not installed.
    """
    if name not in _CORPORA:
        raise ValueError(f"no corpus is called {name!r}; there are {', '.join(_CORPORA)}")
    return _CORPORA[name]()


def _corpus(parts: Sequence[Examples], reads: Vocabulary, says: Vocabulary) -> Corpus:
    train, dev, held_out = parts
    return Corpus(train, dev, held_out, reads, says)


@cache
def _names() -> Corpus:
    known = load_names(most_frequent=MOST_FREQUENT_NAMES)
    parts = split([known[at] for at in public_ranks()], rng=_rng(), dev=1 / 16, test=1 / 16)
    return _corpus([name_examples(part) for part in parts], NAME_SYMBOLS, NAME_SYMBOLS)


def public_ranks() -> list[int]:
    """Give the places of the public names in the list of surnames, the most frequent being 0."""
    drawn = _rng().choice(MOST_FREQUENT_NAMES, size=PUBLIC_NAMES, replace=False)
    return sorted(drawn.tolist())


def name_examples(names: Sequence[str]) -> Examples:
    """Give names letter by letter."""
    return _next_symbols([NAME_SYMBOLS.encode(name) for name in names])


@cache
def _melodies() -> Corpus:
    parts = tune_splits(rng=_rng(), count=PUBLIC_TUNES, dev=1 / 12, test=1 / 12)
    return _corpus([tune_examples(part) for part in parts], tune_vocabulary(), tune_vocabulary())


def tune_examples(tunes: Sequence[Tune]) -> Examples:
    """Give tunes symbol by symbol."""
    return _next_symbols([tune_vocabulary().encode(tune.symbols[:-1]) for tune in tunes])


def _next_symbols(ids: list[list[int]]) -> Examples:
    return Examples([[END, *each] for each in ids], [[*each, END] for each in ids])


@cache
def _dates() -> Corpus:
    parts = date_splits(PUBLIC_DATES, rng=_rng())
    return _corpus([_date_examples(part.source, part.target) for part in parts], FRENCH_TOKENS, ISO_SYMBOLS)


def day_examples(days: Sequence[int], choices: Sequence[Sequence[bool]]) -> Examples:
    """Give days by their numbers (`date.toordinal`), each written with its weekday, with "le", by hundreds, or not."""
    found = [date.fromordinal(int(day)) for day in days]
    source = [
        french_date(day, weekday=bool(w), article=bool(a), by_hundreds=bool(h))
        for day, (w, a, h) in zip(found, choices, strict=True)
    ]
    return _date_examples(source, [day.isoformat() for day in found])


def _date_examples(source: Sequence[str], target: Sequence[str]) -> Examples:
    x = [FRENCH_TOKENS.encode(french_tokens(text)) for text in source]
    return Examples(x, [ISO_SYMBOLS.encode(f"{text}.") for text in target])


@cache
def _entities() -> Corpus:
    parts = entity_splits(rng=_rng())
    words = Vocabulary((UNKNOWN, *parts.vocabulary.symbols))
    return _corpus([_tagged_examples(part, words) for part in parts[:3]], words, Vocabulary(ENTITY_TAGS))


def entity_examples(sentences: Tagged) -> Examples:
    """Give sentences word by word, in the numbers of the public corpus."""
    return _tagged_examples(sentences, _entities().reads)


def _tagged_examples(sentences: Tagged, words: Vocabulary) -> Examples:
    tags = Vocabulary(ENTITY_TAGS)
    x = [words.encode(sentence, unknown=0) for sentence in sentences.words]
    return Examples(x, [tags.encode(each) for each in sentences.tags])


def stored_examples(name: str, stored: Mapping[str, Any]) -> Examples:
    """Give the examples of a part that is kept as numbers.

    Args:
        name: of the corpus.
        stored: of names "ranks", places in the list of surnames; of dates "days" and "choices", as `day_examples`
            takes them; of the others "x" and "y", all sequences one behind the other, and their "lengths".
    """
    if name == "names":
        known = load_names(most_frequent=MOST_FREQUENT_NAMES)
        return name_examples([known[int(at)] for at in stored["ranks"]])
    if name == "dates":
        return day_examples(stored["days"], stored["choices"])
    return _unflattened(stored)


def control_examples(stored: Mapping[str, Any]) -> Examples | None:
    """Give the made-up names that are kept beside a part of real ones, or None where there are none."""
    kept = {key.removeprefix(CONTROL): value for key, value in stored.items() if key.startswith(CONTROL)}
    return _unflattened(kept) if kept else None


def _unflattened(stored: Mapping[str, Any]) -> Examples:
    ends = np.cumsum(stored["lengths"])[:-1]
    x, y = ([each.tolist() for each in np.split(stored[key], ends)] for key in ("x", "y"))
    return Examples(x, y)


def _rng() -> np.random.Generator:
    return np.random.default_rng(CAPSTONE_SEED)


_CORPORA = {"names": _names, "melodies": _melodies, "dates": _dates, "entities": _entities}
