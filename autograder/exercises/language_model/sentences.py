"""Sentences as numbers, and what a language model reads and predicts."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.exercises.language_model.tokens import some_words
from autograder.expect import expect, expect_close, expect_either, expect_equal, expect_unchanged, shown
from autograder.promises.inputs import Call, Rng
from autograder.returned import Returned

# ------------------------------------------------------------------------------------------------------- encode

encode = Exercise("encode", __name__, returns="ids")


def a_vocab(rng: Rng, words: list[str]) -> dict[str, int]:
    """Draw numbers for these words and for "<UNK>" and "<EOS>"; the first word has 0, and the last one the largest.

    The keys are in an order that is drawn as well.
    """
    numbers = rng.choice(np.arange(2, 90), len(words) + 1, replace=False).tolist()
    vocab = dict(zip([*words[1:], "<UNK>", "<EOS>"], numbers, strict=True)) | {words[-1]: 95} | {words[0]: 0}
    return {token: vocab[token] for token in rng.permutation(list(vocab)).tolist()}


def as_list(got: Any) -> Any:
    """Return a list of numbers for an array, a text, or a list of lists or texts: that it is none is charged once."""
    if isinstance(got, np.ndarray):
        return got.ravel().tolist()
    if isinstance(got, str) and all(part.isdigit() for part in got.split()):
        got = got.split()
    if isinstance(got, list) and got and all(isinstance(part, list) for part in got):
        got = [number for part in got for number in part]
    if isinstance(got, list) and all(isinstance(number, str) and number.isdigit() for number in got):
        got = [int(number) for number in got]
    return got


def expect_whole_numbers(got: Any) -> None:
    """Expect a list, or a tuple, of whole numbers."""
    expect(not isinstance(got, np.ndarray), "ids is an array, where a list is expected.")
    expect(isinstance(got, (list, tuple)), f"ids is {shown(got)}, where a list is expected.")
    expect(not any(isinstance(each, float) for each in got), "ids holds floats, where whole numbers are expected.")
    for t, number in enumerate(got):
        expect(isinstance(number, (int, np.integer)), f"ids[{t}] is {shown(number)}, where a number is expected.")


def said_of(call: Call) -> str:
    """Say what was asked for."""
    add_eos = f"add_eos is {call['add_eos']}" if "add_eos" in call else "add_eos is not given"
    return f"The tokens are {call['tokens']}, {add_eos}, and vocab is {call['vocab']}."


def expect_beginning(got: Any, want: list[int], call: Call) -> None:
    """Expect the right number of each token, whatever comes behind the last one."""
    count, mine = len(call["tokens"]), as_list(got)
    beginning = mine[:count] if isinstance(mine, (list, tuple)) else mine
    expect_equal("ids", beginning, want[:count], because=said_of(call))


@encode.check(
    "Each token that vocab knows becomes its number.",
    points=1,
    hint="Look each token up in the vocab that is handed in. One of the numbers is 0. The result is a list.",
)
def each_token_becomes_its_number(answer: Answer, truth: Answer, rng: Rng) -> None:
    calls: list[Call] = []
    for known, length in ((4, 5), (1, 1), (3, 3), (6, 4)):
        words = some_words(rng, known)
        tokens = [words[0], *rng.choice(words, length - 1).tolist()]
        calls.append({"tokens": tokens, "vocab": a_vocab(rng, words), "add_eos": False})
    with_specials = (["<UNK>", words[0], "<EOS>", words[0]], ["<EOS>", words[1], "<EOS>"])
    calls += [{**calls[-1], "tokens": tokens} for tokens in with_specials]
    mixed = ["May", "may", " ", "don't", "."]
    calls.append({"tokens": rng.permutation(mixed).tolist(), "vocab": a_vocab(rng, mixed), "add_eos": False})
    for call, got, want in zip(calls, answer.each(calls), truth.each(calls), strict=True):
        expect_beginning(got, want, call)
        expect_whole_numbers(got)


@encode.check(
    'A token that vocab does not know gets the number of "<UNK>".',
    points=1,
    hint='Which number has "<UNK>" in the vocab that is handed in? Not every vocab gives it the same one.',
)
def an_unknown_token_gets_the_number_of_unk(answer: Answer, truth: Answer, rng: Rng) -> None:
    for known, unknown in ((3, 2), (2, 1), (2, 4)):
        words = some_words(rng, known + unknown)
        tokens = rng.permutation([*words[1:], "<unk>", "<eos>"]).tolist()
        call: Call = {"tokens": tokens, "vocab": a_vocab(rng, words[:known]), "add_eos": False}
        without = [token for token in tokens if token in call["vocab"]]
        got, own, alone = map(as_list, answer.each([call, {**call, "tokens": ["<UNK>"]}, {**call, "tokens": without}]))
        expect_unknown(got, own, call)
        kept = [each for each, token in zip(got, tokens, strict=False) if token in call["vocab"]]
        expect(
            kept == [*alone][: len(kept)],
            f"{without} have other numbers where there is an unknown token among them. {said_of(call)}",
        )
    expect_no_other_spelling(answer, rng)


def expect_no_other_spelling(answer: Answer, rng: Rng) -> None:
    """Expect a token to be unknown where vocab has it in another spelling, if the answer tells the two apart at all."""
    for token, other in (("May", "may"), ("may", "May"), ("may", "MAY"), ("may ", "may"), ("maybe", "may")):
        both, alone = (a_vocab(rng, words) for words in ([token, other, "fog"], [other, "fog"]))
        asked = [{"tokens": [token, other], "vocab": vocab, "add_eos": False} for vocab in (both, alone)]
        asked.append({**asked[1], "tokens": ["<UNK>"]})
        known, got, own = map(as_list, answer.each(asked))
        if known == [both[token], both[other]]:
            expect_unknown(got, own, asked[1])


def expect_unknown(got: Any, own: Any, call: Call) -> None:
    """Expect the number of "<UNK>" for each unknown token, or the one that the answer gives to "<UNK>" itself.

    What it gives to a token of the vocabulary is charged by another check.
    """
    expect(isinstance(got, (list, tuple)), f"ids is {shown(got)}, where a list is expected.")
    due = own[0] if isinstance(own, (list, tuple)) and len(own) == 1 else call["vocab"]["<UNK>"]
    for t, token in enumerate(call["tokens"]):
        expect(t < len(got), f"ids has no entry for tokens[{t}]. {said_of(call)}")
        if token not in call["vocab"]:
            expect_equal(f"ids[{t}]", got[t], due, because=said_of(call))


@encode.check(
    'The number of "<EOS>" is put at the end, once, and only with add_eos.',
    points=1,
    hint="What comes out for an empty sentence, with add_eos and without? And what is add_eos if nobody says so?",
)
def the_number_of_eos_is_put_at_the_end(answer: Answer, truth: Answer, rng: Rng) -> None:
    words = some_words(rng, 4)
    vocab = a_vocab(rng, words)
    calls: list[Call] = [
        {"tokens": tokens, "vocab": vocab, **flag}
        for tokens in (words[1:], words[:1], [])
        for flag in ({"add_eos": True}, {"add_eos": False}, {})
    ]
    calls += [
        {"tokens": tokens, "vocab": vocab, "add_eos": True}
        for tokens in ([*words[1:], "<EOS>"], ["<EOS>"], ["<EOS>", *words[1:]], [words[1], "<EOS>", words[2]])
    ]
    calls.append({"tokens": words[2:], "vocab": {**vocab, words[0]: vocab["<EOS>"], "<EOS>": 0}, "add_eos": True})
    alone = as_list(answer(["<EOS>", words[1], "<EOS>"], vocab, False))
    right = alone == [vocab["<EOS>"], vocab[words[1]], vocab["<EOS>"]]
    for call, got, want in zip(calls, answer.each(calls), truth.each(calls), strict=True):
        if "<EOS>" in call["tokens"] and not right:  # another check charges what becomes of it without add_eos
            continue
        mine = as_list(got)
        if not call["tokens"] or not isinstance(mine, (list, tuple)):
            expect_equal("ids", mine, want, because=said_of(call))
        count = len(call["tokens"])
        expect(len(mine) == len(want), f"ids has {len(mine)} entries, {len(want)} expected. {said_of(call)}")
        # Numbers of tokens are charged by other checks; that there is another one in their place is not.
        if call.get("add_eos", True):
            expect_equal(f"ids[{count}]", mine[count], want[count], because=said_of(call))
            early = "<EOS>" not in call["tokens"] and call["vocab"]["<EOS>"] in mine[:count]
            expect(not early, f'The number of "<EOS>" is there twice. {said_of(call)}')


@encode.check(
    "The tokens and the vocabulary are left as they are.",
    promise=True,
    points=1,
    hint="Does a line of yours put a key into vocab, or something into tokens? Both belong to the caller.",
)
def its_arguments_are_left_alone(answer: Answer, truth: Answer, rng: Rng) -> None:
    words = some_words(rng, 5)
    for add_eos in (True, False):
        expect_unchanged(answer, tokens=words[1:], vocab=a_vocab(rng, words[:3]), add_eos=add_eos)


# ------------------------------------------------------------------------------------------------- make_lm_pair

make_lm_pair = Exercise("make_lm_pair", __name__, returns=("X (T_x,)", "Y (T_x,)"))


def sentences(rng: Rng) -> list[Call]:
    """Draw sentences of several lengths, one of them a single token, and what comes before them."""
    lengths_and_starts = ((int(rng.choice([5, 6, 7])), -1), (1, -1), (4, 0), (3, 99), (1, 7), (2, -1))
    numbers = np.arange(10, 90)
    calls: list[Call] = [
        {"ids": rng.choice(numbers, length, replace=False).tolist(), "bos_id": start}
        for length, start in lengths_and_starts
    ]
    a, b, c = rng.choice(numbers, 3, replace=False).tolist()
    again = [
        ([a, b, a, a, c, b], -1),
        ([a, c, b, c], 0),
        ([b, a, c, a], a),
        ([a, a], -1),
        ([0, b, 0, a, 1], 0),
        ([b, 0, a, 0], -1),
    ]
    calls += [{"ids": ids, "bos_id": start} for ids, start in again]
    return [*calls, {"ids": [a, int(rng.integers(20_000, 30_000)), b], "bos_id": -1}]


def asked(call: Call) -> str:
    """Say what was asked for."""
    return f"Here ids is {call['ids']} and bos_id is {call['bos_id']}."


@make_lm_pair.check(
    "X begins with bos_id and then runs one step behind the sentence.",
    points=2,
    hint="Before the first token nothing has been read. At step t the model reads the token of step t-1.",
)
def X_runs_one_step_behind(answer: Answer, truth: Answer, rng: Rng) -> None:  # noqa: N802  # the name in the course
    calls = sentences(rng)
    for call, got, want in zip(calls, answer.each(calls), truth.each(calls), strict=True):
        expect_either(
            lambda got=got, want=want, call=call: expect_close("X", got, want, because=asked(call)),  # type: ignore[misc]
            # Who returns the two the wrong way round loses the point of Y.
            lambda got=got, want=want: expect_exchanged(got, want),  # type: ignore[misc]
        )


def expect_exchanged(got: Returned, want: Returned) -> None:
    """Expect Y in the place of X, and X in that of Y."""
    expect_close("X (T_x,)", got.X, want.Y)
    expect_close("Y (T_x,)", got.Y, want.X)


@make_lm_pair.check(
    "Y is the sentence itself, from its first token to its last.",
    points=1,
    hint='Every token of the sentence is predicted once, "<EOS>" too. What is never predicted?',
)
def Y_is_the_sentence(answer: Answer, truth: Answer, rng: Rng) -> None:  # noqa: N802  # the name in the course
    calls = sentences(rng)
    for call, got, want in zip(calls, answer.each(calls), truth.each(calls), strict=True):
        expect_either(
            lambda got=got, want=want, call=call: expect_close("Y", got, want, because=asked(call)),  # type: ignore[misc]
            # Who never reads bos_id, and predicts what comes after each token, loses the points of X.
            lambda got=got, want=want: expect_continued(got, want),  # type: ignore[misc]
        )


def expect_continued(got: Returned, want: Returned) -> None:
    """Expect Y to go on from X, one step ahead of it, up to the last token."""
    if len(want.Y) > 1 or got.X.size or got.Y.size:  # of one token nothing is left, and that has no dtype
        expect_close("Y (T_x,)", got.Y, want.Y[1:])
        expect_close("X (T_x,)", got.X, want.Y[:-1])


@make_lm_pair.check(
    "The numbers that you hand in are left as they are.",
    promise=True,
    points=1,
    hint="Does a line of yours insert something into ids, or take something out? It belongs to the caller.",
)
def the_ids_are_left_alone(answer: Answer, truth: Answer, rng: Rng) -> None:
    for call in sentences(rng)[:2]:
        expect_unchanged(answer, **call)
