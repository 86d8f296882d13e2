# mypy: disable-error-code="name-defined, no-untyped-def"
# ruff: noqa: F821
# Some functions here travel as source, with the value of `before`; what they are given and return is known from the
# function they stand for.
"""Little languages to train on, what a model makes of them, and functions in the place of the learner's train_step."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autograder.promises.inputs import Arrays, Rng

EOS, LETTERS = 0, 4
Sentences = list[list[int]]


@dataclass(frozen=True)
class Language:
    """A language of four letters: each has a favourite that follows it in 17 of 20 cases, else any letter does.

    Attributes:
        follows: the favourite of each letter, letters counted from 0.
    """

    follows: np.ndarray

    @classmethod
    def draw(cls, rng: Rng) -> Language:
        """Draw a language: its letters follow one another in a circle."""
        circle = rng.permutation(LETTERS)
        return cls(circle[(np.argsort(circle) + 1) % LETTERS])

    def sentences(self, rng: Rng, count: int) -> Sentences:
        """Draw sentences of 3 to 7 letters, each with the end of a sentence behind it."""
        return [self._sentence(rng, int(length)) for length in rng.integers(3, 8, count)]

    def _sentence(self, rng: Rng, length: int) -> list[int]:
        letters = [int(rng.integers(LETTERS))]
        while len(letters) < length:
            usual = rng.random() < 0.8
            letters.append(int(self.follows[letters[-1]] if usual else rng.integers(LETTERS)))
        return [1 + letter for letter in letters] + [EOS]


def start_of(rng: Rng, n_a: int, n_y: int) -> Arrays:
    """Draw parameters before training, for a vocabulary of n_y."""
    shapes = {"Wax": (n_a, n_y), "Waa": (n_a, n_a), "Wya": (n_y, n_a)}
    weights = {name: rng.standard_normal(shape) / np.sqrt(shape[1]) for name, shape in shapes.items()}
    return {**weights, "ba": np.zeros((n_a, 1)), "by": np.zeros((n_y, 1))}


def perplexity_of(parameters: Arrays, sentences: Sentences) -> float:
    """Return among how many tokens a model hesitates on average; each sentence begins from zeros."""
    with np.errstate(all="ignore"):  # who overflows has no low perplexity
        surprise = [_surprise_of(parameters, sentence) for sentence in sentences]
        return float(np.exp(sum(surprise) / sum(map(len, sentences))))


def _surprise_of(parameters: Arrays, sentence: list[int]) -> float:
    Wax, Waa, Wya, ba, by = (parameters[name] for name in ("Wax", "Waa", "Wya", "ba", "by"))
    a, read, surprise = np.zeros_like(ba), np.zeros((Wax.shape[1], 1)), 0.0
    for token in sentence:
        a = np.tanh(Waa @ a + Wax @ read + ba)
        scores = Wya @ a + by
        surprise += float(np.logaddexp.reduce(scores[:, 0]) - scores[token, 0])
        read = np.eye(len(read))[:, [token]]
    return surprise


def guess_by_counts(training: Sentences, sentences: Sentences) -> float:
    """Return the perplexity of a model that knows how frequent each token is, and nothing else."""
    counts = np.bincount(np.concatenate(training), minlength=LETTERS + 1)
    surprise = -np.log(counts / counts.sum())[np.concatenate(sentences)]
    return float(np.exp(surprise.mean()))


# ---------------------------------------------------------------------------------------------------- stand-ins


def stand_in_step(X, Y, mask, a_prev, parameters, lr, clip):
    """Take the place of a learner's train_step that is not right yet; what stands at masked steps changes nothing.

    Where `before` is 0, it does not matter which activation goes in; else it is 1.
    """
    t = np.arange(1.0, len(mask) + 1)[:, None]
    read = np.where(mask, np.cos(X + 0.3 * t) + np.sin(1.7 * Y + 0.5 * t), 0.0).sum(axis=0)  # (m,)
    pull = (read * (1 + before * np.sum(a_prev, axis=0))).sum() / mask.sum()
    new = {name: 0.8 * value + lr * np.tanh(pull + value + 1 / (1 + clip)) for name, value in parameters.items()}
    grads = {"d" + name: value - new[name] for name, value in parameters.items()}
    return float(pull), grads, 0.5 * before * a_prev + np.cos(read), new


def stand_in_that_learns(X, Y, mask, a_prev, parameters, lr, clip):
    """Take the place of train_step where something is to be learnt: it trains the predictions, not the recurrence."""
    Wax, Waa, Wya, ba, by = (parameters[name] for name in ("Wax", "Waa", "Wya", "ba", "by"))
    symbols = np.arange(len(by))[:, None]
    dWya, dby, a, loss = np.zeros_like(Wya), np.zeros_like(by), a_prev, 0.0
    for ids, due, valid in zip(X, Y, mask, strict=True):
        a = np.where(valid, np.tanh(Waa @ a + Wax @ (ids == symbols) + ba), a)
        p = np.exp(Wya @ a + by)
        p = p / p.sum(axis=0)
        error = ((due == symbols) - p) * valid / mask.sum()
        loss = loss - np.log((p * (due == symbols)).sum(axis=0)[valid]).sum() / mask.sum()
        dWya, dby = dWya - error @ a.T, dby - error.sum(axis=1, keepdims=True)
    grads = {"dWax": 0 * Wax, "dWaa": 0 * Waa, "dWya": dWya, "dba": 0 * ba, "dby": dby}
    return float(loss), grads, a, {**parameters, "Wya": Wya - lr * dWya, "by": by - lr * dby}
