"""Ways in which what is handed in is not a plain notebook, each with what should come of it."""

from __future__ import annotations

import os
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from grading_fixtures import FULL, LESSON, NAMES, as_bytes, cell_of, save, solution, solved, without_names

from autograder.grading.books.results import Result

CELL, _ = NAMES
FILE = f"{LESSON}.ipynb"


@dataclass(frozen=True)
class Strange:
    """One way: how it is laid into a learner's folder, and the reason that is told; none where it is graded in full."""

    lay: Callable[[Path], object]
    reason: str = ""


def _with(data: bytes, name: str = FILE) -> Callable[[Path], object]:
    return lambda folder: save(data, folder / name)


def _written_to_a_file() -> bytes:
    notebook = solved()
    cell_of(notebook, CELL).source = f"%%writefile cell.py\n{solution(CELL)}"
    return as_bytes(notebook)


def _zip_with(folder: Path, member: str, data: bytes) -> None:
    folder.mkdir(parents=True)
    with zipfile.ZipFile(folder / "work.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(member, data)


def _pipe(folder: Path) -> None:
    folder.mkdir(parents=True)
    os.mkfifo(folder / FILE)


def _link(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / FILE).symlink_to("/etc/passwd")


def nest_deep(folder: Path) -> None:
    """Make folders in folders; take them away by `remove`."""
    folder.mkdir(parents=True, exist_ok=True)
    deep = "for i in $(seq 1200); do mkdir d && cd d; done"  # Python's own tools go down by recursion
    subprocess.run(["sh", "-c", deep], cwd=folder, check=True)


def remove(folder: Path) -> None:
    """Take a folder away, however deep it is."""
    subprocess.run(["rm", "-rf", str(folder)], check=True)


GOOD = as_bytes(solved())
TEXT = GOOD.decode()
CONFLICT = f"{{\n<<<<<<< HEAD\n{TEXT}\n=======\n{TEXT}\n>>>>>>> theirs\n}}".encode()

STRANGE = {
    "empty": Strange(_with(b""), "empty"),
    "cut off": Strange(_with(GOOD[: len(GOOD) // 2]), "cut off"),
    "web page": Strange(_with(b"<!DOCTYPE html>\n<html><body>{}</body></html>"), "web page"),
    "merge conflict": Strange(_with(CONFLICT), "merge conflict"),
    "noise": Strange(_with(bytes(range(256)) * 20), "not JSON"),
    "a document": Strange(_with(b"%PDF-1.7 and so on"), "not JSON"),
    "no notebook": Strange(_with(b'{"a": 1}'), "no notebook"),
    "braces": Strange(_with(b'{"nbformat": 3, "worksheets": [' + b"{}," * 10**6 + b"{}]}"), "brackets"),
    "nested": Strange(_with(b"[" * 150_000), "nested too deep"),
    "a link": Strange(_link, "link"),
    "a pipe": Strange(_pipe, "no file"),
    "no file at all": Strange(lambda folder: folder.mkdir(parents=True), "no notebook"),
    "folders in folders": Strange(nest_deep, "nested too deep"),
    "a broken archive": Strange(_with(b"PK\x03\x04", "work.zip"), "cannot be unpacked"),
    "an archive that leads elsewhere": Strange(lambda folder: _zip_with(folder, "../../evil", GOOD), "not allowed"),
    "UTF-16": Strange(_with(TEXT.encode("utf-16"))),
    "code page 1252": Strange(_with(TEXT.replace("The end.", "Größe").encode("cp1252"))),
    "a mark and line ends": Strange(_with(TEXT.replace("\n", "\r\n").encode("utf-8-sig"))),
    "another ending": Strange(_with(GOOD, f"{FILE}.txt")),
    "a long name": Strange(_with(GOOD, "é" * 123 + "x.ipynb")),
    "bytes that are no text": Strange(_with(GOOD, os.fsdecode(b"\xff\xfe.ipynb"))),
    "no names of cells": Strange(_with(as_bytes(without_names(solved())))),
    "written to a file": Strange(_with(_written_to_a_file())),
}


def expect_outcomes(found: Mapping[str, Result]) -> None:
    """Hold what came of a batch, by learner, to what should come of every strange file."""
    for name, strange in STRANGE.items():
        result = found[name.replace(" ", "_")]
        assert strange.reason in result.reason, name
        assert (result.outcome, result.score) == (("not graded", 0) if strange.reason else ("graded", sum(FULL))), name
