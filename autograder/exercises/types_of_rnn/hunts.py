"""The bug hunts of lesson 05: what trains a network that tags, and the cell that plays a tune."""

from autograder.exercises import backpropagation_through_time as bptt
from autograder.exercises import simple_rnn
from autograder.hunt import Hunt

# The divisor is left alone: an optimiser that divides by the size of the gradient, as Adam does, hides it.
hunt_ce_backward = Hunt(
    bptt.ce_backward,
    __name__,
    bugs=("turns_the_gradient_round", "adds_one_at_the_right_class", "sets_the_right_class_to_minus_one"),
)

# Lesson 03 hunts in the same function; these are other bugs.
hunt_cell_that_plays = Hunt(
    simple_rnn.cell,
    __name__,
    name="hunt_cell_that_plays",
    bugs=("normalises_twice", "squashes_the_recurrence_alone", "adds_the_bias_twice", "forgets_the_bias"),
)
