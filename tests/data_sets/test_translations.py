"""Dates and telephone numbers in French: the right ones, in parts that share none."""

import sys
from datetime import date

import numpy as np
import pytest

import data
from data.dates import DATE_LETTERS, FRENCH_TOKENS, ISO_SYMBOLS, MONTHS
from data.number_words import DIGITS


@pytest.fixture(scope="module")
def dates():
    return data.date_splits(2000, rng=np.random.default_rng(0))


@pytest.fixture(scope="module")
def telephone():
    return data.telephone_splits(200, (1, 2, 3, 4, 5, 6), rng=np.random.default_rng(0))


@pytest.mark.parametrize(
    ("day", "options", "text"),
    [
        ((1987, 3, 3), {"article": True}, "le trois mars mille neuf cent quatre-vingt-sept"),
        (
            (1789, 7, 14),
            {"weekday": True, "by_hundreds": True},
            "mardi quatorze juillet dix-sept cent quatre-vingt-neuf",
        ),
        ((1900, 1, 1), {"by_hundreds": True}, "premier janvier dix-neuf cents"),
        ((2024, 8, 21), {"by_hundreds": True}, "vingt et un août deux mille vingt-quatre"),
        ((1789, 7, 14), {"article": True, "weekday": True, "digits": True}, "le mardi 14 juillet 1789"),
        ((1900, 1, 1), {"article": True, "digits": True}, "le 1er janvier 1900"),
    ],
)
def test_dates_are_written_as_the_french_do(day, options, text):
    assert data.french_date(date(*day), **({"weekday": False, "article": False} | options)) == text


@pytest.mark.parametrize("digits", [False, True])
def test_no_day_is_in_two_parts_or_twice(digits):
    splits = data.date_splits(2000, digits=digits, rng=np.random.default_rng(1))
    days = [day for part in splits for day in part.target]
    assert len(set(days)) == len(days) == 2000
    assert [len(part.source) for part in splits] == [1600, 200, 200]
    texts = [text for part in splits for text in part.source]
    assert len(set(texts)) == 2000


def test_source_and_target_are_the_same_day(dates):
    forms = [{"weekday": w, "article": a, "by_hundreds": h} for w in (0, 1) for a in (0, 1) for h in (0, 1)]
    for text, day in zip(*dates.test, strict=True):
        assert text in [data.french_date(date.fromisoformat(day), **form) for form in forms]


def test_every_form_occurs(dates):
    first = {data.french_tokens(text)[0] for text in dates.train.source}
    assert {"le", "lundi", "premier", "deux"} <= first
    assert {len(data.french_tokens(text)) for text in dates.train.source} >= set(range(5, 12))


def test_the_vocabularies_are_enough(dates, telephone):
    for part in (*dates, *telephone):
        for text in part.source:
            FRENCH_TOKENS.encode(data.french_tokens(text))
    for day in dates.train.target:
        ISO_SYMBOLS.encode(day)
    for number in range(0, 1_000_000, 997):
        FRENCH_TOKENS.encode(data.french_tokens(data.in_french(number)))
    for month in MONTHS:
        assert DATE_LETTERS.encode(f"le lundi 1er {month} 1987")


def test_every_token_occurs_somewhere(telephone):
    many = data.date_splits(8000, rng=np.random.default_rng(2))
    texts = [*many.train.source, *telephone.train.source, *map(data.in_french, range(1000))]
    assert {token for text in texts for token in data.french_tokens(text)} == set(FRENCH_TOKENS.symbols)


def test_the_same_generator_gives_the_same_dates(dates):
    assert data.date_splits(2000, rng=np.random.default_rng(0)) == dates


@pytest.mark.parametrize("count", [9, 200_000])
def test_too_few_or_too_many_days_are_refused(count):
    with pytest.raises(ValueError, match="count is 10 to 182,622"):
        data.date_splits(count, rng=np.random.default_rng(0))


def test_digits_do_without_the_package_and_words_say_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "num2words", None)
    data.date_splits(20, digits=True, rng=np.random.default_rng(0))
    with pytest.raises(data.DataMissing, match="pip install num2words"):
        data.date_splits(20, rng=np.random.default_rng(0))


@pytest.mark.parametrize(
    ("digits", "text"),
    [
        ("064217", "zéro six, quarante-deux, dix-sept"),
        ("00", "zéro zéro"),
        ("7199", "soixante et onze, quatre-vingt-dix-neuf"),
    ],
)
def test_telephone_numbers_are_read_in_pairs(digits, text):
    assert data.read_in_pairs(digits) == text


@pytest.mark.parametrize("digits", ["", "123"])
def test_digits_without_pairs_are_refused(digits):
    with pytest.raises(ValueError, match="pairs"):
        data.read_in_pairs(digits)


def test_no_telephone_number_is_in_two_parts_and_lengths_are_as_frequent(telephone):
    numbers = [number for part in telephone for number in part.target]
    assert len(set(numbers)) == len(numbers)
    of_length = np.unique([len(number) for number in telephone.train.target], return_counts=True)
    assert {int(n): int(count) for n, count in zip(*of_length, strict=True)} == {2: 80} | dict.fromkeys(
        (4, 6, 8, 10, 12), 160
    )
    assert all(data.read_in_pairs(number) == text for text, number in zip(*telephone.test, strict=True))
    assert all(DIGITS.encode(number) for number in telephone.dev.target)


def test_no_two_telephone_numbers_sound_alike(telephone):
    texts = [" ".join(data.french_tokens(text)) for part in telephone for text in part.source]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("options", [{"each": 9}, {"pairs": ()}, {"pairs": (0, 2)}])
def test_telephone_numbers_that_cannot_be_are_refused(options):
    with pytest.raises(ValueError, match="at least"):
        data.telephone_splits(**options, rng=np.random.default_rng(0))
