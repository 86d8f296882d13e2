"""Where an expression first goes wrong, in a loop too: what is carried on from there is not the fault."""

import numpy as np
import pytest

from autograder.locate import locate
from autograder.locate.pool import Pool
from autograder.locate.values import is_counting
from tests.locate.test_edits import located

RIGHT = [np.full(3, float(i)) for i in range(4)]


@pytest.fixture
def pool():
    return Pool({"a": RIGHT[-1]}, RIGHT[-1], lambda _: {0: (False, "", RIGHT)})


@pytest.mark.parametrize(("wrong_from", "agree"), [(4, 4), (2, 2), (0, 0)])
def test_it_is_counted_how_long_values_are_right(pool, wrong_from, agree):
    values = [value + (i >= wrong_from) * 0.25 for i, value in enumerate(RIGHT)]
    assert pool.agrees(values) == agree
    assert pool.holds(values) == (agree == 4)


def test_as_many_values_as_are_due_must_be_there(pool):
    assert pool.agrees(RIGHT[:2]) == 0


def test_what_is_carried_on_is_not_blamed(monkeypatch):
    monkeypatch.setattr(locate, "SECONDS_FOR_A_CHECK", 2.0)
    text = """
    def lstm_backward(da, caches, mask):
        da_prev, dc_prev, steps = np.zeros_like(da[0]), np.zeros_like(da[0]), []
        for t in reversed(range(len(caches))):
            valid, da_next = mask[t], da[t] + da_prev
            step = lstm_cell_backward(np.where(valid, da_next, 0), np.zeros_like(dc_prev), caches[t])
            da_prev = np.where(valid, step["da_prev"], da_next)
            dc_prev = np.where(valid, step["dc_prev"], dc_prev)
            steps.insert(0, step)
        names = [kind + gate for kind in ("dW", "db") for gate in "fico"]
        grads = {name: np.sum([step[name] for step in steps], axis=0) for name in names}
        return {"dx": np.stack([step["dxt"] for step in steps]), "da0": da_prev, "dc0": dc_prev, **grads}
    """
    assert located("lstm_backward", text)[0].startswith("Line 5: ")


def test_whole_numbers_and_rows_of_them_may_be_right_by_luck():
    assert is_counting([3, 4])
    assert is_counting([range(3)])
    assert not is_counting([["a"]])
    assert not is_counting([True])
    assert not is_counting([])  # of what raises


def test_an_expression_whose_result_has_another_shape_is_told_by_the_part_that_is_due():
    text = """
    def rnn_cell_backward(da_next, cache):
        a_next, a_prev, xt, p = cache
        Waa = p["Waa"]
        dz = da_next * (1 - a_next**2)
        grads = {"dWax": dz @ xt.T, "dWaa": dz @ a_prev.T, "dba": dz.sum(axis=1, keepdims=True)}
        grads["dxt"] = Waa @ dz
        grads["da_prev"] = Waa.T @ dz
        return grads
    """
    (told, *_) = located("rnn_cell_backward", text)
    assert told.startswith("Line 6: `Waa @ dz` is where it goes wrong; what it is made of is right.")
