"""What goes out to learners: the files of a student repository, by their paths in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from autograder.errors import CourseError
from autograder.releasing.modules import modules_for_learners
from autograder.releasing.start_page import for_lessons

Files = dict[str, bytes]
PAGE = "notebooks/start.ipynb"
AS_THEY_ARE = (
    ".gitattributes",
    ".jupyter/jupyter_lab_config.py",
    ".jupyter/labconfig/default_setting_overrides.json",
    "LICENSE",
    "LICENSE-text",
    "course.py",
    "docs/learner.md",
    "environment.yml",
    "pyproject.toml",
    "requirements/__init__.py",
    "requirements/environment.py",
    "requirements/lab.txt",
)
SETTINGS = ".jupyter/labconfig/page_config.json"
# nbgrader's menu and what it opens: pages for instructors, and lists of an exchange that a learner's own copy has not.
HIDDEN = tuple(f"@jupyter/nbgrader:{name}" for name in ("formgrader", "menu", "assignment-list", "course-list"))
TEMPLATES = {"README.md": "README.md.j2", ".gitignore": "gitignore.j2"}
LEFT_OUT = (".ipynb_checkpoints", "__pycache__")


def student_repository(root: Path, lessons: Sequence[str]) -> Files:
    """Return the files of the repository with these lessons.

    Args:
        root: of the course.
        lessons: their names, in order.

    Raises:
        CourseError: a file that belongs to it is missing.
    """
    notebooks = [root / PAGE, *(root / "notebooks" / lesson / f"{lesson}.ipynb" for lesson in lessons)]
    if missing := [path for path in notebooks if not path.is_file()]:
        raise CourseError(f"{missing[0]} is missing: `autograder build` makes it.")
    paths = [root / name for name in AS_THEY_ARE] + modules_for_learners(root, notebooks)
    paths += [path for package in ("data", "figures") for path in _of_package(root / package)]
    paths += [path for lesson in lessons for path in _of_lesson(root, lesson)]
    files = {path.relative_to(root).as_posix(): _read(path) for path in paths}
    files[SETTINGS] = _settings(root)
    files[PAGE] = for_lessons(_read(root / PAGE), lessons)
    return dict(sorted((files | _written(root, lessons)).items()))


def _of_package(folder: Path) -> Iterable[Path]:
    """Return the files of a package, without the programs that made its models from the answers."""
    return (path for path in _inside(folder) if path.suffix != ".py" or path.parent.name != "models")


def _of_lesson(root: Path, lesson: str) -> list[Path]:
    """Return the files of a lesson's release: the notebook, the recording, and what it is given."""
    folder = root / "notebooks" / lesson
    named = [folder / f"{lesson}.ipynb", folder / "recording.json"]
    return [*named, *sorted(_inside(folder / "given"))]


def _inside(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and not set(LEFT_OUT) & set(path.parts))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise CourseError(f"{path} cannot be read, and learners need it: {problem.strerror or problem}.") from None


def _settings(root: Path) -> bytes:
    """Return JupyterLab's settings without what a learner has no use for."""
    settings: dict[str, Any] = json.loads(_read(root / SETTINGS))
    settings.setdefault("disabledExtensions", {}).update(dict.fromkeys(HIDDEN, True))
    return (json.dumps(settings, indent=2) + "\n").encode()


def _written(root: Path, lessons: Sequence[str]) -> Files:
    """Return the files that are written for learners."""
    titles = [title_of(_read(root / "notebooks" / lesson / f"{lesson}.ipynb")) or lesson for lesson in lessons]
    templates = Environment(loader=PackageLoader("autograder.releasing"), undefined=StrictUndefined, autoescape=False)
    templates.trim_blocks = templates.keep_trailing_newline = True
    return {
        name: templates.get_template(template).render(titles=titles).encode() for name, template in TEMPLATES.items()
    }


def title_of(notebook: bytes) -> str:
    """Return the first heading of a notebook, "" where it has none."""
    for cell in json.loads(notebook)["cells"]:
        for line in "".join(cell["source"]).splitlines():
            if cell["cell_type"] == "markdown" and line.startswith("# "):
                return line.removeprefix("# ").strip()
    return ""
