"""Other answers to softmax."""

import numpy as np

from solutions.activations import softmax
from solutions.alternatives import Answers

answers = Answers(softmax)


@answers.variant
def through_the_logarithm(z, axis=0):
    return np.exp(z - np.logaddexp.reduce(z, axis=axis, keepdims=True))


@answers.variant
def column_by_column(z, axis=0):
    def of_one(scores):
        e = np.exp(scores - max(scores))
        return e / sum(e)

    return np.apply_along_axis(of_one, axis, np.asarray(z, dtype=float))


@answers.variant
def with_the_axis_in_front(z, axis=0):
    front = np.moveaxis(z, axis, 0)
    e = np.exp(front - front.max(0))
    return np.moveaxis(e / e.sum(0), 0, axis)


@answers.variant
def with_expand_dims(z, axis=0):
    shifted = z - np.expand_dims(np.amax(z, axis), axis)
    e = np.exp(shifted)
    return np.divide(e, np.expand_dims(np.add.reduce(e, axis), axis))


MAXIMUM = "np.max(z, axis=axis, keepdims=True)"
SUM = "exp_z.sum(axis=axis, keepdims=True)"

answers.mistakes(
    "the_results_sum_to_one_along_the_axis",
    sums_over_everything=(
        {SUM: "exp_z.sum()"},
        "all entries are divided by one sum: every column has a sum of its own.",
    ),
    shares_one_sum=(
        {MAXIMUM: "np.max(z)", SUM: "exp_z.sum()"},
        "all columns share one sum, np.exp(z).sum(): every column is to have a sum of its own.",
    ),
    always_sums_along_axis_0=({"axis=axis": ("axis=0", 2)}, "the sum runs along axis 0 whatever `axis` says."),
    always_sums_along_axis_1=(
        {"axis=axis": ("axis=1", 2)},
        "the sum runs along axis 1: that mixes the examples; a column is one example.",
    ),
    always_sums_along_the_last_axis=(
        {"axis=axis": ("axis=-1", 2)},
        "the sum runs along the last axis: by default each column is a distribution, and a column runs along axis 0.",
    ),
    subtracts_along_axis_0=(
        {MAXIMUM: "np.max(z, axis=0, keepdims=True)"},
        "the maximum runs along axis 0 and the sum along `axis`: "
        "what is subtracted cancels only if both run along the same.",
    ),
    loses_the_axis_of_the_sum=(
        {SUM: "exp_z.sum(axis=axis)"},
        "the sum loses its axis: without keepdims=True it lines up with the wrong axis of z, or with none.",
    ),
    loses_the_axis_of_the_maximum=(
        {MAXIMUM: "np.max(z, axis=axis)"},
        "the maximum loses its axis: without keepdims=True it lines up with the wrong axis of z, or with none.",
    ),
    loses_both_axes=(
        {", keepdims=True": ("", 2)},
        "maximum and sum lose their axis: without keepdims=True they line up with the wrong axis of z, or with none.",
    ),
    forgets_to_divide=({f" / {SUM}": ""}, "the exponentials are not divided by their sum."),
    forgets_the_exponential=(
        {f"np.exp(z - {MAXIMUM})": "z"},
        "the scores are divided by their sum without the exponential: they may be negative.",
    ),
    turns_the_sign_of_the_scores=(
        {f"z - {MAXIMUM}": "np.min(z, axis=axis, keepdims=True) - z"},
        "the exponent has the wrong sign: the smallest score gets the largest probability.",
    ),
    returns_a_sigmoid=(
        {f"exp_z / {SUM}": "1 / (1 + np.exp(-z))"},
        "every entry is squashed by itself: this is a sigmoid, and its columns do not sum to 1.",
    ),
    keeps_whole_scores=(
        {"exp_z = ": "exp_z = np.zeros_like(z)\n    exp_z[...] = "},
        "the exponentials are written into an array of z's own dtype: with whole numbers in z they are cut off.",
    ),
)


@answers.mistake(
    "the_results_sum_to_one_along_the_axis",
    "the sum loses its axis, np.exp(z).sum(axis): without keepdims=True it lines up with another axis, or none.",
)
def loses_the_axis_of_the_bare_sum(z, axis=0):
    return np.exp(z) / np.exp(z).sum(axis=axis)


answers.mistakes(
    "large_scores_in_one_column_harm_no_other",
    subtracts_nothing=(
        {f"z - {MAXIMUM}": "z"},
        "nothing is subtracted before exp: e^1000 is more than a float64 can hold, and infinity by infinity is nan.",
    ),
    subtracts_the_maximum_of_all=(
        {MAXIMUM: "np.max(z)"},
        "the maximum of the whole array is subtracted: "
        "in a column a thousand below it every exponential is 0, and 0 by 0 is nan.",
    ),
    subtracts_the_mean=(
        {"np.max": "np.mean"},
        "the mean of each column is subtracted: "
        "a score may lie far above the mean, and only the maximum keeps exp below 1.",
    ),
    clips_the_scores=(
        {f"z - {MAXIMUM}": "np.clip(z, -500, 500)"},
        "the scores are clipped: large ones become equal, and their differences are what counts.",
    ),
)

answers.mistakes(
    "its_argument_is_left_alone",
    subtracts_in_place=(
        {"exp_z = ": f"z -= {MAXIMUM}\n    exp_z = ", f"z - {MAXIMUM}": "z"},
        "the maximum is subtracted from z itself: -= writes into the caller's array.",
    ),
)

answers.refused(
    "the_results_sum_to_one_along_the_axis",
    returns_the_logarithm={f"exp_z / {SUM}": f"z - {MAXIMUM} - np.log({SUM})"},
    takes_the_largest_alone={f"exp_z / {SUM}": f"(z == {MAXIMUM}).astype(float)"},
)
answers.refused("large_scores_in_one_column_harm_no_other", subtracts_the_minimum={"np.max": "np.min"})
