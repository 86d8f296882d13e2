"""The fast layers against PyTorch in float64: RNN and LSTM exactly, the GRU as far as the two are the same function.

PyTorch's GRU multiplies the reset gate with what comes out of the product, ours with what goes in, so the two differ
wherever the gate is not 0 or 1. They are the same function where it is wide open, or where nothing is carried over a
product at all; both are compared. That ours resets before the product is held to the functions of lesson 09 elsewhere.
"""

import os

import numpy as np
import pytest
from layer_examples import CELLS, Arrays, wide_parameters
from sequence_examples import N_A, N_X, T_X, M

from solutions.layers import GRU, Bidirectional, Stack, clip_global_norm, mask_of
from solutions.layers.recurrent import Recurrent

if os.environ.get("COURSE_REQUIRE_PEER") == "1":
    import torch
else:
    torch = pytest.importorskip("torch", reason="PyTorch, the peer, is not installed: pip install -e .[peer]")

ORDERS = {"RNN": "a", "LSTM": "ifco", "GRU": "ruc"}  # of PyTorch's gates, by our names


@pytest.fixture(params=range(3))
def rng(request: pytest.FixtureRequest) -> np.random.Generator:
    return np.random.default_rng(request.param)


def in_their_order(layer: Recurrent, W: np.ndarray) -> np.ndarray:
    """Return the rows of W, or of a gradient like it, in the order of PyTorch's gates."""
    name = type(layer).__name__
    gates = dict(zip(layer.names, np.split(W, len(layer.names)), strict=True))
    signs = {"u": -1.0} if name == "GRU" else {}  # PyTorch's update gate is the share that is kept: 1 - Gu
    return np.concatenate([signs.get(gate, 1.0) * gates[gate] for gate in ORDERS[name]])


def handed_over(net: "torch.nn.RNNBase", layer: Recurrent, suffix: str) -> None:
    """Give one layer of PyTorch our weights; of its two biases the second is zero."""
    W, n_a = torch.tensor(in_their_order(layer, layer.W)), layer.n_a
    with torch.no_grad():
        getattr(net, f"weight_hh_{suffix}").copy_(W[:, :n_a])
        getattr(net, f"weight_ih_{suffix}").copy_(W[:, n_a:-1])
        getattr(net, f"bias_ih_{suffix}").copy_(W[:, -1])
        getattr(net, f"bias_hh_{suffix}").zero_()


def their_gradient(net: "torch.nn.RNNBase", suffix: str) -> np.ndarray:
    names = (f"weight_hh_{suffix}", f"weight_ih_{suffix}", f"bias_ih_{suffix}")
    return np.column_stack([getattr(net, name).grad.numpy() for name in names])


def features_last(array: np.ndarray) -> "torch.Tensor":
    return torch.tensor(np.ascontiguousarray(array.swapaxes(-1, -2)))


def as_ours(tensor: "torch.Tensor") -> np.ndarray:
    return tensor.detach().numpy().swapaxes(-1, -2)


def through_torch(
    net: "torch.nn.RNNBase", x: np.ndarray, starts: list[np.ndarray], lengths: np.ndarray, da: np.ndarray
) -> Arrays:
    """Return activations and gradients of PyTorch on a packed batch; starts: one array (layers, n_a, m) a state."""
    x, start = features_last(x).requires_grad_(), [features_last(each).requires_grad_() for each in starts]
    packed = torch.nn.utils.rnn.pack_padded_sequence(x, torch.tensor(lengths), enforce_sorted=False)
    out, last = net(packed, start[0] if len(start) == 1 else tuple(start))
    a, _ = torch.nn.utils.rnn.pad_packed_sequence(out, total_length=len(x))
    (a * features_last(da)).sum().backward()
    last = last if isinstance(last, tuple) else (last,)
    named = {f"last{k}": as_ours(state) for k, state in enumerate(last)}
    named |= {f"dstart{k}": as_ours(state.grad) for k, state in enumerate(start)}
    return {"a": as_ours(a), "dx": as_ours(x.grad), **named}


