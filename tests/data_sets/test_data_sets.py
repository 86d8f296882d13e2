"""Data sets: splits share nothing, a missing package is explained, what is written by hand is what the sheet says."""

from pathlib import Path

import numpy as np
import pytest

import data
from data.packages import file_in_package

SHEETS = (Path(data.__file__).parent / "README.md").read_text(encoding="utf-8")


def test_parts_of_a_split_share_nothing_and_lose_nothing():
    items = [f"name{number}" for number in range(200)] * 2
    parts = data.split(items, rng=np.random.default_rng(0), dev=0.2, test=0.1)
    assert [len(part) for part in parts] == [140, 40, 20]
    assert sorted([*parts.train, *parts.dev, *parts.test]) == sorted(set(items))


def test_a_split_depends_on_the_rng_and_on_nothing_else():
    items = [f"name{number}" for number in range(50)]
    same = [data.split(order, rng=np.random.default_rng(3)) for order in (items, items[::-1])]
    other = data.split(items, rng=np.random.default_rng(4))
    assert same[0] == same[1]
    assert same[0] != other


@pytest.mark.parametrize("shares", [(-0.1, 0.1), (0.5, 0.5), (0.9, 0.2)])
def test_a_split_without_a_training_set_is_refused(shares):
    with pytest.raises(ValueError, match="leave something to train on"):
        data.split(["a", "b"], rng=np.random.default_rng(0), dev=shares[0], test=shares[1])


@pytest.mark.parametrize(("kind", "size"), [("surnames", 88_799), ("women", 4_275), ("men", 1_219)])
def test_names_are_as_the_data_sheet_says(kind, size):
    names = data.load_names(kind)
    assert len(names) == len(set(names)) == size
    assert f"{size:,}" in SHEETS
    assert set("".join(names)) == set("abcdefghijklmnopqrstuvwxyz")
    assert {2} <= {len(name) for name in names} <= set(range(2, 14))


def test_the_most_frequent_names_come_first():
    assert data.load_names("surnames", most_frequent=3) == ["smith", "johnson", "williams"]


def test_no_name_is_trained_on_and_tested():
    train, dev, test = map(set, data.name_splits("men", rng=np.random.default_rng(1)))
    assert not (train | dev) & test
    assert not train & dev
    assert len(train) + len(dev) + len(test) == 1_219


def test_an_unknown_kind_of_names_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match="surnames, women, men"):
        data.load_names("dogs")


def test_a_missing_package_says_what_to_do():
    with pytest.raises(data.DataMissing, match="pip install no_such_package") as raised:
        file_in_package("no_such_package", "file")
    assert raised.value._render_traceback_() == [str(raised.value)]


def test_a_package_without_the_file_says_what_to_do():
    with pytest.raises(data.DataMissing, match="pip install --upgrade names"):
        file_in_package("names", "no.such.file")


def test_a_vocabulary_brings_back_what_it_encoded():
    words = data.six_sentences()
    vocabulary = data.Vocabulary.of(words, specials=["<EOS>"])
    assert vocabulary.symbols[0] == "<EOS>"
    assert list(vocabulary.symbols[1:]) == sorted({word for sentence in words for word in sentence})
    assert [vocabulary.decode(vocabulary.encode(sentence)) for sentence in words] == words


def test_a_vocabulary_knows_nothing_else_and_nothing_twice():
    vocabulary = data.Vocabulary.of(["abc"])
    assert len(vocabulary) == 3
    with pytest.raises(KeyError):
        vocabulary.encode("abd")
    with pytest.raises(ValueError, match="twice"):
        data.Vocabulary(("a", "b", "a"))


def test_no_two_of_the_six_sentences_have_the_same_length():
    assert sorted(map(len, data.six_sentences())) == [2, 3, 4, 5, 6, 8]


def test_the_melody_is_three_bars_of_twelve_notes_in_d_minor():
    notes = data.twelve_notes()
    assert len(notes) == 12
    assert sum(note.beats for note in notes) == 12
    assert {data.semitone(note.pitch) % 12 for note in notes} <= {2, 4, 5, 7, 9, 10, 0}
    assert data.semitone("C4") == 60


def test_callers_cannot_change_the_originals():
    data.six_sentences()[0].append("again")
    data.twelve_notes().clear()
    assert len(data.six_sentences()[0]) == 2
    assert len(data.twelve_notes()) == 12
