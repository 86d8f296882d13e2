"""Other answers to sentence_log_prob."""

import numpy as np

from solutions.alternatives import Answers
from solutions.language_model import sentence_log_prob

answers = Answers(sentence_log_prob)

LOOKED_UP = "np.where(mask, Y, 0)[:, np.newaxis]"
P = "np.take_along_axis(y_pred, right, axis=1)[:, 0]"
MASKED = "np.where(mask, p, 1.0)"
SUM = f"np.log({MASKED}).sum(axis=0)"


@answers.variant
def with_two_loops(y_pred, Y, mask):
    T, m = mask.shape
    log_p = np.zeros(m)
    for i in range(m):
        for t in range(T):
            if mask[t, i]:
                log_p[i] += np.log(y_pred[t, Y[t, i], i])
    return log_p


@answers.variant
def sentence_by_sentence(y_pred, Y, mask):
    lengths = mask.sum(axis=0)
    return np.array(
        [np.log(y_pred[np.arange(n), Y[:n, i], i]).sum() for i, n in zip(range(len(lengths)), lengths, strict=True)]
    )


@answers.variant
def with_one_hot_labels(y_pred, Y, mask):
    right = np.arange(y_pred.shape[1])[:, None] == Y[:, None, :]
    p = np.einsum("tkm,tkm->tm", right.astype(float), y_pred)
    return np.sum(np.log(p, where=mask, out=np.zeros(mask.shape)), axis=0)


@answers.variant
def adding_up_at_each_example(y_pred, Y, mask):
    t, i = np.nonzero(mask)
    log_p = np.zeros(mask.shape[1])
    np.add.at(log_p, i, np.log(y_pred[t, Y[t, i], i]))
    return log_p


@answers.variant
def with_the_log_first(y_pred, Y, mask):
    logs = np.log(y_pred + 1e-30)
    t, i = np.indices(Y.shape)
    chosen = logs[t, Y * mask, i]
    chosen[~mask] = 0
    return chosen.sum(0)


@answers.variant
def as_a_clipped_loss(y_pred, Y, mask):
    t, i = np.nonzero(mask)
    surprise = np.zeros(mask.shape)
    surprise[mask] = -np.log(np.maximum(y_pred[t, Y[t, i], i], 1e-12))
    return -np.ones(len(mask)) @ surprise


