"""The capstone through `autograder grade`: what counts is the score of the parameters on the sealed part."""

import json
import os

import pytest
from capstone_class import LESSON, NAME, everyone, hand_in, release
from grading_fixtures import save
from nbgrader.api import Gradebook
from rich.console import Console

from autograder.capstone import SCALES
from autograder.grading import code, command
from autograder.grading.books.gradebook import COURSE
from autograder.grading.sandbox import SandboxUnavailable, find_sandbox

CLASS = everyone()


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    try:
        find_sandbox()
    except SandboxUnavailable as missing:
        if os.environ.get("COURSE_NO_SANDBOX") == "1":
            pytest.skip(f"COURSE_NO_SANDBOX=1: {missing}")
        raise
    root = tmp_path_factory.mktemp("capstone")
    save(release(), root / "notebooks" / LESSON / f"{LESSON}.ipynb")
    for who, what in CLASS.items():
        hand_in(who, what, root / "inbox")
    console = Console(quiet=True)
    command.grade([root / "inbox"], root / "out", console, box="bubblewrap", releases=root / "notebooks")
    found = json.loads((root / "out" / "results.json").read_text())["submissions"]
    return root, {each["student"]: each for each in found}


@pytest.mark.parametrize("who", CLASS)
def test_each_gets_what_the_parameters_are_worth(graded, who):
    _, results = graded
    (exercise,) = results[who]["exercises"]
    assert exercise["points"] == results[who]["score"] == CLASS[who].points, exercise


@pytest.mark.parametrize("who", CLASS)
def test_each_is_told_why(graded, who):
    root, _ = graded
    page = (root / "out" / "autograded" / who / LESSON / f"{LESSON}.ipynb").read_text()
    assert CLASS[who].said in page


def test_the_score_is_in_the_results(graded):
    _, results = graded
    measured = {who: each["exercises"][0].get("measured") for who, each in results.items()}
    assert {who for who in CLASS if measured[who]} == {
        *("strong", "retrains", "weak", "memorises", "prints", "changes", "patches", "searches")
    }
    strong = measured["strong"]
    assert (strong["corpus"], strong["part"]) == ("names", "sealed")
    assert strong["score"] <= SCALES["names"].steps[-1].threshold < measured["weak"]["score"]
    assert measured["weak"] == measured["prints"] == measured["patches"] == measured["searches"]


def test_what_is_known_by_heart_is_worth_nothing(graded):
    _, results = graded
    assert results["memorises"]["exercises"][0]["measured"]["score"] > SCALES["names"].steps[0].threshold


def test_the_gradebook_has_the_same_points(graded):
    root, _ = graded
    with Gradebook(f"sqlite:///{root / 'out' / 'gradebook.db'}", COURSE) as gradebook:
        for who, what in CLASS.items():
            grade = gradebook.find_submission_notebook(LESSON, LESSON, who).grades
            assert [each.score for each in grade if each.name == f"check-{NAME}"] == [what.points]


def test_new_sealed_parts_and_thresholds_let_everyone_be_graded_again():
    kept = {path.name for module in ("solutions.sealed", "autograder.capstone.scale") for path in code._files(module)}
    assert kept >= {"names.npz", "melodies.npz", "dates.npz", "entities.npz", "model.npz", "scales.json", "scale.py"}
    digests = {code._read(path).digest for path in code._files("solutions.sealed")}
    assert len(digests) == len(code._files("solutions.sealed"))
