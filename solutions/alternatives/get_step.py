"""Other answers to get_step."""

import numpy as np

from solutions.alternatives import Answers
from solutions.sequence_data import get_step

answers = Answers(get_step)


@answers.variant
def one_axis_after_the_other(x, i, t):
    if t not in range(1, len(x) + 1) or i not in range(1, x.shape[-1] + 1):
        raise IndexError("no such step")
    example = x[..., i - 1]  # (T_x, n_x)
    return example[t - 1]


@answers.variant
def takes_with_take(x, i, t):
    if min(i, t) < 1:
        raise IndexError("numbers count from 1")
    return np.take(np.take(x, t - 1, axis=0), i - 1, axis=1)


@answers.variant
def copies_through_a_loop(x, i, t):
    if i <= 0 or i > x.shape[2]:
        raise IndexError(f"i={i}")
    if t <= 0 or t > x.shape[0]:
        raise IndexError(f"t={t}")
    return np.array([x[t - 1, k, i - 1] for k in range(x.shape[1])])


@answers.variant
def examples_first_and_a_subclass(x, i, t):
    class StepError(IndexError):
        pass

    if not (0 < i <= x.shape[2]) or not (0 < t <= x.shape[0]):
        raise StepError
    return x.transpose(2, 0, 1)[i - 1, t - 1]


STEP = "x[t - 1, :, i - 1]"
INSIDE = "1 <= i <= m and 1 <= t <= T_x"
RAISE = 'raise IndexError(f"i must be 1 to {m} and t must be 1 to {T_x}, got i={i}, t={t}")'

answers.mistakes(
    "it_returns_the_features_of_that_step",
    counts_both_from_zero=(
        {STEP: "x[t, :, i]"},
        "i and t are used as indices as they are. They count from 1, and indices count from 0.",
    ),
    shifts_only_the_example=(
        {STEP: "x[t, :, i - 1]"},
        "1 is subtracted from i and not from t. Both count from 1, and indices count from 0.",
    ),
    shifts_only_the_time=(
        {STEP: "x[t - 1, :, i]"},
        "1 is subtracted from t and not from i. Both count from 1, and indices count from 0.",
    ),
    takes_examples_first=(
        {STEP: "x[i - 1, :, t - 1]"},
        "i is used on axis 0 and t on axis 2. Time is axis 0, and examples are axis 2.",
    ),
    reads_a_batch_first_array=(
        {"T_x, _, m = x.shape": "m, T_x, _ = x.shape", STEP: "x[i - 1, t - 1]"},
        "x is read as (m, T_x, n_x), examples first. Its axes are (T_x, n_x, m), time first.",
    ),
    takes_a_feature_for_the_example=(
        {STEP: "x[t - 1, i - 1]"},
        "i is used on axis 1. The features are there, and that axis is to be kept whole.",
    ),
    returns_every_example=(
        {STEP: "x[t - 1]"},
        "i is not used, so the step of every example comes back.",
    ),
    keeps_the_axis_of_examples=(
        {STEP: "x[t - 1, :, i - 1 : i]"},
        "the example is taken with a slice, which keeps an axis of length 1. A plain number drops the axis.",
    ),
    keeps_the_axis_of_time=(
        {STEP: "x[t - 1 : t, :, i - 1]"},
        "the step is taken with a slice, which keeps an axis of length 1. A plain number drops the axis.",
    ),
    squeezes_short_axes=(
        {STEP: f"{STEP}.squeeze()"},
        "np.squeeze drops every axis of length 1. That of the features is one where n_x is 1.",
    ),
    takes_the_features_for_the_steps=(
        {"T_x, _, m = x.shape": "_, T_x, m = x.shape"},
        "the upper limit of t is the number of features, x.shape[1]. The number of steps is x.shape[0].",
    ),
    turns_the_last_away=(
        {INSIDE: "1 <= i < m and 1 <= t < T_x"},
        "the last step and the last example are rejected. t may be T_x itself, and i may be m itself.",
    ),
    turns_the_last_step_away=(
        {INSIDE: "1 <= i <= m and 1 <= t < T_x"},
        "the last step is rejected. t may be T_x itself.",
    ),
    returns_nothing_for_the_last=(
        {INSIDE: "1 <= i < m and 1 <= t < T_x", RAISE: "return None"},
        "None is returned for the last step and for the last example. t may be T_x itself, and i may be m itself.",
    ),
    exchanges_the_upper_ends=(
        {"T_x, _, m = x.shape": "m, _, T_x = x.shape"},
        "the upper limits of i and t are exchanged. t goes up to x.shape[0], and i up to x.shape[2].",
    ),
    takes_the_limit_of_the_features=(
        {"T_x, _, m = x.shape": "T_x, m, _ = x.shape"},
        "the upper limit of i is the number of features, x.shape[1]. The number of examples is x.shape[2].",
    ),
    turns_padding_away=(
        {f"return {STEP}": f"if not {STEP}.any():\n        raise IndexError\n    return {STEP}"},
        "a step that holds zeros alone is taken for padding and rejected. It is a step like any other.",
    ),
)

