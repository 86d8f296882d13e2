"""Lesson 10: the LSTM, one step and a sequence, forward and backward, and how its parameters begin."""

from autograder.exercises.lstm.cells import cell
from autograder.exercises.lstm.forward import forward
from autograder.exercises.lstm.hunts import hunt_clip, hunt_sigmoid
from autograder.exercises.lstm.one_step_back import cell_backward
from autograder.exercises.lstm.steps_back import backward
from autograder.exercises.lstm.weights import init

__all__ = ["backward", "cell", "cell_backward", "forward", "hunt_clip", "hunt_sigmoid", "init"]
