"""Lessons 03 to 08: the reference against numbers worked by hand, and at the edges."""

import numpy as np
import pytest
from sequence_examples import LN2, LN3, fraction_network

from solutions.backpropagation_through_time import rnn_cell_backward, softmax_ce_backward
from solutions.clipping import clip_by_global_norm, clip_by_value
from solutions.gradient_checking import rnn_loss_and_grads
from solutions.gradient_flow import gradient_norm_profile, gradient_regime, step_jacobian
from solutions.initialisation import orthogonal_init
from solutions.simple_rnn import rnn_cell_forward, rnn_forward

# --- Lesson 03 ----------------------------------------------------------------------------------------


def test_gradient_at_the_scores_worked_by_hand() -> None:
    y_pred = np.array([[[0.25, 0.5], [0.75, 0.5]], [[0.9, 0.1], [0.1, 0.9]]])
    y, mask = np.array([[0, 1], [99, -7]]), np.array([[True, True], [False, False]])
    dz = softmax_ce_backward(y_pred, y, mask)
    expected = [[[-0.375, 0.25], [0.375, -0.25]], [[0, 0], [0, 0]]]  # half of (y_pred - onehot)
    np.testing.assert_allclose(dz, expected, rtol=1e-12)


def test_cell_gradient_worked_by_hand() -> None:
    # a = (3/5, 3/5), so 1 - a^2 = 16/25; da = (1, 2) gives dz = (0.64, 1.28).
    _, _, cache = rnn_cell_forward(np.array([[1.0]]), np.zeros((2, 1)), fraction_network())
    gradients = rnn_cell_backward(np.array([[1.0], [2.0]]), cache)
    expected = {
        "dxt": [[0.64 * LN2]],
        "da_prev": [[1.28 * LN3], [0.64 * LN2]],
        "dWax": [[0.64], [1.28]],
        "dWaa": [[0, 0], [0, 0]],
        "dba": [[0.64], [1.28]],
    }
    assert gradients.keys() == expected.keys()
    for name, gradient in gradients.items():
        np.testing.assert_allclose(gradient, expected[name], rtol=1e-12, err_msg=name)


