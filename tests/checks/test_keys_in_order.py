"""Who takes the entries of a dict in their order is told so, by the shapes of what came out under a wrong name."""

from autograder.door import LocalDoor
from autograder.evaluate import evaluate_behind
from autograder.exercises import find
from autograder.reference import TruthAlone, namespace_with

UNPACKED = """
def rnn_cell_forward(xt, a_prev, parameters):
    Wax, Waa, Wya, ba, by = parameters.values()
    a_next = np.tanh(Waa @ a_prev + Wax @ xt + ba)
    return a_next, softmax(Wya @ a_next + by), (a_next, a_prev, xt, parameters)
"""
BY_NAME = UNPACKED.replace("parameters.values()", '(parameters[name] for name in ("Wax", "Waa", "Wya", "ba", "by"))')


def verdict(source):
    exercise = find("rnn_cell_forward")
    return evaluate_behind(LocalDoor(namespace_with(exercise, source, label="<unpacked>")), exercise, TruthAlone())


def test_keys_taken_in_their_order_are_named():
    failed = [outcome for outcome in verdict(UNPACKED).outcomes if outcome.status == "fails"]
    assert {outcome.misconception for outcome in failed} == {"takes_the_keys_in_their_order"}
    assert all("Look it up by its key" in outcome.cause for outcome in failed)


def test_keys_looked_up_by_name_are_right():
    assert verdict(BY_NAME).passed


def test_another_product_that_does_not_fit_has_no_such_name():
    turned = verdict(BY_NAME.replace("Wax @ xt", "Wax @ xt.T"))
    assert not any(outcome.misconception for outcome in turned.outcomes)
