"""Addition: the bits are those of the sum, and the trained network is the one that its data sheet describes."""

import numpy as np
import pytest

import data
from data.addition import ADDER
from solutions.simple_rnn import rnn_forward


def numbers(bits: np.ndarray) -> np.ndarray:
    """Return whole numbers (m,) from bits (T, m), the lowest first."""
    return np.sum(bits.astype(np.int64) << np.arange(len(bits))[:, np.newaxis], axis=0)


def test_the_labels_are_the_bits_of_the_sum() -> None:
    x, y, mask = data.addition_task(300, bits=9, rng=np.random.default_rng(0))
    assert x.shape == (10, 2, 300)
    assert set(x.ravel()) == {0.0, 1.0}
    assert (numbers(y) == numbers(x[:, 0]) + numbers(x[:, 1])).all()
    assert not x[~np.repeat(mask[:, np.newaxis], 2, axis=1)].any()
    assert set(mask.sum(axis=0)) == set(range(3, 11))


def test_a_draw_depends_on_the_rng_alone() -> None:
    first, again = (data.addition_task(5, rng=np.random.default_rng(2)) for _ in range(2))
    assert all((one == other).all() for one, other in zip(first, again, strict=True))


@pytest.mark.parametrize("bits", [1, 61])
def test_numbers_that_are_too_short_or_too_long_are_refused(bits: int) -> None:
    with pytest.raises(ValueError, match=f"2 to 60, not {bits}"):
        data.addition_task(3, bits=bits, rng=np.random.default_rng(0))


def test_the_trained_network_adds_what_it_never_saw() -> None:
    adder, place = data.load_adder(), np.arange(63)[:, np.newaxis]
    first, second = np.random.default_rng(1).integers(2**62, size=(2, 200))
    x = np.stack([first >> place & 1, second >> place & 1], axis=1).astype(float)
    _, y_pred, _ = rnn_forward(x, np.zeros((16, 200)), adder)
    assert (y_pred.argmax(axis=1) == (first + second) >> place & 1).all()


def test_trained_and_untrained_have_the_same_shapes() -> None:
    shapes = {name: value.shape for name, value in data.untrained_adder(rng=np.random.default_rng(0)).items()}
    assert shapes == {name: value.shape for name, value in data.load_adder().items()}
    assert sum(value.size for value in data.load_adder().values()) == 338


def test_the_file_is_small() -> None:
    assert ADDER.stat().st_size < 5_000
