"""From a text to its tokens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.errors import Mismatch
from autograder.exercise import Exercise
from autograder.expect import expect, expect_equal, shown
from autograder.promises.inputs import Call, Rng

WORDS = ("apple", "bird", "cat", "door", "egg", "fish", "garden", "house", "ice", "jam", "king", "lamp", "moon")

tokenize = Exercise("tokenize", __name__, returns="tokens")


def some_words(rng: Rng, count: int) -> list[str]:
    """Draw different words of small letters from a to z."""
    return [str(word) for word in rng.choice(WORDS, count, replace=False)]


Look = Callable[[str], str]


def as_it_is(token: str) -> str:
    return token


def as_list(got: Any) -> Any:
    """Return a list of tokens for an array, or for a list of such lists: that it is none is charged once."""
    if isinstance(got, np.ndarray):
        return got.ravel().tolist()
    nested = isinstance(got, list) and all(isinstance(part, list) for part in got)
    return [token for part in got for token in part] if nested else got


def expect_flat(got: Any) -> None:
    """Expect a list, or a tuple, of texts."""
    expect(not isinstance(got, np.ndarray), "tokens is an array, where a list is expected.")
    for i, token in enumerate(got):
        expect(isinstance(token, str), f"tokens[{i}] is {shown(token)}, where a text is expected.")


def expect_no_groups(got: Any, because: str) -> None:
    """Expect no tuple among the tokens, as re.findall gives them."""
    tuples = [token for token in got if isinstance(token, tuple)] if isinstance(got, (list, tuple)) else []
    if tuples:
        raise Mismatch(
            f"tokens[{got.index(tuples[0])}] is the tuple {tuples[0]}, where a text is expected.\n{because}",
            "re.findall gives tuples where several pairs of brackets capture: (?: ... ) does not capture.",
        )


def expect_tokens(answer: Answer, truth: Answer, texts: list[str], look: Look = str.lower) -> None:
    """Expect the right tokens of each text, white space and empty ones left aside: one check asks for those.

    Args:
        answer, truth: as of a check.
        texts: what is split.
        look: what is made of a token before it is compared, small letters where no other is asked for.
    """
    calls: list[Call] = [{"s": text} for text in texts]
    wants = truth.each(calls)
    for text, got, want in zip(texts, answer.each(calls), wants, strict=True):
        aside, got = "", as_list(got)
        if isinstance(got, (list, tuple)) and all(isinstance(token, str) for token in got):
            kept = [look(token) for token in got if token.strip()]
            lost = len(got) - len(kept)
            aside = f" ({lost} that {'is' if lost == 1 else 'are'} empty or white space left aside here.)" * (lost > 0)
            got = kept
        expect_no_groups(got, f"The text is {text!r}.")
        expect_equal("tokens", got, want, because=f"The text is {text!r}.{aside}")


@tokenize.check(
    "Words are tokens, and so is each punctuation mark.",
    points=1,
    hint="What is there in the text besides words and white space? Each such character is kept as it is, as a token "
    "of its own. All tokens are in one list.",
)
def words_and_marks_are_tokens(answer: Answer, truth: Answer, rng: Rng) -> None:
    # Small letters from a to z, single blanks, no apostrophe inside a word: other checks ask for what these leave out.
    a, b, c, d, e = some_words(rng, 5)
    texts = ["cats.", f"{a} {b} {c}", f"the {a}, the {b}; and the {c}: {d}?", f"{a}-{b}... {c}?! {d}", f"({a}) = [{b}]"]
    texts += [f'"{a}" or “{b}”, {c} & {d} – % #{e}', f"'{a}' and the {b}s' {c}", "!", ".,;", f"“'{d}"]
    texts += [f"‘{b}, `{c}´ {d}″ … {e}‘{a} ☺ +*", f"{a}.{b} {c}@{d}.{e} {a}/{b}"]
    expect_tokens(answer, truth, texts)
    expect_flat(answer(texts[1]))
    expect_marks_between_digits(answer, f"{rng.integers(2, 9)}.5 3,141 10:30")


def expect_marks_between_digits(answer: Answer, text: str) -> None:
    """Expect each mark between digits to be a token, whatever becomes of the digits: another check asks for these."""
    tokens = as_list(answer(text))
    for mark in ".,:":
        expect(mark in tokens, f"tokens has no {mark!r}: between digits it is a mark as well. The text is {text!r}.")


@tokenize.check(
    "White space separates, and nothing of it is left.",
    points=1,
    hint="Two blanks in a row, a line break, a blank at either end, no text at all: no token is empty.",
)
def white_space_only_separates(answer: Answer, truth: Answer, rng: Rng) -> None:
    a, b, c, d = some_words(rng, 4)
    texts = [f"{a}  {b}   {c}", f"{a}\n{b}\n\n{c}", f"{a}\t{b} \t {c}", f" {a} {b}", f"{c} {d}  ", f"\n{d}\r\n"]
    texts += [f"{a}\u00a0{b}\u2003{c}"]  # a blank where no line may break, and a wide one
    texts += ["", " ", "\n \t\n"]
    calls: list[Call] = [{"s": text} for text in texts]
    # Of the last one nothing is expected: it tells mistakes apart.
    for text, got, want in zip(texts, answer.each([*calls, {"s": f"{a}."}]), truth.each(calls), strict=False):
        mine = as_list(got)
        small = [token.lower() if isinstance(token, str) else token for token in mine] if type(mine) is list else mine
        expect_equal("tokens", small, want, because=f"The text is {text!r}.")


@tokenize.check(
    "An apostrophe inside a word belongs to the word.",
    points=1,
    hint="The docstring says which apostrophes belong to a word, and what becomes of the typographic one.",
)
def an_apostrophe_inside_a_word_belongs_to_it(answer: Answer, truth: Answer, rng: Rng) -> None:
    a, b, c, d = some_words(rng, 4)
    # A blank at the end: a last word that is lost is charged by the first check.
    texts = ["don't", f"i don't like the {a}'s {b}", f"it's {c} o'clock", f"rock'n'roll {d}", "i'm you're we'd she'll"]
    texts += ["don\u2019t", f"the {b}\u2019s {d} isn\u2019t rock\u2019n\u2019roll"]
    expect_tokens(answer, truth, [f"{text} " for text in texts])
    for text in ("the 90's b2's", "l'été 55'61 d'où"):
        expect_where(answer, truth, f"{text} ", text.replace("'", " "))
    expect_where(answer, truth, f"{a}''{b} {c}''{d} ", f"'{a}' ''{b} {c}'' ")
    for text in (f"'tis the {a}s' {b}", f"rock 'n' roll {c}", "' ''", f"'{d}' "):
        expect_the_same_with_both(answer, text)


def expect_where(answer: Answer, truth: Answer, text: str, simpler: str) -> None:
    """Expect the right tokens of a text where those of a simpler one are right, which another check asks for."""
    calls: list[Call] = [{"s": text}, {"s": simpler}]
    want, due = truth.each(calls)
    got, mine = map(as_list, answer.each(calls))
    if mine == due:
        expect_equal("tokens", got, want, because=f"The text is {text!r}.")


def expect_the_same_with_both(answer: Answer, text: str) -> None:
    """Expect the typographic apostrophe to count as a plain one, whatever becomes of that: other checks ask for it."""
    typographic = text.replace("'", "\u2019")
    got, plain = map(as_list, answer.each([{"s": typographic}, {"s": text}]))
    because = f"The text is {typographic!r}; of {text!r}, with plain apostrophes, your function makes {plain!r}."
    expect_equal("tokens", got, plain, because=because)


@tokenize.check(
    "Letters of all languages and digits make words, in small letters.",
    points=1,
    hint="Which characters does your rule take for letters? é and ü are some. And where do capitals become small?",
)
def letters_and_digits_make_words_in_small_letters(answer: Answer, truth: Answer, rng: Rng) -> None:
    a, b, c, d = some_words(rng, 4)
    number = int(rng.integers(13, 1000))
    texts = [f"The {a.upper()} and {b.title()}", f"{number} {c}", f"mp3 B2B {d}{number} MP3", "Café naïve GRÜN Tür"]
    texts += ["Москва ÉTÉ Ørsted São", "Ελλάδα 中文", "Straße weiß", "x² ½ ﬁsh ١٢٣"]
    expect_tokens(answer, truth, [f"{text} " for text in texts], as_it_is)
