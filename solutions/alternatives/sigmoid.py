"""Other answers to sigmoid."""

import numpy as np

from solutions.activations import sigmoid
from solutions.alternatives import Answers

answers = Answers(sigmoid)


@answers.variant
def by_sign(z):
    e = np.exp(-np.abs(z))
    return np.where(np.asarray(z) >= 0, 1, e) / (1 + e)


@answers.variant
def with_clipped_exponent(z):
    return 1.0 / (1.0 + np.exp(np.clip(-np.asarray(z, dtype=float), -500, 500)))


@answers.variant
def in_two_halves(z):
    s = np.empty(np.shape(z))
    up = z >= 0
    s[up] = 1 / (1 + np.exp(-z[up]))
    s[~up] = np.exp(z[~up]) / (1 + np.exp(z[~up]))
    return s


@answers.variant
def with_logaddexp(z):
    return np.exp(-np.logaddexp(0, -z))


RESULT = "0.5 * (1.0 + np.tanh(0.5 * np.asarray(z)))"

answers.mistakes(
    "every_entry_follows_the_formula",
    forgets_the_brackets=(
        {RESULT: "1 / 1 + np.exp(-z)"},
        "1 + exp(-z) is computed. The sigmoid is 1 divided by that sum, so the sum needs brackets.",
    ),
    turns_the_sign=(
        {"np.tanh(0.5": "np.tanh(-0.5"},
        "the exponent has the wrong sign, which gives the sigmoid of -z.",
    ),
    subtracts_the_exponential=(
        {RESULT: "1 / (1 - np.exp(-z))"},
        "1 / (1 - exp(-z)) is computed, with a minus where the formula has a plus.",
    ),
    loses_the_sign=(
        {RESULT: "1 / (1 + np.exp(-np.abs(z)))"},
        "the sigmoid of |z| is computed, so negative entries get the values of positive ones.",
    ),
    forgets_to_halve=(
        {"0.5 * np.asarray(z)": "np.asarray(z)"},
        "the sigmoid of 2 z is computed. With tanh, it is z / 2 that goes in.",
    ),
    goes_up_to_two=(
        {"0.5 * (1.0": "1.0 * (1.0"},
        "every value is twice as large as it should be, so they go from 0 to 2.",
    ),
    forgets_the_one=(
        {"(1.0 +": "(0.0 +"},
        "every value is too low by 1/2, so they go from -1/2 to 1/2.",
    ),
    adds_half_to_a_whole_tanh=(
        {RESULT: "0.5 * 1.0 + np.tanh(0.5 * np.asarray(z))"},
        "1/2 + tanh(z / 2) is computed, which goes from -1/2 to 3/2. The tanh has to be halved as well.",
    ),
    returns_tanh=({RESULT: "np.tanh(z)"}, "tanh is computed. It goes from -1 to 1, and the sigmoid from 0 to 1."),
    returns_a_hard_sigmoid=(
        {RESULT: "np.clip(0.2 * z + 0.5, 0, 1)"},
        "0.2 z + 0.5 is computed and clipped to 0 and 1. Those are straight lines, known as a hard sigmoid.",
    ),
    returns_the_derivative=(
        {RESULT: "np.exp(-z) / (1 + np.exp(-z)) ** 2"},
        "the derivative of the sigmoid, s (1 - s), is computed.",
    ),
    returns_a_softmax=(
        {RESULT: "np.exp(z) / np.exp(z).sum()"},
        "a softmax of all entries is computed. In a sigmoid each entry is treated by itself.",
    ),
    rounds_to_0_and_1=(
        {RESULT: "(z > 0).astype(float)"},
        "only the sign of z decides, and the result is 0 or 1. The sigmoid has values in between.",
    ),
    keeps_whole_numbers=(
        {f"return {RESULT}": f"s = np.zeros_like(z)\n    s[...] = {RESULT}\n    return s"},
        "the result has the dtype of z. If z holds whole numbers, every value is cut to a whole number.",
    ),
    returns_float32=(
        {RESULT: f"({RESULT}).astype(np.float32)"},
        "the result is right, but of dtype float32. float64 is expected.",
    ),
    works_in_place=(
        {f"return {RESULT}": "z *= 0.5\n    np.tanh(z, out=z)\n    return 0.5 * (1.0 + z)"},
        "the caller's z is changed in place. If z holds whole numbers, that even raises an error.",
    ),
)

answers.mistakes(
    "large_entries_of_either_sign_do_no_harm",
    overflows=(
        {RESULT: "1 / (1 + np.exp(-z))"},
        "exp gets numbers so large that it overflows. `np.where` alone does not help: it computes both branches.",
    ),
    divides_infinities=(
        {RESULT: "np.exp(z) / (1 + np.exp(z))"},
        "e^z / (1 + e^z) is computed as it is. For large z that is infinity divided by infinity.",
    ),
    clips_at_ten=(
        {RESULT: "1 / (1 + np.exp(-np.clip(z, -10, 10)))"},
        "z is clipped to -10 and 10. There the sigmoid is still 0.00005 away from 0 and 1.",
    ),
    clips_the_caller=(
        {f"return {RESULT}": "z[z < -500] = -500\n    return 1 / (1 + np.exp(-z))"},
        "the values are right, but large entries of the caller's z are changed. Work on a copy.",
    ),
)

answers.refused(
    "large_entries_of_either_sign_do_no_harm",
    clips_at_twenty={RESULT: "1 / (1 + np.exp(-np.clip(z, -20, 20)))"},
    changes_floats_in_place={
        f"return {RESULT}": "z = np.asarray(z, float)\n    z *= 0.5\n    return 0.5 * (1 + np.tanh(z))"
    },
)
answers.refused(
    "every_entry_follows_the_formula",
    squeezes_short_axes={RESULT: f"np.squeeze({RESULT})"},
    writes_into_z={f"return {RESULT}": f"z[...] = {RESULT}\n    return z"},
)
