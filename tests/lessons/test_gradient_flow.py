"""What lesson 08 promises beyond the selftest: no mistake slips through or is misnamed, and its numbers are true."""

import numpy as np
import pytest

import figures
from autograder.check import evaluate
from solutions.backpropagation_through_time import rnn_cell_backward
from solutions.clipping import clip_by_global_norm
from solutions.gradient_flow import gradient_norm_profile, step_jacobian
from solutions.simple_rnn import rnn_forward

WRONG = {
    "a generator that nobody seeded": (
        "orthogonal_init",
        "the_generator_alone_decides_which_matrix_it_is",
        """
def orthogonal_init(n, *, rng):
    Q, R = np.linalg.qr(np.random.default_rng().normal(size=(n, n)))
    return Q * np.sign(np.diag(R))
""",
    ),
    "rotations alone, by Cayley's formula": (
        "orthogonal_init",
        "over_many_draws_no_direction_is_preferred",
        """
def orthogonal_init(n, *, rng):
    A = rng.normal(size=(n, n))
    return np.linalg.solve(np.eye(n) + A - A.T, np.eye(n) - A + A.T)
""",
    ),
    "the radius estimated from a power": (
        "gradient_regime",
        "what_is_1_up_to_rounding_is_borderline",
        """
def gradient_regime(Waa, act):
    if act not in ("linear", "tanh"):
        raise ValueError(act)
    power = np.linalg.norm(np.linalg.matrix_power(Waa, 200)) ** (1 / 200)
    growth = power if act == "linear" else np.linalg.norm(Waa, 2)
    if abs(growth - 1) < 1e-6 or (growth > 1 and act == "tanh"):
        return "borderline"
    return "vanish" if growth < 1 else "explode"
""",
    ),
    "words compared by identity": (
        "gradient_regime",
        "without_tanh_the_powers_of_Waa_decide",
        """
LINEAR, TANH = "linear", "tanh"

def gradient_regime(Waa, act):
    if act is LINEAR:
        growth = np.abs(np.linalg.eigvals(Waa)).max()
    elif act is TANH:
        growth = np.linalg.norm(Waa, 2)
    else:
        raise ValueError(act)
    if growth < 1 - 1e-6:
        return "vanish"
    return "explode" if growth > 1 + 1e-6 and act is LINEAR else "borderline"
""",
    ),
    "a limit cut to a whole number": (
        "clip_by_value",
        "an_entry_beyond_the_limit_ends_on_the_limit",
        """
def clip_by_value(grads, c):
    return {name: np.clip(g, -max(int(c), 0.5), max(int(c), 0.5)) for name, g in grads.items()}
""",
    ),
    "half of c": (
        "clip_by_global_norm",
        "together_they_end_up_as_long_as_c",
        """
def clip_by_global_norm(grads, c):
    norm = np.sqrt(sum(np.sum(g**2) for g in grads.values()))
    return {name: g * (c / (2 * norm) if norm > c else 1) for name, g in grads.items()}, norm
""",
    ),
}


KNOWN_BY_WHAT_IT_DOES = {"orthogonal_init": ("draws_from_another_generator",)}


def verdict(name, source):
    namespace = {"np": np, "rnn_cell_backward": rnn_cell_backward}
    exec(source, namespace)
    return evaluate(name, namespace[name])


@pytest.mark.parametrize(("name", "check", "source"), WRONG.values(), ids=WRONG)
def test_a_mistake_that_is_not_registered_fails_one_check_and_gets_no_wrong_name(name, check, source):
    failed = [outcome for outcome in verdict(name, source).outcomes if outcome.status != "holds"]
    assert check in [outcome.check for outcome in failed]
    assert {outcome.misconception for outcome in failed} <= {"", *KNOWN_BY_WHAT_IT_DOES.get(name, ())}


@pytest.mark.parametrize(("small", "named"), [("1e-6", "adds_a_millionth"), ("1e-12", "")])
def test_a_small_number_added_to_the_norm_may_move_it_by_no_more_than_is_promised(small, named):
    source = f"""
def clip_by_global_norm(grads, c):
    norm = np.sqrt(sum(np.sum(g**2) for g in grads.values()))
    return {{name: g * min(1.0, c / (norm + {small})) for name, g in grads.items()}}, norm
"""
    judged = verdict("clip_by_global_norm", source)
    assert judged.passed == (not named)
    assert [outcome.misconception for outcome in judged.outcomes if outcome.misconception] == [named] * bool(named)


@pytest.mark.parametrize(
    "body",
    ["np.arange(len(caches)) + 1.0", "np.zeros(len(caches))", "np.full(len(caches), np.linalg.norm(dL_da_T))"],
)
def test_a_profile_that_follows_no_gradient_gets_no_point_for_the_way_back(body):
    source = f"def gradient_norm_profile(dL_da_T, caches):\n    return {body}\n"
    status = {outcome.check: outcome.status for outcome in verdict("gradient_norm_profile", source).outcomes}
    assert status["every_step_back_leads_through_one_more_cell"] == "fails"


