"""Lesson 09: the gated recurrent unit, forward and one step back, and how long its memory lasts; two bug hunts."""
# ruff: noqa: I001, RUF022  # in the order of the lesson

from autograder.exercises.gru.simplified import simplified
from autograder.exercises.gru.cells import cell
from autograder.exercises.gru.loop import forward
from autograder.exercises.gru.back import cell_backward
from autograder.exercises.gru.half_life import half_life
from autograder.exercises.gru.hunts import hunt_backward_masked, hunt_profile

__all__ = ["simplified", "cell", "forward", "cell_backward", "half_life", "hunt_backward_masked", "hunt_profile"]
