"""Other answers to perplexity."""

import numpy as np

from solutions.alternatives import Answers
from solutions.language_model import perplexity

answers = Answers(perplexity)

EXPONENT = "-np.sum(log_probs) / np.sum(n_tokens)"
RESULT = f"float(np.exp({EXPONENT}))"


@answers.variant
def with_a_loop(log_probs, n_tokens):
    total, N = 0.0, 0
    for log_p, n in zip(log_probs, n_tokens, strict=True):
        total += log_p
        N += n
    return np.exp(-total / N)


@answers.variant
def with_a_weighted_mean(log_probs, n_tokens):
    return np.exp(np.average(-log_probs / n_tokens, weights=n_tokens))


@answers.variant
def in_bits(log_probs, n_tokens):
    bits = -np.log2(np.e) * log_probs
    return 2 ** (bits.sum() / n_tokens.sum())


@answers.variant
def one_over_the_mean_probability(log_probs, n_tokens):
    import math

    return 1 / math.exp(log_probs.sum() / n_tokens.sum())


@answers.variant
def with_a_geometric_mean(log_probs, n_tokens):
    weights = n_tokens / n_tokens.sum()
    return np.prod(np.exp(-log_probs / n_tokens) ** weights)


answers.variants(with_means={EXPONENT: "-np.mean(log_probs) / np.mean(n_tokens)"})

answers.mistakes(
    "of_one_sentence_it_follows_the_formula",
    forgets_to_divide=({" / np.sum(n_tokens)": ""}, "the sum of the log_probs is not divided by anything."),
    divides_by_the_sentences=(
        {"np.sum(n_tokens)": "len(n_tokens)"},
        "the sum is divided by the number of sentences: N is the number of tokens.",
    ),
    counts_in_bits=(
        {f"np.exp({EXPONENT})": f"2 ** ({EXPONENT})"},
        "2 is raised to the power: log_probs are natural logarithms, and those need np.exp.",
    ),
    forgets_the_sign=({"-np.sum(log": "np.sum(log"}, "the minus sign is missing: the result is below 1."),
    forgets_the_exponential=(
        {f"np.exp({EXPONENT})": EXPONENT},
        "np.exp is missing: this is the cross-entropy, in nats.",
    ),
    takes_tens=(
        {f"np.exp({EXPONENT})": f"10 ** ({EXPONENT})"},
        "10 is raised to the power: log_probs are natural logarithms, and those need np.exp.",
    ),
    takes_the_logarithm_again=(
        {"np.sum(log_probs)": "np.sum(np.log(np.maximum(np.abs(log_probs), 1e-12)))"},
        "the logarithm is taken once more: log_probs are logarithms already.",
    ),
    turns_the_fraction_round=(
        {EXPONENT: "-np.sum(n_tokens) / min(np.sum(log_probs), -1e-2)"},
        "the fraction is the wrong way round: log_probs are divided by the number of tokens.",
    ),
    multiplies_by_the_tokens=(
        {" / np.sum(n_tokens)": " * np.sum(n_tokens)"},
        "the sum of the log_probs is multiplied by the number of tokens: divide by it.",
    ),
    leaves_the_end_out=(
        {"np.sum(n_tokens)": "np.sum(n_tokens - 1)"},
        'one token fewer is counted in each sentence: "<EOS>" counts as any other token.',
    ),
    cuts_the_exponent=(
        {"np.sum(log_probs) /": "np.sum(log_probs) //"},
        "`//` cuts off what is behind the point: `/` divides.",
    ),
    counts_one_more=(
        {"np.sum(n_tokens)": "np.sum(n_tokens + 1)"},
        'one token more is counted in each sentence: n_tokens has "<EOS>" in it already.',
    ),
    divides_after_the_exponential=(
        {RESULT: "float(np.exp(-np.sum(log_probs)) / np.sum(n_tokens))"},
        "np.exp is taken of the sum, and its result is divided: divide first.",
    ),
    multiplies_the_probabilities=(
        {RESULT: "float(np.float64(np.prod(np.exp(log_probs))) ** (-1 / np.sum(n_tokens)))"},
        "the probabilities are multiplied first: of a long corpus the product is too small for a float, and becomes 0.",
    ),
)

answers.mistakes(
    "every_token_weighs_the_same",
    averages_the_perplexities=(
        {RESULT: "float(np.mean(np.exp(-log_probs / n_tokens)))"},
        "the mean of the sentences' perplexities is taken: add up all log_probs and all tokens first.",
    ),
    averages_the_logarithms=(
        {EXPONENT: "-np.mean(log_probs / n_tokens)"},
        "the mean of log_prob / n_tokens is taken, so that a short sentence weighs as much as a long one.",
    ),
    divides_twice=(
        {"np.sum(log_probs)": "np.mean(log_probs)"},
        "the mean of the log_probs is divided by the number of all tokens: it is their sum.",
    ),
    adds_the_fractions=(
        {EXPONENT: "-np.sum(log_probs / n_tokens)"},
        "log_prob / n_tokens is added up over the sentences: add up both first, and divide once.",
    ),
    adds_the_perplexities=(
        {RESULT: "float(np.sum(np.exp(-log_probs / n_tokens)))"},
        "the perplexities of the sentences are added up.",
    ),
    divides_by_the_longest=(
        {"np.sum(n_tokens)": "np.max(n_tokens)"},
        "the sum is divided by the length of the longest sentence: N counts the tokens of all sentences.",
    ),
    weighs_perplexities_by_tokens=(
        {RESULT: "float(np.average(np.exp(-log_probs / n_tokens), weights=n_tokens))"},
        "the perplexities are averaged, weighted by tokens: it is the logarithms that are averaged, np.exp comes last.",
    ),
    takes_the_median=(
        {RESULT: "float(np.median(np.exp(-log_probs / n_tokens)))"},
        "the median of the sentences' perplexities is taken: add up all log_probs and all tokens first.",
    ),
    looks_at_the_first_sentence=(
        {EXPONENT: "-log_probs[0] / n_tokens[0]"},
        "only the first sentence counts: all of them do.",
    ),
    looks_at_the_last_sentence=(
        {EXPONENT: "-log_probs[-1] / n_tokens[-1]"},
        "only the last sentence counts, as when `=` is written for `+=`: all of them do.",
    ),
    multiplies_the_lengths=(
        {"np.sum(n_tokens)": "(n_tokens[0] * len(n_tokens))"},
        "all sentences are taken to be as long as the first one: add up n_tokens.",
    ),
)

answers.mistakes(
    "both_arguments_stay_as_they_were",
    divides_in_place=(
        {f"return {RESULT}": "log_probs /= n_tokens\n    return np.exp(-np.average(log_probs, weights=n_tokens))"},
        "something is written into log_probs, as `/=` and `*=` do: it belongs to the caller.",
    ),
)
answers.refused(
    "both_arguments_stay_as_they_were",
    turns_the_sign_in_place={
        f"return {RESULT}": "log_probs *= -1\n    return float(np.exp(np.sum(log_probs) / np.sum(n_tokens)))"
    },
)

answers.refused(
    "of_one_sentence_it_follows_the_formula",
    returns_an_array={RESULT: f"np.array([np.exp({EXPONENT})])"},
    rounds={RESULT: f"round({RESULT}, 2)"},
)

answers.mistakes(
    "every_token_weighs_the_same",
    returns_one_for_each=(
        {RESULT: "np.exp(-log_probs / n_tokens)"},
        "each sentence has a perplexity of its own: one number is due, of all sentences together.",
    ),
)
