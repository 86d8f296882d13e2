"""A batch with strange files in it is graded without a hand's help, and each of these has its reason."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from grading_fixtures import FULL, LESSON, as_bytes, save, save_release, solved
from rich.console import Console
from strange_files import STRANGE, expect_outcomes, remove

from autograder.grading import command


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Path]:
    """Two honest learners among the strange."""
    inbox = tmp_path / "inbox"
    for student in ("ana", "zoe"):
        save(as_bytes(solved()), inbox / student / f"{LESSON}.ipynb")
    for name, strange in STRANGE.items():
        strange.lay(inbox / name)
    yield inbox
    remove(inbox)


def test_every_strange_file_gets_its_reason_and_no_other_is_touched(tmp_path: Path, inbox: Path) -> None:
    save_release(tmp_path / "notebooks")
    releases, out = tmp_path / "notebooks", tmp_path / "out"
    results = command.grade([inbox], out, Console(file=io.StringIO()), box="none", releases=releases)
    found = {result.student: result for result in results}
    assert len(found) == len(results) == len(STRANGE) + 2
    for student in ("ana", "zoe"):
        assert (found[student].score, found[student].problems) == (sum(FULL), [])
    expect_outcomes(found)
