"""Lesson 09: the gated recurrent unit, forward and one step back, and how long its memory lasts; two bug hunts."""

from autograder.exercises.gru.cells import (
    gru_cell_backward,
    gru_cell_forward,
    gru_forward,
    gru_simplified_cell,
    update_bias_for_half_life,
)
from autograder.exercises.gru.hunts import hunt_backward_masked, hunt_profile

__all__ = [
    "gru_cell_backward",
    "gru_cell_forward",
    "gru_forward",
    "gru_simplified_cell",
    "hunt_backward_masked",
    "hunt_profile",
    "update_bias_for_half_life",
]
