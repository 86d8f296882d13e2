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


def test_a_registered_mistake_that_raises_keeps_its_own_name():
    text = "def stack_weights(Waa, Wax):\n    return np.concatenate((Waa, Wax), axis=0)\n"
    outcome = evaluate("stack_weights", answer("stack_weights", text)).outcomes[0]
    assert outcome.message.startswith("Calling stack_weights raised ValueError")
    assert outcome.misconception == NAME
    assert outcome.location


def test_what_is_recorded_of_mistakes_that_raise_is_what_is_due_alone():
    exercise = find("sequence_cross_entropy")
    check = next(each for each in exercise.checks if each.name == "labels_at_masked_steps_may_be_anything")
    found = _faults(exercise, check)
    assert "looks_up_before_masking" in found
    assert all(len(due(faults)) == len(faults) for faults in found.values())
