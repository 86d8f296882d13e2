"""The bug hunts of lesson 11: how words become numbers, and the loop that reads a padded batch in one direction."""

from autograder.exercises.language_model import encode
from autograder.exercises.lstm import forward
from autograder.hunt import Hunt

hunt_encode = Hunt(
    encode,
    __name__,
    bugs=("sorts_the_numbers", "gives_unknown_tokens_the_end", "ends_with_unknown"),
)
hunt_lstm_forward = Hunt(
    forward,
    __name__,
    bugs=("turns_the_mask_round", "resets_the_memory_to_c0", "never_carries_the_activation", "goes_back_to_the_start"),
)
