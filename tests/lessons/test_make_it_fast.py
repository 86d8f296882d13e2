"""What lesson 13 promises beyond the selftest: its rungs do the same work, and its text says what was recorded."""

from __future__ import annotations

import re
from itertools import islice

import numpy as np
import pytest

import data
from autograder.authoring.course import Course
from benchmarks import scan as scan_benchmark
from solutions.character_steps import fresh_characters, layers_step, lesson_10_step, train_for
from solutions.flat_parameters import adam_begin, joined, softmax_cross_entropy, views
from solutions.ladder import ladder, products_alone, stack_gates, stepwise_backward, stepwise_forward
from solutions.language_model_training import lm_batches
from solutions.layers import LSTM
from solutions.lstm import init_lstm, lstm_backward, lstm_forward
from solutions.make_it_fast import lstm_layer_backward, lstm_layer_forward, train_step_fast
from solutions.scan import input_gates, loop_over_time, scan_by_doubling, scan_in_blocks
from solutions.sequence_data import one_hot

LADDER, SCAN = (data.load_recorded(name)["results"] for name in ("ladder", "scan"))
TEXT = " ".join(
    " ".join(
        cell.source for cell in Course().lesson("13_make_it_fast").read().cells if cell.cell_type == "markdown"
    ).split()
)


# --- The rungs ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("products", [1, 4])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_a_rung_computes_what_the_one_above_does(products, dtype):
    rng, (T_x, n_x, n_a, m) = np.random.default_rng(3), (6, 3, 5, 4)
    shapes = ((T_x, n_x, m), (n_a, m), (n_a, m), (4 * n_a, n_x), (4 * n_a, n_a), (4 * n_a, 1))
    run, da = [rng.normal(size=shape).astype(dtype) for shape in shapes], rng.normal(size=(T_x, n_a, m)).astype(dtype)
    a, c, caches = stepwise_forward(*run, products=products)
    due_a, due_c, cache = lstm_layer_forward(*run)
    found, due = stepwise_backward(da, caches), lstm_layer_backward(da, cache)
    assert found.keys() == due.keys()
    close = {"rtol": 1e-10, "atol": 1e-11} if dtype is np.float64 else {"rtol": 1e-4, "atol": 1e-4}
    for got, want in [(a, due_a), (c, due_c), *((found[name], due[name]) for name in due)]:
        assert got.dtype == dtype
        np.testing.assert_allclose(got, want, **close)


def test_stacked_gates_are_those_of_lesson_10():
    rng = np.random.default_rng(4)
    p = init_lstm(5, 3, rng, 1.0) | {"Wy": np.ones((2, 5)), "by": np.zeros((2, 1))}
    x, a0, c0, da = (rng.normal(size=shape) for shape in ((6, 3, 4), (5, 4), (5, 4), (6, 5, 4)))
    valid = np.ones((6, 4), dtype=bool)
    old_a, old_c, _, caches = lstm_forward(x, a0, c0, p, valid)
    a, c, cache = lstm_layer_forward(x, a0, c0, *stack_gates(p))
    old, new = lstm_backward(da, caches, valid), lstm_layer_backward(da, cache)
    pairs = [(a, old_a), (c, old_c), *((new[name], old[name]) for name in ("dx", "da0", "dc0"))]
    pairs += [(np.hstack([new["dWa"], new["dWx"]]), np.concatenate([old[f"dW{gate}"] for gate in "ofic"]))]
    pairs += [(new["db"], np.concatenate([old[f"db{gate}"] for gate in "ofic"]))]
    for got, want in pairs:
        np.testing.assert_allclose(got, want, rtol=1e-10, atol=1e-11)


def test_every_rung_of_the_ladder_runs():
    calls = ladder((3, 2, 4, 5), np.random.default_rng(0), lstm_layer_forward, lstm_layer_backward)
    assert [*calls][-1] == "products alone"
    for call in calls.values():
        call()


def test_the_floor_multiplies_as_often_as_the_lstm_does():
    assert products_alone((3, 2, 4, 5), np.random.default_rng(0))() is None


