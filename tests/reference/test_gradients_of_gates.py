"""Every gradient of the GRU and the LSTM, in every entry, against the complex step, as in test_gradients."""

import numpy as np
import pytest
from complex_step import Arrays, Case, assert_gradients, assert_notices_one_wrong_entry
from sequence_examples import N_A, T_X, M, gru_parameters, lstm_batch, lstm_parameters, rnn_batch

from solutions.gru import gru_cell_backward, gru_cell_forward, gru_forward
from solutions.gru_backward import gru_backward
from solutions.lstm import lstm_backward, lstm_cell_backward, lstm_cell_forward, lstm_forward

OF_GATES = {f"d{kind}{gate}" for kind in "Wb" for gate in "fico"}


def gru_cell(rng: np.random.Generator, m: int = M) -> Case:
    batch, parameters, upstream = rnn_batch(rng, m=m), gru_parameters(rng), rng.normal(size=(N_A, m))
    at = {"xt": batch["x"][0], "c_prev": batch["a0"], **parameters}
    _, _, cache = gru_cell_forward(at["xt"], at["c_prev"], parameters)

    def loss(p: Arrays) -> complex:
        return np.sum(upstream * gru_cell_forward(p["xt"], p["c_prev"], p)[0])

    return loss, at, gru_cell_backward(upstream, cache)


def gru_sequence(rng: np.random.Generator, T: int = T_X) -> Case:
    batch, parameters = rnn_batch(rng, T=T), gru_parameters(rng)
    upstream, mask = rng.normal(size=(T, N_A, M)), batch["mask"]

    def loss(p: Arrays) -> complex:
        return np.sum(upstream * gru_forward(p["x"], p["c0"], p, mask)[0])

    _, _, caches = gru_forward(batch["x"], batch["a0"], parameters, mask)
    at = {"x": batch["x"], "c0": batch["a0"], **parameters}
    return loss, at, gru_backward(upstream, caches, mask, gru_cell_backward)


def lstm_cell(rng: np.random.Generator, of_a: float = 1.0, of_c: float = 1.0, m: int = M) -> Case:
    batch, parameters = lstm_batch(rng, m=m), lstm_parameters(rng)
    da, dc = of_a * rng.normal(size=(N_A, m)), of_c * rng.normal(size=(N_A, m))
    at = {"xt": batch["x"][0], "a_prev": batch["a0"], "c_prev": batch["c0"], **parameters}
    cache = lstm_cell_forward(at["xt"], at["a_prev"], at["c_prev"], parameters)[-1]

    def loss(p: Arrays) -> complex:
        a_next, c_next, _, _ = lstm_cell_forward(p["xt"], p["a_prev"], p["c_prev"], p)
        return np.sum(da * a_next) + np.sum(dc * c_next)

    return loss, at, lstm_cell_backward(da, dc, cache)


def lstm_sequence(rng: np.random.Generator, T: int = T_X, m: int = M, reaches: slice = slice(None)) -> Case:
    batch, parameters = lstm_batch(rng, T=T, m=m), lstm_parameters(rng)
    mask, upstream = batch["mask"], np.zeros((T, N_A, m))
    upstream[reaches] = rng.normal(size=upstream[reaches].shape)

    def loss(p: Arrays) -> complex:
        return np.sum(upstream * lstm_forward(p["x"], p["a0"], p["c0"], p, mask)[0])

    caches = lstm_forward(batch["x"], batch["a0"], batch["c0"], parameters, mask)[-1]
    return loss, {**batch, **parameters}, lstm_backward(upstream, caches, mask)


CASES = {
    "GRU cell": gru_cell,
    "GRU cell, one example": lambda rng: gru_cell(rng, m=1),
    "GRU sequence with gaps in the mask": gru_sequence,
    "GRU sequence of one step": lambda rng: gru_sequence(rng, T=1),
    "LSTM cell": lstm_cell,
    "LSTM cell, gradient of the activation alone": lambda rng: lstm_cell(rng, of_c=0.0),
    "LSTM with gaps in the mask": lstm_sequence,
    "LSTM, gradient at the last step alone": lambda rng: lstm_sequence(rng, reaches=slice(-1, None)),
    "LSTM of one step, one example": lambda rng: lstm_sequence(rng, T=1, m=1),
}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", CASES)
def test_every_entry_of_the_gradient_agrees_with_the_complex_step(name: str, seed: int) -> None:
    assert_gradients(*CASES[name](np.random.default_rng(seed)))


def test_a_gradient_of_the_memory_alone_leaves_the_output_gate_out() -> None:
    loss, at, claimed = lstm_cell(np.random.default_rng(0), of_a=0.0)
    assert_gradients(loss, at, claimed)
    assert {name for name, gradient in claimed.items() if not gradient.any()} == {"dWo", "dbo"}


@pytest.mark.parametrize("name", CASES)
def test_the_comparison_notices_one_wrong_entry_in_any_gradient(name: str) -> None:
    assert_notices_one_wrong_entry(*CASES[name](np.random.default_rng(0)))


def test_every_gradient_that_a_backward_function_promises_is_compared() -> None:
    promised = {
        "GRU cell": {"dxt", "dc_prev", "dWu", "dWr", "dWc", "dbu", "dbr", "dbc"},
        "GRU sequence with gaps in the mask": {"dx", "dc0", "dWu", "dWr", "dWc", "dbu", "dbr", "dbc"},
        "LSTM cell": {"dxt", "da_prev", "dc_prev", *OF_GATES},
        "LSTM with gaps in the mask": {"dx", "da0", "dc0", *OF_GATES},
    }
    for name, gradients in promised.items():
        assert set(CASES[name](np.random.default_rng(0))[2]) == gradients
