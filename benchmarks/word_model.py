"""Train the word model of lesson 06 with the course's own code and with PyTorch, and record how surprised each is.

    python -m benchmarks.word_model             five seeds of each
    python -m benchmarks.word_model --dry       write nothing

Both have the same size, batches, number of updates, Adam, falling learning rate and clipping, and four epochs; the
stored model has fifteen. PyTorch starts from its own initial values and has a second bias. Writes
data/recorded/word_model.json.
"""

import argparse
import contextlib
import io
import time

import numpy as np
import torch

from benchmarks.pytorch import Predictor, falling_adam
from data.grammar import grammar_splits
from data.models.make_word_model import (
    SPECIALS,
    Sentences,
    batch_of,
    counted,
    counted_perplexity,
    model_perplexity,
    train_model,
)
from data.recorded import write_recorded
from data.word_model import WORD_SPLIT_SEED
from solutions.language_model import build_vocab, encode, tokenize

SIZE, N_A, EPOCHS, M, RATE, CLIP = 650, 48, 4, 64, 5e-3, 1.0
SEEDS = [0, 1, 2, 3, 4]


def torch_perplexity(train: Sentences, test: Sentences, seed: int) -> float:
    """Train as `train_model` does and return the perplexity on test."""
    torch.manual_seed(seed)
    rng, network = np.random.default_rng(seed), Predictor(SIZE, N_A)
    update = falling_adam(network, RATE, EPOCHS * -(-len(train) // M), CLIP)
    for _ in range(EPOCHS):
        order = sorted(rng.permutation(len(train)), key=lambda k: len(train[k]))
        for first in M * rng.permutation(-(-len(order) // M)):
            read, y, _ = batch_of([train[k] for k in order[first : first + M]])
            update(network.loss(read, y))
    with torch.no_grad():
        read, y, _ = batch_of(test)
        return float(np.exp(network.loss(read, y).item()))


def our_perplexity(train: Sentences, test: Sentences, seed: int) -> float:
    """Train with the course's own code and return the perplexity on test."""
    with contextlib.redirect_stdout(io.StringIO()):
        parameters = train_model(train, test[:10], size=SIZE, n_a=N_A, epochs=EPOCHS, m=M, rate=RATE, seed=seed)
    return model_perplexity(parameters, test)


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    dry = parser.parse_args().dry
    torch.set_num_threads(1)

    parts = grammar_splits(rng=np.random.default_rng(WORD_SPLIT_SEED))
    words = [[tokenize(sentence) for sentence in part] for part in parts]
    vocab = build_vocab(words[0], SIZE, SPECIALS)
    train, _, test = ([encode(tokens, vocab) for tokens in part] for part in words)
    started = time.process_time()
    results: dict[str, object] = {
        "epochs": EPOCHS,
        "unigram": counted_perplexity(counted(train, 1, SIZE, 0.01), test),
        "bigram": counted_perplexity(counted(train, 2, SIZE, 0.01), test),
        "ours": [our_perplexity(train, test, seed) for seed in SEEDS],
        "PyTorch": [torch_perplexity(train, test, seed) for seed in SEEDS],
    }
    print(results)
    if not dry:
        command, seconds = "python -m benchmarks.word_model", time.process_time() - started
        write_recorded("word_model", results, seeds=SEEDS, seconds=seconds, command=command, torch=torch.__version__)


if __name__ == "__main__":
    main()
