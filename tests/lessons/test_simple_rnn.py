"""What lesson 02 promises beyond the selftest: one mistake costs its points once, and messages that do not mislead."""

import inspect
import re

import numpy as np
import pytest

import data
from autograder.check import evaluate
from solutions import simple_rnn as rnn
from solutions.activations import sigmoid, softmax
from solutions.losses import sequence_cross_entropy
from solutions.name_sampler import draw_symbols
from solutions.sequence_data import one_hot, pad_batch

CELL = inspect.getsource(rnn.rnn_cell_forward)
LOOPS = ("rnn_forward", "rnn_forward_masked")
WRONG_CELLS = {
    "another function": CELL.replace("np.tanh(", "sigmoid("),
    "softmax along the batch": CELL.replace("+ by)", "+ by, axis=1)"),
    "examples in rows": CELL.replace("return a_next,", "return a_next.T,"),
    "two results": CELL.replace(", (a_next, a_prev, xt, parameters)", ""),
    "writes into a_prev": CELL.replace("a_next = ", "a_prev[:] = ").replace("a_next", "a_prev"),
    "raises": "def rnn_cell_forward(xt, a_prev, parameters):\n    return xt @ a_prev",
    "returns nothing": "def rnn_cell_forward(xt, a_prev, parameters):\n    pass",
    "not written": "def rnn_cell_forward(xt, a_prev, parameters):\n    raise NotImplementedError",
    "not there": "",
}
INLINE = """
def rnn_forward(x, a0, parameters):
    p, a = parameters, a0
    steps = []
    for xt in x:
        a = SQUASH(p["Waa"] @ a + p["Wax"] @ xt + p["ba"])
        steps.append(a)
    a = np.stack(steps)
    return a, softmax(p["Wya"] @ a + p["by"], axis=1), None
"""


def notebook(*cells):
    namespace = {"np": np, "softmax": softmax, "sigmoid": sigmoid}
    for cell in cells:
        exec(cell, namespace)
    return namespace


def verdict(name, *cells, seed=None):
    return evaluate(name, notebook(*cells)[name], seed=seed)


@pytest.mark.parametrize("name", LOOPS)
@pytest.mark.parametrize("cell", WRONG_CELLS.values(), ids=WRONG_CELLS)
def test_a_wrong_cell_costs_the_loop_around_it_nothing(name, cell):
    assert verdict(name, cell, inspect.getsource(getattr(rnn, name))).passed


@pytest.mark.parametrize("cell", WRONG_CELLS.values(), ids=WRONG_CELLS)
def test_a_wrong_loop_is_caught_around_a_wrong_cell(cell):
    never_carries = (
        inspect.getsource(rnn.rnn_forward).replace("a_prev, yt_pred, cache =", "a_next, yt_pred, cache =")
    ).replace("a.append(a_prev)", "a.append(a_next)")
    assert verdict("rnn_forward", cell, never_carries).outcomes[0].status == "fails"


@pytest.mark.parametrize("cell", [CELL, *WRONG_CELLS.values()], ids=["right", *WRONG_CELLS])
def test_a_loop_written_without_the_cell_passes_whatever_the_cell_is(cell):
    assert verdict("rnn_forward", cell, INLINE.replace("SQUASH", "np.tanh")).passed


def test_a_wrong_equation_written_into_the_loop_is_a_mistake_of_the_loop_too():
    inline = INLINE.replace("SQUASH", "sigmoid")
    for cell in (WRONG_CELLS["another function"], CELL):
        assert verdict("rnn_forward", cell, inline).outcomes[0].status == "fails"


def test_a_loop_may_read_the_cache_of_its_own_right_cell():
    cell = CELL.replace("(a_next, a_prev, xt, parameters)", "{'a': a_next}")
    loop = inspect.getsource(rnn.rnn_forward).replace(
        "a.append(a_prev)", "a_prev = cache['a']\n        a.append(a_prev)"
    )
    assert verdict("rnn_forward", cell, loop).passed


@pytest.mark.parametrize(("pair", "points"), [(("Waa, Wax", "a_prev, xt"), 2), (("Wax, Waa", "xt, a_prev"), 2)])
def test_weights_stacked_the_other_way_round_are_charged_once(pair, points):
    stack, column = pair
    cells = (
        f"def stack_weights(Waa, Wax):\n    return np.hstack([{stack}])",
        f"def cell_stacked(xt, a_prev, Wa, ba):\n    return np.tanh(Wa @ np.vstack([{column}]) + ba)",
    )
    assert verdict("cell_stacked", *cells).points == points


def test_a_wrong_activation_does_not_cost_the_prediction():
    statuses = [outcome.status for outcome in verdict("rnn_cell_forward", WRONG_CELLS["another function"]).outcomes]
    assert statuses == ["fails", "holds", "holds"]


def test_a_product_that_does_not_fit_is_told_in_rows_and_columns():
    swapped = CELL.replace("Waa @ a_prev", "Wax @ a_prev")
    message = verdict("rnn_cell_forward", swapped).outcomes[0].message
    assert re.search(r"A has \d columns, B \d rows", message)
    assert "gufunc" not in message


