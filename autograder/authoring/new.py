"""Skeletons of a lesson and of an exercise: small and complete, with FILL IN where it is for the author to say."""

from __future__ import annotations

import ast
import builtins
import keyword
import re
from pathlib import Path

import jinja2

from autograder.authoring.course import Course
from autograder.authoring.draft import Draft, read
from autograder.authoring.given import bound_names
from autograder.authoring.imports import with_export, with_imports
from autograder.errors import CourseError
from autograder.syllabus import topic_of

LESSON = re.compile(r"[0-9]{2}_(?=.{1,40}$)[a-z][a-z0-9]*(_[a-z0-9]+)*")
EXERCISE = re.compile(r"(?=.{1,40}$)[a-z][a-z0-9]*(_[a-z0-9]+)*")
SYLLABUS = "autograder/syllabus.py"
LISTED = re.compile(r'^    "(\d\d_\w+)",\n', re.MULTILINE)
LAST_SECTION = re.compile(r"^# ## What you should remember", re.MULTILINE)
CELL = re.compile(r"^# %%", re.MULTILINE)

IMPORTS_OF_CHECKS = (
    "from __future__ import annotations",
    "from autograder.answer import Answer",
    "from autograder.exercise import Exercise",
    "from autograder.expect import expect_close",
    "from autograder.promises.inputs import several_sizes",
    "from autograder.promises.inputs import Rng",
)

_templates = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
    undefined=jinja2.StrictUndefined,
    keep_trailing_newline=True,
    autoescape=False,  # what is made is Python and Markdown
)


def _filled(template: str, **values: str) -> str:
    return _templates.get_template(f"{template}.j2").render(values)


# ------------------------------------------------------------------------------------------------------- a lesson


def new_lesson(course: Course, name: str) -> Draft:
    """Write the skeleton of a lesson and enter it into the syllabus.

    Args:
        course: where.
        name: number and topic, "05_types_of_rnn".

    Raises:
        CourseError: the name has another form, its number or its topic is taken, or a file exists already.
    """
    _require_solutions(course)
    topic = topic_of(name)
    if not LESSON.fullmatch(name) or keyword.iskeyword(topic):
        raise CourseError(
            f"{name!r} cannot name a lesson. A name is two digits and a topic of at most 40 lower-case letters, digits "
            "and underscores, such as 05_types_of_rnn; the topic names Python modules."
        )
    syllabus = read(course, SYLLABUS)
    _refuse_taken(name, sorted({*LISTED.findall(syllabus), *course.names()}))
    words = {"number": name[:2], "question": f"explain-{topic.replace('_', '-')}"}
    files = {
        f"lessons/{name}.py": "lesson.py",
        f"autograder/exercises/{topic}.py": "lesson_exercises.py",
        f"solutions/{topic}.py": "lesson_answers.py",
        f"solutions/rubrics/{name}.md": "lesson_rubric.md",
        f"tests/lessons/test_{topic}.py": "lesson_test.py",
    }
    new = {file: _filled(template, **words) for file, template in files.items()}
    draft = Draft(course, new, {SYLLABUS: _listed(syllabus, name)})
    draft.write()
    return draft


def _refuse_taken(name: str, lessons: list[str]) -> None:
    for lesson in lessons:
        if lesson[:2] == name[:2]:
            raise CourseError(f"The number {name[:2]} is that of lesson {lesson}. Choose another one.")
        if topic_of(lesson) == topic_of(name):
            raise CourseError(f"The topic {topic_of(name)} is that of lesson {lesson}. Choose another one.")


def _listed(syllabus: str, name: str) -> str:
    """Return the syllabus with one more line among those of LESSONS."""
    lines = list(LISTED.finditer(syllabus))
    if not lines:
        raise CourseError(f"{SYLLABUS} does not list the lessons one a line, so that {name} cannot be entered.")
    later = (line.start() for line in lines if line[1] > name)
    at = next(later, lines[-1].end())
    return f'{syllabus[:at]}    "{name}",\n{syllabus[at:]}'


# ----------------------------------------------------------------------------------------------------- an exercise


