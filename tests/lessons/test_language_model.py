"""What lesson 06 promises beyond the selftest: answers from outside, and the points that they earn."""

import os
import re
import string
import subprocess
import sys
from collections import Counter

import numpy as np
import pytest

from autograder.check import evaluate
from autograder.exercises import of_lesson
from solutions import language_model

# What learners wrote or might write: (exercise, points, checks that fail, names of the mistakes that are told, source).
ANSWERS = {
    "the commonest pattern": (
        "tokenize",
        3,
        {"an_apostrophe_inside_a_word_belongs_to_it": "splits_at_both_apostrophes"},
        r"""
def tokenize(s):
    return re.findall(r"\w+|[^\w\s]", s.lower())
""",
    ),
    "marks that are listed": (
        "tokenize",
        3,
        {"words_and_marks_are_tokens": ""},
        """
def tokenize(s):
    s = s.lower().replace("\u2019", "'")
    for mark in ".,!?;:()":
        s = s.replace(mark, " " + mark + " ")
    return s.split()
""",
    ),
    "marks that are taken off": (
        "tokenize",
        2,
        {
            "words_and_marks_are_tokens": "",
            "an_apostrophe_inside_a_word_belongs_to_it": "leaves_the_typographic_apostrophe",
        },
        """
def tokenize(s):
    return [word.strip(string.punctuation) for word in s.lower().split()]
""",
    ),
    "most_common before the specials are taken out": (
        "build_vocab",
        3,
        {
            "equally_frequent_ones_are_in_alphabetical_order": "leaves_ties_in_the_order_of_the_corpus",
            "the_specials_have_the_first_numbers": "",
        },
        """
def build_vocab(corpus, max_size, specials):
    counts = Counter(token for sentence in corpus for token in sentence)
    top = [token for token, _ in counts.most_common(max_size - len(specials))]
    return {token: number for number, token in enumerate(list(specials) + top)}
""",
    ),
    "numbers that are floats": (
        "build_vocab",
        4,
        {"the_specials_have_the_first_numbers": ""},
        """
def build_vocab(corpus, max_size, specials):
    counts = Counter(token for sentence in corpus for token in sentence if token not in specials)
    names = [*specials, *sorted(counts, key=lambda token: (-counts[token], token))][:max_size]
    return dict(zip(names, np.linspace(0, len(names) - 1, len(names))))
""",
    ),
    "the end for sentences alone that have something": (
        "encode",
        3,
        {"the_number_of_eos_is_put_at_the_end": ""},
        """
def encode(tokens, vocab, add_eos=True):
    ids = [vocab.get(token, vocab["<UNK>"]) for token in tokens]
    if add_eos and ids and ids[-1] != vocab["<EOS>"]:
        ids.append(vocab["<EOS>"])
    return ids
""",
    ),
    "a key that is taken out": (
        "encode",
        3,
        {"its_arguments_are_left_alone": "puts_unknown_tokens_into_vocab"},
        """
def encode(tokens, vocab, add_eos=True):
    unknown = vocab.pop("<UNK>")
    return [vocab.get(token, unknown) for token in tokens] + [vocab["<EOS>"]] * add_eos
""",
    ),
    "two names for one array": (
        "make_lm_pair",
        3,
        {"Y_is_the_sentence": "predicts_what_it_has_read"},
        """
def make_lm_pair(ids, bos_id):
    X = Y = np.array(ids)
    X[1:] = Y[:-1].copy()
    X[0] = bos_id
    return X, Y
""",
    ),
    "numbers without a sign": (
        "make_lm_pair",
        2,
        {"X_runs_one_step_behind": ""},
        """
def make_lm_pair(ids, bos_id):
    return np.array([bos_id] + ids[:-1]).astype(np.uint16), np.array(ids)
""",
    ),
    "the loss of lesson 02": (
        "sentence_log_prob",
        3,
        {"the_logarithms_add_up": "shares_one_mean"},
        """
def sentence_log_prob(y_pred, Y, mask):
    t, i = np.nonzero(mask)
    return np.log(y_pred[t, Y[t, i], i]).mean() * mask.sum(axis=0)
""",
    ),
    "a running product": (
        "sentence_log_prob",
        4,
        {"long_sentences_stay_finite": "takes_the_log_of_the_product"},
        """
def sentence_log_prob(y_pred, Y, mask):
    p = np.ones(Y.shape[1])
    for t, i in zip(*np.nonzero(mask)):
        p[i] *= y_pred[t, Y[t, i], i]
    return np.log(p)
""",
    ),
    "a product that is kept from zero": (
        "sentence_log_prob",
        4,
        {"long_sentences_stay_finite": ""},
        """
def sentence_log_prob(y_pred, Y, mask):
    p = np.ones(Y.shape[1])
    for t, i in zip(*np.nonzero(mask)):
        p[i] = max(p[i] * y_pred[t, Y[t, i], i], 1e-100)
    return np.log(p)
""",
    ),
    "a geometric mean of perplexities": (
        "perplexity",
        3,
        {"every_token_weighs_the_same": "averages_the_logarithms"},
        """
def perplexity(log_probs, n_tokens):
    each = np.exp(-log_probs / n_tokens)
    return np.prod(each) ** (1 / len(each))
""",
    ),
    "the entropy of sentences": (
        "perplexity",
        0,
        {
            "of_one_sentence_it_follows_the_formula": "",
            "every_token_weighs_the_same": "",
            "both_arguments_stay_as_they_were": "",
        },
        """
def perplexity(log_probs, n_tokens):
    return np.exp(-np.sum(np.exp(log_probs) * log_probs) / np.sum(n_tokens))
""",
    ),
}

