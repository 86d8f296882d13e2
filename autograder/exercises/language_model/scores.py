"""What a language model thinks of a sentence, and of a whole corpus."""

from __future__ import annotations

import numpy as np

from autograder.answer import Answer
from autograder.errors import Mismatch
from autograder.exercise import Exercise
from autograder.expect import expect, expect_close, expect_unchanged
from autograder.promises.inputs import (
    Call,
    Rng,
    Sizes,
    a_batch_of_predictions,
    everywhere,
    padded,
    several_sizes,
    some_lengths,
    some_sizes,
)

# -------------------------------------------------------------------------------------------- sentence_log_prob

sentence_log_prob = Exercise("sentence_log_prob", __name__, returns="log_p (m,)")
LOG_P = "log_p (m,)"


def a_batch(rng: Rng, mask: np.ndarray, classes: int) -> Call:
    """Draw predictions of a model, the right tokens and the mask."""
    drawn = a_batch_of_predictions(rng, mask, classes)
    return {"y_pred": drawn["y_pred"], "Y": drawn["y"], "mask": mask}


def with_a_surprise(rng: Rng, batch: Call) -> Call:
    """Return a batch one of whose right tokens is hardly possible; the others of that step share the rest."""
    y_pred = batch["y_pred"].copy()
    t, i = (int(rng.integers(size)) for size in batch["Y"].shape)
    y_pred[t, batch["Y"][t, i], i] = 0.0
    y_pred[t, :, i] *= (1 - 2e-6) / y_pred[t, :, i].sum()
    y_pred[t, batch["Y"][t, i], i] = 2e-6
    return {**batch, "y_pred": y_pred}


def is_right(answer: Answer, truth: Answer, call: Call) -> bool:
    """Tell whether the answer is right where there is nothing else to go wrong."""
    want = truth(**call)
    try:
        expect_close(LOG_P, answer(**call), want)
    except Mismatch:
        return False
    return True


@sentence_log_prob.check(
    "The logarithms of the right tokens' probabilities add up.",
    points=2,
    hint="Which one of the n_y probabilities of a step counts? A sentence has one number, the sum over its steps.",
)
def the_logarithms_add_up(answer: Answer, truth: Answer, rng: Rng) -> None:
    # No padding, so that a mistake with the mask is not charged here.
    sizes = [*several_sizes(rng), Sizes(T_x=1, n_y=int(rng.integers(3, 9)), m=2)]
    batches = [a_batch(rng, everywhere(each), each.n_y) for each in sizes]
    batches.append(with_a_surprise(rng, batches[0]))
    becauses = ["Here the mask is True everywhere."] * len(sizes)
    becauses.append("One right token has the probability 2e-6 here: it counts as it is, nothing added or cut off.")
    for got, want, because in zip(answer.each(batches), truth.each(batches), becauses, strict=True):
        expect_close(LOG_P, got, want, because=because)


