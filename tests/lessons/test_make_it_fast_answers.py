"""What the exercises of lesson 13 promise beyond the selftest: one mistake costs its points once."""

import inspect

import numpy as np
import pytest

from autograder.check import evaluate
from autograder.exercises import find
from solutions import make_it_fast
from solutions.activations import sigmoid
from solutions.alternatives import layer_variants
from solutions.flat_parameters import softmax_cross_entropy, views

FORWARD, BACKWARD, STEP = (
    inspect.getsource(getattr(make_it_fast, name))
    for name in ("lstm_layer_forward", "lstm_layer_backward", "train_step_fast")
)
GIVEN = {"np": np, "sigmoid": sigmoid, "views": views, "softmax_cross_entropy": softmax_cross_entropy}


def changed(source, *swaps):
    for old, new in swaps:
        assert old in source
        source = source.replace(old, new)
    return source


def as_answer(variant, name):
    return changed(inspect.getsource(variant), (variant.__name__, name))


SPLIT = "Go, Gf, Gi, c_tilde = np.split"
WRONG_FORWARD = changed(FORWARD, (SPLIT, "Go, Gi, Gf, c_tilde = np.split"))
FORWARD_IN_FLOAT64 = changed(FORWARD, ("Wx @ x + b", "Wx @ x.astype(np.float64) + b"))
WRONG_BACKWARD = changed(BACKWARD, ("Gi * (1 - c_tilde**2)", "Gi * c_tilde * (1 - c_tilde)"))
NO_CACHE = changed(FORWARD, ("return a, c, (x, a0, c0, Wx, Wa, a, c, gates)", "return a, c, None"))
NEVER_CARRIES = ("a_prev, c_prev = a[t], c[t]", "a_prev, c_prev = a0, c[t]")
OWN_CACHE = changed(FORWARD, ("(x, a0, c0, Wx, Wa, a, c, gates)\n", "(gates, c, a, Wa, Wx, c0, a0, x)\n")) + changed(
    BACKWARD, ("x, a0, c0, Wx, Wa, a, c, gates = cache", "gates, c, a, Wa, Wx, c0, a0, x = cache")
)
EPS_INSIDE = ("(np.sqrt(square / (1 - 0.999**steps)) + 1e-8)", "np.sqrt(square / (1 - 0.999**steps) + 1e-8)")
ALL_OF_G = ("0.1 * g\n", "g\n")
PAST = ("np.tensordot(dz, a_prev, of", "np.tensordot(dz, a, of")
NO_MEMORY = ("dc = dc + da_next * to_c[t]", "dc = da_next * to_c[t]")
LAYER = FORWARD + BACKWARD

