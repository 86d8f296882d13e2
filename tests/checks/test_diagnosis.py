"""What is named, and what is not: no message misleads."""

import numpy as np
import pytest

from autograder import report
from autograder.answer import Answer
from autograder.diagnosis import Mistake, matching_mistakes
from autograder.door import LocalDoor
from autograder.errors import Mismatch
from autograder.evaluate import evaluate_behind, generator_for
from autograder.exercise import Exercise
from autograder.expect import expect, expect_close, expect_unchanged
from autograder.expect_own import expect_new
from autograder.fingerprint import LONGEST_TRANSCRIPT, fingerprint

MODULE = "sequence_data"  # any lesson will do


class Known:
    """A reference of some functions, and mistakes with their sentences."""

    def __init__(self, mistakes=(), **reference):
        self.reference, self.wrong = reference, mistakes

    def truth(self, exercise, check):
        return Answer(LocalDoor(dict(self.reference)), exercise)

    def mistakes(self, exercise, check, seed):
        for name, function in self.wrong:
            answer = Answer(LocalDoor({**self.reference, exercise.name: function}), exercise)
            try:
                check.run(answer, self.truth(exercise, check), generator_for(exercise, check, seed))
            except Exception:
                yield Mistake(name, f"it is {name}.", answer.transcript)


def judged(exercise, knowledge, **functions):
    return evaluate_behind(LocalDoor(functions), exercise, knowledge)


def doubling(**checks):
    """An exercise with a function f(x) = 2x and checks of one value each."""
    exercise = Exercise("f", MODULE, returns="y (n,)")
    for name, make in checks.items():

        def run(answer, truth, rng, make=make):
            x = make(rng)
            expect_close("y (n,)", answer(x=x), truth(x=x))

        exercise.check("It doubles.", points=1, hint="the hint", name=name)(run)
    return exercise


def draw(rng):
    return rng.standard_normal(4)


def raises(x):
    return x @ np.ones(3)


def raises_too(x):
    return x + np.ones(3)


def test_exceptions_alone_name_nothing():
    verdict = judged(doubling(it=draw), Known([("raising", raises)], f=lambda x: 2 * x), f=raises_too)
    assert verdict.outcomes[0].misconception == ""
    assert verdict.outcomes[0].hint == ""  # a place to look for values is no help where there are none


def test_what_raised_is_told_with_its_expression_and_the_axes_of_what_stood_there():
    exercise = Exercise("f", MODULE, returns="y (T_x, n_y, m)")

    @exercise.check("It masks.", points=1, hint="h")
    def masks(answer, truth, rng):
        answer(da=rng.standard_normal((6, 5, 4)), mask=np.ones((6, 4)))

    def f(da, mask):
        kept = da
        return kept * mask[:, :, None] + 0

    said = judged(exercise, Known(), f=f).outcomes[0].message
    assert "line 3 of the function:\n    return kept * mask[:, :, None] + 0" in said
    assert (
        "In `kept * mask[:, :, None]`, kept is (T_x, n_a, m) = (6, 5, 4) and mask[:, :, None] is "
        "(T_x, m, 1) = (6, 4, 1)." in said
    )
    assert "The call had da (T_x, n_a, m) = (6, 5, 4) and mask (T_x, m) = (6, 4)." in said


def test_of_two_mistakes_the_one_that_explains_more_is_named():
    once = [("minus", lambda x: -2 * x if len(x) == 4 else 2 * x), ("always minus", lambda x: -2 * x)]
    exercise = doubling(four=draw, five=lambda rng: rng.standard_normal(5))
    verdict = judged(exercise, Known(once, f=lambda x: 2 * x), f=lambda x: -2 * x)
    assert [outcome.misconception for outcome in verdict.outcomes] == ["always minus", "always minus"]
    verdict = judged(exercise, Known(once, f=lambda x: 2 * x), f=once[0][1])
    assert [outcome.misconception for outcome in verdict.outcomes] == ["minus", ""]


