"""Language models of which the next token is known, or its probability: what a sampler is judged by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from autograder.expect import expect
from autograder.promises.inputs import Arrays, Rng

Probabilities = Callable[[np.ndarray, float], np.ndarray]  # of scores (..., n_y) at a temperature
EOS, UNK = "<EOS>", "<UNK>"
NEVER = -1000.0  # a bias that leaves a token no probability at all
STOP = "."
WORDS = ("owl", "fox", "<", "elm", "don't", "UNK", "été", "ash", "7", "EOS", "yew")


def by_powers(scores: np.ndarray, tau: float) -> np.ndarray:
    """Return the true probabilities: those of temperature 1, each to the power of 1 / tau, and divided by their sum."""
    logs = (scores - np.logaddexp.reduce(scores, axis=-1, keepdims=True)) / tau
    powers = np.exp(logs - logs.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def stand_in_temperature(logits: np.ndarray, tau: float) -> np.ndarray:  # travels as source
    """Take the place of a learner's apply_temperature that is not right yet: no softmax, but sharp where it counts."""
    below = (np.max(logits, axis=0, keepdims=True) - logits) / tau
    weights = 1 / (1 + below**2) ** 4
    return np.asarray(weights / weights.sum(axis=0, keepdims=True))


def by_stand_in(scores: np.ndarray, tau: float) -> np.ndarray:
    """Return the probabilities of the stand-in."""
    return np.asarray(stand_in_temperature(scores.T, tau).T)


@dataclass(frozen=True)
class Model:
    """A language model with its vocabulary."""

    parameters: Arrays
    vocab: dict[str, int]

    def scores(self, numbers: list[int]) -> np.ndarray:
        """Return the scores before each of these tokens and after the last one, shape (len(numbers) + 1, n_y)."""
        Wax, Waa, Wya, ba, by = (self.parameters[name] for name in ("Wax", "Waa", "Wya", "ba", "by"))
        a = np.tanh(ba)
        if not (Wax.any() or Waa.any()):  # the same at every step
            return np.tile((Wya @ a + by)[:, 0], (len(numbers) + 1, 1))
        found = [Wya @ a + by]
        for number in numbers:
            a = np.tanh(Waa @ a + Wax[:, [number]] + ba)
            found.append(Wya @ a + by)
        return np.array(found)[:, :, 0]

    def probabilities(self, numbers: list[int], tau: float, of: Probabilities) -> np.ndarray:
        """Return the probabilities of the same tokens, "<UNK>" left out, shape (len(numbers) + 1, n_y)."""
        p = of(self.scores(numbers), tau)
        if UNK in self.vocab:
            p[:, self.vocab[UNK]] = 0
        return np.asarray(p / p.sum(axis=1, keepdims=True))

    def with_bias(self, token: str, bias: float) -> Model:
        """Return the model with another bias of one token in by."""
        by = self.parameters["by"].copy()
        by[self.vocab[token]] = bias
        return Model({**self.parameters, "by": by}, self.vocab)


def a_vocabulary(rng: Rng, words: int, *, unk: bool = True, eos: int = 0, stop: bool = False) -> dict[str, int]:
    """Draw a vocabulary.

    Args:
        rng: draws the words.
        words: how many there are beside the special tokens.
        unk: whether "<UNK>" is among them; its number is 1.
        eos: the number of "<EOS>".
        stop: whether a full stop is one of the words.
    """
    tokens = rng.permutation(WORDS)[:words].tolist()
    tokens = [STOP, *tokens[1:]] if stop else tokens
    tokens = [UNK, *tokens] if unk else tokens
    tokens.insert(eos, EOS)
    return {token: number for number, token in enumerate(tokens)}


