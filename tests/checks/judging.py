"""An exercise of one function, judged: what a learner is told of an answer to it."""

from autograder import report
from autograder.answer import Answer
from autograder.door import LocalDoor
from autograder.evaluate import evaluate_behind
from autograder.exercise import Exercise
from autograder.expect import expect_close

MODULE = "sequence_data"  # any lesson will do


class Known:
    """A reference of one function, without misconceptions."""

    def __init__(self, function):
        self.function = function

    def truth(self, exercise, check):
        return Answer(LocalDoor({}, {exercise.name: self.function}), exercise)

    def mistakes(self, exercise, check, seed):
        return []


def judged(answer, reference, returns, judge=None, make=lambda rng: {"x": rng.standard_normal((6, 5, 4))}, seconds=9):
    exercise = Exercise("f", MODULE, returns=returns)
    parts = [part.name for part in exercise.parts if not part.free]

    @exercise.check("It is right.", points=1, hint="the hint")
    def it_is_right(answer, truth, rng):
        case = make(rng)
        if judge:
            return judge(answer, **case)
        got, want = answer(**case), truth(**case)
        label = returns if isinstance(returns, str) else None
        for name in parts:
            expect_close(label or name, got, want)

    return evaluate_behind(LocalDoor({}, {"f": answer}, seconds=seconds), exercise, Known(reference))


def said(*args, **kwargs):
    verdict = judged(*args, **kwargs)
    assert not verdict.passed
    return report.as_text(verdict)
