# ruff: noqa: I001  # the order of the lesson
"""Lesson 11: entities as spans, a network that reads a padded batch from both ends, and a tagger; two bug hunts."""

from autograder.exercises.bidirectional.spans import bio_to_spans
from autograder.exercises.bidirectional.scores import span_f1
from autograder.exercises.bidirectional.reverse import reverse_padded
from autograder.exercises.bidirectional.forward import birnn_forward
from autograder.exercises.bidirectional.back import birnn_backward
from autograder.exercises.bidirectional.tagger import train_tagger
from autograder.exercises.bidirectional.hunts import hunt_encode, hunt_lstm_forward

__all__ = [
    "bio_to_spans",
    "birnn_backward",
    "birnn_forward",
    "hunt_encode",
    "hunt_lstm_forward",
    "reverse_padded",
    "span_f1",
    "train_tagger",
]