@sentence_log_prob.check(
    "What stands at padded steps does not count.",
    points=1,
    hint="Where the mask is False, Y may be no token at all and a probability may be 0. When does the mask come in?",
)
def padding_does_not_count(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = some_sizes(rng, examples=3)
    mask = padded(some_lengths(rng, sizes), sizes.T_x)
    plain = a_batch(rng, everywhere(sizes), sizes.n_y)
    batch = {**plain, "mask": mask}
    other = {**batch, "y_pred": np.where(mask[:, None], batch["y_pred"], 0.5 * batch["y_pred"])}
    other["Y"] = np.where(mask, batch["Y"], (batch["Y"] + 1) % sizes.n_y)
    others = [other, {**batch, "y_pred": np.where(mask[:, None], batch["y_pred"], 0.0)}]
    others += [{**batch, "Y": np.where(mask, batch["Y"], label)} for label in (-1, 99, -100)]
    want = truth(**batch)
    right = is_right(answer, truth, plain)  # where it is not, other checks charge the numbers
    first, *changed = answer.each([batch, *others])
    for got in changed:
        expect_close(LOG_P, got, first, because="Only what is at padded steps was changed, and log_p changed with it.")
    if right:
        because = f"The lengths are {mask.sum(axis=0).tolist()}."
        expect_close(LOG_P, first, want, because=because)


@sentence_log_prob.check(
    "A sentence of 400 tokens has an ordinary logarithm.",
    points=1,
    hint="How large is the product of 400 probabilities? The logarithm of a product is a sum.",
)
def long_sentences_stay_finite(answer: Answer, truth: Answer, rng: Rng) -> None:
    short, long = (a_batch(rng, np.ones((steps, 2), dtype=bool), 30) for steps in (3, 400))
    long["y_pred"] = 0.5 * long["y_pred"] + 0.5 / 30  # no small ones: who cuts these off is charged by another check
    right = is_right(answer, truth, short)  # where it is not, other checks charge the numbers
    want = truth(**long)
    got = answer(**long)
    if right:
        expect_close(LOG_P, got, want, because="Here T_x is 400 and n_y is 30.")
    expect(np.isfinite(got).all(), "log_p is not finite for 400 tokens, where n_y is 30.")


@sentence_log_prob.check(
    "The arguments stay as they were.",
    promise=True,
    points=1,
    hint="Predictions, tokens and mask belong to the caller. Which line writes into one of them?",
)
def its_arguments_stay_as_they_were(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = some_sizes(rng, examples=3)
    batch = a_batch(rng, padded(some_lengths(rng, sizes), sizes.T_x), sizes.n_y)
    expect_unchanged(answer, **{**batch, "Y": np.where(batch["mask"], batch["Y"], -1)})


# --------------------------------------------------------------------------------------------------- perplexity

perplexity = Exercise("perplexity", __name__, returns="perplexity")


def sentence(log_prob: float, tokens: int) -> Call:
    return {"log_probs": np.array([log_prob]), "n_tokens": np.array([tokens])}


def a_corpus(rng: Rng, m: int) -> Call:
    """Draw sentences of different lengths, some of them much harder than others."""
    n_tokens = rng.permutation(np.arange(2, 2 + m)) * rng.choice([1, 2])
    return {"log_probs": -n_tokens * rng.uniform(0.5, 4.0, m), "n_tokens": n_tokens}


def levelled(corpus: Call) -> Call:
    """Return as many sentences with the same totals, all of them equally hard."""
    n_tokens = corpus["n_tokens"]
    return {"log_probs": n_tokens * (corpus["log_probs"].sum() / n_tokens.sum()), "n_tokens": n_tokens}


@perplexity.check(
    "Of V equally likely tokens it is V, and of one sentence what the formula says.",
    points=2,
    hint="Take 3 tokens, each with the probability 1/5. What is the log_prob of the sentence? How do you get 5 back?",
)
def of_one_sentence_it_follows_the_formula(answer: Answer, truth: Answer, rng: Rng) -> None:
    V, length = int(rng.integers(5, 40)), int(rng.integers(3, 9))
    cases = [(sentence(-length * np.log(V), length), f"Each of {length} tokens has the probability 1/{V}.")]
    for tokens in (1, 2, int(rng.integers(5, 20)), 400):
        call = sentence(-tokens * rng.uniform(1.0, 6.0), tokens)
        cases.append((call, f"There is one sentence, of {tokens} tokens, with log_prob {call['log_probs'][0]:.6g}."))
    cases.append((sentence(0.0, 3), "Each token has the probability 1."))
    calls = [call for call, _ in cases]
    two = {
        name: np.repeat(value, 2) for name, value in calls[0].items()
    }  # nothing is expected: it tells mistakes apart
    for got, want, (_, because) in zip(answer.each([*calls, two]), truth.each(calls), cases, strict=False):
        expect_close("perplexity", got, want, because=because)


@perplexity.check(
    "Every token weighs the same, whichever sentence it is in.",
    points=1,
    hint="Long sentences have more tokens than short ones. What do you add up, and what do you divide once?",
)
def every_token_weighs_the_same(answer: Answer, truth: Answer, rng: Rng) -> None:
    alone = sentence(-7.3, 3)
    corpora = [a_corpus(rng, m) for m in (int(rng.integers(5, 9)), 2, 3)]
    calls = [call for corpus in corpora for call in (corpus, levelled(corpus))]
    wants = truth.each([alone, *calls])
    first, *gots = answer.each([alone, *calls])
    right = np.shape(first) == () and np.isclose(first, wants[0])  # where it is not, another check charges it
    for corpus, got, level, want in zip(corpora, gots[::2], gots[1::2], wants[1::2], strict=True):
        because = f"The sentences have {corpus['n_tokens'].tolist()} tokens."
        if right:
            expect_close("perplexity", got, want, because=because)
        else:
            because = f"{because} Only the totals count, and here they are the same."
            expect_close("perplexity", got, level, because=because, to_itself=True)


@perplexity.check(
    "Both arguments stay as they were.",
    promise=True,
    points=1,
    hint="Does a line of yours end in /= or *=? That writes into the caller's array.",
)
def both_arguments_stay_as_they_were(answer: Answer, truth: Answer, rng: Rng) -> None:
    for m in (4, 1):
        expect_unchanged(answer, **a_corpus(rng, m))
