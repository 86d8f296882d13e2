"""A name that rests on an exception is shown unless the answer was located at another fault than the mistake."""

import pytest
from test_locate import answer

from autograder.authoring.record import _faults
from autograder.check import evaluate
from autograder.exercises import find
from autograder.locate.confirm import due, with_confirmed_names
from autograder.verdict import Outcome, Verdict

EXERCISE = find("stack_weights")
CHECK = EXERCISE.checks[0]
NAME = "stacks_one_above_the_other"
RAISED = "Calling stack_weights raised ValueError: sizes"


class Knows:
    """Says of every registered mistake that this is due at its fault."""

    def __init__(self, *due):
        self._faults = tuple(f"values:raises:{each}:0" for each in due)

    def faults(self, exercise, check, name):
        return self._faults


def shown(knowledge, message=RAISED, faults=("place:raises:11:0", "values:raises:22:0")):
    outcome = Outcome(
        CHECK.name, CHECK.title, "fails", CHECK.points, message, "because", NAME, location="Line 2", faults=faults
    )
    return with_confirmed_names(Verdict(EXERCISE.name, (outcome,)), EXERCISE, knowledge).outcomes[0].misconception


@pytest.mark.parametrize(
    ("knowledge", "said", "is_shown"),
    [
        (Knows("22"), {}, True),
        (Knows("33"), {}, False),
        (Knows("11"), {}, False),  # what is due, not where it stands in a right answer
        (Knows(), {}, True),
        (Knows("33"), {"faults": ()}, True),
        (Knows("33"), {"message": "Waa is off."}, True),
    ],
    ids=["confirmed", "elsewhere", "another place", "mistake not located", "answer not located", "values"],
)
def test_a_name_on_an_exception_goes_where_another_value_is_due(knowledge, said, is_shown):
    assert (shown(knowledge, **said) == NAME) is is_shown


def test_the_name_of_a_mistake_is_confirmed_by_its_own_fault():
    text = "def stack_weights(Waa, Wax):\n    return Waa + Wax\n"
    outcome = evaluate("stack_weights", answer("stack_weights", text)).outcomes[0]
    assert outcome.message.startswith("Calling stack_weights raised ValueError")
    assert outcome.misconception == "adds_the_weights"
    assert due(outcome.faults) == due(_faults(EXERCISE, CHECK)["adds_the_weights"]) != set()
