"""Bug hunts of lesson 08: the gradient of one step, and the gradient that is measured."""

from __future__ import annotations

from autograder.exercises.backpropagation_through_time import cell_backward, numerical
from autograder.hunt import Hunt

hunt_cell = Hunt(
    cell_backward,
    __name__,
    bugs=(
        "forgets_the_square",
        "adds_the_square",
        "takes_the_slope_at_the_old_activation",
        "sends_da_to_the_past",
        "sends_dz_forward_through_Waa",
    ),
)

hunt_numerical = Hunt(
    numerical,
    __name__,
    bugs=(
        "nudges_all_at_once",
        "forgets_the_brackets",
        "halves_the_forward_difference",
        "subtracts_the_other_way_round",
    ),
)
