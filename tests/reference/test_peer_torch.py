"""The reference against PyTorch in float64: an independent implementation of the same equations.

Skipped where PyTorch is not installed (extra `peer`), unless COURSE_REQUIRE_PEER=1 says that it must be there.
"""

import os

import numpy as np
import pytest
from sequence_examples import N_A, N_X, N_Y, T_X, M, rnn_batch, rnn_parameters

from solutions.activations import sigmoid, softmax
from solutions.clipping import clip_by_global_norm, clip_by_value
from solutions.gradient_checking import rnn_loss_and_grads
from solutions.losses import sequence_cross_entropy
from solutions.sequence_data import one_hot
from solutions.simple_rnn import rnn_forward, rnn_forward_masked

if os.environ.get("COURSE_REQUIRE_PEER") == "1":
    import torch
else:
    torch = pytest.importorskip("torch", reason="PyTorch, the peer, is not installed: pip install -e .[peer]")

IGNORED = -100  # the label that PyTorch's cross-entropy leaves out


def tensor(array: np.ndarray) -> "torch.Tensor":
    return torch.tensor(array, dtype=torch.float64)


class Peer:
    """PyTorch's own RNN and a linear layer, holding the parameters of the reference."""

    def __init__(self, parameters: dict[str, np.ndarray]) -> None:
        self.rnn = torch.nn.RNN(N_X, N_A, dtype=torch.float64)
        self.out = torch.nn.Linear(N_A, N_Y, dtype=torch.float64)
        self.holders = {
            "dWax": self.rnn.weight_ih_l0,
            "dWaa": self.rnn.weight_hh_l0,
            "dba": self.rnn.bias_ih_l0,
            "dWya": self.out.weight,
            "dby": self.out.bias,
        }
        with torch.no_grad():
            self.rnn.bias_hh_l0.zero_()  # PyTorch has two biases where one is enough
            for name, holder in self.holders.items():
                holder.copy_(tensor(parameters[name.removeprefix("d")]).reshape(holder.shape))

    def forward(self, x: np.ndarray, a0: "torch.Tensor") -> tuple["torch.Tensor", "torch.Tensor"]:
        """Return activations (T_x, m, n_a) and scores (T_x, m, n_y): PyTorch keeps features last."""
        a, _ = self.rnn(tensor(x).transpose(1, 2), a0.T[None].contiguous())
        return a, self.out(a)


@pytest.fixture(params=range(3))
def rng(request: pytest.FixtureRequest) -> np.random.Generator:
    return np.random.default_rng(request.param)


def as_ours(a: "torch.Tensor") -> np.ndarray:
    return a.detach().numpy().swapaxes(-1, -2)


def test_forward_pass_agrees(rng: np.random.Generator) -> None:
    batch, parameters = rnn_batch(rng), rnn_parameters(rng)
    a, y_pred, _ = rnn_forward(batch["x"], batch["a0"], parameters)
    peer_a, scores = Peer(parameters).forward(batch["x"], tensor(batch["a0"]))
    np.testing.assert_allclose(a, as_ours(peer_a), rtol=1e-10)
    np.testing.assert_allclose(y_pred, as_ours(scores.softmax(dim=-1)), rtol=1e-10)


def test_masked_forward_pass_agrees_with_a_packed_sequence(rng: np.random.Generator) -> None:
    batch, parameters, lengths = rnn_batch(rng), rnn_parameters(rng), rng.integers(1, T_X + 1, size=M)
    mask = np.arange(T_X)[:, np.newaxis] < lengths
    a, _, _ = rnn_forward_masked(batch["x"], batch["a0"], parameters, mask)
    packed = torch.nn.utils.rnn.pack_padded_sequence(
        tensor(batch["x"]).transpose(1, 2), torch.tensor(lengths), enforce_sorted=False
    )
    _, last = Peer(parameters).rnn(packed, tensor(batch["a0"]).T[None].contiguous())
    np.testing.assert_allclose(a[-1], as_ours(last[0]), rtol=1e-10)


