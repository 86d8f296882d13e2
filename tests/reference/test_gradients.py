"""Every gradient of the reference, in every entry, against the complex step.

The complex step (Squire and Trapp, 1998) reads a derivative from the imaginary part of f(theta + ih). Nothing is
subtracted, so it is right to rounding; it asks that the forward pass runs on complex numbers.
"""

from collections.abc import Callable

import numpy as np
import pytest
from complex_step import Arrays, Case, assert_gradients, assert_notices_one_wrong_entry, complex_step
from sequence_examples import N_A, N_Y, T_X, M, rnn_batch, rnn_parameters

from solutions.activations import softmax
from solutions.backpropagation_through_time import (
    numerical_gradient,
    rnn_backward,
    rnn_cell_backward,
    softmax_ce_backward,
)
from solutions.gradient_checking import my_grad_check, rnn_backward_masked, rnn_loss_and_grads
from solutions.gradient_flow import gradient_norm_profile, step_jacobian
from solutions.losses import sequence_cross_entropy
from solutions.simple_rnn import rnn_cell_forward, rnn_forward, rnn_forward_masked


def cell(rng: np.random.Generator, m: int = M) -> Case:
    batch, parameters, upstream = rnn_batch(rng, m=m), rnn_parameters(rng), rng.normal(size=(N_A, m))
    at = {"xt": batch["x"][0], "a_prev": batch["a0"], **parameters}
    _, _, cache = rnn_cell_forward(at["xt"], at["a_prev"], parameters)

    def loss(p: Arrays) -> complex:
        return np.sum(upstream * rnn_cell_forward(p["xt"], p["a_prev"], p)[0])

    return loss, at, rnn_cell_backward(upstream, cache)


def sequence(rng: np.random.Generator, T: int = T_X, reaches: slice = slice(None)) -> Case:
    batch, parameters = rnn_batch(rng, T=T), rnn_parameters(rng)
    upstream = np.zeros((T, N_A, M))
    upstream[reaches] = rng.normal(size=upstream[reaches].shape)

    def loss(p: Arrays) -> complex:
        return np.sum(upstream * rnn_forward(p["x"], p["a0"], p)[0])

    _, _, caches = rnn_forward(batch["x"], batch["a0"], parameters)
    return loss, {**batch, **parameters}, rnn_backward(upstream, caches)


def masked_sequence(rng: np.random.Generator) -> Case:
    batch, parameters = rnn_batch(rng), rnn_parameters(rng)
    upstream, mask = rng.normal(size=(T_X, N_A, M)), batch["mask"]

    def loss(p: Arrays) -> complex:
        return np.sum(upstream * rnn_forward_masked(p["x"], p["a0"], p, mask)[0])

    _, _, caches = rnn_forward_masked(batch["x"], batch["a0"], parameters, mask)
    return loss, {**batch, **parameters}, rnn_backward_masked(upstream, caches, mask)


def scores(rng: np.random.Generator) -> Case:
    batch, z = rnn_batch(rng), rng.normal(size=(T_X, N_Y, M))
    y, mask = batch["y"], batch["mask"]

    def loss(p: Arrays) -> complex:
        return sequence_cross_entropy(softmax(p["z"], axis=1), y, mask)

    return loss, {"z": z}, {"dz": softmax_ce_backward(softmax(z, axis=1), y, mask)}


def whole_network(rng: np.random.Generator, T: int = T_X, m: int = M) -> Case:
    batch, parameters = rnn_batch(rng, T=T, m=m), rnn_parameters(rng)
    y, mask = batch["y"], batch["mask"]

    def loss(p: Arrays) -> complex:
        return sequence_cross_entropy(rnn_forward_masked(p["x"], p["a0"], p, mask)[1], y, mask)

    _, claimed = rnn_loss_and_grads(batch["x"], y, batch["a0"], parameters, mask)
    return loss, {**batch, **parameters}, claimed


