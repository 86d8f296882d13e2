"""Chance that does not come from the generator that was handed in is named by what it does."""

import pytest

from autograder.door import LocalDoor
from autograder.evaluate import evaluate_behind
from autograder.exercises import find
from autograder.reference import TruthAlone, namespace_with, reference_source

GLOBAL = [
    ("sample", "rng.choice", "np.random.choice"),
    ("generate_one_to_many", "rng.choice", "np.random.choice"),
    ("orthogonal_init", "rng.normal", "np.random.normal"),
    ("init_lstm", "rng.standard_normal(", "np.random.default_rng().standard_normal("),
]


@pytest.mark.parametrize(("name", "old", "new"), GLOBAL)
def test_a_generator_of_ones_own_is_named(name, old, new):
    exercise = find(name)
    source = reference_source(exercise)
    assert old in source
    namespace = namespace_with(exercise, source.replace(old, new))
    verdict = evaluate_behind(LocalDoor(namespace), exercise, TruthAlone())
    named = [each for each in verdict.outcomes if each.misconception == "draws_from_another_generator"]
    assert len(named) == 1
    assert "Something else than rng decides here" in named[0].cause


@pytest.mark.parametrize("name", [name for name, _, _ in GLOBAL])
def test_a_right_answer_is_not_taken_for_it(name):
    exercise = find(name)
    namespace = namespace_with(exercise, reference_source(exercise))
    assert evaluate_behind(LocalDoor(namespace), exercise, TruthAlone()).passed
