"""Of mechanical changes to references most are located, and nearly all of these on the changed line."""

import pytest

from autograder.exercises import find
from autograder.reference import reference_source
from benchmarks import localization, located

# Three of each; the program itself tries hundreds.
NAMES = ("softmax", "rnn_cell_forward", "softmax_ce_backward")


@pytest.mark.parametrize("name", NAMES)
def test_a_change_is_located_on_its_line(name):
    exercise, known, hits, seconds = find(name), localization._Unnamed(), [], []
    for mutant, namespace in localization.wrong_mutants(exercise, 3, known):
        _, location = located.judged(exercise, namespace, known, seconds)
        lines = localization.changed_lines(reference_source(exercise), mutant.source)
        hits.append(bool(location) and any(int(line) in lines for line in located.LINE.findall(location)))
    assert sum(hits) >= 2
