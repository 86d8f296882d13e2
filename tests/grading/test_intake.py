"""Whose a file is, by where it lies: a learner's own names never make it a classmate's."""

import os
import socket
import subprocess
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.errors import CourseError
from autograder.grading.files import files_beside, replace_file, short_name
from autograder.grading.intake import find_submissions, one_each, read_roster
from autograder.grading.intake.names import identity_of, person_in
from autograder.grading.intake.walk import DEPTH, look_through
from autograder.grading.limits import Limits
from autograder.grading.submitted import Unreadable

LESSON = "02_simple_rnn"
LESSONS = ("00_sequence_data", LESSON)


def lay(root: Path, *names: str) -> Path:
    """Lay down files, folders (names that end in /) and archives (their members as files of the same text)."""
    for name in names:
        path = root / name
        if name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
            continue
        archive, _, member = name.partition("!")
        (root / archive).parent.mkdir(parents=True, exist_ok=True)
        if not member:
            path.write_text("{}")
            continue
        with zipfile.ZipFile(root / archive, "a") as packed:
            packed.writestr(member, "{}")
    return root


def owners(root: Path, tmp_path: Path, **options) -> dict[str, str]:
    """Return whose each notebook is, by its path from the named folder; "!" before a learner stands for a problem."""
    found = find_submissions([root], LESSONS, unpacked=tmp_path / "unpacked", **options)
    return {
        each.source.removeprefix(f"{root}").lstrip("/"): ("!" if each.problem else "") + each.student for each in found
    }


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


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        # nbgrader's layout, and shorter ones.
        ([f"ana/{LESSON}/{LESSON}.ipynb", f"ben/{LESSON}.ipynb", "cat.ipynb"], ["ana", "ben", "cat"]),
        # Deeper notebooks are files beside: they are nobody's submission.
        ([f"mallory/{LESSON}/{LESSON}.ipynb", f"mallory/{LESSON}/ana/{LESSON}/{LESSON}.ipynb"], ["mallory"]),
        ([f"mallory/{LESSON}/ana.ipynb"], ["mallory"]),
        ([f"mallory/{LESSON}.ipynb", f"mallory/ana/{LESSON}/{LESSON}.ipynb"], ["mallory"]),
        # Where there is nothing higher, deeper ones count, and are the same learner's.
        (["mallory/my work/week 2/ana.ipynb"], ["mallory"]),
        # An archive is the learner's whose name it has, whatever names are inside.
        ([f"mallory.zip!ana/{LESSON}/{LESSON}.ipynb", f"ana.zip!{LESSON}.ipynb"], ["ana", "mallory"]),
        ([f"mallory/work.zip!ana/{LESSON}.ipynb"], ["mallory"]),
        # A lesson's folder owns nothing.
        ([f"{LESSON}/ana.ipynb", f"{LESSON}/ben/{LESSON}.ipynb"], ["ana", "ben"]),
        # What a browser adds to a name is no name.
        ([f"ana/{LESSON} (1).ipynb", f"ben/{LESSON} (1).ipynb"], ["ana", "ben"]),
        # Downloads of learning platforms.
        ([f"leeana_1_2_{LESSON}-1.ipynb", "onebert_LATE_3_4_homework.ipynb"], ["leeana", "onebert"]),
        (["Ana Lee_17_assignsubmission_file_/x.ipynb"], ["Ana_Lee"]),
        (["ana.ipynb.txt", "BEN.IPYNB"], ["BEN", "ana"]),
        # Nothing to grade is a reason of this learner's.
        (["ana/letter.txt", "ben/", "cat/x.ipynb"], ["!ana", "!ben", "cat"]),
        (["ana/.ipynb_checkpoints/x.ipynb", "ana/__MACOSX/._x.ipynb"], ["!ana"]),
    ],
)
def test_what_stands_below_the_named_folder_owns_all_under_it(tmp_path, files, expected):
    assert sorted(owners(lay(tmp_path / "inbox", *files), tmp_path).values()) == expected


def test_a_class_in_one_archive_has_to_be_named_itself(tmp_path):
    inbox = lay(tmp_path / "inbox", f"class.zip!ben/{LESSON}.ipynb", f"class.zip!cat/{LESSON}/{LESSON}.ipynb")
    assert set(owners(inbox / "class.zip", tmp_path / "a").values()) == {"ben", "cat"}
    assert set(owners(inbox, tmp_path / "b").values()) == {"class"}


