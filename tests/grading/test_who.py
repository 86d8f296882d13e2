"""Who a name, a roster or the latest of several notebooks stands for."""

import os
import unicodedata
from pathlib import Path

import pytest
from files_of_learners import LESSON, LESSONS, lay
from hypothesis import given
from hypothesis import strategies as st

from autograder.errors import CourseError
from autograder.grading.intake import find_submissions, one_each, read_roster
from autograder.grading.intake.names import identity_of, person_in
from autograder.grading.notebook.submitted import Unreadable


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("ana", "ana"),
        ("ana_02_simple_rnn", "ana"),
        ("02_simple_rnn-ana", "ana"),
        ("02_simple_rnn", ""),
        ("02_simple_rnn (1)", ""),
        ("02_simple_rnn-Copy1", ""),
        ("02_simple_rnn-1", ""),
        ("02_simple_rnn_final", ""),
        ("02_simple_rnn_final_v2 (3)", ""),
        ("ana_02_simple_rnn-1", "ana"),
        ("Untitled1", ""),
        ("ana (2)", "ana"),
        ("lee-2", "lee-2"),  # who knows? It may be an identity, and two learners are never made one
        ("leeana_LATE_12345_67890_02_simple_rnn-1", "leeana"),
        ("leeana_12345_67890_homework", "leeana"),
        ("Ana Lee_4711_assignsubmission_file_", "Ana Lee"),
        # The name that a learner has chosen holds what a platform writes: it is nobody's but theirs.
        ("Ana Lee_1_assignsubmission_file_2_2_assignsubmission_x",) * 2,
        ("submission_8123", "submission_8123"),
    ],
)
def test_the_learner_whom_a_name_names(name, person):
    assert person_in(name, LESSONS) == person


def test_an_identity_is_safe_and_two_learners_stay_two():
    assert identity_of("Ana Lee") == "Ana_Lee"
    assert identity_of("José") == "José" == identity_of(unicodedata.normalize("NFD", "José"))
    apart = ["O'Neil", "O’Neil", "O_Neil", "Zoë", "Zoe", "<b>*[x]", "?b?*[x]", "x" * 200, "x" * 201, "...", ""]
    identities = [identity_of(name) for name in apart]
    assert len(set(identities)) == len(apart)
    assert all(len(name.encode()) <= 120 and not set(name) & set("/\\<>*[]'\"") for name in identities)


@given(st.text(max_size=300))
def test_every_name_gives_a_short_identity_that_is_one_part_of_a_path(name):
    identity = identity_of(person_in(name, LESSONS))
    assert identity
    assert len(identity.encode("utf-8")) <= 140
    assert Path(identity).name == identity


def test_a_roster_gives_identities_and_tells_who_is_not_on_it(tmp_path):
    (tmp_path / "class.csv").write_bytes("\ufeffID;Name;E-Mail\n17;Lee, Ana;ana.lee@uni.edu\n18;Bo One;\n".encode())
    roster = read_roster(tmp_path / "class.csv")
    names = ["leeana_1_2_x.ipynb", "Bo One_9_assignsubmission_file_/x.ipynb", "eve.ipynb"]
    found = find_submissions([lay(tmp_path / "inbox", *names)], LESSONS, roster=roster)
    assert {each.student: each.notes for each in found} == {
        "17": (),
        "18": (),
        "eve": ("'eve' is not on the roster.",),
    }
    assert roster.find("ana.lee@uni.edu") == ("17", "")
    assert roster.without(["17"]) == ["18"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [("name\nana\n", "no column id"), ("", "no column id"), ("id\n", "no learner"), ("id\na\na\n", "a twice")],
)
def test_a_roster_that_is_none_is_said(tmp_path, text, reason):
    (tmp_path / "class.csv").write_text(text)
    with pytest.raises(CourseError, match=reason):
        read_roster(tmp_path / "class.csv")
    with pytest.raises(CourseError, match="cannot be read"):
        read_roster(tmp_path)


def test_who_may_be_two_on_the_roster_is_left_to_a_person(tmp_path):
    (tmp_path / "class.csv").write_text("id,name\n1,Ana Lee\n2,Lee Ana\n")
    identity, note = read_roster(tmp_path / "class.csv").find("Ana Lee")
    assert identity == ""
    assert "1, 2" in note


def lesson_of(submission):
    """Read the lesson as a batch would; a notebook with "broken" in its name cannot be read."""
    if submission.problem or "broken" in submission.path.name or not submission.path.suffix:
        raise Unreadable(submission.problem or "it is broken")
    return "00_sequence_data" if "00" in submission.path.name else LESSON


