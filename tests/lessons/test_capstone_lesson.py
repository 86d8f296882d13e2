"""What lesson 14 promises beyond the selftest: its scale is what was measured, and where one begins on it."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import data
from autograder.authoring.course import Course
from autograder.authoring.notebooks import put_beside
from autograder.capstone import CAPSTONES, SCALES, checked, load_model, score
from autograder.check import evaluate
from data.capstone import capstone_corpus
from solutions.capstone_training import Clock, Network, Plan, train, untrained
from solutions.sealed import FOLDER

MODELS = data.load_recorded("capstone_models")["results"]
BUDGET = 60
#: What a step of the scale was measured with, where it was a network: the number of the step, from 1, and the model.
MEASURED = [
    (corpus, step, model) for corpus in CAPSTONES for step, model in enumerate(("simple RNN", "GRU", "strong"), 3)
]
#: The starting program of each corpus, as the lesson has it.
STARTS = {"names": Plan(2, 64, 0.01), "melodies": Plan(4, 32, 0.01), "dates": Plan(4, 64, 0.01)}
STARTS |= {"entities": Plan(1, 32, 0.01)}


def every_run() -> Iterator[dict[str, list[float]]]:
    return (model for models in MODELS.values() for model in models.values())


@pytest.mark.parametrize(("corpus", "step", "model"), MEASURED)
def test_a_network_of_the_scale_reaches_its_step_with_every_seed_on_both_parts(corpus, step, model) -> None:
    scores = [*MODELS[corpus][model]["public"], *MODELS[corpus][model]["sealed"]]
    assert len(scores) >= 6
    assert min(SCALES[corpus].steps_of(each) for each in scores) >= step


@pytest.mark.parametrize("corpus", CAPSTONES)
def test_no_simple_rnn_of_the_scale_earns_what_a_gated_one_does(corpus: str) -> None:
    scores = [*MODELS[corpus]["simple RNN"]["public"], *MODELS[corpus]["simple RNN"]["sealed"]]
    assert max(SCALES[corpus].steps_of(each) for each in scores) == 3


def test_every_network_of_the_scale_stays_within_the_budget() -> None:
    assert max(seconds for run in every_run() for seconds in run["seconds"]) < BUDGET


@pytest.mark.parametrize("corpus", CAPSTONES)
def test_the_starting_program_leaves_most_of_the_scale_to_the_learner(corpus: str) -> None:
    """With the simple RNN of 32 units and the seed that it begins with."""
    parts, rng, clock = capstone_corpus(corpus), np.random.default_rng(0), Clock(BUDGET)
    p = untrained(corpus, "rnn", len(parts.reads), 32, len(parts.says), rng=rng)
    network = Network(corpus, "rnn", p)
    train(network, parts.train, STARTS[corpus], clock, rng)
    assert SCALES[corpus].steps_of(score(checked(corpus, "rnn", network.parameters()), parts.held_out)) <= 3
    assert clock.spent() < BUDGET / 4


def test_the_lesson_has_the_same_starting_programs() -> None:
    code = "\n".join(cell.source for cell in Course().lesson("14_capstone").read().cells)
    for corpus, plan in STARTS.items():
        assert f'"{corpus}": Plan(epochs={plan.epochs}, m={plan.m}, rate={plan.rate})' in code


def test_the_kept_model_earns_full_marks() -> None:
    kept = load_model(FOLDER / "model.npz")
    assert evaluate("capstone_model", lambda: kept).points == 15


def test_the_kept_model_stands_beside_the_solved_notebook_and_in_no_release(tmp_path: Path) -> None:
    put_beside("14_capstone", tmp_path)
    put_beside("02_simple_rnn", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["model.npz"]
    assert list(Course().notebooks.rglob("*.npz")) == []
