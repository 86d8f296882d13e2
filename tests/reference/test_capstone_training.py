"""The capstone's networks: what they say, their gradients, and the measures of its report."""

from typing import NamedTuple

import numpy as np
import pytest

from autograder.capstone import CAPSTONES, answers, checked, log_probabilities, score
from solutions import gradient_flow, simple_rnn
from solutions.capstone_report import (
    bits_of_symbols,
    cumulative,
    equally_long,
    gradient_profile,
    half_life,
    memory_left,
    shares,
)
from solutions.capstone_training import Clock, Network, Plan, batches, columns, train, untrained

CELLS = ("rnn", "gru", "lstm")
EVERY = [(corpus, cell) for corpus in CAPSTONES for cell in CELLS]
N_A = 6


class Examples(NamedTuple):
    x: list[list[int]]
    y: list[list[int]]


def some(corpus: str, count: int = 7, *, seed: int = 0, length: int = 0) -> Examples:
    """Draw examples of a corpus's form, all of one length where one is given."""
    kind, rng = CAPSTONES[corpus], np.random.default_rng(seed)
    lengths = [length or int(rng.integers(3, 8)) for _ in range(count)]
    x = [rng.integers(kind.reads, size=n).tolist() for n in lengths]
    y = [rng.integers(kind.says, size=4 if corpus == "dates" else n).tolist() for n in lengths]
    return Examples(x, [[*each[:-1], kind.end] for each in y] if corpus == "dates" else y)


def a_network(corpus: str, cell: str, *, both: bool = True, seed: int = 1, spread: float = 0.3) -> Network:
    kind, rng = CAPSTONES[corpus], np.random.default_rng(seed)
    p = untrained(corpus, cell, kind.reads, N_A, kind.says, both=both, rng=rng)
    return Network(corpus, cell, {name: value + spread * rng.normal(size=value.shape) for name, value in p.items()})


@pytest.mark.parametrize(("corpus", "cell"), EVERY)
def test_a_network_hands_over_the_model_that_it_is(corpus: str, cell: str) -> None:
    network, examples = a_network(corpus, cell), some(corpus)
    model = checked(corpus, cell, network.parameters())
    again = Network(corpus, cell, model.parameters)
    np.testing.assert_array_equal(again.theta, network.theta)
    if corpus == "dates":
        said = Examples(examples.x, [[*each, 11] for each in answers(model, examples.x)])
        z, right, mask = network.scores(said.x, [each[:4] for each in said.y])
        assert ((z.argmax(axis=1) == right) | ~mask)[0].all()
        return
    bits = bits_of_symbols(network, examples)
    for each, y, logs in zip(bits, examples.y, log_probabilities(model, examples.x), strict=True):
        np.testing.assert_allclose(each, -logs[np.arange(len(y)), y] / np.log(2), rtol=1e-3, atol=1e-4)


