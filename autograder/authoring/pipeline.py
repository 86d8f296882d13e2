"""From a lesson's source to nbgrader's: an ordered list of small steps, notebook -> notebook.

The order has reasons. Tags are judged first, so that a misspelled one never passes for none; dropped cells
need no other rule. Exercises are put in before imports are rewritten: their import names an answer on purpose, every
other one must not. The first cell then asks for what is imported. Formulas are coloured once the rubrics, which hold
some, have come in. What the lesson must hold is looked for when all of it has its grade id. Metadata is stripped once
nobody reads the tags any more, and ids come last, since they are made of what the cells then say.
"""

from __future__ import annotations

import copy
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator

from nbformat import NotebookNode

from autograder.authoring.alone import find_the_course_first
from autograder.authoring.cells import (
    BrokenCell,
    checked_name,
    grade_id,
    imported_from_solutions,
    in_words,
    nbgrader_metadata,
    new_cell,
    statements,
    tags,
)
from autograder.authoring.course import Lesson
from autograder.authoring.formulas import colour_markdown
from autograder.errors import CourseError
from autograder.exercise import CHECK_PREFIX, Exercise
from autograder.exercises import all_exercises
from autograder.grading.stock.configure import GIVEN
from autograder.hunt import Hunt
from autograder.reference import Reference, reference_source

Step = Callable[[NotebookNode, Lesson], NotebookNode]
CellStep = Callable[[NotebookNode, Lesson], list[NotebookNode]]

TAGS = {"exercise", "hunt", "question", "hide-input", "deeper", "program-only"}
FOLDED = "jp-MarkdownHeadingCollapsed"  # JupyterLab folds what stands under such a heading
KEPT = ("jupyter", "cellView", "nbgrader", GIVEN, FOLDED)
ATTRIBUTES = {"tags", "question_id", "points"}
JUPYTEXTS_OWN = ("lines_to_", "cell_marker")  # how the file was laid out
BY_HAND = "*{points}, marked by hand.*"
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def source_notebook(lesson: Lesson) -> NotebookNode:
    """Return the lesson as nbgrader's source: solutions in place, metadata and ids set."""
    notebook = lesson.read()
    for step in PIPELINE:
        notebook = step(copy.deepcopy(notebook), lesson)
    return notebook


def on_each_cell(step: CellStep) -> Step:
    """Make a step for cells into one for notebooks, which says which cell is broken where one is."""

    def run(notebook: NotebookNode, lesson: Lesson) -> NotebookNode:
        cells = []
        for cell in notebook.cells:
            try:
                cells += step(cell, lesson)
            except BrokenCell as problem:
                where = f"{lesson.path.name}, the cell that begins {_first_line(cell)!r}"
                raise CourseError(f"{where}: {problem}") from None
        notebook.cells = cells
        return notebook

    run.__name__, run.__doc__ = step.__name__, step.__doc__
    return run


def _first_line(cell: NotebookNode) -> str:
    return str(cell.source.strip().split("\n")[0][:80])


@on_each_cell
def refuse_what_means_nothing(cell: NotebookNode, lesson: Lesson) -> list[NotebookNode]:
    """A misspelled tag or attribute would silently do nothing."""
    for tag in tags(cell):
        if tag not in TAGS:
            raise BrokenCell(f"no cell is tagged {tag!r}; the tags are {', '.join(sorted(TAGS))}.")
    for attribute in cell.metadata:
        if attribute not in ATTRIBUTES and not attribute.startswith(JUPYTEXTS_OWN):
            raise BrokenCell(f'its marker should read like `# %% tags=["exercise"]`; {attribute!r} means nothing here.')
    if cell.cell_type == "raw":
        raise BrokenCell("it is neither code nor markdown. Is the header of the file broken?")
    return [cell]


@on_each_cell
def drop_program_only(cell: NotebookNode, lesson: Lesson) -> list[NotebookNode]:
    """What a lesson needs only when it runs as a program stays out of the notebook."""
    return [] if "program-only" in tags(cell) else [cell]


