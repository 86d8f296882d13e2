"""What trains around the fast layers: loss, embedding, readout, updates of one vector; a language model in whole."""

from collections.abc import Callable

import numpy as np
import pytest
from complex_step import assert_gradients
from layer_examples import Arrays, Cell, each_cell
from sequence_examples import N_A, N_X, N_Y, T_X, M, lstm_batch, rnn_batch

from solutions.activations import softmax
from solutions.backpropagation_through_time import softmax_ce_backward
from solutions.clipping import clip_by_global_norm
from solutions.layers import (
    SGD,
    Adam,
    Embedding,
    LanguageModel,
    Readout,
    clip_global_norm,
    embedding,
    flat,
    softmax_cross_entropy,
)
from solutions.losses import sequence_cross_entropy
from solutions.optimisers import adam_start, adam_step, clip_gradients
from solutions.sequence_data import one_hot

each_dtype = pytest.mark.parametrize("dtype", [np.float32, np.float64])


@pytest.fixture(params=range(2))
def rng(request: pytest.FixtureRequest) -> np.random.Generator:
    return np.random.default_rng(request.param)


# --- loss ---------------------------------------------------------------------------------------------------------


def test_loss_and_gradient_equal_the_functions_of_the_lessons(rng: np.random.Generator) -> None:
    z, batch = 3 * rng.normal(size=(T_X, N_Y, M)), rnn_batch(rng)
    loss, dz = softmax_cross_entropy(z, np.where(batch["mask"], batch["y"], -1), batch["mask"])
    y_hat = softmax(z, axis=1)
    assert loss == pytest.approx(sequence_cross_entropy(y_hat, batch["y"], batch["mask"]), rel=1e-12)
    expected = softmax_ce_backward(y_hat, batch["y"], batch["mask"])
    np.testing.assert_allclose(dz, expected, rtol=1e-10, atol=1e-14)
    everywhere, _ = softmax_cross_entropy(z, batch["y"])
    assert everywhere == pytest.approx(sequence_cross_entropy(y_hat, batch["y"], np.ones((T_X, M), bool)), rel=1e-12)


def test_scores_of_any_size_give_a_finite_loss(rng: np.random.Generator) -> None:
    z = 1e4 * rng.normal(size=(T_X, N_Y, M)) + 1e6
    loss, dz = softmax_cross_entropy(z, rng.integers(N_Y, size=(T_X, M)))
    assert np.isfinite(loss)
    assert np.isfinite(dz).all()


@each_dtype
def test_the_gradient_may_take_the_place_of_the_scores(dtype: type, rng: np.random.Generator) -> None:
    z, y = rng.normal(size=(T_X, N_Y, M)).astype(dtype), rng.integers(N_Y, size=(T_X, M))
    before = z.copy()
    loss, dz = softmax_cross_entropy(z, y)
    np.testing.assert_array_equal(z, before)
    same_loss, same = softmax_cross_entropy(z, y, out=z)
    assert (same is z, same_loss, dz.dtype) == (True, loss, dtype)
    np.testing.assert_array_equal(same, dz)


# --- embedding and readout ----------------------------------------------------------------------------------------


@each_dtype
@pytest.mark.parametrize("limit", [512, 2])  # by a product, by sorting
def test_an_embedding_is_a_product_with_one_hot_columns(
    limit: int, dtype: type, rng: np.random.Generator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding, "MANY_TOKENS", limit)
    E, ids = rng.normal(size=(N_Y, N_X)).astype(dtype), rng.integers(N_Y - 2, size=(T_X, M))  # two stand nowhere
    hot, dx = one_hot(ids, N_Y), rng.normal(size=(T_X, N_X, M)).astype(dtype)
    layer = Embedding(E, np.full_like(E, 7))
    x = layer.forward(ids)
    np.testing.assert_array_equal(x, E.T @ hot)
    layer.backward(dx)
    expected = np.einsum("tvi,tni->vn", hot, dx)
    assert (x.dtype, layer.dE.dtype) == (dtype, dtype)
    np.testing.assert_allclose(layer.dE, expected, rtol=1e-5 if dtype == np.float32 else 1e-12, atol=1e-6)
    assert not layer.dE[-2:].any()