# (exercise, points, source)
ANSWERS = {
    "gates exchanged": ("lstm_layer_forward", 4, WRONG_FORWARD),
    "a start from zeros": (
        "lstm_layer_forward",
        4,
        changed(FORWARD, ("a_prev, c_prev = a0, c0", "a_prev, c_prev = 0 * a0, 0 * c0")),
    ),
    "no activation carried": ("lstm_layer_forward", 5, changed(FORWARD, NEVER_CARRIES)),
    "no activation carried, gates exchanged": ("lstm_layer_forward", 3, changed(WRONG_FORWARD, NEVER_CARRIES)),
    "gates exchanged, and a start from zeros": (
        "lstm_layer_forward",
        3,
        changed(WRONG_FORWARD, ("a_prev, c_prev = a0, c0", "a_prev, c_prev = 0 * a0, 0 * c0")),
    ),
    "no cache": ("lstm_layer_forward", 5, NO_CACHE),
    "float64 within": ("lstm_layer_forward", 5, FORWARD_IN_FLOAT64),
    "no cache, gates exchanged": (
        "lstm_layer_forward",
        3,
        changed(NO_CACHE, (SPLIT, "Go, Gi, Gf, c_tilde = np.split")),
    ),
    "zeros": ("lstm_layer_forward", 0, changed(FORWARD, ("return a, c,", "return 0 * a, 0 * c,"))),
    "the slope of sigmoid at c_tilde": ("lstm_layer_backward", 5, WRONG_BACKWARD),
    "no memory carried back": ("lstm_layer_backward", 5, changed(BACKWARD, NO_MEMORY)),
    "a wrong dc, and a[t] at step t": ("lstm_layer_backward", 3, changed(BACKWARD, NO_MEMORY, PAST)),
    "a[t] at step t": ("lstm_layer_backward", 6, changed(BACKWARD, PAST)),
    "dx of one gate": (
        "lstm_layer_backward",
        5,
        changed(BACKWARD, ('"dx": Wx.T @ dz', '"dx": Wx[: len(a0)].T @ dz[:, : len(a0)]')),
    ),
    "dc0 without f": (
        "lstm_layer_backward",
        7,
        changed(BACKWARD, ('"dc0": dc,', '"dc0": dc / Gf[0],')),
    ),
    "a wrong slope, and dc0 without f": (
        "lstm_layer_backward",
        4,
        changed(WRONG_BACKWARD, ('"dc0": dc,', '"dc0": dc / Gf[0],')),
    ),
    "a right way back beside a wrong way forward": ("lstm_layer_backward", 8, WRONG_FORWARD + BACKWARD),
    "another cache, read in its own order": ("lstm_layer_forward", 5, OWN_CACHE),
    "a cache of its own, read back": ("lstm_layer_backward", 0, OWN_CACHE),
    "zeros for all": (
        "lstm_layer_backward",
        0,
        changed(BACKWARD, ("    x, a0,", "    cache, da = tuple(0 * each for each in cache), 0 * da\n    x, a0,")),
    ),
    "a right step around a wrong way forward": ("train_step_fast", 6, WRONG_FORWARD + BACKWARD + STEP),
    "a right step around a wrong way back": ("train_step_fast", 6, FORWARD + WRONG_BACKWARD + STEP),
    "a right step around a wrong layer": ("train_step_fast", 6, WRONG_FORWARD + WRONG_BACKWARD + STEP),
    "a right step around a layer that makes float64": ("train_step_fast", 6, FORWARD_IN_FLOAT64 + BACKWARD + STEP),
    "a right step around a layer without a cache": ("train_step_fast", 6, NO_CACHE + BACKWARD + STEP),
    "a right step around a layer that is not written": (
        "train_step_fast",
        6,
        "def lstm_layer_forward(x, a0, c0, Wx, Wa, b):\n    raise NotImplementedError\n" + BACKWARD + STEP,
    ),
    "a right step around a layer that does not run": (
        "train_step_fast",
        6,
        changed(FORWARD, ("n_a = len(a0)\n", "n_a = len(a0) + 1\n")) + BACKWARD + STEP,
    ),
    "a right step around a cache of its own": ("train_step_fast", 6, OWN_CACHE + STEP),
    "a right step around a variant": (
        "train_step_fast",
        6,
        as_answer(layer_variants.with_lists, "lstm_layer_forward")
        + as_answer(layer_variants.with_long_matrices, "lstm_layer_backward")
        + STEP,
    ),
    "eps inside the root": ("train_step_fast", 5, LAYER + changed(STEP, EPS_INSIDE)),
    "the same around a wrong layer": (
        "train_step_fast",
        5,
        WRONG_FORWARD + WRONG_BACKWARD + changed(STEP, EPS_INSIDE),
    ),
    "all of g in mean": ("train_step_fast", 5, LAYER + changed(STEP, ALL_OF_G)),
    "all of g in mean, eps inside": ("train_step_fast", 4, LAYER + changed(STEP, ALL_OF_G, EPS_INSIDE)),
    "an order of its own": (
        "train_step_fast",
        5,
        LAYER + changed(STEP, ("for name in shapes])", "for name in sorted(shapes)])")),
    ),
    "scores without by": ("train_step_fast", 5, LAYER + changed(STEP, (' + p["by"], targets', ", targets"))),
    "no correction": (
        "train_step_fast",
        5,
        LAYER + changed(STEP, ("(mean / (1 - 0.9**steps))", "mean"), ("square / (1 - 0.999**steps)", "square")),
    ),
    "the wrong sign in mean": ("train_step_fast", 5, LAYER + changed(STEP, ("+ 0.1 * g\n", "- 0.1 * g\n"))),
    "theta in place": (
        "train_step_fast",
        5,
        LAYER + changed(STEP, ("theta = theta - lr * (mean", "theta -= lr * (mean")),
    ),
    "no gradient": ("train_step_fast", 3, LAYER + changed(STEP, ("for name in shapes])", "for name in shapes]) * 0"))),
    "a gradient and nothing else": (
        "train_step_fast",
        3,
        LAYER + changed(STEP, ("return loss, theta, {", "return 0.0, 0 * theta, {"), ALL_OF_G),
    ),
}


def verdict(name, source):
    namespace = dict(GIVEN)
    exec(source, namespace)
    return evaluate(name, namespace[name])


@pytest.mark.parametrize(("name", "points", "source"), ANSWERS.values(), ids=ANSWERS)
def test_an_answer_earns_its_points(name, points, source):
    judged = verdict(name, source)
    assert judged.points == points, [(each.title, each.message) for each in judged.outcomes if each.status != "holds"]


def test_the_points_are_those_of_the_syllabus():
    assert [find(name).points for name in ("lstm_layer_forward", "lstm_layer_backward", "train_step_fast")] == [6, 8, 6]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("name", ["lstm_layer_forward", "lstm_layer_backward", "train_step_fast"])
def test_a_right_answer_passes_with_every_seed(name, seed):
    assert evaluate(name, getattr(make_it_fast, name), seed=seed).passed


def test_what_stays_wrong_is_said_of_all_that_float64_reached():
    judged = verdict("lstm_layer_forward", FORWARD_IN_FLOAT64)
    (told,) = (each for each in judged.outcomes if each.status == "fails")
    assert told.message.startswith("All that is handed in is float32, and a comes back as float64. So it is with")
    assert "np.sqrt(2)" in told.cause or "np.sqrt(2)" in told.misconception


def test_a_cache_in_another_order_is_told_which_gate_stands_where():
    swapped = "np.concatenate([gates[:, n_a : 2 * n_a], gates[:, :n_a], gates[:, 2 * n_a :]], axis=1)"
    judged = verdict(
        "lstm_layer_forward", changed(FORWARD, ("Wa, a, c, gates)\n    ###", f"Wa, a, c, {swapped})\n    ###"))
    )
    (told,) = (each for each in judged.outcomes if each.status == "fails")
    assert told.cause == "From top to bottom it holds Gf, Go, Gi, c_tilde; expected is Go, Gf, Gi, c_tilde."
