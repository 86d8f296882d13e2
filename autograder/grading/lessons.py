"""The released lessons that submissions are graded against."""

from __future__ import annotations

import functools
from collections import Counter
from pathlib import Path

from autograder.errors import CourseError
from autograder.exercise import CHECK_PREFIX
from autograder.exercises import judged
from autograder.grading.code import code_behind
from autograder.grading.notebook.submitted import SubmittedCell, Unreadable
from autograder.grading.notebook.template import Template, from_release

PACKAGE = Path(__file__).parents[1]
PACKED = PACKAGE / "notebooks"  # where a wheel has them; see setup.py
RELEASES = PACKED if PACKED.is_dir() else PACKAGE.parent / "notebooks"


class Lessons:
    """The folder of releases, one folder a lesson.

    Args:
        root: by default that of the course itself.
    """

    def __init__(self, root: Path = RELEASES) -> None:
        self.root = root
        self.names = tuple(sorted(path.stem for path in root.glob("*/*.ipynb") if path.stem == path.parent.name))
        if not self.names:
            raise CourseError(f"There is no released lesson in {root}.")

    def release(self, name: str) -> Path:
        return self.root / name / f"{name}.ipynb"

    @functools.cache  # noqa: B019 - there are few, and they live as long as the command
    def template(self, name: str) -> Template:
        """Return what the grader knows of a lesson's notebook."""
        if name not in self.names:
            raise CourseError(f"There is no lesson {name!r}. There are: {', '.join(self.names)}.")
        return from_release(self.release(name))

    @functools.cache  # noqa: B019 - likewise
    def code(self, name: str) -> str:
        """Return a digest of the code that verdicts on a lesson follow from."""
        return code_behind(self.template(name).exercises)

    def named(self, path: Path) -> str | None:
        """Return the lesson that a path names, if it names one."""
        places = path.stem, path.parent.name
        return next((name for place in places for name in self.names if name in place), None)

    def of(self, cells: list[SubmittedCell]) -> str:
        """Return which lesson a notebook belongs to: the one whose cells it has."""
        ids = {cell.grade_id for cell in cells if cell.grade_id}
        shared = {name: sum(grade_id in self.template(name) for grade_id in ids) for name in self.names}
        best = max(shared, key=lambda name: shared[name])
        if not shared[best]:
            if len(self.names) == 1:  # what grades one lesson elsewhere
                self.expect(cells, best)
                raise Unreadable(f"This is not the notebook of {best}: it has none of its cells.")
            raise Unreadable("The notebook is of no lesson: neither its name nor any of its cells is known.")
        return best

    def expect(self, cells: list[SubmittedCell], name: str) -> None:
        """Raise Unreadable where a notebook has no cell of this lesson, and half the checks of another one or more.

        A notebook that says of no cell which it is may be of the lesson all the same.
        """
        ids = {cell.grade_id for cell in cells if cell.grade_id}
        if any(grade_id in self.template(name) for grade_id in ids):
            return
        checks = {f"{CHECK_PREFIX}{exercise.name}": exercise.lesson for exercise in judged().values()}
        of_all, found = Counter(checks.values()), Counter(checks[each] for each in ids if each in checks)
        for other, count in found.most_common(1):
            if other != name and 2 * count >= of_all[other]:
                raise Unreadable(f"This is the notebook of {other}, and not that of {name}.")
