"""What lesson 03 promises beyond the selftest: one mistake costs its points once."""

import pytest
from gradient_answers import CE, CELL, LOOP, NUMERICAL, WRONG_CELLS, statuses, verdict


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
