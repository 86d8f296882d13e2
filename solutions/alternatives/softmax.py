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
        "each column's own maximum is subtracted, but all entries are divided by one sum. Each column has its own.",
    ),
    shares_one_sum=(
        {MAXIMUM: "np.max(z)", SUM: "exp_z.sum()"},
        "all entries are divided by one sum. Each column has a sum of its own.",
    ),
    always_sums_along_axis_0=(
        {"axis=axis": ("axis=0", 2)},
        "`axis` is not used, and the sum is always along axis 0.",
    ),
    always_sums_along_axis_1=(
        {"axis=axis": ("axis=1", 2)},
        "`axis` is not used, and the sum is always along axis 1.",
    ),
    always_sums_along_the_last_axis=(
        {"axis=axis": ("axis=-1", 2)},
        "`axis` is not used, and the sum is always along the last axis.",
    ),
    takes_the_last_axis_by_default=(
        {"axis: int = 0": "axis: int = -1"},
        "the sum is along the last axis when no axis is given. The default is axis 0, where a column runs.",
    ),
    takes_axis_1_by_default=(
        {"axis: int = 0": "axis: int = 1"},
        "the sum is along axis 1 when no axis is given. The default is axis 0, where a column runs.",
    ),
    subtracts_along_axis_0=(
        {MAXIMUM: "np.max(z, axis=0, keepdims=True)"},
        "the maximum is always along axis 0, and the sum along `axis`. Both are to be along `axis`.",
    ),
    loses_the_axis_of_the_sum=(
        {SUM: "exp_z.sum(axis=axis)"},
        "the sum loses its axis. With keepdims=True it stays, and lines up with z.",
    ),
    loses_the_axis_of_the_maximum=(
        {MAXIMUM: "np.max(z, axis=axis)"},
        "the maximum loses its axis. With keepdims=True it stays, and lines up with z.",
    ),
    loses_both_axes=(
        {", keepdims=True": ("", 2)},
        "maximum and sum lose their axis. With keepdims=True it stays, and lines up with z.",
    ),
    forgets_to_divide=(
        {f" / {SUM}": ""},
        "the exponentials are not divided by their sum, so the largest result of each column is 1.",
    ),
    divides_by_the_mean=(
        {SUM: SUM.replace("sum", "mean")},
        "the exponentials are divided by their mean. Their sum is expected, so that the results sum to 1.",
    ),
    divides_by_the_maximum=(
        {f"z - {MAXIMUM}": f"z / {MAXIMUM}"},
        "the scores are divided by the largest one. It should be subtracted, which cancels in the fraction.",
    ),
    divides_inside_the_exponential=(
        {f"exp_z / {SUM}": "np.exp(z / np.exp(z).sum(axis=axis, keepdims=True))"},
        "the scores are divided by the sum inside of exp. The exponentials themselves are to be divided by it.",
    ),
    sums_other_exponentials=(
        {SUM: "np.exp(z).sum(axis=axis, keepdims=True)"},
        "the maximum is subtracted above the fraction line, but not below it. Then it does not cancel.",
    ),
    sums_the_scores=(
        {SUM: "z.sum(axis=axis, keepdims=True)"},
        "the exponentials are divided by the sum of the scores. The sum of the exponentials is expected.",
    ),
    forgets_the_exponential=(
        {f"np.exp(z - {MAXIMUM})": "z"},
        "the scores are divided by their sum, without exp.",
    ),
    turns_the_sign_of_the_scores=(
        {f"z - {MAXIMUM}": "np.min(z, axis=axis, keepdims=True) - z"},
        "the exponent has the wrong sign, so the smallest score gets the largest probability.",
    ),
    returns_a_sigmoid=(
        {f"exp_z / {SUM}": "1 / (1 + np.exp(-z))"},
        "a sigmoid is computed, each entry by itself. A softmax divides by the sum of a column.",
    ),
    returns_the_logarithm=(
        {f"exp_z / {SUM}": f"z - {MAXIMUM} - np.log({SUM})"},
        "the logarithm of the softmax is computed.",
    ),
    keeps_whole_scores=(
        {"exp_z = ": "exp_z = np.zeros_like(z)\n    exp_z[...] = "},
        "the exponentials have the dtype of z. If z holds whole numbers, they are cut to whole numbers.",
    ),
    returns_float32=(
        {f"exp_z / {SUM}": f"(exp_z / {SUM}).astype(np.float32)"},
        "the result is right, but of dtype float32. float64 is expected.",
    ),
)


@answers.mistake(
    "the_results_sum_to_one_along_the_axis",
    "the sum loses its axis. With keepdims=True it stays, and lines up with z.",
)
def loses_the_axis_of_the_bare_sum(z, axis=0):
    return np.exp(z) / np.exp(z).sum(axis=axis)


@answers.mistake(
    "the_results_sum_to_one_along_the_axis",
    "z is always treated as a matrix of columns, and `axis` is not used.",
)
def goes_column_by_column(z, axis=0):
    p = np.zeros(z.shape)
    for i in range(z.shape[1]):
        e = np.exp(z[:, i] - z[:, i].max())
        p[:, i] = e / e.sum()
    return p


answers.mistakes(
    "large_scores_in_one_column_harm_no_other",
    subtracts_nothing=(
        {f"z - {MAXIMUM}": "z"},
        "nothing is subtracted before exp. e^1000 is too large for a float64, and infinity divided by infinity is nan.",
    ),
    adds_a_small_number=(
        {f"z - {MAXIMUM}": "z", f"/ {SUM}": f"/ ({SUM} + 1e-8)"},
        "nothing is subtracted before exp, and a small number is added to the sum. Large scores still overflow.",
    ),
    subtracts_the_maximum_of_all=(
        {MAXIMUM: "np.max(z)"},
        "the maximum of the whole array is subtracted. A thousand below it every exp is 0, and 0 divided by 0 is nan.",
    ),
    subtracts_the_mean=(
        {"np.max": "np.mean"},
        "the mean of each column is subtracted. A score may be far above the mean, but never above the maximum.",
    ),
    subtracts_the_minimum=(
        {"np.max": "np.min"},
        "the minimum of each column is subtracted. A score may be far above it, but never above the maximum.",
    ),
    clips_the_scores=(
        {f"z - {MAXIMUM}": "np.clip(z, -500, 500)"},
        "the scores are clipped to -500 and 500. Beyond that their differences are lost, and these count.",
    ),
)

answers.mistakes(
    "its_argument_is_left_alone",
    subtracts_in_place=(
        {"exp_z = ": f"z -= {MAXIMUM}\n    exp_z = ", f"z - {MAXIMUM}": "z"},
        "the values are right, but the caller's z is changed. `z -= ...` and `z[...] = ...` write into it.",
    ),
)

answers.refused(
    "the_results_sum_to_one_along_the_axis",
    takes_the_largest_alone={f"exp_z / {SUM}": f"(z == {MAXIMUM}).astype(float)"},
    squeezes_short_axes={f"exp_z / {SUM}": f"np.squeeze(exp_z / {SUM})"},
)

answers.mistakes(
    "the_results_sum_to_one_along_the_axis",
    sums_along_axis_0_alone=(
        {SUM: "exp_z.sum(axis=0)"},
        "the maximum is taken along `axis`, but the sum always runs along axis 0.",
    ),
    sums_along_axis_1_alone=(
        {SUM: "exp_z.sum(axis=1, keepdims=True)"},
        "the maximum is taken along `axis`, but the sum always runs along axis 1.",
    ),
)
