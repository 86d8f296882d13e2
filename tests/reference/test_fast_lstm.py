"""The layer of lesson 13: equal to the step-by-step LSTM, to numerical gradients, and to PyTorch; and its training."""

import importlib.util

import numpy as np
import pytest
from complex_step import assert_gradients, assert_notices_one_wrong_entry
from sequence_examples import lstm_batch, lstm_parameters

from solutions.backpropagation_through_time import softmax_ce_backward
from solutions.flat_parameters import adam_begin, joined, softmax_cross_entropy, views
from solutions.layers import LSTM
from solutions.losses import sequence_cross_entropy
from solutions.lstm import lstm_backward, lstm_forward
from solutions.make_it_fast import lstm_layer_backward, lstm_layer_forward, train_step_fast
from solutions.optimisers import adam_start, adam_step

Arrays = dict[str, np.ndarray]
ALL = {"rtol": 0, "atol": 1e-10}


@pytest.fixture(params=range(3))
def rng(request: pytest.FixtureRequest) -> np.random.Generator:
    return np.random.default_rng(request.param)


def stacked(parameters: Arrays, n_a: int) -> Arrays:
    """Return the parameters of lesson 10, or gradients with a d in front, as Wx, Wa and b."""
    d = "d" * ("dWo" in parameters)
    W = np.concatenate([parameters[f"{d}W{gate}"] for gate in "ofic"])
    return {"Wx": W[:, n_a:], "Wa": W[:, :n_a], "b": np.concatenate([parameters[f"{d}b{gate}"] for gate in "ofic"])}


def an_example(rng: np.random.Generator, *sizes: int) -> tuple[Arrays, Arrays, Arrays, np.ndarray]:
    """Return a batch without padding, parameters in both forms, and a gradient from above."""
    parameters, batch = lstm_parameters(rng), lstm_batch(rng, *sizes)
    batch["mask"] = np.ones_like(batch["mask"])
    n_a = len(batch["a0"])
    da = rng.standard_normal((len(batch["x"]), *batch["a0"].shape))
    return batch, parameters, {k: batch[k] for k in ("x", "a0", "c0")} | stacked(parameters, n_a), da


@pytest.mark.parametrize("sizes", [(), (1,), (9, 1), (1, 1)], ids=str)
def test_values_and_gradients_are_those_of_lesson_10(rng: np.random.Generator, sizes: tuple[int, ...]) -> None:
    batch, parameters, layer, da = an_example(rng, *sizes)
    a, c, _, caches = lstm_forward(batch["x"], batch["a0"], batch["c0"], parameters, batch["mask"])
    mine_a, mine_c, cache = lstm_layer_forward(**layer)
    np.testing.assert_allclose(mine_a, a, **ALL)
    np.testing.assert_allclose(mine_c, c, **ALL)
    slow, fast = lstm_backward(da, caches, batch["mask"]), lstm_layer_backward(da, cache)
    due = {name: slow[name] for name in ("dx", "da0", "dc0")}
    due |= {f"d{name}": part for name, part in stacked(slow, len(batch["a0"])).items()}
    assert set(fast) == set(due)
    for name, gradient in due.items():
        np.testing.assert_allclose(fast[name], gradient, **ALL, err_msg=name)


def test_every_gradient_is_that_of_the_complex_step(rng: np.random.Generator) -> None:
    _, _, layer, da = an_example(rng, 4, 2)
    claimed = lstm_layer_backward(da, lstm_layer_forward(**layer)[2])

    def loss(at: Arrays) -> complex:
        a, _, _ = lstm_layer_forward(**{name: each.astype(complex) for name, each in at.items()})
        return complex((da * a).sum())

    assert_gradients(loss, layer, claimed)
    assert_notices_one_wrong_entry(loss, layer, claimed)


def test_the_layer_is_that_of_the_fast_layers(rng: np.random.Generator) -> None:
    _, parameters, layer, _ = an_example(rng)
    a, _ = LSTM.from_dict(parameters).forward(layer["x"], layer["a0"], layer["c0"])
    np.testing.assert_allclose(lstm_layer_forward(**layer)[0], a, **ALL)


def test_float32_stays_float32(rng: np.random.Generator) -> None:
    _, _, layer, da = an_example(rng)
    a, c, cache = lstm_layer_forward(**{name: each.astype(np.float32) for name, each in layer.items()})
    grads = lstm_layer_backward(da.astype(np.float32), cache)
    assert {each.dtype for each in (a, c, *cache, *grads.values())} == {np.dtype(np.float32)}
    due = lstm_layer_backward(da, lstm_layer_forward(**layer)[2])
    for name, gradient in due.items():
        np.testing.assert_allclose(grads[name], gradient, rtol=1e-4, atol=1e-4, err_msg=name)


# ------------------------------------------------------------------------------------------------------- training


def a_model(rng: np.random.Generator) -> tuple[Arrays, np.ndarray, np.ndarray]:
    """Return parameters under the names of lesson 10, a batch and its targets."""
    parameters, batch = lstm_parameters(rng), lstm_batch(rng)
    x = batch["x"]
    return parameters, x, rng.integers(0, len(parameters["by"]), (len(x), x.shape[2]))


def slow_step(parameters: Arrays, state: object, x: np.ndarray, targets: np.ndarray, lr: float):  # type: ignore[no-untyped-def]
    """The same step by the functions of lesson 10 and the Adam of lesson 07."""
    start = np.zeros((len(parameters["bf"]), x.shape[2]))
    mask = np.ones(targets.shape, dtype=bool)
    a, _, y_pred, caches = lstm_forward(x, start, start, parameters, mask)
    ds = softmax_ce_backward(y_pred, targets, mask)
    grads = lstm_backward(np.stack([parameters["Wy"].T @ step for step in ds]), caches, mask)
    grads["dWy"] = sum(step @ a_t.T for step, a_t in zip(ds, a, strict=True))
    grads["dby"] = ds.sum(axis=(0, 2))[:, None]
    return sequence_cross_entropy(y_pred, targets, mask), *adam_step(parameters, grads, state, lr)  # type: ignore[arg-type]


