"""The bug hunts of lesson 13: the slow step back, beside the fast one, and what a long text is cut by."""

from autograder.exercises.language_model_training.batches import batches
from autograder.exercises.lstm import cell_backward
from autograder.hunt import Hunt

hunt_lstm_cell_backward = Hunt(
    cell_backward,
    __name__,
    bugs=(
        "drops_what_comes_from_the_next_memory",
        "forgets_f",
        "takes_the_slope_at_the_old_memory",
        "takes_the_old_memory_for_i",
        "takes_dc_for_o",
    ),
)
hunt_lm_batches = Hunt(
    batches,
    __name__,
    bugs=("starts_each_window_one_step_on", "moves_by_one_step", "reads_the_windows_backwards"),
)
