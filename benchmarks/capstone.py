"""Measure what counting reaches on the capstone's corpora: the first steps of each scale.

    python -m benchmarks.capstone          writes data/recorded/capstone_counts.json
    python -m benchmarks.capstone --dry    writes nothing

Each is measured on the public held-out part and on the sealed one. What networks reach is measured elsewhere, and
autograder/capstone/scales.json holds the thresholds that were made of both.
"""

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence

import numpy as np

from autograder.capstone.scores import entity_f1, exact_match
from data.capstone import Corpus, Examples, capstone_corpus, stored_examples
from data.recorded import write_recorded
from solutions.sealed import sealed_part

ADDED = 0.1  # to each count of an n-gram
LONGEST = 6
Row = Sequence[int]
Score = Callable[[Examples], float]


def n_gram(n: int, corpus: Corpus) -> Score:
    """Return what gives bits per symbol where each symbol is told by the n - 1 before it."""
    counts = defaultdict[Hashable, Counter[int]](Counter)
    for before, symbol in _in_context(n, corpus.train):
        counts[before][symbol] += 1
    n_y = len(corpus.says)

    def bits(examples: Examples) -> float:
        seen = [(counts[before][symbol], counts[before].total()) for before, symbol in _in_context(n, examples)]
        found = np.array(seen, dtype=float)
        return float(-np.log2((found[:, 0] + ADDED) / (found[:, 1] + ADDED * n_y)).mean())

    return bits


def _in_context(n: int, examples: Examples) -> Iterator[tuple[Hashable, int]]:
    for x, y in zip(examples.x, examples.y, strict=True):
        for t, symbol in enumerate(y):
            yield tuple(x[max(0, t + 2 - n) : t + 1]), symbol


def tags_by(around: Sequence[int], corpus: Corpus) -> Score:
    """Return what gives the F1 where a word has the tag that is most frequent with the words around it.

    Args:
        around: which words are looked at, counted from the word itself; the last one is left out where they were never
            seen together, and so on.
        corpus: of entities.
    """
    ways = [tuple(around[:count]) for count in range(len(around), 0, -1)]
    counts = defaultdict[Hashable, Counter[int]](Counter)
    for x, y in zip(corpus.train.x, corpus.train.y, strict=True):
        for t, tag in enumerate(y):
            for way in ways:
                counts[_looked_at(x, t, way)][tag] += 1

    def tag_of(x: Row, t: int) -> int:
        known = (counts.get(_looked_at(x, t, way)) for way in ways)
        return max(next((each for each in known if each), Counter({0: 1})).items(), key=lambda item: item[1])[0]

    return lambda examples: entity_f1([[tag_of(x, t) for t in range(len(x))] for x in examples.x], examples.y)


def _looked_at(x: Row, t: int, way: tuple[int, ...]) -> Hashable:
    return way, tuple(x[t + step] if 0 <= t + step < len(x) else -1 for step in way)


def nearest_date(corpus: Corpus) -> Score:
    """Return what gives the share of dates that are those of the training text with the most words in common."""
    known = np.array([np.bincount(x, minlength=len(corpus.reads)) for x in corpus.train.x])

    def share(examples: Examples) -> float:
        said = []
        for x in examples.x:
            apart = np.abs(known - np.bincount(x, minlength=len(corpus.reads))).sum(axis=1)
            said.append(corpus.train.y[int(apart.argmin())])
        return exact_match(said, examples.y)

    return share


def most_frequent_date(corpus: Corpus) -> Score:
    """Return what gives the share of dates that are the most frequent one in training."""
    (most, _), *_ = Counter(map(tuple, corpus.train.y)).most_common(1)
    return lambda examples: exact_match([most] * len(examples.y), examples.y)


def counting(name: str) -> dict[str, Score]:
    """Return all that is measured on a corpus, each trained on its public training part."""
    corpus = capstone_corpus(name)
    if name == "dates":
        return {"most frequent": most_frequent_date(corpus), "nearest text": nearest_date(corpus)}
    if name == "entities":
        ways = {"word": (0,), "word and next": (0, 1), "word before, word and next": (0, 1, -1)}
        return {said: tags_by(around, corpus) for said, around in ways.items()}
    return {f"{n}-gram": n_gram(n, corpus) for n in range(1, LONGEST + 1)}


def measured(name: str) -> dict[str, dict[str, float]]:
    """Return the score of each kind of counting on the public and on the sealed part."""
    parts = {"public": capstone_corpus(name).held_out, "sealed": stored_examples(name, sealed_part(name))}
    return {
        said: {part: round(score(examples), 4) for part, examples in parts.items()}
        for said, score in counting(name).items()
    }


def main() -> None:
    """Measure all four corpora, print what came out and write it down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    dry, found, started = parser.parse_args().dry, {}, time.process_time()
    for name in ("names", "melodies", "dates", "entities"):
        began = time.process_time()
        found[name] = measured(name)
        print(f"{name}, {time.process_time() - began:.1f} s")
        for said, scores in found[name].items():
            print(f"  {said:28}", "  ".join(f"{part} {score:.3f}" for part, score in scores.items()))
    if not dry:
        seconds = time.process_time() - started
        write_recorded("capstone_counts", found, command="python -m benchmarks.capstone", seeds=[], seconds=seconds)


if __name__ == "__main__":
    main()
