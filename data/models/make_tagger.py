"""Train the tagger of named entities that lesson 11 shows at work, and measure it.

    python -m data.models.make_tagger          write tagger.npz beside this file
    python -m data.models.make_tagger --dry    write nothing

One seed, with the learner's own functions; how other seeds end after five epochs is in data/recorded/entities.json.
"""

import argparse
import time

import numpy as np

from data.entities import ENTITY_TAGS, Tagged, entity_splits
from data.tagger_model import ENTITY_SEED, TAGGER, WAYS
from data.vocabulary import Vocabulary
from solutions.bidirectional import bio_to_spans, birnn_forward, span_f1
from solutions.tagger import train_tagger
from solutions.tagging import Parameters, predict_tags, untrained_tagger

UNITS, M, RATES = 48, 16, (0.006, 0.006, 0.005, 0.005, 0.004, 0.003, 0.003, 0.002, 0.001, 0.0005)


def f1_of(part: Tagged, words: Vocabulary, forward: Parameters, backward: Parameters) -> float:
    """Return the F1 of entities on a part of the sentences."""
    numbers = [words.encode(sentence, unknown=-1) for sentence in part.words]
    said = predict_tags(numbers, forward, backward, birnn_forward)
    spans = [bio_to_spans([ENTITY_TAGS[k] for k in tags]) for tags in said]
    return span_f1([bio_to_spans(tags) for tags in part.tags], spans)


def main() -> None:
    """Train, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    parser.add_argument("--seed", type=int, default=4)
    options = parser.parse_args()
    splits = entity_splits(rng=np.random.default_rng(ENTITY_SEED))
    words, started, rng = splits.vocabulary, time.process_time(), np.random.default_rng(options.seed)
    sentences = [words.encode(sentence, unknown=-1) for sentence in splits.train.words]
    tags = [[ENTITY_TAGS.index(tag) for tag in each] for each in splits.train.tags]
    both = untrained_tagger(len(words), UNITS, len(ENTITY_TAGS), rng)
    for rate in RATES:
        both = train_tagger(sentences, tags, *both, 1, M, rate, rng)
        print(f"rate {rate}: dev F1 {f1_of(splits.dev, words, *both):.4f}", flush=True)
    stored = {f"{way} {k}": v.astype(np.float32) for way, own in zip(WAYS, both, strict=True) for k, v in own.items()}
    print(f"test F1 {f1_of(splits.test, words, *both):.4f}, {time.process_time() - started:.0f} CPU s")
    if not options.dry:
        np.savez_compressed(TAGGER, allow_pickle=False, words=np.array(words.symbols), **stored)
        print(f"{TAGGER.name}: {TAGGER.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
