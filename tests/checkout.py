"""What git says of paths in this checkout; a test that asks is skipped where there is none."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def git(*arguments: str, words: Iterable[str] = ()) -> list[str]:
    """Run git on this checkout, with words on its standard input; return what it answers, word by word."""
    try:
        top = _run(["rev-parse", "--show-toplevel"], "")
    except FileNotFoundError:
        pytest.skip("there is no git on this machine")
    if top.returncode or Path(top.stdout.strip()) != ROOT:
        pytest.skip("this course is no git checkout")
    ran = _run([*arguments, "-z"], "".join(f"{word}\0" for word in words))
    assert ran.stderr == ""
    return ran.stdout.split("\0")[:-1]


def _run(arguments: list[str], said: str) -> subprocess.CompletedProcess[str]:
    # Without what the user ignores everywhere, so that the answer is the project's.
    command = ["git", "-c", "core.excludesFile=/dev/null", *arguments]
    return subprocess.run(command, cwd=ROOT, input=said, capture_output=True, text=True, check=False)


def ignored(paths: Iterable[str]) -> set[str]:
    """Return those of the paths that git does not take up, whether they exist or not."""
    return set(git("check-ignore", "--no-index", "--stdin", words=paths))


def attribute(name: str, paths: Iterable[str]) -> set[str]:
    """Return the values that an attribute has for the paths."""
    return set(git("check-attr", "--stdin", name, words=paths)[2::3])