def test_one_direction_is_a_model_of_entities_too() -> None:
    network = a_network("entities", "gru", both=False)
    model = checked("entities", "gru", network.parameters())
    examples = some("entities")
    bits = np.concatenate(bits_of_symbols(network, examples))
    logs = log_probabilities(model, examples.x)
    due = [-each[np.arange(len(y)), y] / np.log(2) for each, y in zip(logs, examples.y, strict=True)]
    np.testing.assert_allclose(bits, np.concatenate(due), rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize(("corpus", "cell"), EVERY)
def test_the_gradient_is_the_slope_of_the_loss(corpus: str, cell: str) -> None:
    """In single precision differences are good to about a hundredth, so a direction with a clear slope is taken."""
    network, examples = a_network(corpus, cell), some(corpus)
    network.loss(examples.x, examples.y)
    grad, theta = network.grad.copy(), network.theta.copy()
    direction, h = grad / np.linalg.norm(grad), 1e-2
    losses = []
    for sign in (1, -1):
        network.theta[:] = theta + sign * h * direction
        losses.append(network.loss(examples.x, examples.y))
    assert (losses[0] - losses[1]) / (2 * h) == pytest.approx(np.linalg.norm(grad), rel=0.02)


@pytest.mark.parametrize("corpus", CAPSTONES)
def test_training_learns_its_examples_and_is_the_same_each_time(corpus: str) -> None:
    examples, thetas = some(corpus, 20), []
    for _ in range(2):
        network, rng = a_network(corpus, "gru"), np.random.default_rng(3)
        means = train(network, examples, Plan(40, 8, 0.02), Clock(60), rng)
        thetas.append(network.theta)
    assert means[-1] < 0.75 * means[0]
    np.testing.assert_array_equal(*thetas)


def test_a_clock_that_has_run_out_stops_the_training() -> None:
    network, theta = a_network("names", "rnn"), a_network("names", "rnn").theta
    assert train(network, some("names"), Plan(5, 2, 0.1), Clock(0.0), np.random.default_rng(0)) == []
    np.testing.assert_array_equal(network.theta, theta)


def test_batches_hold_every_example_once() -> None:
    examples = some("names", 45)
    found = [x for some_x, _ in batches(examples, 8, np.random.default_rng(0)) for x in some_x]
    assert sorted(map(tuple, found)) == sorted(map(tuple, examples.x))


# -------------------------------------------------------------------------------------------------------- the report


def test_the_mean_of_the_bits_is_the_score() -> None:
    network, examples = a_network("melodies", "lstm"), some("melodies", 40)
    model = checked("melodies", "lstm", network.parameters())
    assert np.concatenate(bits_of_symbols(network, examples)).mean() == pytest.approx(score(model, examples), rel=1e-4)


def test_shares_add_up_to_one_and_the_costliest_comes_first() -> None:
    bits = [np.array([1.0, 2.0]), np.array([5.0])]
    assert shares(bits, lambda k, t: f"place {t}") == {"place 0": (6 / 8, 2 / 3), "place 1": (2 / 8, 1 / 3)}
    np.testing.assert_allclose(cumulative(bits), [0, 5 / 8, 7 / 8, 1])


def test_examples_of_one_length_are_chosen() -> None:
    x = [[1] * n for n in (2, 3, 5, 5, 4, 7)]
    assert equally_long(Examples(x, x), cut=1) == ([[1] * 4] * 2, [[1] * 4] * 2)


def test_the_profile_of_a_simple_rnn_is_that_of_lesson_08() -> None:
    network, examples = a_network("names", "rnn"), some("names", 1, length=9)
    p = {name: value.astype(float) for name, value in network.parameters().items()}
    p["Wya"] = p.pop("Wy")
    read = columns(np.array(examples.x).T, 27).astype(float)
    _, y_pred, caches = simple_rnn.rnn_forward(read, np.zeros((N_A, 1)), p)
    dz = y_pred[-1].copy()
    dz[examples.y[0][-1]] -= 1
    due = gradient_flow.gradient_norm_profile(p["Wya"].T @ dz, caches)
    got = gradient_profile(network, *examples)[:, 0]
    np.testing.assert_allclose(got / got[-1], due / due[-1], rtol=1e-3)


@pytest.mark.parametrize(("corpus", "cell"), EVERY)
def test_every_network_has_a_profile(corpus: str, cell: str) -> None:
    examples = some(corpus, 5, length=6)
    profile = gradient_profile(a_network(corpus, cell), *examples)
    assert profile.shape == (6, 5)
    assert np.isfinite(profile).all()
    assert (profile > 0).all()


def test_a_network_without_recurrence_keeps_nothing() -> None:
    network = a_network("names", "rnn")
    network.W[""][:, :N_A] = 0
    left = memory_left(network, some("names", 5, length=8).x, 3)
    np.testing.assert_allclose(left, [1, 0, 0, 0, 0, 0], atol=1e-6)
    assert half_life(left) == 0.5


def test_a_half_life_is_read_off_between_steps() -> None:
    assert half_life(0.8 ** np.arange(9)) == pytest.approx(np.log(0.5) / np.log(0.8), abs=0.02)
    assert half_life([1.0, 0.9, 0.7]) == np.inf


@pytest.mark.parametrize(("corpus", "cell"), [("names", "LSTM"), ("name", "lstm")])
def test_an_unknown_cell_or_corpus_is_named(corpus, cell):
    with pytest.raises(ValueError, match=r"There is no (cell 'LSTM'|corpus 'name').*There are: "):
        untrained(corpus, cell, 2, 3, 2, rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match="There are: "):
        Network(corpus, cell, {})
