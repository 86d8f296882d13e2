"""Lesson 03: two functions of lesson 02 with a mistake in each."""

from autograder.exercises.simple_rnn import cell, loss
from autograder.hunt import Hunt

hunt_sequence_cross_entropy = Hunt(
    loss,
    __name__,
    bugs=("counts_in_bits", "takes_the_log_of_the_rest", "counts_the_classes_from_one", "forgets_to_divide"),
)
hunt_rnn_cell_forward = Hunt(
    cell,
    __name__,
    bugs=(
        "predicts_from_the_old_activation",
        "transposes_the_recurrence",
        "adds_the_old_activation_itself",
        "adds_the_bias_after_tanh",
        "forgets_the_output_bias",
    ),
)
