"""The fast layers beside the per-step functions that they must equal: what their tests share."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
from sequence_examples import N_A, N_X, gru_parameters, lstm_batch, lstm_parameters, rnn_parameters

from solutions.gradient_checking import rnn_backward_masked
from solutions.gru import gru_cell_backward, gru_forward
from solutions.gru_backward import gru_backward
from solutions.layers import GRU, LSTM, RNN
from solutions.layers.recurrent import Recurrent
from solutions.lstm import lstm_backward, lstm_forward
from solutions.simple_rnn import rnn_forward_masked

Arrays = dict[str, np.ndarray]
Run = Callable[[Arrays, Arrays, np.ndarray], Arrays]  # (batch, parameters, da) -> values and gradients


@dataclass(frozen=True)
class Cell:
    """A layer, parameters for it, what it starts from, and the same by the functions of the lessons."""

    layer: type[Recurrent]
    parameters: Callable[[np.random.Generator], Arrays]
    starts: tuple[str, ...]
    per_step: Run


def rnn_per_step(batch: Arrays, parameters: Arrays, da: np.ndarray) -> Arrays:
    a, _, caches = rnn_forward_masked(batch["x"], batch["a0"], parameters, batch["mask"])
    return {"a": a, "a_last": a[-1], **rnn_backward_masked(da, caches, batch["mask"])}


def gru_per_step(batch: Arrays, parameters: Arrays, da: np.ndarray) -> Arrays:
    c, _, caches = gru_forward(batch["x"], batch["c0"], parameters, batch["mask"])
    return {"a": c, "c_last": c[-1], **gru_backward(da, caches, batch["mask"], gru_cell_backward)}


def lstm_per_step(batch: Arrays, parameters: Arrays, da: np.ndarray) -> Arrays:
    a, c, _, caches = lstm_forward(batch["x"], batch["a0"], batch["c0"], parameters, batch["mask"])
    return {"a": a, "a_last": a[-1], "c_last": c[-1], **lstm_backward(da, caches, batch["mask"])}


CELLS = {
    "RNN": Cell(RNN, rnn_parameters, ("a0",), rnn_per_step),
    "GRU": Cell(GRU, gru_parameters, ("c0",), gru_per_step),
    "LSTM": Cell(LSTM, lstm_parameters, ("a0", "c0"), lstm_per_step),
}
each_cell = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)


def fast(cell: Cell, layer: Recurrent, batch: Arrays, da: np.ndarray) -> Arrays:
    """Return what `per_step` does, from a layer."""
    a, last = layer.forward(batch["x"], *(batch[start] for start in cell.starts), mask=batch["mask"])
    dx, dstart = layer.backward(da)
    ends = zip((start.replace("0", "_last") for start in cell.starts), last, strict=True)
    starts = zip((f"d{start}" for start in cell.starts), dstart, strict=True)
    return {"a": a, **dict(ends), "dx": dx, **dict(starts), **layer.gradients()}


def with_mask(rng: np.random.Generator, kind: str, T: int = 6, m: int = 4) -> Arrays:
    """Return a batch: all steps valid, ragged lengths, or gaps anywhere."""
    batch = lstm_batch(rng, T=T, m=m)
    if kind == "all":
        batch["mask"] = np.ones((T, m), dtype=bool)
    elif kind == "ragged":
        batch["mask"] = np.arange(T)[:, np.newaxis] < rng.integers(1, T + 1, size=m)
    return batch


def upstream(rng: np.random.Generator, batch: Arrays) -> np.ndarray:
    """Return a random gradient of the activations, at masked steps too."""
    return rng.normal(size=(len(batch["x"]), N_A, batch["x"].shape[2]))


def assert_same(found: Arrays, expected: Arrays, tolerance: float = 1e-10) -> None:
    """Compare every array by name."""
    assert found.keys() == expected.keys()
    for name, value in expected.items():
        np.testing.assert_allclose(found[name], value, rtol=tolerance, atol=tolerance, err_msg=name)


def wide_parameters(cell: Cell, rng: np.random.Generator, n_x: int) -> Arrays:
    """Return parameters of a layer that reads n_x rows instead of N_X."""
    parameters = cell.parameters(rng)
    wider = {}
    for name, value in parameters.items():
        grows = name[0] == "W" and value.shape[1] in (N_X, N_A + N_X)
        wider[name] = 0.4 * rng.normal(size=(len(value), value.shape[1] - N_X + n_x)) if grows else value
    return wider
