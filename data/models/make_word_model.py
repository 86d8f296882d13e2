"""Train the word model that lesson 06 shows, with the course's own reference code, and measure it against counting.

    python data/models/make_word_model.py                  measure, and write word_model.npz beside this file
    python data/models/make_word_model.py --seed 1 --dry   measure another seed, write nothing

A program and no module of `data`: it needs the answers, which `data` never does.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from data.grammar import grammar_splits
from data.heard import Choice, heard, offered
from data.word_model import WORD_MODEL, WORD_SPLIT_SEED
from solutions.gradient_checking import rnn_loss_and_grads
from solutions.initialisation import in_float32, orthogonal_start
from solutions.language_model import build_vocab, encode, make_lm_pair, perplexity, sentence_log_prob, tokenize
from solutions.optimisers import adam_start, adam_step, clip_gradients
from solutions.sequence_data import one_hot, pad_batch
from solutions.simple_rnn import rnn_forward_masked

SPECIALS = ("<UNK>", "<EOS>")

Parameters = dict[str, np.ndarray]
Sentences = list[list[int]]  # numbers of the tokens of each, "<EOS>" included
Batch = tuple[np.ndarray, np.ndarray, np.ndarray]  # what is read (T, m), what is predicted (T, m), mask (T, m)


def batch_of(sentences: Sentences) -> Batch:
    """Return what is read, an input of zeros first, and what is predicted."""
    pairs = [make_lm_pair(ids, -1) for ids in sentences]
    read, mask, _ = pad_batch([list(X) for X, _ in pairs], -1)
    return read, pad_batch([list(Y) for _, Y in pairs], -1)[0], mask


def batches(sentences: Sentences, m: int, rng: np.random.Generator) -> Iterator[Batch]:
    """Yield every sentence once, m of about the same length at a time, in random order."""
    order = sorted(rng.permutation(len(sentences)), key=lambda k: len(sentences[k]))
    groups = [order[first : first + m] for first in range(0, len(order), m)]
    for k in rng.permutation(len(groups)):
        yield batch_of([sentences[i] for i in groups[k]])


def gradients(parameters: Parameters, batch: Batch) -> Parameters:
    """Return the gradients of the loss on a batch, clipped by their common norm."""
    read, y, mask = batch
    x = one_hot(read, len(parameters["by"])).astype(np.float32)
    a0 = np.zeros((len(parameters["ba"]), x.shape[2]), dtype=np.float32)
    _, grads = rnn_loss_and_grads(x, y, a0, parameters, mask)
    return clip_gradients({"d" + name: grads["d" + name] for name in parameters}, 1.0)


def log_probs(parameters: Parameters, sentences: Sentences, m: int = 500) -> np.ndarray:
    """Return the logarithm of the probability of each sentence, (len(sentences),)."""
    found = []
    for first in range(0, len(sentences), m):
        read, y, mask = batch_of(sentences[first : first + m])
        x = one_hot(read, len(parameters["by"]))
        _, y_pred, _ = rnn_forward_masked(x, np.zeros((len(parameters["ba"]), x.shape[2])), parameters, mask)
        found.append(sentence_log_prob(y_pred, y, mask))
    return np.concatenate(found)


def model_perplexity(parameters: Parameters, sentences: Sentences) -> float:
    """Return the perplexity of the network on sentences, "<EOS>" counted as a token."""
    return perplexity(log_probs(parameters, sentences), np.array([len(ids) for ids in sentences]))


def counted(train: Sentences, n: int, size: int, added: float) -> np.ndarray:
    """Return the logarithms of the n-gram frequencies of train, n = 1 or 2, with `added` to every count.

    Returns:
        Shape (size + 1, size): a row for the token before, the last row for the beginning of a sentence.
    """
    counts = np.zeros((size + 1, size))
    for ids in train:
        np.add.at(counts, ([size, *ids[:-1]], ids), 1)
    counts = added + (counts if n == 2 else np.broadcast_to(counts.sum(axis=0), counts.shape))
    table: np.ndarray = np.log(counts / counts.sum(axis=1, keepdims=True))
    return table


def counted_log_probs(table: np.ndarray, sentences: Sentences) -> np.ndarray:
    """Return the logarithm of the probability of each sentence by what `counted` returns."""
    return np.array([table[[len(table) - 1, *ids[:-1]], ids].sum() for ids in sentences])


def counted_perplexity(table: np.ndarray, sentences: Sentences) -> float:
    """Return the perplexity of what `counted` returns."""
    return perplexity(counted_log_probs(table, sentences), np.array([len(ids) for ids in sentences]))


def right_first(judge: Callable[[Sentences], np.ndarray], choices: list[Choice], vocab: dict[str, int]) -> float:
    """Return how often the right sentence of a choice is the most probable one."""
    log_p = judge([encode(tokenize(sentence), vocab) for choice in choices for sentence in choice.sentences])
    ends = np.cumsum([len(choice.sentences) for choice in choices])
    best = [int(part.argmax()) for part in np.split(log_p, ends[:-1])]
    return float(np.mean([k == choice.right for k, choice in zip(best, choices, strict=True)]))


def train_model(
    train: Sentences, dev: Sentences, *, size: int, n_a: int, epochs: int, m: int, rate: float, seed: int
) -> Parameters:
    """Return trained parameters; the learning rate falls in a straight line to 0."""
    rng = np.random.default_rng(seed)
    parameters = in_float32(orthogonal_start(size, n_a, size, rng=rng))
    adam, n_steps, started = adam_start(parameters), epochs * -(-len(train) // m), time.process_time()
    for epoch in range(1, epochs + 1):
        for batch in batches(train, m, rng):
            grads = gradients(parameters, batch)
            parameters, adam = adam_step(parameters, grads, adam, rate * (1 - adam.steps / n_steps))
        seconds = time.process_time() - started
        print(f"epoch {epoch:2}   dev perplexity {model_perplexity(parameters, dev):.3f}   {seconds:5.0f} CPU s")
    return parameters


def main() -> None:
    """Measure the baselines, train, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=15)
    parser.add_argument("--n-a", type=int, default=48)
    parser.add_argument("--m", type=int, default=64)
    parser.add_argument("--rate", type=float, default=5e-3)
    parser.add_argument("--size", type=int, default=650, help="entries of the vocabulary")
    parser.add_argument("--dry", action="store_true", help="write nothing")
    options = vars(parser.parse_args())
    dry = options.pop("dry")

    texts = grammar_splits(rng=np.random.default_rng(WORD_SPLIT_SEED))
    words = [[tokenize(sentence) for sentence in part] for part in texts]
    vocab = build_vocab(words[0], options["size"], SPECIALS)
    train, dev, test = ([encode(tokens, vocab) for tokens in part] for part in words)
    print(f"{len(train)} sentences to train on, {len(dev)} to choose with, {len(test)} to judge by")
    unknown = np.mean(np.concatenate(test) == vocab["<UNK>"])
    print(f"{len({token for part in words for s in part for token in s})} words, {unknown:.1%} of test are <UNK>")
    for n in (1, 2):
        for added in (0.001, 0.01, 0.1, 1):
            table = counted(train, n, len(vocab), added)
            both = [counted_perplexity(table, part) for part in (dev, test)]
            print("{}-gram, {} added: perplexity on dev {:.2f}, test {:.2f}".format(n, added, *both))
    parameters = train_model(train, dev, **options)
    measured = [model_perplexity(parameters, part) for part in (train, dev, test)]
    print("RNN: perplexity on train {:.3f}, dev {:.3f}, test {:.3f}".format(*measured))
    unigram, bigram = (counted(train, n, len(vocab), 0.01) for n in (1, 2))
    judges = {
        "unigram": partial(counted_log_probs, unigram),
        "bigram": partial(counted_log_probs, bigram),
        "RNN": partial(log_probs, parameters),
    }
    different, rng = list(dict.fromkeys(texts.test)), np.random.default_rng(0)
    for made in (heard, offered):
        choices = made(different, rng=rng)
        guess = np.mean([1 / len(choice.sentences) for choice in choices])
        right = "   ".join(f"{name} {right_first(judge, choices, vocab):.3f}" for name, judge in judges.items())
        print(f"{made.__name__}, {len(choices)} choices, right one first: guessing {guess:.3f}   {right}")
    if not dry:
        np.savez_compressed(WORD_MODEL, allow_pickle=False, tokens=np.array(list(vocab)), **parameters)
        print(f"{WORD_MODEL.name}: {WORD_MODEL.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
