"""One to many: a tune that goes on from what it has drawn."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.course_function import CourseFunction
from autograder.errors import Mismatch
from autograder.exercise import Exercise
from autograder.exercises import simple_rnn
from autograder.exercises.types_of_rnn.apart import ways_around
from autograder.exercises.types_of_rnn.networks import (
    Step,
    a_certain_tune,
    a_steady_tune,
    a_tune_of_coins,
    a_tune_with_memory,
    likeliest,
    scores_along,
    softmax_of,
    stand_in_playing_cell,
    stand_in_step,
    true_step,
)
from autograder.expect import expect, expect_close, expect_repeated, expect_unchanged
from autograder.expect_own import expect_drawn
from autograder.promises.apart import Ways, expect_apart
from autograder.promises.inputs import Call, Rng, a_generator, some_sizes
from autograder.promises.simple_rnn import RNN

AROUND_PLAYING: Ways = ({}, {"rnn_cell_forward": CourseFunction(stand_in_playing_cell)})
TUNES, STEPS = 20, 100
IMPOSSIBLE = 1e-14  # a right answer draws such a symbol once in 1e11 runs of the check: 80 steps, 8 symbols each
#: Standard errors of the cube root of a chi-square (Wilson and Hilferty 1931) above which it counts as too large.
LIMIT = 4.3

generate = Exercise(
    "generate_one_to_many",
    __name__,
    returns="drawn",  # without axes: an odd shape costs the points of the one check that looks at it
    uses=(simple_rnn.cell, simple_rnn.forward),
)


# What is true is worked out here, in the checks: a recording would hold it for the first of three draws alone.


def ways_of(answer: Answer, rng: Rng) -> tuple[Ways, str]:
    """Return the ways to judge apart from the learner's rnn_cell_forward, and its name where that is not right yet."""
    call = RNN.a_step(rng, some_sizes(rng).but(m=1))
    a_next, scores = true_step(**call)

    def compare(got: Any) -> None:
        expect_close("a_next (n_a, m)", got.a_next, a_next)
        expect_close("yt_pred (n_y, m)", got.yt_pred, softmax_of(scores))

    return ways_around("rnn_cell_forward", AROUND_PLAYING, compare, answer, call)


def step_of(answer: Answer) -> Step:
    """Return what a step does: that of the stand-in where the answer plays around it."""
    return stand_in_step if answer.stand_ins else true_step


def symbols_in(drawn: Any, call: Call) -> np.ndarray:
    """Return the drawn symbols as whole numbers, in whatever form they came: the form is charged once, elsewhere."""
    try:
        symbols = np.asarray(drawn, dtype=np.float64)
    except (TypeError, ValueError):
        raise Mismatch(f"Whole numbers are expected; yours are of type {type(drawn).__name__}.") from None
    n_y, n_steps = len(call["x0"]), call["n_steps"]
    if symbols.ndim == 3 and symbols.shape[1] == n_y > 1:  # one-hot columns
        symbols = symbols.argmax(axis=1)
    symbols = symbols.ravel()[symbols.size == n_steps + 1 :]  # without x0 in front
    if symbols.size and symbols.min() >= 1 and symbols.max() == n_y:  # counted from 1
        symbols = symbols - 1
    expect(symbols.size, "No symbol came back.")
    expect(np.isin(symbols, np.arange(n_y)).all(), f"A symbol is a whole number from 0 to {n_y - 1}.")
    return symbols.astype(int)


@generate.check(
    "Each step goes on from what was drawn before.",
    points=2,
    hint="What does step t read, and from which activation does it start? Follow two steps with pencil and paper.",
)
def each_step_goes_on_from_what_was_drawn(answer: Answer, truth: Answer, rng: Rng) -> None:
    # First networks that leave no choice: however an answer draws, it gets the same as the reference.
    n_x, n_a = (int(n) for n in rng.choice(np.arange(3, 8), size=2, replace=False))
    cases = [
        (n_x, n_a, 9, True),
        (n_x, n_a, 8, False),
        (4, 4, 7, True),
        (6, 7, 14, True),
        (n_x, 1, 6, True),
        (1, n_a, 3, True),
    ]
    calls = [a_certain_tune(rng, *sizes, with_symbol=one_hot) for *sizes, one_hot in (*cases, (n_x, n_a, 1, False))]
    coins = [a_tune_of_coins(rng, pairs, 6, 40) for pairs in (3, 4)]
    ways, wrong = ways_of(answer, rng)
    expect_apart(lambda each: expect_certain(each, calls), answer, ways, wrong=wrong)
    expect_apart(lambda each: expect_possible(each, coins), answer, ways, wrong=wrong)


