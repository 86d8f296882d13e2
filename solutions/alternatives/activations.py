"""Lesson 00: wrong and unusual activation functions."""

import numpy as np

from solutions.alternatives import misconception, variant

# -------------------------------------------------------------------------------------------------------------- sigmoid

FORMULA, LARGE = "every_entry_follows_the_formula", "large_entries_of_either_sign_do_no_harm"


@misconception("sigmoid", caught_by=FORMULA, says="the exponent has the wrong sign: this is the sigmoid of -z.")
def turns_the_sign(source):
    return source.replace("0.5 * np.asarray(z)", "-0.5 * np.asarray(z)")


@misconception(
    "sigmoid",
    caught_by=FORMULA,
    says="1 / 1 + e is computed for 1 / (1 + e): division comes before addition, so the sum needs brackets.",
)
def forgets_the_brackets(z):
    return 1 / 1 + np.exp(-z)


@misconception(
    "sigmoid",
    caught_by=FORMULA,
    says="the sign of z is lost: with e = exp(-|z|), the numerator is 1 for z >= 0 and e for z < 0.",
)
def loses_the_sign(z):
    return 1 / (1 + np.exp(-np.abs(z)))


@misconception("sigmoid", caught_by=FORMULA, says="this is tanh: it runs from -1 to 1, the sigmoid from 0 to 1.")
def returns_tanh(z):
    return np.tanh(z)


@misconception(
    "sigmoid",
    caught_by=FORMULA,
    says="tanh is given z instead of z / 2: the curve is then twice as steep.",
)
def forgets_to_halve(source):
    return source.replace("np.tanh(0.5 * np.asarray(z))", "np.tanh(np.asarray(z))")


@misconception(
    "sigmoid",
    caught_by=FORMULA,
    says="this is the derivative s (1 - s) of the sigmoid: the sigmoid itself is asked for.",
)
def returns_the_derivative(z):
    return np.exp(-z) / (1 + np.exp(-z)) ** 2


@misconception(
    "sigmoid",
    caught_by=FORMULA,
    says="the entries are divided by their sum: that is a softmax, and each entry of a sigmoid stands alone.",
)
def returns_a_softmax(z):
    return np.exp(z) / np.exp(z).sum()


@misconception(
    "sigmoid",
    caught_by=FORMULA,
    says="the result is written into an array of z's own dtype: with whole numbers in z, every value is cut to 0.",
)
def keeps_whole_numbers(z):
    s = np.zeros_like(z)
    s[...] = 0.5 * np.tanh(0.5 * z) + 0.5
    return s


@misconception(
    "sigmoid",
    caught_by=FORMULA,
    says="entries are rounded to 0 and 1: the sigmoid passes smoothly from one to the other.",
)
def decides_instead(z):
    return (z > 0).astype(float)


@misconception(
    "sigmoid",
    caught_by=LARGE,
    says="exp overflows for large entries of one sign; np.where does not prevent it, since it computes both "
    "its branches for all entries.",
)
def overflows(z):
    return 1 / (1 + np.exp(-z))


@misconception(
    "sigmoid",
    caught_by=LARGE,
    says="e^z / (1 + e^z) is computed as it stands: for large z it is infinity by infinity.",
)
def divides_infinities(z):
    return np.exp(z) / (1 + np.exp(z))


@misconception(
    "sigmoid",
    caught_by=LARGE,
    says="z is clipped to ±10: there the sigmoid is still 0.00005 away from 0 and 1.",
)
def clips_at_ten(z):
    return 1 / (1 + np.exp(-np.clip(z, -10, 10)))


@variant("sigmoid")
def by_sign(z):
    e = np.exp(-np.abs(z))
    return np.where(np.asarray(z) >= 0, 1, e) / (1 + e)


@variant("sigmoid")
def with_clipped_exponent(z):
    return 1.0 / (1.0 + np.exp(np.clip(-np.asarray(z, dtype=float), -500, 500)))


