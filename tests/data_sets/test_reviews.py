"""Reviews: their order decides, nothing of the test was trained on, and the verdict is what the words say."""

from collections import Counter

import numpy as np
import pytest

import data
from data.reviews import AGREEMENTS, ASPECTS, BAD, CONTRASTS, ENTITIES, GOOD, KEEPING, OPINIONS, TURNING, Reviews


@pytest.fixture(scope="module")
def splits() -> data.ReviewSplits:
    return data.review_splits(rng=np.random.default_rng(0))


def entities_of(part: Reviews) -> list[set[str]]:
    return [set(words) & set(ENTITIES) for words in part.words]


def without_entity(words: list[str]) -> str:
    return " ".join("ENTITY" if word in ENTITIES else word for word in words)


def test_the_parts_are_as_large_as_asked_for():
    splits = data.review_splits(7, 5, 6, rng=np.random.default_rng(0))
    for part, m in zip(splits[:3], (7, 5, 6), strict=True):
        assert (len(part.words), len(part.y), len(part.kinds)) == (m, m, m)


def test_each_review_is_of_one_thing_and_no_thing_is_in_two_parts(splits):
    things = [entities_of(part) for part in splits[:3]]
    assert all(len(named) == 1 for part in things for named in part)
    train, dev, test = (set.union(*part) for part in things)
    assert train | dev | test == set(ENTITIES)
    assert len(train) + len(dev) + len(test) == len(ENTITIES)


def test_no_review_occurs_twice_whatever_it_is_of(splits):
    reviews = [without_entity(words) for part in splits[:3] for words in part.words]
    assert max(Counter(reviews).values()) == 1


def test_things_are_no_other_words_and_good_words_are_not_bad():
    others = {aspect for aspects in ASPECTS.values() for aspect in aspects} | {*GOOD, *BAD}
    others |= {word for said in (*TURNING, *KEEPING, *CONTRASTS, *AGREEMENTS) for word in said.split()}
    assert not others & set(ENTITIES)
    assert not set(GOOD) & set(BAD)
    assert len(set(GOOD)) == len(set(BAD)) == len(GOOD) == len(BAD)


def test_the_vocabulary_holds_the_words_of_training_alone(splits):
    assert set(splits.vocabulary.symbols) == {word for words in splits.train.words for word in words}
    test = [splits.vocabulary.encode(words, unknown=-1) for words in splits.test.words]
    assert all(ids.count(-1) == 1 for ids in test)


def test_about_half_of_the_verdicts_are_good_and_every_kind_occurs(splits):
    assert set(splits.test.y) == {0, 1}
    # 1000 fair draws: a standard deviation of 0.016.
    assert abs(splits.test.y.mean() - 0.5) < 0.07
    assert set(splits.test.kinds) == {"plain", "negation", "contrast", "both"}


def test_kinds_say_what_the_tags_of_the_words_say(splits):
    """All opinions of a review without contrast agree with its verdict; with contrast, some are of the other."""
    for words, y, kind in zip(*splits.train, strict=True):
        opinions = {tag - 1 for tag in data.opinion_tags(words) if tag}
        assert opinions == ({y} if kind in ("plain", "negation") else {0, 1})
        alone = [
            tag for tag, word in zip(data.opinion_tags(words), words, strict=True) if tag and (word in GOOD) != tag - 1
        ]
        assert bool(alone) == (kind in ("negation", "both"))


@pytest.mark.parametrize(
    ("review", "tags"),
    [
        ("the end was good", "for"),
        ("the end was far from good", "against"),
        ("the end was nothing like as bad as they say", "for"),
        ("the end was not only bad but very sad", "against against"),
        ("although the start was not at all good , the end was nothing but great", "against for"),
    ],
)
def test_words_are_tagged_as_they_stand_there(review, tags):
    assert [OPINIONS[tag] for tag in data.opinion_tags(review.split()) if tag] == tags.split()


def test_the_verdict_comes_before_the_other_opinion_and_after_it():
    """No place in the review decides by itself, and one connective stands in both orders."""
    assert {frame.split().index("V") > frame.split().index("O") for frame in CONTRASTS} == {True, False}
    assert {"although O , V", "V , although O"} <= set(CONTRASTS)
