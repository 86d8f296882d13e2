"""Whose a file is, by where it lies: a learner's own names never make it a classmate's."""

import os
import socket
import tempfile
import zipfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from files_of_learners import LESSON, LESSONS, lay
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strange_files import nest_deep, remove

from autograder.errors import CourseError
from autograder.grading.files import files_beside, replace_file, short_name
from autograder.grading.intake import find_submissions, one_each, read_roster
from autograder.grading.intake.names import identity_of, person_in
from autograder.grading.intake.walk import DEPTH, look_through
from autograder.grading.limits import Limits
from autograder.grading.notebook.submitted import Unreadable

NOBODY = 65_534


def owners(root: Path, tmp_path: Path, **options) -> dict[str, str]:
    """Return whose each notebook is, by its path from the named folder; "!" before a learner stands for a problem."""
    found = find_submissions([root], LESSONS, unpacked=tmp_path / "unpacked", **options)
    return {
        each.source.removeprefix(f"{root}").lstrip("/"): ("!" if each.problem else "") + each.student for each in found
    }


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        # nbgrader's layout, and shorter ones.
        ([f"ana/{LESSON}/{LESSON}.ipynb", f"ben/{LESSON}.ipynb", "cat.ipynb"], ["ana", "ben", "cat"]),
        # Deeper notebooks for the same lesson are no submission.
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


def test_files_that_canvas_names_as_a_learners_come_with_the_notebook(tmp_path):
    names = [f"leeana_1_20_{LESSON}.ipynb", f"leebob_LATE_3_40_{LESSON}.ipynb", f"cat_{LESSON}.ipynb"]
    files = {"leeana_1_21_model.npz": b"old", "leeana_1_31_model-1.npz": b"ana", "leebob_LATE_3_41_model.npz": b"bob"}
    lay(tmp_path, *names)
    for name, content in (files | {"leeana_7_50_model.npz": b"another's", "model.npz": b"nobody's"}).items():
        (tmp_path / name).write_bytes(content)
    found = {each.student: each for each in find_submissions([tmp_path], LESSONS)}
    beside = {who: files_beside(each.folder, Limits(), each.others).files for who, each in found.items()}
    assert beside == {"leeana": {"model.npz": b"ana"}, "leebob": {"model.npz": b"bob"}, "cat": {}}


PEOPLE = "submission_1:\n  :submitters:\n  - :name: Ana Lee\n    :sid: '17'\n  :created_at: 2020-01-01 00:00:00 Z\n"


def test_a_gradescope_export_says_whose_its_folders_are(tmp_path):
    export = lay(tmp_path / "assignment_5_export", *(f"submission_{number}/x.ipynb" for number in (1, 2, 3)))
    (export / "submission_metadata.yml").write_text(PEOPLE + "submission_2:\n  :submitters: {}\n")
    assert sorted(owners(export, tmp_path).values()) == ["17", "submission_2", "submission_3"]
    for broken in ("[", "- 1", "submission_1: 3", "a: &x [*x]", "\x00"):
        (export / "submission_metadata.yml").write_text(broken)
        assert sorted(owners(export, tmp_path).values()) == ["submission_1", "submission_2", "submission_3"]


@pytest.mark.parametrize("named", ["ana", "ana.zip", f"ana/{LESSON}", LESSON, "assignment_5_export.zip"])
def test_what_a_learner_calls_an_export_says_neither_whose_it_is_nor_when(tmp_path, named):
    place = tmp_path / named
    if named.endswith(".zip"):
        with zipfile.ZipFile(place, "w") as packed:
            packed.writestr("submission_metadata.yml", PEOPLE)
            packed.writestr("submission_1/x.ipynb", "{}")
    else:
        lay(place, "submission_1/x.ipynb")
        (place / "submission_metadata.yml").write_text(PEOPLE)
    (found,) = find_submissions([place], LESSONS, unpacked=tmp_path / "unpacked")
    assert (found.student, found.handed_in) == ("submission_1", None)
    assert "not believed" in " ".join(found.notes)


@pytest.mark.parametrize("named", ["ana", "ana.zip"])
def test_what_has_a_name_of_the_roster_is_that_learners_whatever_is_inside(tmp_path, named):
    (tmp_path / "class.csv").write_text("id,name\nana,Ana Lee\nben,Ben Abe\n")
    lay(tmp_path, f"{named}!ben/x.ipynb" if "." in named else f"{named}/ben/x.ipynb")
    roster = read_roster(tmp_path / "class.csv")
    assert list(owners(tmp_path / named, tmp_path, roster=roster).values()) == ["ana"]


def test_a_roster_that_is_no_table_is_said(tmp_path):
    (tmp_path / "class.csv").write_text("id\n" + "a" * 200_000)
    with pytest.raises(CourseError, match="is no table"):
        read_roster(tmp_path / "class.csv")


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


def test_strange_files_are_a_reason_for_their_learner_alone(tmp_path, request):
    inbox = lay(tmp_path / "inbox", f"good/{LESSON}.ipynb", "deep/", "pipe/", "socket/", "link/", "long/")
    nest_deep(inbox / "deep")
    request.addfinalizer(lambda: remove(inbox / "deep"))
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


@contextmanager
def an_ordinary_user(place):
    """Go on as nobody where the tests run as root, whom no permission stops; the folder is theirs."""
    root = os.geteuid() == 0
    if root:
        os.chown(place, NOBODY, -1)
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_a_folder_without_permission_is_a_reason():
    with tempfile.TemporaryDirectory() as place, an_ordinary_user(Path(place)):
        inbox = lay(Path(place) / "inbox", "ana/x.ipynb", "ben/x.ipynb")
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


def test_results_in_the_folder_of_a_class_are_no_learners(tmp_path):
    lay(tmp_path, "ana/x.ipynb", f"results/autograded/ana/{LESSON}/{LESSON}.ipynb")
    assert owners(tmp_path, tmp_path, results=tmp_path / "results") == {"ana/x.ipynb": "ana"}
    with pytest.raises(CourseError, match="another for --out"):
        owners(tmp_path, tmp_path, results=tmp_path)


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


def _unreadable(submission):
    raise Unreadable(submission.problem)


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
    kept = one_each(found, lambda each: LESSON if not each.problem else _unreadable(each), "latest")
    assert len({(each.student, each.problem) for each in kept}) == len(kept)
