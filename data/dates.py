"""Dates in French and as ISO 8601 writes them: the year comes last in the one and first in the other.

"lundi quatre mars mille neuf cent quatre-vingt-cinq" is 1985-03-04. The words of numbers come from `num2words`.
"""

from datetime import date
from typing import NamedTuple

import numpy as np

from data.number_words import in_french
from data.splits import split
from data.vocabulary import Vocabulary

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
_NUMBERS = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"),
    *("treize", "quatorze", "quinze", "seize", "vingt", "vingts", "trente", "quarante", "cinquante", "soixante"),
    *("cent", "cents", "mille", "et", ","),
)

#: What `french_tokens` finds in the numbers below a million, in the dates and in the telephone numbers.
FRENCH_TOKENS = Vocabulary(("le", "premier", *WEEKDAYS, *MONTHS, *_NUMBERS))
#: Letters and signs of dates with numbers in digits.
DATE_LETTERS = Vocabulary(tuple(sorted({*" 0123456789le", *"".join((*WEEKDAYS, *MONTHS))})))
#: What a decoder of dates says, and the full stop after it; the number of a digit is the digit itself.
ISO_SYMBOLS = Vocabulary(tuple("0123456789-."))

FIRST, LAST = date(1600, 1, 1), date(2099, 12, 31)


class Translations(NamedTuple):
    """Texts and what they are to become: source[k] and target[k] mean the same."""

    source: list[str]
    target: list[str]


class TranslationSplits(NamedTuple):
    """Texts to learn from, to choose with, to judge by; no target is in two of them."""

    train: Translations
    dev: Translations
    test: Translations


def french_tokens(text: str) -> list[str]:
    """Divide a text at spaces and hyphens; a comma is a token.

    >>> french_tokens("zéro six, quatre-vingt-un")
    ['zéro', 'six', ',', 'quatre', 'vingt', 'un']
    """
    return text.replace(",", " ,").replace("-", " ").split()


def french_date(day: date, *, weekday: bool, article: bool, by_hundreds: bool = False, digits: bool = False) -> str:
    """Write a date in French.

    Args:
        day: from 1600 to 2099.
        weekday: whether the day of the week is named.
        article: whether "le" stands before it.
        by_hundreds: whether the years from 1600 to 1999 are said as "dix-neuf cent six", not "mille neuf cent six".
        digits: whether the numbers are written in digits.

    Raises:
        DataMissing: the package `num2words` is not installed; not needed for digits.
    """
    of_month = str(day.day) if digits else in_french(day.day)
    if day.day == 1:
        of_month = "1er" if digits else "premier"
    year = str(day.year) if digits else _year(day.year, by_hundreds)
    words = [*["le"] * article, *[WEEKDAYS[day.weekday()]] * weekday, of_month, MONTHS[day.month - 1], year]
    return " ".join(words)


def _year(year: int, by_hundreds: bool) -> str:
    hundreds, rest = divmod(year, 100)
    if not by_hundreds or hundreds >= 20:
        return in_french(year)
    return f"{in_french(hundreds)} cent {in_french(rest)}" if rest else f"{in_french(hundreds)} cents"


def date_splits(
    count: int = 10_000, *, dev: float = 0.1, test: float = 0.1, digits: bool = False, rng: np.random.Generator
) -> TranslationSplits:
    """Give different days of the years 1600 to 2099 in French and in ISO 8601, in three parts that share no day.

    With or without the day of the week, with or without "le", the year by thousands or by hundreds: each by chance.

    Args:
        count: how many days; 4,000 is a smaller setting, 50,000 a larger one.
        dev: share of the part to choose with.
        test: share of the part to judge by.
        digits: "le 3 mars 1987" in place of "le trois mars mille neuf cent quatre-vingt-sept".
        rng: source of all choices.

    Raises:
        DataMissing: the package `num2words` is not installed; not needed for digits.
    """
    days = LAST.toordinal() - FIRST.toordinal() + 1
    if not 10 <= count <= days:
        raise ValueError(f"count is 10 to {days:,}, not {count}")
    drawn = FIRST.toordinal() + rng.choice(days, size=count, replace=False)
    parts = split([date.fromordinal(int(each)).isoformat() for each in drawn], rng=rng, dev=dev, test=test)
    return TranslationSplits(*(_translations(part, digits, rng) for part in parts))


def _translations(part: list[str], digits: bool, rng: np.random.Generator) -> Translations:
    choices = rng.random((len(part), 3)) < 0.5
    source = [
        french_date(date.fromisoformat(day), weekday=bool(w), article=bool(a), by_hundreds=bool(h), digits=digits)
        for day, (w, a, h) in zip(part, choices, strict=True)
    ]
    return Translations(source, part)
