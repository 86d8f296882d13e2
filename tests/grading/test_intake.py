"""Whose a file is, by where it lies."""

from pathlib import Path

import pytest

from autograder.errors import CourseError
from autograder.grading.intake import find_submissions, student_of

LESSONS = ("00_sequence_data", "02_simple_rnn")


@pytest.mark.parametrize(
    ("path", "student"),
    [
        ("submitted/ana/02_simple_rnn/02_simple_rnn.ipynb", "ana"),
        ("ana/02_simple_rnn.ipynb", "ana"),
        ("inbox/ana.ipynb", "ana"),
        ("inbox/ana_02_simple_rnn.ipynb", "ana"),
        ("inbox/02_simple_rnn-ana.ipynb", "ana"),
        ("inbox/ana lee.ipynb", "ana_lee"),
        ("inbox/José.ipynb", "José"),
        ("inbox/<b>*[x].ipynb", "b___x"),
        ("inbox/...ipynb", "inbox"),
    ],
)
def test_the_student_is_read_off_the_path(path, student):
    assert student_of(Path("/course") / path, LESSONS) == student


def test_a_folder_is_searched_and_its_checkpoints_are_not(tmp_path):
    for name in ("b/02_simple_rnn.ipynb", "a/02_simple_rnn.ipynb", "a/.ipynb_checkpoints/02_simple_rnn.ipynb"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("{}")
    (tmp_path / "c").mkdir()
    assert [(found.student, found.path.is_dir()) for found in find_submissions([tmp_path], LESSONS)] == [
        ("a", False),
        ("b", False),
        ("c", True),
    ]


def test_a_file_name_names_no_classmate_in_nbgraders_layout(tmp_path):
    for name in ("mallory/02_simple_rnn/ana.ipynb", "ana/02_simple_rnn/02_simple_rnn.ipynb"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("{}")
    assert [found.student for found in find_submissions([tmp_path], LESSONS)] == ["ana", "mallory"]
    # Here the folder is one lesson's and holds everyone's.
    assert [found.student for found in find_submissions([tmp_path / "mallory"], LESSONS)] == ["ana"]


def test_nothing_to_grade_is_said(tmp_path):
    with pytest.raises(CourseError, match="no notebook"):
        find_submissions([tmp_path], LESSONS)
    with pytest.raises(CourseError, match="no file or folder"):
        find_submissions([tmp_path / "gone"], LESSONS)
