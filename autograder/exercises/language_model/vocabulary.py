"""The numbers of the tokens of a corpus."""

from __future__ import annotations

from collections import Counter
from itertools import zip_longest
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.errors import Mismatch
from autograder.exercise import Exercise
from autograder.expect import expect, expect_unchanged, shown
from autograder.promises.inputs import Call, Rng, some_sizes

UNCUT = 1000  # entries, more than any of these corpora has
SPECIALS = ("<UNK>", "<EOS>", "<PAD>", "<BOS>")
WORDS = ("bread", "cook", "dance", "eel", "fog", "goat", "hill", "ink", "joke", "kite", "lemon", "map")
OTHERS = (".", "don't", "May", "may")  # not every token is a word of small letters
TIED = (".", "'", "10", "9", "Ale", "May", "may", "Zoo", "été", "don't", "dont", "done")  # equally frequent ones

build_vocab = Exercise("build_vocab", __name__, returns="vocab")

# ------------------------------------------------------------------------------------------- corpora that are drawn


def some_words(rng: Rng, count: int) -> list[str]:
    """Draw different words; made-up ones where more are due than there are."""
    made_up = [first + vowel + last for first in "bdgklmnprst" for vowel in "aeiou" for last in "bdgklmnprst"]
    return [str(word) for word in rng.choice(made_up if count > len(WORDS) else WORDS, count, replace=False)]


def some_specials(rng: Rng, count: int) -> tuple[str, ...]:
    """Draw special tokens, in any order."""
    return tuple(str(token) for token in rng.permutation(SPECIALS)[:count])


def a_corpus(rng: Rng, counts: dict[str, int], sentences: int) -> list[list[str]]:
    """Draw sentences, one of them empty, that have these tokens so often, in any order."""
    tokens = rng.permutation([token for token, count in counts.items() for _ in range(count)]).tolist()
    ends = sorted(rng.choice(np.arange(1, len(tokens)), min(sentences - 1, len(tokens) - 1), replace=False).tolist())
    parts = [tokens[start:end] for start, end in zip([0, *ends], [*ends, len(tokens)], strict=True)]
    parts.insert(int(rng.integers(len(parts) + 1)), [])
    return parts


def of_different_counts(rng: Rng, tokens: list[str]) -> dict[str, int]:
    """Draw how often each token occurs: no two equally often, and one once."""
    return dict(zip(rng.permutation(tokens).tolist(), range(1, len(tokens) + 1), strict=True))


# ------------------------------------------------------------------------------------------ what a vocabulary says


def expect_vocab(got: Any, *, whole: bool = True) -> None:
    """Expect a dict from tokens to numbers, whole ones where it is not said otherwise."""
    expect(isinstance(got, dict), f"vocab is {shown(got)}, where a dict is expected.")
    for token, number in got.items():
        turned = is_number(token) and isinstance(number, str)
        expect(not turned, "vocab leads from number to token, where a dict from token to number is expected.")
        expect(isinstance(token, str), f"vocab has the key {shown(token)}, where tokens are expected.")
        fits = is_number(number) or (not whole and isinstance(number, (float, np.floating)))
        expect(fits, f"vocab[{token!r}] is {shown(number)}, where a whole number is expected.")


def is_number(value: Any) -> bool:
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)


def turned_to_rights(got: Any) -> Any:
    """Return a vocabulary for a list of tokens or a dict from number to token: that it is none is charged once."""
    if isinstance(got, list) and all(isinstance(token, str) for token in got):
        return {token: number for number, token in enumerate(got)}
    if isinstance(got, dict) and all(isinstance(token, str) and is_number(number) for number, token in got.items()):
        return {token: number for number, token in got.items()}
    return got


def others_in(vocab: Any, call: Call) -> list[str]:
    """Return the tokens of a vocabulary that are not specials, in the order of their numbers."""
    vocab = turned_to_rights(vocab)
    expect_vocab(vocab, whole=False)  # what its numbers are is charged by one check
    return [token for token in sorted(vocab, key=vocab.__getitem__) if token not in call["specials"]]


def counted(token: str | None, call: Call) -> str:
    """Say how often a token occurs in the corpus."""
    if token is None:
        return "none"
    count = Counter(word for sentence in call["corpus"] for word in sentence)[token]
    return f"{token!r}, which occurs {count} time{'s' * (count != 1)}"


