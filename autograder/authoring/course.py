"""Where lessons live, and one lesson as the build sees it: its notebook, exercises and rubrics."""

from __future__ import annotations

import difflib
import importlib.util
import re
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from traitlets.config.loader import PyFileConfigLoader

from autograder.errors import CourseError
from autograder.exercise import Exercise
from autograder.exercises import judged
from autograder.grading.rubrics import read_rubrics

try:
    import jupytext
except ModuleNotFoundError:
    raise CourseError(
        "This works with the lessons' sources and needs more packages than grading does. In a checkout of the course: "
        "python3 course.py setup test"
    ) from None

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = r"(https?|file)://[!-~]+\.zip"


@dataclass(frozen=True)
class Course:
    """The folders of a course under one root."""

    root: Path = ROOT

    @property
    def lessons(self) -> Path:
        return self.root / "lessons"

    @property
    def source(self) -> Path:
        """The folder of nbgrader's sources, with solutions: built, ignored by git."""
        return self.root / "source"

    @property
    def notebooks(self) -> Path:
        """The folder of nbgrader's releases, without solutions: built, committed."""
        return self.root / "notebooks"

    @property
    def rubrics(self) -> Path:
        return self.root / "solutions" / "rubrics"

    @property
    def config_file(self) -> Path:
        return self.root / "nbgrader_config.py"

    def configuration(self) -> Any:
        """Return what the course's nbgrader_config.py says."""
        if not self.config_file.exists():
            raise CourseError(f"There is no {self.config_file.name} in {self.root}.")
        return PyFileConfigLoader(self.config_file.name, path=str(self.root)).load_config()

    def address(self) -> str:
        """Return where a notebook that is opened alone can fetch the course; empty where no address was set."""
        address = str(self.configuration().get("Release", {}).get("address", ""))
        if address and not re.fullmatch(ADDRESS, address):
            raise CourseError(
                f"c.Release.address in {self.config_file.name} is {address!r}; it is the address of a zip archive of "
                "the course, such as https://github.com/OWNER/NAME/archive/refs/heads/main.zip."
            )
        return address

    def names(self) -> list[str]:
        """Return the names of all lessons in their order."""
        return sorted(path.stem for path in self.lessons.glob("[0-9][0-9]_*.py"))

    def chosen(self, names: list[str]) -> list[str]:
        """Return the lessons called `names`, all where none is named; raise CourseError for an unknown one."""
        known = self.names()
        if not known:
            raise CourseError(f"There are no lessons in {self.lessons}.")
        for name in names:
            if name not in known:
                raise CourseError(_unknown(name, known))
        return names or known

    def lesson(self, name: str) -> Lesson:
        """Read one lesson; raise CourseError where there is none of this name."""
        (name,) = self.chosen([name])
        exercises = {each.name: each for each in judged().values() if each.lesson == name}
        rubrics = read_rubrics(self.rubrics / f"{name}.md")
        return Lesson(name, self.lessons / f"{name}.py", exercises, rubrics, self.address())


@dataclass(frozen=True)
class Lesson:
    """One lesson: where it is written, what it asks for, how its written answers are marked, where it is fetched."""

    name: str
    path: Path
    exercises: dict[str, Exercise] = field(default_factory=dict)
    rubrics: dict[str, str] = field(default_factory=dict)
    address: str = ""

    def read(self) -> NotebookNode:
        """Return the notebook that the Jupytext source describes."""
        with warnings.catch_warnings():
            # Jupytext tells of a cell magic that it leaves alone; that is what is wanted here.
            warnings.simplefilter("ignore")
            try:
                notebook: NotebookNode = jupytext.read(self.path, fmt="py:percent")
            except (OSError, ValueError) as problem:
                raise CourseError(f"{self.path} cannot be read: {problem}") from None
        return notebook


def require_solutions(what: str) -> None:
    """Raise CourseError where solutions/ is withheld; `what` is the sentence up to "where solutions/ is"."""
    if importlib.util.find_spec("solutions") is None:
        raise CourseError(f"{what} where the folder solutions/ is, and it is not here.")


def _unknown(name: str, known: list[str]) -> str:
    near = [each for each in known if each.startswith(name)] or difflib.get_close_matches(name, known, n=3)
    meant = f" Did you mean {' or '.join(near)}?" if near else f" There are: {', '.join(known)}."
    return f"There is no lesson {name!r}.{meant}"