answers.mistakes(
    "a_number_outside_its_range_raises_IndexError",
    lets_zero_in=(
        {INSIDE: "0 <= i <= m and 0 <= t <= T_x"},
        "0 is accepted, for i and for t. It becomes the index -1, which is the last entry.",
    ),
    checks_only_the_time=(
        {"1 <= i <= m and ": ""},
        "t is checked and i is not. For i = 0 the index is -1, which is the last example.",
    ),
    checks_only_the_example=(
        {" and 1 <= t <= T_x": ""},
        "i is checked and t is not. For t = 0 the index is -1, which is the last step.",
    ),
    wants_both_to_be_wrong=(
        {INSIDE: "1 <= i <= m or 1 <= t <= T_x"},
        "a call is rejected only if both numbers are wrong. One wrong number is enough.",
    ),
    raises_ValueError=(
        {"raise IndexError": "raise ValueError"},
        "a ValueError is raised. For an index outside its range an IndexError is expected.",
    ),
    returns_None=(
        {RAISE: "return None"},
        "None is returned outside the range, and no error is raised.",
    ),
    returns_the_exception=(
        {RAISE: RAISE.replace("raise", "return")},
        "an exception is returned where it is to be raised.",
    ),
    lets_slices_run_out=(
        {INSIDE: "i >= 1 and t >= 1", STEP: "x[t - 1 : t, :, i - 1 : i].squeeze()[... if x.shape[1] > 1 else None]"},
        "a number that is too large gives an empty array, and no error. A slice never raises one.",
    ),
    counts_back_from_the_end=(
        {f"not ({INSIDE})": "0 in (i, t) or abs(i) > m or abs(t) > T_x", STEP: "x[t - (t > 0), :, i - (i > 0)]"},
        "negative numbers count back from the end, as an index does. Here they are outside the range.",
    ),
    turns_only_zero_away=(
        {f"not ({INSIDE})": "i == 0 or t == 0"},
        "0 is rejected, but negative numbers are accepted. NumPy counts them from the end.",
    ),
)


@answers.mistake(
    "a_number_outside_its_range_raises_IndexError",
    "numbers below 1 are accepted. For t = 0 the index is -1, which is the last step.",
)
def checks_nothing(x, i, t):
    return x[t - 1, :, i - 1]


answers.mistakes(
    "a_number_outside_its_range_raises_IndexError",
    of=checks_nothing,
    counts_from_zero_and_checks_nothing=(
        {STEP: "x[t, :, i]"},
        "i and t are used as indices as they are, and nothing turns 0 away.",
    ),
    moves_to_the_nearest_end=(
        {STEP: "x[np.clip(t, 1, x.shape[0]) - 1, :, np.clip(i, 1, x.shape[2]) - 1]"},
        "a number outside its range is moved to the nearest one inside. That gives another step, and no error.",
    ),
)


@answers.mistake(
    "a_number_outside_its_range_raises_IndexError",
    "an AssertionError is raised, as `assert` does. An IndexError is expected.",
)
def asserts_the_range(x, i, t):
    assert 1 <= i <= x.shape[2]
    assert 1 <= t <= x.shape[0]
    return x[t - 1, :, i - 1]


answers.refused("it_returns_the_features_of_that_step", returns_every_step={STEP: "x[:, :, i - 1]"})
answers.refused(
    "a_number_outside_its_range_raises_IndexError",
    of=checks_nothing,
    takes_examples_first_and_checks_nothing={STEP: "x[i - 1, :, t - 1]"},
)