@pytest.mark.parametrize(
    ("name", "source", "failing"),
    [
        (
            "gradient_norm_profile",
            """
def gradient_norm_profile(dL_da_T, caches):
    norms = [np.sum(dL_da_T**2)]
    for cache in caches[:0:-1]:
        dL_da_T = rnn_cell_backward(dL_da_T, cache)["da_prev"]
        norms.append(np.sum(dL_da_T**2))
    return np.array(norms[::-1])
""",
            ["the_last_norm_is_that_of_the_gradient_handed_in"],
        ),
        (
            "clip_by_global_norm",
            """
def clip_by_global_norm(grads, c):
    norm = sum(np.linalg.norm(g) for g in grads.values())
    return {name: g * (c / max(norm, c)) for name, g in grads.items()}, norm
""",
            ["together_they_end_up_as_long_as_c"],
        ),
        (
            "gradient_regime",
            """
def gradient_regime(Waa, act):
    if act not in ("linear", "tanh"):
        raise ValueError(act)
    growth = np.linalg.norm(Waa) if act == "linear" else np.linalg.norm(Waa, 2)
    if growth < 1 - 1e-6:
        return "vanish"
    return "explode" if growth > 1 + 1e-6 and act == "linear" else "borderline"
""",
            ["without_tanh_the_powers_of_Waa_decide"],
        ),
    ],
)
def test_one_mistake_costs_the_points_of_one_check(name, source, failing):
    assert [outcome.check for outcome in verdict(name, source).outcomes if outcome.status != "holds"] == failing


def test_a_slope_found_by_differences_is_accepted():
    source = """
def step_jacobian(a_t, Waa):
    z = np.arctanh(np.clip(a_t, -1 + 1e-15, 1 - 1e-15))
    return ((np.tanh(z + 1e-6) - np.tanh(z - 1e-6)) / 2e-6)[:, None] * Waa
"""
    assert verdict("step_jacobian", source).passed


@pytest.mark.parametrize("seed", range(20))
def test_a_right_start_is_never_taken_for_a_biased_one(seed):
    from solutions.initialisation import orthogonal_init

    assert evaluate("orthogonal_init", orthogonal_init, seed=seed).passed


def test_a_slider_says_what_it_sets():
    frames = [figures.panels(width=2, height=2)[0] for _ in range(2)]
    page = figures.animation_html(frames, caption="c", alt="a", labels=["0.5", "1"], slider="Spectral radius <W>")
    assert 'aria-label="Spectral radius &lt;W&gt;"' in page


# ---------------------------------------------------------------------------------------- numbers in the text


def test_a_unit_of_weight_one_and_a_half_settles_where_tanh_is_flat():
    a = 0.5
    for _ in range(40):
        a = np.tanh(1.5 * a)
    slope = 1 - a**2
    assert [round(number, digits) for number, digits in ((a, 3), (slope, 2), (1.5 * slope, 2))] == [0.859, 0.26, 0.39]


def test_in_the_trap_a_linear_network_forgets_and_one_with_tanh_doubles():
    Waa, a_rest = np.array([[8.0, 8.0], [-8.0, -8.0]]), np.array([[0.0], [0.5]])
    ba = np.arctanh(a_rest) - Waa @ a_rest
    np.testing.assert_allclose(ba.ravel(), [-4, 4.549], atol=5e-4)
    assert not np.any(Waa @ Waa)  # both eigenvalues are 0
    assert np.linalg.norm(Waa, 2) == pytest.approx(16)

    J = step_jacobian(a_rest[:, 0], Waa)
    np.testing.assert_allclose(sorted(np.linalg.eigvals(J)), [0, 2], atol=1e-12)
    assert round(np.linalg.norm(np.linalg.matrix_power(J, 10), 2)) == 7241

    parameters = {"Wax": np.zeros((2, 1)), "Waa": Waa, "Wya": np.zeros((1, 2)), "ba": ba, "by": np.zeros((1, 1))}
    _, _, caches = rnn_forward(np.zeros((16, 1, 1)), a_rest, parameters)
    norms = gradient_norm_profile(np.ones((2, 1)), caches)
    np.testing.assert_allclose(norms[:-1] / norms[1:], 2, rtol=1e-4)


def test_at_the_edge_of_the_cliff_the_direction_is_right_for_a_ten_thousandth():
    def loss_and_slopes(w, b):
        a, da = 0.5, np.zeros(2)
        for _ in range(20):
            before, a = a, np.tanh(w * a + b)
            da = (1 - a**2) * (np.array([before, 1.0]) + w * da)
        return (a - 0.75) ** 2, 2 * (a - 0.75) * da

    place, step = np.array([2.3, -0.25]), np.zeros(2)
    while np.linalg.norm(step) < 1:
        edge, step = place, -0.2 * loss_and_slopes(*place)[1]
        place = edge + step
    length = np.linalg.norm(step)
    along = [loss_and_slopes(*(edge + far * step / length))[0] for far in (0, 0.00015, 0.0003, length)]
    np.testing.assert_allclose(along, [0.0083, 0.0012, 2.8562, 3.0618], atol=1e-4)
    assert length == pytest.approx(4.558, abs=1e-3)


def test_the_clipped_gradient_of_the_picture_is_that_of_its_answer():
    clipped, _ = clip_by_global_norm({"u": np.array([3.0]), "v": np.array([0.5])}, 1.0)
    assert [round(clipped[name].item(), 3) for name in "uv"] == [0.986, 0.164]
