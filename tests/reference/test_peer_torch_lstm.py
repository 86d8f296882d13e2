"""The LSTM of the reference against `torch.nn.LSTM` in float64: an exact map of the parameters, there and back.

PyTorch stacks the gates as i, f, g, o, where g is our candidate; it keeps the weights of input and activation apart,
and has two biases where one is enough.
"""

import os

import numpy as np
import pytest
from sequence_examples import N_A, N_X, T_X, M, lstm_batch, lstm_parameters

from solutions.lstm import lstm_backward, lstm_forward

if os.environ.get("COURSE_REQUIRE_PEER") == "1":
    import torch
else:
    torch = pytest.importorskip("torch", reason="PyTorch, the peer, is not installed: pip install -e .[peer]")

ORDER = "ifco"  # of the gates in PyTorch, by our names
Arrays = dict[str, np.ndarray]


def to_torch(parameters: Arrays) -> Arrays:
    """Return our parameters of the recurrence under PyTorch's names; the second bias is zero."""
    W, b = (np.concatenate([parameters[f"{kind}{gate}"] for gate in ORDER]) for kind in "Wb")
    n_a = len(W) // 4
    return {
        "weight_hh_l0": W[:, :n_a],
        "weight_ih_l0": W[:, n_a:],
        "bias_ih_l0": b[:, 0],
        "bias_hh_l0": np.zeros(4 * n_a),
    }


def from_torch(theirs: Arrays) -> Arrays:
    """Return PyTorch's parameters, or gradients of the weights, under our names; the two biases are added."""
    W = np.concatenate([theirs["weight_hh_l0"], theirs["weight_ih_l0"]], axis=1)
    b = (theirs["bias_ih_l0"] + theirs["bias_hh_l0"])[:, None]
    weights = {f"W{gate}": rows for gate, rows in zip(ORDER, np.split(W, 4), strict=True)}
    return weights | {f"b{gate}": rows for gate, rows in zip(ORDER, np.split(b, 4), strict=True)}


def peer(theirs: Arrays | None = None) -> "torch.nn.LSTM":
    """Return PyTorch's LSTM with these parameters, by default with those that it begins with itself."""
    lstm = torch.nn.LSTM(N_X, N_A, dtype=torch.float64)
    if theirs is not None:
        lstm.load_state_dict({name: torch.tensor(value) for name, value in theirs.items()})
    return lstm


def parameters_of(lstm: "torch.nn.LSTM") -> Arrays:
    return {name: value.detach().numpy().copy() for name, value in lstm.named_parameters()}


def features_last(array: np.ndarray) -> "torch.Tensor":
    return torch.tensor(np.ascontiguousarray(array.swapaxes(-1, -2)))


def as_ours(tensor: "torch.Tensor") -> np.ndarray:
    return tensor.detach().numpy().swapaxes(-1, -2)


@pytest.fixture(params=range(3))
def rng(request: pytest.FixtureRequest) -> np.random.Generator:
    return np.random.default_rng(request.param)


def ours_and_theirs(rng: np.random.Generator, way: str) -> tuple[Arrays, "torch.nn.LSTM"]:
    """Return the same LSTM twice: one begins with our parameters, or with those of PyTorch."""
    output = {name: value for name, value in lstm_parameters(rng).items() if name in ("Wy", "by")}
    if way == "to PyTorch":
        parameters = lstm_parameters(rng)
        return parameters, peer(to_torch(parameters))
    torch.manual_seed(int(rng.integers(1000)))
    lstm = peer()
    return {**from_torch(parameters_of(lstm)), **output}, lstm


both_ways = pytest.mark.parametrize("way", ["to PyTorch", "from PyTorch"])


def test_the_map_and_its_inverse_undo_each_other(rng: np.random.Generator) -> None:
    parameters = lstm_parameters(rng)
    again = from_torch(to_torch(parameters))
    assert again.keys() == parameters.keys() - {"Wy", "by"}
    for name, value in again.items():
        np.testing.assert_array_equal(value, parameters[name], err_msg=name)
    theirs = to_torch(parameters)
    for name, value in to_torch(from_torch(theirs)).items():
        np.testing.assert_array_equal(value, theirs[name], err_msg=name)


