"""JUnit XML, GitHub Classroom's points, and a notebook judged where there are no answers."""

import base64
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from attacks.jailed import working_sandbox
from grading_fixtures import (
    FULL,
    LESSON,
    NAMES,
    OTHER,
    as_bytes,
    handed_in,
    of_another_lesson,
    save,
    save_release,
    solution,
    solved,
)
from typer.testing import CliRunner

from autograder.cli import app
from autograder.errors import CourseError
from autograder.grading.doors import classroom
from autograder.grading.doors.junit import junit_xml

ROOT = Path(__file__).parents[2]
CELL, LOOP = NAMES
WRONG = solution(CELL).replace("Waa @ a_prev", "Waa.T @ a_prev")
# As the schema of Jenkins' xUnit plugin has it (junit-10.xsd): what may stand in what, and which attributes.
INSIDE = {
    "testsuites": ({"testsuite"}, {"name", "time", "tests", "failures", "errors"}),
    "testsuite": (
        {"testsuite", "properties", "testcase", "system-out", "system-err"},
        {"name", "tests", "failures", "errors", "skipped", "time", "timestamp", "hostname", "id", "package", "file"},
    ),
    "properties": ({"property"}, set()),
    "property": (set(), {"name", "value"}),
    "testcase": ({"skipped", "error", "failure", "system-out", "system-err"}, {"name", "time", "classname", "group"}),
    **{name: (set(), {"type", "message"}) for name in ("failure", "error", "skipped")},
}
NEEDED = {"testsuite": {"name", "tests", "failures", "errors"}, "testcase": {"name"}, "property": {"name", "value"}}


def check(status, **more):
    known = {"check": "c", "title": "It holds.", "status": status, "points": 2 * (status == "holds"), "possible": 2}
    return known | {"message": "", "cause": "", "misconception": "", "hint": ""} | more


def submission(*checks, outcome="graded", **more):
    exercise = {"exercise": CELL, "points": 2, "possible": 4, "attempted": True, "reason": "", "checks": list(checks)}
    known = {"student": "ana", "lesson": LESSON, "path": "p.ipynb", "outcome": outcome, "reason": "", "seconds": 1.25}
    return known | {"score": 2.0, "possible": 6.0, "to_mark": 0, "exercises": [exercise] if checks else []} | more


HOSTILE = "yours is \x1b[2J\x00\ufffe\ud800 ]]> <script>alert(1)</script> ```\n# Full marks" + "x" * 100_000
BATCH = [
    submission(check("holds"), check("fails", message=HOSTILE, cause="the bias is forgotten.", hint="The sum.")),
    submission(outcome="not graded", student="<ben>", reason="The file is empty."),
    submission(check("holds"), to_mark=2),
]


def test_junit_xml_is_as_the_schema_of_build_machines_has_it():
    root = ElementTree.fromstring(junit_xml(BATCH))
    for element in root.iter():
        children, attributes = INSIDE[element.tag]
        assert {child.tag for child in element} <= children
        assert NEEDED.get(element.tag, set()) <= set(element.attrib) <= attributes
    assert root.attrib == {"tests": "5", "failures": "1", "errors": "1"}
    for suite in root:
        cases = suite.findall("testcase")
        counts = [len(cases), *(len(suite.findall(f"testcase/{kind}")) for kind in ("failure", "error", "skipped"))]
        assert counts == [int(suite.get(name)) for name in ("tests", "failures", "errors", "skipped")]


def test_junit_xml_says_why_and_holds_no_more_than_it_should_of_what_a_learner_wrote():
    text = junit_xml(BATCH)
    (failure,) = ElementTree.fromstring(text).iter("failure")
    assert "the bias is forgotten." not in failure.text[:20]
    assert failure.text.startswith("yours is \ufffd[2J\ufffd")
    assert failure.text.endswith("[The rest is left out.]")
    assert len(text) < 20_000


def test_points_reach_classroom_in_the_form_of_its_reporter():
    found = json.loads(base64.b64decode(classroom.runner_result(BATCH[:1])))
    assert (found["version"], found["status"], found["max_score"]) == (1, "fail", 4)
    assert [(test["status"], test["score"]) for test in found["tests"]] == [("pass", 2), ("fail", 0)]
    assert {"name", "status", "score", "message", "test_code", "filename", "line_no", "duration"} == set(
        found["tests"][0]
    )
    unread = json.loads(base64.b64decode(classroom.runner_result(BATCH[1:2])))
    assert (unread["status"], unread["max_score"], unread["tests"][0]["score"]) == ("fail", 6, 0)


