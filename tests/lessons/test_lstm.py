"""What lesson 10 promises beyond the selftest: answers from outside, and the points that they earn."""

import inspect

import numpy as np
import pytest

from autograder.check import evaluate
from autograder.errors import Mismatch
from autograder.exercises import find
from autograder.exercises.lstm import weights
from solutions import lstm
from solutions.activations import sigmoid, softmax
from solutions.alternatives import lstm_variants

CELL, LOOP, STEP_BACK, LOOP_BACK, INIT = (
    inspect.getsource(getattr(lstm, name))
    for name in ("lstm_cell_forward", "lstm_forward", "lstm_cell_backward", "lstm_backward", "init_lstm")
)
ALL_IN_ONE = inspect.getsource(lstm_variants.with_one_product_a_gate_at_the_end)
WRONG_CELL = CELL.replace("Gf * c_prev + Gi", "Gi * c_prev + Gf")
WRONG_STEP_BACK = STEP_BACK.replace("dc = dc_next + ", "dc = ")
SHOWN, DC = "Go * np.tanh(c_next)", "dc_next + da_next * Go * (1 - np.tanh(c_next) ** 2)"


def changed(source, *swaps):
    for old, new in swaps:
        assert old in source
        source = source.replace(old, new)
    return source


CACHED = "(a_next, c_next, a_prev, c_prev, Gf, Gi, c_tilde, Go, xt, parameters)\n    ###"
BACKWARDS = changed(LOOP, ("caches.append(cache)", "caches.insert(0, cache)"))
OVERWRITTEN = changed(
    LOOP,
    ("a_prev, c_prev = a0, c0", "a_prev, c_prev = a0.copy(), c0.copy()"),
    ("a_prev, c_prev = np.where", "a_prev[...], c_prev[...] = np.where"),
    ("a.append(a_prev)", "a.append(a_prev.copy())"),
    ("c.append(c_prev)", "c.append(c_prev.copy())"),
)


