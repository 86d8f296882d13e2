"""Answers that are much closer to each other than the class's answers usually are: for a person to look at.

Compared are the texts of one exercise, without what was given, as tokens: comments, layout and the choice of names do
not count. How close two are is the normalised indel similarity of RapidFuzz: 1 for the same tokens, 0 for none in
common. An answer that several others are close to is a common way to write it, and is not listed.
"""

from __future__ import annotations

import builtins
import io
import keyword
import tokenize
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

FEWEST_TOKENS = 30  # of an answer: shorter ones agree by nature
FEWEST_ANSWERS = 8  # of an exercise: fewer say nothing of what is usual
MOST_TOKENS = 2_000  # of an answer that are compared
MOST_ANSWERS = 3_000  # that are compared: the pairs grow with the square
CLOSE = 0.85  # the least similarity that is listed
ABOVE, SPREADS = 0.2, 4.0  # by how much, and by how many spreads of the class, it lies above the usual
COMMON = 0.05  # share of the class that may be close to an answer, beyond which that is a common way
FEWEST_COMMON = 3  # but so many others at least
NAME = "name"  # what stands for every name that a learner may choose
LAYOUT = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
NOT_CHOSEN = frozenset((*keyword.kwlist, *dir(builtins)))


@dataclass(frozen=True)
class Pair:
    """Two learners whose answers are much closer than usual."""

    one: str
    other: str
    similarity: float


@dataclass(frozen=True)
class Similar:
    """What was found in one exercise.

    Attributes:
        answers: how many were long enough to be compared.
        usual: the similarity in the middle of all pairs; None where there are too few.
        common: how many answers are common ways, which are not listed.
        pairs: the closest first.
    """

    exercise: str
    answers: int
    usual: float | None
    common: int
    pairs: tuple[Pair, ...]


def similar_answers(exercise: str, answers: Mapping[str, str]) -> Similar:
    """Compare the answers to one exercise.

    Args:
        exercise: its name.
        answers: the texts by learner, without what was given.
    """
    known = {student: found for student, text in answers.items() if len(found := tokens(text)) >= FEWEST_TOKENS}
    students = sorted(known)[:MOST_ANSWERS]
    if len(students) < FEWEST_ANSWERS:
        return Similar(exercise, len(students), None, 0, ())
    close = similarities([known[student] for student in students])
    upper = close[np.triu_indices(len(students), 1)]
    usual = float(np.median(upper))
    spread = 1.4826 * float(np.median(np.abs(upper - usual)))  # of a normal distribution, its standard deviation
    listed = close >= max(CLOSE, usual + ABOVE, usual + SPREADS * spread)
    np.fill_diagonal(listed, False)
    # What is common is common however near the usual is: whoever many are close to has an answer like many.
    near = close >= CLOSE
    common = near.sum(axis=1) - 1 >= max(FEWEST_COMMON, COMMON * len(students))
    listed[common] = listed[:, common] = False
    places = zip(*np.nonzero(np.triu(listed)), strict=True)
    pairs = [Pair(students[i], students[j], float(close[i, j])) for i, j in places]
    pairs.sort(key=lambda pair: (-pair.similarity, pair.one, pair.other))
    return Similar(exercise, len(students), usual, int(common.sum()), tuple(pairs))


def similarities(texts: Sequence[Sequence[str]]) -> np.ndarray:
    """Return how close each text is to each, from 0 to 1, shape (texts, texts)."""
    return np.asarray(cdist(texts, texts, scorer=Indel.normalized_similarity))


def tokens(text: str) -> list[str]:
    """Return the tokens of a program that say how it works, as far as it can be read."""
    return list(islice(_tokens(text), MOST_TOKENS))


def _tokens(text: str) -> Iterator[str]:
    after_dot = False
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type in LAYOUT:
                continue
            chosen = token.type == tokenize.NAME and token.string not in NOT_CHOSEN and not after_dot
            yield NAME if chosen else token.string
            after_dot = token.string == "."
    except (tokenize.TokenError, SyntaxError):
        return  # what was read so far is compared
