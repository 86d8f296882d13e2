"""A gradebook is made whole or not at all, and a kill meanwhile leaves nothing where nobody looks."""

import tempfile
from pathlib import Path

from nbgrader import dbutil

from autograder.grading.books.gradebook import CourseFolder


def test_what_nbgrader_needs_for_a_moment_lies_in_the_folder_that_the_next_start_clears(tmp_path, monkeypatch):
    seen = []
    write = dbutil.write_alembic_ini
    monkeypatch.setattr(dbutil, "write_alembic_ini", lambda path, url: (seen.append(Path(path)), write(path, url)))
    before = tempfile.gettempdir()
    with CourseFolder(tmp_path / "out") as course, course.work() as work:
        course._make_gradebook()
    assert [path.is_relative_to(work) for path in seen] == [True]
    assert course.has_gradebook
    assert tempfile.gettempdir() == before
