"""Measure what x[::-1] costs in place of `reverse_padded`, against how much the lengths of a batch differ.

    python -m benchmarks.reversal          ten seeds, and write data/recorded/reversal.json
    python -m benchmarks.reversal --dry    write nothing

Sentences of symbols hold one name, and a word up to three words to its right says which of three tags it has. Lengths
are drawn from 12 - spread to 12. A tagger is trained by `train_tagger` and tried on other sentences, both with one of
the two reversals; measured is the share of names with the right tag. Guessing gives 1/3.
"""

import argparse
import time
from typing import Any
from unittest.mock import patch

import numpy as np

from data.recorded import write_recorded
from solutions import bidirectional
from solutions.bidirectional import birnn_forward
from solutions.tagger import train_tagger
from solutions.tagging import predict_tags, untrained_tagger

LONGEST, SPREADS = 12, (0, 1, 2, 4, 6, 8)
KINDS, WORDS = 3, 10  # words 0 to 5 tell a kind, two each; the name is -1
REVERSALS = {"by lengths": bidirectional.reverse_padded, "x[::-1]": lambda x, lengths: x[::-1]}
Sentences = list[list[int]]


def sentences_of(spread: int, count: int, rng: np.random.Generator) -> tuple[Sentences, Sentences]:
    """Draw sentences and their tags."""
    sentences, tags = [], []
    for _ in range(count):
        length, kind = int(rng.integers(LONGEST - spread, LONGEST + 1)), int(rng.integers(KINDS))
        sentence = rng.integers(2 * KINDS, WORDS, length).tolist()
        cue = int(rng.integers(1, length))
        name = max(0, cue - int(rng.integers(1, 4)))
        sentence[name], sentence[cue] = -1, 2 * kind + int(rng.integers(2))
        sentences.append(sentence)
        tags.append([1 + kind if t == name else 0 for t in range(length)])
    return sentences, tags


def share_right(spread: int, seed: int) -> float:
    """Train a tagger and return the share of names of other sentences that it tags right, all of them in one batch."""
    rng = np.random.default_rng(seed)
    parameters = untrained_tagger(WORDS, 12, KINDS + 1, rng)
    for rate in (0.02, 0.01):
        parameters = train_tagger(*sentences_of(spread, 300, rng), *parameters, 4, 10, rate, rng)
    sentences, tags = sentences_of(spread, 500, rng)
    said = predict_tags(sentences, *parameters, birnn_forward)
    names = [sentence.index(-1) for sentence in sentences]
    right = [says[t] == due[t] for says, due, t in zip(said, tags, names, strict=True)]
    return round(float(np.mean(right)), 4)


def main() -> None:
    """Measure both reversals and write the record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    parser.add_argument("--seeds", type=int, default=10)
    options = parser.parse_args()
    begun, seeds = time.process_time(), list(range(options.seeds))
    results: dict[str, Any] = {"spreads": SPREADS}
    for name, reversal in REVERSALS.items():
        with patch.object(bidirectional, "reverse_padded", reversal):
            results[name] = [[share_right(spread, seed) for seed in seeds] for spread in SPREADS]
        print(name, [round(float(np.mean(each)), 3) for each in results[name]], flush=True)
    seconds = time.process_time() - begun
    print(round(seconds))
    if not options.dry:
        write_recorded("reversal", results, command="python -m benchmarks.reversal", seeds=seeds, seconds=seconds)


if __name__ == "__main__":
    main()