def expect_certain(answer: Answer, calls: list[Call]) -> None:
    """Expect the only tune that can come of each call."""
    for call, drawn in zip(calls, answer.each(calls), strict=True):
        start = "a one-hot symbol" if call["x0"].any() else "zeros"
        says = f"x0 is {start} here, and the network is certain: at each step a single symbol can be drawn."
        want, _ = likeliest(step_of(answer), call)
        expect_close("drawn (n_steps,)", drawn, np.array(want), because=says)


def expect_possible(answer: Answer, calls: list[Call]) -> None:
    """Expect each symbol to be possible after those before it."""
    for call, drawn in zip(calls, answer.each(calls), strict=True):
        symbols = symbols_in(drawn, call)
        chances = [softmax_of(scores) for scores in scores_along(step_of(answer), call, symbols)]
        for t, (k, chance) in enumerate(zip(symbols, chances, strict=True)):
            read = f"{symbols[t - 1]}, which step {t} drew" if t else "x0"
            expect(
                chance[k] > IMPOSSIBLE,
                f"Step {t + 1} drew symbol {k}. Having read {read}, the network would give {k} a probability of nearly "
                f"0. So step {t + 1} has read something else, or was not drawn from its prediction.",
            )


@generate.check(
    "A symbol comes as often as its probability says.",
    points=1,
    hint="How often is a symbol drawn that has a probability of a quarter?",
    by_chance=True,
)
def a_symbol_comes_as_often_as_its_probability_says(answer: Answer, truth: Answer, rng: Rng) -> None:
    # A right answer goes beyond LIMIT about 8 times in 100,000 checks: nine normal deviates, 9e-6 each. To see that
    # they are normal 76,000 tunes of 2,000 steps were drawn, three deviates each: one was beyond, where 2 are expected.
    # So it fails three times in a row about once in 1e12 checks.
    steady = [as_many(a_steady_tune(rng, STEPS, likeliest_last=last), rng) for last in (False, True)]
    coupled = as_many(a_tune_with_memory(rng, STEPS), rng)
    ways, wrong = ways_of(answer, rng)
    expect_apart(lambda each: expect_usual(each, *steady), answer, ways, wrong=wrong)
    if _goes_on(answer, truth, rng):  # else the predictions differ from the true ones: that is charged above
        expect_apart(lambda each: expect_usual(each, coupled), answer, ways, wrong=wrong)


def as_many(call: Call, rng: Rng) -> list[Call]:
    """Return the calls for several tunes: who runs all of a tune again for each symbol has to come to an end."""
    return [{**call, "rng": a_generator(rng)} for _ in range(TUNES)]


def _goes_on(answer: Answer, truth: Answer, rng: Rng) -> bool:
    try:
        each_step_goes_on_from_what_was_drawn(answer, truth, rng)
    except Mismatch:
        return False
    return True


def expect_usual(answer: Answer, *networks: list[Call]) -> None:
    """Expect tunes of each network to hold each symbol as often as the predictions say, up to chance."""
    for calls in networks:
        tunes = {tuple(symbols_in(drawn, calls[0])) for drawn in answer.each(calls)}
        # One that comes again and again, as with a fixed seed, counts once.
        expect_usual_tunes(step_of(answer), calls[0], [np.array(tune) for tune in sorted(tunes)])