def test_a_learners_own_folder_or_notebook_may_be_named(tmp_path):
    submitted = lay(tmp_path / "submitted", f"ana/{LESSON}/{LESSON}.ipynb", f"ana/{LESSON}/data.csv")
    for place in (submitted / "ana", submitted / "ana" / LESSON, submitted / "ana" / LESSON / f"{LESSON}.ipynb"):
        assert list(owners(place, tmp_path).values()) == ["ana"], place


def test_files_beside_others_notebooks_never_reach_a_kernel(tmp_path):
    inbox = lay(tmp_path / "inbox", "ana.ipynb", "grades.csv", "ben.zip!x.ipynb", f"cat/{LESSON}.ipynb", "cat/own.csv")
    found = find_submissions([inbox], LESSONS, unpacked=tmp_path / "unpacked")
    beside = {each.student: set(files_beside(each.folder, Limits()).files) for each in found}
    assert beside == {"ana": set(), "ben": set(), "cat": {"own.csv"}}
    assert find_submissions([inbox / "ana.ipynb"], LESSONS)[0].folder is None


def test_a_gradescope_export_says_whose_its_folders_are(tmp_path):
    export = lay(tmp_path / "export", "submission_1/x.ipynb", "submission_2/x.ipynb", "submission_3/x.ipynb")
    people = "submission_1:\n  :submitters:\n  - :name: Ana Lee\n    :sid: '17'\nsubmission_2:\n  :submitters: {}\n"
    (export / "submission_metadata.yml").write_text(people)
    assert sorted(owners(export, tmp_path).values()) == ["17", "submission_2", "submission_3"]
    for broken in ("[", "- 1", "submission_1: 3", "a: &x [*x]", "\x00"):
        (export / "submission_metadata.yml").write_text(broken)
        assert sorted(owners(export, tmp_path).values()) == ["submission_1", "submission_2", "submission_3"]


def test_a_pattern_finds_the_learner_in_the_path(tmp_path):
    sections = lay(tmp_path / "class", f"monday/ana/{LESSON}.ipynb", f"monday/ben/{LESSON}.ipynb", "tuesday/x.ipynb")
    found = owners(sections, tmp_path, student_from=r"^\w+/(?P<student>\w+)/")
    assert found == {
        f"monday/ana/{LESSON}.ipynb": "ana",
        f"monday/ben/{LESSON}.ipynb": "ben",
        "tuesday/x.ipynb": "!tuesday",
    }
    for pattern in ("(", "(ana)"):
        with pytest.raises(CourseError, match="student-from"):
            owners(sections, tmp_path, student_from=pattern)


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
    if submission.problem or "broken" in submission.path.name:
        raise Unreadable(submission.problem or "it is broken")
    return "00_sequence_data" if "00" in submission.path.name else LESSON


def counted(tmp_path, rule, *names):
    inbox = lay(tmp_path / "inbox", *names)
    for second, name in enumerate(names):
        os.utime(inbox / name, (second, second))
    return one_each(find_submissions([inbox], LESSONS), lesson_of, rule)


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


def test_a_broken_notebook_beside_a_good_one_is_told_and_alone_it_is_the_submission(tmp_path):
    (found,) = counted(tmp_path / "1", "latest", "ana/a.ipynb", "ana/broken.ipynb")
    assert (found.path.name, found.problem) == ("a.ipynb", "")
    assert "broken.ipynb cannot be graded: it is broken" in found.notes[0]
    (found,) = counted(tmp_path / "2", "latest", "ana/broken 1.ipynb", "ana/broken 2.ipynb")
    assert (found.problem, len(found.notes)) == ("it is broken", 1)


