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
        "1 / 1 + e is computed for 1 / (1 + e): division comes before addition, so the sum needs brackets.",
    ),
    turns_the_sign=({"np.tanh(0.5": "np.tanh(-0.5"}, "the exponent has the wrong sign: this is the sigmoid of -z."),
    loses_the_sign=(
        {RESULT: "1 / (1 + np.exp(-np.abs(z)))"},
        "the sign of z is lost: with e = exp(-|z|), the numerator is 1 for z >= 0 and e for z < 0.",
    ),
    forgets_to_halve=(
        {"np.tanh(0.5 * np.asarray(z))": "np.tanh(z)"},
        "tanh is given z instead of z / 2: the curve is then twice as steep.",
    ),
    returns_tanh=({RESULT: "np.tanh(z)"}, "this is tanh: it runs from -1 to 1, the sigmoid from 0 to 1."),
    returns_the_derivative=(
        {RESULT: "np.exp(-z) / (1 + np.exp(-z)) ** 2"},
        "this is the derivative s (1 - s) of the sigmoid: the sigmoid itself is asked for.",
    ),
    returns_a_softmax=(
        {RESULT: "np.exp(z) / np.exp(z).sum()"},
        "the entries are divided by their sum: that is a softmax, and each entry of a sigmoid stands alone.",
    ),
    keeps_whole_numbers=(
        {f"return {RESULT}": f"s = np.zeros_like(z)\n    s[...] = {RESULT}\n    return s"},
        "the result is written into an array of z's own dtype: with whole numbers in z, every value is cut to 0.",
    ),
)

answers.mistakes(
    "large_entries_of_either_sign_do_no_harm",
    overflows=(
        {RESULT: "1 / (1 + np.exp(-z))"},
        "exp overflows for large entries of one sign; "
        "np.where does not prevent it, since it computes both its branches for all entries.",
    ),
    divides_infinities=(
        {RESULT: "np.exp(z) / (1 + np.exp(z))"},
        "e^z / (1 + e^z) is computed as it stands: for large z it is infinity by infinity.",
    ),
    clips_at_ten=(
        {RESULT: "1 / (1 + np.exp(-np.clip(z, -10, 10)))"},
        "z is clipped to ±10: there the sigmoid is still 0.00005 away from 0 and 1.",
    ),
)

answers.refused("every_entry_follows_the_formula", decides_instead={RESULT: "(z > 0).astype(float)"})