def test_a_layer_writes_over_what_it_returned():
    rng = np.random.default_rng(2)
    layer = LSTM.from_dict(init_lstm(5, 3, rng, 1.0))
    first, _ = layer.forward(rng.normal(size=(6, 3, 4)))
    as_it_was = first.copy()
    second, _ = layer.forward(rng.normal(size=(6, 3, 4)))
    assert np.array_equal(first, second)
    assert not np.array_equal(first, as_it_was)


# --- Training -------------------------------------------------------------------------------------------


def test_the_first_five_losses_are_equal_whoever_takes_the_steps():
    rng, symbols = np.random.default_rng(5), 9
    p, windows = fresh_characters(symbols, 7, rng), lm_batches(rng.integers(symbols, size=500), 4, 12)[:5]
    parts = dict(zip(("Wx", "Wa", "b"), stack_gates(p), strict=True)) | {"Wy": p["Wy"], "by": p["by"]}
    theta, shapes = joined(parts)
    state, mine, old, layers = adam_begin(theta), [], lesson_10_step(p, 0.01), layers_step(p, 0.01)
    for X, Y in windows:
        loss, theta, state = train_step_fast(theta, state, shapes, one_hot(X, symbols), Y, 0.01)
        mine.append(loss)
    np.testing.assert_allclose(mine, [old(*pair) for pair in windows], rtol=1e-10)
    np.testing.assert_allclose(mine, [layers(*pair) for pair in windows], rtol=1e-5)


def test_training_goes_round_the_windows_and_ends_with_its_time():
    seen = []

    def step(X, Y):
        seen.append(int(X[0, 0]))
        sum(range(20_000))
        return 1.0

    windows = [(np.full((2, 1), k), np.zeros((2, 1))) for k in range(3)]
    ends, losses = train_for(step, windows, 0.02)
    assert len(ends) == len(losses) == len(seen)
    assert all(k == number % 3 for number, k in enumerate(islice(seen, 9)))
    assert ends[-1] > 0.02
    assert np.all(ends[:-1] <= 0.02)


# --- The scan -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("T_x", [1, 2, 7, 64, 100])
def test_the_scan_is_the_loop(T_x):
    rng = np.random.default_rng(6)
    keep, new = rng.uniform(size=(T_x, 3, 2)), rng.normal(size=(T_x, 3, 2))
    before = keep.copy(), new.copy()
    np.testing.assert_allclose(scan_by_doubling(keep, new), loop_over_time(keep, new), rtol=1e-12, atol=1e-13)
    assert np.array_equal(before, (keep, new))


@pytest.mark.parametrize(("T_x", "length"), [(8, 8), (12, 4), (12, 1), (128, 64)])
def test_the_scan_in_blocks_is_the_loop(T_x, length):
    rng = np.random.default_rng(7)
    keep, new = rng.uniform(size=(T_x, 3, 2)), rng.normal(size=(T_x, 3, 2))
    np.testing.assert_allclose(scan_in_blocks(keep, new, length), loop_over_time(keep, new), rtol=1e-12, atol=1e-13)


def test_a_minimal_gru_moves_one_way_while_its_input_stays():
    rng = np.random.default_rng(8)
    arrays = [rng.normal(size=shape) for shape in ((5, 3), (5, 3), (5, 1), (5, 1))]
    c = loop_over_time(*input_gates(np.broadcast_to(rng.normal(size=(3, 2)), (30, 3, 2)), *arrays))
    moves = np.diff(c, axis=0)
    assert np.all(moves * np.sign(moves[0]) > -1e-12)


def test_the_gradient_of_minimal_grus_is_the_slope_of_the_loss():
    rng = np.random.default_rng(9)
    theta, shapes = joined(scan_benchmark.start("two minimal GRUs", rng))
    W = views(theta, shapes)
    layers, (x, y) = scan_benchmark.network("two minimal GRUs", W), scan_benchmark.batch("parity", 6, 5, rng)
    g = scan_benchmark.gradient(layers, W, x, y)
    for place in rng.integers(theta.size, size=20):
        losses = []
        for step in (1e-5, -2e-5):
            theta[place] += step
            losses.append(softmax_cross_entropy(scan_benchmark.scores(layers, W, x)[0], y)[0])
        theta[place] += 1e-5
        assert (losses[0] - losses[1]) / 2e-5 == pytest.approx(g[place], rel=1e-5, abs=1e-9)


