"""What lesson 09 promises beyond the selftest: one mistake costs its points once, and a missing way is named."""

import inspect

import numpy as np
import pytest

from autograder.check import evaluate
from solutions import gru
from solutions.activations import sigmoid, softmax
from solutions.gru_backward import gru_backward

SIMPLIFIED, CELL, LOOP, BACK = (
    inspect.getsource(function)
    for function in (gru.gru_simplified_cell, gru.gru_cell_forward, gru.gru_forward, gru.gru_cell_backward)
)
PYTORCH = CELL.replace(
    'p["Wc"] @ np.concatenate([Gr * c_prev, xt])',
    'Gr * (p["Wc"][:, : len(c_prev)] @ c_prev) + p["Wc"][:, len(c_prev) :] @ xt',
)
WRONG_CELLS = {
    "PyTorch's reset": PYTORCH,
    "gates exchanged": CELL.replace('"Wu"', '"?"').replace('"Wr"', '"Wu"').replace('"?"', '"Wr"'),
    "examples in rows": CELL.replace("return c_next,", "return c_next.T,"),
    "writes into c_prev": CELL.replace("c_next = Gu", "c_prev[:] = Gu").replace("c_next", "c_prev"),
    "raises": "def gru_cell_forward(xt, c_prev, parameters):\n    return xt @ c_prev",
    "not written": "def gru_cell_forward(xt, c_prev, parameters):\n    raise NotImplementedError",
    "not there": "",
}


def verdict(name, *cells, seed=None):
    namespace = {"np": np, "sigmoid": sigmoid, "softmax": softmax}
    for cell in cells:
        exec(cell, namespace)
    return evaluate(name, namespace[name], seed=seed)


def failing(judged):
    return [outcome.check for outcome in judged.outcomes if outcome.status != "holds"]


@pytest.mark.parametrize("cell", WRONG_CELLS.values(), ids=WRONG_CELLS)
def test_a_wrong_cell_costs_the_loop_around_it_nothing(cell):
    assert verdict("gru_forward", cell, LOOP).passed


@pytest.mark.parametrize("cell", WRONG_CELLS.values(), ids=WRONG_CELLS)
def test_a_wrong_loop_is_caught_around_a_wrong_cell(cell):
    ignores_the_mask = LOOP.replace("np.where(valid, c_next, c_prev)", "c_next")
    assert failing(verdict("gru_forward", cell, ignores_the_mask)) == ["masked_steps_leave_the_memory_as_it_was"]


ONE_MISTAKE = [
    ("gru_simplified_cell", 4, SIMPLIFIED.replace("sigmoid(", "np.tanh(")),
    ("gru_simplified_cell", 4, SIMPLIFIED.replace("[c_prev, xt]", "[xt, c_prev]")),
    ("gru_simplified_cell", 3, SIMPLIFIED.replace("Gu * c_tilde + (1 - Gu)", "(1 - Gu) * c_tilde + Gu")),
    ("gru_cell_forward", 6, PYTORCH),
    ("gru_cell_forward", 6, CELL.replace("Gr * c_prev", "c_prev")),
    (
        "gru_cell_forward",
        6,
        CELL.replace("[c_prev, xt]", "[xt, c_prev]").replace("[Gr * c_prev, xt]", "[xt, Gr * c_prev]"),
    ),
    ("gru_cell_forward", 7, WRONG_CELLS["gates exchanged"]),
    ("gru_cell_forward", 7, CELL.replace("sigmoid(", "np.tanh(")),
    ("gru_cell_forward", 7, CELL.replace("sigmoid(", "(")),
    ("gru_cell_forward", 7, CELL.replace("Gu * c_tilde + (1 - Gu)", "(1 - Gu) * c_tilde + Gu")),
    ("gru_forward", 4, CELL + LOOP.replace("c_prev = c0", "c_prev = 0 * c0")),
    (
        "gru_forward",
        4,
        CELL + LOOP.replace("c_prev = np.where", "kept = np.where").replace("append(c_prev)", "append(kept)"),
    ),
    ("gru_forward", 5, CELL + LOOP.replace("np.where(valid,", "np.where(valid.any(),")),
    (
        "gru_cell_forward",
        7,
        CELL.replace("yt_pred, (c_next, c_prev, c_tilde, Gu, Gr", "yt_pred, (c_next, c_prev, c_tilde, Gr, Gu"),
    ),
    ("gru_forward", 5, CELL + LOOP.replace("caches.append(cache)", "caches.insert(0, cache)")),
    ("gru_forward", 5, CELL + LOOP.replace("caches.append(cache)", "pass")),
    ("gru_cell_backward", 7, BACK.replace("(c_tilde - c_prev)", "c_tilde")),
    ("gru_cell_backward", 7, BACK.replace("c_tilde**2", "cache[0] ** 2")),
    ("gru_cell_backward", 7, BACK.replace("dc_next * (c_tilde", "(c_tilde")),
    ("gru_cell_backward", 7, BACK.replace("(1 - Gu) * dc_next", "(1 - Gu) * c_prev")),
    ("gru_cell_backward", 7, BACK.replace("from_candidate[:n_a] * c_prev", "dz_c * c_prev")),
    (
        "gru_cell_backward",
        7,
        BACK.replace("* Gu * (1 - Gu)", "* (1 - Gu**2)").replace("* Gr * (1 - Gr)", "* (1 - Gr**2)"),
    ),
    ("gru_cell_backward", 7, BACK.replace("* Gu * (1 - c", "* (1 - c")),
    ("gru_cell_backward", 7, BACK.replace("np.concatenate([Gr * c_prev, xt]).T", "joined.T")),
]