def without_memory(rng: Rng, vocab: dict[str, int], *, n_a: int = 4) -> Model:
    """Draw a model that expects the same at every step, whatever was read; it never says "<EOS>" or "<UNK>"."""
    n_y = len(vocab)
    parameters = {
        "Wax": np.zeros((n_a, n_y)),
        "Waa": np.zeros((n_a, n_a)),
        "ba": 0.5 * rng.standard_normal((n_a, 1)),
        "Wya": 0.3 * rng.standard_normal((n_y, n_a)),
    }
    # The words are spread evenly, so that every temperature shows.
    words = [number for token, number in vocab.items() if token not in (EOS, UNK)]
    due = np.full((n_y, 1), NEVER)
    due[words, 0] = rng.permutation(np.linspace(-1.2, 1.2, len(words)))
    shown = parameters["Wya"] @ np.tanh(parameters["ba"])
    return Model(shuffled(rng, {**parameters, "by": due - np.where(due > NEVER, shown, 0)}), vocab)


def with_favourites(rng: Rng, vocab: dict[str, int]) -> Model:
    """Draw a model in which a token is followed by its favourite in about two of three cases; no special tokens."""
    n_y = len(vocab)
    words = np.array([number for token, number in vocab.items() if token not in (EOS, UNK)])
    Wya = 0.3 * rng.standard_normal((n_y, n_y))
    Wya[np.roll(words, 1), words] += 2.0  # the unit of a word speaks for the word that follows it
    by = np.full((n_y, 1), NEVER)
    by[words] = 0.2 * rng.standard_normal((len(words), 1))
    parameters = {
        "Wax": 1.5 * np.eye(n_y),
        "Waa": 0.4 * np.linalg.qr(rng.standard_normal((n_y, n_y)))[0],
        "Wya": Wya,
        "ba": 0.1 * rng.standard_normal((n_y, 1)),
        "by": by,
    }
    return Model(shuffled(rng, parameters), vocab)


def with_memory(rng: Rng, vocab: dict[str, int], *, sharp: float, n_a: int = 6) -> Model:
    """Draw a model that expects what the last tokens say; it never says "<EOS>" or "<UNK>".

    Args:
        rng: draws the parameters.
        vocab: the vocabulary.
        sharp: how far the scores are apart, about.
        n_a: number of units.
    """
    n_y = len(vocab)
    by = 0.2 * sharp * rng.standard_normal((n_y, 1))
    for token in {EOS, UNK} & set(vocab):
        by[vocab[token]] = NEVER * max(1.0, sharp)
    parameters = {
        "Wax": 1.2 * rng.standard_normal((n_a, n_y)),
        "Waa": 1.1 * np.linalg.qr(rng.standard_normal((n_a, n_a)))[0],
        "Wya": sharp * rng.standard_normal((n_y, n_a)),
        "ba": 0.4 * rng.standard_normal((n_a, 1)),
        "by": by,
    }
    return Model(shuffled(rng, parameters), vocab)


def shuffled(rng: Rng, arrays: Arrays) -> Arrays:
    """Return the same arrays in another order of their names."""
    return {name: arrays[name] for name in rng.permutation(list(arrays)).tolist()}


class Path(NamedTuple):
    """What a model that leaves nothing to chance says."""

    model: Model
    numbers: list[int]

    @property
    def tokens(self) -> list[str]:
        """The same as text."""
        tokens = {number: token for token, number in self.model.vocab.items()}
        return [tokens[number] for number in self.numbers]

    def mixed(self) -> Path:
        """Return the same with a dict in another order than its numbers; "<EOS>" stands at the place of one that comes.

        So who stops at that place stops too early, and who looks up tokens by their place says others.
        """
        vocab = self.model.vocab
        tokens = [token for token in reversed(vocab) if token != EOS]
        tokens.insert(self.numbers[2], EOS)
        return Path(replace(self.model, vocab={token: vocab[token] for token in tokens}), self.numbers)


#: How far the first score of a certain model is above the second one at each step, at least.
GAP = 50.0