def new_exercise(course: Course, name: str, lesson: str) -> Draft:
    """Write the skeleton of an exercise: its answer, a check, a mistake, a variant and its cells in the lesson.

    In a package of exercises it becomes a module of its own; a lesson whose exercises are one module gets it there.

    Args:
        course: where.
        name: of the function that learners write.
        lesson: the lesson that asks for it.

    Raises:
        CourseError: there is no such lesson, the name cannot be that of a function or is taken, or a file that
            belongs to the lesson is missing or broken.
    """
    _require_solutions(course)
    (lesson,) = course.chosen([lesson])
    _require_free(course, name)
    topic = topic_of(lesson)
    words = {"name": name, "topic": topic, "check": f"{name}_follows_the_equation"}
    draft = Draft(course)
    _put_checks(draft, words)
    _append(draft, f"solutions/{topic}.py", _filled("exercise_answer.py", **words), "import numpy as np")
    draft.new[f"solutions/alternatives/{name}.py"] = with_imports(
        _filled("exercise_alternatives.py", **words),
        "from solutions.alternatives import Answers",
        f"from solutions.{topic} import {name}",
    )
    cells = _with_cells(read(course, f"lessons/{lesson}.py"), _filled("exercise_cells.py", **words))
    draft.added_to[f"lessons/{lesson}.py"] = cells
    for file in draft.added_to:
        _refuse_bound(name, file, read(course, file))
    draft.write()
    return draft


def _require_free(course: Course, name: str) -> None:
    if not EXERCISE.fullmatch(name) or keyword.iskeyword(name) or hasattr(builtins, name):
        raise CourseError(
            f"{name!r} cannot name an exercise. A name has at most 40 lower-case letters, digits and underscores, such "
            "as rnn_cell_forward, and is none of Python's own."
        )
    if (course.root / f"solutions/alternatives/{name}.py").exists():
        raise CourseError(f"An exercise is called {name} already. Choose another name.")


def _put_checks(draft: Draft, words: dict[str, str]) -> None:
    place, name = f"autograder/exercises/{words['topic']}", words["name"]
    checks = _filled("exercise_checks.py", **words)
    if not (draft.course.root / place).is_dir():
        _append(draft, f"{place}.py", checks, *IMPORTS_OF_CHECKS)
        return
    docstring = f'"""FILL IN: what {name} is judged by."""\n\n'
    draft.new[f"{place}/{name}.py"] = with_imports(docstring + checks, *IMPORTS_OF_CHECKS)
    package = f"{place}/__init__.py"
    try:
        text = with_export(read(draft.course, package), f"{place.replace('/', '.')}.{name}", name)
    except ValueError as problem:
        raise CourseError(f"{package}: {problem}.") from None
    draft.added_to[package] = text


def _append(draft: Draft, file: str, text: str, *imports: str) -> None:
    whole = with_imports(read(draft.course, file), *imports)
    # Ruff wants one blank line below imports, two around functions.
    below_imports = isinstance(ast.parse(whole).body[-1], ast.Import | ast.ImportFrom) and not text.startswith("def ")
    draft.added_to[file] = whole.rstrip() + ("\n\n" if below_imports else "\n\n\n") + text


def _with_cells(lesson: str, cells: str) -> str:
    """Return a lesson with more cells before the one that says what to remember, else at its end."""
    last = LAST_SECTION.search(lesson)
    if last is None:
        return f"{lesson.rstrip()}\n\n{cells}"
    at = max((cell.start() for cell in CELL.finditer(lesson, 0, last.start())), default=0)
    return f"{lesson[:at]}{cells}\n{lesson[at:]}"


def _refuse_bound(name: str, file: str, text: str) -> None:
    if any(name in bound_names(statement) for statement in ast.parse(text).body):
        raise CourseError(f"{file} uses the name {name} already. Choose another one.")


def _require_solutions(course: Course) -> None:
    if not (course.root / "solutions").is_dir():
        raise CourseError(f"There is no solutions/ in {course.root}: a lesson is written where its answers are.")