RIGHT = {
    "with a character that no text has": (
        "tokenize",
        r"""
def tokenize(s):
    s = re.sub(r"(?<=\w)['\u2019](?=\w)", "\ue000", s.lower())
    s = re.sub(r"([^\w\s\ue000])", r" \1 ", s).replace("\u2019", "'")
    return [token.replace("\ue000", "'") for token in s.split()]
""",
    ),
    "with a heap": (
        "build_vocab",
        """
def build_vocab(corpus, max_size, specials):
    import heapq
    counts = Counter(token for sentence in corpus for token in sentence if token not in specials)
    heap = [(-count, token) for token, count in counts.items()]
    heapq.heapify(heap)
    vocab = {token: number for number, token in enumerate(specials)}
    while heap and len(vocab) < max_size:
        vocab[heapq.heappop(heap)[1]] = np.int64(len(vocab))
    return vocab
""",
    ),
    "with a copy of vocab that learns": (
        "encode",
        """
def encode(tokens, vocab, add_eos=True):
    vocab = dict(vocab)
    ids = tuple(vocab.setdefault(token, vocab["<UNK>"]) for token in tokens)
    return ids + (vocab["<EOS>"],) * bool(add_eos)
""",
    ),
    "with insert and delete": (
        "make_lm_pair",
        """
def make_lm_pair(ids, bos_id):
    Y = np.fromiter(ids, dtype=np.int16)
    return np.delete(np.insert(Y, 0, bos_id), -1), Y
""",
    ),
    "with a warning where padding has the probability 0": (
        "sentence_log_prob",
        """
def sentence_log_prob(y_pred, Y, mask):
    T, n_y, m = y_pred.shape
    p = y_pred[np.arange(T)[:, None], np.clip(Y, 0, n_y - 1), np.arange(m)]
    return np.where(mask, np.log(p + 1e-12), 0).sum(axis=0)
""",
    ),
    "without NumPy": (
        "perplexity",
        """
def perplexity(log_probs, n_tokens):
    import math
    return math.e ** (-math.fsum(log_probs) / sum(int(n) for n in n_tokens))
""",
    ),
}


def verdict(name, source):
    namespace = {"np": np, "re": re, "string": string, "Counter": Counter}
    exec(source, namespace)
    return evaluate(name, namespace[name])


@pytest.mark.parametrize(("name", "points", "failing", "source"), ANSWERS.values(), ids=ANSWERS)
def test_a_mistake_costs_its_points_once_and_is_named_by_what_is_true_of_it(name, points, failing, source):
    judged = verdict(name, source)
    assert {each.check: each.misconception for each in judged.outcomes if each.status != "holds"} == failing
    assert judged.points == points


@pytest.mark.parametrize(("name", "source"), RIGHT.values(), ids=RIGHT)
def test_an_odd_right_answer_is_accepted(name, source):
    assert verdict(name, source).passed


@pytest.mark.parametrize("exercise", of_lesson("06_language_model"), ids=lambda exercise: exercise.name)
def test_the_reference_is_right_whatever_is_drawn(exercise):
    answer = getattr(language_model, exercise.name)
    assert all(evaluate(exercise.name, answer, seed=seed).passed for seed in range(10))


def test_an_order_of_a_set_is_refused_whatever_the_hash_seed():
    """Each process has another order of the same set, and none of them passes."""
    program = """
from autograder.check import evaluate

def build_vocab(corpus, max_size, specials):
    names = [token for token in set(token for sentence in corpus for token in sentence) if token not in specials]
    counts = [sum(sentence.count(name) for sentence in corpus) for name in names]
    order = sorted(range(len(names)), key=lambda i: -counts[i])
    return {name: i for i, name in enumerate([*specials, *(names[i] for i in order)][:max_size])}

failed = [each.check for each in evaluate("build_vocab", build_vocab).outcomes if each.status != "holds"]
print(*failed)
"""
    for seed in "12":
        environment = os.environ | {"PYTHONHASHSEED": seed}
        run = subprocess.run([sys.executable, "-c", program], capture_output=True, env=environment, check=True)
        assert run.stdout.decode().split() == ["equally_frequent_ones_are_in_alphabetical_order"]


def test_what_is_wrong_with_a_token_is_told_with_its_place_and_the_text():
    said = verdict("tokenize", "def tokenize(s):\n    return s.lower().split()\n").outcomes[0].message
    assert said.startswith("tokens[0] is 'cats.', expected 'cats'.\nThe text is 'cats.'.")


def test_the_example_of_the_lecture_multiplies_to_its_probability():
    y_pred = np.array([[0.5, 0.5], [0.2, 0.8], [0.9, 0.1]])[:, :, None]
    log_p = language_model.sentence_log_prob(y_pred, np.array([[0], [1], [0]]), np.ones((3, 1), dtype=bool))
    np.testing.assert_allclose(np.exp(log_p), [0.5 * 0.8 * 0.9])
    np.testing.assert_allclose(language_model.perplexity(log_p, np.array([3])), 0.36 ** (-1 / 3))
