"""Other answers to rnn_forward."""

import numpy as np

from solutions.activations import softmax
from solutions.alternatives import Answers
from solutions.simple_rnn import rnn_cell_forward, rnn_forward

answers = Answers(rnn_forward)

STACKED = "np.stack(a), np.stack(y_pred)"

answers.variants(
    with_a0_in_front={
        "a, y_pred, caches = []": "a, y_pred, caches = [a0]",
        "(xt, a_prev,": "(xt, a[-1],",
        f"{STACKED}, caches": "np.array(a[1:]), np.array(y_pred), None",
    },
    reading_the_activation_from_the_cache={
        "a_prev = a0": "a_prev = a0.copy()",
        "a_prev, yt_pred": "_, yt_pred",
        "a.append(a_prev)": "a_prev = cache[0]; a.append(a_prev)",
        f"{STACKED}, caches": "np.array(a), np.array(y_pred), tuple(caches)",
    },
)


@answers.variant
def filling_arrays(x, a0, parameters):
    T_x, _, m = x.shape
    a, y_pred, caches = np.zeros((T_x, *a0.shape)), np.zeros((T_x, parameters["Wya"].shape[0], m)), []
    a_prev = a0
    for t in range(T_x):
        a_prev, y_pred[t], cache = rnn_cell_forward(x[t], a_prev, parameters)
        a[t] = a_prev
        caches.append(cache)
    return a, y_pred, caches


@answers.variant
def without_calling_the_cell(x, a0, parameters):
    Wax, Waa, Wya, ba, by = (parameters[k] for k in ("Wax", "Waa", "Wya", "ba", "by"))
    a = np.zeros((len(x), *a0.shape))
    for t in range(len(x)):
        a[t] = np.tanh(Wax @ x[t] + Waa @ (a[t - 1] if t > 0 else a0) + ba)
    return a, softmax(Wya @ a + by, axis=1), (a, x, a0, parameters)


@answers.variant
def by_recursion(x, a0, parameters):
    a_next, y, cache = rnn_cell_forward(x[0], a0, parameters)
    if len(x) == 1:
        return a_next[None], y[None], [cache]
    a, ys, caches = rnn_forward(x[1:], a_next, parameters)
    return np.concatenate([a_next[None], a]), np.concatenate([y[None], ys]), [cache, *caches]


