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
        "the first step starts from zeros instead of from a0.",
    ),
    starts_at_the_second_input=(
        {"for xt in x:": "for xt in x[1:]:"},
        "x[0] is never read: in the code the first step has the index 0.",
    ),
    joins_the_steps_along_their_rows=(
        {STACKED: "np.concatenate(a), np.concatenate(y_pred)"},
        "the steps are joined along an axis that they have, rows below rows: np.stack makes a new axis of time.",
    ),
    reads_the_first_input_again_and_again=(
        {"(xt, a_prev,": "(x[0], a_prev,"},
        "every step reads x[0]: step t is to read x[t].",
    ),
    keeps_what_enters=(
        {"np.stack(a)": "np.stack([a0, *a[:-1]])"},
        "a[t] holds the activation that goes into step t: it is to hold the one that comes out.",
    ),
    puts_time_last=(
        {STACKED: "np.stack(a, axis=-1), np.stack(y_pred, axis=-1)"},
        "time is the last axis of a and y_pred: in this course it is the first, a[t].",
    ),
    puts_time_second=(
        {STACKED: "np.stack(a, axis=1), np.stack(y_pred, axis=1)"},
        "time is the second axis of a and y_pred: in this course it is the first, a[t].",
    ),
    reads_time_from_the_last_axis=(
        {"for xt in x:": "for xt in np.moveaxis(x, 2, 0):"},
        "step t reads x[:, :, t], as if time were the last axis of x: it is the first, x[t].",
    ),
    reads_time_from_the_second_axis=(
        {"for xt in x:": "for xt in x.swapaxes(0, 1):"},
        "step t reads x[:, t], as if time were the second axis of x: it is the first, x[t].",
    ),
    feeds_the_prediction_back=(
        {"a_prev, yt_pred, cache": "a_next, yt_pred, cache", "a.append(a_prev)": "a.append(a_next); a_prev = yt_pred"},
        "the prediction goes into the next step in the place of the activation.",
    ),
    reads_one_step_back=(
        {"for xt in x:": "for xt in np.roll(x, 1, axis=0):"},
        "step t reads x[t-1], and the first step reads x[-1], the last input: step t is to read x[t].",
    ),
    keeps_the_last_step_alone=(
        {
            "        a.append(a_prev)": "    a.append(a_prev)",
            "        y_pred.append(yt_pred)": "    y_pred.append(yt_pred)",
            "        caches.append(cache)": "    caches.append(cache)",
        },
        "only the last step is kept, as when the lines that keep a step stand behind the loop, not in it.",
    ),
    keeps_one_array_many_times=(
        {"a_prev = a0": "a_prev = a0.copy()", "a_prev, yt_pred": "a_prev[:], yt_pred"},
        "every a[t] is the last activation, as when one array is filled again and again and kept T_x times.",
    ),
    returns_the_last_step=(
        {STACKED: "a[-1], y_pred[-1]"},
        "the last step alone is returned, without an axis of time: a and y_pred hold every step.",
    ),
    returns_a0_as_well=(
        {"np.stack(a)": "np.stack([a0, *a])"},
        "a0 stands in front of the others in a: a has T_x entries, and a[0] is what the first step makes.",
    ),
    repeats_the_last_prediction=(
        {"np.stack(y_pred)": "np.stack([yt_pred] * len(x))"},
        "every y_pred[t] is the last prediction: keep the prediction of each step.",
    ),
    puts_each_prediction_in_front=(
        {"y_pred.append(yt_pred)": "y_pred.insert(0, yt_pred)"},
        "y_pred is in reverse order, the last prediction first: y_pred[t] is what step t predicts.",
    ),
    returns_inside_the_loop=(
        {"    return np.stack(a)": "        return np.stack(a)"},
        "only the first step is returned, as when `return` stands inside the loop.",
    ),
)
answers.mistakes(
    "every_time_step_follows_from_the_one_before",
    of=filling_arrays,
    leaves_out_the_first_step=(
        {"range(T_x)": "range(1, T_x)"},
        "the first step is left out, and its entries stay zero: in the code t begins at 0.",
    ),
    leaves_out_the_last_step=(
        {"range(T_x)": "range(T_x - 1)"},
        "the last step is left out, and its entries stay zero: range(T_x) ends at T_x - 1 by itself.",
    ),
    puts_a0_in_the_place_of_the_first_step=(
        {"a_prev = a0": "a_prev = a[0] = a0", "range(T_x)": "range(1, T_x)"},
        "a0 is put into a[0], and the first step is left out: a[0] is what the first step makes.",
    ),
    keeps_each_step_one_place_late=(
        {"a_prev = a0": "a_prev = a[0] = a0", "range(T_x)": "range(1, T_x)", "(x[t],": "(x[t - 1],"},
        "a0 is put into a[0], and every step is kept one place too late: a[0] is what the first step makes.",
    ),
)
answers.mistakes(
    "every_time_step_follows_from_the_one_before",
    of=without_calling_the_cell,
    normalises_over_time=(
        {", axis=1)": ")"},
        "softmax runs over time, axis 0 of the scores of all steps: the classes are axis 1 there.",
    ),
    normalises_over_the_examples=(
        {"axis=1": "axis=-1"},
        "softmax runs over the examples, the last axis of the scores: the classes are axis 1 there.",
    ),
)