def test_loss_and_every_gradient_agree(rng: np.random.Generator) -> None:
    batch, parameters = rnn_batch(rng), rnn_parameters(rng)
    # PyTorch has no frozen steps, so padding stands at the end here; gaps are held to the complex step.
    mask = np.arange(T_X)[:, np.newaxis] < rng.integers(1, T_X + 1, size=M)
    loss, grads = rnn_loss_and_grads(batch["x"], batch["y"], batch["a0"], parameters, mask)

    peer, a0 = Peer(parameters), tensor(batch["a0"]).requires_grad_()
    _, scores = peer.forward(batch["x"], a0)
    labels = torch.tensor(np.where(mask, batch["y"], IGNORED))
    peer_loss = torch.nn.functional.cross_entropy(scores.flatten(0, 1), labels.flatten(), ignore_index=IGNORED)
    peer_loss.backward()

    assert loss == pytest.approx(peer_loss.item(), rel=1e-10)
    theirs = {"da0": a0.grad, **{name: holder.grad for name, holder in peer.holders.items()}}
    assert theirs.keys() == grads.keys()
    for name, gradient in theirs.items():
        expected = gradient.numpy().reshape(grads[name].shape)
        np.testing.assert_allclose(grads[name], expected, rtol=1e-10, atol=1e-14, err_msg=name)


def test_cross_entropy_agrees_on_probabilities(rng: np.random.Generator) -> None:
    y_pred = softmax(3 * rng.normal(size=(T_X, N_Y, M)), axis=1)
    batch = rnn_batch(rng)
    labels = torch.tensor(np.where(batch["mask"], batch["y"], IGNORED))
    theirs = torch.nn.functional.nll_loss(tensor(y_pred).log(), labels, ignore_index=IGNORED)
    ours = sequence_cross_entropy(y_pred, batch["y"], batch["mask"])
    assert ours == pytest.approx(theirs.item(), rel=1e-10)


def test_activation_functions_agree_over_their_whole_range() -> None:
    z = np.linspace(-1000, 1000, 4001).reshape(1, -1, 1)
    # Absolute: ours goes through tanh, exact to 1e-16 of the largest value and not of the smallest.
    np.testing.assert_allclose(sigmoid(z), tensor(z).sigmoid().numpy(), rtol=0, atol=3e-16)
    np.testing.assert_allclose(softmax(z, axis=1), tensor(z).softmax(dim=1).numpy(), rtol=1e-10)


def test_one_hot_agrees(rng: np.random.Generator) -> None:
    ids = rng.integers(N_X, size=(T_X, M))
    theirs = torch.nn.functional.one_hot(torch.tensor(ids), N_X)
    np.testing.assert_array_equal(one_hot(ids, N_X), as_ours(theirs))


@pytest.mark.parametrize("c", [0.1, 1.0, 100.0])
def test_clipping_agrees(rng: np.random.Generator, c: float) -> None:
    grads = {name: 3 * g for name, g in rnn_parameters(rng).items()}

    def holders() -> list["torch.nn.Parameter"]:
        made = [torch.nn.Parameter(tensor(g)) for g in grads.values()]
        for holder in made:
            holder.grad = holder.detach().clone()
        return made

    by_value, by_norm = holders(), holders()
    torch.nn.utils.clip_grad_value_(by_value, c)
    norm = torch.nn.utils.clip_grad_norm_(by_norm, c)
    clipped, our_norm = clip_by_global_norm(grads, c)
    assert our_norm == pytest.approx(norm.item(), rel=1e-12)
    for ours, theirs in zip(clip_by_value(grads, c).values(), by_value, strict=True):
        np.testing.assert_array_equal(ours, theirs.grad.numpy())
    for ours, theirs in zip(clipped.values(), by_norm, strict=True):
        # PyTorch divides by norm + 1e-6.
        np.testing.assert_allclose(ours, theirs.grad.numpy(), rtol=1e-6)
