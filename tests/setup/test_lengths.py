"""A file has one topic, and 300 lines are enough for one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from checkout import ROOT, git

LINES = 300
# A lesson is a text to read as much as a program, and what is in notebooks/ is built.
EXCEPTED = ("lessons/", "notebooks/", "tests/build_course/lessons/")


def too_long(paths: Iterable[Path]) -> dict[Path, int]:
    """Return the files with more lines than are enough, and how many each has."""
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    return {path: count for path, count in lines.items() if count > LINES}


def test_no_python_file_is_too_long() -> None:
    # What is not committed yet counts as well, what is deleted but not committed does not.
    names = git("ls-files", "--cached", "--others", "--exclude-standard", "*.py")
    paths = {ROOT / name for name in names if not name.startswith(EXCEPTED)}
    found = too_long(path for path in paths if path.exists())
    said = "\n".join(f"  {path.relative_to(ROOT)} has {count}" for path, count in sorted(found.items()))
    assert not found, f"These files have more than {LINES} lines; split each by topic:\n{said}"


def test_a_file_that_is_too_long_is_found(tmp_path: Path) -> None:
    (tmp_path / "enough.py").write_text("x = 1\n" * LINES)
    (tmp_path / "more.py").write_text("x = 1\n" * (LINES + 1))
    assert too_long(tmp_path.glob("*.py")) == {tmp_path / "more.py": LINES + 1}