@both_ways
def test_every_activation_and_every_memory_agrees(rng: np.random.Generator, way: str) -> None:
    batch, (parameters, lstm) = lstm_batch(rng), ours_and_theirs(rng, way)
    everywhere = np.ones((T_X, M), dtype=bool)
    a, c, _, _ = lstm_forward(batch["x"], batch["a0"], batch["c0"], parameters, everywhere)
    states = (features_last(batch["a0"])[None], features_last(batch["c0"])[None])
    whole, _ = lstm(features_last(batch["x"]), states)
    np.testing.assert_allclose(a, as_ours(whole), rtol=1e-10, atol=1e-14)
    for t in range(T_X):  # PyTorch shows the memory of the last step alone, so step by step
        _, states = lstm(features_last(batch["x"][t : t + 1]), states)
        np.testing.assert_allclose(c[t], as_ours(states[1][0]), rtol=1e-10, atol=1e-14)


@both_ways
def test_the_last_states_agree_with_a_packed_sequence(rng: np.random.Generator, way: str) -> None:
    batch, (parameters, lstm) = lstm_batch(rng), ours_and_theirs(rng, way)
    lengths = rng.integers(1, T_X + 1, size=M)
    mask = np.arange(T_X)[:, None] < lengths
    a, c, _, _ = lstm_forward(batch["x"], batch["a0"], batch["c0"], parameters, mask)
    packed = torch.nn.utils.rnn.pack_padded_sequence(
        features_last(batch["x"]), torch.tensor(lengths), enforce_sorted=False
    )
    _, last = lstm(packed, (features_last(batch["a0"])[None], features_last(batch["c0"])[None]))
    for ours, theirs in zip((a[-1], c[-1]), last, strict=True):
        np.testing.assert_allclose(ours, as_ours(theirs[0]), rtol=1e-10, atol=1e-14)


@both_ways
def test_every_gradient_agrees(rng: np.random.Generator, way: str) -> None:
    batch, (parameters, lstm) = lstm_batch(rng), ours_and_theirs(rng, way)
    lengths = rng.integers(1, T_X + 1, size=M)
    mask, da = np.arange(T_X)[:, None] < lengths, rng.normal(size=(T_X, N_A, M))
    da *= mask[:, None]  # PyTorch has no frozen steps: where padding stands it gives zeros that nothing follows from
    caches = lstm_forward(batch["x"], batch["a0"], batch["c0"], parameters, mask)[-1]
    grads = lstm_backward(da, caches, mask)

    x, a0, c0 = (features_last(batch[name]).requires_grad_() for name in ("x", "a0", "c0"))
    packed = torch.nn.utils.rnn.pack_padded_sequence(x, torch.tensor(lengths), enforce_sorted=False)
    a, _ = torch.nn.utils.rnn.pad_packed_sequence(lstm(packed, (a0[None], c0[None]))[0], total_length=T_X)
    (a * features_last(da)).sum().backward()

    of_theirs = {name: value.grad.numpy() for name, value in lstm.named_parameters()}
    # Each of their two biases has the gradient of our one, added up in another order.
    np.testing.assert_allclose(of_theirs["bias_ih_l0"], of_theirs["bias_hh_l0"], rtol=1e-12, atol=1e-14)
    of_theirs["bias_hh_l0"] = np.zeros_like(of_theirs["bias_hh_l0"])
    theirs = {f"d{name}": value for name, value in from_torch(of_theirs).items()}
    theirs |= {"dx": as_ours(x.grad), "da0": as_ours(a0.grad), "dc0": as_ours(c0.grad)}
    assert theirs.keys() == grads.keys()
    for name, value in theirs.items():
        np.testing.assert_allclose(grads[name], value, rtol=1e-10, atol=1e-14, err_msg=name)
