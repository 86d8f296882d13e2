"""What lesson 12 promises beyond the selftest: answers from outside, and the points that they earn."""

import numpy as np
import pytest

from autograder.check import evaluate

# FILL IN: what learners wrote or might write, as (exercise, points, source of the answer and of what it calls).
ANSWERS: list[tuple[str, int, str]] = []


@pytest.mark.parametrize(("name", "points", "source"), ANSWERS)
def test_an_answer_earns_its_points(name, points, source):
    namespace = {"np": np}
    exec(source, namespace)
    assert evaluate(name, namespace[name]).points == points
