"""Gestures: the same points in both directions, phases that say what the hand does, padding that holds nothing."""

import numpy as np
import pytest

import data
from data.gestures import FALL, REST, RISE, _path


@pytest.fixture(scope="module")
def batch() -> data.Gestures:
    return data.gestures(300, rng=np.random.default_rng(0))


def valid(batch: data.Gestures) -> np.ndarray:
    return np.arange(len(batch.x))[:, np.newaxis] < batch.lengths


def test_shapes_are_those_of_the_notation(batch):
    assert (batch.x.shape, batch.phase.shape) == ((40, 2, 300), (40, 300))
    assert (batch.lengths.shape, batch.kind.shape) == ((300,), (300,))
    assert set(batch.kind) == set(range(len(data.GESTURES)))
    assert set(batch.lengths) == set(range(20, 41))


def test_padding_is_zero(batch):
    off = ~valid(batch)
    assert not np.moveaxis(batch.x, 1, 2)[off].any()
    assert not batch.phase[off].any()


def test_every_gesture_begins_and_ends_at_rest(batch):
    assert set(batch.phase[0]) == {REST}
    assert set(batch.phase[batch.lengths - 1, np.arange(300)]) == {REST}


def test_without_noise_the_phase_is_the_sign_of_the_change_of_height():
    batch = data.gestures(50, noise=0.0, rng=np.random.default_rng(1))
    change = np.diff(batch.x[:, 1], axis=0, prepend=batch.x[:1, 1])
    said = np.choose(batch.phase, [0, 1, -1])
    change[np.abs(change) < 1e-9] = 0  # rounding
    np.testing.assert_array_equal(np.sign(change)[valid(batch)], said[valid(batch)])


def test_noise_changes_the_positions_and_nothing_else():
    rough, smooth = (data.gestures(1, noise=noise, rng=np.random.default_rng(2)) for noise in (0.01, 0.0))
    np.testing.assert_array_equal(rough.phase, smooth.phase)
    # 40 steps of 2 normal numbers: the largest of 80 exceeds 4.5 standard deviations once in 1,800 draws.
    assert 0 < np.abs(rough.x - smooth.x).max() < 0.045


@pytest.mark.parametrize("kind", [0, 2, 4])
def test_both_directions_pass_through_the_same_points(kind):
    progress = np.linspace(0, 1, 9)
    there, back = (_path(kind + odd, progress, np.random.default_rng(3)) for odd in (0, 1))
    np.testing.assert_allclose(there, back[::-1], atol=1e-12)


def test_a_clockwise_circle_turns_clockwise():
    batch = data.gestures(200, noise=0.0, rng=np.random.default_rng(4))
    for kind, sign in ((0, 1), (1, -1)):
        for i in np.flatnonzero(batch.kind == kind):
            x, y = batch.x[: batch.lengths[i], :, i].T
            area = np.sum(x[:-1] * np.diff(y) - y[:-1] * np.diff(x))
            assert np.sign(area) == sign


def test_rising_is_as_frequent_as_falling(batch):
    share = [(batch.phase[valid(batch)] == phase).mean() for phase in (REST, RISE, FALL)]
    assert 0.2 < share[0] < 0.35
    assert abs(share[1] - share[2]) < 0.05


def test_too_few_steps_are_refused():
    with pytest.raises(ValueError, match="at least 20"):
        data.gestures(1, steps=19, rng=np.random.default_rng(0))
