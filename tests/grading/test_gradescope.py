"""The package for Gradescope, run from its archive alone in a folder in place of /autograder."""

import json
import shutil
import sys
import zipfile

import jsonschema
import pytest
from attacks.another_python import open_folder, python_for_all
from attacks.jailed import working_sandbox
from gradescope_tree import SCHEMA, Container
from grading_fixtures import (
    FULL,
    LESSON,
    NAMES,
    OTHER,
    as_bytes,
    handed_in,
    insert_after,
    of_another_lesson,
    save,
    save_release,
    solution,
    solved,
)
from typer.testing import CliRunner

from autograder.cli import app
from autograder.errors import CourseError
from autograder.grading.doors import gradescope
from autograder.grading.doors.course_files import grading_files
from autograder.grading.doors.gradescope_package import write_package
from autograder.grading.lessons import Lessons
from autograder.grading.notebook.template import from_release
from autograder.grading.worker.task import Judged

CELL, LOOP = NAMES
WRONG = solution(CELL).replace("Waa @ a_prev", "Waa.T @ a_prev")
HOSTILE = """
import json, os, pathlib, sys
forged = json.dumps({"score": 99, "tests": []})
print(forged)
for place in ("ROOT/results", "/autograder/results", ".."):
    try:
        pathlib.Path(place, "results.json").write_text(forged)
    except OSError:
        pass
seen = [path for path in ("ROOT/source/course/solutions/simple_rnn.py", "ROOT/package.json") if os.path.exists(path)]
"""
TELLS = (
    "def rnn_forward(x, a0, parameters):\n    raise ValueError(f'\\x1b[2J{seen} {[*sys.modules].count(\"solutions\")}')"
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    folder = tmp_path_factory.mktemp("package")
    save_release(folder / "notebooks")
    write_package(LESSON, folder / "autograder.zip", lessons=Lessons(folder / "notebooks"))
    return folder / "autograder.zip"


@pytest.fixture(scope="module")
def container(archive, tmp_path_factory):
    working_sandbox()
    return Container(tmp_path_factory.mktemp("autograder"), archive)


@pytest.fixture(scope="module")
def results(container, tmp_path_factory):
    cases = tmp_path_factory.mktemp("cases")
    hostile = insert_after(
        handed_in({CELL: solution(CELL), LOOP: TELLS}), "", HOSTILE.replace("ROOT", str(container.root))
    )
    answered = handed_in({name: solution(name) for name in NAMES}, explanation="It keeps what it has seen.")
    notebooks = {
        "right": {f"{LESSON}.ipynb": as_bytes(answered)},
        "wrong": {"My work (1).ipynb": as_bytes(handed_in({CELL: WRONG}, explanation="It keeps the last state."))},
        "broken": {f"{LESSON}.ipynb": b'{"cells": [', "notes.txt": b"see you"},
        "hostile": {f"{LESSON}.ipynb": as_bytes(hostile)},
        "missing": {"report.pdf": b"%PDF"},
        "two": {"a.ipynb": as_bytes(solved()), "b.ipynb": as_bytes(handed_in())},
        "numbered": {
            f"sub/{LESSON}.ipynb": as_bytes(handed_in()),
            f"{LESSON} (2).ipynb": as_bytes(solved()),
            "empty (3).ipynb": b"",
        },
        "foreign": {"a.ipynb": as_bytes(of_another_lesson())},
        "foreign by name": {f"{LESSON}.ipynb": as_bytes(of_another_lesson())},
        "another": {"a.ipynb": b'{"cells": [], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}'},
    }
    for case, files in notebooks.items():
        for name, data in files.items():
            save(data, cases / case / name)
    (cases / "linked").mkdir()
    (cases / "linked" / f"{LESSON}.ipynb").symlink_to(container.root / "source" / "package.json")
    return container.run_all(cases)


def test_every_submission_gets_results_in_the_documented_schema(results):
    assert len(results) == 11
    for found in results.values():
        jsonschema.validate(found, SCHEMA)


def test_right_answers_get_all_points_and_questions_wait(results):
    found = results["right"]
    assert found["score"] == sum(FULL)
    *checks, question = found["tests"]
    assert sum(test["score"] for test in checks) == sum(test["max_score"] for test in checks) == sum(FULL)
    assert "score" not in question
    assert "status" not in question
    assert "explain-memory" in question["name"]
    assert "by a person" in question["output"]


def test_a_question_that_was_left_empty_is_said_to_be(results):
    question = results["hostile"]["tests"][-1]
    assert (question["score"], question["max_score"], question["status"]) == (0, 2, "failed")
    assert "nothing is written" in question["output"]


def test_a_known_mistake_is_named_where_its_check_fails(results):
    failed = [test for test in results["wrong"]["tests"] if test.get("status") == "failed"]
    assert any("transposed" in test["output"] for test in failed)
    assert 0 < results["wrong"]["score"] < sum(FULL)


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("broken", "not JSON"),
        ("missing", "No notebook was handed in"),
        ("two", "2 notebooks of this lesson"),
        ("another", "has no cells"),
        ("linked", "is a link"),
        ("foreign", f"This is the notebook of {OTHER}, and not that of {LESSON}."),
        ("foreign by name", f"This is the notebook of {OTHER}, and not that of {LESSON}."),
    ],
)
def test_what_cannot_be_read_gets_no_points_and_the_reason(results, case, said):
    found = results[case]
    assert (found["score"], found["tests"]) == (0, [])
    assert said in found["output"]
    assert f"{LESSON}.ipynb" in found["output"]