answers.mistakes(
    "every_time_step_follows_from_the_one_before",
    never_carries_the_activation=(
        {"a_prev, yt_pred": "a_next, yt_pred", "a.append(a_prev)": "a.append(a_next)"},
        "every step starts from a0: nothing is carried from step to step.",
    ),
    starts_from_zeros=(
        {"a_prev = a0": "a_prev = np.zeros_like(a0)"},
        "the first step starts from zeros: it starts from a0 (and a[t-1] at t = 0 would read the last entry of a).",
    ),
    starts_at_the_second_input=(
        {"for xt in x:": "for xt in x[1:]:"},
        "x[0] is never read: the loop starts at index 1, and the first step is x[0].",
    ),
    joins_the_steps_along_their_rows=(
        {STACKED: "np.concatenate(a), np.concatenate(y_pred)"},
        "the steps are joined along axis 0, so that their rows stand below each other: np.stack makes a new axis.",
    ),
    reads_the_first_input_again_and_again=(
        {"(xt, a_prev,": "(x[0], a_prev,"},
        "every step reads x[0]: step t reads x[t].",
    ),
    keeps_what_enters=(
        {"np.stack(a)": "np.stack([a0, *a[:-1]])"},
        "the activation that enters a step is kept in its place: a[t] is what leaves step t.",
    ),
    puts_time_last=(
        {STACKED: "np.stack(a, axis=-1), np.stack(y_pred, axis=-1)"},
        "time stands on the last axis of a and y_pred: in this course it stands on the first, a[t].",
    ),
    keeps_one_array_many_times=(
        {"a_prev = a0": "a_prev = a0.copy()", "a_prev, yt_pred": "a_prev[:], yt_pred"},
        "one array is filled again and again and kept T_x times: all entries of the list are the same array.",
    ),
    returns_the_last_step=(
        {STACKED: "a[-1], y_pred[-1]"},
        "only the last step is returned: a and y_pred hold every step.",
    ),
    returns_a0_as_well=(
        {"np.stack(a)": "np.stack([a0, *a])"},
        "a0 is returned as a first entry: a has T_x entries, and a[0] is what leaves the first step.",
    ),
    repeats_the_last_prediction=(
        {"np.stack(y_pred)": "np.stack([yt_pred] * len(x))"},
        "every prediction is the last one: keep the prediction of each step.",
    ),
    returns_inside_the_loop=(
        {"    return np.stack(a)": "        return np.stack(a)"},
        "the function returns inside its loop, after the first step: `return` belongs after the loop.",
    ),
)
answers.mistakes(
    "every_time_step_follows_from_the_one_before",
    of=filling_arrays,
    leaves_out_the_first_step=(
        {"range(T_x)": "range(1, T_x)"},
        "the first step is left out, and its entries stay zero: t runs from 0 in the code.",
    ),
    leaves_out_the_last_step=(
        {"range(T_x)": "range(T_x - 1)"},
        "the last step is left out, and its entries stay zero: range(T_x) ends at T_x - 1 by itself.",
    ),
    puts_a0_in_the_place_of_the_first_step=(
        {"a_prev = a0": "a_prev = a[0] = a0", "range(T_x)": "range(1, T_x)"},
        "a0 is put into a[0], and the first step is left out: a[0] is what leaves the first step.",
    ),
    keeps_each_step_one_place_late=(
        {"a_prev = a0": "a_prev = a[0] = a0", "range(T_x)": "range(1, T_x)", "(x[t],": "(x[t - 1],"},
        "a0 is put into a[0], and every step is kept one place too late: a[0] is what leaves the first step.",
    ),
)

answers.mistakes(
    "no_time_step_sees_a_later_input",
    runs_backwards=(
        {"for xt in x:": "for xt in x[::-1]:", STACKED: "np.stack(a[::-1]), np.stack(y_pred[::-1])"},
        "the loop runs from the last time step to the first: the past flows into the future, not the other way round.",
    ),
    reads_the_last_input_first=(
        {"for xt in x:": "for xt in x[::-1]:"},
        "the steps are read in reverse order: x[0] is the first.",
    ),
    reads_one_step_ahead=(
        {"for xt in x:": "for xt in np.roll(x, -1, axis=0):"},
        "step t reads x[t+1], because the loop counts from 1: in the code the first step is x[0].",
    ),
)

answers.mistakes(
    "each_example_is_read_by_itself",
    starts_all_from_the_first_column=(
        {"a_prev = a0": "a_prev = np.repeat(a0[:, :1], a0.shape[1], axis=1)"},
        "all examples start from the first column of a0: each has a column of its own there.",
    ),
)


@answers.mistake(
    "each_example_is_read_by_itself",
    "the last activation of one example is the first of the next: set a_prev to a0 inside the loop over examples.",
)
def carries_from_example_to_example(x, a0, parameters):
    T_x, _, m = x.shape
    a, y_pred = np.zeros((T_x, *a0.shape)), np.zeros((T_x, len(parameters["by"]), m))
    a_prev = a0[:, :1]
    for i in range(m):
        for t in range(T_x):
            a_prev, yt_pred, _ = rnn_cell_forward(x[t, :, i : i + 1], a_prev, parameters)
            a[t, :, i : i + 1], y_pred[t, :, i : i + 1] = a_prev, yt_pred
    return a, y_pred, []


answers.mistakes(
    "a0_and_x_are_left_alone",
    writes_into_a0=(
        {"a_prev, yt_pred": "a_prev[:], yt_pred", "a.append(a_prev)": "a.append(a_prev.copy())"},
        "the running activation is written into a0: a_prev = a0 is another name for the same array, not a copy.",
    ),
)

answers.equivalent("caches.append(cache) -> pass", because="what is kept for the way back is the author's business.")
