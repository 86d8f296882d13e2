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


answers.mistakes(
    "every_entry_follows_the_formula",
    turns_the_sign=(
        {"0.5 * np.asarray(z)": "-0.5 * np.asarray(z)"},
        "the exponent has the wrong sign: this is the sigmoid of -z.",
    ),
    forgets_to_halve=(
        {"np.tanh(0.5 * np.asarray(z))": "np.tanh(np.asarray(z))"},
        "tanh is given z instead of z / 2: the curve is then twice as steep.",
    ),
)


@answers.mistake(
    "every_entry_follows_the_formula",
    "1 / 1 + e is computed for 1 / (1 + e): division comes before addition, so the sum needs brackets.",
)
def forgets_the_brackets(z):
    return 1 / 1 + np.exp(-z)


@answers.mistake(
    "every_entry_follows_the_formula",
    "the sign of z is lost: with e = exp(-|z|), the numerator is 1 for z >= 0 and e for z < 0.",
)
def loses_the_sign(z):
    return 1 / (1 + np.exp(-np.abs(z)))


@answers.mistake(
    "every_entry_follows_the_formula",
    "this is tanh: it runs from -1 to 1, the sigmoid from 0 to 1.",
)
def returns_tanh(z):
    return np.tanh(z)


@answers.mistake(
    "every_entry_follows_the_formula",
    "this is the derivative s (1 - s) of the sigmoid: the sigmoid itself is asked for.",
)
def returns_the_derivative(z):
    return np.exp(-z) / (1 + np.exp(-z)) ** 2


@answers.mistake(
    "every_entry_follows_the_formula",
    "the entries are divided by their sum: that is a softmax, and each entry of a sigmoid stands alone.",
)
def returns_a_softmax(z):
    return np.exp(z) / np.exp(z).sum()


@answers.mistake(
    "every_entry_follows_the_formula",
    "the result is written into an array of z's own dtype: with whole numbers in z, every value is cut to 0.",
)
def keeps_whole_numbers(z):
    s = np.zeros_like(z)
    s[...] = 0.5 * np.tanh(0.5 * z) + 0.5
    return s


@answers.mistake(
    "every_entry_follows_the_formula",
    "entries are rounded to 0 and 1: the sigmoid passes smoothly from one to the other.",
)
def decides_instead(z):
    return (z > 0).astype(float)


@answers.mistake(
    "large_entries_of_either_sign_do_no_harm",
    "exp overflows for large entries of one sign; np.where does not prevent it, since it computes both its branches for all entries.",
)
def overflows(z):
    return 1 / (1 + np.exp(-z))


@answers.mistake(
    "large_entries_of_either_sign_do_no_harm",
    "e^z / (1 + e^z) is computed as it stands: for large z it is infinity by infinity.",
)
def divides_infinities(z):
    return np.exp(z) / (1 + np.exp(z))


@answers.mistake(
    "large_entries_of_either_sign_do_no_harm",
    "z is clipped to ±10: there the sigmoid is still 0.00005 away from 0 and 1.",
)
def clips_at_ten(z):
    return 1 / (1 + np.exp(-np.clip(z, -10, 10)))
