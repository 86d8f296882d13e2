"""How well entities are found: F1 over the spans of a corpus."""

from __future__ import annotations

from typing import Any

from autograder.answer import Answer
from autograder.errors import Mismatch
from autograder.exercise import Exercise
from autograder.exercises.bidirectional.spans import two_types
from autograder.expect import expect_close, expect_unchanged
from autograder.promises.inputs import Call, Rng

Span = tuple[int, int, str]
Spans = list[Span]

span_f1 = Exercise("span_f1", __name__, returns="f1")


def a_sentence(rng: Rng, *, right: int, near: int = 0, missed: int = 0, invented: int = 0) -> tuple[Spans, Spans]:
    """Draw the entities of a sentence, and a prediction in an order of its own.

    Args:
        rng: draws them.
        right: how many are predicted as they are.
        near: how many are predicted with another type, another first word or another end, in turn.
        missed: how many are not predicted.
        invented: how many are predicted where there is none.
    """
    kinds = ["right"] * right + ["near"] * near + ["missed"] * missed + ["invented"] * invented
    gold, pred, first = Spans(), Spans(), 0
    for i, kind in enumerate(rng.permutation(kinds).tolist()):
        (one, other), first = two_types(rng), first + int(rng.integers(1, 4))
        end = first + int(rng.integers(2, 4))
        off = [(first, end, other), (first + 1, end, one), (first, end + 1, one)][(len(gold) + i) % 3]
        gold += [] if kind == "invented" else [(first, end, one)]
        pred += [] if kind == "missed" else [off if kind == "near" else (first, end, one)]
        first = end + 1
    return gold, [pred[i] for i in rng.permutation(len(pred))]


def corpus_of(sentences: list[tuple[Spans, Spans]]) -> Call:
    """Return a call with these sentences."""
    return {"gold": [gold for gold, _ in sentences], "pred": [pred for _, pred in sentences]}


def a_corpus(rng: Rng, *, blank: bool = False) -> Call:
    """Draw a corpus: no two of its sentences have as many entities, and some of one are predicted in another.

    Args:
        rng: draws it.
        blank: whether there are sentences without entities, or without predictions, or with neither.
    """
    sentences = [
        a_sentence(rng, right=3, near=3, missed=1),
        a_sentence(rng, right=1, missed=3),
        a_sentence(rng, right=1, near=1),
        a_sentence(rng, right=1, invented=1),
    ]
    one, other = two_types(rng)
    sentences.append(([(20, 22, one), (30, 31, other)], [(20, 22, one), (40, 41, one)]))
    sentences.append(([(40, 41, one), (50, 51, one)], [(30, 31, other), (50, 51, one)]))
    if blank:
        sentences += [a_sentence(rng, right=0, missed=2), a_sentence(rng, right=0, invented=1), ([], [])]
    return corpus_of([sentences[i] for i in rng.permutation(len(sentences))])


def said_of(call: Call) -> str:
    """Say what was asked for, where it is short."""
    told = f"gold is {call['gold']}, pred is {call['pred']}."
    return told if len(told) < 250 else f"There are {len(call['gold'])} sentences here."


@span_f1.check(
    "Whole entities are counted, over all sentences together, and the lists stay as they are.",
    points=1,
    hint="Count three things over the whole corpus, by hand: what is there, what is predicted, and what is right, that "
    "is, predicted in the very sentence in which it is there.",
)
def whole_entities_are_counted_over_all_sentences(answer: Answer, truth: Answer, rng: Rng) -> None:
    calls = [
        *(corpus_of([a_sentence(rng, right=1, near=1)]) for _ in range(3)),
        corpus_of([a_sentence(rng, right=2, missed=1)]),
        corpus_of([a_sentence(rng, right=2, invented=2)]),
        corpus_of([a_sentence(rng, right=4)]),
        corpus_of([a_sentence(rng, right=1), a_sentence(rng, right=1, missed=2)]),
        corpus_of([a_sentence(rng, right=2), a_sentence(rng, right=0, missed=3)]),
        corpus_of([a_sentence(rng, right=2), a_sentence(rng, right=0, invented=3)]),
        corpus_of([([(0, 2, "PER")], [(0, 2, "PER")]), ([(0, 2, "PER")], [(0, 2, "PER"), (5, 6, "PER")])]),
        a_corpus(rng),
        a_corpus(rng, blank=True),
        *({"gold": call["pred"], "pred": call["gold"]} for call in [a_corpus(rng)]),
    ]
    for call, got, want in zip(calls, answer.each(calls), truth.each(calls), strict=True):
        expect_close("f1 ()", got, want, because=said_of(call))
    expect_unchanged(answer, **calls[-1])


@span_f1.check(
    "Where nothing is right F1 is 0, and where nothing was to be found and nothing was predicted it is 1.",
    points=1,
    hint="Which of your divisions may have 0 below? Ask for it with an `if` before you divide.",
)
def nothing_right_is_0_and_nothing_at_all_is_1(answer: Answer, truth: Answer, rng: Rng) -> None:
    none_right: list[Call] = [
        corpus_of([([(0, 2, one), (6, 8, one)], [(3, 4, other)]), ([(1, 2, other)], [(7, 9, one)])])
        for one, other in [two_types(rng)]
    ]
    none_predicted = corpus_of([a_sentence(rng, right=0, missed=2), a_sentence(rng, right=0, missed=1)])
    none_there = corpus_of([a_sentence(rng, right=0, invented=1), a_sentence(rng, right=0, invented=2)])
    nothing = corpus_of([([], []), ([], [])])
    no_sentences = corpus_of([])
    others = (a_sentence(rng, right=0, missed=1), a_sentence(rng, right=0, invented=1))
    calls = [corpus_of([a_sentence(rng, right=2, missed=1, invented=3), *others]), none_right[0], nothing]
    calls += [none_predicted, none_there, no_sentences]
    gots, wants = answer.each(calls), truth.each(calls)
    # Another measure than F1 is charged already. It may be 0 or 1 where one of the two sides is empty.
    is_f1 = _is_close(gots[0], wants[0])
    for call, i in zip(calls[1:], range(1, len(calls)), strict=True):
        if i < 3 or is_f1:
            expect_close("f1 ()", gots[i], wants[i], because=said_of(call))


def _is_close(got: Any, want: float) -> bool:
    try:
        expect_close("f1 ()", got, want)
    except Mismatch:
        return False
    return True