def expect_usual_tunes(step: Step, call: Call, tunes: list[np.ndarray]) -> None:
    """Expect these tunes to hold each symbol, and each after each, as often as the predictions say."""
    chances = [np.array([softmax_of(scores) for scores in scores_along(step, call, tune)]) for tune in tunes]
    n_y = len(call["x0"])
    symbols = np.concatenate(tunes)
    came, due = np.bincount(symbols, minlength=n_y), np.concatenate(chances).sum(axis=0)
    k = int(np.argmax(np.abs(came - due)))
    says = f"In {len(symbols)} steps symbol {k} was drawn {came[k]} times, where {due[k]:.0f} is expected."
    expect(too_large(symbols, np.concatenate(chances), np.zeros_like(symbols)) < LIMIT, says)
    for steps, before in ((1, "one step"), (2, "two steps")) if len(tunes) > 1 else ():
        now, groups = (np.concatenate([tune[part] for tune in tunes]) for part in (np.s_[steps:], np.s_[:-steps]))
        late = too_large(now, np.concatenate([chance[steps:] for chance in chances]), groups)
        expect(late < LIMIT, f"What is drawn does not depend on the symbol {before} before as the predictions say.")


def too_large(symbols: np.ndarray, chances: np.ndarray, groups: np.ndarray) -> float:
    """Return how far the chi-square of drawn symbols is above what is usual, in standard errors.

    Args:
        symbols: the drawn ones, shape (steps,).
        chances: their probabilities at each step, shape (steps, n_y).
        groups: a number for each step; symbols are counted in each group by itself, shape (steps,).
    """
    total, freedom = 0.0, 0
    for group in np.unique(groups):
        rows = chances[groups == group]
        came = np.bincount(symbols[groups == group], minlength=rows.shape[1])
        off = (came - rows.sum(axis=0))[:-1]  # the last one follows from the others
        spread = (np.diag(rows.sum(axis=0)) - rows.T @ rows)[:-1, :-1]
        total += float(off @ np.linalg.solve(spread, off))
        freedom += len(off)
    width = 2 / (9 * freedom)
    return float(((total / freedom) ** (1 / 3) - (1 - width)) / np.sqrt(width))


@generate.check(
    "All chance comes from the generator that you are given.",
    points=1,
    hint="Which line makes or asks another generator than rng?",
)
def all_chance_comes_from_the_generator(answer: Answer, truth: Answer, rng: Rng) -> None:
    call = a_steady_tune(rng, 40)
    seed, *others = (int(number) for number in rng.choice(2**32, size=25, replace=False))
    calls = [{**call, "rng": np.random.default_rng(each)} for each in (seed, seed, *others)]
    ways, wrong = ways_of(answer, rng)
    expect_apart(lambda each: expect_decided(each, calls), answer, ways, wrong=wrong)


def expect_decided(answer: Answer, calls: list[Call]) -> None:
    """Expect the same tune of two generators in the same state, and other ones of those in other states.

    Two right tunes of 40 symbols are the same about once in 2e21 times, and 25 of them begin with one symbol about once
    in 1e9.
    """
    first, again, *others = ([*symbols_in(drawn, calls[0])] for drawn in answer.each(calls))
    expect_repeated(first == again, "Two generators in the same state gave different tunes.")
    if len({symbol for tune in (first, *others) for symbol in tune}) == 1:
        return  # one symbol again and again leaves nothing to chance: that is charged where symbols are counted
    different = len({*map(tuple, (first, *others))})
    expect(different > 1, "Two generators in different states gave the same tune.")
    tunes = 1 + len(others)
    expect(different == tunes, f"{tunes} generators in different states gave {different} different tunes.")
    begins = {tune[0] for tune in (first, *others)}
    expect(len(begins) > 1, f"{tunes} generators in different states all drew symbol {first[0]} first.")
    expect_drawn(answer, **calls[0])


@generate.check(
    "x0, a0 and the parameters are left alone.",
    promise=True,
    points=1,
    hint="Which line writes into an array that came in from outside?",
)
def start_and_parameters_are_left_alone(answer: Answer, truth: Answer, rng: Rng) -> None:
    ways, wrong = ways_of(answer, rng)
    for with_symbol in (True, False):
        call = {**a_certain_tune(rng, 5, 4, 6, with_symbol=with_symbol), "rng": a_generator(rng)}
        expect_apart(lambda each, call=call: expect_unchanged(each, **call), answer, ways, wrong=wrong)  # type: ignore[misc]
