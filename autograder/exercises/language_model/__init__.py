# ruff: noqa: I001  # the order of the lesson
"""Lesson 06: from text to numbers, and from the probabilities of tokens to one number for a text; two bug hunts."""

from autograder.exercises.language_model.tokens import tokenize
from autograder.exercises.language_model.vocabulary import build_vocab
from autograder.exercises.language_model.sentences import encode, make_lm_pair
from autograder.exercises.language_model.scores import sentence_log_prob, perplexity
from autograder.exercises.language_model.hunts import hunt_one_hot, hunt_rnn_forward

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