def test_where_two_mistakes_fit_as_well_it_is_not_said_to_be_exactly_one():
    two = [("half", lambda x: x), ("copied", lambda x: x.copy())]
    cause = judged(doubling(it=draw), Known(two, f=lambda x: 2 * x), f=lambda x: 1 * x).outcomes[0].cause
    assert cause == "This fits when it is half. It would also fit when it is copied."


def grads(**wrong):
    def f(x):
        return {"dW": x + wrong.get("dW", 0), "db": 2 * x + wrong.get("db", 0)}

    return f


def two_parts():
    exercise = Exercise("f", MODULE, returns={"dW": "(n,)", "db": "(n,)"})

    @exercise.check("Both are right.", points=1, hint="h")
    def both(answer, truth, rng):
        x = draw(rng)
        got, want = answer(x=x), truth(x=x)
        wrong = {}
        for part in ("dW", "db"):
            try:
                expect_close(part, got, want)
            except Mismatch as mismatch:
                wrong[part] = mismatch
        if wrong:
            first, *others = wrong
            raise Mismatch(str(wrong[first]), wrong[first].cause, first, tuple(others))

    return exercise


def test_two_mistakes_in_two_parts_are_both_named():
    known = Known([("off in dW", grads(dW=1)), ("off in db", grads(db=3))], f=grads())
    cause = judged(two_parts(), known, f=grads(dW=1, db=3)).outcomes[0].cause
    assert cause == (
        "dW: This is exactly what comes out when it is off in dW.\n"
        "db: This is exactly what comes out when it is off in db."
    )


def test_a_key_that_is_due_itself_is_not_taken_for_a_misspelled_one():
    missing = judged(two_parts(), Known(f=grads()), f=lambda x: {"db": x}).outcomes[0]
    assert missing.cause == "The keys are db."
    misspelled = judged(two_parts(), Known(f=grads()), f=lambda x: {"db": x, "dw": x}).outcomes[0]
    assert misspelled.cause == "There is a key 'dw': is it misspelled?"


def takes_a_dict():
    exercise = Exercise("f", MODULE, returns="y")
    exercise.check("Left alone.", points=1, hint="h", name="alone")(
        lambda answer, truth, rng: expect_unchanged(answer, grads={"dW": draw(rng)})
    )
    return exercise


def rebinds(grads):
    grads["dW"] = grads["dW"] + 1
    return 0


def adds_a_key(grads):
    grads["dU"] = 1
    return 0


def writes(grads):
    grads["dW"] += 1
    return 0


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (rebinds, "was given another value"),
        (adds_a_key, "or is new or gone"),
        (writes, "array was written to in place"),
    ],
)
def test_a_dict_that_was_rebound_is_told_from_an_array_that_was_written_to(answer, words):
    assert words in judged(takes_a_dict(), Known(), f=answer).outcomes[0].cause


@pytest.mark.parametrize(
    ("answer", "holds"),
    [
        (lambda grads: grads, False),
        (lambda grads: dict(grads), False),
        (lambda grads: {"dW": grads["dW"][:2]}, False),
        (lambda grads: {"dW": grads["dW"].copy()}, True),
    ],
)
def test_the_callers_own_arrays_are_told_from_new_ones(answer, holds):
    exercise = Exercise("f", MODULE, returns="clipped")
    exercise.check("New.", points=1, hint="h", name="new")(
        lambda answer, truth, rng: expect_new(answer, grads={"dW": draw(rng)})
    )
    verdict = judged(exercise, Known(), f=answer)
    assert verdict.passed == holds
    assert holds or "the caller's own grads" in verdict.outcomes[0].message


