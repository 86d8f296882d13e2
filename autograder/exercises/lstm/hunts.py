"""The bug hunts of lesson 10: what makes a gate of a number, and what keeps a step of training short."""

from autograder.exercises.gradient_flow import by_norm
from autograder.exercises.sequence_data import sigmoid
from autograder.hunt import Hunt

hunt_sigmoid = Hunt(
    sigmoid,
    __name__,
    bugs=("turns_the_sign", "forgets_to_halve", "goes_up_to_two", "forgets_the_one", "adds_half_to_a_whole_tanh"),
)
hunt_clip = Hunt(
    by_norm,
    __name__,
    name="hunt_clip",
    bugs=("returns_the_unclipped", "averages_each_array", "takes_one_for_c", "always_scales_with_an_epsilon"),
)
