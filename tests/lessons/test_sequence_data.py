"""What lesson 00 promises beyond the selftest: one mistake costs its points once, and the page says what is so."""

import re
from pathlib import Path

import numpy as np
import pytest

import data
from autograder import report
from autograder.check import evaluate
from autograder.evaluate import evaluate_behind
from autograder.exercises import find
from autograder.reference import Reference, alternatives_to, door_to
from solutions.activations import softmax
from solutions.sequence_data import one_hot, pad_batch

LESSON = (Path(__file__).parents[2] / "lessons/00_sequence_data.py").read_text(encoding="utf-8")

# These break two promises at once; everything else costs the points of its own check alone.
COSTS_MORE = {
    "sets_the_rows_above_too": "the rows above, and those of padding",
    "counts_from_zero_and_checks_nothing": "counting, and the range",
    "takes_examples_first_and_checks_nothing": "the order of the axes, and the range",
    "ignores_max_len_in_rows": "the order of the axes, and the cut",
    "loses_the_axis_of_the_bare_sum": "keepdims, and no maximum",
    "reads_a_batch_first_array": "the order of the axes, and the range",
    "returns_nothing_for_the_last": "two ends that are turned away, and no error",
    "gives_padding_a_row": "too many rows, and a column of padding that is not zero",
    "pads_up_to_max_len_with_float_ids": "the kind of numbers, and room that nothing needs",
    "pads_and_cuts_at_the_start": "where the padding is, and what is cut",
    "takes_padding_for_the_last_id_in_rows": "the order of the axes, and -1 as an index",
    "takes_padding_for_the_last_id_turned_round": "the order of the axes, and -1 as an index",
    "masks_rows_by_value": "the order of the axes, and a mask by value",
    "subtracts_the_exponential": "another formula, which is infinite at 0",
    "forgets_the_brackets": "another formula, which overflows",
    "returns_the_derivative": "another formula, which overflows",
    "loses_the_sign": "another formula, in which all large entries are alike",
    "returns_a_softmax": "another formula, which overflows",
    "always_sums_along_axis_1": "another axis, along which a shift of a column does not cancel",
    "always_sums_along_the_last_axis": "another axis, along which a shift of a column does not cancel",
    "takes_axis_1_by_default": "another axis, along which a shift of a column does not cancel",
    "takes_the_last_axis_by_default": "another axis, along which a shift of a column does not cancel",
    "divides_by_the_maximum": "another formula, in which a shift does not cancel",
    "divides_inside_the_exponential": "another formula, which overflows",
    "sums_other_exponentials": "another formula, in which a shift does not cancel",
    "sums_the_scores": "another formula, in which a shift does not cancel",
    "forgets_the_exponential": "another formula, in which a shift does not cancel",
    "returns_a_sigmoid": "another formula, which overflows",
}
MISTAKES = [
    (name, wrong)
    for name in ("get_step", "one_hot", "pad_batch", "sigmoid", "softmax")
    for wrong in alternatives_to(find(name)).all
    if wrong.caught_by
]


@pytest.mark.parametrize(("name", "wrong"), MISTAKES, ids=[f"{name}-{wrong.name}" for name, wrong in MISTAKES])
def test_a_mistake_costs_the_points_of_its_own_check_alone(name, wrong):
    exercise = find(name)
    verdict = evaluate_behind(door_to(exercise, wrong), exercise, Reference(), seed=4)
    failed = [outcome.check for outcome in verdict.outcomes if outcome.status == "fails"]
    if wrong.name in COSTS_MORE:
        assert len(failed) == 2
    else:
        assert failed == [wrong.caught_by]


JUNK = {
    "get_step": [lambda x, i, t: np.zeros(3), lambda x, i, t: x[t - 1, :, i - 1][::-1]],
    "one_hot": [lambda ids, n_x: np.zeros((ids.shape[0], n_x, ids.shape[1]))],
    "pad_batch": [lambda seqs, pad_id, max_len=None: (np.zeros((6, 4), int), np.ones((6, 4), bool), np.zeros(4, int))],
    "sigmoid": [np.zeros_like, lambda z: np.full(z.shape, 0.5)],
    "softmax": [lambda z, axis=0: z * 0, lambda z, axis=0: np.full(z.shape, 1 / z.shape[axis])],
}


