"""Other answers to apply_temperature."""

import numpy as np

from solutions.activations import softmax
from solutions.alternatives import Answers
from solutions.language_model_training import apply_temperature

answers = Answers(apply_temperature)

RESULT = "return softmax(logits / tau)"
REFUSES = 'if tau <= 0:\n        raise ValueError(f"the temperature is above 0, not {tau}")'


@answers.variant
def written_out(logits, tau):
    if not tau > 0:
        raise ValueError("no such temperature")
    z = (logits - logits.max(axis=0)) / tau
    p = np.exp(z)
    return p / np.sum(p, axis=0)


@answers.variant
def with_logarithms(logits, tau):
    if tau > 0:
        z = np.asarray(logits, dtype=float) / tau
        return np.exp(z - np.logaddexp.reduce(z, axis=0, keepdims=True))
    raise ValueError(tau)


@answers.variant
def column_by_column(logits, tau):
    if tau <= 0.0:
        raise ValueError(f"tau = {tau}")
    y_pred = np.zeros(logits.shape)
    for i in range(logits.shape[1]):
        z = np.array(logits[:, i], dtype=float)
        z -= z.max()
        z /= tau
        y_pred[:, i] = np.exp(z) / np.exp(z).sum()
    return y_pred


@answers.variant
def by_powers_of_the_probabilities(logits, tau):
    if tau <= 0:
        raise ValueError("tau")
    log_p = logits - logits.max(axis=0) - np.log(np.exp(logits - logits.max(axis=0)).sum(axis=0))
    return softmax(log_p / tau)


answers.variants(
    with_one_over_tau={"logits / tau": "logits * (1.0 / tau)"},
    on_a_copy={RESULT: "z = logits.astype(float)\n    z /= tau\n    return softmax(z)"},
    by_the_last_axis={RESULT: "return softmax(logits.T / tau, axis=-1).T"},
)

answers.mistakes(
    "the_scores_are_divided_by_the_temperature",
    multiplies_by_the_temperature=(
        {"logits / tau": "logits * tau"},
        "the scores are multiplied by tau, or the probabilities taken to the power of tau: a high temperature then "
        "makes the result sharper, not flatter.",
    ),
    divides_the_probabilities=(
        {"softmax(logits / tau)": "softmax(logits) / tau"},
        "the probabilities are divided by tau: their sum is then 1 / tau.",
    ),
    takes_powers_without_the_sum=(
        {"softmax(logits / tau)": "softmax(logits) ** (1 / tau)"},
        "the probabilities are taken to the power of 1 / tau and not divided by their sum.",
    ),
    ignores_the_temperature=(
        {"logits / tau": "logits"},
        "tau has no effect: divide the scores by it. (Where probabilities are divided by tau and then by their sum, "
        "the one undoes the other.)",
    ),
    softens_twice=(
        {"softmax(logits / tau)": "softmax(softmax(logits) / tau)"},
        "softmax is taken of probabilities: it acts on the scores, once.",
    ),
    softens_along_the_examples=(
        {"logits / tau)": "logits / tau, axis=1)"},
        "softmax runs along each row, over the examples: every column is to have the sum 1.",
    ),
    divides_by_the_sum_of_all=(
        {RESULT: "p = np.exp(logits / tau - np.max(logits / tau))\n    return p / p.sum()"},
        "all entries together have the sum 1: every column is to have it.",
    ),
    returns_the_scores=({"softmax(logits / tau)": "logits / tau"}, "the scores come back, without softmax."),
    returns_logarithms=(
        {"softmax(logits / tau)": "np.log(softmax(logits / tau))"},
        "the logarithms of the probabilities come back.",
    ),
    divides_by_the_square=({"logits / tau": "logits / tau**2"}, "the scores are divided by the square of tau."),
    divides_by_the_root=({"logits / tau": "logits / np.sqrt(tau)"}, "the scores are divided by the root of tau."),
    adds_one_to_tau=({"logits / tau": "logits / (1 + tau)"}, "the scores are divided by 1 + tau."),
    divides_as_whole_numbers=({"logits / tau": "logits // tau"}, "// cuts off what stands behind the point: use /."),
    takes_the_largest=(
        {RESULT: "return (logits == logits.max(axis=0)).astype(float)"},
        "the largest score gets all the probability, whatever tau is.",
    ),
    returns_float32=(
        {"softmax(logits / tau)": "softmax(logits / tau).astype(np.float32)"},
        "the result is right, but of dtype float32.",
    ),
)

