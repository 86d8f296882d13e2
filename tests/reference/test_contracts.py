"""What a recurrent layer of the reference promises beyond the checks of its exercises; for each a layer that breaks it.

What learners are asked to promise - order in time, examples apart, padding, arguments left alone - stands in
`autograder.promises`, and the selftest runs it over the reference. A new cell joins LAYERS and inherits this list.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from sequence_examples import N_A, N_X, N_Y, T_X, M, gru_parameters, lstm_batch, lstm_parameters, rnn_parameters

from solutions.backpropagation_through_time import rnn_backward
from solutions.gradient_checking import rnn_backward_masked
from solutions.gru import gru_cell_backward, gru_forward
from solutions.gru_backward import gru_backward
from solutions.lstm import lstm_backward, lstm_forward
from solutions.simple_rnn import rnn_forward, rnn_forward_masked

Arrays = dict[str, np.ndarray]


@dataclass(frozen=True)
class Layer:
    """A recurrent layer: how to run it on an example, and what the example is made of."""

    name: str
    forward: Callable[[Arrays, Arrays], Any]  # (batch, parameters) -> a, y_pred, caches
    backward: Callable[[np.ndarray, Any, Arrays], Arrays]  # (da, caches, batch) -> gradients
    parameters: Callable[[np.random.Generator], Arrays] = rnn_parameters
    starts: tuple[str, ...] = ("a0",)  # what it starts from, as the gradients call it
    of_output: tuple[str, ...] = ("Wya", "by")


def run_plain(batch: Arrays, parameters: Arrays) -> Any:
    return rnn_forward(batch["x"], batch["a0"], parameters)


def run_masked(batch: Arrays, parameters: Arrays) -> Any:
    return rnn_forward_masked(batch["x"], batch["a0"], parameters, batch["mask"])


def run_lstm(batch: Arrays, parameters: Arrays) -> Any:
    a, c, y_pred, caches = lstm_forward(batch["x"], batch["a0"], batch["c0"], parameters, batch["mask"])
    assert (c.shape, c.dtype) == (a.shape, a.dtype)
    return a, y_pred, caches


PLAIN = Layer("rnn_forward", run_plain, lambda da, caches, _: rnn_backward(da, caches))
MASKED = Layer(
    "rnn_forward_masked",
    run_masked,
    lambda da, caches, batch: rnn_backward_masked(da, caches, batch["mask"]),
)
GRU = Layer(
    "gru_forward",
    lambda batch, parameters: gru_forward(batch["x"], batch["a0"], parameters, batch["mask"]),
    lambda da, caches, batch: gru_backward(da, caches, batch["mask"], gru_cell_backward),
    parameters=gru_parameters,
    starts=("c0",),
    of_output=("Wy", "by"),
)
LSTM = Layer(
    "lstm_forward",
    run_lstm,
    lambda da, caches, batch: lstm_backward(da, caches, batch["mask"]),
    parameters=lstm_parameters,
    starts=("a0", "c0"),
    of_output=("Wy", "by"),
)
LAYERS = [PLAIN, MASKED, GRU, LSTM]


def example(layer: Layer, T: int = T_X, m: int = M) -> tuple[Arrays, Arrays]:
    rng = np.random.default_rng(7)
    return lstm_batch(rng, T=T, m=m), layer.parameters(rng)


def floats_as(dtype: type, arrays: Arrays) -> Arrays:
    return {k: v.astype(dtype) if v.dtype.kind == "f" else v for k, v in arrays.items()}


def changed(batch: Arrays, **arrays: np.ndarray) -> Arrays:
    return {**batch, **arrays}


def has_the_shapes_of_the_notation(layer: Layer, T: int = T_X, m: int = M) -> None:
    batch, parameters = example(layer, T, m)
    a, y_pred, caches = layer.forward(batch, parameters)
    assert (a.shape, y_pred.shape) == ((T, N_A, m), (T, N_Y, m))
    gradients = layer.backward(np.ones_like(a), caches, batch)
    recurrent = {k: p.shape for k, p in parameters.items() if k not in layer.of_output}
    given = {"x": (T, N_X, m), **dict.fromkeys(layer.starts, (N_A, m)), **recurrent}
    assert {k.removeprefix("d"): g.shape for k, g in gradients.items()} == given


def works_on_one_time_step(layer: Layer) -> None:
    has_the_shapes_of_the_notation(layer, T=1)


def works_on_one_example(layer: Layer) -> None:
    has_the_shapes_of_the_notation(layer, m=1)


def keeps_the_dtype(layer: Layer) -> None:
    for dtype in (np.float32, np.float64):
        batch, parameters = (floats_as(dtype, arrays) for arrays in example(layer))
        a, y_pred, caches = layer.forward(batch, parameters)
        gradients = layer.backward(np.ones_like(a), caches, batch)
        assert {v.dtype for v in (a, y_pred, *gradients.values())} == {np.dtype(dtype)}


def remembers_nothing_between_calls(layer: Layer) -> None:
    batch, parameters = example(layer)
    first, again = layer.forward(batch, parameters), layer.forward(batch, parameters)
    np.testing.assert_array_equal(first[0], again[0])
    np.testing.assert_array_equal(first[1], again[1])


def lets_every_step_reach_the_end(layer: Layer) -> None:
    batch, parameters = example(layer)
    batch["mask"][:] = True
    a, _, _ = layer.forward(batch, parameters)
    for t in range(T_X):
        x = batch["x"].copy()
        x[t] += 1
        assert np.all(a[-1] != layer.forward(changed(batch, x=x), parameters)[0][-1])


PROMISES = [
    has_the_shapes_of_the_notation,
    works_on_one_time_step,
    works_on_one_example,
    keeps_the_dtype,
    remembers_nothing_between_calls,
    lets_every_step_reach_the_end,
]


@pytest.mark.parametrize(
    ("layer", "promise"),
    [pytest.param(layer, promise, id=f"{layer.name}-{promise.__name__}") for layer in LAYERS for promise in PROMISES],
)
def test_layer_keeps_its_promise(layer: Layer, promise: Callable[[Layer], None]) -> None:
    promise(layer)


# --- Layers that break a promise ----------------------------------------------------------------------


def features_last(batch: Arrays, parameters: Arrays) -> Any:
    a, y_pred, caches = run_masked(batch, parameters)
    return a.swapaxes(1, 2), y_pred.swapaxes(1, 2), caches


def squeezes(batch: Arrays, parameters: Arrays) -> Any:
    a, y_pred, caches = run_masked(batch, parameters)
    return a.squeeze(), y_pred.squeeze(), caches


def returns_float64(batch: Arrays, parameters: Arrays) -> Any:
    a, y_pred, caches = run_masked(batch, parameters)
    return a.astype(np.float64), y_pred.astype(np.float64), caches


class CarriesOn:
    """Starts where the call before ended."""

    def __init__(self) -> None:
        self.offset = 0.0

    def __call__(self, batch: Arrays, parameters: Arrays) -> Any:
        results = run_masked(changed(batch, a0=batch["a0"] + self.offset), parameters)
        self.offset = 0.1
        return results


def forgets_the_first_step(batch: Arrays, parameters: Arrays) -> Any:
    x = batch["x"].copy()
    x[0] = 1
    return run_masked(changed(batch, x=x), parameters)


BREAKERS: list[tuple[Callable[[Layer], None], Callable[..., Any]]] = [
    (has_the_shapes_of_the_notation, features_last),
    (works_on_one_time_step, squeezes),
    (works_on_one_example, squeezes),
    (keeps_the_dtype, returns_float64),
    (remembers_nothing_between_calls, CarriesOn()),
    (lets_every_step_reach_the_end, forgets_the_first_step),
]


@pytest.mark.parametrize(("promise", "forward"), [pytest.param(*pair, id=pair[0].__name__) for pair in BREAKERS])
def test_a_layer_that_breaks_the_promise_is_caught(
    promise: Callable[[Layer], None], forward: Callable[..., Any]
) -> None:
    with pytest.raises(AssertionError):
        promise(replace(MASKED, name="broken", forward=forward))


def test_every_promise_has_a_layer_that_breaks_it() -> None:
    assert [promise for promise, _ in BREAKERS] == PROMISES