# --- The text says what was recorded --------------------------------------------------------------------


def gain(m: int, below: str, above: str) -> float:
    return LADDER["ms by batch"][str(m)][below] / LADDER["ms by batch"][str(m)][above]


FOUR, ONE, BEFORE, AFTER, TOP = (
    "no mask, no prediction", "gates stacked", "Wx x before the loop", "dW after the loop", "no temporaries"
)  # fmt: skip
SAID = [
    ("Stacking the gates then saves {:.0f} %", 100 * (1 - 1 / gain(1, FOUR, ONE))),
    ("before the loop another {:.0f} %", 100 * (1 - 1 / gain(1, ONE, BEFORE))),
    ("out of the loop, {:.1f} times as fast", gain(1, BEFORE, AFTER)),
    ("No temporaries gains {:.1f} times more", gain(1, "float32", TOP)),
    ("and the whole ladder {:.0f} times", gain(1, "lesson 10", TOP)),
    ("The ladder as a whole gains {:.1f} times", gain(128, "lesson 10", TOP)),
    ("It needs {:.0f} % less time than our layers", 100 * (1 - gain(1, "PyTorch, float32", TOP))),
    ("{:.0f} % less at 8", 100 * (1 - gain(8, "PyTorch, float32", TOP))),
]


@pytest.mark.parametrize(("sentence", "number"), SAID)
def test_the_answer_about_the_ladder_says_what_was_recorded(sentence, number):
    assert sentence.format(number) in TEXT


def test_what_the_text_says_of_the_ladder_in_words():
    assert gain(1, "lesson 10", FOUR) == pytest.approx(2, abs=0.15)
    assert 1 / gain(128, BEFORE, AFTER) == pytest.approx(4 / 3, abs=0.05)
    assert all(gain(m, "PyTorch, float32", TOP) > 1 for m in (32, 128))
    one, eight = (LADDER["ms by batch"][m]["PyTorch, float64"] for m in ("1", "8"))
    times = [gain(m, "PyTorch, float64", "PyTorch, float32") for m in (1, 8)]
    said = f"it takes {one:.1f} ms at $m = 1$ and {eight:.1f} at 8: {times[0]:.0f} and {times[1]:.0f} times as long"
    assert said in TEXT


def test_the_answer_about_scans_says_what_was_recorded():
    one, many = (SCAN["ms forward"][f"n_a = 16, m = {m}"] for m in (1, 32))
    names = ("GRU of lesson 09", "minimal, loop", "minimal, doubling", "minimal, blocks")
    gru, loop, scan, blocks = (one[name] for name in names)
    said = (
        f"{gru:.0f} ms for the GRU of lesson 09, {one['GRU, fast layer']:.0f} for that of the fast layers, {loop:.1f} "
    )
    assert said + f"for the minimal one in a loop, {scan:.1f} by the scan, {blocks:.1f} in blocks" in TEXT
    assert f"takes {many[names[2]]:.0f} ms and the plain loop {many[names[1]]:.0f}" in TEXT
    learned = SCAN["share right"]
    assert all(set(shares) == {1.0} for kind in learned["first"].values() for shares in kind.values())
    assert all(set(shares) == {1.0} for shares in learned["parity"]["GRU"].values())
    single, double = (learned["parity"][kind]["16"] for kind in ("minimal GRU", "two minimal GRUs"))
    said = f"{min(single):.2f} to {max(single):.2f}, two to {min(double):.2f} to {max(double):.2f}"
    assert f"one minimal layer comes to {said}" in TEXT


def test_no_time_of_a_learners_machine_stands_in_the_text():
    outside = re.sub(r"<details>.*?</details>", "", TEXT)
    assert re.findall(r"\d[\d.]* (?:ms|milliseconds|microseconds)\b", outside) == []
