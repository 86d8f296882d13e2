"""When something was handed in: who is believed, and that a learner is not."""

import os
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from grading_fixtures import LESSON, save

from autograder.grading.intake import find_submissions
from autograder.grading.policy import Policy, Rules, Terms

DUE = datetime(2026, 11, 2, 22, tzinfo=UTC)
EARLY, LATE = DUE.replace(day=1), DUE.replace(day=3)
STAMP = "2026-11-01 22:00:00.000000 UTC"
ALL = ("list", "platform", "exchange", "file")
NOTEBOOK = f"{LESSON}.ipynb"


def handed_in(tmp_path, *believe, named="inbox", listed=None):
    """When the one submission below a path was handed in, and who says so."""
    unpacked = Path(tempfile.mkdtemp(dir=tmp_path))
    (submission,) = find_submissions([tmp_path / named], [LESSON], unpacked=unpacked)
    policy = Policy({LESSON: Rules(DUE)}, believe=believe, given=True)
    times = Terms(policy, listed or {}).times(submission, LESSON)
    return times.handed_in, times.told_by


def put(tmp_path, name, data=b"{}", when=LATE):
    path = save(data, tmp_path / "inbox" / name)
    os.utime(path, (when.timestamp(),) * 2)
    return path


def archive(path, files):
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as made:
        for name, text in files.items():
            made.writestr(zipfile.ZipInfo(name, (2026, 11, 1, 12, 0, 0)), text)
    os.utime(path, (LATE.timestamp(),) * 2)


def test_the_first_who_is_believed_and_knows_says_it(tmp_path):
    put(tmp_path, f"ana/{NOTEBOOK}")
    put(tmp_path, "ana/timestamp.txt", STAMP.encode())
    assert handed_in(tmp_path, *ALL) == (EARLY, "exchange")
    assert handed_in(tmp_path, "file", "exchange") == (LATE, "file")
    assert handed_in(tmp_path, "list", "platform") == (None, "")
    assert handed_in(tmp_path, listed={("ana", LESSON): DUE}) == (DUE, "list")


@pytest.mark.parametrize(
    "text", ["", "now", "2026-11-01", "9" * 200, "2026-13-01 10:00:00 UTC", "2026-11-01 10:00:00 /etc/passwd", "\xff"]
)
def test_a_time_stamp_that_is_none_says_nothing(tmp_path, text):
    put(tmp_path, f"ana/{NOTEBOOK}")
    put(tmp_path, "ana/timestamp.txt", text.encode("latin-1"))
    assert handed_in(tmp_path, "exchange") == (None, "")


def test_a_time_stamp_that_is_a_link_says_nothing(tmp_path):
    put(tmp_path, f"ana/{NOTEBOOK}")
    (tmp_path / "inbox" / "ana" / "timestamp.txt").symlink_to(put(tmp_path, "ana/other.txt", STAMP.encode()))
    assert handed_in(tmp_path, "exchange") == (None, "")


def test_nothing_in_a_learners_archive_is_believed_and_its_own_time_may_be(tmp_path):
    archive(tmp_path / "inbox" / "ana.zip", {NOTEBOOK: "{}", "timestamp.txt": STAMP})
    assert handed_in(tmp_path, "exchange") == (None, "")
    assert handed_in(tmp_path, *ALL) == (LATE, "file")


def test_an_archive_of_a_whole_class_says_nothing_of_one_learner(tmp_path):
    archive(tmp_path / "class.zip", {f"ana/{NOTEBOOK}": "{}", "ana/timestamp.txt": STAMP})
    assert handed_in(tmp_path, *ALL, named="class.zip") == (None, "")


@pytest.mark.parametrize(
    ("time", "known"),
    [("2026-11-03 22:00:00.000000000 Z", LATE), ("2026-11-03 17:00:00 -05:00", LATE), ("2026-11-03 22:00:00", None)],
)
def test_a_platform_that_exports_times_with_a_zone_is_believed(tmp_path, time, known):
    export = "assignment_5_export"
    put(tmp_path, f"{export}/submission_7/{NOTEBOOK}")
    said = f'submission_7:\n  :submitters:\n  - :name: Ana\n    :sid: "s1"\n  :created_at: {time}\n'
    put(tmp_path, f"{export}/submission_metadata.yml", said.encode())
    assert handed_in(tmp_path, "list", "platform", named=f"inbox/{export}") == (known, "platform" if known else "")
