"""A gradebook on a PostgreSQL server: graders that write at once lose nothing, and one that goes away ends a batch."""

import subprocess
import sys
from pathlib import Path

import pytest
from at_once import at_once
from grading_fixtures import FULL, LESSON, NAMES, as_bytes, handed_in, save, save_release, solution, solved
from nbgrader.api import Gradebook
from postgres import PROGRAMS, postgres

from autograder.errors import CourseError
from autograder.grading.books.gradebook import COURSE, CourseFolder, quiet_nbgrader
from autograder.grading.books.server import GradebookGone
from autograder.grading.grade import Batch
from autograder.grading.intake import find_submissions
from autograder.grading.lessons import Lessons

pytestmark = pytest.mark.skipif(
    not PROGRAMS and not sys.platform.startswith("linux"), reason="there is a PostgreSQL server to start on Linux"
)
GRADER = """
import sys
from pathlib import Path
from at_once import at_once
from autograder.grading.books.gradebook import CourseFolder
from autograder.grading.grade import Batch
from autograder.grading.intake import find_submissions
from autograder.grading.lessons import Lessons

root, name, url = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
lessons = Lessons(root / "notebooks")
batch = Batch(lessons, CourseFolder(root / name, url), "none", workers=at_once)
results = batch.run(lambda work: find_submissions([root / f"inbox-{name}"], lessons.names), lambda result: None)
print([(result.student, result.score) for result in results])
"""


@pytest.fixture(scope="module")
def server():
    with postgres() as running:
        yield running


def course_of(root, name, learners):
    save_release(root / "notebooks")
    for learner in learners:
        save(as_bytes(solved()), root / f"inbox-{name}" / learner / f"{LESSON}.ipynb")


def test_two_graders_at_once_lose_nothing(server, tmp_path):
    learners = {name: [f"{name}{number}" for number in range(4)] for name in ("left", "right")}
    for name, own in learners.items():
        course_of(tmp_path, name, [*own, "both"])
    path = ":".join([str(Path(__file__).parent), *sys.path])
    commands = [[sys.executable, "-c", GRADER, str(tmp_path), name, server.url] for name in learners]
    graders = [subprocess.Popen(command, env={"PYTHONPATH": path}, stdout=subprocess.PIPE) for command in commands]
    assert [grader.wait() for grader in graders] == [0, 0]
    with quiet_nbgrader(), Gradebook(server.url, COURSE) as gradebook:
        scores = {row.student.id: row.score for row in gradebook.assignment_submissions(LESSON)}
    assert scores == dict.fromkeys([*learners["left"], *learners["right"], "both"], sum(FULL))
    for grader in graders:
        grader.stdout.close()


def test_marks_given_by_hand_stay_and_are_shown(server, tmp_path):
    course_of(tmp_path, "own", [])
    answered = handed_in({NAMES[0]: solution(NAMES[0])}, explanation="Because.")
    save(as_bytes(answered), tmp_path / "inbox-own" / "ben" / f"{LESSON}.ipynb")
    lessons = Lessons(tmp_path / "notebooks")

    def grade(**options):
        batch = Batch(lessons, CourseFolder(tmp_path / "own", server.url), "none", workers=at_once, **options)
        found = find_submissions([tmp_path / "inbox-own"], lessons.names)
        return batch.run(lambda work: found, lambda result: None)

    grade()
    with quiet_nbgrader(), Gradebook(server.url, COURSE) as gradebook:
        gradebook.find_grade("explain-memory", LESSON, LESSON, "ben").manual_score = 1.5
        gradebook.find_comment("explain-memory", LESSON, LESSON, "ben").manual_comment = "Nearly."
        gradebook.db.commit()
    (result,) = grade()
    assert result.score == FULL[0] + 1.5
    (result,) = grade(force=True)
    assert result.score == FULL[0] + 1.5
    assert "Nearly." in (tmp_path / "own" / "feedback" / "ben" / LESSON / f"{LESSON}.html").read_text()


def test_a_server_that_goes_away_ends_the_batch_with_a_sentence(tmp_path):
    course_of(tmp_path, "own", ["ana", "ben"])
    lessons = Lessons(tmp_path / "notebooks")
    found = find_submissions([tmp_path / "inbox-own"], lessons.names)

    with postgres() as running:
        course = CourseFolder(tmp_path / "own", running.url)
        batch = Batch(lessons, course, "none", workers=at_once)
        with pytest.raises(GradebookGone, match="What was judged is kept") as gone:
            batch.run(lambda work: found, lambda result: running.kill())
    assert "ben" not in str(gone.value)
    with postgres() as running:
        results = Batch(lessons, CourseFolder(tmp_path / "own", running.url), "none", workers=at_once).run(
            lambda work: found, lambda result: None
        )
    assert [result.score for result in results] == [sum(FULL)] * 2


@pytest.mark.parametrize(
    ("url", "says"),
    [("nonsense", "has to be postgresql"), ("sqlite:///x.db", "has to be on a PostgreSQL server")],
)
def test_an_address_that_is_none_is_refused(url, says, tmp_path):
    with pytest.raises(CourseError, match=says):
        CourseFolder(tmp_path, url)


def test_a_password_is_never_shown(tmp_path):
    with (
        pytest.raises(GradebookGone) as gone,
        CourseFolder(tmp_path, "postgresql+psycopg://ana:secret@127.0.0.1:1/none") as course,
    ):
        course.standing("ana", LESSON)
    assert "secret" not in str(gone.value)
