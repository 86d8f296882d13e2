"""Lesson 04: gradients on padded batches, of a whole network, and a checker that is itself checked."""

from autograder.exercises.gradient_checking.checker import checker
from autograder.exercises.gradient_checking.hunts import hunt_backward, hunt_masked
from autograder.exercises.gradient_checking.whole_network import loss_and_grads, masked

__all__ = ["checker", "hunt_backward", "hunt_masked", "loss_and_grads", "masked"]
