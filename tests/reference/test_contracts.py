"""One list of promises, run on every recurrent layer; and for each promise a layer that breaks it.

A promise is a plain function of a layer. A new cell joins LAYERS and inherits the whole list.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from sequence_examples import N_A, N_X, N_Y, T_X, M, rnn_batch, rnn_parameters

from solutions.backpropagation_through_time import rnn_backward
from solutions.gradient_checking import rnn_backward_masked
from solutions.simple_rnn import rnn_forward, rnn_forward_masked

Arrays = dict[str, np.ndarray]


@dataclass(frozen=True)
class Layer:
    """A recurrent layer: how to run it on an example, and what the example is made of."""

    name: str
    forward: Callable[[Arrays, Arrays], Any]  # (batch, parameters) -> a, y_pred, caches
    backward: Callable[[np.ndarray, Any, Arrays], Arrays]  # (da, caches, batch) -> gradients
    uses_mask: bool = False


def run_plain(batch: Arrays, parameters: Arrays) -> Any:
    return rnn_forward(batch["x"], batch["a0"], parameters)


def run_masked(batch: Arrays, parameters: Arrays) -> Any:
    return rnn_forward_masked(batch["x"], batch["a0"], parameters, batch["mask"])


PLAIN = Layer("rnn_forward", run_plain, lambda da, caches, _: rnn_backward(da, caches))
MASKED = Layer(
    "rnn_forward_masked",
    run_masked,
    lambda da, caches, batch: rnn_backward_masked(da, caches, batch["mask"]),
    uses_mask=True,
)
LAYERS = [PLAIN, MASKED]


def example(T: int = T_X, m: int = M) -> tuple[Arrays, Arrays]:
    rng = np.random.default_rng(7)
    return rnn_batch(rng, T=T, m=m), rnn_parameters(rng)


def floats_as(dtype: type, arrays: Arrays) -> Arrays:
    return {k: v.astype(dtype) if v.dtype.kind == "f" else v for k, v in arrays.items()}


def changed(batch: Arrays, **arrays: np.ndarray) -> Arrays:
    return {**batch, **arrays}


def has_the_shapes_of_the_notation(layer: Layer, T: int = T_X, m: int = M) -> None:
    batch, parameters = example(T, m)
    a, y_pred, caches = layer.forward(batch, parameters)
    assert (a.shape, y_pred.shape) == ((T, N_A, m), (T, N_Y, m))
    gradients = layer.backward(np.ones_like(a), caches, batch)
    given = {"x": (T, N_X, m), "a0": (N_A, m), **{k: parameters[k].shape for k in ("Wax", "Waa", "ba")}}
    assert {k.removeprefix("d"): g.shape for k, g in gradients.items()} == given


def works_on_one_time_step(layer: Layer) -> None:
    has_the_shapes_of_the_notation(layer, T=1)


def works_on_one_example(layer: Layer) -> None:
    has_the_shapes_of_the_notation(layer, m=1)


def keeps_the_dtype(layer: Layer) -> None:
    for dtype in (np.float32, np.float64):
        batch, parameters = (floats_as(dtype, arrays) for arrays in example())
        a, y_pred, caches = layer.forward(batch, parameters)
        gradients = layer.backward(np.ones_like(a), caches, batch)
        assert {v.dtype for v in (a, y_pred, *gradients.values())} == {np.dtype(dtype)}


def leaves_its_arguments_alone(layer: Layer) -> None:
    batch, parameters = example()
    kept_batch, kept_parameters = example()
    a, _, caches = layer.forward(batch, parameters)
    da = np.ones_like(a)
    layer.backward(da, caches, batch)
    np.testing.assert_array_equal(da, 1)
    for now, before in ((batch, kept_batch), (parameters, kept_parameters)):
        for name in before:
            np.testing.assert_array_equal(now[name], before[name], err_msg=name)


def remembers_nothing_between_calls(layer: Layer) -> None:
    batch, parameters = example()
    first, again = layer.forward(batch, parameters), layer.forward(batch, parameters)
    np.testing.assert_array_equal(first[0], again[0])
    np.testing.assert_array_equal(first[1], again[1])


def starts_from_a0(layer: Layer) -> None:
    batch, parameters = example()
    batch["mask"][0] = True
    a, _, _ = layer.forward(batch, parameters)
    other, _, _ = layer.forward(changed(batch, a0=batch["a0"] + 0.1), parameters)
    assert np.all(a[0] != other[0])


def is_causal(layer: Layer) -> None:
    batch, parameters = example()
    a, y_pred, _ = layer.forward(batch, parameters)
    for t in range(T_X):
        x = batch["x"].copy()
        x[t] += 1
        later_a, later_y, _ = layer.forward(changed(batch, x=x), parameters)
        np.testing.assert_array_equal(a[:t], later_a[:t])  # to the last bit
        np.testing.assert_array_equal(y_pred[:t], later_y[:t])


def lets_every_step_reach_the_end(layer: Layer) -> None:
    batch, parameters = example()
    batch["mask"][:] = True
    a, _, _ = layer.forward(batch, parameters)
    for t in range(T_X):
        x = batch["x"].copy()
        x[t] += 1
        assert np.all(a[-1] != layer.forward(changed(batch, x=x), parameters)[0][-1])


def treats_examples_apart(layer: Layer) -> None:
    """A permutation of the examples permutes the result, and so does the gradient."""
    batch, parameters = example()
    order = np.array([2, 0, 3, 1])
    moved = {k: v[..., order] for k, v in batch.items()}
    a, y_pred, caches = layer.forward(batch, parameters)
    moved_a, moved_y, moved_caches = layer.forward(moved, parameters)
    gradients = layer.backward(a, caches, batch)
    moved_gradients = layer.backward(moved_a, moved_caches, moved)
    pairs = [(a, moved_a), (y_pred, moved_y)]
    pairs += [(gradients[k], moved_gradients[k]) for k in ("dx", "da0")]
    for ours, theirs in pairs:
        np.testing.assert_allclose(ours[..., order], theirs, rtol=1e-10, atol=1e-14)
    for name in ("dWax", "dWaa", "dba"):
        np.testing.assert_allclose(gradients[name], moved_gradients[name], rtol=1e-10, atol=1e-14)


def stands_still_where_masked(layer: Layer) -> None:
    batch, parameters = example()
    mask = batch["mask"]
    a, y_pred, _ = layer.forward(batch, parameters)
    before = np.concatenate([batch["a0"][np.newaxis], a[:-1]])
    np.testing.assert_array_equal(*(np.where(mask[:, np.newaxis], 0, v) for v in (a, before)))
    garbage = np.where(mask[:, np.newaxis], batch["x"], 1e3)
    other_a, other_y, _ = layer.forward(changed(batch, x=garbage), parameters)
    np.testing.assert_array_equal(a, other_a)
    np.testing.assert_array_equal(*(np.where(mask[:, np.newaxis], v, 0) for v in (y_pred, other_y)))


def is_moved_by_no_padding(layer: Layer) -> None:
    """Garbage time steps at the end change neither the valid activations, nor the last, nor a gradient."""
    batch, parameters = example()
    longer = {
        **batch,
        "x": np.concatenate([batch["x"], np.full((3, N_X, M), 5.0)]),
        "mask": np.concatenate([batch["mask"], np.zeros((3, M), dtype=bool)]),
    }
    a, _, caches = layer.forward(batch, parameters)
    longer_a, _, longer_caches = layer.forward(longer, parameters)
    np.testing.assert_array_equal(a, longer_a[:T_X])
    np.testing.assert_array_equal(a[-1], longer_a[-1])
    da = np.concatenate([a, np.zeros((3, N_A, M))])
    gradients = layer.backward(a, caches, batch)
    longer_gradients = layer.backward(da, longer_caches, longer)
    np.testing.assert_array_equal(longer_gradients.pop("dx")[T_X:], 0)
    for name, gradient in longer_gradients.items():
        np.testing.assert_allclose(gradient, gradients[name], rtol=1e-12, atol=1e-14)


PROMISES = [
    has_the_shapes_of_the_notation,
    works_on_one_time_step,
    works_on_one_example,
    keeps_the_dtype,
    leaves_its_arguments_alone,
    remembers_nothing_between_calls,
    starts_from_a0,
    is_causal,
    lets_every_step_reach_the_end,
    treats_examples_apart,
]
MASK_PROMISES = [stands_still_where_masked, is_moved_by_no_padding]


def promises_of(layer: Layer) -> list[Callable[[Layer], None]]:
    return PROMISES + MASK_PROMISES * layer.uses_mask


@pytest.mark.parametrize(
    ("layer", "promise"),
    [
        pytest.param(layer, promise, id=f"{layer.name}-{promise.__name__}")
        for layer in LAYERS
        for promise in promises_of(layer)
    ],
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


def adds_in_place(batch: Arrays, parameters: Arrays) -> Any:
    results = run_masked(batch, parameters)
    batch["a0"] += 0.01
    return results


class CarriesOn:
    """Starts where the call before ended."""

    def __init__(self) -> None:
        self.offset = 0.0

    def __call__(self, batch: Arrays, parameters: Arrays) -> Any:
        results = run_masked(changed(batch, a0=batch["a0"] + self.offset), parameters)
        self.offset = 0.1
        return results


def starts_from_zero(batch: Arrays, parameters: Arrays) -> Any:
    return run_masked(changed(batch, a0=np.zeros_like(batch["a0"])), parameters)


def looks_ahead(batch: Arrays, parameters: Arrays) -> Any:
    x = batch["x"].copy()
    x[:-1] += 0.1 * x[1:]
    return run_masked(changed(batch, x=x), parameters)


def forgets_the_first_step(batch: Arrays, parameters: Arrays) -> Any:
    x = batch["x"].copy()
    x[0] = 1
    return run_masked(changed(batch, x=x), parameters)


def mixes_examples(batch: Arrays, parameters: Arrays) -> Any:
    weights = np.arange(1, batch["x"].shape[-1] + 1, dtype=batch["x"].dtype)
    return run_masked(changed(batch, x=batch["x"] * weights), parameters)


def zeroes_where_masked(batch: Arrays, parameters: Arrays) -> Any:
    a, y_pred, caches = run_masked(batch, parameters)
    return a * batch["mask"][:, np.newaxis], y_pred, caches


BREAKERS: list[tuple[Callable[[Layer], None], Callable[..., Any]]] = [
    (has_the_shapes_of_the_notation, features_last),
    (works_on_one_time_step, squeezes),
    (works_on_one_example, squeezes),
    (keeps_the_dtype, returns_float64),
    (leaves_its_arguments_alone, adds_in_place),
    (remembers_nothing_between_calls, CarriesOn()),
    (starts_from_a0, starts_from_zero),
    (is_causal, looks_ahead),
    (lets_every_step_reach_the_end, forgets_the_first_step),
    (treats_examples_apart, mixes_examples),
    (stands_still_where_masked, zeroes_where_masked),
    (is_moved_by_no_padding, run_plain),
]


@pytest.mark.parametrize(("promise", "forward"), [pytest.param(*pair, id=pair[0].__name__) for pair in BREAKERS])
def test_a_layer_that_breaks_the_promise_is_caught(
    promise: Callable[[Layer], None], forward: Callable[..., Any]
) -> None:
    with pytest.raises(AssertionError):
        promise(replace(MASKED, name="broken", forward=forward))


def test_every_promise_has_a_layer_that_breaks_it() -> None:
    assert [promise for promise, _ in BREAKERS] == promises_of(MASKED)
