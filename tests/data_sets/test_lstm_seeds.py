"""LSTMs trained side by side compute what the reference computes for each of them."""

import numpy as np
import pytest

from data.models.lstm_seeds import Batch, State, fresh, loss_and_grads, one_of, together, without
from solutions.activations import sigmoid
from solutions.backpropagation_through_time import softmax_ce_backward
from solutions.losses import sequence_cross_entropy
from solutions.lstm import lstm_backward, lstm_forward

SEEDS, N_A, N_X, N_Y, T_X, M = 3, 5, 4, 3, 6, 2


@pytest.fixture
def rng():
    return np.random.default_rng(4)


def test_loss_gradients_and_last_states_are_those_of_the_reference(rng):
    networks = [fresh(N_A, N_X, N_Y, rng, 1.0) for _ in range(SEEDS)]
    batch = Batch(
        rng.standard_normal((T_X, SEEDS, N_X, M)),
        rng.integers(N_Y, size=(T_X, SEEDS, M)),
        rng.random((T_X, SEEDS, M)) < 0.7,
    )
    start = State(*rng.standard_normal((2, SEEDS, N_A, M)))
    loss, grads, end = loss_and_grads(batch, start, together(networks))
    grads = {name[1:]: value for name, value in grads.items()}
    for seed, network in enumerate(networks):
        x, y, mask = (part[:, seed] for part in batch)
        a, c, y_pred, caches = lstm_forward(x, start.a[seed], start.c[seed], network, np.ones_like(mask))
        dz_y = softmax_ce_backward(y_pred, y, mask)
        due = lstm_backward(network["Wy"].T @ dz_y, caches, np.ones_like(mask))
        due |= {"dWy": sum(dz_y @ a.swapaxes(1, 2)), "dby": dz_y.sum(axis=(0, 2))[:, None]}
        np.testing.assert_allclose(loss[seed], sequence_cross_entropy(y_pred, y, mask))
        np.testing.assert_allclose(end.a[seed], a[-1])
        np.testing.assert_allclose(end.c[seed], c[-1])
        for name, value in one_of(grads, seed).items():
            np.testing.assert_allclose(value, due["d" + name], atol=1e-12, err_msg=name)


@pytest.mark.parametrize("gate", "fio")
def test_a_gate_that_is_taken_away_is_1(rng, gate):
    network = without(fresh(N_A, N_X, N_Y, rng, 1.0), gate)
    assert (sigmoid(network[f"W{gate}"] @ np.ones((N_A + N_X, 1)) + network[f"b{gate}"]) == 1).all()
