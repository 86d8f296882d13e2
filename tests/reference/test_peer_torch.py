"""The reference against PyTorch in float64: an independent implementation of the same equations.

Skipped where PyTorch is not installed (extra `peer`), unless COURSE_REQUIRE_PEER=1 says that it must be there.
"""

import os
from collections.abc import Callable

import numpy as np
import pytest
from sequence_examples import N_A, N_X, N_Y, T_X, M, gru_parameters, rnn_batch, rnn_parameters

from solutions.activations import sigmoid, softmax
from solutions.clipping import clip_by_global_norm, clip_by_value
from solutions.gradient_checking import rnn_loss_and_grads
from solutions.gru import gru_forward
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


# --- GRU: PyTorch resets after the product ------------------------------------------------------------


class PeerGRU:
    """PyTorch's GRU with our parameters in the places that do the same, as far as there are any.

    PyTorch's update gate keeps: z = 1 - Gu, so its weights and biases are ours with the sign turned. Its candidate is
    tanh(W_in x + b_in + r * (W_hn h + b_hn)); ours is tanh(W_c [r * c; x] + b_c).
    """

    def __init__(self, parameters: dict[str, np.ndarray]) -> None:
        self.gru = torch.nn.GRU(N_X, N_A, dtype=torch.float64)
        signs = {"r": 1, "u": -1, "c": 1}  # PyTorch's order: reset, update, new
        stacked = np.concatenate([sign * parameters[f"W{gate}"] for gate, sign in signs.items()])
        biases = np.concatenate([sign * parameters[f"b{gate}"] for gate, sign in signs.items()])
        with torch.no_grad():
            self.gru.weight_hh_l0.copy_(tensor(stacked[:, :N_A]))
            self.gru.weight_ih_l0.copy_(tensor(stacked[:, N_A:]))
            self.gru.bias_ih_l0.copy_(tensor(biases[:, 0]))
            self.gru.bias_hh_l0.zero_()  # b_hn stands inside the bracket that the reset gate multiplies

    def forward(self, x: np.ndarray, c0: np.ndarray) -> np.ndarray:
        c, _ = self.gru(tensor(x).transpose(1, 2), tensor(c0).T[None].contiguous())
        return as_ours(c)


def resetting_after_the_product(x: np.ndarray, c: np.ndarray, p: dict[str, np.ndarray]) -> np.ndarray:
    """PyTorch's formula: one line is another than in our cell, that of the candidate."""
    steps = []
    for xt in x:
        joined = np.concatenate([c, xt])
        Gu, Gr = sigmoid(p["Wu"] @ joined + p["bu"]), sigmoid(p["Wr"] @ joined + p["br"])
        c_tilde = np.tanh(Gr * (p["Wc"][:, :N_A] @ c) + p["Wc"][:, N_A:] @ xt + p["bc"])
        c = Gu * c_tilde + (1 - Gu) * c
        steps.append(c)
    return np.stack(steps)


def run_gru(batch: dict[str, np.ndarray], parameters: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return our memories and PyTorch's."""
    c, _, _ = gru_forward(batch["x"], batch["a0"], parameters, np.ones((T_X, M), dtype=bool))
    return c, PeerGRU(parameters).forward(batch["x"], batch["a0"])


def test_gru_of_pytorch_is_ours_with_the_reset_after_the_product(rng: np.random.Generator) -> None:
    batch, parameters = rnn_batch(rng), gru_parameters(rng)
    ours, theirs = run_gru(batch, parameters)
    np.testing.assert_allclose(resetting_after_the_product(batch["x"], batch["a0"], parameters), theirs, rtol=1e-10)
    assert np.abs(ours - theirs).max() > 1e-3


def test_gru_agrees_where_each_unit_reads_its_own_memory_alone(rng: np.random.Generator) -> None:
    # r * (W h) = W (r * h) where W is diagonal.
    batch, parameters = rnn_batch(rng), gru_parameters(rng)
    parameters["Wc"][:, :N_A] *= np.eye(N_A)
    np.testing.assert_allclose(*run_gru(batch, parameters), rtol=1e-10)


def test_gru_agrees_where_all_units_share_one_reset_gate(rng: np.random.Generator) -> None:
    # One number may be multiplied before W or after it; the gate may still hang on memory and input.
    batch, parameters = rnn_batch(rng), gru_parameters(rng)
    for name in ("Wr", "br"):
        parameters[name][:] = parameters[name][:1]
    np.testing.assert_allclose(*run_gru(batch, parameters), rtol=1e-10)


def test_no_parameters_of_a_gru_that_resets_after_the_product_are_ours() -> None:
    """Show why there is no exact map: the sum of one of our units may bend along two lines, of PyTorch's along one.

    With large W_r the reset gates are steps, and the sum before tanh is linear in c between the lines where a gate
    turns. Unit i of PyTorch has one gate, r_i (W_i h + b_i): its slopes take two values, one on either side of one
    line. Unit i of ours reads r_1 c_1 and r_2 c_2, so it has two lines and, in the four sectors between them, four
    slopes: no choice of weights, biases or signs makes of two values four.
    """
    sharp, W = 1e4 * np.array([[0.2, 1.0], [1.0, -0.3]]), np.array([[0.7, 0.5], [-0.4, 0.6]])

    def ours(c: np.ndarray) -> np.ndarray:
        return W @ (sigmoid(sharp @ c) * c)

    def theirs(c: np.ndarray) -> np.ndarray:
        return sigmoid(sharp @ c) * (W @ c)

    def slopes_of_unit_0(f: Callable[[np.ndarray], np.ndarray]) -> set[tuple[float, ...]]:
        around = [np.array([np.cos(a), np.sin(a)]) for a in np.linspace(0.1, 0.1 + 2 * np.pi, 40, endpoint=False)]
        nudges = 1e-4 * np.eye(2)
        return {tuple(round(float((f(c + d) - f(c))[0] / 1e-4), 3) + 0.0 for d in nudges) for c in around}

    assert (len(slopes_of_unit_0(ours)), len(slopes_of_unit_0(theirs))) == (4, 2)
