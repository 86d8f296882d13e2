"""Training a tagger that reads sentences from both ends."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.exercises.bidirectional.back import birnn_backward
from autograder.exercises.bidirectional.forward import birnn_forward
from autograder.exercises.bidirectional.tagger_expect import (
    AROUND_BOTH,
    expect_all_there,
    expect_each_used_once,
    expect_parameters,
    expect_trained,
    wrong_direction,
)
from autograder.exercises.bidirectional.tagger_inputs import (
    WAYS,
    Moves,
    a_training,
    adam_distance,
    flat,
    little_language,
    names_right,
    untrained,
    with_tiny,
)
from autograder.expect import expect, expect_unchanged
from autograder.promises.apart import expect_apart, expect_true_apart
from autograder.promises.inputs import Call, Rng, a_generator
from autograder.promises.orders import expect_drawn_orders, several_orders, some_seeds

train_tagger = Exercise(
    "train_tagger",
    __name__,
    returns=("forward", "backward"),
    reference="solutions.tagger",
    uses=(birnn_forward, birnn_backward),
)

# ------------------------------------------------------------------------------------------------------- one batch


@train_tagger.check(
    "One batch is one step of Adam for both directions, and padding counts for nothing.",
    points=1,
    hint="Which of pad_batch's three results does each of the functions take? Does each array meet its own gradient?",
)
def one_batch_is_one_step_for_both_directions(answer: Answer, truth: Answer, rng: Rng) -> None:
    trainings = [
        with_tiny(a_training(rng, [2, 7, 4], 3, least=0), "Wya"),
        a_training(rng, [3], 1, least=0),
        with_tiny(a_training(rng, [5, 1, 3, 4], 6, least=0), "Wya"),
        with_tiny(a_training(rng, [4, 4, 4], 3, least=0), "Wax", "ba"),
        with_tiny(a_training(rng, [1, 6], 2, least=0), "Wax", "ba"),
        a_training(rng, [55, 2], 2, least=0),
    ]
    told = ["", "", "There are fewer sentences than m.", "All are equally long.", ""]
    told.append("One sentence has 55 words.")

    def compare(got: Any, want: Any, call: Call) -> None:
        count = len(call["sentences"])
        which = f"all {count} sentences in one batch" if count > 1 else "one sentence"
        says = f"One epoch with {which}, lr = {call['lr']:.3g}."
        expect_parameters(got, want, because=f"{says} {told[trainings.index(call)]}".strip())

    expect_true_apart(compare, answer, truth, trainings, AROUND_BOTH, wrong=wrong_direction(answer, truth))


@train_tagger.check(
    "Parameters and Adam's memory go on from batch to batch and from epoch to epoch, and nothing else does.",
    points=1,
    hint="What does one batch leave behind for the next, and one epoch for the next? How often does adam_start run, "
    "and which sentences may one batch hold?",
)
def parameters_and_memory_go_on(answer: Answer, truth: Answer, rng: Rng) -> None:
    apart = [a_training(rng, lengths, 1) for lengths in ([3, 2], [4, 1])]
    single = a_training(rng, [4], 1)
    copies = {name: [list(single[name][0]) for _ in range(3)] for name in ("sentences", "tags")}
    joined = [{**single, "epochs": 3}, {**single, "epochs": 3, "m": 2}, {**single, **copies}]

    def promise(learners: Answer) -> None:
        *trained, got, fewer, again = learners.each([*apart, *joined])  # all at once: only together they name a mistake
        for got_apart, call in zip(trained, apart, strict=True):
            expect_trained(got_apart, call)
            found, due = np.sort(Moves.of(got_apart, call).own), adam_distance(1, 2) / adam_distance(2, 2)
            says = "One epoch with 2 sentences and m = 1. Each has a word of its own, whose weights have a gradient in "
            says += f"one batch alone. By Adam those of the first batch move {due:.3f} times as far as those of the "
            moved = found[0] > 1e-9 * found[1]
            says += (
                f"second one; {f'yours {found[1] / found[0]:.3f} times' if moved else 'in yours one has not moved'}."
            )
            expect(np.isclose(found[1], due * found[0], rtol=1e-3) and found[0] > 0, says)
        expect_parameters(
            got,
            again,
            because="Three epochs with one sentence should give what one epoch gives with this sentence three times "
            "and m = 1.",
            to_itself=True,
        )
        if np.any(flat(fewer) != flat(single)):  # else a batch that is not full is left out: charged by another check
            says = (
                "Three epochs with one sentence and m = 2 are three batches, and should give what they give with m = 1."
            )
            expect_parameters(fewer, got, because=f"{says} A batch ends with its epoch.", to_itself=True)

    expect_apart(promise, answer, AROUND_BOTH, wrong=wrong_direction(answer, truth))


# ---------------------------------------------------------------------------------------------- batches of an epoch


@train_tagger.check(
    "In an epoch every sentence is used once, m at a time, the last ones too.",
    points=1,
    hint="With 4 sentences and m = 3, how many batches are there, and how many sentences does the second one have?",
)
def every_sentence_is_used_once_in_an_epoch(answer: Answer, truth: Answer, rng: Rng) -> None:
    trainings = [
        a_training(rng, lengths, m)
        for lengths, m in (([3, 2, 5, 4], 3), ([2, 4, 3], 1), ([4, 3, 2, 5], 2), ([2, 3, 4, 3, 2], 2))
    ]
    # The order is by chance: each training is tried three times.
    tries = [{**call, "rng": a_generator(rng)} for call in trainings for _ in range(3)]

    def promise(learners: Answer) -> None:
        for call, got in zip(tries, learners.each(tries), strict=True):
            expect_trained(got, call)
            expect_each_used_once(Moves.of(got, call), call)

    expect_apart(promise, answer, AROUND_BOTH, wrong=wrong_direction(answer, truth))


# --------------------------------------------------------------------------------------------------------- order


@train_tagger.check(
    "The order of the sentences comes from rng, anew in each epoch.",
    points=1,
    by_chance=True,
    hint="All randomness comes from the rng that was handed in. Does its line stand inside the loop or before it?",
)
def the_order_comes_from_rng_in_each_epoch(answer: Answer, truth: Answer, rng: Rng) -> None:
    cases = several_orders(a_training(rng, [1, 2, 1], 1), a_training(rng, [2, 1, 3, 1], 2))
    seeds = some_seeds(rng)

    def promise(learners: Answer) -> None:
        expect_drawn_orders(learners, cases, seeds, flat, twice=6, expect_trained=expect_trained)

    expect_apart(promise, answer, AROUND_BOTH, wrong=wrong_direction(answer, truth))


# ------------------------------------------------------------------------------------------------------ what it learns

#: Share of held-out names that are right, at least, on average over three languages. Single ones, with 100 seeds: the
#: reference 0.917 to 1 (mean 0.992, standard deviation 0.017), around the stand-ins always 1. So the mean of three
#: would have to be off by more than fifteen standard deviations of its own, three times in a row. Whoever reads one
#: side alone knows half of the names and guesses among three for the rest: 0.67.
BAND = 0.8


@train_tagger.check(
    "After training it tells a name by the words on its left and on its right.",
    points=1,
    by_chance=True,
    hint="Follow the loss of each batch: it should fall. Which parameters does the second batch start from?",
)
def after_training_it_tells_a_name_by_both_sides(answer: Answer, truth: Answer, rng: Rng) -> None:
    texts = [(little_language(rng, 160), little_language(rng, 60)) for _ in range(3)]
    calls = [_on_language(rng, *seen) for seen, _ in texts]

    def promise(learners: Answer) -> None:
        reached, around = [], bool(learners.stand_ins)
        for (_, held_out), got in zip(texts, learners.each(calls), strict=True):
            expect_all_there(got)
            reached.append(names_right(got, *held_out, around=around))
        share = float(np.mean(reached))
        expect(
            share > BAND,
            "A tagger was trained for 6 epochs with 160 sentences of a little language in which a word on the left or "
            "on the right of a name says which of three tags it has, and tried on 60 other sentences, three times. Of "
            f"the names it should tag more than {BAND} right, and it does not. Reading one side alone gives 0.67.",
        )

    expect_apart(promise, answer, AROUND_BOTH, wrong=wrong_direction(answer, truth))


def _on_language(rng: Rng, sentences: list[list[int]], tags: list[list[int]]) -> Call:
    return {
        "sentences": sentences,
        "tags": tags,
        **{way: untrained(rng, n_a=12) for way in WAYS},
        "epochs": 6,
        "m": 8,
        "lr": 0.04,
        "rng": a_generator(rng),
    }


@train_tagger.check(
    "The sentences, the tags and the parameters are left alone.",
    promise=True,
    points=1,
    hint="Who else holds these lists and dicts? rng.shuffle, update and |= write into what they are given.",
)
def what_it_is_given_is_left_alone(answer: Answer, truth: Answer, rng: Rng) -> None:
    trainings = [a_training(rng, [3, 5, 2, 4, 6], 2, epochs=2), a_training(rng, [4, 2, 3], 3)]

    def promise(learners: Answer) -> None:
        for call in trainings:
            expect_unchanged(learners, **call)

    expect_apart(promise, answer, AROUND_BOTH)
