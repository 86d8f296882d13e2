"""A grader that is killed and started again ends as one that never was; one folder has one writer."""

import json
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from grading_fixtures import FULL, LESSON, NAMES, as_bytes, handed_in, save, save_release, solution, solved
from nbgrader.api import Gradebook

from autograder.errors import CourseError
from autograder.exercises import of_lesson
from autograder.grading import code
from autograder.grading.books.gradebook import COURSE, quiet_nbgrader
from autograder.grading.books.ledger import Ledger, Saved, key_of
from autograder.grading.limits import Limits
from autograder.grading.sandbox.limits import SandboxLimits
from autograder.grading.worker.task import ByHand, Judged, Task

CELL, LOOP = NAMES
WRONG = solution(CELL).replace("Waa @ a_prev", "Waa.T @ a_prev")
GRADE = Path(__file__).parent / "killed_grader.py"
# After how many changes to the disk a grader is killed: the first runs die while the gradebook is made, later ones
# while a submission is judged or saved, and each goes on where the last one died.
DEATHS = (3, 12, 22, 30, 38)


class Course:
    """Three submissions, and a folder for results whose secret is known beforehand."""

    def __init__(self, root):
        self.inbox, self.out = root / "inbox", root / "out"

    def prepare(self):
        save_release(self.inbox.parent / "notebooks")
        for student, notebook in {
            "ana": solved(),
            "ben": handed_in({CELL: WRONG, LOOP: solution(LOOP)}, explanation="Because."),
            "cat": handed_in(),
        }.items():
            save(as_bytes(notebook), self.inbox / student / f"{LESSON}.ipynb")
        save(b"no notebook", self.inbox / "dan" / f"{LESSON}.ipynb")
        self.out.mkdir()
        with Ledger(self.out / "ledger.db"):
            pass
        return self

    def command(self, deadly=0):
        releases = self.inbox.parent / "notebooks"
        return [sys.executable, str(GRADE), str(self.inbox), str(self.out), str(releases), str(deadly)]

    def grade(self, deadly=0):
        return subprocess.run(self.command(deadly), capture_output=True, text=True, timeout=120)

    def gradebook(self):
        return Gradebook(f"sqlite:///{self.out / 'gradebook.db'}", COURSE)

    def outcome(self):
        """Everything that a batch leaves behind, but for how long it took and where it lies."""
        results = json.loads((self.out / "results.json").read_text())
        for entry in results["submissions"]:
            del entry["seconds"], entry["path"]
            for attempt in entry["history"]:
                del attempt["judged"]
        notebooks = {path.parts[-3]: path.read_text() for path in self.out.glob("autograded/*/*/*.ipynb")}
        pages = {path.parts[-3] for path in self.out.glob("feedback/*/*/*.html")}
        return results, notebooks, pages, self.grades(), (self.out / "results.csv").read_text()

    def grades(self):
        with quiet_nbgrader(), self.gradebook() as gradebook:
            return sorted(
                (student.id, grade.name, grade.auto_score, grade.manual_score, grade.needs_manual_grade)
                for student in gradebook.students
                for grade in gradebook.find_submission_notebook(LESSON, LESSON, student.id).grades
            )

    def mark(self, student):
        with quiet_nbgrader(), self.gradebook() as gradebook:
            grade = gradebook.find_grade("explain-memory", LESSON, LESSON, student)
            grade.manual_score, grade.needs_manual_grade = 1.5, False
            gradebook.find_comment("explain-memory", LESSON, LESSON, student).manual_comment = "Nearly."
            gradebook.db.commit()


@pytest.fixture
def course(tmp_path):
    return Course(tmp_path / "calm").prepare()


@pytest.fixture
def twin(course, tmp_path):
    """The same course once more, down to the secret, before anything is graded."""
    shutil.copytree(course.inbox.parent, tmp_path / "killed")
    return Course(tmp_path / "killed")


def test_a_grader_killed_again_and_again_ends_as_one_that_never_was(course, twin):
    calm, killed = course, twin
    done = calm.grade()
    assert done.returncode == 0, done.stderr
    ends = [killed.grade(deadly).returncode for deadly in DEATHS]
    assert ends.count(-signal.SIGKILL) >= 4, ends
    done = killed.grade()
    assert done.returncode == 0, done.stderr
    assert killed.outcome() == calm.outcome()
    assert calm.outcome()[0]["submissions"][0]["score"] == sum(FULL)


