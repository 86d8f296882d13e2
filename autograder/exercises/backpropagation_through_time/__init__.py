"""Lesson 03: measured gradients, and the way back through one step and through all of them."""

from autograder.exercises.backpropagation_through_time.hunts import (
    hunt_rnn_cell_forward,
    hunt_sequence_cross_entropy,
)
from autograder.exercises.backpropagation_through_time.numerical import numerical
from autograder.exercises.backpropagation_through_time.softmax_and_loss import ce_backward
from autograder.exercises.backpropagation_through_time.steps import backward, cell_backward

__all__ = [
    "backward",
    "ce_backward",
    "cell_backward",
    "hunt_rnn_cell_forward",
    "hunt_sequence_cross_entropy",
    "numerical",
]