# One mistake costs the points of one check, however much follows from it: (exercise, points, source).
ANSWERS = {
    "f and i exchanged": ("lstm_cell_forward", 6, WRONG_CELL),
    "gates of tanh": ("lstm_cell_forward", 6, changed(CELL, ("sigmoid(", "np.tanh("))),
    "z the other way round": ("lstm_cell_forward", 6, changed(CELL, ("[a_prev, xt]", "[xt, a_prev]"))),
    "no tanh of the memory": ("lstm_cell_forward", 6, changed(CELL, (SHOWN, "Go * c_next"))),
    "prediction from the memory": ("lstm_cell_forward", 7, changed(CELL, ('p["Wy"] @ a_next', 'p["Wy"] @ c_next'))),
    "a memory that is clipped": (
        "lstm_cell_forward",
        7,
        changed(CELL, ("c_tilde\n", "c_tilde\n    c_next = c_next.clip(-9, 9)\n")),
    ),
    "f and i exchanged, no tanh of the memory": ("lstm_cell_forward", 4, changed(WRONG_CELL, (SHOWN, "Go * c_next"))),
    "a right loop around a wrong cell": ("lstm_forward", 6, WRONG_CELL + LOOP),
    "a right loop around a cell that raises": ("lstm_forward", 6, CELL.replace("p, joined =", "p, joined, x =") + LOOP),
    "a memory that starts from a0": (
        "lstm_forward",
        4,
        changed(LOOP, ("a_prev, c_prev = a0, c0", "a_prev, c_prev = a0, a0")),
    ),
    "the memory goes on at masked steps": (
        "lstm_forward",
        4,
        changed(LOOP, ("np.where(valid, c_next, c_prev)", "c_next")),
    ),
    "the same around a wrong cell": (
        "lstm_forward",
        4,
        WRONG_CELL + changed(LOOP, ("np.where(valid, c_next, c_prev)", "c_next")),
    ),
    "i before f in the cache": ("lstm_cell_forward", 7, changed(CELL, (CACHED, CACHED.replace("Gf, Gi", "Gi, Gf")))),
    "no cache": ("lstm_cell_forward", 7, changed(CELL, (CACHED, "None\n    ###"))),
    "i before f in the cache of a wrong cell": (
        "lstm_cell_forward",
        6,
        changed(WRONG_CELL, (CACHED, CACHED.replace("Gf, Gi", "Gi, Gf"))),
    ),
    "a right loop around a cell without a cache": ("lstm_forward", 6, changed(CELL, (CACHED, "None\n    ###")) + LOOP),
    "caches in reverse order": ("lstm_forward", 5, BACKWARDS),
    "the same caches around a wrong cell": ("lstm_forward", 5, WRONG_CELL + BACKWARDS),
    "caches in reverse order, a memory that starts from a0": (
        "lstm_forward",
        4,
        changed(BACKWARDS, ("a_prev, c_prev = a0, c0", "a_prev, c_prev = a0, a0")),
    ),
    "states that are written into": ("lstm_forward", 5, OVERWRITTEN),
    "the same around a wrong cell, with caches": ("lstm_forward", 5, WRONG_CELL + OVERWRITTEN),
    "dc_next dropped": ("lstm_cell_backward", 6, WRONG_STEP_BACK),
    "no slope of tanh on the way to the memory": (
        "lstm_cell_backward",
        6,
        changed(STEP_BACK, (DC, "dc_next + da_next * Go")),
    ),
    "gates without slopes": (
        "lstm_cell_backward",
        6,
        changed(STEP_BACK, (" * Gf * (1 - Gf)", ""), (" * Gi * (1 - Gi)", ""), (" * Go * (1 - Go)", "")),
    ),
    "first rows for dxt": (
        "lstm_cell_backward",
        7,
        changed(STEP_BACK, ('"dxt": back[n_a:]', '"dxt": back[: len(xt)]')),
    ),
    "weights of [xt; a_prev]": (
        "lstm_cell_backward",
        7,
        changed(STEP_BACK, ("dz_gate @ joined.T", "dz_gate @ np.concatenate([xt, a_prev]).T")),
    ),
    "dc_next dropped and first rows for dxt": (
        "lstm_cell_backward",
        5,
        changed(WRONG_STEP_BACK, ('"dxt": back[n_a:]', '"dxt": back[: len(xt)]')),
    ),
    "a right way back around a wrong step": ("lstm_backward", 6, WRONG_STEP_BACK + LOOP_BACK),
    "no dc_next at any step": (
        "lstm_backward",
        4,
        changed(LOOP_BACK, ("np.where(valid, dc_prev, 0), caches", "0 * dc_prev, caches")),
    ),
    "dc0 of zeros": ("lstm_backward", 5, changed(LOOP_BACK, ('"dc0": dc_prev', '"dc0": 0 * dc_prev'))),
    "dc0 of zeros around a wrong step": (
        "lstm_backward",
        5,
        WRONG_STEP_BACK + changed(LOOP_BACK, ('"dc0": dc_prev', '"dc0": 0 * dc_prev')),
    ),
    "the memory's gradient stops at masked steps": (
        "lstm_backward",
        5,
        changed(LOOP_BACK, ('np.where(valid, step["dc_prev"], dc_prev)', 'step["dc_prev"]')),
    ),
    "a mask that is taken for lengths, in a loop that calls nothing": (
        "lstm_backward",
        5,
        changed(
            ALL_IN_ONE,
            ("with_one_product_a_gate_at_the_end", "lstm_backward"),
            ("    p, n_a =", "    mask = np.arange(len(da))[:, None] < mask.sum(axis=0)\n    p, n_a ="),
        ),
    ),
    "a seed of its own": (
        "init_lstm",
        3,
        changed(INIT, ("scale = 1", "rng = np.random.default_rng(3)\n    scale = 1")),
    ),
    "one W for all gates": (
        "init_lstm",
        3,
        changed(INIT, ('"fico"}', '"fico"}\n    parameters = dict.fromkeys(parameters, parameters["Wf"])')),
    ),
    "one array of zeros": (
        "init_lstm",
        3,
        changed(
            INIT, ("np.zeros((n_a, 1)) for", "zeros for"), ("scale = 1", "zeros = np.zeros((n_a, 1))\n    scale = 1")
        ),
    ),
}


