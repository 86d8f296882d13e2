"""Language models that waver between "<UNK>" and a word: what a sampler does with "<UNK>" shows in what they say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.errors import Mismatch
from autograder.exercises.language_model_training.models import (
    EOS,
    NEVER,
    UNK,
    Model,
    Path,
    numbers_in,
    shown,
    shuffled,
)
from autograder.expect import expect
from autograder.promises.inputs import Rng


def of_one_step(rng: Rng, vocab: dict[str, int]) -> tuple[Model, str]:
    """Draw a model that wavers between "<UNK>" and one word first, and is sure of another word a step later.

    Who takes that step because "<UNK>" came up says the other word. Also returned is the first word.
    """
    n_y = len(vocab)
    first, other = rng.permutation([token for token in vocab if token not in (EOS, UNK)]).tolist()[:2]
    Wya, by = np.zeros((n_y, 2)), np.full((n_y, 1), NEVER)
    for token, row in ((first, [30.0, 0]), (UNK, [30.0, 0]), (other, [0, 30.0])):
        Wya[vocab[token]], by[vocab[token]] = row, 0
    parameters = {
        "Wax": np.zeros((2, n_y)),
        "Waa": -10 * np.eye(2),
        "ba": np.array([[5.0], [-5.0]]),
        "Wya": Wya,
        "by": by,
    }
    return Model(shuffled(rng, parameters), vocab), first


def wavering(rng: Rng, vocab: dict[str, int], steps: int) -> tuple[Model, Model, list[str]]:
    """Draw a model that wavers between "<UNK>" and one word at each step, and shows which of them it read.

    Its words follow one another in a circle, but for one that it is sure of after it has read "<UNK>". Also returned
    are the same model without "<UNK>", and the tokens that both of them say where "<UNK>" is left out.
    """
    n_y, unk = len(vocab), vocab[UNK]
    *circle, other = rng.permutation([number for token, number in vocab.items() if token not in (EOS, UNK)]).tolist()
    Wya, by = np.zeros((n_y, n_y)), np.full((n_y, 1), -100.0)
    by[[circle[0], unk]] = -50.0  # one of these comes first
    for word, following in zip(circle, np.roll(circle, -1), strict=True):
        Wya[[following, unk], word] = 100 - by[[following, unk], 0]  # whatever the bias, both have the score 100
    Wya[other, unk] = Wya[circle[0], other] = 200.0
    parameters = {"Wax": 10 * np.eye(n_y), "Waa": np.zeros((n_y, n_y)), "ba": np.zeros((n_y, 1)), "Wya": Wya, "by": by}
    tokens = {number: token for token, number in vocab.items()}
    model = Model(shuffled(rng, parameters), vocab)
    return model, model.with_bias(UNK, NEVER), [tokens[circle[t % len(circle)]] for t in range(steps)]


def expect_no_unk(texts: Sequence[Any], model: Model) -> None:
    """Expect tokens of the vocabulary, and never "<UNK>"."""
    for tokens in texts:
        numbers_in(tokens, model.vocab)
        expect(UNK not in tokens, f"{UNK} came out: {shown(tokens)}.")


def expect_certain_words(texts: Sequence[Any], due: list[str]) -> None:
    """Expect what a model says that wavers between "<UNK>" and one word at each step."""
    strange = next((tokens for tokens in texts if [*tokens] != due[: len(tokens)]), None)
    expect(
        strange is None,
        f"This model wavers between {UNK} and one word at each step. With {UNK} left out it says {shown(due)}; yours "
        f"says {shown(strange)}. What did the next step read where {UNK} came up?",
    )


def expect_path(path: Path, tokens: Any) -> None:
    """Expect what a model says that leaves nothing to chance."""
    numbers_in(tokens, path.model.vocab)
    count = min(len(tokens), len(path.tokens))  # how many there are is charged by another check
    expect(2 * count > len(path.tokens), f"{len(path.tokens)} tokens are expected; {len(tokens)} came.")
    wrong = next((t for t in range(count) if tokens[t] != path.tokens[t]), None)
    if wrong is not None:
        raise Mismatch(
            "This model leaves nothing to chance: at each step one token has all the probability. "
            f"It says {' '.join(path.tokens[: wrong + 1])}; yours says {' '.join(tokens[: wrong + 1])}. "
            f"They part at token {wrong + 1}."
        )