def test_strange_files_are_a_reason_for_their_learner_alone(tmp_path, request):
    inbox = lay(tmp_path / "inbox", f"good/{LESSON}.ipynb", "deep/", "pipe/", "socket/", "link/", "long/")
    # By the shell, since Python's own tools go down by recursion.
    deep = "for i in $(seq 1200); do mkdir d && cd d; done"
    subprocess.run(["sh", "-c", deep], cwd=inbox / "deep", check=True)
    request.addfinalizer(lambda: subprocess.run(["rm", "-rf", str(inbox / "deep")], check=True))
    os.mkfifo(inbox / "pipe" / "x.ipynb")
    with socket.socket(socket.AF_UNIX) as server:
        os.chdir(inbox / "socket")
        server.bind("x.ipynb")
        os.chdir(tmp_path)
    (inbox / "link" / "x.ipynb").symlink_to("/etc/passwd")
    (inbox / "folder-link").symlink_to("/etc")
    long = "é" * 124 + ".ipynb"
    lay(inbox, f"long/{long}")
    found = {each.student: each for each in find_submissions([inbox], LESSONS)}
    assert set(found) == {"good", "deep", "pipe", "socket", "link", "folder-link", "long"}
    assert "nested too deep" in found["deep"].problem
    assert found["folder-link"].problem == "It is a link."
    assert [name for name, each in found.items() if not each.problem] == ["good", "link", "long", "pipe", "socket"]
    kept = tmp_path / "kept" / short_name(inbox / "long" / long)
    replace_file(kept, b"1")
    replace_file(tmp_path / long, b"1")  # the name itself, and no longer one for the part that is being written
    assert len(kept.name.encode()) <= 100


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_without_permission_is_a_reason(tmp_path):
    inbox = lay(tmp_path / "inbox", "ana/x.ipynb", "ben/x.ipynb")
    (inbox / "ana").chmod(0)
    found = {each.student: each.problem for each in find_submissions([inbox], LESSONS)}
    (inbox / "ana").chmod(0o700)
    assert found["ben"] == ""
    assert "cannot be read" in found["ana"]


def test_a_folder_is_looked_through_within_bounds(tmp_path, monkeypatch):
    monkeypatch.setattr("autograder.grading.intake.walk.ENTRIES", 50)
    lay(tmp_path, *(f"{number}.txt" for number in range(200)))
    tree = look_through(tmp_path)
    assert len(tree.files) == 50
    assert "50 files or more" in tree.notes[0]
    assert DEPTH < 100


def test_nothing_to_grade_is_said(tmp_path):
    with pytest.raises(CourseError, match="no notebook"):
        find_submissions([tmp_path], LESSONS)
    with pytest.raises(CourseError, match="no file or folder"):
        find_submissions([tmp_path / "gone"], LESSONS)


# -------------------------------------------------------------------------------------------- trees of any files at all

NAMES = st.sampled_from(
    [
        LESSON,
        "ana",
        "ben",
        "ana.ipynb",
        f"{LESSON}.ipynb",
        f"{LESSON} (1).ipynb",
        "x.zip",
        "ana.zip",
        "zz",
        "é",
        "e\u0301",
    ]
)
PATHS = st.lists(st.lists(NAMES, min_size=1, max_size=4), min_size=1, max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(paths=PATHS, packed=st.lists(st.lists(NAMES, min_size=1, max_size=3), max_size=4))
def test_each_learner_comes_once_and_nobodys_file_is_anothers(tmp_path_factory, paths, packed):
    root = tmp_path_factory.mktemp("tree")
    inbox = root / "inbox"
    inbox.mkdir()
    for parts in paths:
        path = inbox.joinpath(*parts)
        if any(place.is_file() for place in (path, *path.parents)) or path.is_dir():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.name.endswith(".zip"):
            with zipfile.ZipFile(path, "w") as archive:
                for member in {"/".join(names) for names in packed}:
                    archive.writestr(member, "{}")
        else:
            path.write_text("{}")
    try:
        found = find_submissions([inbox], LESSONS, unpacked=root / "unpacked")
    except CourseError:
        return
    for each in found:
        place, *rest = Path(each.source.removeprefix(f"{inbox}/")).parts
        owner = inbox / place / rest[0] if place == LESSON and rest else inbox / place
        name = owner.name.removesuffix(".ipynb").removesuffix(".zip")
        assert each.student == identity_of(person_in(name, LESSONS) or ("inbox" if owner.is_file() else name))
    kept = one_each(found, lambda each: LESSON if not each.problem else lesson_of(each), "latest")
    assert len({each.student for each in kept}) == len(kept)
