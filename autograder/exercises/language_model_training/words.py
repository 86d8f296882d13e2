"""Sentences drawn from a language model."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.course_function import CourseFunction
from autograder.errors import Mismatch
from autograder.exercise import Exercise
from autograder.exercises.language_model_training.doubts import (
    expect_certain_words,
    expect_no_unk,
    expect_path,
    of_one_step,
    wavering,
)
from autograder.exercises.language_model_training.models import (
    EOS,
    STOP,
    UNK,
    Count,
    Model,
    Probabilities,
    a_certain_path,
    a_vocabulary,
    by_powers,
    by_stand_in,
    counts_of,
    numbers_in,
    shown,
    stand_in_temperature,
    with_end,
    with_favourites,
    with_memory,
    without_memory,
)
from autograder.exercises.language_model_training.temperature import temperature
from autograder.expect import expect, expect_repeated, expect_unchanged
from autograder.expect_own import expect_drawn
from autograder.promises.apart import Ways, expect_apart
from autograder.promises.inputs import Call, Rng, a_generator

sampling = Exercise("sample", __name__, returns="tokens", uses=(temperature,))

AROUND_TEMPERATURE: Ways = ({}, {temperature.name: CourseFunction(stand_in_temperature)})
COLD = 0.02  # a model that is certain stays so, also where a learner divides the probabilities by it


def a_call(model: Model, rng: Rng, **others: Any) -> Call:
    """Return the arguments of one call, with a generator of its own."""
    return {
        "parameters": model.parameters,
        "vocab": model.vocab,
        "rng": a_generator(rng),
        **others,
    }


def probabilities_for(learners: Answer) -> Probabilities:
    """Return what makes probabilities of scores: the truth, or the stand-in where that is in place."""
    return by_stand_in if learners.stand_ins else by_powers


# ------------------------------------------------------------------------------------------------ what is expected


def expect_counts(counts: list[Count], where: str, why: Callable[[], str | None] = lambda: None) -> None:
    """Expect every token to come up about as often as the model says; `why` may tell what else was drawn from."""
    off = [count for count in counts if count.too_far]
    if off:
        worst = max(off, key=lambda count: abs(count.drawn - count.due) / np.sqrt(count.times))
        after = f"after {worst.after} " if worst.after else ""
        raise Mismatch(
            f"{where}: {after}{worst.token!r} was drawn {worst.drawn} times of {worst.times}; "
            f"about {worst.due:.0f} are expected.",
            why(),
        )


def draws_are_right(learners: Answer, rng: Rng) -> bool:
    """Tell whether tokens come up as often as they should in a model without memory: if not, that is charged once."""
    model = without_memory(rng, a_vocabulary(rng, 5))
    try:
        drawn = numbers_in(learners(**a_call(model, rng, tau=1.4, max_len=300)), model.vocab)
        expect(len(drawn) > 150, "too few")
        expect_counts(counts_of(model, [drawn], 1.4, probabilities_for(learners), back=0), "")
    except Mismatch:
        return False
    return True


@sampling.check(
    "Tokens are drawn with the probabilities of the model at the temperature.",
    points=2,
    by_chance=True,
    hint="Which probabilities does the draw get? With 0.5 and 0.3 both come up often, one more often than the other.",
)
def tokens_are_drawn_with_the_models_probabilities(answer: Answer, truth: Answer, rng: Rng) -> None:
    model = without_memory(rng, a_vocabulary(rng, int(rng.integers(4, 7))))
    other = without_memory(rng, a_vocabulary(rng, 6), n_a=8)
    cases: list[tuple[Model, float, Call]] = [
        (model, 0.5, {"tau": 0.5, "max_len": 110}),  # short, since it is kept to tell mistakes apart
        (model, 1.0, {"max_len": 600}),
        (model, 0.5, {"tau": 0.5, "max_len": 600}),
        (other, 2.5, {"tau": 2.5, "max_len": 900}),
    ]
    calls = [a_call(each, rng, **others) for each, _, others in cases]

    def promise(learners: Answer) -> None:
        of = probabilities_for(learners)
        for (each, tau, others), call in zip(cases, calls, strict=True):
            drawn = numbers_in(learners(**call), each.vocab)
            expect(2 * len(drawn) > others["max_len"], f"{others['max_len']} tokens are expected; {len(drawn)} came.")
            counts = counts_of(each, [drawn], tau, of, back=0)
            expect_counts(counts, f"At the temperature {tau}", partial(_betrayed, each, drawn, tau, of))

    expect_apart(promise, answer, AROUND_TEMPERATURE)


def _betrayed(model: Model, drawn: list[int], tau: float, of: Probabilities) -> str | None:
    """Return what else these draws fit, if anything."""
    if len(set(drawn)) == 1:
        return "It is the same token every time: the most probable one should come up most often, not always."
    others: dict[str, Probabilities] = {
        "They fit the temperature 1, as if tau did nothing to these scores.": lambda scores, _: of(scores, 1.0),
        "They fit the temperature 1 / tau.": lambda scores, t: of(scores, 1 / t),
        "They fit the square of the probabilities.": lambda scores, t: of(scores, t / 2),
        "Every token comes up equally often.": lambda scores, _: 1.0 * (scores > -100),
    }
    found = (
        said
        for said, probabilities in others.items()
        if not any(count.too_far for count in counts_of(model, [drawn], tau, probabilities, back=0))
    )
    return next(found, None)


@sampling.check(
    "Each step reads the token that was drawn before, and goes on from the activation before.",
    points=1,
    by_chance=True,
    hint="Write down x and a before the first, the second and the third step. How many entries of x are 1?",
)
def each_step_reads_the_token_before(answer: Answer, truth: Answer, rng: Rng) -> None:
    paths = [
        a_certain_path(rng, a_vocabulary(rng, 6), 8),
        a_certain_path(rng, a_vocabulary(rng, 7), 9).mixed(),
        a_certain_path(rng, a_vocabulary(rng, 4), 7),
    ]
    certain = [a_call(path.model, rng, tau=COLD, max_len=len(path.numbers)) for path in paths]
    model = with_favourites(rng, a_vocabulary(rng, 4))
    uncertain = a_call(model, rng, tau=1.0, max_len=1200)

    def promise(learners: Answer) -> None:
        for path, tokens in zip(paths, learners.each(certain), strict=True):
            expect_path(path, tokens)

    expect_apart(promise, answer, AROUND_TEMPERATURE)
    # What is read shows in the draws too, where these are right at all: a mixture of tokens, for example.
    if draws_are_right(answer, rng):
        drawn = numbers_in(answer(**uncertain), model.vocab)
        for back in (1, 2):
            expect_counts(counts_of(model, [drawn], 1.0, by_powers, back=back), f"In a sentence of {len(drawn)} tokens")


@sampling.check(
    "A sentence ends before <EOS>, or after max_len tokens.",
    points=1,
    by_chance=True,
    hint="Draw first, then look at the token, then keep it or stop. Which number has <EOS> in this vocabulary?",
)
def a_sentence_ends_before_eos_or_after_max_len(answer: Answer, truth: Answer, rng: Rng) -> None:
    model = without_memory(rng, a_vocabulary(rng, 5, eos=int(rng.integers(2, 7)), stop=True))
    stops = model.with_bias(STOP, 5.0)  # a full stop comes often, and ends nothing
    lengths: list[tuple[Call, int]] = [({"max_len": 7}, 7), ({"max_len": 1}, 1), ({}, 50), ({"max_len": 83}, 83)]
    ending = model.with_bias(EOS, 1000.0)
    sometimes = model.with_bias(EOS, 2.0)
    never_ends = [a_call(stops, rng, tau=COLD, **others) for others, _ in lengths]
    ends_at_once = a_call(ending, rng, tau=COLD, max_len=5)
    several = [a_call(sometimes, rng, tau=1.0, max_len=8) for _ in range(60)]

    def promise(learners: Answer) -> None:
        replies = learners.each([ends_at_once, *never_ends])
        expect(
            numbers_in(replies[0], model.vocab) == [],
            f"{EOS} has all the probability, so that the sentence is empty; yours is {shown(replies[0])}.",
        )
        for (others, due), tokens in zip(lengths, replies[1:], strict=True):
            numbers_in(tokens, model.vocab)
            given = f"max_len is {due}" if others else "max_len is not given, so it is 50"
            expect(len(tokens) == due, f"{EOS} has no probability and {given}; {len(tokens)} tokens came.")
        sentences = learners.each(several)
        for tokens in sentences:
            numbers_in(tokens, model.vocab)
            expect(EOS not in tokens, f"{EOS} is in a sentence: {shown(tokens)}.")
            expect(len(tokens) <= 8, f"max_len is 8; {len(tokens)} tokens came.")
        if draws_are_right(learners, rng):
            drawn = [with_end(tokens, sometimes, 8) for tokens in sentences]
            expect_counts(counts_of(sometimes, drawn, 1.0, probabilities_for(learners), back=0), "In 60 sentences")

    expect_apart(promise, answer, AROUND_TEMPERATURE)


@sampling.check(
    "<UNK> is never drawn, and its probability goes to the others in proportion.",
    points=1,
    by_chance=True,
    hint="After one probability becomes 0, what is the sum of the others? And what if a vocabulary has no <UNK>?",
)
def unk_is_never_drawn(answer: Answer, truth: Answer, rng: Rng) -> None:
    # Around the stand-in, 3 would leave the words next to nothing.
    model = without_memory(rng, a_vocabulary(rng, 5)).with_bias(UNK, 2.4)
    ends = model.with_bias(EOS, 0.5)
    without_unk = a_vocabulary(rng, 5, unk=False)
    plain = without_memory(rng, without_unk).with_bias([*without_unk][-1], 2.0)
    long = [a_call(model, rng, tau=1.3, max_len=length) for length in (110, 700)]
    short = [a_call(ends, rng, tau=1.3, max_len=6) for _ in range(60)]
    without = a_call(plain, rng, tau=1.3, max_len=200)
    stepping, first = of_one_step(rng, a_vocabulary(rng, 4))
    begin = [a_call(stepping, rng, tau=COLD, max_len=1) for _ in range(16)]
    doubtful, certain, due = wavering(rng, a_vocabulary(rng, 4), 6)
    plainly = a_call(certain, rng, tau=COLD, max_len=6)
    doubting = [a_call(doubtful, rng, tau=COLD, max_len=6) for _ in range(10)]
    # Who lowers the score of "<UNK>" below the others does not see it come up unless it is warm.
    even = ends.with_bias(EOS, -1.0)
    warm, hot = (
        [a_call(even, rng, tau=tau, max_len=8) for _ in range(times)] for tau, times in ((5.0, 12), (50.0, 60))
    )

    def promise(learners: Answer) -> None:
        expect_no_unk(learners.each(warm), even)
        texts = learners.each(long)
        expect_no_unk(texts, model)
        sentences = learners.each(short)
        expect_no_unk(sentences, model)
        expect_no_unk(learners.each(hot), even)
        plainly_drawn = numbers_in(learners(**without), plain.vocab)
        begun = learners.each(begin)
        expect_no_unk(begun, stepping)
        strange = next((tokens for tokens in begun if [*tokens[:1]] not in ([first], [])), None)
        says = f"This model says {first!r} first, {UNK} left out; yours says {shown(strange)}."
        expect(strange is None, f"{says} Did the network take a step because {UNK} came up?")
        if learners(**plainly) == due:  # what is read is charged by another check
            expect_certain_words(learners.each(doubting), due)
        if draws_are_right(learners, rng):
            of = probabilities_for(learners)
            half = "With much of the probability on <UNK>"
            expect_counts(counts_of(plain, [plainly_drawn], 1.3, of, back=0), f"In a vocabulary without {UNK}")
            for tokens, call in zip(texts, long, strict=True):
                count = f"{call['max_len']} tokens are expected; {len(tokens)} came."
                expect(len(tokens) >= call["max_len"] - 1, f"{half}, {count}")  # one less is charged by another check
            expect_counts(counts_of(model, [numbers_in(texts[1], model.vocab)], 1.3, of, back=0), half)
            drawn = [with_end(tokens, ends, 6) for tokens in sentences if len(tokens) <= 6]
            expect_counts(counts_of(ends, drawn, 1.3, of, back=0), f"{half}, in 60 sentences")

    expect_apart(promise, answer, AROUND_TEMPERATURE)


@sampling.check(
    "All chance comes from rng.",
    points=1,
    by_chance=True,
    hint="Which generator does your line draw from: the one that was handed in, NumPy's global one, a new one?",
)
def all_chance_comes_from_rng(answer: Answer, truth: Answer, rng: Rng) -> None:
    model = without_memory(rng, a_vocabulary(rng, 6))
    seeds = [int(seed) for seed in rng.choice(2**32, size=4, replace=False)]
    calls = [a_call(model, rng, tau=1.2, max_len=20) | {"rng": np.random.default_rng(seed)} for seed in seeds * 2]

    def promise(learners: Answer) -> None:
        texts = [numbers_in(tokens, model.vocab) for tokens in learners.each(calls)]
        for first, second in zip(texts[:4], texts[4:], strict=True):
            expect_repeated(first == second, "Two generators in the same state should give the same sentence.")
        if draws_are_right(learners, rng):
            expect(len({*map(tuple, texts)}) > 1, "Four generators in different states gave the same sentence.")
            expect_drawn(learners, **calls[0])

    expect_apart(promise, answer, AROUND_TEMPERATURE)


@sampling.check(
    "The parameters and the vocabulary are left alone.",
    promise=True,
    points=1,
    hint="Is there a line that writes into parameters or takes something out of vocab? Work on a copy.",
)
def the_parameters_and_the_vocabulary_are_left_alone(answer: Answer, truth: Answer, rng: Rng) -> None:
    model = with_memory(rng, a_vocabulary(rng, 5), sharp=0.8).with_bias(UNK, 0.5).with_bias(EOS, -1.0)
    calls = [a_call(model, rng, tau=tau, max_len=9) for tau in (1.0, 0.6)]

    def promise(learners: Answer) -> None:
        for call in calls:
            expect_unchanged(learners, **call)

    expect_apart(promise, answer, AROUND_TEMPERATURE)
