"""Gradients by the complex step, to hold claimed ones against."""

from collections.abc import Callable

import numpy as np
import pytest

Arrays = dict[str, np.ndarray]
Case = tuple[Callable[[Arrays], complex], Arrays, Arrays]  # loss, where, the claimed gradients


def complex_step(loss: Callable[[Arrays], complex], at: Arrays, name: str) -> np.ndarray:
    """Return the gradient of `loss` with respect to the array `name`."""
    gradient = np.empty(at[name].shape)
    for index in np.ndindex(gradient.shape):
        moved = at[name].astype(complex)
        moved[index] += 1e-30j
        gradient[index] = loss({**at, name: moved}).imag / 1e-30
    return gradient


def assert_gradients(loss: Callable[[Arrays], complex], at: Arrays, claimed: Arrays) -> None:
    """Compare every entry of every claimed gradient, `d` + name, with the complex step."""
    for name, gradient in claimed.items():
        oracle = complex_step(loss, at, name.removeprefix("d"))
        assert gradient.shape == oracle.shape, name
        np.testing.assert_allclose(gradient, oracle, rtol=1e-10, atol=1e-14, err_msg=name)


def assert_notices_one_wrong_entry(loss: Callable[[Arrays], complex], at: Arrays, claimed: Arrays) -> None:
    """Spoil the largest entry of one gradient after the other, and expect the comparison to fail each time."""
    for wrong in claimed:
        worst = np.unravel_index(np.abs(claimed[wrong]).argmax(), claimed[wrong].shape)
        spoiled = claimed[wrong].copy()
        spoiled[worst] *= 1 + 1e-9
        with pytest.raises(AssertionError, match=wrong):
            assert_gradients(loss, at, {**claimed, wrong: spoiled})
