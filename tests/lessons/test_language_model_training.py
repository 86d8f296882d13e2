"""What lesson 07 promises beyond the selftest: answers from outside, and the points that they earn."""

import inspect

import numpy as np
import pytest

from autograder.check import evaluate
from autograder.exercises.language_model_training.languages import Language, guess_by_counts, perplexity_of, start_of
from autograder.exercises.language_model_training.models import a_vocabulary, by_powers, counts_of, without_memory
from solutions import language_model_training as lesson

FUNCTIONS = ("lm_batches", "train_step", "train_lm", "apply_temperature", "sample")
SOURCES = {name: inspect.getsource(getattr(lesson, name)) for name in FUNCTIONS}

CLIMBS = SOURCES["train_step"].replace("value - lr", "value + lr")
KEEPS = SOURCES["train_step"].replace("a[-1], new", "a[-1], parameters")
IGNORES_TAU = SOURCES["apply_temperature"].replace("logits / tau", "logits")
UNNORMALISED = SOURCES["apply_temperature"].replace("softmax(logits / tau)", "softmax(logits) ** (1 / tau)")


def changed(name, *swaps):
    """Return the text of a reference function with some of it replaced."""
    source = SOURCES[name]
    for old, new in swaps:
        assert source.count(old) == 1, old
        source = source.replace(old, new)
    return source


STEP = "_, _, _, parameters = train_step(X, Y, mask, a0, parameters, lr, clip)"
CARRIES = changed(
    "train_lm",
    ('n_a = len(parameters["ba"])', 'n_a, a0 = len(parameters["ba"]), np.zeros((1, 1))'),
    (
        "a0 = np.zeros((n_a, len(pairs)))",
        "a0 = a0 if a0.shape == (n_a, len(pairs)) else np.zeros((n_a, len(pairs)))",
    ),
    (STEP, STEP.replace("_, _, _,", "_, _, a0,")),
)

#: Exercise, points, the text of the answer and of what it calls. One mistake costs its points once.
ANSWERS: list[tuple[str, int, str]] = [
    ("lm_batches", 3, SOURCES["lm_batches"].replace("(m, T)).T", "(T, m))")),
    ("lm_batches", 4, changed("lm_batches", ("range(0, T, k)]", "range(0, T - k + 1, k)]"))),
    ("lm_batches", 4, changed("lm_batches", ("Y[t : t + k])", "np.roll(X[t : t + k], -1, axis=0))"))),
    ("train_step", 4, CLIMBS),
    ("train_step", 4, changed("train_step", ("- lr * grads", "- 100 * lr * grads"))),
    ("train_step", 5, changed("train_step", ('{"d" + name: grads["d" + name] for name in parameters}', "grads"))),
    ("train_step", 5, changed("train_step", ("a[-1], new", "a_prev, new"))),
    ("train_step", 5, changed("train_step", ("x = one_hot(X,", "mask = Y != 0\n    x = one_hot(X,"))),
    # A right loop around a wrong step loses nothing.
    ("train_lm", 6, CLIMBS + SOURCES["train_lm"]),
    ("train_lm", 6, KEEPS + SOURCES["train_lm"]),
    ("train_lm", 5, CLIMBS + CARRIES),
    ("train_lm", 5, CARRIES),
    ("train_lm", 5, changed("train_lm", ("rng.permutation(len(sequences))", "np.arange(len(sequences))"))),
    ("train_lm", 5, changed("train_lm", ("range(0, len(order), m)", "range(0, max(1, len(order) - m + 1), m)"))),
    ("train_lm", 5, changed("train_lm", ("X, Y, mask, a0", "X, np.maximum(Y, 0), np.ones_like(mask), a0"))),
    ("train_lm", 5, changed("train_lm", ("range(epochs)", "range(1)"))),
    ("apply_temperature", 2, IGNORES_TAU),
    ("apply_temperature", 2, UNNORMALISED),
    ("apply_temperature", 3, changed("apply_temperature", ("tau <= 0", "tau < 0"))),
    ("sample", 7, IGNORES_TAU + SOURCES["sample"]),
    ("sample", 7, UNNORMALISED + SOURCES["sample"]),
    ("sample", 5, changed("sample", ("rng.choice(len(p), p=p / p.sum())", "np.argmax(p)"))),
    ("sample", 5, changed("sample", ('["by"], tau)', '["by"], 1.0)'))),
    ("sample", 6, changed("sample", ("x = np.zeros_like(x)\n        ", ""))),
    ("sample", 6, changed("sample", ("(x, a, parameters)", "(x, 0 * a, parameters)"))),
    ("sample", 6, changed("sample", ("rng.choice", "np.random.choice"))),
    ("sample", 6, IGNORES_TAU + changed("sample", ("x = np.zeros_like(x)\n        ", ""))),
]


@pytest.mark.parametrize(("name", "points", "source"), ANSWERS)
def test_an_answer_earns_its_points(name, points, source):
    namespace = dict(vars(lesson))
    exec(source, namespace)
    assert evaluate(name, namespace[name]).points == points


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("seed", range(10))
def test_a_right_answer_passes_whatever_is_drawn(name, seed):
    assert evaluate(name, getattr(lesson, name), seed=seed).passed


def test_hardly_any_count_of_right_draws_is_called_too_far_off():
    rng, off = np.random.default_rng(0), 0
    for _ in range(300):
        model = without_memory(rng, a_vocabulary(rng, 5))
        numbers = rng.choice(len(model.vocab), size=600, p=model.probabilities([], 0.7, by_powers)[0]).tolist()
        off += sum(count.too_far for count in counts_of(model, [numbers], 0.7, by_powers, back=0))
    assert off == 0


def test_a_model_that_was_never_trained_is_far_above_the_band():
    rng = np.random.default_rng(1)
    language = Language.draw(rng)
    seen, held_out = language.sentences(rng, 160), language.sentences(rng, 60)
    assert perplexity_of(start_of(rng, 8, 5), held_out) > guess_by_counts(seen, held_out)