def test_loss_and_gradient_of_the_output_worked_by_hand() -> None:
    # One step, class 1 with probability 3/4: dz = (1/4, -1/4), a = (3/5, 3/5).
    loss, grads = rnn_loss_and_grads(
        np.array([[[1.0]]]), np.array([[1]]), np.zeros((2, 1)), fraction_network(), np.array([[True]])
    )
    assert loss == pytest.approx(np.log(4 / 3), rel=1e-12)
    np.testing.assert_allclose(grads["dby"], [[0.25], [-0.25]], rtol=1e-12)
    np.testing.assert_allclose(grads["dWya"], [[0.15, 0.15], [-0.15, -0.15]], rtol=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_gradients_of_the_whole_network_keep_the_dtype(dtype: type) -> None:
    parameters = {name: value.astype(dtype) for name, value in fraction_network().items()}
    x, a0 = np.ones((2, 1, 3), dtype=dtype), np.zeros((2, 3), dtype=dtype)
    _, grads = rnn_loss_and_grads(x, np.ones((2, 3), int), a0, parameters, np.ones((2, 3), bool))
    assert {gradient.dtype for gradient in grads.values()} == {np.dtype(dtype)}


# --- Lesson 08 ----------------------------------------------------------------------------------------


def test_step_jacobian_scales_rows() -> None:
    jacobian = step_jacobian(np.array([0.6, 0.8]), np.array([[1.0, 2.0], [3.0, 4.0]]))
    np.testing.assert_allclose(jacobian, [[0.64, 1.28], [1.08, 1.44]], rtol=1e-12)


def test_gradient_norm_profile_halves_at_each_step_where_waa_is_a_half() -> None:
    # With all activations at 0 the slope of tanh is 1, and only Waa acts.
    p = {**fraction_network(), "Waa": 0.5 * np.eye(2), "ba": np.zeros((2, 1))}
    _, _, caches = rnn_forward(np.zeros((4, 1, 1)), np.zeros((2, 1)), p)
    profile = gradient_norm_profile(np.array([[3.0], [4.0]]), caches)
    np.testing.assert_allclose(profile, [0.625, 1.25, 2.5, 5.0], rtol=1e-12)


ROTATION = np.array([[0.6, -0.8], [0.8, 0.6]])


@pytest.mark.parametrize(
    ("Waa", "linear", "tanh"),
    [
        (0.5 * ROTATION, "vanish", "vanish"),
        (ROTATION, "borderline", "borderline"),
        (1.5 * ROTATION, "explode", "borderline"),
        (-1.5 * np.eye(2), "explode", "borderline"),  # the modulus counts, not the sign
        (np.array([[0.5, 10.0], [0.0, 0.5]]), "vanish", "borderline"),  # radius 0.5, norm above 10
        (np.array([[1.5, 0.0], [0.0, 0.1]]), "explode", "borderline"),  # determinant 0.15
        (np.array([[0.7, 0.7], [-0.7, 0.7]]), "vanish", "vanish"),  # every entry below 1, radius 0.99
    ],
)
def test_gradient_regime(Waa: np.ndarray, linear: str, tanh: str) -> None:
    assert (gradient_regime(Waa, "linear"), gradient_regime(Waa, "tanh")) == (linear, tanh)


@pytest.mark.parametrize("act", ["relu", "abs", "tanhh", ""])
def test_gradient_regime_refuses_another_activation_function(act: str) -> None:
    with pytest.raises(ValueError, match=f"got '{act}'"):
        gradient_regime(ROTATION, act)


def test_clip_by_value_brings_entries_to_the_nearer_end() -> None:
    grads = {"dWaa": np.array([[-5.0, 0.5]]), "dba": np.array([[2.0]])}
    clipped = clip_by_value(grads, c=1.0)
    np.testing.assert_array_equal(clipped["dWaa"], [[-1, 0.5]])
    np.testing.assert_array_equal(clipped["dba"], [[1]])
    np.testing.assert_array_equal(grads["dWaa"], [[-5, 0.5]])
    assert clipped["dba"] is not grads["dba"]


def test_clip_by_global_norm_shortens_the_whole_and_keeps_its_direction() -> None:
    grads = {"dWaa": np.array([[3.0]]), "dba": np.array([[4.0]])}  # together 5 long
    clipped, norm = clip_by_global_norm(grads, c=1.0)
    assert norm == 5
    np.testing.assert_allclose([clipped["dWaa"][0, 0], clipped["dba"][0, 0]], [0.6, 0.8], rtol=1e-12)


@pytest.mark.parametrize("c", [5.0, 7.0])
def test_clip_by_global_norm_changes_nothing_up_to_the_bound(c: float) -> None:
    grads = {"dWaa": np.array([[3.0]]), "dba": np.array([[4.0]])}
    clipped, norm = clip_by_global_norm(grads, c)
    assert norm == 5
    assert [clipped["dWaa"][0, 0], clipped["dba"][0, 0]] == [3, 4]
    assert clipped["dWaa"] is not grads["dWaa"]


def test_clip_by_global_norm_of_zero_is_zero() -> None:
    clipped, norm = clip_by_global_norm({"dba": np.zeros((2, 1))}, c=1.0)
    assert norm == 0
    np.testing.assert_array_equal(clipped["dba"], 0)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_clipping_keeps_the_dtype(dtype: type) -> None:
    grads = {"dWaa": np.full((2, 2), 3, dtype=dtype)}
    assert clip_by_value(grads, 1.0)["dWaa"].dtype == dtype
    assert clip_by_global_norm(grads, 1.0)[0]["dWaa"].dtype == dtype


@pytest.mark.parametrize("n", [1, 2, 5, 40])
def test_orthogonal_init_neither_stretches_nor_shrinks(n: int) -> None:
    Q = orthogonal_init(n, rng=np.random.default_rng(0))
    np.testing.assert_allclose(Q.T @ Q, np.eye(n), atol=1e-13)


def test_orthogonal_init_depends_on_the_generator_alone() -> None:
    first, second = (orthogonal_init(4, rng=np.random.default_rng(seed)) for seed in (1, 2))
    assert np.all(first != second)
    np.testing.assert_array_equal(first, orthogonal_init(4, rng=np.random.default_rng(1)))


def test_orthogonal_init_favours_no_sign() -> None:
    rng = np.random.default_rng(0)
    signs = [orthogonal_init(1, rng=rng)[0, 0] for _ in range(400)]
    # 400 fair coins: a mean beyond 0.2 is four standard deviations away.
    assert abs(np.mean(signs)) < 0.2
    traces = [np.trace(orthogonal_init(3, rng=rng)) for _ in range(400)]
    # Under the uniform distribution the trace has mean 0 and variance 1 (Diaconis and Shahshahani, 1994).
    assert abs(np.mean(traces)) < 0.2