@on_each_cell
def put_in_exercise(cell: NotebookNode, lesson: Lesson) -> list[NotebookNode]:
    """Swap the import of an exercise cell for the source of the reference function."""
    if "exercise" not in tags(cell):
        return [cell]
    imports, body = imported_from_solutions(cell), statements(cell)
    if len(body) != 1 or len(imports) != 1 or len(imports[0].names) != 1 or imports[0].names[0].asname:
        raise BrokenCell("an exercise cell holds one line, `from solutions.topic import name`.")
    name = imports[0].names[0].name
    exercise = lesson.exercises.get(name)
    if exercise is None or exercise.reference != imports[0].module:
        raise BrokenCell(f"{imports[0].module}.{name} is not declared as an exercise of lesson {lesson.name}.")
    source = _reference(exercise).strip()
    if "BEGIN SOLUTION" not in source or "END SOLUTION" not in source:
        raise BrokenCell(f"{name} has no solution markers, so nothing would be left to write.")
    return [new_cell("code", source, nbgrader=nbgrader_metadata(name, solution=True))]


def _reference(exercise: Exercise) -> str:
    try:
        return reference_source(exercise)
    except (ImportError, AttributeError, OSError) as problem:
        raise BrokenCell(f"the reference answer cannot be read: {problem}. A build needs solutions/.") from None


@on_each_cell
def put_in_hunt(cell: NotebookNode, lesson: Lesson) -> list[NotebookNode]:
    """Swap the import of a hunt for its solved cell; what a learner is given is kept for the release."""
    if "hunt" not in tags(cell):
        return [cell]
    imports, body = imported_from_solutions(cell), statements(cell)
    if len(body) != 1 or len(imports) != 1 or len(imports[0].names) != 1 or not imports[0].names[0].asname:
        raise BrokenCell("a hunt's cell holds one line, `from solutions.topic import name as hunt_name`.")
    (alias,) = imports[0].names
    hunt = lesson.exercises.get(alias.asname or "")
    if not isinstance(hunt, Hunt) or (hunt.reference, hunt.function) != (imports[0].module, alias.name):
        raise BrokenCell(f"{alias.asname} is not declared as a hunt of lesson {lesson.name} for {alias.name}.")
    metadata = {"nbgrader": nbgrader_metadata(hunt.name, solution=True), GIVEN: Reference().hunted(hunt).given}
    return [new_cell("code", _reference(hunt), **metadata)]


@on_each_cell
def grade_check(cell: NotebookNode, lesson: Lesson) -> list[NotebookNode]:
    """Make a cell that only says `check(name)` a locked check cell, with the points beside the call."""
    name = checked_name(cell)
    if name is None:
        return [cell]
    if name not in lesson.exercises:
        raise BrokenCell(f"{name} is not declared as an exercise of lesson {lesson.name}.")
    points = lesson.exercises[name].points
    metadata = nbgrader_metadata(CHECK_PREFIX + name, grade=True, locked=True, points=points)
    return [new_cell("code", f"check({name})  # {in_words(points)}", nbgrader=metadata)]


@on_each_cell
def ask_question(cell: NotebookNode, lesson: Lesson) -> list[NotebookNode]:
    """Split a written question into its locked text and the cell for the answer, which holds the rubric."""
    if "question" not in tags(cell):
        return [cell]
    name, points = cell.metadata.get("question_id"), cell.metadata.get("points")
    if cell.cell_type != "markdown" or not re.fullmatch(r"[a-z0-9-]+", str(name)) or not isinstance(points, int):
        raise BrokenCell(
            "a question is a markdown cell with question_id (lower-case letters, digits, hyphens) and points."
        )
    if name not in lesson.rubrics:
        raise BrokenCell(f"solutions/rubrics/{lesson.name}.md has no section '## {name}' on how to mark it.")
    text = f"{cell.source}\n\n{BY_HAND.format(points=in_words(points))}"
    asked = nbgrader_metadata(f"{name}-text", locked=True)
    answered = nbgrader_metadata(name, grade=True, solution=True, points=points)
    return [
        new_cell("markdown", text, nbgrader=asked),
        new_cell("markdown", lesson.rubrics[name], nbgrader=answered),
    ]


@on_each_cell
def colour_formulas(cell: NotebookNode, lesson: Lesson) -> list[NotebookNode]:
    """Give every symbol in the formulas of the text the colour that it has in the figures."""
    if cell.cell_type == "markdown":
        cell.source = colour_markdown(cell.source)
    return [cell]


@on_each_cell
def import_what_is_given(cell: NotebookNode, lesson: Lesson) -> list[NotebookNode]:
    """Rewrite `from solutions.X import f` to `from given.X import f`, the copy beside the notebook."""
    if grade_id(cell) or cell.cell_type != "code":
        return [cell]
    lines = cell.source.split("\n")
    for node in imported_from_solutions(cell):
        _require_given(node.module or "", [alias.name for alias in node.names], lesson)
        line = lines[node.lineno - 1]
        start = node.col_offset
        lines[node.lineno - 1] = line[:start] + line[start:].replace("from solutions.", "from given.", 1)
    cell.source = "\n".join(lines)
    return [cell]


