"""Where a wrong answer goes wrong, on a graded page: said by the learner's process, of the public inputs alone."""

import json
import shutil

import pytest
from grading import places
from grading_fixtures import (
    LESSON,
    NAMES,
    as_bytes,
    cell_of,
    handed_in,
    insert_after,
    judged,
    recorded,
    save_release,
    shown,
    solution,
    solved,
)
from typer.testing import CliRunner

from autograder.cli import app
from autograder.grading import command, regrade
from autograder.grading.doors.cases import cases_of
from autograder.grading.judge.locations import LONGEST, LONGEST_FAULT, MOST_FAULTS, told_of
from autograder.grading.judge.public import PublicInputs, public_inputs
from autograder.grading.lessons import RELEASES
from autograder.grading.worker.judging import judge_task
from autograder.grading.worker.task import Task
from autograder.recording import RECORDING
from autograder.verdict import Outcome, Verdict

CELL, LOOP = NAMES
TURNED = solution(CELL).replace("Waa @ a_prev", "Waa.T @ a_prev")
SAID = "On the public inputs: Line"


class Spy:
    """Starts places and keeps what they are asked to locate."""

    def __init__(self):
        self.requests, self.asked = [], []

    def start_in(self, folder):
        start = places.start_in(folder)
        return lambda limits: self.watched(start(limits))

    def watched(self, place):
        locate, ask = place.locate, place.ask
        place.locate = lambda request, seconds: self.requests.append(request) or locate(request, seconds=seconds)
        place.ask = lambda request, seconds: self.asked.append(request) or ask(request, seconds=seconds)
        return place


@pytest.fixture(scope="module")
def wrong():
    """A wrong answer, judged on two secret seeds, with what was asked of its process."""
    found = []
    for seed in (1, 2):
        spy, notebook = Spy(), handed_in({CELL: TURNED, LOOP: solution(LOOP)})
        found.append((judged(notebook, seed=seed, public=recorded(), start=spy.start_in), spy))
    return found


def test_a_wrong_answer_is_told_its_line_on_the_public_inputs(wrong):
    graded, _ = wrong[0]
    told = [outcome for outcome in graded.verdicts[CELL].outcomes if outcome.location]
    assert told
    assert all(outcome.status == "fails" for outcome in told)
    assert "`Waa.T" in told[0].location
    assert SAID in shown(graded, CELL)
    (output,) = cell_of(graded.notebook, f"check-{CELL}").outputs
    assert f'<div class="m at">{SAID}' in output.data["text/html"]


def test_points_and_words_are_the_same_without_it(wrong):
    graded, _ = wrong[0]
    plain = judged(handed_in({CELL: TURNED, LOOP: solution(LOOP)}), seed=1)
    assert graded.scores == plain.scores
    assert without_locations(graded) == without_locations(plain)
    assert SAID not in shown(plain, CELL)


def without_locations(graded):
    """The verdicts as data, but for what the learner's process has said of them."""
    found = [verdict.as_dict() for verdict in graded.verdicts.values()]
    for check in (check for verdict in found for check in verdict["checks"]):
        del check["location"], check["faults"]
    return found


def test_nothing_that_follows_from_the_secret_inputs_is_sent(wrong):
    (_, one), (_, other) = wrong
    assert one.asked != other.asked, "the secret inputs should differ"
    assert one.requests == other.requests
    (request,) = one.requests
    assert set(request) == {"exercise", "recorded", "checks"}
    released = json.loads((RELEASES / LESSON / RECORDING).read_text())["exercises"]
    assert json.loads(request["recorded"]) == released[CELL]


def test_it_is_asked_for_when_all_that_counts_is_answered():
    order = []
    spy, notebook = Spy(), handed_in({CELL: TURNED, LOOP: solution(LOOP)})
    spy.requests = spy.asked = order
    judged(notebook, public=recorded(), start=spy.start_in)
    assert ["recorded" in request for request in order] == [False] * (len(order) - 1) + [True]


def test_right_answers_and_cells_without_one_are_not_asked():
    spy = Spy()
    judged(solved(), public=recorded(), start=spy.start_in)
    judged(handed_in(), public=recorded(), start=spy.start_in)
    assert spy.requests == []


