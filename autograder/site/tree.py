"""What the site is made of, as files that Sphinx reads: lessons, guides, and the page that the site opens with."""

from __future__ import annotations

import importlib.metadata
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.authoring.course import Course
from autograder.authoring.formulas import colour_markdown
from autograder.cards.pages import PAGE, write_cards
from autograder.errors import CourseError
from autograder.site.guides import guide_text
from autograder.site.pages import title_of

#: Guides are in this order; those that are not named come after them, by name.
LOOKED_UP = ("learner.md", "teaching/notation.md", "teaching/glossary.md", "claims.md", "capstone.md", "layers.md")
#: How the course is taught, graded and run: on the site of instructors.
GUIDES = ("instructor.md", "site.md", "grading.md", "scale.md", "sandbox.md", "security.md")
#: These hold answers, or speak of what learners get wrong: for instructors alone.
FOR_INSTRUCTORS = ("teaching/weeks.md", "teaching/cards.md", "authoring.md")
EXTRA = "extra"  # what is put on the site as it is
MATHJAX = ("sphinx-mathjax-offline", "sphinx-mathjax-offline/static/mathjax/tex-svg-full.js")

INDEX = """\
# Sequence models from scratch

A course on recurrent networks, to be read here and worked in Jupyter notebooks: how a sentence becomes an array, one
step of a recurrent network, its loop over time, its gradients, gates, two directions, translation.

These pages show each lesson with its figures and with what its code prints. What you are to write yourself is left
open, and so is what a check says; for that you need the notebooks. Whoever teaches the course says where its folder is
to be had. In that folder:

```console
$ python3 course.py setup
$ python3 course.py lab
```

{lessons}
"""
FOR_INSTRUCTORS_TOO = f'<p><a href="{PAGE}">Misconception cards</a>, to project and to print; they hold answers.</p>'
TOCTREE = "```{{toctree}}\n:caption: {caption}\n:maxdepth: 1\n:hidden:\n\n{entries}\n```\n"


@dataclass(frozen=True)
class Site:
    """What is on a site.

    Attributes:
        course: what it is built from.
        lessons: the pages of the lessons, by name.
        instructor: whether it is for instructors.
    """

    course: Course
    lessons: Mapping[str, NotebookNode]
    instructor: bool = False
    guides: dict[str, list[str]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "guides", self._guides())

    def _guides(self) -> dict[str, list[str]]:
        """Return the files of docs/ that are on the site, by the heading that they stand under."""
        docs = self.course.root / "docs"
        there = {path.relative_to(docs).as_posix() for path in docs.rglob("*.md")}
        ours = [name for name in FOR_INSTRUCTORS if name in there] if self.instructor else []
        known = {*LOOKED_UP, *GUIDES, *FOR_INSTRUCTORS}
        found = {
            "To look things up": [name for name in LOOKED_UP if name in there],
            "For instructors": [*(name for name in GUIDES if name in there), *sorted(there - known)]
            if self.instructor
            else [],
            "For instructors alone": ours,
        }
        return {heading: names for heading, names in found.items() if names}

    def pages(self) -> list[str]:
        """Return every page, from the root of the site."""
        guides = [f"guides/{name}" for names in self.guides.values() for name in names]
        return ["index.md", *(f"lessons/{name}.ipynb" for name in self.lessons), *guides]

    def write(self, folder: Path) -> None:
        """Write all that Sphinx reads into an empty folder."""
        (folder / "lessons").mkdir(parents=True)
        (folder / "index.md").write_text(self._index(), encoding="utf-8")
        for name, page in self.lessons.items():
            nbformat.write(page, folder / "lessons" / f"{name}.ipynb")
        for name in (name for names in self.guides.values() for name in names):
            self._write_guide(name, folder / "guides" / name)
        (folder / EXTRA).mkdir()
        if self.instructor:
            write_cards(folder / EXTRA)
        images = self.course.root / "docs" / "images"
        if images.is_dir():
            shutil.copytree(images, folder / "guides" / "images")
        _write_configuration(folder)

    def _write_guide(self, name: str, path: Path) -> None:
        text = (self.course.root / "docs" / name).read_text(encoding="utf-8")
        path.parent.mkdir(parents=True, exist_ok=True)
        linked = guide_text(text, f"guides/{name}", self.pages())
        # Formulas of the teaching pages have the colours of the lessons; in other guides a dollar is a prompt.
        path.write_text(colour_markdown(linked) if name.startswith("teaching/") else linked, encoding="utf-8")

    def _index(self) -> str:
        trees = {"Lessons": [f"lessons/{name}" for name in self.lessons]}
        trees |= {
            heading: [f"guides/{name.removesuffix('.md')}" for name in names] for heading, names in self.guides.items()
        }
        listed = [f"- [{title_of(page)}](lessons/{name}.ipynb)" for name, page in self.lessons.items()]
        for_instructors = [FOR_INSTRUCTORS_TOO, ""] if self.instructor else []
        shown = "\n".join(
            [*listed, "", *for_instructors, *(_toctree(caption, entries) for caption, entries in trees.items())]
        )
        return INDEX.format(lessons=shown)


def _toctree(caption: str, entries: Iterable[str]) -> str:
    return TOCTREE.format(caption=caption, entries="\n".join(entries))


def _write_configuration(folder: Path) -> None:
    ours = files("autograder.site")
    (folder / "_static").mkdir()
    for name, place in (("conf.py", "conf.py"), ("site.css", "_static/site.css"), ("site.js", "_static/site.js")):
        (folder / place).write_bytes((ours / name).read_bytes())
    shutil.copyfile(mathjax(), folder / "_static" / "mathjax.js")


def mathjax() -> Path:
    """Return where MathJax lies: one file that needs no other.

    Raises:
        CourseError: it is not installed.
    """
    package, file = MATHJAX
    try:
        path = Path(str(importlib.metadata.distribution(package).locate_file(file)))
    except importlib.metadata.PackageNotFoundError:
        path = Path("nowhere")
    if not path.is_file():
        raise CourseError("The site needs what the extra `site` brings: pip install -e '.[site]'.")
    return path