answers.mistakes(
    "the_logarithms_add_up",
    takes_the_mean=(
        {SUM: f"np.log({MASKED}).sum(axis=0) / mask.sum(axis=0)"},
        "the mean over the steps is taken: the logarithm of a product is the whole sum.",
    ),
    changes_the_sign=(
        {SUM: f"-{SUM}"},
        "the sign is turned round, as in a loss: the logarithm of a probability is below 0.",
    ),
    counts_in_bits=({"np.log(": "np.log2("}, "the logarithm is taken to base 2: nats need np.log."),
    counts_in_tens=({"np.log(": "np.log10("}, "the logarithm is taken to base 10: nats need np.log."),
    forgets_the_logarithm=(
        {f"np.log({MASKED})": "np.where(mask, p, 0.0)"},
        "the probabilities are added up: their logarithms add up.",
    ),
    multiplies_the_probabilities=(
        {SUM: f"{MASKED}.prod(axis=0)"},
        "the probability of the sentence comes back: its logarithm is expected.",
    ),
    takes_the_log_of_the_sum=(
        {SUM: "np.log(np.where(mask, p, 0.0).sum(axis=0))"},
        "the logarithm of the sum is taken: it is the logarithms that are added up.",
    ),
    takes_the_most_probable_token=(
        {P: "y_pred.max(axis=1)"},
        "the largest probability of each step is taken, and Y is not used: that of the right token counts.",
    ),
    takes_the_log_of_the_rest=({"mask, p,": "mask, 1 - p,"}, "the logarithm of 1 - p is taken."),
    counts_the_tokens_from_one=(
        {LOOKED_UP: "np.where(mask, Y - 1, 0)[:, np.newaxis]"},
        "the row before that of the right token is read: token 0 is in row 0.",
    ),
    reads_the_token_before=(
        {LOOKED_UP: "np.where(mask, np.roll(Y, 1, axis=0), 0)[:, np.newaxis]"},
        "at each step the token before is looked up, as if X were read: y_pred[t] tells of Y[t].",
    ),
    reads_the_next_token=(
        {LOOKED_UP: "np.where(mask, np.roll(Y, -1, axis=0), 0)[:, np.newaxis]"},
        "at each step the next token is looked up: y_pred[t] tells of Y[t].",
    ),
    leaves_out_the_first=(
        {".sum(axis=0)": "[1:].sum(axis=0)"},
        "the first token is left out: its probability is in y_pred[0].",
    ),
    leaves_out_the_last_step=(
        {".sum(axis=0)": "[:-1].sum(axis=0)"},
        'the last step is left out: "<EOS>" counts as any other token.',
    ),
    adds_all_sentences=(
        {SUM: f"np.full(mask.shape[1], np.log({MASKED}).sum())"},
        "all sentences are added up: each has a number of its own.",
    ),
    shares_one_mean=(
        {SUM: f"np.log({MASKED}).mean() * mask.sum(axis=0)"},
        "all sentences share one mean, as that of sequence_cross_entropy: each has the sum of its own logarithms.",
    ),
    adds_a_little_to_each_probability=(
        {MASKED: "np.where(mask, p + 1e-8, 1.0)"},
        "1e-8 is added to each probability, which changes the logarithm of a small one: it counts as it is.",
    ),
    adds_a_little_less=(
        {MASKED: "np.where(mask, p + 1e-9, 1.0)"},
        "1e-9 is added to each probability, which changes the logarithm of a small one: it counts as it is.",
    ),
    adds_a_little_more=(
        {MASKED: "np.where(mask, p + 1e-6, 1.0)"},
        "1e-6 is added to each probability, which changes the logarithm of a small one: it counts as it is.",
    ),
    clips_above_a_small_one=(
        {MASKED: "np.where(mask, np.maximum(p, 1e-5), 1.0)"},
        "probabilities below 1e-5 are cut off there: one of 2e-6 counts as it is.",
    ),
    takes_softmax_again=(
        {"    right = ": "    y_pred = np.exp(y_pred) / np.exp(y_pred).sum(axis=1)[:, None]\n    right = "},
        "softmax is taken of y_pred, which holds probabilities already.",
    ),
    clips_at_a_hundredth=(
        {MASKED: "np.where(mask, np.maximum(p, 1e-2), 1.0)"},
        "a small probability counts as a larger one: here 1e-6 is one like any other.",
    ),
    adds_over_the_sentences=(
        {".sum(axis=0)": ".sum(axis=1)"},
        "the logarithms are added up over the sentences, axis 1: they are added up over time, axis 0.",
    ),
    keeps_the_logarithm_so_far=(
        {".sum(axis=0)": ".cumsum(axis=0)[0]"},
        "only the first step counts, as when `return` is inside the loop.",
    ),
    keeps_the_last_logarithm=(
        {".sum(axis=0)": "[-1]"},
        "only the last step counts, as when `=` is written for `+=`.",
    ),
    sums_all_classes=(
        {SUM: "(np.log(y_pred).sum(axis=1) * mask).sum(axis=0)"},
        "the logarithms of all probabilities are added up: only that of the right token counts.",
    ),
    weighs_by_the_probability=(
        {SUM: f"(p * np.log({MASKED})).sum(axis=0)"},
        "each logarithm is multiplied by its probability, as in an entropy: the logarithms alone add up.",
    ),
)

