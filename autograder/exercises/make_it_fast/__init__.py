# ruff: noqa: I001  # the order of the lesson
"""Lesson 13: an LSTM over all time steps, forward and backward, and a step of Adam over one vector; two bug hunts."""

from autograder.exercises.make_it_fast.forward import forward
from autograder.exercises.make_it_fast.back import backward
from autograder.exercises.make_it_fast.training import step
from autograder.exercises.make_it_fast.hunts import hunt_lm_batches, hunt_lstm_cell_backward

__all__ = ["backward", "forward", "hunt_lm_batches", "hunt_lstm_cell_backward", "step"]
