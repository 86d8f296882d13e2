"""Sentences of a small English of our own: topics, agreement, and homophones that only their neighbours tell apart."""

import re
from bisect import bisect
from collections import Counter
from functools import cache
from itertools import accumulate

import numpy as np

from data.grammar_words import IRREGULAR_PAST, IRREGULAR_PLURAL, RULES, TOPICS
from data.splits import Split, split

Rules = dict[str, tuple[list[list[str]], list[float]]]  # alternatives, and their summed weights

SHORTEST, LONGEST = 3, 12  # words of a sentence


def grammar_sentences(count: int, *, rng: np.random.Generator) -> list[str]:
    """Draw sentences of 3 to 12 words, written as people write them: a capital, commas, a full stop or question mark.

    Args:
        count: how many; the same sentence may be drawn again.
        rng: source of all choices.
    """
    return [_sentence(rng) for _ in range(count)]


def grammar_splits(*, rng: np.random.Generator, count: int = 20_000, dev: float = 0.1, test: float = 0.1) -> Split:
    """Draw sentences to train on, to choose with and to test on; no sentence is in two of them.

    Within a part a sentence stands as often as it was drawn, as in a text.

    Args:
        rng: source of the sentences, and of who goes where.
        count: how many are drawn in all.
        dev: share of the different sentences in the development set.
        test: share of the different sentences in the test set.
    """
    drawn = Counter(grammar_sentences(count, rng=rng))
    parts = split(list(drawn), rng=rng, dev=dev, test=test)
    return Split(*([sentence for sentence in part for _ in range(drawn[sentence])] for part in parts))


@cache
def other_number() -> dict[str, str]:
    """Give for each form of the present the other one, "eat" for "eats" and back, unless it is a noun too."""
    frames = [frame for topic in TOPICS.values() for frame in _frames(topic)]
    nouns = {noun.lstrip("~") for _, noun_list, _ in frames for noun in noun_list}
    nouns |= {person for topic in TOPICS.values() for person in _lists(topic)["people"].split()}
    verbs = {verb for verb_list, _, _ in frames for verb in verb_list if "_" not in verb} - nouns
    pairs = {verb: _inflected(verb, "1") for verb in verbs | {"want", "go", "do", "come"}} | {"are": "is"}
    return pairs | {singular: plural for plural, singular in pairs.items()}


def _sentence(rng: np.random.Generator) -> str:
    grammars = _grammars()
    while True:
        rules = grammars[int(rng.integers(len(grammars)))]
        words = _expand("S", rules, rng)
        if SHORTEST <= sum(word[-1].isalpha() and word != "'s" for word in words) <= LONGEST:
            return _written(words)


def _expand(symbol: str, rules: Rules, rng: np.random.Generator) -> list[str]:
    """Replace a symbol by one of its alternatives until words alone are left."""
    if symbol not in rules:
        return [symbol]
    alternatives, weights = rules[symbol]
    chosen = alternatives[bisect(weights, rng.random() * weights[-1])]
    return [word for part in chosen for word in _expand(part, rules, rng)]


def _written(words: list[str]) -> str:
    text = re.sub(r" (?=[.,?]|'s)", "", " ".join(words))
    text = re.sub(r"\ba (?=[aeiou])(?!one)", "an ", text)
    return text[0].upper() + text[1:]


# ----------------------------------------------------------------------------------------------------- the grammars


@cache
def _grammars() -> list[Rules]:
    """Return one grammar for each topic."""
    return [_grammar_of(topic) for topic in TOPICS.values()]


def _grammar_of(topic: str) -> Rules:
    written: dict[str, list[str]] = {}
    for line in RULES.strip().splitlines():
        symbol, right = line.split(" = ")
        written.setdefault(symbol, []).extend(right.split(" | "))
    written |= _words_of(topic)
    return {symbol: _weighted([text.split() for text in texts]) for symbol, texts in written.items()}


def _weighted(alternatives: list[list[str]]) -> tuple[list[list[str]], list[float]]:
    """The k-th alternative has the weight 1/k, as words of a text have by their rank (Zipf's law)."""
    return alternatives, list(accumulate(1 / k for k in range(1, len(alternatives) + 1)))