def test_five_steps_are_those_of_the_functions_of_lesson_10(rng: np.random.Generator) -> None:
    parameters, x, targets = a_model(rng)
    n_a = len(parameters["bf"])
    readout = {name: parameters[name] for name in ("Wy", "by")}
    theta, shapes = joined({**readout, **stacked(parameters, n_a)})
    state, slow_state = adam_begin(theta), adam_start(parameters)
    for _ in range(5):
        slow_loss, parameters, slow_state = slow_step(parameters, slow_state, x, targets, 0.01)
        loss, theta, state = train_step_fast(theta, state, shapes, x, targets, 0.01)
        np.testing.assert_allclose(loss, slow_loss, rtol=0, atol=1e-9)
        parts = views(theta, shapes)
        for name, part in {**stacked(parameters, n_a), "Wy": parameters["Wy"], "by": parameters["by"]}.items():
            np.testing.assert_allclose(parts[name], part, rtol=0, atol=1e-9, err_msg=name)
    assert state["steps"] == 5


def test_a_step_in_float32_stays_there_and_agrees(rng: np.random.Generator) -> None:
    parameters, x, targets = a_model(rng)
    theta, shapes = joined(
        {**stacked(parameters, len(parameters["bf"])), "Wy": parameters["Wy"], "by": parameters["by"]}
    )
    theirs, mine = theta, theta.astype(np.float32)
    of_theirs, of_mine = adam_begin(theirs), adam_begin(mine)
    for _ in range(5):
        due, theirs, of_theirs = train_step_fast(theirs, of_theirs, shapes, x, targets, 0.01)
        loss, mine, of_mine = train_step_fast(mine, of_mine, shapes, x.astype(np.float32), targets, 0.01)
        np.testing.assert_allclose(loss, due, rtol=1e-4)
    assert {mine.dtype, of_mine["mean"].dtype, of_mine["square"].dtype} == {np.dtype(np.float32)}


def test_the_loss_and_its_gradient_are_those_of_the_complex_step(rng: np.random.Generator) -> None:
    scores, targets = rng.standard_normal((5, 7, 4)), rng.integers(0, 7, (5, 4))
    loss, dscores = softmax_cross_entropy(scores, targets)

    def of(at: Arrays) -> complex:
        right = np.take_along_axis(at["scores"], targets[:, None], axis=1)[:, 0]
        return complex(np.mean(np.log(np.exp(at["scores"]).sum(axis=1)) - right))

    np.testing.assert_allclose(loss, of({"scores": scores}).real, rtol=1e-12)
    assert_gradients(of, {"scores": scores}, {"dscores": dscores})
    assert np.isfinite(softmax_cross_entropy(1e4 * scores, targets)[0])


def test_the_views_of_a_vector_are_its_memory(rng: np.random.Generator) -> None:
    parts = {"b": rng.standard_normal((3, 1)), "W": rng.standard_normal((2, 3)), "c": rng.standard_normal(4)}
    theta, shapes = joined(parts)
    seen = views(theta, shapes)
    assert list(seen) == ["b", "W", "c"]
    for name, part in parts.items():
        np.testing.assert_array_equal(seen[name], part)
        assert np.shares_memory(seen[name], theta)
    seen["W"][...] = 0
    np.testing.assert_array_equal(theta[3:9], 0)
    assert not np.shares_memory(theta, parts["b"])


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="PyTorch, the peer, is not installed")
def test_values_and_gradients_are_those_of_pytorch(rng: np.random.Generator) -> None:
    import torch

    _, _, layer, da = an_example(rng)
    n_a, n_x = layer["Wa"].shape[1], layer["Wx"].shape[1]
    net = torch.nn.LSTM(n_x, n_a, dtype=torch.float64)

    def theirs(W: np.ndarray) -> "torch.Tensor":  # PyTorch's rows are i, f, c, o
        o, f, i, c = np.split(W, 4)
        return torch.tensor(np.concatenate([i, f, c, o]))

    with torch.no_grad():
        net.weight_ih_l0.copy_(theirs(layer["Wx"]))
        net.weight_hh_l0.copy_(theirs(layer["Wa"]))
        net.bias_ih_l0.copy_(theirs(layer["b"])[:, 0])
        net.bias_hh_l0.zero_()
    x, a0, c0 = (torch.tensor(layer[name].swapaxes(-1, -2).copy(), requires_grad=True) for name in ("x", "a0", "c0"))
    out, _ = net(x, (a0[None], c0[None]))
    (out * torch.tensor(da.swapaxes(1, 2).copy())).sum().backward()
    a, _, cache = lstm_layer_forward(**layer)
    grads = lstm_layer_backward(da, cache)
    np.testing.assert_allclose(a, out.detach().numpy().swapaxes(1, 2), **ALL)
    for name, each in (("dx", x), ("da0", a0), ("dc0", c0)):
        np.testing.assert_allclose(grads[name], each.grad.numpy().swapaxes(-1, -2), **ALL, err_msg=name)
    for name, each in (("dWx", net.weight_ih_l0), ("dWa", net.weight_hh_l0)):
        np.testing.assert_allclose(theirs(grads[name]).numpy(), each.grad.numpy(), **ALL, err_msg=name)
