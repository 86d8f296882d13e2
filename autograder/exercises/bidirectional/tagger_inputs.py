# mypy: disable-error-code="name-defined, no-untyped-def"
# Two functions here travel as source; what they are given and return is known from the functions they stand for.
"""What train_tagger is tried with: sentences, a little language, and functions in the place of the learner's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from autograder.errors import Mismatch
from autograder.promises.inputs import Arrays, Call, Rng, a_generator, padded, some_lengths, some_sizes
from autograder.promises.rnn_caches import caches_of
from autograder.promises.simple_rnn import RNN

Sentences = list[list[int]]
WAYS = ("forward", "backward")
SHARED = ("ba", "Wya", "by")  # what every sentence uses


def a_training(rng: Rng, lengths: Sequence[int], m: int, *, epochs: int = 1, least: int = 1) -> Call:
    """Draw sentences of these lengths, their tags, and what else train_tagger is given.

    Sentence i has word i once, and no other sentence has it. The other words are shared, -1 among them.

    Args:
        rng: draws them.
        lengths: how many words each sentence has.
        m: sentences in a batch.
        epochs: how often each sentence is used.
        least: the smallest tag; who takes 0 for padding is charged once, where 0 may come up.
    """
    sizes, count = some_sizes(rng), len(lengths)
    n_x = sizes.n_x + count + 2
    shared = [-1, *range(count, n_x)]
    sentences = [rng.choice(shared, length).tolist() for length in lengths]
    for i, sentence in enumerate(sentences):
        sentence[int(rng.integers(len(sentence)))] = i
    return {
        "sentences": sentences,
        "tags": [rng.integers(least, sizes.n_y, length).tolist() for length in lengths],
        **{way: RNN.parameters(rng, sizes.but(n_x=n_x)) for way in WAYS},
        "epochs": epochs,
        "m": m,
        "lr": float(rng.uniform(0.02, 0.06)),
        "rng": a_generator(rng),
    }


def with_tiny(call: Call, *names: str) -> Call:
    """Return a training with a ten-millionth of these parameters, so that gradients are of the size of Adam's 1e-8.

    Where a gradient is much larger, the first step of Adam has one length, and says no more of it than its sign.
    """
    tiny = {way: {k: 1e-7 * v if k in names else v for k, v in call[way].items()} for way in WAYS}
    return {**call, **tiny}


def a_padded_batch(rng: Rng) -> Call:
    """Draw what birnn_forward is given."""
    sizes = some_sizes(rng)
    return {
        "x": rng.standard_normal((sizes.T_x, sizes.n_x, sizes.m)),
        "lengths": some_lengths(rng, sizes),
        **{way: RNN.parameters(rng, sizes) for way in WAYS},
    }


def a_gradient(batch: Call) -> Call:
    """Return what birnn_backward is given after this batch."""
    x, lengths = batch["x"], batch["lengths"]
    mask = padded(lengths, len(x))
    turned = np.zeros_like(x)
    for i, length in enumerate(lengths):
        turned[:length, :, i] = x[:length, :, i][::-1]
    n_a, m = len(batch["forward"]["ba"]), x.shape[2]
    both = zip((x, turned), WAYS, strict=True)
    caches = [caches_of(steps, np.zeros((n_a, m)), batch[way], mask) for steps, way in both]
    da = np.cos(np.arange(len(x) * 2 * n_a * m)).reshape(len(x), 2 * n_a, m) * mask[:, None]
    return {"da": da, "cache": (*caches, lengths)}


def flat(got: Any) -> np.ndarray:
    """Return all numbers of both directions as one vector."""
    return np.concatenate([np.ravel(got[way][name]) for way in WAYS for name in RNN.axes])


# ------------------------------------------------------------------------------------- which sentence was used when


def adam_distance(first: int, last: int) -> float:
    """Return how far Adam moves a number in learning rates that has a gradient at one step alone.

    Whatever the gradient is, the step after it is of the same size, and the mean over the steps carries the number on.

    Args:
        first: at which step, counted from 1.
        last: how many steps there are.
    """
    steps = np.arange(first, last + 1)
    mean, square = 0.1 * 0.9 ** (steps - first), 0.001 * 0.999 ** (steps - first)
    return float(np.sum(mean / (1 - 0.9**steps) / np.sqrt(square / (1 - 0.999**steps))))


class Moves(NamedTuple):
    """How far the weights have moved: those of each sentence's own word, and those that all sentences share."""

    own: np.ndarray
    shared: np.ndarray

    @classmethod
    def of(cls, got: Any, call: Call) -> Moves:
        """Read them from what training returned, where one direction is not trained, or both are exchanged, as well."""
        moves = [cls._of_one(got[way], call[before], call) for way in WAYS for before in WAYS]
        trained = [each for each in moves if np.any(each.own)]
        return min(trained or moves, key=lambda each: float(each.own.sum()))

    @classmethod
    def _of_one(cls, got: Arrays, before: Arrays, call: Call) -> Moves:
        if any(got[name].shape != before[name].shape for name in ("Wax", *SHARED)):
            raise Mismatch("The parameters should keep their shapes.")
        moved = {name: np.abs(got[name] - before[name]) for name in ("Wax", *SHARED)}
        own = np.median(moved["Wax"][:, : len(call["sentences"])], axis=0)
        return cls(own, np.concatenate([moved[name].ravel() for name in SHARED]))

    def batches(self, last: int) -> list[int] | None:
        """Return in which batch each sentence was, counted from 1, if there were `last` and each was in one of them.

        What the learning rate is does not matter.
        """
        due = np.array([adam_distance(first, last) for first in range(1, last + 1)])
        ratios, found = due / due.min(), self.own / self.own.min()
        nearest = np.abs(found[:, None] - ratios).argmin(axis=1)
        fits = np.allclose(found, ratios[nearest], rtol=1e-3)
        return (nearest + 1).tolist() if fits else None

    @property
    def forgetful(self) -> bool:
        """Whether all moved alike, but not what they share: Adam forgot in each batch those before."""
        alike = np.allclose(self.own, self.own[0], rtol=1e-3)
        return bool(alike and not np.allclose(self.shared, self.own[0], rtol=1e-3))