def test_a_kill_from_outside_at_any_time_does_no_harm_and_marks_by_hand_stay(course, twin):
    calm, killed = course, twin
    again = {"ben": as_bytes(handed_in({CELL: solution(CELL)}, explanation="So.")), "cat": as_bytes(solved())}
    for each in (calm, killed):
        assert each.grade().returncode == 0
        each.mark("ben")
        for student, notebook in again.items():
            save(notebook, each.inbox / student / f"{LESSON}.ipynb")
    for seconds in (1.5, 2.5, 3.5):
        with subprocess.Popen(killed.command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            time.sleep(seconds)
            process.kill()
    assert calm.grade().returncode == killed.grade().returncode == 0
    assert killed.outcome() == calm.outcome()
    for each in (calm, killed):
        assert ("ben", "explain-memory", None, 1.5, True) in each.grades()
        assert "Nearly." in (each.out / "feedback" / "ben" / LESSON / f"{LESSON}.html").read_text()


def test_what_was_graded_is_not_graded_again_and_marks_since_then_reach_the_results(course):
    assert course.grade().returncode == 0
    page = course.out / "feedback" / "ben" / LESSON / f"{LESSON}.html"
    judged = {path: path.stat().st_mtime_ns for path in course.out.glob("autograded/*/*/*.ipynb")}
    course.mark("ben")
    done = course.grade()
    assert "3 were graded before" in done.stdout
    assert {path: path.stat().st_mtime_ns for path in course.out.glob("autograded/*/*/*.ipynb")} == judged
    results = {entry["student"]: entry for entry in course.outcome()[0]["submissions"]}
    assert (results["ben"]["score"], results["ben"]["to_mark"]) == (3 + FULL[1] + 1.5, 0)
    assert "Nearly." in page.read_text()
    assert ("ben", "explain-memory", None, 1.5, False) in course.grades()


def test_a_folder_has_one_writer(tmp_path):
    with Ledger(tmp_path / "ledger.db"), pytest.raises(CourseError, match="Another grader is at work"):
        Ledger(tmp_path / "ledger.db")
    with Ledger(tmp_path / "ledger.db") as free:
        assert free.judged("nothing") is None


def test_a_broken_ledger_is_said(tmp_path):
    (tmp_path / "ledger.db").write_bytes(b"no database" * 100)
    with pytest.raises(CourseError, match="broken"):
        Ledger(tmp_path / "ledger.db")


def test_verdicts_are_kept_until_they_are_saved(tmp_path):
    scores = {"check-f": 1.5, "essay": None}
    judged = Judged("{}", "<p>", scores, ["essay"], [{"exercise": "f"}], {"f": "lost"}, ["odd"], "7", 0.25)
    with Ledger(tmp_path / "ledger.db") as ledger:
        ledger.keep("a", judged)
    with Ledger(tmp_path / "ledger.db") as ledger:
        assert ledger.judged("a") == judged
        ledger.save("ana", LESSON, Saved("a", {"score": 1.5}, "marks"))
        assert ledger.judged("a") is None
        assert ledger.saved("ana", LESSON) == Saved("a", {"score": 1.5}, "marks")
        ledger.forget_saved()
        assert ledger.saved("ana", LESSON) is None


def test_the_key_changes_with_everything_that_a_verdict_follows_from():
    task = Task(LESSON, b"1", "none", seed=1)
    others = [
        replace(task, data=b"2"),
        replace(task, lesson="08_gradient_flow"),
        replace(task, beside={"x": b""}),
        replace(task, beside={"notebook": b""}),
        replace(task, sandbox="bubblewrap"),
        replace(task, limits=Limits(cell_seconds=1)),
        replace(task, sandbox_limits=SandboxLimits(processes=7)),
        replace(task, problems=("A link.",)),
    ]
    keys = {key_of(each, "ana", b"release", "code") for each in (task, *others)}
    keys |= {key_of(task, "ben", b"release", "code"), key_of(task, "ana", b"other", "code")}
    keys |= {key_of(task, "ana", b"release", "other")}
    assert len(keys) == len(others) + 4
    same = replace(task, seed=2, by_hand={"essay": ByHand(1.0)}, work=Path("/tmp"))
    assert key_of(same, "ana", b"release", "code") == key_of(task, "ana", b"release", "code")


def test_each_folder_has_a_secret_that_stays(tmp_path):
    with Ledger(tmp_path / "a.db") as one, Ledger(tmp_path / "b.db") as other:
        secret = one.secret()
        assert secret != other.secret()
    with Ledger(tmp_path / "a.db") as one:
        assert one.secret() == secret


def test_the_key_follows_from_the_code_of_its_own_lesson_alone(tmp_path, monkeypatch):
    for folder in ("autograder", "solutions"):
        shutil.copytree(code.COURSE / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(code, "COURSE", tmp_path)
    lessons = {name: of_lesson(name) for name in (LESSON, "08_gradient_flow")}

    def digests():
        code._read.cache_clear()
        return {name: code.code_behind(exercises) for name, exercises in lessons.items()}

    def after(file, old, new):
        path = tmp_path / file
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))
        now, digests_before = digests(), before.copy()
        path.write_text(text)
        return {name for name in now if now[name] != digests_before[name]}

    before = digests()
    cell = "solutions/simple_rnn.py"
    assert after(cell, "import numpy", "# A comment.\nimport numpy") == set()
    assert after("autograder/exercises/gradient_flow/orthogonal.py", "points=1", "points=2") == {"08_gradient_flow"}
    assert after("solutions/alternatives/rnn_forward.py", "from", "x = 1\nfrom") == {LESSON}
    assert after("autograder/expect.py", "import numpy as np", "import numpy as np\nx = 1") == set(lessons)
    assert after("autograder/grading/judge/judge.py", "import numpy as np", "import numpy as np\nx = 1") == set(lessons)
    assert after("autograder/syllabus.py", "LESSONS", "x = 1\nLESSONS") == set()