LOSS = "def sequence_cross_entropy(y_pred, y, mask):\n    t, i = np.nonzero(mask)\n    p = y_pred[t, y[t, i], i]\n    "


def test_a_mistake_that_passes_a_check_is_not_named_there():
    float32 = LOSS + "return np.float32(-np.log(np.maximum(p, 1e-12)).mean())"
    assert not any(outcome.misconception for outcome in verdict("sequence_cross_entropy", float32).outcomes)


def test_one_wrong_number_is_not_called_a_multiple_of_the_right_one():
    entropy = LOSS + "return float(-(p * np.log(np.maximum(p, 1e-12))).mean())"
    causes = [outcome.cause for outcome in verdict("sequence_cross_entropy", entropy).outcomes]
    assert not any(re.search(r"times|Every entry", cause) for cause in causes)


def test_a_loss_that_is_an_array_is_told_to_be_one_number():
    outcome = verdict("sequence_cross_entropy", LOSS + "return -np.log(p)").outcomes[0]
    assert re.search(r"should be one number; yours is an array of shape \(\d+,\)", outcome.message)


COSTS = {
    "to base 2": "-np.log2(np.maximum(p, 1e-12))",
    "without the sign": "np.log(np.maximum(p, 1e-12))",
    "divided by the number of classes": "-np.log(np.maximum(p, 1e-12)) / y_pred.shape[1]",
}


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("cost", COSTS.values(), ids=COSTS)
def test_a_wrong_cost_of_a_step_is_charged_once(cost, seed):
    outcomes = verdict("sequence_cross_entropy", f"{LOSS}return float(({cost}).mean())", seed=seed).outcomes
    assert [outcome.status for outcome in outcomes] == ["fails", "holds", "holds", "holds", "holds"]


@pytest.mark.parametrize("cost", ["0.0", "y_pred.mean()", "1.0 / y_pred.shape[1]"])
def test_a_loss_that_looks_at_no_label_earns_nothing(cost):
    assert verdict("sequence_cross_entropy", f"{LOSS}return float({cost})").points == 0


def test_a_loop_that_never_moves_earns_nothing():
    still = inspect.getsource(rnn.rnn_forward_masked).replace("np.where(valid, a_next, a_prev)", "a_prev")
    assert verdict("rnn_forward_masked", CELL, still).points == 0


SIZES_OF_THE_NOTEBOOK = {
    "rnn_cell_forward": CELL.replace("### BEGIN SOLUTION", "xt = xt.reshape(3, 4)"),
    "stack_weights": "def stack_weights(Waa, Wax):\n    return np.hstack([Waa, Wax]).reshape(5, 8)",
    "cell_stacked": "def cell_stacked(xt, a_prev, Wa, ba):\n"
    "    return np.tanh(Wa[:, :5] @ a_prev[:5] + Wa[:, 5:] @ xt + ba)",
    "rnn_forward": inspect.getsource(rnn.rnn_forward).replace("for xt in x:", "for xt in x[range(6)]:"),
    "rnn_forward_masked": inspect.getsource(rnn.rnn_forward_masked).replace(
        "np.stack(a)", "np.stack(a)[:, :, [0, 1, 2, 3]]"
    ),
    "sequence_cross_entropy": LOSS.replace("np.nonzero(mask)", "np.nonzero(mask[:6, :4])")
    + "return float(-np.log(np.maximum(p, 1e-12)).mean())",
}


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("name", SIZES_OF_THE_NOTEBOOK)
def test_sizes_that_are_read_from_the_notebook_fail(name, seed):
    earlier = [inspect.getsource(rnn.stack_weights), CELL]
    outcomes = verdict(name, *earlier, SIZES_OF_THE_NOTEBOOK[name], seed=seed).outcomes
    assert "fails" in [outcome.status for outcome in outcomes]


@pytest.mark.parametrize("seed", range(5))
def test_more_precision_than_asked_for_passes(seed):
    wide = CELL.replace("+ ba)", "+ ba.astype(np.longdouble))")
    assert verdict("rnn_cell_forward", wide, seed=seed).passed


def test_a_mistake_is_named_although_another_part_is_wrong_as_well():
    both = CELL.replace("Waa @ a_prev", "Waa.T @ a_prev").replace("+ by)", ")")
    activation, prediction, _ = verdict("rnn_cell_forward", both).outcomes
    assert activation.misconception == "transposes_the_recurrence"
    assert prediction.status == "fails"
    right_activation = CELL.replace("+ by)", ")")
    assert verdict("rnn_cell_forward", right_activation).outcomes[1].misconception == "forgets_the_output_bias"


def test_a_unit_that_takes_itself_back_doubled_remembers():
    a = 0.0
    for digit in [0, 1] + 40 * [0]:
        a = np.tanh(2 * a + digit)
    assert a == pytest.approx(np.tanh(2 * a))
    assert round(a, 2) == 0.96