@variant("sigmoid")
def in_two_halves(z):
    s = np.empty(np.shape(z))
    up = z >= 0
    s[up] = 1 / (1 + np.exp(-z[up]))
    s[~up] = np.exp(z[~up]) / (1 + np.exp(z[~up]))
    return s


@variant("sigmoid")
def with_logaddexp(z):
    return np.exp(-np.logaddexp(0, -z))


# -------------------------------------------------------------------------------------------------------------- softmax

SUMS, APART = "the_results_sum_to_one_along_the_axis", "large_scores_in_one_column_harm_no_other"


@misconception("softmax", caught_by=SUMS, says="all entries are divided by one sum: every column has a sum of its own.")
def sums_over_everything(source):
    return source.replace("exp_z.sum(axis=axis, keepdims=True)", "exp_z.sum()")


@misconception(
    "softmax",
    caught_by=SUMS,
    says="all columns share one sum, np.exp(z).sum(): every column is to have a sum of its own.",
)
def shares_one_sum(source):
    return source.replace("axis=axis, keepdims=True", "")


@misconception("softmax", caught_by=SUMS, says="the sum runs along axis 0 whatever `axis` says.")
def always_sums_along_axis_0(source):
    return source.replace("axis=axis", "axis=0")


@misconception(
    "softmax", caught_by=SUMS, says="the sum runs along axis 1: that mixes the examples; a column is one example."
)
def always_sums_along_axis_1(source):
    return source.replace("axis=axis", "axis=1")


@misconception(
    "softmax",
    caught_by=SUMS,
    says="the sum runs along the last axis: by default each column is a distribution, and a column runs along axis 0.",
)
def always_sums_along_the_last_axis(source):
    return source.replace("axis=axis", "axis=-1")


@misconception(
    "softmax",
    caught_by=SUMS,
    says="the sum loses its axis: without keepdims=True it lines up with the wrong axis of z, or with none.",
)
def loses_the_axis_of_the_sum(source):
    return source.replace(".sum(axis=axis, keepdims=True)", ".sum(axis=axis)")


@misconception(
    "softmax",
    caught_by=SUMS,
    says="the sum loses its axis, np.exp(z).sum(axis): without keepdims=True it lines up with another axis, or none.",
)
def loses_the_axis_of_the_bare_sum(z, axis=0):
    return np.exp(z) / np.exp(z).sum(axis=axis)


@misconception(
    "softmax",
    caught_by=SUMS,
    says="the maximum loses its axis: without keepdims=True it lines up with the wrong axis of z, or with none.",
)
def loses_the_axis_of_the_maximum(source):
    return source.replace("np.max(z, axis=axis, keepdims=True)", "np.max(z, axis=axis)")


@misconception(
    "softmax",
    caught_by=SUMS,
    says="maximum and sum lose their axis: without keepdims=True they line up with the wrong axis of z, or with none.",
)
def loses_both_axes(source):
    return source.replace(", keepdims=True", "")


@misconception(
    "softmax",
    caught_by=SUMS,
    says="the maximum runs along axis 0 and the sum along `axis`: what is subtracted cancels only if both run "
    "along the same.",
)
def subtracts_along_axis_0(source):
    return source.replace("np.max(z, axis=axis", "np.max(z, axis=0")


@misconception("softmax", caught_by=SUMS, says="the exponentials are not divided by their sum.")
def forgets_to_divide(source):
    return source.replace(" / exp_z.sum(axis=axis, keepdims=True)", "")


@misconception(
    "softmax", caught_by=SUMS, says="the scores are divided by their sum without the exponential: they may be negative."
)
def forgets_the_exponential(z, axis=0):
    return z / z.sum(axis=axis, keepdims=True)


@misconception(
    "softmax",
    caught_by=SUMS,
    says="every entry is squashed by itself: this is a sigmoid, and its columns do not sum to 1.",
)
def returns_a_sigmoid(z, axis=0):
    return 1 / (1 + np.exp(-z))


