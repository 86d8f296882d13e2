"""What a decoder reads in training, and what it is to say."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.errors import Mismatch
from autograder.exercise import Exercise
from autograder.exercises.backpropagation_through_time.steps import charged_to
from autograder.expect import expect, expect_close, expect_shape, expect_unchanged
from autograder.fingerprint import fingerprint
from autograder.promises.inputs import Arrays, Call, Rng, padded

# Without axes: an array of an odd shape costs the points of the one check that looks at it.
teacher_forcing_pair = Exercise("teacher_forcing_pair", __name__, returns=("dec_in", "dec_target", "mask"))
LABEL = "{} (T_y, m)"


def some_sentences(rng: Rng, lengths: list[int], *, odd: bool = False) -> Call:
    """Draw sentences of these lengths in an order that is drawn; where `odd`, the longest has 0, EOS and BOS inside."""
    bos_id, eos_id, *words = (int(number) for number in rng.permutation(np.arange(1, 15)))
    sentences = [rng.choice(words, length).tolist() for length in rng.permutation(lengths)]
    longest = max(sentences, key=len)
    inside = rng.permutation(np.arange(1, len(longest) - 1)).tolist() if odd else ()
    for place, number in zip(inside, (0, eos_id, bos_id), strict=False):
        longest[place] = number
    return {"sentences": sentences, "bos_id": bos_id, "eos_id": eos_id}


def several(rng: Rng, *, odd: bool = False, empty: bool = True) -> list[Call]:
    """Draw batches whose sentences are of different lengths, an empty one among them; one alone; all as long.

    Who leaves out some tokens, or sentences without any, is charged once.
    """
    batches = ([5, 2, 0, 1], [3], [7, 4, 6], [4, 4], [1, 6, 2, 0, 3])
    return [some_sentences(rng, [n for n in lengths if n or empty], odd=odd) for lengths in batches]


def with_ends_inside(rng: Rng) -> list[Call]:
    """Draw batches in which 0, EOS and BOS are words like others."""
    return [some_sentences(rng, lengths, odd=True) for lengths in ([5, 2, 1], [7, 4, 6])]


def said_of(call: Call) -> str:
    """Say what was asked for."""
    return f"The sentences are {call['sentences']}, bos_id is {call['bos_id']}, eos_id is {call['eos_id']}."


def due_of(call: Call) -> np.ndarray:
    """Return how many tokens there are to say in each example, shape (m,)."""
    return np.array([len(sentence) + 1 for sentence in call["sentences"]])


def each_but_for_padding(answer: Answer, calls: list[Call]) -> Sequence[Any]:
    """Make all calls; what is noted of them, to recognise a mistake by, says nothing of what stands in the padding."""
    before = len(answer.transcript)
    gots = answer.each(calls)
    for i, call in enumerate(calls):
        with contextlib.suppress(Mismatch, IndexError):
            arrays = arrays_of(gots[i], call)
            mask = padded(due_of(call), due_of(call).max())
            seen = {name: np.where(mask, a, -1) if a.shape == mask.shape else a for name, a in arrays.items()}
            seen["mask"] = np.asarray(gots[i].mask)
            answer.transcript[before + i] = {"value": {name: fingerprint(array) for name, array in seen.items()}}
    return gots


def arrays_of(got: Any, call: Call) -> Arrays:
    """Return the three arrays, time first: who has all three the other way round is charged for it by the mask."""
    found = {name: np.asarray(got[name]) for name in ("dec_in", "dec_target", "mask")}
    due = due_of(call)
    turned = due.max() != len(due) and all(np.shape(each) == (len(due), due.max()) for each in found.values())
    return {name: each.T for name, each in found.items()} if turned else found


def expect_valid(name: str, got: Any, want: Any, call: Call, *, counts: np.ndarray | None = None) -> None:
    """Expect of one array what it holds at valid steps; how many rows there are, is a question of the mask.

    Args:
        name: of the array.
        got, want, call: as a check has them.
        counts: True where it is looked at, by default at all valid steps, (T_y, m).
    """
    found, due = arrays_of(got, call), np.asarray(want[name])
    mine = found[name]
    if isinstance(got[name], (list, tuple)):
        expect_shape(LABEL.format(name), got[name], due.shape)
    expect(mine.dtype.kind != "O", f"{name} holds other things than numbers, such as None. Whole numbers are expected.")
    if mine.ndim != 2 or mine.shape != found["mask"].shape or mine.shape[1] != due.shape[1]:
        expect_shape(LABEL.format(name), mine, due.shape)
    rows = min(len(mine), len(due))
    valid = (want["mask"] if counts is None else counts)[:rows]
    both = (np.where(valid, each[:rows], -1) for each in (mine, due))
    with charged_to(name):
        expect_close(LABEL.format(name), *both, because=f"{said_of(call)} Padding is shown as -1 here.")


@teacher_forcing_pair.check(
    "The decoder reads BOS first, then what it was to say one step before.",
    points=1,
    hint="What has been said before the first token? And before the second one?",
)
def the_decoder_reads_what_was_to_be_said_before(answer: Answer, truth: Answer, rng: Rng) -> None:
    calls = several(rng, empty=False)
    inside = with_ends_inside(rng)
    calls += inside
    for call, got, want in zip(calls, each_but_for_padding(answer, calls), truth.each(calls), strict=True):
        if call in inside and not np.array_equal(got.mask, want.mask):
            continue  # charged by the mask
        found, counts = arrays_of(got, call), want["mask"]
        if not has_ends(found, call):  # an EOS that is missing is charged once, by the targets
            counts = without_ends(counts)
        alike = type(got.dec_in) is type(got.dec_target)
        if alike and found["dec_target"].dtype.kind == "f":  # and so are numbers with a point
            found["dec_in"] = np.nan_to_num(found["dec_in"]).astype(int)
        expect_valid("dec_in", found if alike else got, want, call, counts=counts)


def without_ends(mask: np.ndarray) -> np.ndarray:
    """Return a mask without the last valid step of each example."""
    return np.concatenate([mask[1:], np.zeros_like(mask[:1])])


def has_ends(found: Arrays, call: Call) -> bool:
    """Tell whether EOS stands in its place in any of the targets."""
    target, due = found["dec_target"], due_of(call)
    if target.ndim != 2 or target.shape[1] != len(due):
        return True
    return any(len(target) >= end and target[end - 1, i] == call["eos_id"] for i, end in enumerate(due))


@teacher_forcing_pair.check(
    "It is to say each sentence, then EOS.",
    points=1,
    hint="What stands right behind the last token of each sentence, and behind nothing where there is none?",
)
def it_is_to_say_each_sentence_then_eos(answer: Answer, truth: Answer, rng: Rng) -> None:
    calls = [*several(rng), some_sentences(rng, [0]), some_sentences(rng, [0, 0, 0])]
    small = some_sentences(rng, [3, 5])
    large = {name: value + 1000 for name, value in small.items() if name != "sentences"}
    calls.append({"sentences": [[token + 1000 for token in each] for each in small["sentences"]], **large})
    inside = with_ends_inside(rng)
    calls += inside
    for call, got, want in zip(calls, each_but_for_padding(answer, calls), truth.each(calls), strict=True):
        if call in inside and not np.array_equal(got.mask, want.mask):
            continue  # charged by the mask
        expect_valid("dec_target", got, want, call)
        rows = len(arrays_of(got, call)["dec_target"])
        has = f"{rows} row{'s' * (rows != 1)}"
        expect(rows >= len(want["mask"]), f"dec_target has {has}, {len(want['mask'])} expected. {said_of(call)}")


@teacher_forcing_pair.check(
    "The mask is True where there is something to say, EOS too, and nowhere else.",
    points=1,
    hint="How many tokens are to be said for a sentence of three words? The same number may be a word, or BOS, and "
    "stand in the padding elsewhere.",
)
def the_mask_is_true_where_there_is_something_to_say(answer: Answer, truth: Answer, rng: Rng) -> None:
    calls = several(rng, odd=True)
    calls += [{**call, "bos_id": -1} for call in with_ends_inside(rng)]  # BOS may be a number that is no word
    for call, got, want in zip(calls, each_but_for_padding(answer, calls), truth.each(calls), strict=True):
        due = want["mask"]
        if not has_ends(arrays_of(got, call), call) and not np.array_equal(got.mask, due):
            due = without_ends(due)[: len(got.mask)]  # charged already, and so the mask may go without
        expect_close("mask (T_y, m)", got.mask, due, because=said_of(call))
        for name in ("dec_in", "dec_target"):
            if isinstance(got[name], np.ndarray) and got[name].dtype.kind == "i":  # else it is charged already
                least = np.min(got[name], initial=0)
                says = f"{name} holds {least} where nothing is to be said. Any whole number from -1 on may stand there."
                expect(least >= -1, says)


@teacher_forcing_pair.check(
    "The sentences stay as they were.",
    promise=True,
    points=1,
    hint="append and insert change the caller's list. A new list is made by [*sentence, eos_id].",
)
def the_sentences_stay_as_they_were(answer: Answer, truth: Answer, rng: Rng) -> None:
    for lengths in ([4, 1, 0, 2], [3, 3]):
        expect_unchanged(answer, **some_sentences(rng, lengths))