def compare(
    layer: Recurrent, net: "torch.nn.RNNBase", suffixes: dict[str, Recurrent], rng: np.random.Generator
) -> None:
    """Run both on the same padded batch, and compare all that is valid and every gradient."""
    for suffix, part in suffixes.items():
        handed_over(net, part, suffix)
    states, x = layer.states // len(suffixes), rng.normal(size=(T_X, N_X, M))
    lengths = rng.integers(1, T_X + 1, size=M)
    valid = mask_of(lengths, T_X)[:, np.newaxis]
    start = 0.5 * rng.normal(size=(len(suffixes), states, N_A, M))
    da = rng.normal(size=(T_X, layer.n_a, M)) * valid
    theirs = through_torch(net, x, list(start.swapaxes(0, 1)), lengths, da)

    a, last = layer.forward(x, *start.reshape(-1, N_A, M), mask=valid[:, 0])
    dx, dstart = layer.backward(da)
    found = {"a": a * valid, "dx": dx}
    for k in range(states):  # ours are ordered by layer, theirs by state
        found |= {f"last{k}": np.stack(last[k::states]), f"dstart{k}": np.stack(dstart[k::states])}
    assert found.keys() == theirs.keys()
    for name, value in theirs.items():
        np.testing.assert_allclose(found[name], value, rtol=1e-10, atol=1e-13, err_msg=name)
    for suffix, part in suffixes.items():
        ours = in_their_order(part, part.dW)
        np.testing.assert_allclose(ours, their_gradient(net, suffix), rtol=1e-10, atol=1e-13, err_msg=suffix)


exactly = pytest.mark.parametrize("name", ["RNN", "LSTM"])


@exactly
def test_a_layer_agrees_in_every_value_and_gradient(name: str, rng: np.random.Generator) -> None:
    cell = CELLS[name]
    layer = cell.layer.from_dict(cell.parameters(rng))
    compare(layer, getattr(torch.nn, name)(N_X, N_A, dtype=torch.float64), {"l0": layer}, rng)


@exactly
def test_both_directions_agree(name: str, rng: np.random.Generator) -> None:
    cell = CELLS[name]
    ahead, back = (cell.layer.from_dict(cell.parameters(rng)) for _ in range(2))
    net = getattr(torch.nn, name)(N_X, N_A, bidirectional=True, dtype=torch.float64)
    compare(Bidirectional(ahead, back), net, {"l0": ahead, "l0_reverse": back}, rng)


@exactly
def test_two_layers_agree(name: str, rng: np.random.Generator) -> None:
    cell = CELLS[name]
    below = cell.layer.from_dict(cell.parameters(rng))
    above = cell.layer.from_dict(wide_parameters(cell, rng, N_A))
    net = getattr(torch.nn, name)(N_X, N_A, num_layers=2, dtype=torch.float64)
    compare(Stack(below, above), net, {"l0": below, "l1": above}, rng)


def test_a_gru_agrees_where_the_reset_gate_is_open(rng: np.random.Generator) -> None:
    parameters = CELLS["GRU"].parameters(rng)
    parameters["Wr"][...], parameters["br"][...] = 0, 50  # Gr = 1 to the last bit
    layer = GRU.from_dict(parameters)
    compare(layer, torch.nn.GRU(N_X, N_A, dtype=torch.float64), {"l0": layer}, rng)


def test_a_gru_agrees_where_the_candidate_does_not_read_the_memory(rng: np.random.Generator) -> None:
    parameters = CELLS["GRU"].parameters(rng)
    parameters["Wc"][:, :N_A] = 0
    layer = GRU.from_dict(parameters)
    net = torch.nn.GRU(N_X, N_A, dtype=torch.float64)
    handed_over(net, layer, "l0")
    x, c0 = rng.normal(size=(T_X, N_X, M)), 0.5 * rng.normal(size=(N_A, M))
    a, _ = net(features_last(x), features_last(c0)[np.newaxis])
    np.testing.assert_allclose(layer.forward(x, c0)[0], as_ours(a), rtol=1e-10)


def test_a_gru_differs_elsewhere_so_the_comparisons_above_are_not_empty(rng: np.random.Generator) -> None:
    layer = GRU.from_dict(CELLS["GRU"].parameters(rng))
    with pytest.raises(AssertionError):
        compare(layer, torch.nn.GRU(N_X, N_A, dtype=torch.float64), {"l0": layer}, rng)


def test_clipping_agrees(rng: np.random.Generator) -> None:
    for c in (0.1, 1.0, 100.0):
        grad = rng.normal(size=50)
        holder = torch.nn.Parameter(torch.zeros(50, dtype=torch.float64))
        holder.grad = torch.tensor(grad)
        norm = torch.nn.utils.clip_grad_norm_([holder], c)
        assert clip_global_norm(grad, c) == pytest.approx(norm.item(), rel=1e-12)
        np.testing.assert_allclose(grad, holder.grad.numpy(), rtol=1e-6)  # PyTorch divides by norm + 1e-6
