"""Strings of a and b, and the stream of Reber words: what the lessons rely on, and what their data sheets say."""

import re
from pathlib import Path

import numpy as np
import pytest

import data
from solutions.lstm import lstm_forward

# A word of the embedded Reber grammar, written as a pattern: another way to say it than the generator's table.
MIDDLE = "(?:XT*VP)*(?:S|XT*VV)"
INNER = f"B(?:TS*X{MIDDLE}|PT*V(?:V|P{MIDDLE}))E"
WORD = re.compile(f"B(?P<outer>[TP]){INNER}(?P=outer)E")
SHEETS = (Path(data.__file__).parent / "README.md").read_text(encoding="utf-8")


@pytest.fixture(params=range(5))
def rng(request):
    return np.random.default_rng(request.param)


def test_a_word_follows_the_grammar_and_repeats_its_second_symbol(rng):
    for _ in range(300):
        word = data.reber_word(rng=rng)
        assert WORD.fullmatch(word), word
        assert word[1] == word[-2]


def test_a_stream_is_word_after_word_and_marks_what_is_recalled(rng):
    ids, recalls = data.reber_stream(500, rng=rng)
    text = "".join(data.REBER_SYMBOLS[number] for number in ids)
    assert ids.shape == recalls.shape == (500,)
    at, due = 0, np.zeros(500, dtype=bool)
    while word := WORD.match(text, at):
        at = word.end()
        due[at - 2] = True
    assert at > 450
    np.testing.assert_array_equal(recalls[: at - 1], due[: at - 1])


def test_both_outer_symbols_and_all_seven_symbols_occur(rng):
    ids, recalls = data.reber_stream(3000, rng=rng)
    assert set(ids) == set(range(7))
    outer = ids[recalls]
    assert set(outer) == {1, 2}
    assert 0.35 < np.mean(outer == 1) < 0.65


def test_the_same_rng_gives_the_same_stream(rng):
    one, two = (data.reber_stream(100, rng=np.random.default_rng(3)) for _ in range(2))
    np.testing.assert_array_equal(one.ids, two.ids)
    with pytest.raises(ValueError, match="at least 1"):
        data.reber_stream(0, rng=rng)


def test_strings_read_a_full_stop_n_a_and_n_b_and_end_in_a_full_stop():
    x, y, mask = data.ab_strings([1, 3])
    assert x.shape == (7, 3, 2)
    read = ["".join(data.COUNTING_SYMBOLS[k] for k in x[mask[:, i], :, i].argmax(axis=1)) for i in range(2)]
    due = ["".join(data.COUNTING_SYMBOLS[k] for k in y[mask[:, i], i]) for i in range(2)]
    assert (read, due) == ([".ab", ".aaabbb"], ["ab.", "aaabbb."])
    assert not x[~mask[:, 0], :, 0].any()


@pytest.mark.parametrize("counts", [[], [0], [2, -1]])
def test_a_count_below_1_is_refused(counts):
    with pytest.raises(ValueError, match="none below 1"):
        data.ab_strings(counts)


def test_counting_stops_at_the_first_wrong_string():
    _, y, _ = data.ab_strings(range(1, 7))
    right = np.eye(3)[y].swapaxes(1, 2)
    assert data.counts_up_to(right) == 6
    wrong = right.copy()
    wrong[8, :, 3] = [0, 1, 0]  # after the last b of n = 4 comes the end, not a
    assert data.counts_up_to(wrong) == 3
    free = right.copy()
    free[2, :, 3] = [0, 0, 1]  # while the a come nobody can know
    assert data.counts_up_to(free) == 6


def test_the_kept_counter_counts_as_far_as_its_sheet_says():
    x, _, mask = data.ab_strings(range(1, 401))
    zeros = np.zeros((2, 400))
    _, _, y_hat, _ = lstm_forward(x, zeros, zeros, data.load_counter(), mask)
    assert f"right on all strings up to n = {data.counts_up_to(y_hat)}" in SHEETS


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("lstm_prose", ("RNN, 64 units",)),
        ("lstm_prose", ("LSTM, 28 units",)),
        ("lstm_prose", ("LSTM, 64 units",)),
        ("lstm_prose", ("LSTM, 64 units, PyTorch",)),
        ("lstm_reber", ("without a gate, forget bias 1", "none", "second half")),
        ("lstm_reber", ("without a gate, forget bias 1", "f", "second half")),
    ],
)
def test_bands_in_the_sheets_are_those_of_the_records(name, path):
    found = data.load_recorded(name)["results"]
    for key in path:
        found = found[key]
    assert f"{min(found):.2f} to {max(found):.2f}" in SHEETS