def test_what_is_said_of_the_faded_difference_is_so():
    rng = np.random.default_rng(2)
    orthogonal = np.linalg.qr(rng.standard_normal((32, 32)))[0]
    parameters = {
        "Wax": 0.3 * rng.standard_normal((32, 3)),
        "Wya": rng.standard_normal((2, 32)),
        "ba": np.zeros((32, 1)),
        "by": np.zeros((2, 1)),
    }
    x = rng.standard_normal((40, 3, 1))
    changed = x.copy()
    changed[10] += 0.5
    left = {}
    for factor in (0.5, 0.9, 1.5):
        own = {**parameters, "Waa": factor * orthogonal}
        one, other = (rnn.rnn_forward(each, np.zeros((32, 1)), own)[0] for each in (x, changed))
        apart = np.linalg.norm(one - other, axis=(1, 2))
        left[factor] = apart[-1] / apart[10]
    assert 1e-12 < left[0.5] < 1e-10
    assert left[0.9] < 1e-4
    assert 0.25 < left[1.5] < 0.36


@pytest.mark.parametrize(("lesson", "seed"), [("lesson 02", 14), ("lesson 07", 7)])
def test_the_names_of_the_openings_are_those_that_the_network_invents(lesson, seed):
    recorded, model = data.load_recorded("invented_names")["results"], data.load_name_model()[0]
    rng = np.random.default_rng(seed)
    drawn = [list(draw_symbols(model, rng=rng)) for _ in recorded[lesson]]
    assert [[number for number, _ in name] for name in drawn] == recorded[lesson]
    if lesson == "lesson 02":
        assert np.allclose([column for _, column in drawn[0]], recorded["chances"], atol=1e-6)


def test_a_name_is_drawn_from_what_the_network_predicts_after_the_letters_before():
    model, symbols = data.load_name_model()
    numbers, columns = zip(*draw_symbols(model, rng=np.random.default_rng(14)), strict=True)
    assert numbers[-1] == symbols.numbers["."]
    assert symbols.numbers["."] not in numbers[:-1]
    x = np.eye(len(symbols))[[symbols.numbers["."], *numbers[:-1]]][:, :, np.newaxis]
    _, y_pred, _ = rnn.rnn_forward(x, np.zeros((len(model["ba"]), 1)), model)
    assert np.allclose(columns, y_pred[:, :, 0], rtol=1e-12)


def test_a_name_that_never_ends_is_cut():
    model, symbols = data.load_name_model()
    endless = {**model, "by": model["by"] - 1e3 * np.eye(len(symbols))[:, :1]}
    assert len(list(draw_symbols(endless, rng=np.random.default_rng(0)))) == 30


def test_the_numbers_of_the_text_are_those_of_the_model():
    model, symbols = data.load_name_model()
    assert len(data.name_splits(rng=np.random.default_rng(1990)).train) == 71_039
    assert sum(value.size for value in model.values()) == 7_643
    assert len(symbols) ** 4 == 531_441


def test_what_is_said_of_the_forgetful_loop_is_so():
    model, symbols = data.load_name_model()
    ids = [symbols.numbers["."], *symbols.encode("schneider")]
    x = np.eye(len(symbols))[ids][:, :, np.newaxis]
    _, kept, _ = rnn.rnn_forward(x, np.zeros((len(model["ba"]), 1)), model)
    lost = [rnn.rnn_cell_forward(xt, np.zeros((len(model["ba"]), 1)), model)[1] for xt in x]
    e, at = symbols.numbers["e"], (4, 7)  # the steps that predict an e
    assert [round(float(kept[t][e, 0]), 2) for t in at] == [0.35, 0.48]
    assert [round(float(lost[t][e, 0]), 2) for t in at] == [0.46, 0.50]
    training = "".join(f"{name}." for name in data.name_splits(rng=np.random.default_rng(1990)).train)
    assert round(training.count("ne") / training.count("n"), 2) == 0.12


def test_the_perplexities_of_the_text_are_those_of_the_unseen_names():
    model, symbols = data.load_name_model()
    names = data.name_splits(rng=np.random.default_rng(1990))
    rows = {"in": [[0, *symbols.encode(name)] for name in names.test[:2000]]}
    rows["out"] = [[*row[1:], 0] for row in rows["in"]]
    ids, mask, _ = pad_batch(rows["in"], pad_id=-1)
    labels, _, _ = pad_batch(rows["out"], pad_id=-1)
    start = np.zeros((len(model["ba"]), len(names.test[:2000])))
    _, y_pred, _ = rnn.rnn_forward_masked(one_hot(ids, len(symbols)), start, model, mask)
    assert round(np.exp(sequence_cross_entropy(y_pred, labels, mask)), 1) == 8.8
    pairs = np.full((len(symbols), len(symbols)), 0.1)
    for name in names.train:
        known = [0, *symbols.encode(name), 0]
        np.add.at(pairs, (known[:-1], known[1:]), 1)
    chances = (pairs / pairs.sum(axis=1, keepdims=True))[ids[mask], labels[mask]]
    assert round(np.exp(-np.log(chances).mean()), 1) == 13.2
