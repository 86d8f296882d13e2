"""The bug hunts of lesson 12: the loop that reads a sentence, and the pair that teaches a decoder."""

from autograder.exercises import gru, language_model
from autograder.hunt import Hunt

hunt_gru_forward = Hunt(
    gru.forward,
    __name__,
    bugs=("never_carries_the_memory", "turns_the_mask_round", "goes_back_to_c0", "uses_the_mask_of_the_first"),
)
hunt_make_lm_pair = Hunt(
    language_model.make_lm_pair,
    __name__,
    bugs=("starts_with_minus_one", "starts_with_zero", "puts_the_start_in_the_place_of_the_first"),
)
