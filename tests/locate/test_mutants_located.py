"""Of mechanical changes to references most are located, and nearly all of these on the changed line."""

from autograder.exercises import find
from autograder.reference import reference_source
from benchmarks import localization, located

# Three of each; the program itself tries hundreds.
NAMES = ("softmax", "rnn_cell_forward", "softmax_ce_backward")


def test_most_changes_are_located_on_their_line():
    found = [hit for name in NAMES for hit in hits(name)]
    assert len(found) == 3 * len(NAMES)
    assert sum(found) >= 6


def hits(name):
    exercise, known = find(name), localization._Unnamed()
    for mutant, namespace in localization.wrong_mutants(exercise, 3, known):
        _, location = located.judged(exercise, namespace, known, [])
        lines = localization.changed_lines(reference_source(exercise), mutant.source)
        yield any(int(line) in lines for line in located.LINE.findall(location))