def _require_given(module: str, names: list[str], lesson: Lesson) -> None:
    if module == "solutions" or module.startswith("solutions.alternatives") or "*" in names:
        raise BrokenCell(f"it imports from {module}; write `from solutions.topic import name` with the names it needs.")
    for name in names:
        require_earlier(module, name, lesson)


def require_earlier(module: str, name: str, lesson: Lesson) -> None:
    """Raise BrokenCell where a function is an answer that a learner of `lesson` has yet to give."""
    exercise = all_exercises().get(name)
    if exercise and exercise.reference == module and exercise.lesson >= lesson.name:
        where = "this lesson" if exercise.lesson == lesson.name else f"lesson {exercise.lesson}"
        raise BrokenCell(f"{module}.{name} is an answer of {where}, so it cannot be given here.")


def require_all_parts(notebook: NotebookNode, lesson: Lesson) -> NotebookNode:
    """Every declared exercise has its cell and, later, its check; every rubric its question; every id is unique."""
    order = [name for name in map(grade_id, notebook.cells) if name]
    for hole in _holes(order, lesson):
        raise CourseError(f"{lesson.path.name} {hole}.")
    return notebook


def _holes(order: list[str], lesson: Lesson) -> Iterator[str]:
    yield from (
        f"has {count} cells for {name}; there must be one" for name, count in Counter(order).items() if count > 1
    )
    for name in lesson.exercises:
        if name not in order or CHECK_PREFIX + name not in order:
            yield f"lacks an exercise cell or a cell `check({name})`, but {name} is declared for it"
        elif order.index(name) > order.index(CHECK_PREFIX + name):
            yield f"checks {name} before it asks for it"
    for name in sorted(set(lesson.rubrics) - set(order)):
        yield f"asks no question {name!r}, but solutions/rubrics/{lesson.name}.md has a section on it"


@on_each_cell
def fold_deeper(cell: NotebookNode, lesson: Lesson) -> list[NotebookNode]:
    """Fold, in JupyterLab, all that stands under a heading tagged `deeper`."""
    if "deeper" in tags(cell):
        if cell.cell_type != "markdown" or not re.match(r"##+ ", cell.source):
            raise BrokenCell("what is tagged `deeper` is a markdown cell that begins with a heading, `## Deeper: ...`.")
        cell.metadata[FOLDED] = True
    return [cell]


@on_each_cell
def fold_input(cell: NotebookNode, lesson: Lesson) -> list[NotebookNode]:
    """Fold the code of a cell tagged `hide-input` in JupyterLab."""
    if "hide-input" in tags(cell):
        cell.metadata["jupyter"] = {"source_hidden": True}
    return [cell]


def keep_metadata_lean(notebook: NotebookNode, lesson: Lesson) -> NotebookNode:
    """Keep what Jupyter and nbgrader need, nothing of Jupytext's, no output."""
    notebook.metadata = NotebookNode(kernelspec=NotebookNode(KERNEL), language_info=NotebookNode(name="python"))
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for cell in notebook.cells:
        kept = {key: cell.metadata[key] for key in KEPT if key in cell.metadata}
        cell.metadata = NotebookNode(kept)
        if cell.cell_type == "code":
            cell.update(execution_count=None, outputs=[])
    return notebook


def name_cells(notebook: NotebookNode, lesson: Lesson) -> NotebookNode:
    """Give each cell an id that stays while other cells are edited: its grade id, else a hash of what it says."""
    seen: Counter[str] = Counter()
    for cell in notebook.cells:
        text = json.dumps([cell.cell_type, cell.source])
        seen[text] += 1
        cell.id = grade_id(cell) or hashlib.sha256(f"{text}{seen[text]}".encode()).hexdigest()[:12]
    return notebook


PIPELINE: list[Step] = [
    refuse_what_means_nothing,
    drop_program_only,
    put_in_exercise,
    put_in_hunt,
    grade_check,
    ask_question,
    colour_formulas,
    import_what_is_given,
    find_the_course_first,
    require_all_parts,
    fold_deeper,
    fold_input,
    keep_metadata_lean,
    name_cells,
]