def test_the_gradient_of_a_token_that_stands_twice_is_a_sum(rng: np.random.Generator) -> None:
    layer = Embedding(rng.normal(size=(3, N_X)))
    layer.forward(np.array([[1, 1], [0, 1]]))
    layer.backward(np.ones((2, N_X, 2)))
    np.testing.assert_array_equal(layer.dE[:, 0], [1, 3, 0])


def test_a_readout_is_a_linear_map_of_every_step(rng: np.random.Generator) -> None:
    a, dz = rng.normal(size=(T_X, N_A, M)), rng.normal(size=(T_X, N_Y, M))
    W = rng.normal(size=(N_Y, N_A + 1))
    layer = Readout(W)
    np.testing.assert_allclose(layer.forward(a), W[:, :-1] @ a + W[:, -1:], rtol=1e-12)
    da = layer.backward(dz).copy()

    def loss(at: Arrays) -> complex:
        return np.sum(dz * (at["W"][:, :-1] @ at["a"] + at["W"][:, -1:]))

    assert_gradients(loss, {"a": a, "W": W}, {"da": da, "dW": layer.dW})


@each_dtype
def test_embedding_and_readout_keep_float32(dtype: type, rng: np.random.Generator) -> None:
    layer, a = Readout(rng.normal(size=(N_Y, N_A + 1)).astype(dtype)), rng.normal(size=(T_X, N_A, M)).astype(dtype)
    z = layer.forward(a)
    assert {z.dtype, layer.backward(z).dtype, layer.dW.dtype} == {np.dtype(dtype)}


# --- one vector ---------------------------------------------------------------------------------------------------


def test_parts_of_a_vector_are_views_of_it_one_behind_the_other() -> None:
    vector, parts = flat({"W": (2, 3), "b": (4,)}, np.float32)
    vector[:] = np.arange(10)
    np.testing.assert_array_equal(parts["W"], [[0, 1, 2], [3, 4, 5]])
    parts["b"][0] = 60
    assert (vector.dtype, vector[6]) == (np.float32, 60)


@each_dtype
@pytest.mark.parametrize("c", [0.5, 1e6])
def test_clipping_equals_the_function_of_lesson_08(c: float, dtype: type, rng: np.random.Generator) -> None:
    grad = rng.normal(size=50).astype(dtype)
    expected, norm = clip_by_global_norm({"g": grad.astype(np.float64)}, c)
    assert clip_global_norm(grad, c) == pytest.approx(norm, rel=1e-5 if dtype == np.float32 else 1e-12)
    assert grad.dtype == dtype
    np.testing.assert_allclose(grad, expected["g"], rtol=1e-5 if dtype == np.float32 else 1e-12)


def test_clipping_leaves_a_gradient_of_zeros() -> None:
    grad = np.zeros(3)
    assert clip_global_norm(grad, 1.0) == 0
    assert not grad.any()


def test_adam_equals_the_function_of_the_lessons(rng: np.random.Generator) -> None:
    theta, lrs = rng.normal(size=50), [0.1, 0.01, 0.1, 0.1, 0.2]
    fast, slow = Adam(theta.copy()), {"p": theta.copy()}
    state = adam_start(slow)
    for lr in lrs:
        grad = rng.normal(size=50)
        fast.step(grad, lr)
        slow, state = adam_step(slow, {"dp": grad}, state, lr)
        np.testing.assert_allclose(fast.theta, slow["p"], rtol=1e-12)


@each_dtype
@pytest.mark.parametrize("optimiser", [SGD, Adam])
def test_a_step_changes_the_vector_in_place_and_leaves_the_gradient(
    optimiser: Callable[[np.ndarray], SGD | Adam], dtype: type, rng: np.random.Generator
) -> None:
    theta, parts = flat({"W": (2, 3)}, dtype)
    grad = rng.normal(size=6).astype(dtype)
    before, updates = grad.copy(), optimiser(theta)
    updates.step(grad, 0.5)
    assert updates.theta is theta
    assert {array.dtype for array in vars(updates).values() if isinstance(array, np.ndarray)} == {np.dtype(dtype)}
    np.testing.assert_array_equal(grad, before)
    np.testing.assert_allclose(parts["W"].reshape(-1), -0.5 * (grad if optimiser is SGD else np.sign(grad)), rtol=1e-5)


# --- a language model ---------------------------------------------------------------------------------------------