CASES = {
    "cell": cell,
    "cell, one example": lambda rng: cell(rng, m=1),
    "sequence, gradient at every step": sequence,
    "sequence, gradient at the last step alone": lambda rng: sequence(rng, reaches=slice(-1, None)),
    "sequence of one step": lambda rng: sequence(rng, T=1),
    "sequence with gaps in the mask": masked_sequence,
    "scores under the cross-entropy": scores,
    "whole network": whole_network,
    "whole network, one step, one example": lambda rng: whole_network(rng, T=1, m=1),
}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", CASES)
def test_every_entry_of_the_gradient_agrees_with_the_complex_step(name: str, seed: int) -> None:
    assert_gradients(*CASES[name](np.random.default_rng(seed)))


@pytest.mark.parametrize("name", CASES)
def test_the_comparison_notices_one_wrong_entry_in_any_gradient(name: str) -> None:
    assert_notices_one_wrong_entry(*CASES[name](np.random.default_rng(0)))


def test_every_gradient_that_a_backward_function_promises_is_compared() -> None:
    promised = {
        "cell": {"dxt", "da_prev", "dWax", "dWaa", "dba"},
        "sequence, gradient at every step": {"dx", "da0", "dWax", "dWaa", "dba"},
        "sequence with gaps in the mask": {"dx", "da0", "dWax", "dWaa", "dba"},
        "whole network": {"da0", "dWax", "dWaa", "dWya", "dba", "dby"},
    }
    for name, gradients in promised.items():
        assert set(CASES[name](np.random.default_rng(0))[2]) == gradients


def test_gradient_over_two_steps_is_the_sum_of_two_single_steps() -> None:
    rng = np.random.default_rng(1)
    batch, da = rnn_batch(rng, T=2), rng.normal(size=(2, N_A, M))
    _, _, caches = rnn_forward(batch["x"], batch["a0"], rnn_parameters(rng))
    last = rnn_cell_backward(da[1], caches[1])
    first = rnn_cell_backward(da[0] + last["da_prev"], caches[0])
    whole = rnn_backward(da, caches)
    for name in ("dWax", "dWaa", "dba"):
        np.testing.assert_allclose(whole[name], first[name] + last[name], rtol=1e-12)


def test_step_jacobian_agrees_with_the_complex_step_row_by_row() -> None:
    _, at, _ = cell(np.random.default_rng(2), m=1)
    a_next = rnn_cell_forward(at["xt"], at["a_prev"], at)[0]
    oracle = [
        complex_step(lambda p, j=j: rnn_cell_forward(p["xt"], p["a_prev"], p)[0][j, 0], at, "a_prev")[:, 0]
        for j in range(N_A)
    ]
    np.testing.assert_allclose(step_jacobian(a_next[:, 0], at["Waa"]), oracle, rtol=1e-10)


def test_gradient_norm_profile_is_the_product_of_step_jacobians() -> None:
    rng = np.random.default_rng(3)
    batch, parameters, upstream = rnn_batch(rng, m=1), rnn_parameters(rng), rng.normal(size=(N_A, 1))
    a, _, caches = rnn_forward(batch["x"], batch["a0"], parameters)
    gradient, norms = upstream[:, 0], [np.linalg.norm(upstream)]
    for t in range(T_X - 1, 0, -1):
        gradient = step_jacobian(a[t, :, 0], parameters["Waa"]).T @ gradient
        norms.insert(0, np.linalg.norm(gradient))
    np.testing.assert_allclose(gradient_norm_profile(upstream, caches), norms, rtol=1e-12)


def test_gradient_norm_profile_counts_all_examples_of_a_batch_together() -> None:
    rng = np.random.default_rng(4)
    batch, upstream = rnn_batch(rng), rng.normal(size=(N_A, M))
    _, _, caches = rnn_forward(batch["x"], batch["a0"], rnn_parameters(rng))
    only_last = np.zeros((T_X - 1, N_A, M))
    only_last[-1] = upstream
    profile = gradient_norm_profile(upstream, caches)
    assert profile.shape == (T_X,)
    assert profile[-1] == np.linalg.norm(upstream)
    # What the cells after the first would hand to their start is the gradient of a^{<1>}.
    assert profile[0] == pytest.approx(np.linalg.norm(rnn_backward(only_last, caches[1:])["da0"]), rel=1e-12)


