"""Lesson 06: from text to numbers, and from the probabilities of tokens to one number for a text; two bug hunts."""

from autograder.exercises.language_model.hunts import hunt_one_hot, hunt_rnn_forward
from autograder.exercises.language_model.text import (
    build_vocab,
    encode,
    make_lm_pair,
    perplexity,
    sentence_log_prob,
    tokenize,
)

__all__ = [
    "build_vocab",
    "encode",
    "hunt_one_hot",
    "hunt_rnn_forward",
    "make_lm_pair",
    "perplexity",
    "sentence_log_prob",
    "tokenize",
]
