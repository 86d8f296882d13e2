"""Two learners' faults are the same text where one expression is wrong in one way, whatever their code."""

import numpy as np
import pytest
from test_locate import CELL, answer
from test_recorded_rights import EXERCISE, Recorded, data  # noqa: F401  # a fixture

from autograder.check import evaluate
from autograder.locate.faults import RAISES, TELLING, VALUES, fault_of_writing, is_telling
from autograder.reference import Reference

BY_EXAMPLE = """
    def rnn_cell_forward(xt, a_prev, parameters):
        p = parameters
        columns = []
        for i in range(xt.shape[1]):
            z = p["Waa"] @ a_prev[:, i] + p["Wax"] @ xt[:, i] + p["ba"][:, 0]
            columns.append(np.tanh(z))
        a_next = np.array(columns).T
        return a_next, softmax(p["Wya"] @ a_next + p["by"]), None
"""


def faults(text, old, new, knowledge=None):
    function = answer("rnn_cell_forward", text.replace(old, new, 1))
    outcomes = evaluate("rnn_cell_forward", function, knowledge=knowledge or Reference()).outcomes
    return {fault for outcome in outcomes for fault in outcome.faults}


def strong(found):
    return {fault for fault in found if fault.split(":")[1] == TELLING}


def test_one_mistake_in_two_ways_to_write_shares_a_fault_and_others_do_not():
    whole = strong(faults(CELL, '+ parameters["ba"]', '- parameters["ba"]'))
    by_example = strong(faults(BY_EXAMPLE, '+ p["ba"]', '- p["ba"]'))
    other = strong(faults(CELL, '+ parameters["ba"]', '+ 2 * parameters["ba"]'))
    assert whole & by_example
    assert other
    assert not whole & other


def test_they_are_the_same_with_one_recording(data):  # noqa: F811
    known = Recorded(data)
    whole = strong(faults(CELL, '+ parameters["ba"]', '- parameters["ba"]', known))
    by_example = strong(faults(BY_EXAMPLE, '+ p["ba"]', '- p["ba"]', known))
    assert whole & by_example


def test_what_raises_and_what_is_only_in_another_order_is_not_told_for_sure():
    assert {fault.split(":")[1] for fault in faults(CELL, '"Waa"] @', '"nothing"] @')} == {RAISES}
    turned = faults(CELL, "return a_next", "return a_next[::-1]")
    assert not any(fault.startswith(f"{VALUES}:{TELLING}") for fault in turned)


def test_a_small_change_of_an_argument_is_the_same_change_in_other_code():
    one = faults(CELL, 'parameters["Waa"] @ a_prev', 'parameters["Waa"] @ a_prev.T')
    other = faults(CELL, 'parameters["Waa"] @ a_prev', 'np.dot(parameters["Waa"], a_prev.T)')
    third = faults(CELL, 'parameters["Wax"] @ xt', 'parameters["Wax"] @ xt.T')
    assert strong(one) & strong(other)
    assert not strong(one) & strong(third)


def test_a_right_answer_has_none_and_each_is_short():
    assert faults(CELL, "", "") == set()
    found = faults(CELL, "np.tanh(z)", "np.sin(z)")
    assert found
    assert all(len(fault) < 60 and fault.isascii() for fault in found | {*fault_of_writing("a_prev")})


@pytest.mark.parametrize(
    ("values", "tells"),
    [
        ([0.123456], True),
        ([0.5], False),
        ([3], False),
        ([np.zeros(3)], False),
        ([np.array([0.1, 0.27])], True),
        ([], False),
    ],
)
def test_a_number_counts_where_it_has_many_digits(values, tells):
    assert is_telling(values) is tells