@pytest.mark.parametrize(("name", "answer"), [(name, junk) for name, all_ in JUNK.items() for junk in all_])
def test_an_answer_that_does_nothing_gets_at_most_the_point_for_leaving_its_argument_alone(name, answer):
    held = [outcome.check for outcome in evaluate(name, answer).outcomes if outcome.status == "holds"]
    assert held in ([], ["the_ids_are_left_alone"], ["its_argument_is_left_alone"])


def test_a_call_that_is_in_range_and_fails_is_not_credited_with_raising_out_of_range():
    def always_raises(x, i, t):
        raise IndexError("never")

    verdict = evaluate("get_step", always_raises)
    assert verdict.points == 0
    assert "x_t for i=2, t=2 exists, but the call raised IndexError: never" in report.as_text(verdict)


def test_a_mask_in_the_layout_of_the_learners_own_ids_is_told_about_its_values_not_its_axes():
    def rows_by_value(seqs, pad_id, max_len=None):
        kept = [seq[:max_len] for seq in seqs]
        T = max(len(seq) for seq in kept)
        ids = np.array([seq + [pad_id] * (T - len(seq)) for seq in kept])
        return ids, ids != pad_id, np.array([len(seq) for seq in kept])

    verdict = evaluate("pad_batch", rows_by_value)
    mask = next(outcome for outcome in verdict.outcomes if "mask" in outcome.check)
    assert mask.misconception == "masks_rows_by_value"
    assert "yours is False, expected True" in mask.message
    assert verdict.points == 3


@pytest.mark.parametrize("wrong", [wrong for _, wrong in MISTAKES if wrong.says], ids=lambda wrong: wrong.name)
def test_what_names_a_mistake_is_a_few_short_sentences_that_blame_nobody(wrong):
    sentences = f"This is exactly what comes out when {wrong.says}".split(". ")
    assert wrong.says.endswith(".")
    assert len(sentences) <= 3
    assert max(len(sentence.split()) for sentence in sentences) <= 30
    assert not set("!") & set(wrong.says)


def eight_rows(seqs, pad_id, max_len=None):
    lengths = np.array([len(seq[:max_len]) for seq in seqs])
    ids = np.array([[seq[t] if t < n else pad_id for seq, n in zip(seqs, lengths, strict=True)] for t in range(8)])
    return ids, np.arange(8)[:, np.newaxis] < lengths, lengths


# Each is right for the arrays of the page alone.
FROM_THE_PAGE = {
    "get_step": lambda x, i, t: np.squeeze(x[t - 1, :, i - 1]) if 0 < t <= len(x) and 0 < i <= x.shape[2] else x[99],
    "one_hot": lambda ids, n_x: np.stack([ids == k for k in range(5)], axis=1).astype(float),
    "pad_batch": eight_rows,
    "sigmoid": lambda z: np.squeeze((1 + np.tanh(z / 2)) / 2),
    "softmax": lambda z, axis=0: np.exp(z - z.max(axis, keepdims=True)) / np.exp(z - z.max(0)).sum(0),
}


@pytest.mark.parametrize("name", FROM_THE_PAGE)
def test_an_answer_that_fits_only_the_sizes_of_the_page_is_not_accepted(name):
    assert evaluate(name, FROM_THE_PAGE[name]).outcomes[0].status != "holds"


def test_padding_is_a_step_like_any_other():
    def turns_zeros_away(x, i, t):
        if not (1 <= i <= x.shape[2] and 1 <= t <= x.shape[0]) or not x[t - 1, :, i - 1].any():
            raise IndexError("no such step")
        return x[t - 1, :, i - 1]

    assert evaluate("get_step", turns_zeros_away).outcomes[0].misconception == "turns_padding_away"


def test_a_sigmoid_that_works_in_place_costs_one_point_and_is_told_so():
    def in_place(z):
        z *= 0.5
        return 0.5 * (1 + np.tanh(z))

    first, second = evaluate("sigmoid", in_place).outcomes
    assert (first.misconception, second.status) == ("works_in_place", "holds")


