"""Archives are unpacked below their folder or not at all; what is in them is graded like any other file."""

import contextlib
import errno
import gzip
import io
import os
import resource
import stat
import tarfile
import zipfile

import pytest
from grading_fixtures import FULL, LESSON, as_bytes, handed_in, save, save_release, solved
from rich.console import Console

from autograder.errors import NobodyToBlame
from autograder.grading.command import Intake, Machine, _grade
from autograder.grading.files import add_file, files_beside
from autograder.grading.intake import find_submissions
from autograder.grading.intake.archives import Refused, unpack
from autograder.grading.lessons import Lessons
from autograder.grading.limits import Limits
from autograder.grading.summary import visible
from autograder.grading.worker.unpacking import unpacker

ODD = """it's "quoted"\nwith a line break, José *[x].txt"""


def zipped(path, files):
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def tarred(path, files, **fields):
    with tarfile.open(path, "w:gz") as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            for field, value in fields.items():
                setattr(entry, field, value)
            archive.addfile(entry, io.BytesIO(data))
    return path


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("make", [zipped, tarred])
def test_plain_files_come_out_as_they_went_in_whatever_their_names(tmp_path, make):
    files = {f"{LESSON}.ipynb": b"{}", f"data/{ODD}": b"1"}
    ending = ".zip" if make is zipped else ".tar.gz"
    unpack(make(tmp_path / f"a{ending}", files), tmp_path / "out", Limits())
    assert contents(tmp_path / "out") == files


@pytest.mark.parametrize("make", [zipped, tarred])
@pytest.mark.parametrize(
    "name", ["../evil", "a/../../evil", "{there}/evil", "..\\evil", "C:\\evil", "x" * 300, "/".join("d" * 20)]
)
def test_a_path_that_leads_elsewhere_is_refused(tmp_path, make, name):
    ending = ".zip" if make is zipped else ".tgz"
    archive = make(tmp_path / f"a{ending}", {name.format(there=tmp_path): b"evil"})
    with pytest.raises(Refused, match="not allowed"):
        unpack(archive, tmp_path / "in" / "out", Limits())
    assert contents(tmp_path).keys() == {archive.name}


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_links_and_special_files_are_refused(tmp_path, kind):
    archive = tarred(tmp_path / "a.tar.gz", {"x": b""}, type=kind, linkname="/etc/passwd")
    with pytest.raises(Refused, match="link or another special file"):
        unpack(archive, tmp_path / "out", Limits())


def test_a_link_in_a_zip_is_refused_and_so_is_an_archive_that_is_a_link(tmp_path):
    entry = zipfile.ZipInfo("x")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    archive = zipped(tmp_path / "a.zip", {entry: "/etc/passwd"})
    (tmp_path / "b.zip").symlink_to(archive)
    with pytest.raises(Refused, match="special file"):
        unpack(archive, tmp_path / "out", Limits())
    with pytest.raises(Refused, match="is a link"):
        unpack(tmp_path / "b.zip", tmp_path / "out", Limits())


def test_bombs_are_refused_before_they_fill_the_disk(tmp_path):
    bomb = zipped(tmp_path / "bomb.zip", {"zeros": bytes(50 * 2**20)})
    with pytest.raises(Refused, match="more than is allowed"):
        unpack(bomb, tmp_path / "out", Limits())
    assert sum(map(len, contents(tmp_path / "out").values())) <= 100 * bomb.stat().st_size
    many = zipped(tmp_path / "many.zip", {str(number): b"" for number in range(30)})
    with pytest.raises(Refused, match="more than 20 files"):
        unpack(many, tmp_path / "many", Limits(archive_files=20))
    large = zipped(tmp_path / "large.zip", {"noise": os.urandom(2**21)})
    with pytest.raises(Refused, match="more than is allowed"):
        unpack(large, tmp_path / "large", Limits(archive_bytes=2**20))


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz"])
@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no archive", b"\x1f\x8b\x08\x00", bytes(2000)])
def test_a_broken_archive_is_refused_or_empty(tmp_path, name, data):
    archive = save(data, tmp_path / name)
    with contextlib.suppress(Refused):
        unpack(archive, tmp_path / "out", Limits())
    assert not (tmp_path / "out").exists()


def broken_decoder(folder):
    with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("x", b"1" * 1000)
    data = bytearray((folder / "a.zip").read_bytes())
    data[35:40] = b"\xff" * 5  # what the decoder is told of its memory
    return save(bytes(data), folder / "a.zip")


def very_many_folders(folder):
    with tarfile.open(folder / "a.tar.gz", "w:gz") as archive:
        for number in range(6_000):
            entry = tarfile.TarInfo(f"d{number}")
            entry.type = tarfile.DIRTYPE
            archive.addfile(entry)
    return folder / "a.tar.gz"


@pytest.mark.parametrize(("make", "reason"), [(broken_decoder, "cannot be unpacked"), (very_many_folders, "more than")])
def test_whatever_an_archive_does_to_its_reader_is_a_reason(tmp_path, make, reason):
    with pytest.raises(Refused, match=reason):
        unpack(make(tmp_path), tmp_path / "out", Limits())


