"""The promises themselves: kept by cells of every kind, and each broken by a layer made for it.

An LSTM's loop needs the lines between the marks; it inherits the rest.
"""

import inspect

import numpy as np
import pytest
import throwaway_cells as cells

from autograder.answer import Answer
from autograder.door import LocalDoor
from autograder.errors import Mismatch
from autograder.exercise import Exercise
from autograder.promises.loops import Loop, TwoDirections
from autograder.promises.lstm import AROUND_CELL, LSTM
from autograder.promises.simple_rnn import RNN
from solutions.simple_rnn import rnn_cell_forward

MODULE = "simple_rnn"  # any lesson will do

cell = Exercise(
    "lstm_cell_forward", MODULE, returns=("a_next (n_a, m)", "c_next (n_a, m)", "yt_pred (n_y, m)", "cache: any")
)
# --- what a loop of two states costs
lstm = Exercise(
    "lstm_forward",
    MODULE,
    returns=("a (T_x, n_a, m)", "c (T_x, n_a, m)", "y_pred (T_x, n_y, m)", "caches: any"),
    uses=(cell,),
)
loop = Loop(LSTM, cell.name, AROUND_CELL, padding="mask")
lstm.check("It is right.", points=1, hint="")(loop.with_gaps_in_the_mask_every_step_is_right)
lstm.check("It is right.", points=1, hint="")(loop.masked_steps_leave_the_activation_as_it_was)
lstm.check("It is right.", points=1, hint="")(loop.each_example_follows_its_own_mask)
lstm.check("It is right.", points=1, hint="")(loop.more_padding_changes_nothing)
lstm.check("It is right.", points=1, hint="")(loop.its_inputs_are_left_alone)
# ---

rnn_cell = Exercise("rnn_cell_forward", MODULE, returns=("a_next (n_a, m)", "yt_pred (n_y, m)", "cache: any"))
birnn = Exercise("birnn_forward", MODULE, returns=("a (T_x, 2n_a, m)", "caches: any"), uses=(rnn_cell,))
both = TwoDirections(RNN, rnn_cell.name, ({},), outputs={})
for promise in (
    both.every_padded_batch_is_read_right,
    both.each_direction_sees_its_own_side_alone,
    both.each_example_is_read_by_itself,
    both.more_padding_changes_nothing,
    both.its_inputs_are_left_alone,
):
    birnn.check("It is right.", points=1, hint="")(promise)

GAPS, STILL = "with_gaps_in_the_mask_every_step_is_right", "masked_steps_leave_the_activation_as_it_was"
STEPS = "for xt, valid in zip(x, mask"
WRONG_LSTM = {
    "resets c at each step": (
        "xt, a_prev, c_prev, parameters)\n        a_prev",
        "xt, a_prev, c0, parameters)\n        a_prev",
        GAPS,
    ),
    "starts c from a0": ("a_prev, c_prev = a0, c0", "a_prev, c_prev = a0, a0", GAPS),
    "exchanges a and c": ("np.stack(a), np.stack(c)", "np.stack(c), np.stack(a)", GAPS),
    "masks a only": ("np.where(valid, c_next, c_prev)", "c_next", STILL),
    "clears c at padding": ("c_next, c_prev)\n", "c_next, 0)\n", STILL),
    "stops all where one is masked": (
        STEPS,
        f"{STEPS} & mask.all(axis=1)[:, None]",
        "each_example_follows_its_own_mask",
    ),
    "masks the input": (STEPS, "for xt, valid in zip(x * mask[:, None], mask | True", "more_padding_changes_nothing"),
    "writes into c0": ("c.append(c_prev)", "c.append(c_prev.copy()); c0[:] = c_prev", "its_inputs_are_left_alone"),
}
WRONG_BIRNN = {
    "turns padding to the front": (
        "x[turned, :, columns].transpose(0, 2, 1)",
        "x[::-1]",
        "more_padding_changes_nothing",
    ),
    "never turns back": (
        "[turned, :, columns].transpose(0, 2, 1)\n    return",
        "\n    return",
        "every_padded_batch_is_read_right",
    ),
    "shares the weights": ("1), backward)", "1), forward)", "every_padded_batch_is_read_right"),
    "adds the future to both": (
        "run(x, forward)",
        "run(x[::-1], forward)[::-1]",
        "each_direction_sees_its_own_side_alone",
    ),
    "mixes the examples": (
        "run(x, forward)",
        "run(x - x.mean(axis=2, keepdims=True) * [[[1, 2, 3, 4]]], forward)",
        "each_example_is_read_by_itself",
    ),
    "writes into the lengths": (
        "    steps, columns",
        "    lengths[:] = lengths.max()\n    steps, columns",
        "its_inputs_are_left_alone",
    ),
}


def said(exercise, check, old="", new=""):
    """What the check says of the cells of this file with one text replaced; "" where it holds."""
    source = inspect.getsource(cells)
    assert not old or source.count(old) == 1, old
    namespaces = [{"np": np, "rnn_cell_forward": rnn_cell_forward} for _ in range(2)]
    exec(source, namespaces[0])
    exec(source.replace(old, new), namespaces[1])
    truth, answer = (Answer(LocalDoor(namespace), exercise) for namespace in namespaces)
    run = next(each.run for each in exercise.checks if each.name == check)
    try:
        run(answer, truth, np.random.default_rng(11))
    except Mismatch as mismatch:
        return str(mismatch)
    return ""


@pytest.mark.parametrize(
    ("exercise", "check"),
    [(exercise, check.name) for exercise in (lstm, birnn) for check in exercise.checks],
)
def test_a_right_loop_keeps_the_promise(exercise, check):
    assert said(exercise, check) == ""


@pytest.mark.parametrize(
    ("exercise", "old", "new", "check"),
    [(lstm, *row) for row in WRONG_LSTM.values()] + [(birnn, *row) for row in WRONG_BIRNN.values()],
    ids=[*WRONG_LSTM, *WRONG_BIRNN],
)
def test_a_loop_that_breaks_the_promise_is_caught(exercise, old, new, check):
    assert said(exercise, check, old, new)


def test_every_promise_of_these_loops_is_broken_once():
    for exercise, wrong in ((lstm, WRONG_LSTM), (birnn, WRONG_BIRNN)):
        assert {check for _, _, check in wrong.values()} == {check.name for check in exercise.checks}


def test_a_wrong_step_costs_the_loop_of_two_states_nothing():
    wrong_step = ("f * c_prev + i", "i")
    assert [said(lstm, check.name, *wrong_step) for check in lstm.checks] == [""] * len(lstm.checks)