@each_cell
def test_a_character_model_trains(cell: Cell, rng: np.random.Generator) -> None:
    # The next of four characters in a cycle, known from the one before. Ten seeds a cell: from 1.34 or more to 0.0075.
    V = 4
    shapes = {"E": (V, N_X), "cell": (len(cell.layer.names) * N_A, N_A + N_X + 1), "out": (V, N_A + 1)}
    (theta, W), (grad, dW) = flat(shapes, np.float32), flat(shapes, np.float32)
    theta[:] = 0.3 * rng.normal(size=theta.size)
    embed, layer, readout = Embedding(W["E"], dW["E"]), cell.layer(W["cell"], dW["cell"]), Readout(W["out"], dW["out"])
    adam, losses = Adam(theta), []
    for _ in range(150):
        text = (rng.integers(V, size=M) + np.arange(T_X + 1)[:, np.newaxis]) % V
        a, _ = layer.forward(embed.forward(text[:-1]))
        loss, dz = softmax_cross_entropy(readout.forward(a), text[1:])
        embed.backward(layer.backward(readout.backward(dz))[0])
        clip_global_norm(grad, 5.0)
        adam.step(grad, 0.03)
        losses.append(loss)
    assert losses[0] > 1.2
    assert losses[-1] < 0.02


def by_the_lessons(cell: Cell, batch: Arrays, parameters: Arrays) -> tuple[float, Arrays]:
    """Return loss and gradients of a network with this cell, by the per-step functions."""
    out = "Wya" if "Wya" in parameters else "Wy"  # the simple RNN's
    a = cell.per_step(batch, parameters, np.zeros((T_X, N_A, M)))["a"]
    y_hat = softmax(parameters[out] @ a + parameters["by"], axis=1)
    dz = softmax_ce_backward(y_hat, batch["y"], batch["mask"])
    grads = cell.per_step(batch, parameters, parameters[out].T @ dz)
    grads |= {f"d{out}": np.einsum("tyi,tai->ya", dz, a), "dby": dz.sum(axis=(0, 2))[:, np.newaxis]}
    return sequence_cross_entropy(y_hat, batch["y"], batch["mask"]), {
        f"d{name}": grads[f"d{name}"] for name in parameters
    }


@each_cell
def test_the_first_five_losses_are_those_of_the_functions_of_the_lessons(cell: Cell, rng: np.random.Generator) -> None:
    parameters = cell.parameters(rng)
    before = {name: value.copy() for name, value in parameters.items()}
    model, state = LanguageModel(cell.layer, parameters), adam_start(parameters)
    adam = Adam(model.theta)
    for _ in range(5):
        batch = lstm_batch(rng)
        X = rng.integers(N_X, size=(T_X, M))
        expected, grads = by_the_lessons(cell, batch | {"x": one_hot(X, N_X)}, parameters)
        parameters, state = adam_step(parameters, clip_gradients(grads, 0.1), state, 0.1)

        loss, _ = model.loss(X, batch["y"], *(batch[start] for start in cell.starts), mask=batch["mask"])
        clip_global_norm(model.grad, 0.1)
        adam.step(model.grad, 0.1)
        assert loss == pytest.approx(expected, rel=1e-10)
    assert set(model.to_dict()) == set(parameters)
    for name, value in model.to_dict().items():
        np.testing.assert_allclose(value, parameters[name], rtol=1e-9, err_msg=name)
    kept = model.to_dict()
    adam.step(model.grad, 0.1)
    assert not any(np.array_equal(kept[name], value) for name, value in model.to_dict().items())
    fresh = LanguageModel(cell.layer, before).to_dict()
    assert all(np.array_equal(fresh[name], value) for name, value in before.items())


@each_cell
def test_a_language_model_goes_on_from_the_state_that_it_gave(cell: Cell, rng: np.random.Generator) -> None:
    model = LanguageModel(cell.layer, cell.parameters(rng), np.float32)
    X, Y = rng.integers(N_X, size=(2 * T_X, M)), rng.integers(N_Y, size=(2 * T_X, M))
    whole, _ = model.loss(X, Y)
    first, last = model.loss(X[:T_X], Y[:T_X])
    second, last = model.loss(X[T_X:], Y[T_X:], *last)
    assert (first + second) / 2 == pytest.approx(whole, rel=1e-5)
    assert {state.dtype for state in last} | {model.grad.dtype} == {np.dtype(np.float32)}