def test_wrong_values_are_told_before_a_later_call_that_raises():
    exercise = Exercise("f", MODULE, returns="y (n,)")

    @exercise.check("It doubles.", points=1, hint="h")
    def doubles(answer, truth, rng):
        calls = [{"x": draw(rng)}, {"x": np.ones(3)}]
        for got, want in zip(answer.each(calls), truth.each(calls), strict=True):
            expect_close("y (n,)", got, want)

    message = judged(exercise, Known(f=lambda x: 2 * x), f=lambda x: x @ np.ones((4, 4))).outcomes[0].message
    assert "4 of 4 entries are off" in message


def test_what_is_taken_from_the_notebook_and_not_from_the_arguments_is_said():
    exercise = Exercise("f", MODULE, returns="y (n_x, m)")

    @exercise.check("It adds.", points=1, hint="h")
    def adds(answer, truth, rng):
        xt = rng.standard_normal((7, 4))
        expect_close("y (n_x, m)", answer(xt=xt), truth(xt=xt))

    known = Known(f=lambda xt: xt + 1)
    names = {"np": np, "n_x": 3, "m": 4, "EPS": 1e-3}
    for body, cause in (
        ("xt + np.ones((n_x, m))", "uses n_x and m from outside. Other calls"),
        ("[xt + T for _ in range(1)][0]", "uses T from outside"),
        ("xt.T", None),
        ("xt + EPS", None),
    ):
        exec(f"def f(xt):\n    return {body}", names)
        outcome = evaluate_behind(LocalDoor(names), exercise, known).outcomes[0]
        assert cause in outcome.cause if cause else "notebook" not in outcome.cause


def test_a_promise_earns_nothing_by_itself():
    exercise = doubling(values=draw)
    exercise.check("Left alone.", points=1, hint="h", name="alone", promise=True)(
        lambda answer, truth, rng: expect_unchanged(answer, x=draw(rng))
    )
    wrong = judged(exercise, Known(f=lambda x: 2 * x), f=lambda x: 3 * x)
    assert [outcome.status for outcome in wrong.outcomes] == ["fails", "waits"]
    assert (wrong.points, wrong.attempted, wrong.passed) == (0, True, False)
    assert "will count once the values are right" in report.as_text(wrong)
    assert judged(exercise, Known(f=lambda x: 2 * x), f=lambda x: 2 * x).points == 2


def test_a_check_that_rests_on_chance_is_tried_three_times():
    exercise, draws = Exercise("f", MODULE, returns="y"), []

    @exercise.check("By luck.", points=1, hint="h", by_chance=True)
    def luck(answer, truth, rng):
        draws.append(rng.random())
        expect(answer() <= len(draws), "No luck.")

    assert judged(exercise, Known(), f=lambda: 3).passed
    assert len(set(draws)) == 3
    draws.clear()
    assert not judged(exercise, Known(), f=lambda: 4).passed
    assert len(draws) == 3


def test_a_mistake_is_not_recognised_by_what_is_cut_off_its_transcript():
    """A transcript ends where it holds enough values: what it would have said around a stand-in may be missing."""
    many = {f"d{k}": k for k in range(LONGEST_TRANSCRIPT)}
    known = Mistake("it", "it is it.", [{"value": fingerprint({**many, "d0": 5})}])
    around = [{"value": fingerprint(many), "around": ["g"]}]
    assert matching_mistakes([{"value": fingerprint({**many, "d1": 7})}, *around], [known]) == []


def test_arguments_in_another_order_are_told_and_no_mistake_is_named():
    exercise = Exercise("f", MODULE, returns="y (n,)")

    @exercise.check("They stay.", points=1, hint="h")
    def stays(answer, truth, rng):
        expect_unchanged(answer, x=draw(rng), k=2)

    def turned(k, x):
        x *= 2
        return k * x

    def changes(x, k):
        x *= 2
        return k * x

    known = Known([("changing", changes)], f=lambda x, k: k * x)
    outcome = judged(exercise, known, f=turned).outcomes[0]
    assert "in this order" in outcome.message
    assert not outcome.misconception