# ------------------------------------------------------------------------------------------------ a little language

KINDS, WORDS, NAME = 3, 10, 9  # words 0 to 5 tell a kind, two each; word 9 is the name; the others say nothing


def little_language(rng: Rng, count: int) -> tuple[Sentences, Sentences]:
    """Draw sentences of a name, which has tag 1, 2 or 3, and their tags; all other words have tag 0.

    The word that tells the kind stands right or left of the name, as often as not, one or two words away.
    """
    sentences, tags = [], []
    for _ in range(count):
        kind = int(rng.integers(KINDS))
        between = rng.integers(2 * KINDS, NAME, int(rng.integers(2))).tolist()
        sentence = [NAME, *between, 2 * kind + int(rng.integers(2))]
        sentence = sentence[:: int(rng.choice([-1, 1]))]
        before, after = (rng.integers(2 * KINDS, NAME, int(rng.integers(3))).tolist() for _ in range(2))
        sentences.append([*before, *sentence, *after])
        tags.append([1 + kind if word == NAME else 0 for word in sentences[-1]])
    return sentences, tags


def untrained(rng: Rng, n_a: int) -> Arrays:
    """Draw parameters of one direction before training on the little language."""
    shapes = {"Wax": (n_a, WORDS), "Waa": (n_a, n_a), "Wya": (KINDS + 1, n_a)}
    weights = {name: 0.5 * rng.standard_normal(shape) / np.sqrt(shape[1]) for name, shape in shapes.items()}
    return {**weights, "ba": np.zeros((n_a, 1)), "by": np.zeros((KINDS + 1, 1))}


def names_right(got: Any, sentences: Sentences, tags: Sentences, *, around: bool) -> float:
    """Return the share of names whose tag is the most probable one.

    Args:
        got: parameters of both directions.
        sentences: of the little language.
        tags: theirs.
        around: whether the parameters were trained around the functions that stand in for the learner's own.
    """
    right = []
    for sentence, due in zip(sentences, tags, strict=True):
        x = (np.array(sentence) == np.arange(WORDS)[:, None]).astype(float)  # (n_x, T_x)
        at = sentence.index(NAME)
        scores = np.zeros((KINDS + 1, 1))
        with np.errstate(all="ignore"):  # who overflows is not right
            for way, words in (("forward", x[:, : at + 1]), ("backward", x[:, at:][:, ::-1])):
                scores = scores + _vote(got[way], words, np.cos(len(sentence) - at) if around else None)
        right.append(int(np.argmax(scores)) == due[at])
    return float(np.mean(right))


def _vote(own: Arrays, words: np.ndarray, turn: float | None) -> np.ndarray:
    own = {name: np.asarray(own[name], dtype=float) for name in RNN.axes}
    if turn is not None:
        drift = own["Waa"].sum(axis=1, keepdims=True)
        window = words[:, -3:].sum(axis=1, keepdims=True) - 2 * words[:, -1:]  # the word itself counts the other way
        a = np.tanh(own["Wax"] @ window + own["ba"] + 0.3 * drift * turn)
    else:
        a = np.zeros_like(own["ba"])
        for word in words.T:
            a = np.tanh(own["Waa"] @ a + own["Wax"] @ word[:, None] + own["ba"])
    return np.asarray(own["Wya"] @ a + own["by"])


# ---------------------------------------------------------------------------------------------------- stand-ins


def stand_in_birnn(x, lengths, forward, backward):
    """Take the place of a learner's birnn_forward that is not right yet: each direction sees the last two words."""
    # The word itself counts the other way.
    shown = x * (np.arange(len(x))[:, None] < lengths)[:, None]
    T, nothing = len(x), np.zeros((2, *x.shape[1:]))
    apart = np.concatenate([nothing, shown, nothing])
    windows = (apart[1 : T + 1] + apart[:T] - shown, apart[3 : T + 3] + apart[4 : T + 4] - shown)
    turn = np.cos(lengths - np.arange(T)[:, None])[:, None]
    halves = []
    for own, window in zip((forward, backward), windows, strict=True):
        drift = own["Waa"].sum(axis=1, keepdims=True)
        halves.append(np.tanh(own["Wax"] @ window + own["ba"] + 0.3 * drift * turn))
    return np.concatenate(halves, axis=1), (windows, turn, halves)


def stand_in_birnn_backward(da, cache):
    """Take the place of a learner's birnn_backward that is not right yet."""
    windows, turn, halves = cache
    grads = []
    for own, window, a in zip(np.split(da, 2, axis=1), windows, halves, strict=True):
        dz = own * (1 - a**2)
        dba, pull = dz.sum(axis=(0, 2))[:, None], (0.3 * dz * turn).sum(axis=(0, 2))[:, None]
        dWax = np.einsum("tai,txi->ax", dz, window)
        grads.append({"dWax": dWax, "dWaa": pull * np.ones(len(dba)), "dba": dba})
    return {"dx": 0 * windows[0], "forward": grads[0], "backward": grads[1]}