answers.mistakes(
    "padding_does_not_count",
    ignores_the_mask=(
        {LOOKED_UP: "(Y % y_pred.shape[1])[:, np.newaxis]", MASKED: "np.maximum(p, 1e-12)"},
        "the mask is not used: padded steps are added up as well.",
    ),
    multiplies_by_the_mask_at_the_end=(
        {f"np.log({MASKED})": "(np.log(p) * mask)"},
        "log 0 is multiplied by a mask of 0, which gives nan: choose what counts before the logarithm is taken.",
    ),
    masks_before_the_logarithm=(
        {MASKED: "np.maximum(p * mask, 1e-12)"},
        "the mask is applied before the logarithm, so that each padded step costs log(1e-12): 1 has the logarithm 0.",
    ),
    tells_padding_by_its_number=(
        {LOOKED_UP: "np.maximum(Y, 0)[:, np.newaxis] % y_pred.shape[1]", MASKED: "np.where(Y >= 0, p, 1.0)"},
        "a negative number is taken for padding, and the mask is not used: it alone tells what is padding.",
    ),
    turns_the_mask_round=(
        {MASKED: "np.where(mask, 1.0, np.maximum(p, 1e-12))", LOOKED_UP: "(Y % y_pred.shape[1])[:, np.newaxis]"},
        "the mask is used the wrong way round: True is where a token is.",
    ),
    ends_all_at_the_first_padding=(
        {MASKED: "np.where(mask.all(axis=1, keepdims=True), p, 1.0)"},
        "where one sentence ends, all of them end, as `break` makes it: each goes on to its own end.",
    ),
    takes_all_from_zero_on_for_tokens=(
        {"np.where(mask, Y, 0)": "np.maximum(Y, 0)", MASKED: "np.where(Y >= 0, p, 1.0)"},
        "only negative numbers in Y are taken for padding, and the mask is not used: where it is False, Y may be any "
        "number, 99 too, and y_pred has no such row.",
    ),
    takes_minus_one_alone_for_padding=(
        {"np.where(mask, Y, 0)": "np.maximum(Y, 0)"},
        "only negative numbers in Y are replaced before they are looked up: where the mask is False, Y may be any "
        "number, 99 too, and y_pred has no such row.",
    ),
    takes_the_length_of_the_first=(
        {MASKED: "np.where(mask[:, :1], np.maximum(p, 1e-12), 1.0)"},
        "the mask of the first sentence is used for all of them: each has its own.",
    ),
)


@answers.mistake(
    "padding_does_not_count",
    "every number in Y is looked up, padding too: where the mask is False it may be no token at all.",
)
def looks_padding_up(y_pred, Y, mask):
    p = np.take_along_axis(y_pred, Y[:, np.newaxis], axis=1)[:, 0]
    return np.log(np.where(mask, p, 1.0)).sum(axis=0)


answers.mistakes(
    "long_sentences_stay_finite",
    takes_the_log_of_the_product=(
        {SUM: f"np.log({MASKED}.prod(axis=0))"},
        "the probabilities are multiplied first: of 400 tokens the product is too small for a float, and becomes 0.",
    ),
    holds_the_product_up=(
        {SUM: f"np.log(np.maximum({MASKED}.prod(axis=0), 1e-300))"},
        "the product of the probabilities is kept above 1e-300: add the logarithms up, and nothing has to be kept up.",
    ),
    adds_a_little_to_the_product=(
        {SUM: f"np.log({MASKED}.prod(axis=0) + 1e-12)"},
        "1e-12 is added to the product of the probabilities: that is far larger than the product of a long sentence.",
    ),
)

answers.mistakes(
    "its_arguments_stay_as_they_were",
    overwrites_the_padding=(
        {"    right = ": "    Y[~mask] = 0\n    right = "},
        "something is written into Y, which belongs to the caller: np.where makes a new array.",
    ),
    overwrites_the_predictions=(
        {"    right = ": "    y_pred[np.broadcast_to(~mask[:, None], y_pred.shape)] = 1\n    right = "},
        "something is written into y_pred, which belongs to the caller: np.where makes a new array.",
    ),
)

answers.refused(
    "the_logarithms_add_up",
    takes_the_mean_over_all_steps={SUM: f"np.log({MASKED}).mean(axis=0)"},
    keeps_an_axis={SUM: f"np.log({MASKED}).sum(axis=0, keepdims=True)"},
    returns_one_number={SUM: f"np.log({MASKED}).sum()"},
    loses_precision={SUM: f"{SUM}.astype(np.float32)"},
    returns_a_list={SUM: f"{SUM}.tolist()"},
)
answers.refused(
    "long_sentences_stay_finite",
    stops_after_a_hundred={SUM: f"np.log({MASKED})[:100].sum(axis=0)"},
)

answers.equivalent(
    *(
        f"right = {LOOKED_UP}  # (T_x, 1, m) -> right = {LOOKED_UP.replace(', 0)', f', {n})')}  # (T_x, 1, m)"
        for n in (1, -1)
    ),
    because="what is looked up where the mask is False is replaced by 1 afterwards.",
)
answers.equivalent(
    f"p = {P}  # (T_x, m) -> p = {P.replace('0]', '-1]')}  # (T_x, m)",
    because="the axis has the length 1: its first entry is its last.",
)

answers.mistakes(
    "padding_does_not_count",
    counts_padding_as_token_0=(
        {MASKED: "p"},
        "padded steps are looked up as token 0, and their logarithms stay in the sum: what is padding adds nothing.",
    ),
)
