"""Lesson 04: two bug hunts, a masked step on the way forward and the loop on the way back."""

from autograder.exercises import backpropagation_through_time as bptt
from autograder.exercises import simple_rnn
from autograder.hunt import Hunt

hunt_masked = Hunt(
    simple_rnn.masked,
    __name__,
    bugs=("goes_back_to_a0", "keeps_what_the_padding_made", "shows_zeros_at_masked_steps", "turns_the_mask_round"),
)

hunt_backward = Hunt(
    bptt.backward,
    __name__,
    bugs=("drops_what_comes_back", "piles_up_what_comes_back", "reads_the_caches_in_reverse", "averages_the_steps"),
)