answers.mistakes(
    "large_scores_give_no_warning_and_are_left_alone",
    overflows=(
        {RESULT: "p = np.exp(logits / tau)\n    return p / p.sum(axis=0)"},
        "np.exp is taken of large scores and overflows: subtract each column's largest one before, as softmax does.",
    ),
    subtracts_the_largest_of_all=(
        {RESULT: "p = np.exp((logits - logits.max()) / tau)\n    return p / p.sum(axis=0)"},
        "the largest of all scores is subtracted: in a column with small ones nothing is left then. "
        "Each column has a largest score of its own.",
    ),
    takes_powers_that_vanish=(
        {RESULT: "p = softmax(logits) ** (1 / tau)\n    return p / p.sum(axis=0)"},
        "the probabilities are taken to the power of 1 / tau: at a low temperature all of them become 0, "
        "and 0 / 0 is nan. Divide the scores instead.",
    ),
    subtracts_the_largest_too_late=(
        {RESULT: "p = np.exp(logits / tau - logits.max(axis=0))\n    return p / p.sum(axis=0)"},
        "the largest score is subtracted before it is divided by tau: what is subtracted should be divided as well.",
    ),
    adds_a_small_number=(
        {RESULT: "p = np.exp(logits / tau - (logits / tau).max(axis=0)) + 1e-8\n    return p / p.sum(axis=0)"},
        "a small number is added to each probability: one that is 0 is no longer so.",
    ),
    divides_in_place=(
        {RESULT: "if logits.dtype.kind == 'f':\n        logits /= tau\n        return softmax(logits)\n    " + RESULT},
        "logits /= tau, or another change in place, writes into the caller's array: logits / tau makes a new one.",
    ),
)

answers.mistakes(
    "a_temperature_of_0_or_below_raises_a_value_error",
    raises_nothing=({REFUSES + "\n    ": ""}, "no ValueError is raised for a temperature of 0 or below."),
    lets_zero_pass=({"tau <= 0": "tau < 0"}, "a temperature of 0 is let through: 0 has no answer either."),
    answers_zero_with_the_largest=(
        {
            REFUSES: "if tau == 0:\n        return np.eye(len(logits))[:, logits.argmax(axis=0)]\n    "
            + REFUSES.replace("<=", "<")
        },
        "a temperature of 0 gives all the probability to the largest score: a ValueError is expected.",
    ),
    refuses_zero_alone=({"tau <= 0": "tau == 0"}, "only 0 is refused: negative temperatures have no answer either."),
    refuses_low_temperatures=(
        {"tau <= 0": "tau < 1"},
        "every temperature below 1 is refused: those above 0 have an answer.",
    ),
    refuses_high_temperatures=(
        {"tau <= 0": "tau <= 0 or tau > 1"},
        "temperatures above 1 are refused: they have an answer.",
    ),
    takes_a_small_one_instead=(
        {REFUSES: "tau = max(tau, 1e-8)"},
        "a temperature of 0 or below is replaced by a small one: a ValueError is expected.",
    ),
    asserts=(
        {REFUSES: 'assert tau > 0, "the temperature is above 0"'},
        "an assertion fails where a ValueError is expected.",
    ),
    returns_the_error=(
        {"raise ValueError": "return ValueError"},
        "the ValueError is returned, where it should be raised.",
    ),
)

answers.refused(
    "the_scores_are_divided_by_the_temperature",
    divides_and_normalises={RESULT: "p = softmax(logits) / tau\n    return p / p.sum(axis=0)"},
    takes_the_power_of_tau={RESULT: "p = softmax(logits) ** tau\n    return p / p.sum(axis=0)"},
    subtracts_the_temperature={"logits / tau": "logits - tau"},
    rounds={"softmax(logits / tau)": "softmax(logits / tau).round(4)"},
    reads_the_first_column={RESULT: "return softmax(logits[:, 0] / tau)"},
    mixes_with_all_alike={RESULT: "return softmax(logits) / tau + (1 - 1 / tau) / len(logits)"},
)
answers.refused(
    "large_scores_give_no_warning_and_are_left_alone",
    subtracts_in_place={RESULT: "logits -= logits.max(axis=0).astype(logits.dtype)\n    " + RESULT},
    clips_the_scores={"softmax(logits / tau)": "softmax(np.clip(logits / tau, -500, 500))"},
)

answers.mistakes(
    "the_scores_are_divided_by_the_temperature",
    shares_one_sum_among_the_columns=(
        {RESULT: "p = np.exp(logits / tau - np.max(logits / tau, axis=0))\n    return p / p.sum()"},
        "each column's largest score is subtracted, but all entries are divided by one sum: every column has its own.",
    ),
    sums_over_the_examples=(
        {
            RESULT: "p = np.exp(logits / tau - np.max(logits / tau, axis=0))\n"
            "    return p / p.sum(axis=1, keepdims=True)"
        },
        "each column's largest score is subtracted, but the sum runs along each row: every column has its own.",
    ),
)