def named(path):
    return next((lesson for lesson in LESSONS if lesson in path.stem), None)


def counted(tmp_path, rule, *names):
    inbox = lay(tmp_path / "inbox", *names)
    for second, name in enumerate(names):
        os.utime(inbox / name, (second, second))
    return one_each(find_submissions([inbox], LESSONS), lesson_of, rule, named)


def test_of_several_notebooks_the_latest_counts_and_the_others_are_named(tmp_path):
    names = [
        f"ana/{LESSON} (2).ipynb",
        f"ana/{LESSON}.ipynb",
        "ana/00_sequence_data.ipynb",
        f"ana/{LESSON}-Copy3.ipynb",
    ]
    first, second = sorted(counted(tmp_path, "latest", *names), key=lambda each: each.path.name)
    assert (first.path.name, first.notes) == ("00_sequence_data.ipynb", ())
    assert second.path.name == f"{LESSON} (2).ipynb"
    assert "Of 3 notebooks for 02_simple_rnn the latest counts" in second.notes[0]
    assert "Copy3" in second.notes[0]


def test_without_numbers_the_latest_time_counts(tmp_path):
    (found,) = counted(tmp_path, "latest", "ana/b.ipynb", "ana/c.ipynb", "ana/a.ipynb")
    assert found.path.name == "a.ipynb"


def test_several_notebooks_may_be_refused(tmp_path):
    (found,) = counted(tmp_path, "refuse", "ana/a.ipynb", "ana/b.ipynb")
    assert "There are 2 notebooks" in found.problem


@pytest.mark.parametrize(
    "name", ["00_sequence_data broken.ipynb", "broken.ipynb", "week 1/00_sequence_data broken.ipynb"]
)
def test_a_broken_notebook_is_a_submission_of_its_own(tmp_path, name):
    good, broken = counted(tmp_path, "latest", f"ana/{LESSON}.ipynb", f"ana/{name}")
    assert (good.path.name, good.problem, broken.problem) == (f"{LESSON}.ipynb", "", "it is broken")
    assert broken.student == "ana"


def test_a_broken_notebook_is_told_where_another_one_counts_for_its_lesson(tmp_path):
    (found,) = counted(tmp_path / "1", "latest", f"ana/{LESSON}.ipynb", f"ana/{LESSON} broken.ipynb")
    assert (found.path.name, found.problem) == (f"{LESSON}.ipynb", "")
    assert "broken.ipynb cannot be graded: it is broken" in found.notes[0]
    (found,) = counted(tmp_path / "2", "latest", "ana/broken 1.ipynb", "ana/broken 2.ipynb")
    assert (found.problem, len(found.notes)) == ("it is broken", 1)
    (found,) = counted(tmp_path / "3", "latest", "ana/a.ipynb", "ana/b/broken.ipynb", "ana/data/x.csv")
    assert len(found.notes) == 1


def test_a_deeper_notebook_counts_for_a_lesson_that_none_above_is_for(tmp_path):
    names = [f"zoe/{LESSON}.ipynb", "zoe/week 3/00 deep.ipynb", "zoe/week 3/again/00 (9).ipynb", "zoe/week 3/x.ipynb"]
    first, second = counted(tmp_path / "1", "latest", *names)
    assert (first.path.name, second.path.name) == (f"{LESSON}.ipynb", "00 deep.ipynb")
    assert "x.ipynb" in first.notes[0]
    assert "again" in second.notes[0]
    (found,) = counted(tmp_path / "2", "refuse", f"zoe/{LESSON}.ipynb", f"zoe/old/{LESSON}.ipynb", "zoe/old/x.ipynb")
    assert not found.problem
    assert "old" in found.notes[0]


@pytest.mark.parametrize(
    "form", ["leeana_{}_9{}_homework.ipynb", "Ana Lee_{}_assignsubmission_file_/x.ipynb", "leeana_{}_9{}_work/x.ipynb"]
)
def test_two_learners_with_one_name_on_a_platform_stay_two(tmp_path, form):
    for number in (17, 18, 17):
        lay(tmp_path, form.format(number, number))
    students = {each.student for each in one_each(find_submissions([tmp_path], LESSONS), lambda _: LESSON, "latest")}
    assert {student.rpartition("_")[2] for student in students} == {"17", "18"}
    assert len(students) == 2