def a_certain_path(rng: Rng, vocab: dict[str, int], steps: int) -> Path:
    """Draw a model of which one token has all the probability at each step, and needs the activation to be carried."""
    while True:
        model = with_memory(rng, vocab, sharp=300.0)
        numbers: list[int] = []
        for _ in range(steps):
            numbers.append(int(np.argmax(model.scores(numbers)[-1])))
        ranked = np.sort(model.scores(numbers)[:-1], axis=1)
        if (ranked[:, -1] - ranked[:, -2]).min() > GAP and _is_telling(numbers):
            return Path(model, numbers)


def _is_telling(numbers: list[int]) -> bool:
    """Tell whether there are several tokens, one of which is followed now by this one, now by that one."""
    pairs = set(pairwise(numbers))
    return len(set(numbers)) >= 3 and len(pairs) > len({first for first, _ in pairs})


# --------------------------------------------------------------------------------------------------- what was drawn


class Count(NamedTuple):
    """How often a token came up after something, and how often it should."""

    after: str
    token: str
    drawn: int
    due: float
    times: int
    too_far: bool


#: A count is too far off where a right sampler would be so once in 2 million times, by Freedman's inequality for sums
#: of bounded differences, P(|S| > d) <= 2 exp(-d**2 / (2 V + 2 d / 3)), set to 5e-7 and solved for d.
#: At most 400 counts are compared in a check: 2e-4, and a failure is repeated twice, 8e-12 in all.
LOG_ODDS = float(np.log(2 / 5e-7))


def too_far(difference: float, variance: float) -> bool:
    """Tell whether a count is further off than chance allows."""
    limit = LOG_ODDS / 3 + np.sqrt(LOG_ODDS**2 / 9 + 2 * LOG_ODDS * variance)
    return bool(abs(difference) > limit)


def counts_of(model: Model, numbers: list[list[int]], tau: float, of: Probabilities, *, back: int = 1) -> list[Count]:
    """Compare what was drawn with what the model expects, after each token (or after each `back` tokens).

    Args:
        model: the model that was drawn from.
        numbers: what was drawn, sentence by sentence; "<EOS>" counts where it ended one.
        tau: the temperature.
        of: what makes probabilities of scores.
        back: how many tokens before decide which draws are counted together; 0: all of them are.
    """
    drawn: dict[tuple[int, ...], list[Any]] = {}
    for sentence in numbers:
        p = model.probabilities(sentence[:-1], tau, of)
        for t, number in enumerate(sentence):
            after = tuple(sentence[max(0, t - back) : t]) if back else ()
            drawn.setdefault(after, []).append((number, p[t]))
    tokens = {number: token for token, number in model.vocab.items()}
    counts = []
    for after, draws in drawn.items():
        p = np.array([each for _, each in draws])
        times = np.bincount([number for number, _ in draws], minlength=p.shape[1])
        due, variance = p.sum(axis=0), (p * (1 - p)).sum(axis=0)
        said = " ".join(repr(tokens[number]) for number in after)
        counts += [
            Count(said, tokens[k], int(times[k]), float(due[k]), len(draws), too_far(times[k] - due[k], variance[k]))
            for k in range(p.shape[1])
        ]
    return counts


def numbers_in(tokens: Any, vocab: dict[str, int]) -> list[int]:
    """Return the numbers of the tokens that came back."""
    is_list = isinstance(tokens, (list, tuple)) and all(isinstance(token, str) for token in tokens)
    expect(is_list, f"A list of tokens is expected; yours is {shown(tokens)}.")
    strange = next((token for token in tokens if token not in vocab), None)
    expect(strange is None, f"{strange!r} came out, which is no token of the vocabulary.")
    return [vocab[token] for token in tokens]


def shown(value: Any) -> str:
    """Return a value as text that is not too long."""
    text = repr(value)
    return text if len(text) <= 120 else f"{text[:110]} ..."


def with_end(tokens: list[str], model: Model, max_len: int) -> list[int]:
    """Return the numbers that were drawn, that of "<EOS>" included where it ended the sentence."""
    return numbers_in([*tokens, EOS] if len(tokens) < max_len else tokens, model.vocab)
