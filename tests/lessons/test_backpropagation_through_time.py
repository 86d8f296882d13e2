"""What lesson 03 promises beyond the selftest: one mistake costs its points once, and its prose says what is so."""

import numpy as np
import pytest
from gradient_answers import CE, CELL, LOOP, NUMERICAL, WRONG_CELLS, statuses, verdict

import data
from solutions.backpropagation_through_time import rnn_backward, softmax_ce_backward
from solutions.sequence_data import one_hot
from solutions.simple_rnn import rnn_forward


@pytest.mark.parametrize("cell", WRONG_CELLS.values(), ids=WRONG_CELLS)
def test_a_wrong_cell_costs_the_loop_around_it_nothing(cell):
    assert verdict("rnn_backward", cell, LOOP).passed


@pytest.mark.parametrize("cell", WRONG_CELLS.values(), ids=WRONG_CELLS)
def test_a_wrong_loop_is_caught_around_a_wrong_cell(cell):
    dropped = LOOP.replace("da[t] + da_prev", "da[t]")
    assert verdict("rnn_backward", cell, dropped).outcomes[0].status == "fails"


def test_a_mistake_at_the_tanh_costs_its_own_points_alone():
    assert statuses(verdict("rnn_cell_backward", WRONG_CELLS["forgets the tanh"])) == ["fails", *["holds"] * 6]


def test_an_odd_shape_of_dba_costs_its_own_point_alone():
    flat = CELL.replace(", keepdims=True", "")
    assert statuses(verdict("rnn_cell_backward", flat)) == ["holds", "fails", *["holds"] * 5]


def test_gradients_that_are_never_divided_lose_the_size_alone():
    assert statuses(verdict("softmax_ce_backward", CE.replace("dz_y / len(t)", "dz_y"))) == [
        "holds",
        "fails",
        "holds",
        "holds",
    ]


@pytest.mark.parametrize("derivative", ["1 - a_next**2", "1 - np.tanh(z)**2", "1 / np.cosh(z)**2"])
def test_tanh_may_be_read_from_the_cache_or_computed_again(derivative):
    z = 'parameters["Waa"] @ a_prev + parameters["Wax"] @ xt + parameters["ba"]'
    cell = CELL.replace("dz_a = (1 - a_next**2)", f"z = {z}\n    dz_a = ({derivative})")
    assert verdict("rnn_cell_backward", cell).passed


def test_a_loop_that_keeps_dx_in_its_own_order_is_charged_once():
    appended = LOOP.replace("steps.insert(0, step)", "steps.append(step)")
    assert statuses(verdict("rnn_backward", CELL, appended)) == ["fails", *["holds"] * 4]


@pytest.mark.parametrize(
    ("old", "new", "check"),
    [("f(theta - nudge)", "f(theta)", 0), ("(2 * eps)", "eps", 0), ("= eps", "= eps / 2", 2)],
    ids=["asks above only", "divides by eps", "nudges by half"],
)
def test_one_slip_in_the_numerical_gradient_fails_as_few_checks_as_can_be(old, new, check):
    found = statuses(verdict("numerical_gradient", NUMERICAL.replace(old, new)))
    assert found[check] == "fails"
    assert found[1] == "holds"  # any shape


def test_a_slope_of_the_wrong_kind_costs_its_own_points_alone():
    wrong = CE.replace("-= 1", "= -1 / y_pred[t, y[t, i], i]").replace(
        "np.where(mask[:, np.newaxis, :], y_pred, 0)", "np.zeros_like(y_pred)"
    )
    assert statuses(verdict("softmax_ce_backward", wrong)) == ["fails", *["holds"] * 3]


def test_nan_at_masked_steps_costs_the_check_of_padding_alone():
    spoiled = CE.replace("np.where(mask[:, np.newaxis, :], y_pred, 0)", "y_pred * mask[:, None]")
    assert statuses(verdict("softmax_ce_backward", spoiled)) == ["holds", "holds", "fails", "holds"]


MODEL, SYMBOLS = data.load_name_model()
DOT = SYMBOLS.numbers["."]


def read(name):
    """Let the name model read a name from the start symbol on."""
    x = one_hot(np.array([[DOT, *SYMBOLS.encode(name)]]).T, len(SYMBOLS))
    _, y_pred, caches = rnn_forward(x, np.zeros((len(MODEL["ba"]), 1)), MODEL)
    return y_pred, caches


def painted(name):
    """How much the end of a name depends on each letter, as lesson 03 paints it."""
    y_pred, caches = read(name)
    y = np.array([[*SYMBOLS.encode(name), DOT]]).T
    at_the_end = np.arange(len(y))[:, None] == len(name)
    dz_y = softmax_ce_backward(y_pred, y, at_the_end)
    return np.linalg.norm(rnn_backward(MODEL["Wya"].T @ dz_y, caches)["dx"], axis=(1, 2))[1:]


def test_the_gradient_at_the_end_of_hildebrand_is_large_for_rand_and_small_for_hilde():
    amounts = painted("hildebrand")
    assert amounts[-4:].min() > 3 * amounts[:5].max()
    assert amounts[6] == amounts.max()  # r has a larger gradient than any letter after it
    assert round(amounts[-1] / amounts[0]) == 37


def test_without_the_slope_of_tanh_the_gradient_on_hildebrand_grows_and_points_slightly_uphill():
    y_pred, caches = read("hildebrand")
    y = np.array([[*SYMBOLS.encode("hildebrand"), DOT]]).T
    da_from_y = MODEL["Wya"].T @ softmax_ce_backward(y_pred, y, np.ones(y.shape, dtype=bool))
    flat = [(0 * a, *rest) for a, *rest in caches]  # 1 - a**2 is 1
    right, wrong = (
        np.concatenate([grads[name].ravel() for name in ("dWax", "dWaa", "dba")])
        for grads in (rnn_backward(da_from_y, caches), rnn_backward(da_from_y, flat))
    )
    length = np.linalg.norm(wrong) / np.linalg.norm(right)
    assert length > 10
    assert 90 < np.degrees(np.arccos(wrong @ right / np.linalg.norm(right) ** 2 / length)) < 95


@pytest.mark.parametrize(("name", "letter"), [("griswold", "w"), ("schneider", "h")])
def test_the_end_of_these_names_reacts_most_to_an_early_letter(name, letter):
    assert name[np.argmax(painted(name))] == letter


def test_a_vowel_for_a_vowel_hardly_moves_the_end_and_a_consonant_does():
    end = {name: read(name)[0][-1, DOT, 0] for name in ("hildebrand", "wildebrand", "hildebrond", "hildebrsnd")}
    right = end.pop("hildebrand")
    assert {name: abs(p - right) > 0.1 for name, p in end.items()} == {
        "wildebrand": False,
        "hildebrond": False,
        "hildebrsnd": True,
    }
