"""Bug hunts of lesson 09: how far a gradient reaches through a simple RNN, and the loop that carries it back."""

from __future__ import annotations

from autograder.exercises import gradient_checking
from autograder.exercises.gradient_flow import profile
from autograder.hunt import Hunt

hunt_profile = Hunt(
    profile,
    __name__,
    bugs=("never_carries_the_gradient", "adds_a_loss_at_every_step", "walks_forward_in_time"),
)

hunt_backward_masked = Hunt(
    gradient_checking.masked,
    __name__,
    bugs=(
        "stops_at_masked_steps",
        "turns_the_mask_round_backward",
        "drops_da_at_masked_steps",
        "subtracts_what_comes_back",
        "keeps_da_out_of_the_cell",
    ),
)
