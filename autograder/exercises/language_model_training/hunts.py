"""Bug hunts of lesson 07: the gradient that a language model is trained with, and the number that says how it does."""

from __future__ import annotations

from autograder.exercises.gradient_checking import loss_and_grads
from autograder.exercises.language_model.scores import perplexity
from autograder.hunt import Hunt

hunt_loss_and_grads = Hunt(
    loss_and_grads,
    __name__,
    bugs=(
        "pairs_the_predictions",
        "turns_da_round",
        "sends_the_predictions_back",
        "averages_dby_over_everything",
    ),
)

hunt_perplexity = Hunt(
    perplexity,
    __name__,
    bugs=("forgets_the_sign", "divides_by_the_sentences", "counts_in_bits", "divides_twice"),
)
