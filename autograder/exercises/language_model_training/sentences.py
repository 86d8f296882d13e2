"""Training a language model on sentences that have nothing to do with each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.course_function import CourseFunction
from autograder.exercise import Exercise
from autograder.exercises.language_model_training.languages import (
    Language,
    Sentences,
    guess_by_counts,
    perplexity_of,
    stand_in_step,
    stand_in_that_learns,
    start_of,
)
from autograder.exercises.language_model_training.one_step import step, wrong_step
from autograder.exercises.language_model_training.outcomes import arrays_in, expect_one_of, flat, outcomes_of
from autograder.expect import expect, expect_close, expect_unchanged
from autograder.promises.apart import Ways, expect_apart, expect_true_apart
from autograder.promises.inputs import Arrays, Call, Rng, a_generator, some_sizes
from autograder.promises.orders import expect_drawn_orders, several_orders, some_seeds
from autograder.promises.simple_rnn import RNN

training = Exercise("train_lm", __name__, returns={name: f"({axes})" for name, axes in RNN.axes.items()}, uses=(step,))

AROUND_STEP: Ways = ({}, {step.name: CourseFunction(stand_in_step, {"before": 1.0})})
#: Around the second one, an activation that is carried from batch to batch, which is charged elsewhere, does no harm.
AROUND_ANY_STEP: Ways = (*AROUND_STEP, {step.name: CourseFunction(stand_in_step, {"before": 0.0})})
AROUND_LEARNING: Ways = ({}, {step.name: CourseFunction(stand_in_that_learns)})


def a_training(rng: Rng, lengths: Sequence[int], m: int, *, epochs: int = 1, least: int = 0) -> Call:
    """Draw sentences of these lengths, no two alike, and what else train_lm is given.

    Args:
        rng: draws them.
        lengths: how many tokens each sentence has.
        m: sentences in a batch.
        epochs: how often each sentence is used.
        least: the smallest number of a token; who takes 0 for padding is charged once, where 0 may come up.
    """
    sizes = some_sizes(rng)
    n_y = sizes.n_y + 3
    sentences = [[*rng.integers(least, n_y, length - 1).tolist(), least + i] for i, length in enumerate(lengths)]
    return {
        "sequences": sentences,
        "parameters": RNN.parameters(rng, sizes.but(n_x=n_y, n_y=n_y)),
        "epochs": epochs,
        "m": m,
        "lr": float(rng.uniform(0.5, 1.5)),
        "clip": 1e4,
        "rng": a_generator(rng),
    }


def expect_parameters(got: Any, want: Any, *, because: str, to_itself: bool = False) -> None:
    """Expect each of the five parameters to be as in `want`."""
    for name in RNN.axes:
        if to_itself:
            expect_close(f"{name} ({RNN.axes[name]})", got[name], want[name], because=because, to_itself=True)
        else:
            expect_close(name, got, want, because=because)


# ------------------------------------------------------------------------------------------- one batch, and epochs


@training.check(
    "A batch is read from zeros, each sentence with its own labels and mask.",
    points=1,
    hint="What does make_lm_pair put before the first token, and what does pad_batch say of padding?",
)
def a_batch_is_read_from_zeros(answer: Answer, truth: Answer, rng: Rng) -> None:
    trainings = [
        a_training(rng, [2, 7, 4], 3),
        a_training(rng, [3], 1),
        a_training(rng, [5, 1, 3, 4], 6),
        {**a_training(rng, [23, 6], 2), "clip": 0.01},
        a_training(rng, [4, 4, 4, 4], 4),
    ]
    told = [
        "",
        "There is a single sentence.",
        "There are fewer sentences than m.",
        "clip is 0.01.",
        "All are equally long.",
    ]

    def compare(got: Any, want: Any, call: Call) -> None:
        says = f"One epoch with all {len(call['sequences'])} sentences in one batch, lr = {call['lr']:.3g}."
        expect_parameters(got, want, because=f"{says} {told[trainings.index(call)]}".strip())

    wrong = wrong_step(answer, truth)
    expect_true_apart(compare, answer, truth, trainings, AROUND_STEP, wrong=wrong)


@training.check(
    "Each epoch goes on with the parameters of the one before, and with nothing else.",
    points=1,
    hint="What does one batch leave behind for the next: parameters, activations? Where is each set again?",
)
def each_epoch_goes_on_with_the_parameters_alone(answer: Answer, truth: Answer, rng: Rng) -> None:
    # All sentences fit into one batch, so that no order matters.
    trainings = [a_training(rng, [3, 5, 2], 3, epochs=3), a_training(rng, [4], 2, epochs=2)]
    alone = a_training(rng, [4], 1)

    def promise(learners: Answer) -> None:
        for got, call in zip(learners.each(trainings), trainings, strict=True):
            expect(np.any(flat(got) != flat(call["parameters"])), "The parameters are the ones from before training.")
            expect_parameters(
                got,
                _one_after_the_other(learners, call, call["epochs"]),
                because=f"{call['epochs']} epochs at once should give what {call['epochs']} calls of one epoch give, "
                "each with the parameters of the one before. (All sentences are in one batch.)",
                to_itself=True,
            )
        # The same sentence three times, so that no order matters here either.
        got = learners(**{**alone, "sequences": [list(alone["sequences"][0]) for _ in range(3)]})
        expect_parameters(
            got,
            _one_after_the_other(learners, alone, 3),
            because="One epoch with one sentence three times and m = 1 should give what three calls with it give.",
            to_itself=True,
        )

    expect_apart(promise, answer, AROUND_STEP, wrong=wrong_step(answer, truth))


def _one_after_the_other(learners: Answer, call: Call, times: int) -> Arrays:
    """Return the parameters after so many calls of one epoch, each with the parameters of the one before."""
    parameters: Arrays = call["parameters"]
    for _ in range(times):
        parameters = arrays_in(learners(**{**call, "parameters": parameters, "epochs": 1}))
    return parameters


# ---------------------------------------------------------------------------------------------- batches of an epoch


@training.check(
    "In an epoch every sentence is used once, m at a time, the last ones too.",
    points=1,
    hint="With 4 sentences and m = 3, how many batches are there, and how many sentences does the second one have?",
)
def every_sentence_is_used_once_in_an_epoch(answer: Answer, truth: Answer, rng: Rng) -> None:
    trainings = [
        a_training(rng, lengths, m, least=1) for lengths, m in (([3, 2, 5, 4], 3), ([2, 4, 3], 1), ([4, 3, 2, 5], 2))
    ]
    # The order is by chance: each training is tried three times.
    tries = [{**call, "rng": a_generator(rng)} for call in trainings for _ in range(3)]

    def promise(learners: Answer) -> None:
        replies = learners.each(tries)
        levels = {id(call["sequences"]): outcomes_of(learners, call) for call in trainings}
        for call, got in zip(tries, replies, strict=True):
            expect(np.any(flat(got) != flat(call["parameters"])), "The parameters are the ones from before training.")
            expect_one_of(got, levels[id(call["sequences"])], call)

    expect_apart(promise, answer, AROUND_ANY_STEP, wrong=wrong_step(answer, truth))


# --------------------------------------------------------------------------------------------------------- order


@training.check(
    "The order of the sentences comes from rng, anew in each epoch.",
    points=1,
    by_chance=True,
    hint="All randomness comes from the rng that was handed in. Does its line stand inside the loop or before it?",
)
def the_order_comes_from_rng_in_each_epoch(answer: Answer, truth: Answer, rng: Rng) -> None:
    cases = several_orders(a_training(rng, [1, 2, 1], 1, least=1), a_training(rng, [2, 1, 3, 4], 2, least=1))
    seeds = some_seeds(rng)

    def promise(learners: Answer) -> None:
        expect_drawn_orders(learners, cases, seeds, flat, twice=4)

    expect_apart(promise, answer, AROUND_STEP, wrong=wrong_step(answer, truth))


# ------------------------------------------------------------------------------------------------------ what it learns

#: Held-out perplexity over that of the token counts, at most, on average over three languages. Single ones, with
#: 1,000 seeds: the reference 0.515 to 0.818 (mean 0.605, standard deviation 0.034), around the stand-in 0.574 to 0.805
#: (0.673, 0.035). So the mean of three would have to be off by more than eight standard deviations of its own, three
#: times in a row. A model that learns the counts alone has 1.
BAND = 0.85


@training.check(
    "After training the model expects what its language says.",
    points=1,
    by_chance=True,
    hint="Follow the loss of each batch: it should fall. Which parameters does the second batch start from?",
)
def after_training_it_expects_what_its_language_says(answer: Answer, truth: Answer, rng: Rng) -> None:
    languages = [Language.draw(rng) for _ in range(3)]
    texts = [(language.sentences(rng, 160), language.sentences(rng, 60)) for language in languages]
    calls = [_on_language(rng, seen) for seen, _ in texts]

    def promise(learners: Answer) -> None:
        reached = [
            perplexity_of(arrays_in(got), held_out) / guess_by_counts(seen, held_out)
            for (seen, held_out), got in zip(texts, learners.each(calls), strict=True)
        ]
        expect(
            np.mean(reached) < BAND,
            "A model was trained for one epoch with 160 sentences of a little language, and tried on 60 other ones, "
            f"three times. Its perplexity is {np.mean(reached):.2f} times that of a model that knows how frequent each "
            f"token is and nothing else. Trained as the task says, it stays below {BAND}.",
        )

    expect_apart(promise, answer, AROUND_LEARNING, wrong=wrong_step(answer, truth))


def _on_language(rng: Rng, sentences: Sentences) -> Call:
    parameters = start_of(rng, n_a=8, n_y=5)
    return {
        "sequences": sentences,
        "parameters": parameters,
        "epochs": 1,
        "m": 8,
        "lr": 1.0,
        "clip": 0.5,
        "rng": a_generator(rng),
    }


@training.check(
    "The sentences and the parameters are left alone.",
    promise=True,
    points=1,
    hint="Who else holds this list and this dict? rng.shuffle and -= write into what they are given.",
)
def the_sentences_and_the_parameters_are_left_alone(answer: Answer, truth: Answer, rng: Rng) -> None:
    trainings = [a_training(rng, [3, 5, 2, 4, 6], 2, epochs=2), a_training(rng, [4, 2, 3], 3)]

    def promise(learners: Answer) -> None:
        for call in trainings:
            expect_unchanged(learners, **call)

    expect_apart(promise, answer, AROUND_STEP)