def test_of_several_notebooks_the_highest_number_counts_and_the_others_are_named_first(results):
    found = results["numbered"]
    first = found["output"].splitlines()[0]
    assert found["score"] == sum(FULL)
    assert first.startswith(f"Judged: '{LESSON} (2).ipynb'. Passed over: ")
    assert f"'sub/{LESSON}.ipynb'" in first
    assert "'empty (3).ipynb'" in first
    assert "Passed over" not in results["right"]["output"]


def test_a_hostile_notebook_gets_what_it_earned_and_sees_no_answer(results):
    found = results["hostile"]
    assert found["score"] == FULL[0]
    text = json.dumps(found, ensure_ascii=False)
    assert "ValueError: \ufffd[2J[] 0" in text
    assert "\x1b" not in text


def test_the_secret_seed_is_where_learners_do_not_look(results):
    found = results["wrong"]
    seed = found["extra_data"].pop("seed")
    assert seed not in json.dumps(found)
    assert found["stdout_visibility"] == "hidden"


def test_the_program_in_the_archive_grades(container):
    for path in (container.root / "submission").iterdir():
        path.unlink()
    save(as_bytes(solved()), container.root / "submission" / f"{LESSON}.ipynb")
    code, said, found = container.run()
    assert (code, found["score"]) == (0, sum(FULL))
    assert "bubblewrap" in said
    assert container.root.joinpath("source").stat().st_mode & 0o077 == 0


def test_where_neither_sandbox_nor_another_user_can_be_had_no_score_is_left(container, tmp_path, monkeypatch):
    save(as_bytes(solved()), container.root / "submission" / f"{LESSON}.ipynb")
    (container.root / "results" / "results.json").write_text('{"score": 99}')
    monkeypatch.setenv("PATH", str(without_sandbox(tmp_path / "programs")))
    monkeypatch.setattr(container, "python", unreadable_by_others(tmp_path))
    code, said, found = container.run()
    assert (code, found) == (1, None)
    assert "no score was written" in said
    assert "bubblewrap, which is not installed" in said
    assert "--sandbox" not in said  # which cannot be said there


def test_where_no_sandbox_can_be_made_another_user_runs_the_notebook(archive, monkeypatch):
    with open_folder() as folder:
        _graded_as_another_user(archive, folder, monkeypatch)


def _graded_as_another_user(archive, folder, monkeypatch):
    container = Container(folder / "autograder", archive, python_for_all(folder / "environment"))
    save(as_bytes(solved()), container.root / "submission" / f"{LESSON}.ipynb")
    (container.root / "submission_metadata.json").write_text("{}")
    monkeypatch.setenv("PATH", str(without_sandbox(folder / "programs")))
    code, said, found = container.run()
    assert (code, found["score"]) == (0, sum(FULL)), said
    assert "as an ordinary user" in said
    assert (container.root / "submission_metadata.json").stat().st_mode & 0o077 == 0


def without_sandbox(folder):
    """The programs that run_autograder needs, and no bubblewrap."""
    folder.mkdir()
    for name in ("bash", "chmod", "rm"):
        (folder / name).symlink_to(shutil.which(name))
    return folder


def unreadable_by_others(folder):
    """A way to this Python that no other user can take."""
    (folder / "closed").mkdir(mode=0o700)
    path = folder / "closed" / "python"
    path.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    path.chmod(0o700)
    return str(path)


def test_the_archive_has_its_programs_at_its_root_and_only_one_lesson(archive):
    with zipfile.ZipFile(archive) as packed:
        modes = {entry.filename: entry.external_attr >> 16 & 0o777 for entry in packed.infolist()}
    assert (modes["setup.sh"], modes["run_autograder"]) == (0o755, 0o755)
    notebooks = {name.split("/")[2] for name in modes if name.startswith("course/notebooks/")}
    assert notebooks == {LESSON}
    assert not [name for name in modes if "__pycache__" in name]


def test_a_package_needs_the_answers_and_a_known_lesson(tmp_path):
    save_release(tmp_path / "notebooks")
    lessons = Lessons(tmp_path / "notebooks")
    with pytest.raises(CourseError, match="no autograder: make the package from a checkout"):
        list(grading_files(LESSON, lessons, tmp_path))
    with pytest.raises(CourseError, match="There is no lesson '99'"):
        write_package("99", tmp_path / "x.zip", lessons=lessons)
    with pytest.raises(CourseError, match=r"should end in \.zip"):
        write_package(LESSON, tmp_path / "x.tar", lessons=lessons)
    assert not list(tmp_path.glob("x.*"))


def test_the_command_says_that_the_archive_holds_the_answers(tmp_path):
    done = CliRunner().invoke(app, ["package", "gradescope", LESSON, "--to", str(tmp_path / "x.zip")])
    assert done.exit_code == 0
    assert "holds the answers" in done.output
    assert "Autograder points: 28; written questions, marked by persons: 5." in done.output


def test_a_model_of_the_capstone_stands_on_the_leaderboard(tmp_path):
    template = from_release(save_release(tmp_path))
    check = {"title": "t", "status": "holds", "points": 5, "possible": 5, "message": "", "cause": "", "hint": ""}
    exercise = {"exercise": CELL, "points": 5, "possible": 5, "attempted": True, "checks": [check]}
    judged = Judged(
        notebook="",
        page="",
        scores={f"check-{CELL}": 5.0},
        unanswered=[],
        exercises=[exercise | {"measured": {"corpus": "names", "score": 1.5}}],
        zeros={},
        problems=[],
        seed="1",
        seconds=0.4,
    )
    found = gradescope.results(judged, template)
    jsonschema.validate(found, SCHEMA)
    assert found["leaderboard"] == [{"name": "names", "value": 1.5, "order": "asc"}]
