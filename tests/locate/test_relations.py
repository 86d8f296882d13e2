"""What is said of a wrong value beside the right one is true of both."""

import numpy as np
import pytest

from autograder.locate.relations import Around, relation

Z = np.random.default_rng(0).standard_normal((3, 4))
STEPS = list(np.random.default_rng(1).standard_normal((5, 3, 2)))
SIZES = {"T_x": 6, "m": 4}


@pytest.mark.parametrize(
    ("got", "due", "says"),
    [
        ([-Z], [Z], "wrong sign"),
        ([Z / 6], [Z], "T_x = 6 times too"),
        ([Z * 4], [Z], "m = 4 times too large"),
        ([Z * 1.5], [Z], "1.5 times the right"),
        ([Z.sum(axis=0)], [Z.sum(axis=1)], "`z` is summed over axis 0, which is not the axis due"),
        ([Z.sum(axis=1)], [Z.sum(axis=1, keepdims=True)], "keepdims"),
        ([Z.sum()], [Z.sum(axis=1)], "over all axes"),
        ([Z + 1], [Z], "`z` by itself would be right"),
        ([Z[:, :3].T], [Z[:, :3]], "Its axes are exchanged"),
        ([Z.ravel()], [Z * 1.0], "stand in the shape (12,)"),
        ([Z.astype(np.float32).astype(int)], [Z.astype(int) * 1.0], "its dtype is int"),
        ([np.where(np.arange(4) == 2, 9.0, Z)], [Z], "wrong at index 2 of axis 1 only"),
        ([STEPS[0] * 0, *STEPS[1:]], STEPS, "the first time only"),
        ([STEPS[0], *(2 * s for s in STEPS[1:])], STEPS, "right the first time and wrong from then on"),
        (STEPS[::-1], STEPS, "in reverse order"),
        ([STEPS[-1], *STEPS[:-1]], STEPS, "one step too late"),
        ([*STEPS[:-1], STEPS[0]], STEPS, "the last time only"),
        ([np.sin(Z)], [np.cos(Z)], ""),
    ],
)
def test_a_relation_is_told(got, due, says):
    operands = [("z", [Z])] if "`z`" in says or "all axes" in says or "keepdims" in says else []
    told = relation(got, due, Around(operands, [], SIZES))
    assert says in told
    assert bool(says) == bool(told)


def test_what_is_true_of_one_time_only_is_not_told():
    half = [Z, Z + 1, Z * 3, Z]
    assert relation(half, [Z] * 4, Around([("z", half)], [], SIZES)) == ""
    assert relation([Z + 1, Z + 1], [Z, Z + 2], Around([("z", [Z, Z])], [], SIZES)) == ""
    assert "times the right" not in relation([Z * 14.61], [Z], Around([], [], SIZES))


def test_where_a_mask_hides_it_is_no_factor_too_many():
    mask = (np.arange(4) < 2) * np.ones((3, 1))
    assert "too many" not in relation([Z * mask], [Z], Around([("mask", [mask])], [], SIZES))


def test_a_term_or_a_factor_is_told_by_its_name():
    given = [("b", np.arange(1.0, 4.0)[:, None])]
    assert relation([Z], [Z + given[0][1]], Around([], given)) == "One term is missing: b."
    assert relation([Z * given[0][1]], [Z], Around([], given)) == "One factor is too many: b."
