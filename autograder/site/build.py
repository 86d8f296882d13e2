"""Building the site: run the lessons, write the pages, let Sphinx make HTML of them, put it in place in one move."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from autograder.authoring.course import Course, require_solutions
from autograder.authoring.notebooks import released
from autograder.authoring.release import put_in_place
from autograder.errors import CourseError
from autograder.site.outputs import outputs_of
from autograder.site.pages import page
from autograder.site.tree import Site

NEEDED = ("sphinx", "myst_nb", "sphinx_book_theme", "sphinx_copybutton")
MADE = "objects.inv"  # in every site that Sphinx has built, and in few other folders
MOST_LINES = 10  # of what Sphinx complains of

Say = Callable[[str], None]


def build_site(
    course: Course,
    to: Path,
    *,
    lessons: Sequence[str] = (),
    instructor: bool = False,
    cache: Path | None = None,
    say: Say = lambda _: None,
) -> Path:
    """Build the site into a folder and return the page that it opens with.

    Args:
        course: what it is built from.
        to: the folder; a site that stands there is replaced once the new one is whole.
        lessons: their names; all where none is named.
        instructor: also what is for instructors alone.
        cache: where what lessons show is kept; by default in build/ of the course.
        say: is told what is being done.

    Raises:
        CourseError: something is missing, does not run, or stands where the site should.
    """
    _require_packages()
    require_solutions("The site shows what solved lessons show, so it is built")
    _require_place(to)
    cache, pages = cache or course.root / "build" / "site-outputs", {}
    for name in course.chosen(list(lessons)):
        say(name)
        pages[name] = page(name, released(name, course), outputs_of(name, course, cache))
    to.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".site-", dir=to.parent) as bench:
        source, made = Path(bench) / "source", Path(bench) / "site"
        Site(course, pages, instructor).write(source)
        say("pages")
        _run_sphinx(source, made)
        put_in_place(made, to)
    return to / "index.html"


def _require_packages() -> None:
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise CourseError(f"The site needs {', '.join(missing)}: pip install -e '.[site]' brings it.")


def _require_place(to: Path) -> None:
    if to.is_file() or (to.is_dir() and any(to.iterdir()) and not (to / MADE).exists()):
        raise CourseError(f"{to} holds something that is no site; name a new folder, or empty this one.")


def _run_sphinx(source: Path, made: Path) -> None:
    """Let Sphinx build; what it warns of is an error, since a reader would meet it."""
    doctrees = source.parent / "doctrees"
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", "-d", str(doctrees)]
    done = subprocess.run([*command, str(source), str(made)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = [_told(line, source) for line in done.stderr.splitlines() if line.strip()]
        raise CourseError("The site was not built; Sphinx says:\n" + "\n".join(said[:MOST_LINES]))
    (made / ".buildinfo").unlink(missing_ok=True)
    shutil.rmtree(made / "_sources", ignore_errors=True)  # left empty


def _told(line: str, source: Path) -> str:
    return re.sub(r"\x1b\[[\d;]*m", "", line).replace(f"{source}/", "")
