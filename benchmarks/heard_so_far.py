"""What a tagger says of a sentence while it comes in word by word: what benchmarks of lesson 11 share."""

from collections.abc import Callable
from typing import Any

import numpy as np

from data.entities import Tagged
from solutions.bidirectional import bio_to_spans, span_f1

AHEAD = (*range(13), None)  # words heard to the right of a word before its tag is read; None: all
CHUNK = 100  # sentences whose beginnings are read in one batch

Tags = Callable[[list[list[str]]], list[list[str]]]


def said_so_far(words: list[list[str]], tags: Tags) -> list[list[list[str]]]:
    """Return for each sentence what is said of its first word, of its first two, and so on."""
    said: list[list[list[str]]] = []
    for first in range(0, len(words), CHUNK):
        chunk = words[first : first + CHUNK]
        each = iter(tags([sentence[:n] for sentence in chunk for n in range(1, len(sentence) + 1)]))
        said += [[next(each) for _ in sentence] for sentence in chunk]
    return said


def while_it_comes_in(test: Tagged, tags: Tags) -> dict[str, Any]:
    """Return F1 against the words heard to the right, and how often the tag of a name is revised.

    "f1 heard" has one number for each of AHEAD. "revised" says which share of names (their first words) has its tag
    changed never, once, twice, or more often, from the moment it is heard to the end of the sentence.
    """
    said = said_so_far(test.words, tags)
    gold = [bio_to_spans(each) for each in test.tags]
    heard = []
    for ahead in AHEAD:
        read = [
            [
                so_far[len(so_far) - 1 if ahead is None else min(t + ahead, len(so_far) - 1)][t]
                for t in range(len(so_far))
            ]
            for so_far in said
        ]
        heard.append(round(span_f1(gold, [bio_to_spans(each) for each in read]), 4))
    changes = [
        sum(so_far[n][t] != so_far[n - 1][t] for n in range(t + 1, len(so_far)))
        for so_far, forms in zip(said, test.forms, strict=True)
        for t, form in enumerate(forms)
        if form
    ]
    shares = np.bincount(np.minimum(changes, 3), minlength=4) / len(changes)
    return {
        "f1 heard": heard,
        "revised": [round(float(share), 4) for share in shares],
        "revisions a name": round(float(np.mean(changes)), 4),
    }
