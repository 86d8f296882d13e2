"""What lesson 03 promises beyond the selftest: one mistake costs its points once, and a checker cannot be bluffed."""

import inspect
from collections.abc import Callable

import numpy as np
import pytest

from autograder.check import evaluate
from solutions import bptt, gradient_check
from solutions.losses import sequence_cross_entropy
from solutions.rnn import rnn_forward_masked

CELL = inspect.getsource(bptt.rnn_cell_backward)
CE = inspect.getsource(bptt.softmax_ce_backward)
MASKED = inspect.getsource(bptt.rnn_backward_masked)
NUMERICAL = inspect.getsource(gradient_check.numerical_gradient)
NAMES = {
    "Callable": Callable,
    "rnn_forward_masked": rnn_forward_masked,
    "sequence_cross_entropy": sequence_cross_entropy,
}

WRONG_CELLS = {
    "forgets the tanh": CELL.replace("(1 - a_next**2) * da_next", "da_next"),
    "does not transpose": CELL.replace('["Waa"].T', '["Waa"]'),
    "loses a key": CELL.replace('"dba": dz.sum(axis=1, keepdims=True),', ""),
    "writes into the cache": CELL.replace("dz = ", "a_next *= a_next\n    dz = ").replace(
        "1 - a_next**2", "1 - a_next"
    ),
    "raises": "def rnn_cell_backward(da_next, cache):\n    return da_next @ cache",
    "returns nothing": "def rnn_cell_backward(da_next, cache):\n    pass",
    "not written": "def rnn_cell_backward(da_next, cache):\n    raise NotImplementedError",
    "not there": "",
}


def verdict(name, *cells, seed=None):
    namespace = {"np": np, **NAMES}
    for cell in cells:
        exec(cell, namespace)
    return evaluate(name, namespace[name], seed=seed)


def statuses(found):
    return [outcome.status for outcome in found.outcomes]


@pytest.mark.parametrize("loop", ["rnn_backward", "rnn_backward_masked"])
@pytest.mark.parametrize("cell", WRONG_CELLS.values(), ids=WRONG_CELLS)
def test_a_wrong_cell_costs_the_loops_around_it_nothing(loop, cell):
    assert verdict(loop, cell, inspect.getsource(getattr(bptt, loop))).passed


@pytest.mark.parametrize("cell", WRONG_CELLS.values(), ids=WRONG_CELLS)
def test_a_wrong_loop_is_caught_around_a_wrong_cell(cell):
    dropped = inspect.getsource(bptt.rnn_backward).replace("da[t] + da_prev", "da[t]")
    assert verdict("rnn_backward", cell, dropped).outcomes[0].status == "fails"


WHOLE = inspect.getsource(bptt.rnn_loss_and_grads)
WRONG_PARTS = {
    "softmax": (CE.replace("dz / len(t)", "dz"), CELL, MASKED),
    "cell": (CE, WRONG_CELLS["forgets the tanh"], MASKED),
    "loop": (CE, CELL, MASKED.replace('np.where(mask[t], step["da_prev"], da_next)', 'step["da_prev"]')),
    "softmax and loop": (CE.replace("-= 1", "-= 2"), CELL, MASKED.replace("da[t] + da_prev", "da[t]")),
    "softmax and cell": (CE.replace("-= 1", "-= 2"), WRONG_CELLS["does not transpose"], MASKED),
    "nothing written": ("def softmax_ce_backward(y_pred, y, mask):\n    raise NotImplementedError", "", ""),
}


@pytest.mark.parametrize("parts", WRONG_PARTS.values(), ids=WRONG_PARTS)
def test_wrong_parts_cost_the_whole_nothing(parts):
    assert verdict("rnn_loss_and_grads", *parts, WHOLE).passed


@pytest.mark.parametrize("parts", WRONG_PARTS.values(), ids=WRONG_PARTS)
def test_a_wrong_whole_is_caught_around_wrong_parts(parts):
    goes_round = WHOLE.replace('parameters["Wya"].T @ dz', "0 * a")
    assert verdict("rnn_loss_and_grads", *parts, goes_round).outcomes[1].status == "fails"


WRONG_NUMERICAL = {
    "halves": NUMERICAL.replace("2 * eps", "4 * eps"),
    "returns nothing": "def numerical_gradient(f, theta, eps=1e-5):\n    pass",
    "not written": "def numerical_gradient(f, theta, eps=1e-5):\n    raise NotImplementedError",
}
CHECKER = inspect.getsource(gradient_check.my_grad_check)


@pytest.mark.parametrize("numerical", WRONG_NUMERICAL.values(), ids=WRONG_NUMERICAL)
def test_a_wrong_numerical_gradient_costs_the_checker_nothing(numerical):
    assert verdict("my_grad_check", numerical, CHECKER).passed


@pytest.mark.parametrize("numerical", [NUMERICAL, *WRONG_NUMERICAL.values()], ids=["right", *WRONG_NUMERICAL])
@pytest.mark.parametrize("bluff", ["True", "False", "bool(np.sum(gradient(theta)) > 0)"])
def test_a_bluff_earns_no_point_as_a_checker(bluff, numerical):
    answer = f"def my_grad_check(loss, gradient, theta):\n    return {bluff}"
    assert verdict("my_grad_check", numerical, answer).points == 0


def test_a_mistake_at_the_tanh_costs_its_own_points_alone():
    assert statuses(verdict("rnn_cell_backward", WRONG_CELLS["forgets the tanh"])) == ["fails", *["holds"] * 6]


def test_an_odd_shape_of_dba_costs_its_own_point_alone():
    flat = CELL.replace(", keepdims=True", "")
    assert statuses(verdict("rnn_cell_backward", flat)) == ["holds", "fails", *["holds"] * 5]


def test_gradients_that_are_never_divided_lose_the_size_alone():
    assert statuses(verdict("softmax_ce_backward", CE.replace("dz / len(t)", "dz"))) == [
        "holds",
        "fails",
        "holds",
        "holds",
    ]


@pytest.mark.parametrize("derivative", ["1 - a_next**2", "1 - np.tanh(z)**2", "1 / np.cosh(z)**2"])
def test_tanh_may_be_read_from_the_cache_or_computed_again(derivative):
    z = 'parameters["Waa"] @ a_prev + parameters["Wax"] @ xt + parameters["ba"]'
    cell = CELL.replace("dz = (1 - a_next**2)", f"z = {z}\n    dz = ({derivative})")
    assert verdict("rnn_cell_backward", cell).passed


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("rtol", [1e-6, 1e-5, 3e-4])
@pytest.mark.parametrize("atol", [3e-9, 1e-8, 1e-7])
def test_a_checker_with_any_sound_tolerance_passes(rtol, atol, seed):
    answer = CHECKER.replace("rtol=1e-5, atol=rounding", f"rtol={rtol}, atol={atol}")
    assert verdict("my_grad_check", NUMERICAL, answer, seed=seed).passed


def test_a_loop_that_keeps_dx_in_its_own_order_is_charged_once():
    appended = inspect.getsource(bptt.rnn_backward).replace("steps.insert(0, step)", "steps.append(step)")
    assert statuses(verdict("rnn_backward", CELL, appended)) == ["fails", *["holds"] * 4]