@pytest.mark.parametrize(("name", "points", "source"), ONE_MISTAKE)
def test_one_mistake_costs_the_points_of_one_check(name, points, source):
    judged = verdict(name, source)
    assert (judged.points, len(failing(judged))) == (points, 1)


@pytest.mark.parametrize("cell", WRONG_CELLS.values(), ids=WRONG_CELLS)
def test_caches_in_another_order_are_caught_around_a_wrong_cell(cell):
    reversed_caches = LOOP.replace("caches.append(cache)", "caches.insert(0, cache)")
    assert failing(verdict("gru_forward", cell, reversed_caches)) == ["the_caches_are_those_of_the_cell"]


@pytest.mark.parametrize(
    "body", ["raise NotImplementedError", "name = 1\n    raise NotImplementedError()"], ids=["alone", "below a line"]
)
def test_a_cell_that_is_not_written_is_named_beside_a_loop_that_holds_without_it(body):
    judged = verdict("gru_forward", f"def gru_cell_forward(xt, c_prev, parameters):\n    {body}\n", LOOP)
    assert judged.passed
    told = "\n".join(outcome.message for outcome in judged.outcomes)
    assert "gru_cell_forward is not written yet, and gru_forward calls it." in told
    assert "gru_forward is not" not in told


WAYS = {
    "past_the_gates": ("(1 - Gu) * dc_next + ", ""),
    "through_the_candidate": (" + Gr * from_candidate[:n_a]", ""),
    "through_the_update_gate": ("+ from_gates[:n_a]", '+ (p["Wr"].T @ dz_r)[:n_a]'),
    "through_the_reset_gate": ("+ from_gates[:n_a]", '+ (p["Wu"].T @ dz_u)[:n_a]'),
}


@pytest.mark.parametrize("slope", ["* Gu * (1 - Gu)", "* (1 - Gu**2)"], ids=["right slope", "wrong slope"])
@pytest.mark.parametrize("way", WAYS)
def test_a_missing_way_to_the_old_memory_is_named_even_beside_another_mistake(way, slope):
    old, new = WAYS[way]
    source = BACK.replace(old, new).replace("* Gu * (1 - Gu)", slope)
    found = failing(verdict("gru_cell_backward", source))
    assert [check for check in found if check.startswith("the_gradient_goes")] == [f"the_gradient_goes_{way}"]


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("name", ["gru_simplified_cell", "gru_cell_forward", "gru_cell_backward"])
def test_a_right_answer_is_accepted_whatever_the_draw(name, seed):
    assert evaluate(name, getattr(gru, name), seed=seed).passed


def test_a_memory_halves_in_the_steps_that_its_bias_was_made_for():
    for steps in (1, 2.5, 40):
        p = {"Wu": np.zeros((1, 2)), "bu": np.array([[gru.update_bias_for_half_life(steps)]])}
        p |= {"Wc": np.zeros((1, 2)), "bc": np.zeros((1, 1))}
        c = [np.ones((1, 1))]
        for _ in range(80):
            c.append(gru.gru_simplified_cell(np.zeros((1, 1)), c[-1], p))
        left = np.array(c)[:, 0, 0]
        np.testing.assert_allclose(left, 0.5 ** (np.arange(81) / steps), rtol=1e-9)


def test_the_loop_back_takes_the_learners_own_step_and_leaves_its_arguments_alone():
    rng, used = np.random.default_rng(0), []

    def cell_backward(dc_next, cache):
        used.append(cache)
        return gru.gru_cell_backward(dc_next, cache)

    shapes = {f"W{g}": (3, 5) for g in "urc"} | {f"b{g}": (3, 1) for g in "urc"} | {"Wy": (4, 3), "by": (4, 1)}
    p = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    mask = rng.random((6, 2)) < 0.6
    _, _, caches = gru.gru_forward(rng.normal(size=(6, 2, 2)), rng.normal(size=(3, 2)), p, mask)
    da = rng.normal(size=(6, 3, 2))
    before = da.copy()
    gru_backward(da, caches, mask, cell_backward)
    assert [cache[0] is mine[0] for cache, mine in zip(used, caches[::-1], strict=True)] == [True] * 6
    np.testing.assert_array_equal(da, before)
