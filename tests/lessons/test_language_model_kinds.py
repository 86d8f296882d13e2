"""What lesson 06 decides case by case: spellings, quotes, ties and ends; and the fixes that its hunts accept."""

import re
from collections import Counter

import numpy as np
import pytest

from autograder.check import evaluate
from autograder.exercises.language_model import hunt_rnn_forward
from autograder.hunt import function_in, tokens_apart
from autograder.reference import alternatives_to

SPLIT = r're.findall(r"\w+(?:\'\w+)*|[^\w\s]", {})'
PLAIN = 's.lower().replace("\u2019", "\'")'
COUNTED = "counts = Counter(t for s in corpus for t in s if t not in specials)"
SORTED = "[*specials, *sorted(counts, key=lambda t: {})][:max_size]"
IDS = 'ids = [vocab.get(t, vocab["<UNK>"]) for t in tokens] + [vocab["<EOS>"]] * add_eos'

# What stands behind `return` of an otherwise right answer, and the one check that it fails.
TOKENS = {
    SPLIT.format("s.casefold().replace('\u2019', \"'\")"): "letters_and_digits_make_words_in_small_letters",
    SPLIT.format(PLAIN + ".replace('\u2018', \"'\")"): "words_and_marks_are_tokens",
    SPLIT.format(PLAIN + ".replace('`', \"'\")"): "words_and_marks_are_tokens",
    SPLIT.format(PLAIN + ".replace('\u2026', '...')"): "words_and_marks_are_tokens",
    SPLIT.format("re.sub('(?<=\\\\w)\u2019', \"'\", s.lower())"): "an_apostrophe_inside_a_word_belongs_to_it",
    r'[t.lower() if t.isalpha() else t for t in re.findall(r"\w+(?:\'\w+)*|[^\w\s]", s.replace("’", "\'"))]': (
        "letters_and_digits_make_words_in_small_letters"
    ),
    f"np.array({SPLIT.format(PLAIN)})": "words_and_marks_are_tokens",
    f"[[t] for t in {SPLIT.format(PLAIN)}]": "words_and_marks_are_tokens",
}
TIES = (
    "(-counts[t], t.lower())",
    "(-counts[t], t.casefold(), t)",
    "(-counts[t], not t.isalnum(), t)",
    "(-counts[t], t.replace(\"'\", ''), t)",
    "(-counts[t], t[:3])",
)
NUMBERS = {
    "np.array(ids)": "each_token_becomes_its_number",
    "[float(i) for i in ids]": "each_token_becomes_its_number",
    "[str(i) for i in ids]": "each_token_becomes_its_number",
    "[[i] for i in ids]": "each_token_becomes_its_number",
    "' '.join(map(str, ids))": "each_token_becomes_its_number",
    "ids[:-1] if add_eos and tokens[-1:] == ['<EOS>'] else ids": "the_number_of_eos_is_put_at_the_end",
    "[i for i in ids if i != vocab['<EOS>']] if not add_eos else ids": "each_token_becomes_its_number",
}


def failing(name, signature, *lines):
    namespace = {"np": np, "re": re, "Counter": Counter}
    exec("\n    ".join([f"def {name}({signature}):", *lines]), namespace)
    return [each.check for each in evaluate(name, namespace[name]).outcomes if each.status != "holds"]


@pytest.mark.parametrize(("value", "check"), TOKENS.items())
def test_each_kind_of_wrong_token_fails_one_check(value, check):
    assert failing("tokenize", "s", f"return {value}") == [check]


@pytest.mark.parametrize("key", TIES)
def test_ties_are_in_the_order_of_sorted_and_in_no_other(key):
    lines = [COUNTED, f"return {{t: i for i, t in enumerate({SORTED.format(key)})}}"]
    assert failing("build_vocab", "corpus, max_size, specials", *lines) == [
        "equally_frequent_ones_are_in_alphabetical_order"
    ]


def test_places_that_specials_of_the_corpus_leave_are_filled():
    lines = [
        COUNTED.replace(" if t not in specials", ""),
        "top = sorted(counts, key=lambda t: (-counts[t], t))[: max_size - len(specials)]",
        "return {t: i for i, t in enumerate([*specials, *(t for t in top if t not in specials)])}",
    ]
    assert failing("build_vocab", "corpus, max_size, specials", *lines) == ["max_size_counts_the_specials_too"]


@pytest.mark.parametrize(("value", "check"), NUMBERS.items())
def test_each_kind_of_wrong_number_fails_one_check(value, check):
    assert failing("encode", "tokens, vocab, add_eos=True", IDS, f"return {value}") == [check]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("        a.append(a_next)\n", "        a.append(a_next)\n        a_prev = a_next\n"),
        ("        a.append(a_next)\n", "        a_prev = a_next\n        a.append(a_next)\n"),
        ("a.append(a_next)", "a.append(a_next); a_prev = a_next"),
    ],
)
def test_the_line_that_carries_the_activation_is_a_fix_of_three_words(old, new):
    bug = next(each for each in alternatives_to(hunt_rnn_forward.of).all if each.name == "never_carries_the_activation")
    given = function_in(bug.source, hunt_rnn_forward.of.name)
    assert old in given
    assert tokens_apart(given, given.replace(old, new)) == 3