def flat_network(
    rng: np.random.Generator,
) -> tuple[Callable[..., float], Callable[..., np.ndarray], np.ndarray]:
    """Return loss and gradient of the whole network as functions of Waa alone, and a Waa."""
    batch, parameters = rnn_batch(rng), rnn_parameters(rng)
    rest = (batch["y"], batch["a0"])

    def run(Waa: np.ndarray) -> tuple[float, Arrays]:
        return rnn_loss_and_grads(batch["x"], *rest, {**parameters, "Waa": Waa}, batch["mask"])

    return lambda Waa: run(Waa)[0], lambda Waa: run(Waa)[1]["dWaa"], parameters["Waa"]


@pytest.mark.parametrize("seed", range(3))
def test_numerical_gradient_comes_within_1e_8_of_the_gradient_of_an_rnn(seed: int) -> None:
    loss, gradient, Waa = flat_network(np.random.default_rng(seed))
    np.testing.assert_allclose(numerical_gradient(loss, Waa), gradient(Waa), rtol=0, atol=1e-8)


def test_numerical_gradient_is_exact_on_a_quadratic_and_leaves_theta_alone() -> None:
    theta = np.array([[1.0, -2.0, 3.0], [0.5, 0.0, -1.0]])
    before = theta.copy()
    gradient = numerical_gradient(lambda v: float(np.sum(v**2)), theta)
    np.testing.assert_allclose(gradient, 2 * before, atol=1e-9)  # rounding alone: no third derivative
    np.testing.assert_array_equal(theta, before)


def test_numerical_gradient_of_nothing_has_the_shape_of_nothing() -> None:
    assert numerical_gradient(lambda v: 0.0, np.zeros((3, 0))).shape == (3, 0)
    assert numerical_gradient(lambda v: float(v**2), np.array(3.0)) == pytest.approx(6.0)


@pytest.mark.parametrize("seed", range(5))
def test_the_gradient_check_accepts_a_right_gradient(seed: int) -> None:
    assert my_grad_check(*flat_network(np.random.default_rng(seed))) is True


WRONG_GRADIENTS = {
    "sign": lambda g: -g,
    "a factor of 1.001": lambda g: 1.001 * g,
    "transposed": lambda g: g.T,
    "first row alone": lambda g: np.vstack([g[:1], 0 * g[1:]]),
    "largest entry off by a thousandth": lambda g: np.where(np.abs(g) == np.abs(g).max(), 1.001 * g, g),
    "an offset": lambda g: g + 1e-5,
    "zero": lambda g: 0 * g,
    "nan": lambda g: np.full_like(g, np.nan),
    "sum over one axis": lambda g: g.sum(axis=1, keepdims=True),
    "one number": lambda g: g[0, 0],
}


@pytest.mark.parametrize("wrong", WRONG_GRADIENTS)
def test_the_gradient_check_rejects_a_wrong_gradient(wrong: str) -> None:
    loss, gradient, Waa = flat_network(np.random.default_rng(0))
    assert my_grad_check(loss, lambda v: WRONG_GRADIENTS[wrong](gradient(v)), Waa) is False


@pytest.mark.parametrize("claimed", [np.ones(()), np.ones((1, 3)), np.ones((4, 2, 3))])
def test_the_gradient_check_rejects_a_shape_that_only_broadcasting_makes_right(claimed: np.ndarray) -> None:
    theta = np.arange(6.0).reshape(2, 3)
    assert my_grad_check(lambda v: float(v.sum()), np.ones_like, theta) is True
    assert my_grad_check(lambda v: float(v.sum()), lambda v: claimed, theta) is False


def test_the_gradient_check_forgives_the_rounding_of_a_large_loss() -> None:
    # Near 1e6 a float64 has steps of 1e-10, and half of that divided by 2e-5 is what a measured slope is off by.
    theta = np.linspace(0.001, 0.009, 6)
    assert my_grad_check(lambda v: 1e6 + float(np.sum(v**2)), lambda v: 2 * v, theta) is True
