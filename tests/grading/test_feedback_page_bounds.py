"""However much stands in a notebook, a learner's page stays small, and what it holds grows no further."""

import pytest
from feedback_fixtures import displayed, graded, page_of, printed
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.grading.pages import formulas
from autograder.grading.pages.formulas import formula
from autograder.grading.pages.plain import in_order, plain
from autograder.grading.pages.room import Room
from autograder.grading.pages.words import words

SMALL = 2_000_000  # letters of a page without its pictures
PICTURE = "QUJD" * 50_000


def cell(*outputs, source="x = 1"):
    written = new_code_cell(source)
    written.outputs = list(outputs)
    return written


def answer(text, **attachments):
    written = new_markdown_cell(text)
    written.attachments = {name: {"image/png": form} for name, form in attachments.items()}
    return written


MUCH = {
    "parameters of one escape": lambda k: [cell(printed("\x1b[" + "0;" * 200_000 * k))],
    "escapes": lambda k: [cell(printed("\x1b[m" * 300_000 * k))],
    "escapes that do not end": lambda k: [cell(printed("\x1b]" * 300_000 * k))],
    "short lines": lambda k: [cell(printed("a\n" * 100_000 * k))],
    "lines in many cells": lambda k: [cell(printed("a line\n" * 5_000)) for _ in range(100 * k)],
    "outputs": lambda k: [cell(*[printed("a") for _ in range(2_000 * k)])],
    "statements": lambda k: [cell(source="a=1\n" * 250_000 * k)],
    "statements in many cells": lambda k: [cell(source="a=1\n" * 2_500) for _ in range(100 * k)],
    "environments": lambda k: [answer("\\begin{a}" * 2_200 * k)],
    "environments in many cells": lambda k: [answer("\\begin{a}" * 190 + "x " * 9_000) for _ in range(60 * k)],
    "quotes in quotes": lambda k: [answer(">" * 10_000 * k)],
    "formulas": lambda k: [answer("$a$ " * 4_900) for _ in range(60 * k)],
    "elements in elements": lambda k: [cell(displayed(text_html="<div>" * 50_000 * k, text_plain="d"))],
    "elements in many outputs": lambda k: [
        cell(displayed(text_html="<i>" * 900, text_plain="d")) for _ in range(80 * k)
    ],
}


@pytest.mark.parametrize("what", MUCH)
def test_twice_as_much_makes_no_larger_page(what):
    sizes = []
    for k in (1, 2):
        notebook = graded()
        notebook.cells += MUCH[what](k)
        sizes.append(len(page_of(notebook)))
    assert sizes[1] < SMALL
    assert sizes[1] - sizes[0] < 100_000  # a line for each cell more


@pytest.mark.parametrize(
    "cells",
    [
        lambda: [cell(displayed(image_png=PICTURE, text_plain="A figure")) for _ in range(100)],
        lambda: [cell(displayed(text_html=f'<img alt="a" src="data:image/png;base64,{PICTURE}">')) for _ in range(100)],
        lambda: [answer("![a](attachment:p) " * 100, p=PICTURE)],
    ],
)
def test_one_picture_a_hundred_times_stands_there_as_often_as_there_is_room(cells):
    notebook = graded()
    notebook.cells += cells()
    page = page_of(notebook)
    assert page.count(PICTURE) == Room().pictures // len(PICTURE)


def test_what_was_left_out_is_said():
    notebook = graded()
    notebook.cells += [cell(printed("line\n" * 20_000)), cell(*[printed(f"{i}") for i in range(150)])]
    page = page_of(notebook)
    assert "<summary>Printed, 20,000 lines</summary>" in page
    assert "The rest is left out here; the graded notebook has it." in page
    assert "50 outputs are left out here" in page
    notebook.cells += [cell() for _ in range(Room().pieces)]
    taken = 2 + 1 + 100  # cells and outputs
    assert f"For {taken} of your own cells there is no room here." in page_of(notebook)


def test_escapes_and_overwritten_lines_are_taken_out():
    assert plain("\x1b[1;31mred\x1b[0m \x1b]8;;https://x\x07link\x1b]8;;\x07 \x1b(Bplain\x1b") == "red link plain"
    assert plain("10 %\r20 %\r\nnext\r") == "20 %\nnext"
    assert plain("a\x08b\x00c\x9bd\te") == "abcd\te"
    assert in_order("a\u202eb\u2069") == "a[U+202E]b[U+2069]"


def test_a_heading_in_an_answer_stands_below_those_of_the_page():
    assert "<h4>Mine</h4>" in words("# Mine", Room())


def test_in_the_words_for_a_picture_a_formula_is_its_tex():
    assert 'alt="the state a &lt; &quot;b"' in words('![the state $a < "b$](attachment:p)', Room())


def test_code_without_room_for_colours_is_text():
    notebook = graded()
    notebook.cells += [cell(source="'<script>'\n" * 900) for _ in range(8)]
    page = page_of(notebook)
    assert "<code>&#39;&lt;script&gt;&#39;\n&#39;&lt;" in page
    assert "<script" not in page


def test_there_is_room_for_so_much():
    room = Room(rendered=10)
    assert words("five.", room) is not None
    assert words("longer than that", room) is None
    assert words("five.", room) is not None


def test_without_a_converter_a_formula_is_its_tex(monkeypatch):
    monkeypatch.setattr(formulas, "_converter", lambda: None)
    formulas.cached.cache_clear()
    assert formula("a < b", block=False) == '<code class="tex">$a &lt; b$</code>'
    assert formula("a", block=True) == '<code class="tex">$$a$$</code>'
    formulas.cached.cache_clear()


def test_a_formula_is_mathml_with_known_elements_and_attributes_alone():
    pytest.importorskip("latex2mathml")
    assert formula("W_{aa}", block=True).startswith('<math display="block" alttext="W_{aa}"><mrow><msub><mi>W</mi>')
    assert 'mathcolor="#00875F"' in formula(r"{\color{#00875F}{b_a}}", block=False)
    assert "javascript" not in formula(r"\href{javascript:alert(1)}{x}", block=False).partition(">")[2]
    assert "&lt;img" in formula(r"\text{<img src=x>}", block=False).partition(">")[2]
    assert "style=" not in formula(r"\style{color:red}{x}", block=False).partition(">")[2]


@pytest.mark.parametrize("tex", [r"\left(", r"\begin{a}", "{", "x" * 2_000])
def test_what_is_no_formula_stays_as_it_was_written(tex):
    assert formula(tex, block=False) == f'<code class="tex">${tex}$</code>'
