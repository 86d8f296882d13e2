"""Lessons 00 to 02: the reference against numbers worked by hand, and at the edges."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sequence_examples import LN2, LN3, fraction_network

from solutions.activations import sigmoid, softmax
from solutions.losses import sequence_cross_entropy
from solutions.sequence_data import get_step, one_hot, pad_batch
from solutions.simple_rnn import cell_stacked, rnn_cell_forward, rnn_forward, rnn_forward_masked, stack_weights
from solutions.why_recurrence import count_parameters, window_features

# --- Lesson 00 ----------------------------------------------------------------------------------------


def test_get_step_counts_examples_and_steps_from_one() -> None:
    x = np.arange(24).reshape(4, 2, 3)  # T_x = 4, n_x = 2, m = 3
    np.testing.assert_array_equal(get_step(x, i=1, t=1), [0, 3])
    np.testing.assert_array_equal(get_step(x, i=3, t=4), [20, 23])


@pytest.mark.parametrize(("i", "t"), [(0, 1), (1, 0), (4, 1), (1, 5), (-1, 1), (1, -1)])
def test_get_step_refuses_what_lies_outside(i: int, t: int) -> None:
    with pytest.raises(IndexError, match=rf"i={i}, t={t}"):
        get_step(np.zeros((4, 2, 3)), i, t)


def test_one_hot_puts_a_single_one_and_nothing_for_padding() -> None:
    x = one_hot(np.array([[0, 2], [1, -1]]), n_x=3)
    np.testing.assert_array_equal(x, [[[1, 0], [0, 0], [0, 1]], [[0, 0], [1, 0], [0, 0]]])
    assert x.dtype == np.float64


def test_pad_batch_keeps_a_real_token_that_equals_the_padding() -> None:
    ids, mask, lengths = pad_batch([[5, 0, 7], [], [0]], pad_id=0)
    np.testing.assert_array_equal(ids, [[5, 0, 0], [0, 0, 0], [7, 0, 0]])
    np.testing.assert_array_equal(mask, [[True, False, True], [True, False, False], [True, False, False]])
    np.testing.assert_array_equal(lengths, [3, 0, 1])


def test_pad_batch_cuts_at_the_end_and_counts_what_is_left() -> None:
    ids, mask, lengths = pad_batch([[1, 2, 3], [4]], pad_id=-1, max_len=2)
    np.testing.assert_array_equal(ids, [[1, 4], [2, -1]])
    np.testing.assert_array_equal(mask, [[True, True], [True, False]])
    np.testing.assert_array_equal(lengths, [2, 1])


def test_pad_batch_of_no_tokens_and_of_no_sequences() -> None:
    assert [v.shape for v in pad_batch([[], []], pad_id=0)] == [(0, 2), (0, 2), (2,)]
    assert [v.shape for v in pad_batch([], pad_id=0)] == [(0, 0), (0, 0), (0,)]


@given(
    seqs=st.lists(st.lists(st.integers(-3, 9), max_size=6), max_size=5),
    max_len=st.none() | st.integers(0, 7),
)
def test_pad_batch_can_be_undone(seqs: list[list[int]], max_len: int | None) -> None:
    before = [list(seq) for seq in seqs]
    ids, mask, lengths = pad_batch(seqs, pad_id=0, max_len=max_len)
    assert [ids[mask[:, i], i].tolist() for i in range(len(seqs))] == [seq[:max_len] for seq in before]
    assert ids.shape == mask.shape == (max(lengths, default=0), len(seqs))
    assert mask.sum(axis=0).tolist() == lengths.tolist()
    assert seqs == before


def test_sigmoid_at_known_points_and_at_the_ends() -> None:
    z = np.array([-1000, -LN3, 0, LN3, 1000])
    np.testing.assert_allclose(sigmoid(z), [0, 0.25, 0.5, 0.75, 1], atol=1e-16)
    np.testing.assert_array_equal(sigmoid(np.array([-1000, 0, 1000])), [0, 0.5, 1])


def test_softmax_at_known_points() -> None:
    np.testing.assert_allclose(softmax(np.array([[0, LN2], [LN3, LN2]])), [[0.25, 0.5], [0.75, 0.5]])
    np.testing.assert_allclose(softmax(np.array([[0, LN3], [LN2, LN2]]), axis=1), [[0.25, 0.75], [0.5, 0.5]])
    np.testing.assert_array_equal(softmax(np.array([1, 1])), [0.5, 0.5])


def test_softmax_of_columns_a_thousand_apart() -> None:
    z = np.array([[1000, 0, -1000], [1000 + LN3, LN3, -1000 + LN3]])
    np.testing.assert_allclose(softmax(z), [[0.25] * 3, [0.75] * 3], rtol=1e-12)
    np.testing.assert_array_equal(softmax(np.array([[1000.0], [-1000.0]])), [[1], [0]])


@given(shift=st.floats(-700, 700), axis=st.integers(-3, 2))
def test_softmax_sums_to_one_and_feels_no_shift(shift: float, axis: int) -> None:
    z = np.linspace(-2, 3, 24).reshape(4, 2, 3)
    np.testing.assert_allclose(softmax(z, axis).sum(axis=axis), 1)
    np.testing.assert_allclose(softmax(z + shift, axis), softmax(z, axis), rtol=1e-10)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_activation_functions_keep_the_dtype(dtype: type) -> None:
    z = np.linspace(-2, 3, 6, dtype=dtype).reshape(3, 2)
    assert sigmoid(z).dtype == softmax(z).dtype == dtype


# --- Lesson 01 ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "T", "expected"),
    [
        ("mlp", 10, 4 * 30 + 4 + 2 * 4 + 2),  # n_x = 3, n_h = 4, n_y = 2: W1, b1, W2, b2
        ("mlp", 11, 4 * 33 + 4 + 2 * 4 + 2),
        ("rnn", 10, 4 * 3 + 4 * 4 + 4 + 2 * 4 + 2),  # Wax, Waa, ba, Wya, by
        ("rnn", 11, 4 * 3 + 4 * 4 + 4 + 2 * 4 + 2),
    ],
)
def test_count_parameters(kind: str, T: int, expected: int) -> None:
    assert count_parameters(kind, n_x=3, T=T, n_h=4, n_y=2) == expected


def test_count_parameters_refuses_another_kind() -> None:
    with pytest.raises(ValueError, match="cnn"):
        count_parameters("cnn", 3, 10, 4, 2)


@pytest.mark.parametrize(
    ("T_max", "columns"),
    [
        (2, [[1, 2, 3, 4], [7, 8, 0, 0]]),  # the window is shorter than the sequence
        (3, [[1, 2, 3, 4, 5, 6], [7, 8, 0, 0, 0, 0]]),
        (4, [[1, 2, 3, 4, 5, 6, 0, 0], [7, 8, 0, 0, 0, 0, 0, 0]]),
    ],
)
def test_window_features_lays_time_steps_one_above_the_other(T_max: int, columns: list[list[int]]) -> None:
    first, second = [[1, 2], [3, 4], [5, 6]], [[7, 8], [99, 99], [99, 99]]  # lengths 3 and 1
    x = np.array([first, second], dtype=float).transpose(1, 2, 0)
    window = window_features(x, np.array([3, 1]), T_max)
    np.testing.assert_array_equal(window, np.array(columns).T)


# --- Lesson 02 ----------------------------------------------------------------------------------------


def test_cell_step_worked_by_hand() -> None:
    # z = (ln2 * 0 + ln2 * 1, ln3 * 0 + ln2): a = (3/5, 3/5); scores (0, ln3): a quarter and three.
    a_next, yt_pred, cache = rnn_cell_forward(np.array([[1.0]]), np.zeros((2, 1)), fraction_network())
    np.testing.assert_allclose(a_next, [[0.6], [0.6]], rtol=1e-12)
    np.testing.assert_allclose(yt_pred, [[0.25], [0.75]], rtol=1e-12)
    assert len(cache) == 4
    assert cache[0] is a_next


def test_old_activation_enters_through_the_rows_of_waa() -> None:
    # a_prev = (1, 0), x = 0: z = (ln2 * 0, ln3 * 1 + ln2) = (0, ln6); tanh(ln6) = 35/37.
    a_next, _, _ = rnn_cell_forward(np.array([[0.0]]), np.array([[1.0], [0.0]]), fraction_network())
    np.testing.assert_allclose(a_next, [[0], [35 / 37]], rtol=1e-12)


def test_stacked_cell_is_the_same_cell() -> None:
    p = fraction_network()
    Wa = stack_weights(p["Waa"], p["Wax"])
    np.testing.assert_array_equal(Wa, [[0, LN2, LN2], [LN3, 0, 0]])
    a_next = cell_stacked(np.array([[1.0]]), np.zeros((2, 1)), Wa, p["ba"])
    np.testing.assert_allclose(a_next, [[0.6], [0.6]], rtol=1e-12)


def test_sequence_of_two_steps_worked_by_hand() -> None:
    # Second step, x = 0: z = (0.6 ln2, 0.6 ln3 + ln2).
    a, y_pred, caches = rnn_forward(np.array([[[1.0]], [[0.0]]]), np.zeros((2, 1)), fraction_network())
    second = np.tanh([[0.6 * LN2], [0.6 * LN3 + LN2]])
    np.testing.assert_allclose(a, [[[0.6], [0.6]], second], rtol=1e-12)
    assert y_pred.shape == (2, 2, 1)
    assert len(caches) == 2


def test_masked_step_holds_the_activation_of_its_example_alone() -> None:
    x, a0 = np.array([[[1.0, 1.0]], [[1.0, 1.0]]]), np.zeros((2, 2))
    mask = np.array([[True, False], [False, True]])
    a, _, _ = rnn_forward_masked(x, a0, fraction_network(), mask)
    np.testing.assert_allclose(a[0], [[0.6, 0], [0.6, 0]], rtol=1e-12)
    np.testing.assert_allclose(a[1], [[0.6, 0.6], [0.6, 0.6]], rtol=1e-12)


def test_cross_entropy_averages_over_valid_steps() -> None:
    # Right classes with probability 1/4 and 1/2; the third pair is padding, its label no class at all.
    y_pred = np.array([[[0.25, 0.5], [0.75, 0.5]], [[0.9, 0.1], [0.1, 0.9]]])
    y, mask = np.array([[0, 1], [99, -7]]), np.array([[True, True], [False, False]])
    loss = sequence_cross_entropy(y_pred, y, mask)
    assert loss == pytest.approx(1.5 * LN2, rel=1e-12)
    assert type(loss) is float


def test_cross_entropy_of_the_impossible_is_finite() -> None:
    y_pred = np.array([[[0.0], [1.0]]])
    loss = sequence_cross_entropy(y_pred, np.array([[0]]), np.array([[True]]))
    assert loss == pytest.approx(12 * np.log(10), rel=1e-12)  # 1e-12 in place of 0


def test_cross_entropy_of_a_uniform_guess_is_the_log_of_the_classes() -> None:
    loss = sequence_cross_entropy(np.full((3, 7, 2), 1 / 7), np.ones((3, 2), int), np.ones((3, 2), bool))
    assert loss == pytest.approx(np.log(7), rel=1e-12)
