"""One colour a symbol in all that is built: formulas in the text and tables of symbols, held to `figures.colour_of`."""

from __future__ import annotations

import ast
import re

import pytest
from painted import painted, unpainted

import figures
from autograder.authoring.course import Course
from autograder.authoring.notebooks import released
from figures.formula import angle

LESSONS = Course().names()
# How a piece begins, said apart from the grammar that coloured it.
BEGINS = {
    "gradient": r"d[A-Za-z\\]|g|\\hat\{g\}|\\partial L|\\frac\{\\partial L\}",
    "W_ax": r"W_\{ax\}$",
    "W_aa": r"W_\{aa\}$",
    "W_ya": r"W_(?:\{ya\}|y)$",
    "b": r"b_[a-z]$",
    "x": r"x|\\overleftarrow\{x\}",
    "a": r"a|\\(?:tilde|overrightarrow|overleftarrow)\{a\}",
    "c": r"c|\\tilde\{c\}",
    "y": "y",
    "y_hat": r"\\hat\{?\s?y",
    "L": "L$",
}
BRACED = r"\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}"
CHOSEN, PLAIN = re.compile(rf"\\as\{{(\w+)\}}{BRACED}"), re.compile(rf"\\plain{BRACED}")
# What must not be left in ink.
SYMBOL = re.compile(r"(?<![A-Za-z_])(?:W_\{(?:ax|aa|ya)\}|\\hat\{?\s?y|[xayc]\^\{(?:\(i\))?\\langle|d[zWab]|[xaL]\b)")


def texts(name: str) -> list[str]:
    """Return the formulas in the text of a built lesson."""
    cells = [cell.source for cell in released(name).cells if cell.cell_type == "markdown"]
    without_code = [re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL) for text in cells]
    return [formula for text in without_code for formula in re.findall(r"\$\$?([^$]+)\$\$?", text)]


def tables(name: str) -> list[str]:
    """Return the tables of symbols that a built lesson shows, as HTML."""
    trees = [ast.parse(cell.source) for cell in released(name).cells if "shape_table" in cell.source]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    tables = [call for call in calls if ast.unparse(call.func) == "figures.shape_table"]
    return [figures.table_html(ast.literal_eval(call.args[0])) for call in tables]


def written(name: str) -> str:
    """Return the text of a lesson as its author wrote it."""
    cells = Course().lesson(name).read().cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def chosen_by_hand(name: str) -> dict[str, str]:
    return {angle(piece): symbol for symbol, piece in CHOSEN.findall(written(name))}


def in_ink(formula: str, plain: list[str]) -> str:
    """Return what is left of a formula without colours, code, words, and what its author wants plain."""
    for piece in plain:
        formula = formula.replace(f"{{{angle(piece)}}}", "")
    return re.sub(r"\\(?:text|math)\w*\{[^{}]*\}", "", unpainted(formula))


def symbol_of(piece: str) -> str:
    found = [symbol for symbol, begins in BEGINS.items() if re.match(begins, piece)]
    assert len(found) == 1, f"{piece} begins like {found}"
    return found[0]


@pytest.mark.parametrize("name", LESSONS)
def test_every_coloured_symbol_has_its_own_colour_in_text_and_tables(name: str) -> None:
    chosen = chosen_by_hand(name)
    pieces = [each for text in texts(name) + tables(name) for each in painted(text)]
    assert pieces
    expected = [(piece, figures.colour_of(chosen.get(piece) or symbol_of(piece))) for piece, _ in pieces]
    assert pieces == expected


@pytest.mark.parametrize("name", LESSONS)
def test_a_colour_ends_with_its_symbol(name: str) -> None:
    """Without braces around it, MathJax colours the rest of the formula as well."""
    assert [text for text in texts(name) + tables(name) if text.count(r"\color") != len(painted(text))] == []


@pytest.mark.parametrize("name", LESSONS)
def test_no_symbol_is_left_in_ink(name: str) -> None:
    plain = PLAIN.findall(written(name))
    assert [formula for formula in texts(name) if SYMBOL.search(in_ink(formula, plain))] == []


@pytest.mark.parametrize("name", LESSONS)
def test_no_colour_is_typed_into_the_text_of_a_lesson(name: str) -> None:
    assert re.findall(r"\\color.*|#[0-9A-Fa-f]{6}\b", written(name)) == []


def test_the_lessons_hold_tables_and_symbols_chosen_by_hand() -> None:
    assert sum(len(tables(name)) for name in LESSONS) >= 5
    assert sum(len(chosen_by_hand(name)) for name in LESSONS) >= 3
