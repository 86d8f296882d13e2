"""Lesson 03: measured gradients, and the way back through one step and through all of them."""

from autograder.exercises.backpropagation_through_time.numerical import numerical
from autograder.exercises.backpropagation_through_time.softmax_and_loss import ce_backward
from autograder.exercises.backpropagation_through_time.steps import backward, cell_backward

__all__ = ["backward", "ce_backward", "cell_backward", "numerical"]
