"""The bug hunts of lesson 02: what turns scores into predictions, and what makes a batch of names."""

from autograder.exercises.sequence_data import pad_batch, softmax
from autograder.hunt import Hunt

hunt_softmax = Hunt(
    softmax,
    __name__,
    bugs=("takes_axis_1_by_default", "divides_by_the_mean", "divides_by_the_maximum"),
)
hunt_pad_batch = Hunt(
    pad_batch,
    __name__,
    bugs=("masks_one_step_too_many", "masks_one_step_too_few", "turns_the_mask_round", "fills_up_with_zero"),
)
