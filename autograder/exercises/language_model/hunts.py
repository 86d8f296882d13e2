"""Bug hunts of lesson 06: what a language model reads, and how it goes from word to word."""

from __future__ import annotations

from autograder.exercises.sequence_data import one_hot
from autograder.exercises.simple_rnn import forward
from autograder.hunt import Hunt

hunt_one_hot = Hunt(
    one_hot,
    __name__,
    bugs=(
        "takes_padding_for_the_last_id",
        "takes_padding_for_id_one",
        "sets_the_rows_above_too",
        "turns_the_rows_upside_down",
    ),
)
hunt_rnn_forward = Hunt(
    forward,
    __name__,
    bugs=("never_carries_the_activation", "reads_the_last_input_first", "puts_each_prediction_in_front"),
)