def test_a_list_of_lengths_costs_one_point():
    def lists(seqs, pad_id, max_len=None):
        kept = [seq[:max_len] for seq in seqs]
        T = max(len(seq) for seq in kept)
        ids = np.array([seq + [pad_id] * (T - len(seq)) for seq in kept], dtype=int).T
        return ids, np.arange(T)[:, np.newaxis] < [len(seq) for seq in kept], [len(seq) for seq in kept]

    assert evaluate("pad_batch", lists).points == 4


def test_floats_where_whole_numbers_are_due_are_not_blamed_on_precision():
    def floats(seqs, pad_id, max_len=None):
        kept = [seq[:max_len] for seq in seqs]
        T = max(len(seq) for seq in kept)
        ids = np.array([seq + [pad_id] * (T - len(seq)) for seq in kept], dtype=float).T
        return ids, np.arange(T)[:, np.newaxis] < [len(seq) for seq in kept], np.array([len(seq) for seq in kept])

    told = evaluate("pad_batch", floats)
    assert "as np.zeros and np.ones make them" in told.outcomes[0].cause


def test_the_numbers_in_the_prose_are_those_of_the_data():
    lengths = [len(sentence) for sentence in data.six_sentences()]
    assert lengths == [2, 5, 4, 8, 3, 6]
    assert (sum(lengths), max(lengths) * len(lengths)) == (28, 48)
    beats = [note.beats for note in data.twelve_notes()]
    assert sum(beats[:3]) + 1 == 3  # the fourth note starts at beat 3
    assert max(beats) / min(beats) == 6


def test_what_is_said_about_surnames_is_so():
    names = data.load_names("surnames", most_frequent=10_000)
    letters = "".join(names)
    assert 0.08 < letters.count("a") / len(letters) < 0.1
    padding = len(names) * max(map(len, names)) - len(letters)
    assert 0.5 < (padding + letters.count("a")) / (padding + len(letters)) < 0.6
    assert letters.count("qu") == letters.count("q")
    u, q = (1 + ord(letter) - ord("a") for letter in "uq")
    assert round(100 * the_machine(names)[u, q]) == 97
    ends = {letter: np.mean([name.endswith(letter) for name in names if letter in name]) for letter in "xyzjqv"}
    assert min(ends["x"], ends["y"], ends["z"]) > 0.3
    assert {letter for letter in set(letters) if not any(name.endswith(letter) for name in names)} == set("jqv")


def the_machine(names):
    """Return the probability of each letter after each other, counted without the functions of the lesson."""
    pairs = [pair for name in names for pair in zip(f".{name}", f"{name}.", strict=True)]
    letters = sorted({first for first, _ in pairs})
    counts = np.full((len(letters), len(letters)), 0.1)
    np.add.at(counts, ([letters.index(last) for _, last in pairs], [letters.index(first) for first, _ in pairs]), 1)
    return counts / counts.sum(axis=0)


def test_one_in_eight_of_the_invented_names_has_a_single_letter():
    follows = the_machine(data.load_names("surnames", most_frequent=10_000))
    starts = follows[1:, 0] / follows[1:, 0].sum()
    assert 0.12 < np.sum(starts * follows[0, 1:]) < 0.13


def test_the_machine_of_the_opening_is_the_one_that_the_learner_builds():
    names = data.load_names("surnames", most_frequent=10_000)
    symbols = data.Vocabulary.of(names, specials=["."])
    ids, _, _ = pad_batch([symbols.encode(f".{name}.") for name in names], pad_id=-1)
    x = one_hot(ids, len(symbols))
    counts = sum(x[t + 1] @ x[t].T for t in range(len(x) - 1))
    np.testing.assert_allclose(softmax(np.log(counts + 0.1)), the_machine(names), rtol=1e-9)


def test_code_that_is_run_again_finds_what_was_written_by_hand():
    rebound = re.findall(r"^(?:ids|mask|lengths|x|words)(?:, \w+)* = .*$", LESSON, flags=re.MULTILINE)
    assert len([line for line in rebound if line.startswith("ids")]) == 1
    assert "get_step(x_hand" in LESSON
    assert "one_hot(ids_hand, 5), x_hand" in LESSON