def expect_order(answer: Answer, truth: Answer, calls: list[Call]) -> None:
    """Expect the tokens that are not specials in the right order, whatever their numbers are."""
    for call, got, want in zip(calls, answer.each(calls), truth.each(calls), strict=True):
        pairs = zip_longest(others_in(got, call), others_in(want, call))
        for place, (mine, due) in enumerate(pairs, 1):
            expect(
                mine == due,
                f"Of the tokens that are not specials, number {place} should be {counted(due, call)}; "
                f"yours is {counted(mine, call)}.",
            )


# ------------------------------------------------------------------------------------------------------- the checks


@build_vocab.check(
    "The most frequent tokens come first.",
    points=1,
    hint="Count each token over all sentences. Which count comes first, the largest or the smallest?",
)
def the_most_frequent_come_first(answer: Answer, truth: Answer, rng: Rng) -> None:
    vocabularies = [some_words(rng, 5), [*OTHERS, *some_words(rng, 5)], some_words(rng, 1)]
    corpora = [a_corpus(rng, of_different_counts(rng, tokens), len(tokens) // 2 + 1) for tokens in vocabularies]
    calls: list[Call] = [{"corpus": c, "max_size": UNCUT, "specials": ("<UNK>", "<EOS>")} for c in corpora]
    expect_order(answer, truth, calls)


@build_vocab.check(
    "Equally frequent tokens are in alphabetical order.",
    points=1,
    hint="What decides between tokens that occur equally often? A set has no order that you can rely on.",
)
def equally_frequent_ones_are_in_alphabetical_order(answer: Answer, truth: Answer, rng: Rng) -> None:
    # Each sentence has every token once: what counts in another way finds them equally frequent too.
    corpora = [
        [rng.permutation(words).tolist() for _ in range(2)]
        for words in (some_words(rng, 6), some_words(rng, 40), [*some_words(rng, 3), *TIED])
    ]
    corpora.append([sentence[::-1] for sentence in corpora[-1]])
    calls: list[Call] = [{"corpus": c, "max_size": UNCUT, "specials": ("<UNK>", "<EOS>")} for c in corpora]
    expect_order(answer, truth, calls[:2])
    got, want = (others_in(each(**calls[2]), calls[2]) for each in (answer, truth))
    if set(got) == set(want):  # where a token is missing or changed, another check charges it
        expect_order(answer, truth, calls[2:])


@build_vocab.check(
    "The specials have the first numbers, and the others follow without a gap.",
    points=1,
    hint="Specials may occur in the corpus too: they keep their numbers. Which numbers are there, each once?",
)
def the_specials_have_the_first_numbers(answer: Answer, truth: Answer, rng: Rng) -> None:
    calls: list[Call] = []
    for count, n in ((2, 5), (1, 4), (4, 4), (0, 3)):
        specials = some_specials(rng, count)
        counts = of_different_counts(rng, some_words(rng, n)) | dict.fromkeys(specials[: count - 1], n + 3)
        calls.append({"corpus": a_corpus(rng, counts, 3), "max_size": UNCUT, "specials": specials})
    calls.append({"corpus": [], "max_size": UNCUT, "specials": some_specials(rng, 3)})
    for call, got in zip(calls, answer.each(calls), strict=True):
        expect_vocab(got)
        expect_numbers(got, call["specials"])


def expect_numbers(vocab: dict[str, int], specials: tuple[str, ...]) -> None:
    """Expect the specials first, and each number from 0 once."""
    because = f"The specials are {specials}."
    for number, token in enumerate(specials):
        said = f"is {vocab[token]}" if token in vocab else "is missing"
        expect(vocab.get(token) == number, f"vocab[{token!r}] {said}, expected {number}. {because}")
    numbers = sorted(vocab.values())
    due = next((i for i, number in enumerate(numbers) if number != i), None)
    expect(
        due is None,
        f"vocab has {len(vocab)} entries, so its numbers are 0 to {len(vocab) - 1}, each once; {due} "
        f"is {'missing' if due not in numbers else 'there more than once'}. {because}",
    )


@build_vocab.check(
    "No more than max_size entries, specials included.",
    points=1,
    hint="How many places are left when the specials have theirs? The tokens that come last are left out.",
)
def max_size_counts_the_specials_too(answer: Answer, truth: Answer, rng: Rng) -> None:
    expect_cut_among_ties(answer, rng)
    n, specials = int(rng.integers(6, 9)), some_specials(rng, int(rng.choice([2, 3])))
    corpus, fixed = a_corpus(rng, of_different_counts(rng, some_words(rng, n)), 4), len(specials)
    sizes = [fixed + 3, fixed, fixed + 1, fixed + n - 1, fixed + n, fixed + n + 1, UNCUT]
    calls: list[Call] = [{"corpus": corpus, "max_size": size, "specials": specials} for size in sizes]
    gots = answer.each(calls)
    # What is in it when nothing is cut, and in which order, is charged by other checks.
    whole = others_in(gots[-1], calls[-1])
    for call, got in zip(calls, gots, strict=True):
        expect_cut(others_in(got, call), whole, call, n)
        lost = [token for token in specials if token in gots[-1] and token not in got]
        expect(not lost, f"With max_size = {call['max_size']} vocab has no {lost[:1]}, which is a special.")
    expect_cut_with_specials(answer, rng)


def expect_cut_among_ties(answer: Answer, rng: Rng) -> None:
    """Expect equally frequent tokens to be cut as any others, in whatever order the answer has them."""
    words, specials = some_words(rng, 8), some_specials(rng, 2)
    corpus = [rng.permutation(words).tolist() for _ in range(2)]
    calls: list[Call] = [{"corpus": corpus, "max_size": size, "specials": specials} for size in (5, UNCUT)]
    gots = answer.each(calls)
    whole = others_in(gots[-1], calls[-1])
    for call, got in zip(calls, gots, strict=True):
        expect_cut(others_in(got, call), whole, call, len(words), " All of them occur equally often.")


def expect_cut_with_specials(answer: Answer, rng: Rng) -> None:
    """Expect no place to be lost to specials that occur in the corpus too, often or hardly ever."""
    specials, words = some_specials(rng, 3), some_words(rng, 6)
    counts = of_different_counts(rng, words) | {specials[0]: 9, specials[1]: 9, specials[2]: 1}
    corpus = a_corpus(rng, counts, 4)
    sizes = [4, 5, 6, 8, 9, 3, UNCUT]
    calls: list[Call] = [{"corpus": corpus, "max_size": size, "specials": specials} for size in sizes]
    gots = answer.each(calls)
    if not numbers_are_right(gots[-1], specials):  # where they are not, another check charges it
        return
    whole = others_in(gots[-1], calls[-1])
    for call, got in zip(calls, gots, strict=True):
        expect_cut(others_in(got, call), whole, call, len(words), " The corpus has the specials as well.")


def numbers_are_right(vocab: Any, specials: tuple[str, ...]) -> bool:
    """Tell whether a vocabulary has each special in its place and each number once."""
    try:
        expect_vocab(vocab)
        expect_numbers(vocab, specials)
    except Mismatch:
        return False
    return True


def expect_cut(others: list[str], whole: list[str], call: Call, n: int, besides: str = "") -> None:
    """Expect as many of the tokens that are not specials as there is room for, the first ones."""
    fixed, size = len(call["specials"]), call["max_size"]
    due = min(size - fixed, len(whole))
    expect(
        len(others) == due,
        f"Of the tokens that are not specials vocab has {len(others)}, {due} expected. The corpus has {n} of them, "
        f"there are {fixed} specials besides, and max_size is {size}.{besides}",
    )
    expect(
        others == whole[:due], f"With max_size = {size} vocab does not keep the first tokens and leave out the last."
    )


@build_vocab.check(
    "The corpus is left as it is.",
    promise=True,
    points=1,
    hint="Which of your lines change a list in place? The sentences belong to the caller.",
)
def the_corpus_is_left_alone(answer: Answer, truth: Answer, rng: Rng) -> None:
    specials = some_specials(rng, 2)
    counts = of_different_counts(rng, some_words(rng, some_sizes(rng).T_x)) | {specials[0]: 2}
    expect_unchanged(answer, corpus=a_corpus(rng, counts, 4), max_size=UNCUT, specials=specials)
    expect_unchanged(answer, corpus=a_corpus(rng, counts, 4), max_size=4, specials=specials)