def _words_of(topic: str) -> dict[str, list[str]]:
    lists, frames = _lists(topic), _frames(topic)
    people, acts = lists["people"].split(), lists["act"].split()
    words = {"PERSON": people, "PEOPLE": [_plural(one) for one in people], "PLACE": lists["place"].split(" | ")}
    words["GOAL"] = lists["goal"].split()
    for tense in "01D":
        words[f"ACT{tense}"] = [_inflected(verb, tense) for verb in acts]
        words[f"ACTION{tense}"] = [f"VERB{k}{tense} OBJECT{k}" for k in range(len(frames))]
    for name, part in {"OBJECT": "OBJECT", "ONE": "NOUN1", "A_THING": "MASS", "THINGS": "SOME"}.items():
        words[name] = [f"{part}{k}" for k in range(len(frames))]
    words["WITH1"] = [_spoken(noun) for noun in lists["with"].split()]
    words["WITH2"] = [f"{how} {_plural(noun)}" for how in ("two", "the") for noun in lists["with"].split()]
    for k, frame in enumerate(frames):
        words |= _words_of_frame(k, *frame)
    return words


def _lists(topic: str) -> dict[str, str]:
    return dict(line.strip().split(": ") for line in topic.strip().splitlines() if ": " in line)


def _frames(topic: str) -> list[list[list[str]]]:
    """Return verbs, nouns and adjectives of each frame."""
    return [[part.split() for part in line.split(" > ")] for line in topic.strip().splitlines() if " > " in line]


def _words_of_frame(k: int, verbs: list[str], nouns: list[str], adjectives: list[str]) -> dict[str, list[str]]:
    """Return the rules of frame k: what is done, to what, and what that is like."""
    words = {f"VERB{k}{tense}": [_inflected(verb, tense) for verb in verbs] for tense in "01D"}
    one, some = f"NOUN1{k}", f"NOUN2{k}"
    words[f"OBJECT{k}"] = [f"OBJECT1{k}", f"OBJECT2{k}"]
    words[f"OBJECT1{k}"] = [f"the {one}", f"MASS{k}", f"the LIKE{k} {one}", f"this {one}", f"our {one}", f"their {one}"]
    words[f"OBJECT2{k}"] = [f"the {some}", f"two {some}", f"LIKE{k} {some}", f"these {some}", f"four {some}"]
    words[f"OBJECT2{k}"] += [f"the two LIKE{k} {some}", f"their {some}", f"our {some}", f"eight {some}"]
    words[f"SOME{k}"] = [f"two {some}", f"LIKE{k} {some}", f"four {some}", f"eight {some}"]
    words[f"NOUN1{k}"] = [_spoken(noun) for noun in nouns]
    words[f"NOUN2{k}"] = [_plural(noun) for noun in nouns if noun[0] != "~"]
    words[f"MASS{k}"] = [f"LIKE{k} {_spoken(noun)}" if noun[0] == "~" else f"a {_spoken(noun)}" for noun in nouns]
    words[f"LIKE{k}"] = adjectives
    return words


def _spoken(noun: str) -> str:
    return noun.lstrip("~").replace("_", " ")


def _plural(noun: str) -> str:
    """Return the plural of a noun; of "pair of shoes" and the like the first word changes, else the last."""
    first, of, rest = noun.partition("_of_")
    *before, last = first.split("_")
    stem = last[:-1] + "i" if re.search("[^aeiou]y$", last) else last
    regular = stem + ("es" if re.search("(i|s|x|ch|sh)$", stem) else "s")
    return _spoken(" ".join([*before, IRREGULAR_PLURAL.get(last, regular)]) + of + rest)


def _inflected(verb: str, tense: str) -> str:
    """Return a verb as "0" (eat), "1" (eats) or "D" (ate); of "wait_for" the first word changes."""
    first, *rest = verb.split("_")
    stem = first[:-1] + "i" if re.search("[^aeiou]y$", first) else first
    if tense == "1":
        first = stem + ("es" if re.search("(i|s|x|ch|sh|go)$", stem) else "s")
    if tense == "D":
        first = IRREGULAR_PAST.get(first, _doubled(stem) + ("d" if stem.endswith("e") else "ed"))
    return " ".join([first, *rest])


def _doubled(stem: str) -> str:
    """Double the last letter where the sound asks for it: "trimm" and "travell" before "ed"."""
    return stem + stem[-1] if stem in {"trim", "travel"} else stem
