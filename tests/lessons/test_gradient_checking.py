"""What lesson 04 promises beyond the selftest: one mistake costs its points once, and a checker cannot be bluffed."""

import inspect
import re
from pathlib import Path

import pytest
from gradient_answers import CE, CELL, MASKED, NUMERICAL, WRONG_CELLS, statuses, verdict

import data
from autograder.authoring.course import Course
from solutions import gradient_checking


@pytest.mark.parametrize("cell", WRONG_CELLS.values(), ids=WRONG_CELLS)
def test_a_wrong_cell_costs_the_loop_around_it_nothing(cell):
    assert verdict("rnn_backward_masked", cell, MASKED).passed


WHOLE = inspect.getsource(gradient_checking.rnn_loss_and_grads)
WRONG_PARTS = {
    "softmax": (CE.replace("dz_y / len(t)", "dz_y"), CELL, MASKED),
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
    goes_round = WHOLE.replace('parameters["Wya"].T @ dz_y', "0 * a")
    assert verdict("rnn_loss_and_grads", *parts, goes_round).outcomes[1].status == "fails"


ONE_SLIP = {
    "a0 is not used": (("(x, a0,", "(x, 0 * a0,"), 1),
    "padding counts in dz": (
        ("softmax_ce_backward(y_pred, y, mask)", "softmax_ce_backward(y_pred, y, mask | True)"),
        2,
    ),
    "padding counts in the loss": (
        ("sequence_cross_entropy(y_pred, y, mask)", "sequence_cross_entropy(y_pred, y, mask | True)"),
        2,
    ),
    "the last step alone": (("dz_y.sum(axis=(0, 2))", "dz_y[-1].sum(axis=1)"), 0),
    "the loop without a mask": (("caches, mask)", "caches, mask | True)"), 1),
}


@pytest.mark.parametrize(("slip", "check"), ONE_SLIP.values(), ids=ONE_SLIP)
def test_one_slip_in_the_whole_network_fails_one_check(slip, check):
    found = statuses(verdict("rnn_loss_and_grads", CE, CELL, MASKED, WHOLE.replace(*slip)))
    assert [status for i, status in enumerate(found) if i != check] == ["holds"] * 3
    assert found[check] == "fails"


@pytest.mark.parametrize(
    ("old", "new", "check"),
    [
        ('np.where(mask[t], step["da_prev"], da_next)', 'np.where(mask[t], step["da_prev"], 0)', 0),
        ("np.where(mask[t], da_next, 0)", "da_next", 1),
        ("da_next = da[t] + da_prev", "da[t] += da_prev\n        da_next = da[t]", 3),
    ],
    ids=["hands on zeros", "adds at masked steps", "writes into da"],
)
def test_one_slip_in_the_masked_loop_fails_one_check(old, new, check):
    found = statuses(verdict("rnn_backward_masked", CELL, MASKED.replace(old, new)))
    assert found == ["fails" if i == check else "holds" for i in range(4)]


WRONG_NUMERICAL = {
    "halves": NUMERICAL.replace("2 * eps", "4 * eps"),
    "returns nothing": "def numerical_gradient(f, theta, eps=1e-5):\n    pass",
    "not written": "def numerical_gradient(f, theta, eps=1e-5):\n    raise NotImplementedError",
}
CHECKER = inspect.getsource(gradient_checking.my_grad_check)


@pytest.mark.parametrize("numerical", WRONG_NUMERICAL.values(), ids=WRONG_NUMERICAL)
def test_a_wrong_numerical_gradient_costs_the_checker_nothing(numerical):
    assert verdict("my_grad_check", numerical, CHECKER).passed


@pytest.mark.parametrize("numerical", [NUMERICAL, *WRONG_NUMERICAL.values()], ids=["right", *WRONG_NUMERICAL])
@pytest.mark.parametrize("bluff", ["True", "False", "bool(np.sum(gradient(theta)) > 0)"])
def test_a_bluff_earns_no_point_as_a_checker(bluff, numerical):
    answer = f"def my_grad_check(loss, gradient, theta):\n    return {bluff}"
    assert verdict("my_grad_check", numerical, answer).points == 0


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("rtol", [1e-6, 1e-5, 3e-4])
@pytest.mark.parametrize("atol", [3e-9, 1e-8, 1e-7])
def test_a_checker_with_any_sound_tolerance_passes(rtol, atol, seed):
    answer = CHECKER.replace("rtol=1e-5, atol=rounding", f"rtol={rtol}, atol={atol}")
    assert verdict("my_grad_check", NUMERICAL, answer, seed=seed).passed


def test_what_the_lesson_says_of_other_starts_is_what_the_data_sheet_records():
    sheet = (Path(data.__file__).parent / "README.md").read_text(encoding="utf-8")
    (recorded,) = (line for line in sheet.splitlines() if line.startswith("| Other starts"))
    (told,) = (c.source for c in Course().lesson("04_gradient_checking").read().cells if "data/README.md" in c.source)
    losses = re.findall(r"0\.\d{4}", told)
    assert len(losses) == 6
    assert set(losses) <= set(re.findall(r"0\.\d{4}", recorded))
    assert ("20 of them" in recorded, "20 random starts" in told) == (True, True)
    assert ("0 to 197 right" in recorded, "0 to 197 sums are right" in " ".join(told.split())) == (True, True)