answers.mistakes(
    "no_time_step_sees_a_later_input",
    runs_backwards=(
        {"for xt in x:": "for xt in x[::-1]:", STACKED: "np.stack(a[::-1]), np.stack(y_pred[::-1])"},
        "the loop runs from the last step to the first: what was read early is to reach the later steps.",
    ),
    reads_the_last_input_first=(
        {"for xt in x:": "for xt in reversed(x):"},
        "the inputs are read in reverse order, the last one first: the first step reads x[0].",
    ),
    reads_one_step_ahead=(
        {"for xt in x:": "for xt in np.roll(x, -1, axis=0):"},
        "step t reads x[t+1], and the last step reads x[0]: step t is to read x[t].",
    ),
)

answers.mistakes(
    "each_example_is_read_by_itself",
    starts_all_from_the_first_column=(
        {"a_prev = a0": "a_prev = np.repeat(a0[:, :1], a0.shape[1], axis=1)"},
        "all examples start from the first column of a0: each has a column of its own in it.",
    ),
)


@answers.mistake(
    "each_example_is_read_by_itself",
    "each example starts from where the one before it ended: each starts from its own column of a0.",
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
        "something is written into a0: after `a_prev = a0` both names mean one array, the caller's.",
    ),
    writes_into_x=(
        {"caches.append(cache)": "caches.append(cache)\n        xt[:] = 0"},
        "something is written into x, which belongs to the caller: x[t] and `for xt in x` give views of it.",
    ),
    writes_into_the_parameters_of_the_loop=(
        {"a_prev = a0": 'a_prev = a0\n    parameters["a0"] = a0'},
        "something in the parameters is changed, a number or a key: they belong to the caller.",
    ),
)

answers.refused(
    "every_time_step_follows_from_the_one_before",
    drops_the_axes_of_length_one={STACKED: "np.squeeze(np.stack(a)), np.squeeze(np.stack(y_pred))"},
    loses_precision_in_the_loop={"np.stack(a)": "np.stack(a).astype(np.float32)"},
)
answers.refused(
    "every_time_step_follows_from_the_one_before",
    of=filling_arrays,
    makes_room_for_n_a_classes={'parameters["Wya"].shape[0]': "a0.shape[0]"},
    makes_room_for_six_steps={"a, y_pred, caches = np.zeros((T_x": "a, y_pred, caches = np.zeros((6"},
    makes_room_for_four_examples={"T_x, _, m = x.shape": "T_x, m = len(x), 4"},
)

answers.equivalent("caches.append(cache) -> pass", because="what is kept for the way back is the author's business.")
