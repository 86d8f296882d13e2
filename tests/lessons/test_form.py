"""What every lesson has, and how long it may be."""

from __future__ import annotations

import builtins
import contextlib
import io
import re
import symtable
import textwrap
from collections.abc import Iterator
from dataclasses import replace

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.authoring import measure
from autograder.authoring.cells import grade_id, statements
from autograder.authoring.course import Course, Lesson
from autograder.authoring.given import bound_names
from autograder.authoring.measure import MOST_CORE_WORDS, MOST_LINES, MOST_WORDS, length_of, words_in
from autograder.authoring.notebooks import released
from autograder.hunt import Hunt

NAMES = Course().names()
#: The last lesson asks for no function to be written, so none is hunted: a model is handed in, and a report.
CAPSTONE = "14_capstone"
every_lesson = pytest.mark.parametrize("name", NAMES)
BLOCK = re.compile(r"```python\n(.*?)```\s*```text\n(.*?)```", re.DOTALL)


def texts(name: str) -> str:
    return "\n\n".join(cell.source for cell in Course().lesson(name).read().cells if cell.cell_type == "markdown")


@every_lesson
def test_a_lesson_is_not_too_long(name: str) -> None:
    length = length_of(name)
    assert length.core <= MOST_CORE_WORDS
    assert length.words <= MOST_WORDS
    assert length.longest <= MOST_LINES


@every_lesson
def test_a_lesson_has_its_parts(name: str) -> None:
    headings = re.findall(r"^##+ (.+)$", texts(name), re.MULTILINE)
    due = ["The same in PyTorch", "What you should remember", "Further", *(["Remember"] if name != NAMES[0] else [])]
    assert [part for part in due if headings.count(part) != 1] == []
    assert "estimate" in texts(name).split("## ")[0], "the opening says that its time is an estimate"


@every_lesson
def test_a_lesson_has_a_slider(name: str) -> None:
    code = "\n".join(cell.source for cell in Course().lesson(name).read().cells if cell.cell_type == "code")
    assert re.search(r"figures\.animate\(.*?slider=", code, re.DOTALL)


@every_lesson
def test_from_lesson_02_on_there_are_two_hunts_but_for_the_capstone(name: str) -> None:
    hunts = [each for each in Course().lesson(name).exercises.values() if isinstance(each, Hunt)]
    assert len(hunts) == (2 if "02" <= name < CAPSTONE else 0)


def test_the_capstone_has_parts_of_its_own() -> None:
    headings = re.findall(r"^## (.+)$", texts(CAPSTONE), re.MULTILINE)
    due = ["Choose", "Train", "Hand it in", "Where is the loss?", "How far back does it look?", "Report"]
    assert [part for part in headings if part in due] == due


@every_lesson
def test_what_a_hunted_function_calls_is_there_before_it(name: str) -> None:
    """An untouched run does not tell: what no answer has made yet may be missing there."""
    assert list(missing_in_hunts(released(name), Course().lesson(name))) == []


def missing_in_hunts(notebook: NotebookNode, lesson: Lesson) -> Iterator[str]:
    there = {*dir(builtins)}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        there |= {bound for statement in statements(cell) for bound in bound_names(statement)}
        if isinstance(lesson.exercises.get(grade_id(cell) or ""), Hunt):
            yield from sorted(globals_of(symtable.symtable(cell.source, grade_id(cell) or "", "exec")) - there)


def globals_of(table: symtable.SymbolTable) -> set[str]:
    """Return the names that the functions of a cell read from outside."""
    own = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global() and symbol.is_referenced()}
    return own.union(*map(globals_of, table.get_children()))


def test_a_name_that_a_hunt_lacks_is_found() -> None:
    lesson = Course().lesson("11_bidirectional")
    notebook = released(lesson.name)
    for cell in notebook.cells:
        cell.source = cell.source.replace("import init_lstm, lstm_cell_forward,", "import init_lstm,")
    assert list(missing_in_hunts(notebook, lesson)) == ["lstm_cell_forward"]


@every_lesson
def test_the_same_in_pytorch_gives_the_numbers_that_are_shown(name: str) -> None:
    pytest.importorskip("torch", reason="PyTorch, the peer, is not installed: pip install -e .[peer]")
    part = texts(name).split("## The same in PyTorch")[1].split("\n## ")[0]
    blocks = BLOCK.findall(part)
    assert blocks
    for code, due in blocks:
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(compile(code, f"<PyTorch in {name}>", "exec"), {})
        assert said.getvalue().strip() == due.strip()


# ----------------------------------------------------------------------------------------------------- measuring


def of(*cells: NotebookNode, monkeypatch: pytest.MonkeyPatch) -> measure.Length:
    monkeypatch.setattr(Lesson, "read", lambda self: new_notebook(cells=list(cells)))
    return length_of(NAMES[0])


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Three plain words", 3),
        ("don't count `code here` or $x^{<t>} = a b$ at all", 5),
        ("before\n\n$$a = \\tanh(b)$$\n\nafter", 2),
        ("```python\nimport torch\n```\nafter", 1),
        ("a [link](https://example.org/some/where) is two", 4),
        ("<details><summary>Hint 1</summary>\n\none two\n\n</details>", 3),
    ],
)
def test_code_and_formulas_are_no_words(text: str, count: int) -> None:
    assert words_in(text) == count


def test_folded_parts_and_what_is_deeper_are_not_the_core(monkeypatch: pytest.MonkeyPatch) -> None:
    length = of(
        new_markdown_cell("## One\n\ntwo three\n\n<details><summary>Answer</summary>\n\nfour\n\n</details>"),
        new_code_cell("x = 1\n\ny = 2"),
        new_code_cell("hidden = 1\n" * 20, metadata={"tags": ["hide-input"]}),
        new_markdown_cell("## Deeper: five six", metadata={"tags": ["deeper"]}),
        new_markdown_cell("### seven"),
        new_code_cell("z = 1\n" * 30),
        new_markdown_cell("## eight nine"),
        monkeypatch=monkeypatch,
    )
    assert replace(length, lesson="") == measure.Length("", 5, 11, 2, 2)


def test_what_is_too_long_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    table = measure.table([of(new_markdown_cell("word " * 2001), monkeypatch=monkeypatch)])
    assert "2001 > 2000" in textwrap.dedent("".join(str(cell) for column in table.columns for cell in column.cells))
