"""A notebook that was opened alone: its first cell asks here for the files of its lesson.

The cell itself installs the course where there is none, since nothing of it can be imported then; the rest is here.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from http.client import HTTPException
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.request import urlopen
from zipfile import BadZipFile, ZipFile

from autograder.errors import CourseError

TITLE = "# @title Find the course; in Colab, fetch it"  # the cell's first line, which Colab shows in its place
PLACE = "sequence-models"  # the folder that is made in Colab
SECONDS = 60  # to wait for an answer from the network
RELOADED_BY_A_RESTART_ALONE = ("numpy", "matplotlib")  # Colab has imported them before the first cell runs
NO_ADDRESS = (
    "This notebook does not say where Colab can fetch the course: whoever releases it sets c.Release.address in "
    "nbgrader_config.py and builds the notebooks again."
)


def open_lesson(lesson: str, *needs: str, address: str = "") -> None:
    """Make sure that the files of a lesson lie in the working directory; in Colab fetch them and go to them.

    Args:
        lesson: its name.
        needs: the files and folders that the notebook reads.
        address: of a zip archive of the course; empty where there is none.

    Raises:
        CourseError: they are not there, or cannot be fetched; the message is one sentence.
    """
    missing = [name for name in needs if not Path(name).exists()]
    if "google.colab" in sys.modules:
        _refuse_a_mixture()
        if missing:
            _go_to(lesson, address)
    elif missing:
        raise CourseError(
            f"This notebook was copied without {' and '.join(missing)}: copy the whole folder {lesson} of the course "
            "and open the notebook there."
        )


def _refuse_a_mixture() -> None:
    """Raise CourseError where a package was replaced on the disk after this process had imported it."""
    for name in RELOADED_BY_A_RESTART_ALONE:
        loaded = getattr(sys.modules.get(name), "__version__", None)
        if loaded and loaded != _installed(name):
            raise CourseError(
                f"Another version of {name} was installed with the course: choose Restart session in the menu Runtime "
                "and run this cell again."
            )


def _installed(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _go_to(lesson: str, address: str) -> None:
    """Enter the folder of a lesson, and fetch it first where it is not there; say so in a line."""
    folder = Path(PLACE, lesson).resolve()
    said = "was fetched before"
    if not folder.exists():
        _fetch(lesson, address, folder)
        said = f"was fetched from {address}"
    os.chdir(folder)
    print(f"The course {said}; this notebook now works in {folder}.")


def _fetch(lesson: str, address: str, folder: Path) -> None:
    """Put a lesson's folder, taken from an archive of the course, in its place, whole or not at all."""
    if not address:
        raise CourseError(NO_ADDRESS)
    try:
        with urlopen(address, timeout=SECONDS) as reply:
            archive = ZipFile(io.BytesIO(reply.read()))
        with tempfile.TemporaryDirectory(dir=".") as new:
            archive.extractall(new)  # names that lead elsewhere are made to lie inside
            found = _lesson_in(Path(new), lesson)
            folder.parent.mkdir(exist_ok=True)
            found.rename(folder)
    except (OSError, ValueError, HTTPException, BadZipFile) as problem:
        raise CourseError(
            f"The lesson could not be fetched from {address} ({problem}): look at the address and the network, then "
            "run this cell again."
        ) from None


def _lesson_in(folder: Path, lesson: str) -> Path:
    """Return where an archive has a lesson: at its top, or in the one folder that GitHub puts around everything."""
    for root in (folder, *folder.iterdir()):
        if (root / "notebooks" / lesson).is_dir():
            return root / "notebooks" / lesson
    raise ValueError(f"it holds no notebooks/{lesson}")
