"""How far a batch is: said now and then where there is no terminal, with the one that is waited for."""

import io
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pytest
from grading_fixtures import LESSON, as_bytes, save, save_release, solved
from rich.console import Console

from autograder.grading import grade as grading
from autograder.grading.books.gradebook import CourseFolder
from autograder.grading.books.results import Result, write_csv
from autograder.grading.grade import Batch
from autograder.grading.how_far import how_far
from autograder.grading.intake import find_submissions
from autograder.grading.lessons import Lessons


@dataclass
class Slow:
    """A worker that goes on only once somebody has been told that it is waited for."""

    go_on: threading.Event
    count = 1

    def __post_init__(self):
        self.threads = ThreadPoolExecutor(1)

    def submit(self, function, *arguments):
        return self.threads.submit(lambda: self.go_on.wait(60) and function(*arguments))


@pytest.mark.parametrize("silent", [0, 1e9])
def test_who_is_waited_for_is_said_where_there_is_no_terminal_and_not_all_the_time(tmp_path, monkeypatch, silent):
    monkeypatch.setattr(grading, "WAIT_SECONDS", 0.01)
    save_release(tmp_path / "notebooks")
    for student in ("zoe", "ana"):
        save(as_bytes(solved()), tmp_path / "inbox" / student / f"{LESSON}.ipynb")
    lessons, go_on, text = Lessons(tmp_path / "notebooks"), threading.Event(), io.StringIO()

    @contextmanager
    def workers():
        yield Slow(go_on)

    batch = Batch(lessons, CourseFolder(tmp_path / "out"), "none", workers=workers)
    with how_far(Console(file=text), "grading") as progress:
        progress.silent = silent

        def find(_):
            found = find_submissions([tmp_path / "inbox"], lessons.names)[::-1]
            progress.found(len(found))
            return found

        def waiting(at_work):
            progress.waiting(at_work)
            go_on.set()

        results = batch.run(find, progress.done, waiting=waiting)
    assert [result.student for result in results] == ["ana", "zoe"]
    said = f"0 of 2 done; waiting for zoe, {LESSON} (0 s so far)."
    assert (said in text.getvalue()) == ("2 of 2 done." in text.getvalue()) == (not silent)


def test_the_columns_of_a_spreadsheet_are_in_the_order_of_lessons(tmp_path):
    one = Result("ana", "02", "x", "graded", exercises=[{"exercise": "b", "points": 1}])
    other = replace(one, student="ben", lesson="00", exercises=[{"exercise": "z", "points": 1}])
    write_csv([one, other], tmp_path / "r.csv")
    titles = (tmp_path / "r.csv").read_text().splitlines()[0].split(",")
    assert titles.index("z") < titles.index("b")


def test_a_learners_name_moves_no_cursor():
    text = io.StringIO()
    with how_far(Console(file=text), "grading") as progress:
        progress.done(Result("\x1b[2Jana", "02", "x", "graded"))
    assert "\x1b" not in text.getvalue()