def name_of_gigabytes(folder):
    entry = tarfile.TarInfo("x")
    entry.type, entry.size = tarfile.GNUTYPE_LONGNAME, 2**33
    with gzip.open(folder / "a.tar.gz", "wb", compresslevel=1) as file:
        file.write(entry.tobuf(tarfile.GNU_FORMAT))
        for _ in range(300):
            file.write(bytes(2**20))
    return folder / "a.tar.gz"


def test_a_worker_reads_archives_whose_memory_is_bounded(tmp_path):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with unpacker(Limits(worker_mib=700)) as unpack_there, pytest.raises(Refused):
        unpack_there(name_of_gigabytes(tmp_path), tmp_path / "out", Limits())
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < before + 100_000
    with unpacker(Limits(archive_seconds=0.01)) as unpack_there, pytest.raises(Refused, match="more time or memory"):
        unpack_there(name_of_gigabytes(tmp_path), tmp_path / "out", Limits())


def test_a_full_disk_is_no_archives_fault(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("autograder.grading.intake.archives._write", full)
    with pytest.raises(NobodyToBlame, match="is full"):
        unpack(zipped(tmp_path / "a.zip", {"x": b"1"}), tmp_path / "out", Limits())


def test_a_file_beside_a_notebook_stands_in_nobodys_way(tmp_path):
    for name in (f"{LESSON}.ipynb", f"{LESSON}.ipynb/a", "b/c"):
        add_file(tmp_path, name, name.encode())
    assert contents(tmp_path) == {f"{LESSON}.ipynb": f"{LESSON}.ipynb".encode(), "b/c": b"b/c"}


def test_a_terminal_shows_names_and_does_not_obey_them():
    assert visible("José \x1b[2J\r\n\u202ex") == "José [U+001B][2J[U+000D][U+000A][U+202E]x"


def test_archives_of_a_learner_and_of_a_class_are_graded_and_bad_ones_kept(tmp_path):
    save_release(tmp_path / "notebooks")
    inbox, notebook = tmp_path / "inbox", as_bytes(solved())
    zipped(inbox / "ana.zip", {f"{LESSON}.ipynb": notebook, "data.csv": b"1,2\n"})
    zipped(
        tmp_path / "class.zip", {f"ben/{LESSON}.ipynb": notebook, f"cat/{LESSON}/{LESSON}.ipynb": as_bytes(handed_in())}
    )
    zipped(inbox / "dan.zip", {"../../evil.ipynb": notebook})
    zipped(inbox / "eve.zip", {"letter.txt": b"Sorry."})
    console = Console(file=io.StringIO())
    paths, lessons = [inbox, tmp_path / "class.zip"], Lessons(tmp_path / "notebooks")
    results = _grade(paths, tmp_path / "out", console, "none", None, lessons, Intake(), Machine())
    found = {result.student: (result.outcome, result.score) for result in results}
    assert found == {
        "ana": ("graded", sum(FULL)),
        "ben": ("graded", sum(FULL)),
        "cat": ("graded", 0),
        "dan": ("not graded", 0),
        "eve": ("not graded", 0),
    }
    assert {result.path for result in results} >= {f"{inbox}/ana.zip/{LESSON}.ipynb", f"{inbox}/dan.zip"}
    assert (tmp_path / "out" / "not_graded" / "dan" / "dan.zip").exists()
    assert (tmp_path / "out" / "submitted" / "ana" / LESSON / "data.csv").read_bytes() == b"1,2\n"
    assert not (tmp_path / "out" / ".work").exists()


def test_an_archive_beside_a_notebook_is_a_file_of_that_learner(tmp_path):
    notebook = save(b"{}", tmp_path / "inbox" / "ana" / LESSON / f"{LESSON}.ipynb")
    zipped(notebook.parent / "data.zip", {"x": b"1"})
    found = find_submissions([tmp_path / "inbox"], [LESSON], unpacked=tmp_path / "unpacked")
    assert [(submission.student, submission.folder) for submission in found] == [("ana", notebook.parent)]
    assert set(files_beside(notebook.parent, Limits()).files) == {"data.zip"}


def test_of_the_files_beside_a_notebook_links_and_special_ones_are_left_out_and_the_rest_is_bounded(tmp_path):
    folder = tmp_path / "ana"
    for name in ("a.csv", ODD, "sub/b.csv", f"{LESSON}.ipynb", ".ipynb_checkpoints/c.txt"):
        save(b"12", folder / name)
    (folder / "leak").symlink_to("/etc/passwd")
    (folder / "etc").symlink_to("/etc")
    os.mkfifo(folder / "pipe")
    save(bytes(100), folder / "z.bin")
    beside = files_beside(folder, Limits(beside_bytes=50))
    assert set(beside.files) == {"a.csv", ODD, "sub/b.csv"}
    assert {name: why.split(" than")[0] for name, why in beside.refused.items()} == {
        "leak": "it is a link",
        "etc": "it is a link",
        "pipe": "it is no file",
        "z.bin": "it is larger",
    }
    assert len(files_beside(folder, Limits(beside_files=2)).files) <= 2
    assert files_beside(None, Limits()).files == {}


def test_the_folder_of_a_single_notebook_is_its_learners_only_where_its_name_says_so(tmp_path):
    downloads = save(b"{}", tmp_path / "Downloads" / "ana.ipynb")
    save(b"secret", tmp_path / "Downloads" / "passwords.txt")
    (found,) = find_submissions([downloads], [LESSON])
    assert (found.student, found.folder) == ("ana", None)
