"""A class on JupyterHub: release, fetch, work, submit, collect, grade, feedback; each learner sees what is theirs."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from grading.grading_fixtures import solution
from hub import PROXY, Hub, User, hub

from autograder.authoring.course import ROOT
from autograder.grading.books.gradebook import COURSE, CourseFolder

pytestmark = [
    pytest.mark.skipif(not importlib.util.find_spec("jupyterhub"), reason="jupyterhub is not installed"),
    pytest.mark.skipif(not shutil.which(PROXY), reason=f"{PROXY} is not installed (npm install -g {PROXY})"),
]
LESSON, EXERCISE = "02_simple_rnn", "rnn_cell_forward"
NOTEBOOK = f"{LESSON}/{LESSON}.ipynb"
FOLDERS = ("autograder", "data", "figures", "solutions", f"notebooks/{LESSON}")
THIS = {"assignment_id": LESSON, "course_id": COURSE}


def for_all(root: Path) -> str:
    """Return what nbgrader is told in everybody's server."""
    return f'c = get_config()\nc.CourseDirectory.course_id = "{COURSE}"\nc.Exchange.root = "{root / "exchange"}"\n'


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The machine's disk: an exchange, settings for all, and the course as the instructor's home."""
    root = tmp_path_factory.mktemp("hub")
    course = root / "home" / "teacher"
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, course / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "nbgrader_config.py", course)
    with CourseFolder(course) as folder:
        folder.add_lesson(LESSON, course / "notebooks" / LESSON / f"{LESSON}.ipynb")
    (root / "exchange").mkdir()
    (root / "exchange").chmod(0o777)
    (root / "etc").mkdir()
    (root / "etc" / "nbgrader_config.py").write_text(for_all(root))
    for learner in ("ana", "ben"):
        (root / "home" / learner).mkdir()
    return root


@dataclass(frozen=True)
class Class:
    """The users of the hub."""

    teacher: User
    ana: User
    ben: User


@pytest.fixture(scope="module")
def running(place: Path) -> Iterator[Hub]:
    with hub(place) as running:
        yield running


@pytest.fixture(scope="module")
def graded(running: Hub) -> Class:
    """The class, when feedback was released."""
    users = Class(*(running.user(name) for name in ("teacher", "ana", "ben")))
    done(users.teacher.ask("POST", f"/formgrader/api/assignment/{LESSON}/release"))
    for learner, answer in ((users.ana, solution(EXERCISE)), (users.ben, wrong())):
        fetched = learner.ask("POST", "/assignments/fetch", THIS)
        assert status_of(fetched.content) == ["fetched"], fetched
        work(learner, answer)
        submitted = learner.ask("POST", "/assignments/submit", THIS)
        assert "submitted" in status_of(submitted.content), submitted
    done(users.teacher.ask("POST", f"/formgrader/api/assignment/{LESSON}/collect"))
    for learner in ("ana", "ben"):
        done(users.teacher.ask("POST", f"/formgrader/api/submission/{LESSON}/{learner}/autograde"))
    done(users.teacher.ask("POST", f"/formgrader/api/assignment/{LESSON}/generate_feedback"))
    done(users.teacher.ask("POST", f"/formgrader/api/assignment/{LESSON}/release_feedback"))
    return users


def wrong() -> str:
    return solution(EXERCISE).replace("Waa @ a_prev", "Waa.T @ a_prev")


def done(answer: Any) -> None:
    assert answer.status == 200, answer
    assert answer.content["success"], answer.content.get("log") or answer.content


def status_of(listed: Any) -> list[str]:
    return [each["status"] for each in listed["value"] if each["assignment_id"] == LESSON]


def work(learner: User, answer: str) -> None:
    """Write an answer into the notebook, and save it."""
    read = learner.ask("GET", f"/api/contents/{NOTEBOOK}")
    notebook = read.content["content"]
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == EXERCISE:
            cell["source"] = answer
    saved = learner.ask("PUT", f"/api/contents/{NOTEBOOK}", {"type": "notebook", "content": notebook})
    assert saved.status == 200, saved


def pages_of(learner: User) -> list[str]:
    """Fetch the feedback of a learner; return the pages."""
    learner.ask("POST", "/assignments/fetch_feedback", THIS)
    folder = f"/api/contents/{LESSON}/feedback"
    (when,) = learner.ask("GET", folder).content["content"]
    found = learner.ask("GET", f"/api/contents/{when['path']}").content["content"]
    return [learner.ask("GET", f"/api/contents/{file['path']}?content=1").content["content"] for file in found]


def test_scores_are_those_of_what_each_learner_handed_in(graded: Class) -> None:
    rows = graded.teacher.ask("GET", f"/formgrader/api/submissions/{LESSON}").content
    assert {row["student"]: row["score"] > 0 for row in rows} == {"ana": True, "ben": True}
    scores = {row["student"]: row["score"] for row in rows}
    assert scores["ana"] > scores["ben"]


def test_submissions_ran_in_the_sandbox(graded: Class, place: Path) -> None:
    for learner in ("ana", "ben"):
        text = (place / "home" / "teacher" / "autograded" / learner / NOTEBOOK).read_text()
        assert '"sandbox": "bubblewrap"' in text


def test_each_learner_gets_the_page_of_their_own_work(graded: Class) -> None:
    (ana,), (ben,) = pages_of(graded.ana), pages_of(graded.ben)
    assert "W_aa is transposed" in ben
    assert "W_aa is transposed" not in ana
    assert "Content-Security-Policy" in ana


def test_no_learner_reaches_the_server_of_another_or_the_gradebook(graded: Class) -> None:
    for other in ("ben", "teacher"):
        assert graded.ana.ask("GET", "/api/contents/", of=other).status == 403
    assert graded.ana.ask("GET", f"/formgrader/api/submissions/{LESSON}", of="teacher").status == 403
    assert [each["name"] for each in graded.ana.ask("GET", "/api/contents/").content["content"]] == [LESSON]


def test_a_learner_is_listed_what_is_theirs_alone(graded: Class) -> None:
    listed = graded.ana.ask("GET", f"/assignments?course_id={COURSE}").content["value"]
    submitted = [each for each in listed if each["status"] == "submitted"]
    assert len(submitted) == 1
    assert "ben" not in str(submitted)
