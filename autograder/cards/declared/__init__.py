"""All cards, in the order of the lessons."""

from __future__ import annotations

from autograder.cards.card import Card
from autograder.cards.declared import batches, gradients, steps

CARDS: tuple[Card, ...] = tuple(
    sorted((*batches.CARDS, *steps.CARDS, *gradients.CARDS), key=lambda card: card.of().lesson)
)