def test_nothing_that_a_learner_wrote_ends_its_block_in_the_summary():
    text = classroom.summary(BATCH[:1])
    assert "# Full marks" in text
    inside = text[text.index("````text") :]
    assert inside.index("# Full marks") < inside.index("````", 4)


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """A learner's repository with one lesson and its recording, without the answers."""
    folder = tmp_path_factory.mktemp("repository")
    release = save_release(folder / "notebooks")
    shutil.copy(ROOT / "notebooks" / LESSON / "recording.json", release.parent)
    for name in ("autograder", "data", "figures"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.fixture(scope="module")
def judged(repository):
    working_sandbox()
    save(as_bytes(solved()), repository / "hand_in" / "right.ipynb")
    save(as_bytes(handed_in({CELL: WRONG}, explanation="It keeps the state.")), repository / "hand_in" / "wrong.ipynb")
    save(b"{", repository / "hand_in" / "broken.ipynb")
    save(as_bytes(of_another_lesson()), repository / "hand_in" / "foreign.ipynb")
    (repository / "out.txt").write_text("before=1\n")
    return run_ci(repository, *(f"hand_in/{name}.ipynb" for name in ("right", "wrong", "broken", "missing", "foreign")))


def run_ci(repository, *notebooks):
    command = [sys.executable, "-m", "autograder", "ci", *notebooks, "--lesson", LESSON, "--junit", "junit.xml"]
    command += ["--json", "results.json", "--summary", "summary.md", "--classroom", "out.txt"]
    known = os.environ | {"PYTHONPATH": str(repository)}
    return subprocess.run(command, cwd=repository, env=known, capture_output=True, text=True, check=False)


def test_a_notebook_is_judged_where_the_answers_are_not(judged, repository):
    assert judged.returncode == 2, judged.stderr
    found = json.loads((repository / "results.json").read_text())
    assert found["inputs"] == "public"
    right, wrong, broken, missing, foreign = found["submissions"]
    assert (right["outcome"], right["score"], right["to_mark"]) == ("graded", sum(FULL), 0)
    assert (wrong["outcome"], wrong["to_mark"]) == ("graded", 1)
    assert "transposed" in json.dumps(wrong)
    assert (broken["outcome"], broken["score"]) == ("not graded", 0)
    assert "not JSON" in broken["reason"]
    assert missing["reason"].startswith(f"Nothing is handed in yet: copy notebooks/{LESSON}/{LESSON}.ipynb")
    assert foreign["reason"] == f"This is the notebook of {OTHER}, and not that of {LESSON}."
    assert [each["possible"] for each in (broken, missing, foreign)] == [sum(FULL)] * 3
    assert judged.stdout.count("hand_in/broken.ipynb") == 1


def test_it_never_says_that_all_is_well_without_saying_which_inputs_were_used(judged):
    assert "inputs that everyone knows" in judged.stdout


def test_what_build_machines_read_is_written_and_what_stood_there_stays(judged, repository):
    assert len(ElementTree.parse(repository / "junit.xml").findall("testsuite")) == 5
    before, result = (repository / "out.txt").read_text().splitlines()
    assert before == "before=1"
    assert json.loads(base64.b64decode(result.removeprefix("result=")))["status"] == "fail"
    assert "inputs that everyone knows" in (repository / "summary.md").read_text()


def test_the_workflow_judges_what_is_pushed_with_the_command_that_there_is(repository, tmp_path):
    shutil.copytree(repository / "notebooks", tmp_path / "notebooks")
    path = classroom.write_workflow(LESSON, tmp_path)
    workflow = yaml.safe_load(path.read_text())
    steps = workflow["jobs"]["run-autograding-tests"]["steps"]
    (command,) = [step["run"] for step in steps if "autograder ci" in step.get("run", "")]
    words = command.replace('"', "").split()[3:]
    options = [word for word in words if word.startswith("--")]
    done = CliRunner().invoke(app, ["ci", "--help"], env={"COLUMNS": "200"})
    assert all(option in done.output for option in options)
    assert f"hand_in/{LESSON}.ipynb" in words
    assert "@LESSON@" not in path.read_text()
    assert "secrets." not in path.read_text()


def test_a_workflow_is_not_put_beside_answers_nor_over_another_one(tmp_path):
    with pytest.raises(CourseError, match="no repository for learners"):
        classroom.write_workflow(LESSON, tmp_path)
    save_release(tmp_path / "notebooks")
    path = classroom.write_workflow(LESSON, tmp_path)
    path.write_text("name: mine\n")
    with pytest.raises(CourseError, match="says something else"):
        classroom.write_workflow(LESSON, tmp_path)
    assert path.read_text() == "name: mine\n"
    assert "Autograding" in classroom.write_workflow(LESSON, tmp_path, force=True).read_text()
    (tmp_path / "solutions").mkdir()
    with pytest.raises(CourseError, match="every learner would get"):
        classroom.write_workflow(LESSON, tmp_path)


def test_the_results_of_a_class_are_written_as_junit_xml(tmp_path):
    (tmp_path / "results.json").write_text(json.dumps({"submissions": BATCH}))
    done = CliRunner().invoke(app, ["export", "junit", str(tmp_path), "--to", str(tmp_path / "junit.xml")])
    assert done.exit_code == 0, done.output
    assert len(ElementTree.parse(tmp_path / "junit.xml").findall("testsuite")) == 3
