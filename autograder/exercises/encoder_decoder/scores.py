"""BLEU: how many runs of tokens a translation shares with a right one."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.exercises.gradient_checking.whole_network import is_close
from autograder.expect import expect_close, expect_quiet, expect_unchanged
from autograder.promises.inputs import Call, Rng

bleu = Exercise("bleu", __name__, returns="score", reference="solutions.decoding")
WORDS = ("le", "la", "un", "une", "mot", "motif", "phrase", "tout", "a", "b", "ab", "fin")


def some_words(rng: Rng, count: int) -> list[str]:
    """Draw words, no two alike; some are others joined together."""
    return [str(word) for word in rng.permutation(WORDS)[:count]]


def some_numbers(rng: Rng, count: int) -> list[int]:
    """Draw numbers of tokens, no two alike; 1, 11 and 111 are among them, and so is 0."""
    return [int(number) for number in rng.permutation([0, 1, 11, 111, 2, 12, 21, 3, 31, 13])[:count]]


def said_of(call: Call) -> str:
    """Say what was asked for."""
    return f"pred is {call['pred']}, ref is {call['ref']}, k is {call['k']}."


def expect_scores(answer: Answer, truth: Answer, calls: list[Call]) -> None:
    """Expect these scores."""
    for call, got, want in zip(calls, answer.each(calls), truth.each(calls), strict=True):
        expect_close("score ()", got, want, because=said_of(call))


def whole_of(answer: Answer) -> float:
    """Return what the answer gives to a perfect prediction, such as 100 where it counts in percent: charged once.

    1 where that is no number that others can be measured by.
    """
    (reply,) = answer.attempt_each([{"pred": ["a"], "ref": ["a"], "k": 1}])
    value = reply.value
    return float(value) if isinstance(value, (int, float, np.number)) and 0 < value < np.inf else 1.0


def in_parts_of(whole: float, score: Any) -> Any:
    """Return a score in parts of that of a perfect prediction."""
    return score if whole == 1 else score / whole


@bleu.check(
    "A token counts as often as the reference has it, and no more often.",
    points=1,
    hint="How often is each token in pred, and how often in ref? Which of the two numbers counts?",
)
def a_token_counts_as_often_as_the_reference_has_it(answer: Answer, truth: Answer, rng: Rng) -> None:
    calls: list[Call] = []
    for draw in (some_words, some_numbers):
        a, b, c, d, e, *_ = draw(rng, 6)
        pairs = [
            ([a, a, a, b], [a, b, c, d]),
            ([a, a, a, b], [a, a, c, b]),
            ([a, b, a, b, c], [b, b, a, d, e]),
            ([a, b, c], [a, a, a]),
        ]
        pairs += [([a, b, c, d], [d, c, e, a]), ([a], [a]), ([a, a, a, a, b], [a, c, a, d, d])]
        calls += [{"pred": pred, "ref": ref, "k": 1} for pred, ref in pairs]
    calls.append({"pred": ["La", "le", "mot"], "ref": ["la", "le", "fin"], "k": 1})
    expect_scores(answer, truth, calls)
    for k in (1, 3, 9):
        expect_unchanged(answer, **{**calls[2], "k": k})


@bleu.check(
    "Runs of up to k tokens count, by their geometric mean.",
    points=1,
    hint="How many runs of n tokens does a prediction have? Which mean of p_1 to p_k is 0 where one of them is?",
)
def runs_of_up_to_k_tokens_count_by_their_geometric_mean(answer: Answer, truth: Answer, rng: Rng) -> None:
    calls: list[Call] = []
    for draw in (some_words, some_numbers):
        a, b, c, d, e, f, *_ = draw(rng, 7)
        calls += [
            {"pred": [a, b, c, d, e, f], "ref": [a, b, c, d, e, c], "k": 5},
            {"pred": [a, b, c, d, e, f], "ref": [a, b, c, d, f, e], "k": 2},
            {"pred": [a, b, c, d, e, f], "ref": [b, c, d, e, a, f], "k": 3},
            {"pred": [f, a, b, c, d, e], "ref": [a, b, c, d, e, f], "k": 4},
            {"pred": [a, b, c, d], "ref": [a, b, c, d], "k": 4},
            {"pred": [c, a, b, d, e, f, a], "ref": [a, b, e, d, e, f, c], "k": 3},
            {"pred": [a, b, c, a, b, d, a, b], "ref": [a, b, e, a, c, a, b, f], "k": 2},
        ]
    calls.append({"pred": [1, 11, 2, 21], "ref": [11, 1, 2, 21], "k": 2})
    alone = [{**call, "k": 1} for call in calls]
    wants, dues = truth.each(calls), truth.each(alone)
    gots, owns = answer.each(calls), answer.each(alone)
    whole = whole_of(answer)
    for call, got, want, own, due in zip(calls, gots, wants, owns, dues, strict=True):
        # Where single tokens are not counted right, that is charged already.
        if is_close(in_parts_of(whole, own), due):
            expect_close("score ()", in_parts_of(whole, got), want, because=said_of(call))


@bleu.check(
    "A prediction that is too short is punished, and no other.",
    points=1,
    hint="Every token of a short prediction may be right. Which length stands above, r or l? When is the factor 1?",
)
def a_prediction_that_is_too_short_is_punished(answer: Answer, truth: Answer, rng: Rng) -> None:
    a, b, c, d, e, f, *_ = some_words(rng, 8)
    # All that these say is right, so that nothing but their length counts.
    short = [([a, b, c], [a, b, c, d, e], 1), ([a], [a, b, c, d], 1), ([c, d], [a, b, c, d, e, f], 2)]
    short += [([b, c, d, e], [a, b, c, d, e], 4), ([a, b, c, d], [e, f, a, b, c, d], 2), ([a, b], [a, b], 2)]
    shorts: list[Call] = [{"pred": pred, "ref": ref, "k": k} for pred, ref, k in short]
    # Of those that are too long not all can be right. Other tokens, which nobody says, make the reference as long.
    long = [([a, b, c, d, e], [a, b, c], 1), ([a, b, c, d, e, f], [b, a], 1), ([a, b, c, d], [a, b, c], 2)]
    longs: list[Call] = [{"pred": pred, "ref": ref, "k": k} for pred, ref, k in long]
    filled = [{**call, "ref": [*call["ref"], *"xyzw"][: len(call["pred"])]} for call in longs]
    gots, wants, whole = answer.each([*shorts, *longs, *filled]), truth.each(shorts), whole_of(answer)
    for call, got, want in zip(shorts, gots[: len(shorts)], wants, strict=True):
        expect_close("score ()", in_parts_of(whole, got), want, because=said_of(call))
    for call, other, got, want in zip(longs, filled, *np.reshape(gots[len(shorts) :], (2, -1)), strict=True):
        says = f"{said_of(call)} Where ref is {other['ref']}, as long as pred, the score is another one."
        expect_close("score ()", got, want, because=says, to_itself=True)


@bleu.check(
    "Where nothing of a length is shared the score is 0, without a warning.",
    points=1,
    hint="Where is a logarithm taken, or a division made, of something that may be 0?",
)
def where_nothing_is_shared_the_score_is_0(answer: Answer, truth: Answer, rng: Rng) -> None:
    a, b, c, d, e, f, *_ = some_words(rng, 7)
    pairs = [([a, b, c], [d, e, f], 1), ([a, c, b, d], [d, b, c, a][::-1], 4), ([a, b], [b, a], 2), ([], [a, b], 1)]
    pairs += [([], [a], 4), ([a, b, d, e], [a, b, c, d, e], 3)]
    pairs.append(([a, b, c, d], [a, b, c], 4))
    probe: Call = {"pred": [a, b, c, d, e], "ref": [a, b, c, e, d], "k": 2}
    has_mean = is_close(answer(**probe), truth(**probe))
    for pred, ref, k in pairs:
        call: Call = {"pred": pred, "ref": ref, "k": k}
        want = truth(**call)
        # Where something is shared it is a question of the mean too, and a wrong one is charged already.
        if want == 0 and (has_mean or not set(pred) & set(ref)):
            expect_close("score ()", expect_quiet(answer, **call), want, rtol=0, atol=0, because=said_of(call))


@bleu.check(
    "A prediction of fewer than k tokens is scored by the runs that it has.",
    points=1,
    hint="How long is the longest run of a prediction of two tokens? What is k then?",
)
def a_short_prediction_is_scored_by_the_runs_that_it_has(answer: Answer, truth: Answer, rng: Rng) -> None:
    a, b, c, d, *_ = some_words(rng, 7)
    pairs = [
        ([a], [a], 2),
        ([a, b], [a, b], 4),
        ([a, b, c], [a, b, c], 5),
        ([a], [a], 4),
        ([b, a, c, d], [b, a, c, d], 9),
    ]
    calls: list[Call] = [{"pred": pred, "ref": ref, "k": k} for pred, ref, k in pairs]
    gots, wants, whole = answer.each(calls), truth.each(calls), whole_of(answer)
    for call, got, want in zip(calls, gots, wants, strict=True):
        expect_close("score ()", in_parts_of(whole, got), want, because=said_of(call))
