"""A release is written whole, changes only its own files, and can be added to."""

import json
import tarfile
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autograder.authoring.course import ROOT
from autograder.cli import app
from autograder.errors import CourseError
from autograder.releasing.place import MANIFEST, archive, before, write
from autograder.releasing.release import lesson_called, release, up_to

FIRST = {"README.md": b"one", "notebooks/00/00.ipynb": b"{}", "autograder/old.py": b"old"}
SECOND = {"README.md": b"two", "notebooks/00/00.ipynb": b"{}", "notebooks/01/01.ipynb": b"{}"}


def content(folder: Path) -> dict[str, bytes]:
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {name: data for name, data in found.items() if name != MANIFEST}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(FIRST, ["00"], tmp_path / "students")
    return tmp_path / "students"


def test_a_second_release_replaces_removes_and_adds_its_own_files_alone(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_bytes(b"ref")
    (folder / "work" / "00").mkdir(parents=True)
    (folder / "work" / "00" / "00.ipynb").write_bytes(b"mine")
    done = write(SECOND, ["00", "01"], folder)
    assert (done.added, done.changed, done.removed) == (
        ("notebooks/01/01.ipynb",),
        ("README.md",),
        ("autograder/old.py",),
    )
    assert content(folder) == SECOND | {".git/HEAD": b"ref", "work/00/00.ipynb": b"mine"}
    assert not (folder / "autograder").exists()
    assert before(folder).lessons == ("00", "01")


def test_the_same_release_changes_nothing(folder: Path) -> None:
    done = write(FIRST, ["00"], folder)
    assert (done.added, done.changed, done.removed) == ((), (), ())


@pytest.mark.parametrize("name", ["README.md", "autograder/old.py"])
def test_a_file_that_somebody_changed_is_named_and_kept_unless_forced(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"by hand")
    with pytest.raises(CourseError, match=rf"{name} in .* changed since the last release.*--force"):
        write(SECOND, ["00", "01"], folder)
    assert (folder / name).read_bytes() == b"by hand"
    assert not (folder / "notebooks" / "01").exists()
    write(SECOND, ["00", "01"], folder, force=True)
    assert content(folder) == SECOND


def test_ends_of_lines_that_git_changed_are_nobodys_change(folder: Path) -> None:
    write({"README.md": b"one\ntwo\n"}, ["00"], folder)
    (folder / "README.md").write_bytes(b"one\r\ntwo\r\n")
    write({"README.md": b"three\n"}, ["00"], folder)
    assert content(folder) == {"README.md": b"three\n"}


def test_a_release_that_broke_off_is_finished_by_the_same_one(folder: Path) -> None:
    (folder / "README.md").write_bytes(SECOND["README.md"])  # written, and not yet noted
    write(SECOND, ["00", "01"], folder)
    assert content(folder) == SECOND


@pytest.mark.parametrize("path", ["../outside", "link/file"])
def test_a_manifest_that_leads_elsewhere_is_refused(folder: Path, tmp_path: Path, path: str) -> None:
    (folder / "link").symlink_to(tmp_path)
    for victim in ("outside", "file"):
        (tmp_path / victim).write_bytes(b"a stranger's")
    (folder / MANIFEST).write_text(json.dumps({"lessons": [], "files": {path: "0"}}))
    with pytest.raises(CourseError, match="leads out of it"):
        write(SECOND, ["00"], folder, force=True)
    assert (tmp_path / "outside").exists()
    assert (tmp_path / "file").exists()


@pytest.mark.parametrize("damaged", ["", "[]", '{"lessons": 3, "files": {}}'])
def test_a_damaged_manifest_is_named(folder: Path, damaged: str) -> None:
    (folder / MANIFEST).write_text(damaged)
    with pytest.raises(CourseError, match="damaged"):
        write(SECOND, ["00"], folder)


def test_a_strangers_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("")
    with pytest.raises(CourseError, match=r"holds thesis\.tex and no release of ours"):
        write(FIRST, ["00"], tmp_path)
    with pytest.raises(CourseError, match="is a file"):
        write(FIRST, ["00"], tmp_path / "thesis.tex")


@pytest.mark.parametrize("place", [ROOT, ROOT / "autograder", ROOT / "notebooks" / "new", ROOT.parent])
def test_the_course_itself_is_no_place_for_a_release(place: Path) -> None:
    with pytest.raises(CourseError, match="part of the course itself"):
        release(["00"], place)


def test_archives_hold_the_same_and_are_made_alike_twice(tmp_path: Path) -> None:
    for name in ("a.zip", "b.zip", "a.tar.gz", "b.tar.gz"):
        archive(FIRST, tmp_path / name)
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        assert {name: packed.read(name) for name in packed.namelist()} == {
            f"sequence-models/{name}": data for name, data in FIRST.items()
        }
    with tarfile.open(tmp_path / "a.tar.gz") as packed:
        assert sorted(packed.getnames()) == sorted(f"sequence-models/{name}" for name in FIRST)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert (tmp_path / "a.tar.gz").read_bytes() == (tmp_path / "b.tar.gz").read_bytes()


def test_lessons_go_by_name_or_number() -> None:
    assert [lesson_called(name) for name in ("02", "2", "02_simple_rnn")] == ["02_simple_rnn"] * 3
    assert up_to("1") == ["00_sequence_data", "01_why_recurrence"]


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (["release", "99", "--to", "x"], "There is no lesson '99'"),
        (["release", "--to", "x"], "Name the lessons to release"),
        (["release", "00"], "Say where the student repository goes"),
        (["release", "00", "--archive", "x.rar"], "end its name in .zip or .tar.gz"),
    ],
)
def test_a_wrong_call_is_told(call: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CourseError, match=says):
        CliRunner().invoke(app, call, catch_exceptions=False)
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_what_it_released_and_what_that_tells(tmp_path: Path) -> None:
    call = ["release", "--up-to", "02", "--to", str(tmp_path / "students"), "--archive", str(tmp_path / "s.zip")]
    ran = CliRunner().invoke(app, call, catch_exceptions=False)
    assert "Released: 00_sequence_data, 01_why_recurrence, 02_simple_rnn." in ran.output
    assert "Later lessons tell answers of 00_sequence_data: one_hot, pad_batch" in ran.output
    assert "an earlier answer, which learners have: hunt_pad_batch, hunt_softmax." in ran.output
    packed = zipfile.ZipFile(tmp_path / "s.zip").namelist()
    assert {f"sequence-models/{name}" for name in content(tmp_path / "students")} == set(packed)
