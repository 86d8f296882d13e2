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

answers.mistakes(
    "it_returns_the_features_of_that_step",
    counts_both_from_zero=(
        {STEP: "x[t, :, i]"},
        "the formula's numbers are used as indices: the formula counts from 1, the array from 0.",
    ),
    shifts_only_the_example=(
        {STEP: "x[t, :, i - 1]"},
        "t counts from 0 while i counts from 1: both lose 1 on the way to an index.",
    ),
    shifts_only_the_time=(
        {STEP: "x[t - 1, :, i]"},
        "i counts from 0 while t counts from 1: both lose 1 on the way to an index.",
    ),
    takes_examples_first=(
        {STEP: "x[i - 1, :, t - 1]"},
        "the example picks along axis 0 and the time along axis 2: here time comes first.",
    ),
    takes_a_feature_for_the_example=(
        {STEP: "x[t - 1, i - 1]"},
        "i picks along axis 1, where the features stand: axis 1 is kept whole.",
    ),
    returns_every_example=(
        {STEP: "x[t - 1]"},
        "i is left out: this is the step of every example, and one of them is asked for.",
    ),
    keeps_the_axis_of_examples=(
        {STEP: "x[t - 1, :, i - 1 : i]"},
        "the example is taken with a slice, which keeps its axis: a plain number drops the axis.",
    ),
    turns_the_last_away=(
        {INSIDE: "1 <= i < m and 1 <= t < T_x"},
        "the last step is turned away: t may be T_x itself, and i may be m itself.",
    ),
    exchanges_the_upper_ends=(
        {"T_x, _, m = x.shape": "m, _, T_x = x.shape"},
        "x.shape is unpacked examples first: it is (T_x, n_x, m), so t goes up to shape[0] and i up to shape[2].",
    ),
)

answers.mistakes(
    "a_number_outside_its_range_raises_IndexError",
    lets_zero_in=(
        {INSIDE: "0 <= i <= m and 0 <= t <= T_x"},
        "0 is let in: it becomes the index -1, and that is the last entry.",
    ),
    checks_only_the_time=({"1 <= i <= m and ": ""}, "t is checked and i is not: i=0 becomes the index -1 as well."),
    wants_both_to_be_wrong=(
        {INSIDE: "1 <= i <= m or 1 <= t <= T_x"},
        "the call is turned away only if both numbers are wrong: one is enough. "
        "`not (... and ...)` says so, and so does `or` between the two wrong cases.",
    ),
    raises_ValueError=(
        {"raise IndexError": "raise ValueError"},
        "a ValueError is raised: an index outside its range is an IndexError.",
    ),
    returns_None=(
        {'raise IndexError(f"i must be 1 to {m} and t must be 1 to {T_x}, got i={i}, t={t}")': "return None"},
        "outside the range None is returned: the caller learns of it much later, and elsewhere.",
    ),
    turns_only_zero_away=(
        {f"not ({INSIDE})": "i == 0 or t == 0"},
        "only 0 is turned away: every negative number counts from the end as well.",
    ),
)


@answers.mistake(
    "a_number_outside_its_range_raises_IndexError",
    "nothing is checked: t=0 becomes the index -1, and that is the last step.",
)
def checks_nothing(x, i, t):
    return x[t - 1, :, i - 1]


answers.mistakes(
    "a_number_outside_its_range_raises_IndexError",
    of=checks_nothing,
    counts_from_zero_and_checks_nothing=(
        {STEP: "x[t, :, i]"},
        "the formula's numbers are used as indices and nothing is checked: 0 is then an index like any other.",
    ),
    moves_to_the_nearest_end=(
        {STEP: "x[np.clip(t, 1, x.shape[0]) - 1, :, np.clip(i, 1, x.shape[2]) - 1]"},
        "numbers outside the range are moved to its nearest end: that is another step.",
    ),
)


@answers.mistake(
    "a_number_outside_its_range_raises_IndexError",
    "an assertion guards the range: `assert` raises an AssertionError, and `python -O` skips it altogether.",
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