def test_nothing_is_asked_where_there_is_no_time_for_it():
    spy = Spy()
    judged(handed_in({CELL: TURNED}), public=recorded(), start=spy.start_in, locate_seconds=0)
    assert spy.requests == []


@pytest.mark.parametrize("words", [["grade", "inbox", "--out", "out"], ["regrade", "out"]])
@pytest.mark.parametrize(("option", "is_looked_for"), [([], True), (["--no-locations"], False)])
def test_a_teacher_can_have_it_left_out(monkeypatch, words, option, is_looked_for):
    machines = []
    for module in (command, regrade):
        monkeypatch.setattr(module, words[0], lambda *_, machine, **__: machines.append(machine) or [], raising=False)
    ran = CliRunner().invoke(app, [*words, *option])
    assert ran.exit_code == 0, ran.output
    assert [machine.limits.locate_seconds > 0 for machine in machines] == [is_looked_for]


def test_the_function_that_was_judged_is_looked_into_whatever_its_name_means_later():
    notebook = insert_after(handed_in({CELL: TURNED}), f"check-{CELL}", f"{CELL} = 'now something else'\n")
    assert "`Waa.T" in shown(judged(notebook, public=recorded()), CELL)


@pytest.mark.parametrize("text", ["{}", "no JSON", '{"format": 999, "exercises": {}}', None])
def test_a_lesson_without_a_recording_that_can_be_read_is_graded_all_the_same(tmp_path, text):
    if text is not None:
        (tmp_path / RECORDING).write_text(text)
    graded = judged(handed_in({CELL: TURNED}), public=public_inputs(tmp_path))
    assert not any(outcome.location for outcome in graded.verdicts[CELL].outcomes)
    assert graded.zeros == {}


def test_a_recording_of_something_else_costs_the_locations_alone():
    graded = judged(handed_in({CELL: TURNED}), public=PublicInputs({CELL: '{"another check": {}}'}))
    assert not any(outcome.location for outcome in graded.verdicts[CELL].outcomes)
    assert graded.zeros == {}


def test_without_a_sandbox_and_in_the_results_it_is_the_same(tmp_path):
    release = save_release(tmp_path / "notebooks")
    shutil.copy(RELEASES / LESSON / RECORDING, release.parent)
    data = as_bytes(handed_in({CELL: TURNED}))
    found = judge_task(Task(LESSON, data, "none", 1, releases=tmp_path / "notebooks"))
    checks = [check for entry in found.exercises for check in entry["checks"] if check["location"]]
    assert "`Waa.T" in checks[0]["location"]
    assert SAID in found.page


FAILS = Verdict("f", (Outcome("a", "A.", "fails", 1, "wrong"), Outcome("b", "B.", "holds", 1)))


def test_only_checks_that_fail_are_told_anything():
    said = {name: {"says": "Line 1.", "faults": ["x"]} for name in ("a", "b", "c")}
    told = told_of(FAILS, said)
    assert [outcome.location for outcome in told.outcomes] == ["Line 1.", ""]
    assert [outcome.faults for outcome in told.outcomes] == [("x",), ()]
    assert (told.points, told.possible) == (FAILS.points, FAILS.possible)


def test_what_is_said_is_one_line_of_plain_text_and_not_long():
    said = {"says": "a\x1b[31m\nb\u202e\u200b\x00 " + "c" * 10_000, "faults": ["m\n", "", "x" * 81, 5, *"abcdefgh"]}
    (outcome, _) = told_of(FAILS, {"a": said}).outcomes
    assert outcome.location.startswith("a b")
    assert outcome.location.isprintable()
    assert outcome.location.endswith(" ...")
    assert len(outcome.location) == LONGEST
    assert len(outcome.faults) <= MOST_FAULTS
    assert outcome.faults[0] == "m"
    assert max(map(len, outcome.faults)) <= LONGEST_FAULT


def test_other_systems_are_told_it_too():
    check = FAILS.as_dict()["checks"][0]
    old = {key: value for key, value in check.items() if key != "location"}
    for each, words in ((check | {"location": "Line 1."}, "wrong\n\nOn the public inputs: Line 1."), (old, "wrong")):
        (case,) = cases_of([{"exercise": "f", "checks": [each]}])
        assert case.words == words
