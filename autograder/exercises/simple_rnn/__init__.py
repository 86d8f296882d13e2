"""Lesson 02: the simple RNN, forward: one step, a sequence, a batch with padding, and the loss."""

from autograder.exercises.simple_rnn.cells import cell, stack, stacked
from autograder.exercises.simple_rnn.hunts import hunt_pad_batch, hunt_softmax
from autograder.exercises.simple_rnn.loops import forward, masked
from autograder.exercises.simple_rnn.loss import loss

__all__ = ["cell", "forward", "hunt_pad_batch", "hunt_softmax", "loss", "masked", "stack", "stacked"]
