"""How good a model is on examples that it has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from autograder.capstone.forward import Ids, answers, log_probabilities
from autograder.capstone.model import CAPSTONES, Model, ModelProblem

#: Numbers of tags: O, then B- and I- of each kind in turn, as `data.entities.ENTITY_TAGS` has them.
Span = tuple[int, int, int]  # first word, the word behind the last, kind


class Examples(Protocol):
    """Sequences to read and what is right for each, as numbers of symbols."""

    @property
    def x(self) -> Ids: ...
    @property
    def y(self) -> Ids: ...


def score(model: Model, examples: Examples) -> float:
    """Return the score of a model: bits per symbol (less is better), exact match or F1 of entities (more is better).

    Args:
        model: as `checked` or `load_model` returns it.
        examples: of the same corpus.

    Raises:
        ModelProblem: there are no examples, or they are not of the corpus of the model.
    """
    _require_examples(model, examples)
    with np.errstate(all="ignore"):
        if model.corpus == "dates":
            return exact_match(answers(model, examples.x), examples.y)
        if model.corpus == "entities":
            return entity_f1(answers(model, examples.x), examples.y)
        return bits_per_symbol(model, examples)


def _require_examples(model: Model, examples: Examples) -> None:
    if not isinstance(model, Model):
        raise ModelProblem("The model is to be what `checked` or `load_model` returns.")
    x, y = getattr(examples, "x", None), getattr(examples, "y", None)
    if x is None or y is None:
        raise ModelProblem("The examples are to be one part of a corpus, such as corpus.dev.")
    if not len(x) or len(x) != len(y):
        raise ModelProblem(f"There are {len(x)} examples to read and {len(y)} right answers; both are to be as many.")
    kind = CAPSTONES[model.corpus]
    if max(map(max, x)) >= kind.reads or max(map(max, y)) >= kind.says:
        raise ModelProblem(f"The model is one of {model.corpus}; these examples are of another corpus.")


def bits_per_symbol(model: Model, examples: Examples) -> float:
    """Return the mean of -log2 of the probability of each symbol that comes, ends included."""
    right = [
        says[np.arange(len(due)), due]
        for says, due in zip(log_probabilities(model, examples.x), examples.y, strict=True)
    ]
    return float(-np.concatenate(right).mean() / np.log(2))


def exact_match(said: Ids, due: Ids) -> float:
    """Return the share of sequences that are right from the first symbol to the last."""
    return float(np.mean([list(one) == list(other) for one, other in zip(said, due, strict=True)]))


def entity_f1(said: Ids, due: Ids) -> float:
    """Return the F1 of entities: right where first word, last word and kind are.

    Source: Tjong Kim Sang and De Meulder (2003).
    """
    found, true = [set(spans(tags)) for tags in said], [set(spans(tags)) for tags in due]
    right = sum(len(one & other) for one, other in zip(found, true, strict=True))
    total = sum(map(len, found)) + sum(map(len, true))
    return 2 * right / total if total else 1.0


def spans(tags: Sequence[int]) -> list[Span]:
    """Return the entities of a sentence; an I- that does not go on with its like begins one.

    >>> spans([0, 1, 2, 2, 4])
    [(1, 4, 0), (4, 5, 1)]
    """
    found: list[Span] = []
    for t, tag in enumerate(tags):
        if tag == 0:
            continue
        kind, inside = divmod(tag - 1, 2)
        if inside and found and found[-1][1:] == (t, kind):
            found[-1] = (found[-1][0], t + 1, kind)
        else:
            found.append((t, t + 1, kind))
    return found