@misconception("softmax", caught_by=SUMS, says="this is the logarithm of the probabilities.")
def returns_the_logarithm(z, axis=0):
    shifted = z - z.max(axis=axis, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))


@misconception(
    "softmax", caught_by=SUMS, says="the exponent has the wrong sign: the smallest score gets the largest probability."
)
def turns_the_sign_of_the_scores(source):
    return source.replace("z - np.max(z, axis=axis, keepdims=True)", "np.min(z, axis=axis, keepdims=True) - z")


@misconception(
    "softmax",
    caught_by=SUMS,
    says="the exponentials are written into an array of z's own dtype: with whole numbers in z they are cut off.",
)
def keeps_whole_scores(z, axis=0):
    e = np.zeros_like(z)
    e[...] = np.exp(z - np.max(z, axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


@misconception(
    "softmax", caught_by=SUMS, says="the largest score gets 1 and the others 0: a softmax leaves every score its share."
)
def takes_the_largest_alone(z, axis=0):
    return (z == np.max(z, axis=axis, keepdims=True)).astype(float)


@misconception(
    "softmax",
    caught_by=APART,
    says="nothing is subtracted before exp: e^1000 is more than a float64 can hold, and infinity by infinity is nan.",
)
def subtracts_nothing(source):
    return source.replace("z - np.max(z, axis=axis, keepdims=True)", "z")


@misconception(
    "softmax",
    caught_by=APART,
    says="the maximum of the whole array is subtracted: in a column a thousand below it every exponential is "
    "0, and 0 by 0 is nan.",
)
def subtracts_the_maximum_of_all(source):
    return source.replace("np.max(z, axis=axis, keepdims=True)", "np.max(z)")


@misconception(
    "softmax",
    caught_by=APART,
    says="the mean of each column is subtracted: a score may lie far above the mean, and only the maximum "
    "keeps exp below 1.",
)
def subtracts_the_mean(source):
    return source.replace("np.max(z, ", "np.mean(z, ")


@misconception(
    "softmax",
    caught_by=APART,
    says="the minimum of each column is subtracted: the largest score then grows instead of becoming 0.",
)
def subtracts_the_minimum(source):
    return source.replace("np.max(z, ", "np.min(z, ")


@misconception(
    "softmax",
    caught_by=APART,
    says="the scores are clipped: large ones become equal, and their differences are what counts.",
)
def clips_the_scores(source):
    return source.replace("z - np.max(z, axis=axis, keepdims=True)", "np.clip(z, -500, 500)")


@misconception(
    "softmax",
    caught_by="its_argument_is_left_alone",
    says="the maximum is subtracted from z itself: -= writes into the caller's array.",
)
def subtracts_in_place(source):
    return source.replace(
        "exp_z = np.exp(z - np.max(z, axis=axis, keepdims=True))",
        "z -= np.max(z, axis=axis, keepdims=True)\n    exp_z = np.exp(z)",
    )


@variant("softmax")
def through_the_logarithm(z, axis=0):
    return np.exp(z - np.logaddexp.reduce(z, axis=axis, keepdims=True))


@variant("softmax")
def column_by_column(z, axis=0):
    def of_one(scores):
        e = np.exp(scores - max(scores))
        return e / sum(e)

    return np.apply_along_axis(of_one, axis, np.asarray(z, dtype=float))


@variant("softmax")
def with_the_axis_in_front(z, axis=0):
    front = np.moveaxis(z, axis, 0)
    e = np.exp(front - front.max(0))
    return np.moveaxis(e / e.sum(0), 0, axis)


@variant("softmax")
def with_expand_dims(z, axis=0):
    shifted = z - np.expand_dims(np.amax(z, axis), axis)
    e = np.exp(shifted)
    return np.divide(e, np.expand_dims(np.add.reduce(e, axis), axis))