def verdict(name, source, seed=None):
    namespace = {"np": np, "sigmoid": sigmoid, "softmax": softmax}
    exec(CELL + LOOP + STEP_BACK + LOOP_BACK + source, namespace)
    return evaluate(name, namespace[name], seed=seed)


@pytest.mark.parametrize(("name", "points", "source"), ANSWERS.values(), ids=ANSWERS)
def test_an_answer_earns_its_points(name, points, source):
    assert verdict(name, source).points == points


def test_the_points_are_those_of_the_syllabus_and_one_for_each_kind_of_cache():
    names = ("lstm_cell_forward", "lstm_forward", "lstm_cell_backward", "lstm_backward", "init_lstm")
    assert [find(name).points for name in names] == [8, 6, 8, 6, 4]


@pytest.mark.parametrize(
    ("mine", "read", "said"),
    [
        ('p["Wo"] @', 'p["Wi"] @', "the gate o is made with W_i. It has W_o."),
        ('+ p["bo"]', '+ p["bc"]', "the gate o is made with b_c. It has b_o."),
        ('p["Wc"] @ joined + p["bc"]', 'p["Wo"] @ joined + p["bo"]', "the candidate is made with W_o and b_o."),
    ],
)
def test_a_gate_of_the_wrong_weight_is_told_so(mine, read, said):
    judged = verdict("lstm_cell_forward", changed(CELL, (mine, read)))
    assert any(said in outcome.cause for outcome in judged.outcomes)


def test_a_scale_is_named_where_it_fits_all_sizes_alone():
    rng = np.random.default_rng(2)
    drawn = {of: rng.standard_normal((draws, 4, of[0], sum(of))) for of, draws in weights.DRAWS.items()}
    fixed = {of: Z * np.sqrt(sum(of) / 24) for of, Z in drawn.items()}
    assert weights.as_if(fixed) == "It is about 0.042 for all sizes. It should depend on n_a and n_x."
    relu = {of: Z * np.sqrt(2) for of, Z in drawn.items()}
    assert weights.as_if(relu) == "That is 2 / (n_a + n_x), a scale for ReLU."


@pytest.mark.parametrize("seed", range(8))
def test_a_right_start_is_never_taken_for_a_wrong_one(seed):
    assert evaluate("init_lstm", lstm.init_lstm, seed=seed).passed


@pytest.mark.parametrize(
    "spoil",
    [
        lambda Z: 1.04 * Z,
        lambda Z: Z + 0.1,
        lambda Z: np.concatenate([Z[:, :1], Z[:, :1], Z[:, 2:]], axis=1),
        lambda Z: np.sqrt(3) * (2 * np.vectorize(lambda z: z % 1)(1000 * Z) - 1),
    ],
    ids=["four percent too large", "a little above 0", "two gates alike", "spread evenly"],
)
def test_the_statistics_of_a_start_notice_what_is_slightly_wrong(spoil):
    rng = np.random.default_rng(5)
    with pytest.raises(Mismatch):
        expect_right_start(lambda shape: spoil(rng.standard_normal(shape)))


def expect_right_start(draw):
    drawn = []
    for (n_a, n_x), draws in weights.DRAWS.items():
        Z = draw((draws, 4, n_a, n_a + n_x))
        weights.expect_no_pattern(Z, "Here")
        weights.expect_variance(Z, n_a, n_x, "Here", {(n_a, n_x): Z})
        drawn.append(Z)
    weights.expect_normal(drawn)
