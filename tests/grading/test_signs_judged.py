"""What is wrong with an answer that nothing names is kept with its verdict, and costs it nothing."""

import json

import pytest
from grading_fixtures import FULL, NAMES, handed_in, judged, points, solution

from autograder.grading.judge import judge
from autograder.grading.judge.place import ProcessGone

CELL, LOOP = NAMES
NAMED = solution(CELL).replace("Waa @ a_prev", "Waa.T @ a_prev")
UNNAMED = solution(CELL).replace("np.tanh(", "0.5 * a_prev + 0.5 * np.tanh(")


def verdict(code, **options):
    return judged(handed_in({CELL: code, LOOP: solution(LOOP)}), **options).verdicts[CELL]


def test_a_wrong_answer_without_a_name_has_them_in_its_data():
    data = verdict(UNNAMED, signs=True).as_dict()
    assert {kind for _, kind, *_ in data["signs"]} == {"value"}
    assert json.loads(json.dumps(data))["signs"][0][0].startswith("0.0.")


@pytest.mark.parametrize("code", [NAMED, solution(CELL)], ids=["with a name", "right"])
def test_a_right_answer_and_one_with_a_name_have_none(code):
    assert "signs" not in verdict(code, signs=True).as_dict()


def test_they_are_kept_only_where_that_is_asked_for():
    assert verdict(UNNAMED).signs == ()


def test_a_process_that_is_lost_over_them_costs_no_points(monkeypatch):
    def lost(door, exercise):
        raise ProcessGone("it ended")

    monkeypatch.setattr(judge, "signs_of", lost)
    graded = judged(handed_in({CELL: UNNAMED, LOOP: solution(LOOP)}), signs=True)
    assert graded.verdicts[CELL].attempted
    assert graded.verdicts[CELL].signs == ()
    assert graded.zeros == {}
    assert points(graded)[1] == FULL[1]
