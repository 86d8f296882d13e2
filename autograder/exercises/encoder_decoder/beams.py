"""Beam search, on decoders that are small enough to know every sentence they can say."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.course_function import CourseFunction
from autograder.errors import Mismatch
from autograder.exercise import Exercise
from autograder.exercises.encoder_decoder.small_decoders import (
    a_chain,
    a_table,
    found,
    found_by_a_late_turn,
    missed,
    missed_in_round_2,
    tree_step,
)
from autograder.expect import expect_equal, expect_unchanged, shown
from autograder.promises.inputs import Call, Rng

beam_search = Exercise("beam_search", __name__, returns="tokens", reference="solutions.decoding")


def bare(got: Any, call: Call) -> Any:
    """Return the tokens as a list, without BOS in front and EOS at the end: one check alone looks at these."""
    if isinstance(got, tuple) and len(got) == 2:  # with the score beside them
        got = next((each for each in got if isinstance(each, list)), got)
    tokens = got.tolist() if isinstance(got, np.ndarray) else list(got) if isinstance(got, tuple) else got
    if not isinstance(tokens, list):
        raise Mismatch(f"tokens is {shown(got)}, where a list is expected.")
    if tokens and tokens[0] == call["bos_id"]:
        tokens = tokens[1:]
    while tokens and tokens[-1] == call["eos_id"]:
        tokens = tokens[:-1]
    return tokens


def said_of(call: Call) -> str:
    """Say what was asked for."""
    given = ", ".join(f"{name} = {call[name]:.4g}" for name in ("width", "max_len", "alpha"))
    return f"BOS is {call['bos_id']}, EOS is {call['eos_id']}; {given}."


def expect_sentences(answer: Answer, truth: Answer, calls: list[Call], says: str) -> None:
    """Expect these sentences, whatever stands around them."""
    for call, got, want in zip(calls, answer.each(calls), truth.each(calls), strict=True):
        expect_equal("tokens", bare(got, call), want, because=f"{said_of(call)} {says}")


@beam_search.check(
    "With width 1 it is greedy, and returns the tokens alone.",
    points=1,
    hint="BOS is read and not said; EOS is said and ends the sentence, and is no token of it.",
)
def with_width_1_it_is_greedy(answer: Answer, truth: Answer, rng: Rng) -> None:
    start = {".": {"d": 0.6, "c": 0.3}}
    rows = [
        {**start, "<": {"a": 0.5, "b": 0.4}, "a": {"c": 0.5}, "c": {"b": 0.4, ".": 0.3}, "b": {".": 0.5, "a": 0.4}},
        {**start, "<": {"b": 0.5, ".": 0.3}, "b": {".": 0.4, "a": 0.3}, "a": {"c": 0.9}, "c": {".": 0.9}},
        {**start, "<": {".": 0.5, "a": 0.4}, "a": {".": 0.9}},
    ]
    calls = [a_table(rng, each, width=1) for _ in range(3) for each in rows]
    # BOS is said like any other. Who never carries the activation, loses the first of these, and is charged elsewhere.
    chains = [a_chain(rng, said, width=1) for said in ("abc.", "a<b.", "<ca.", "<.")]
    wants = truth.each([*calls, *chains])
    if bare(answer(**chains[0]), chains[0]) == wants[len(calls)]:
        calls += chains
    for call, got, want in zip(calls, answer.each(calls), wants, strict=False):
        if isinstance(got, tuple) and any(isinstance(each, (list, tuple)) for each in got):
            raise Mismatch(f"A tuple is returned, of {len(got)} things. The list of the tokens alone is expected.")
        expect_equal("tokens", got, want, because=f"{said_of(call)} At each step the most probable token is due.")


@beam_search.check(
    "A wider search finds what the greedy one misses.",
    points=2,
    hint="Which beginnings go on after a round, out of how many? And whose activation goes with each of them?",
)
def a_wider_search_finds_what_the_greedy_one_misses(answer: Answer, truth: Answer, rng: Rng) -> None:
    calls = [found(rng, 3, 3, 3), found(rng, 3, 3, 2), found(rng, 4, 2, 4), missed(rng, 4, 2, 2)]
    calls += [
        call for _ in range(3) for call in (found_by_a_late_turn(rng, 3), missed(rng, 3, 3, 2), missed_in_round_2(rng))
    ]
    expect_sentences(answer, truth, calls, "All sentences are of one length here.")
    far = found(rng, 3, 3, 3)
    log_p = far["step"].bound["log_p"]
    bound = {**far["step"].bound, "log_p": np.where(log_p > -20, log_p - 400, -4000.0)}
    improbable = {**far, "step": CourseFunction(tree_step, bound)}
    says = "Here every token is so improbable that the probability of a sentence is too small for a float."
    expect_sentences(answer, truth, [improbable], says)


# ------------------------------------------------------------------------------------------- sentences of any length

CHAIN = ({"c": 0.95}, {"d": 0.95}, {".": 0.95})  # from "b" to the end
WANDERS = {"a": 0.31, "b": 0.3, "c": 0.29}
#: Width 2 keeps "a" and the empty sentence in round 1, "a b" and "a c" in round 2.
STARTS = {"<": {"a": 0.6, ".": 0.25, "b": 0.14}, "a": {"b": 0.52, "c": 0.46}, "b": WANDERS}


@beam_search.check(
    "Finished sentences are put aside, and the search goes on with the others.",
    points=1,
    hint="A finished sentence may be the best in the end. Until then, does it take a place, and does it go on?",
)
def finished_sentences_are_put_aside(answer: Answer, truth: Answer, rng: Rng) -> None:
    says = "Sentences are of several lengths here."
    expect_sentences(answer, truth, of_several_lengths(rng), says)
    two = {"<": {"a": 0.5, "b": 0.45}, "a": {".": 0.9}, **dict(zip("bcd", CHAIN, strict=True))}
    # With width 2 EOS takes the place of "b" in round 1.
    wide = {"<": {"a": 0.45, ".": 0.26, "b": 0.25}, "a": {"b": 0.3, "c": 0.28, "d": 0.26}}
    wide |= dict(zip("bcd", CHAIN, strict=True))
    probe, crowded = a_table(rng, two, width=2, alpha=1.0), a_table(rng, wide, width=2, alpha=1.0)
    want, _ = truth.each([probe, crowded])
    if bare(answer(**probe), probe) == want:  # else it is the power of the length that is wrong
        expect_sentences(answer, truth, [crowded], says)


def of_several_lengths(rng: Rng) -> list[Call]:
    """Return searches in which sentences finish early and late."""
    early = {"<": {"a": 0.6, "b": 0.35}, "a": {".": 0.9, "c": 0.08}, "b": {"c": 0.9}, "c": {"b": 0.5, ".": 0.4}}
    late = {"<": {"a": 0.5, "b": 0.4}, "b": {".": 0.6}, "a": {"c": 0.95}, "c": {"d": 0.6, ".": 0.3}, "d": {".": 0.95}}
    never_best = {"<": {"a": 0.5, ".": 0.4}, "a": {".": 0.5, "b": 0.4}}
    many = {**{k: {then: 0.8, ".": 0.15} for k, then in zip("<abc", "abcd", strict=True)}, "d": {".": 0.9}}
    again = {"<": {"a": 0.9}, "a": {".": 0.9}, ".": {"a": 0.98}}
    at_once = {"<": {".": 0.5, "a": 0.4}, "a": {"b": 0.9}, "b": {".": 0.9}}  # the larger mean is the long one's
    return [
        a_table(rng, early, width=2),
        a_table(rng, late, width=2),
        a_table(rng, late, width=4),
        a_table(rng, late, width=20),  # more than there are tokens
        a_table(rng, {**STARTS, "c": {".": 0.97}}, width=2),
        a_table(rng, {**STARTS, "c": WANDERS}, width=2),
        a_table(rng, again, width=2, alpha=1.0),
        a_table(rng, never_best, width=2),
        a_table(rng, many, width=2),
        a_table(rng, at_once, width=2),
    ]


@beam_search.check(
    "Scores are divided by a power of the length.",
    points=1,
    hint="Which tokens of a sentence count, if each of them has a probability in the sum?",
)
def scores_are_divided_by_a_power_of_the_length(answer: Answer, truth: Answer, rng: Rng) -> None:
    first, second = 0.5 + rng.uniform(-0.01, 0.01), 0.45 + rng.uniform(-0.01, 0.01)
    rows = {
        "<": {"a": first, "b": second},
        "a": {".": 0.6, "c": 0.05},
        **dict(zip("bc", ({k: 0.8} for k in "cd"), strict=True)),
    }
    rows |= {"d": {".": 0.8}, ".": {}}
    # From which alpha on the long sentence, of 4 tokens, wins against the short one, of 2.
    more = np.log(np.log(second * 0.8**3) / np.log(first * 0.6))
    turns, no_end, with_start, with_five = (more / np.log(ratio) for ratio in (4 / 2, 3 / 1, 5 / 3, 9 / 7))
    alphas = [0.0, 1.0, (turns + no_end) / 2, (turns + with_start) / 2, no_end / 2, (with_start + with_five) / 2, 2.0]
    calls = [a_table(rng, rows, width=3, alpha=float(alpha)) for alpha in alphas]
    long = {**rows, "<": {"a": 0.4, "b": 0.55}, "a": {".": 0.6, "c": 0.05}}
    calls += [a_table(rng, long, width=3, alpha=alpha) for alpha in (1.5, 0.0)]
    # What is finished has the best score of its round and of those before. It is not the best of all.
    sure = {"<": {".": 0.3, "b": 0.25, "a": 0.2}, **dict(zip("bcd", CHAIN, strict=True)), "a": WANDERS}
    calls += [a_table(rng, sure, width=2, alpha=alpha) for alpha in (1.0, 0.0)]
    chain = dict(zip("bcd", CHAIN, strict=True))
    # The same for what is finished before, and for sums: the larger one is the short sentence's only in the end.
    before = {"<": {"a": 0.5, ".": 0.4}, "a": {"b": 0.3}, **chain}
    close = {"<": {"a": 0.5, "b": 0.45}, "a": {".": 0.8}, **chain}
    calls += [a_table(rng, rows, width=2, alpha=1.0) for rows in (before, close)]
    # The long one's probability is more than twice that of the short one, but less than the root of it.
    rare = {"<": {"b": 0.5, "a": 0.35}, "a": {".": 0.3}, **dict(zip("bcd", ({k: 0.8} for k in "cd."), strict=True))}
    calls.append(a_table(rng, rare, width=3, alpha=1.0))
    probes = [*(call for call in of_several_lengths(rng) if call["alpha"] == 0), found(rng, 3, 3, 3)]
    *dues, due = truth.each(probes)
    wants, gots = truth.each(calls), answer.each(calls)
    try:
        for call, got, want in zip(calls, gots, wants, strict=True):
            says = f"{said_of(call)} A short sentence and a long one are the best here."
            expect_equal("tokens", bare(got, call), want, because=says)
    except Mismatch:
        # Who stops too early, or loses what is finished, has nothing to compare, and is charged for that already.
        *found_early, found_at_once = answer.own("beam_search").each(probes)
        wide = bare(found_at_once, probes[-1]) == due
        aside = [bare(got, call) == want for call, got, want in zip(probes, found_early, dues, strict=False)]
        if all(aside) or not wide:
            raise


@beam_search.check(
    "After max_len tokens the search is over, and what is finished comes first.",
    points=1,
    hint="How many rounds are there, and in which of them may EOS be said? What is left when no sentence is finished?",
)
def after_max_len_tokens_the_search_is_over(answer: Answer, truth: Answer, rng: Rng) -> None:
    never = {"<": {"a": 0.6, "b": 0.399}, "a": {"b": 0.5, "a": 0.499}, "b": {"c": 0.999}, "c": {"a": 0.999}}
    at_once = {"<": {"a": 0.9, ".": 0.06}, "a": {"b": 0.9, "c": 0.06}, "b": {"c": 0.9}, "c": {"a": 0.6, "b": 0.3}}
    just = {"<": {"a": 0.6, "c": 0.35}, "a": {"b": 0.9}, "b": {"a": 0.9}, "c": {"d": 0.9}, "d": {".": 0.9}}
    soon = {"<": {"a": 0.6, "b": 0.35}, "a": {".": 0.9}, "b": {"c": 0.9}}
    calls = [a_table(rng, never, width=2, max_len=length, alpha=0.7) for length in (4, 1, 3)]
    cut = {"<": {"a": 0.6, "b": 0.399}, "a": {"b": 0.999}, "b": {".": 0.6, "c": 0.39}}  # "b" might end after that
    calls += [a_table(rng, rows, width=2, max_len=n) for rows, n in ((at_once, 3), (just, 3), (soon, 2), (cut, 1))]
    expect_sentences(answer, truth, calls, "Few sentences or none are finished in this time.")


@beam_search.check(
    "The arguments stay as they were.",
    promise=True,
    points=1,
    hint="Which line writes into a0? Another name for an array is the same array.",
)
def the_arguments_stay_as_they_were(answer: Answer, truth: Answer, rng: Rng) -> None:
    soon = {"<": {"a": 0.6, "b": 0.3}, "a": {".": 0.9}, "b": {"c": 0.9}, "c": {".": 0.9}}
    for width in (1, 2):
        expect_unchanged(answer, **a_table(rng, soon, width=width))
