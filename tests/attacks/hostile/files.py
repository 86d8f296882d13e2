"""Files that are no notebook, or too much of one."""

import json
import os

from attacks.hostile.attack import CELL, HONEST, PLANTED, Family
from grading.grading_fixtures import LESSON, as_bytes, cell_of

family = Family("broken and strange files")
NONE = None


def of_version(major, minor, **more):
    return {"nbformat": major, "nbformat_minor": minor, "metadata": {}, **more}


@family(points=NONE)
def broken_json(notebook, folder):
    return as_bytes(notebook)[:-50]


@family(points=NONE)
def an_empty_file(notebook, folder):
    (folder / f"{LESSON}.ipynb").touch()
    return b""


@family(points=NONE)
def json_that_is_no_notebook(notebook, folder):
    return b'["cells", {"nbformat": "<script>planted_by_a_submission()</script>"}]'


@family(points=NONE)
def a_hundred_thousand_brackets(notebook, folder):
    return b"[" * 10**5


@family(points=NONE)
def a_number_of_a_million_digits(notebook, folder):
    return b'{"nbformat": 4, "cells": [' + b"9" * 10**6 + b"]}"


@family(points=NONE)
def a_format_that_does_not_exist_yet(notebook, folder):
    return json.dumps({**notebook, "nbformat": 99}).encode()


def worksheets(notebook):
    """The cells as format 3 has them."""
    return [
        {"cell_type": "code", "language": "python", "input": cell.source, "outputs": [], "metadata": cell.metadata}
        if cell.cell_type == "code"
        else {"cell_type": "markdown", "source": cell.source, "metadata": cell.metadata}
        for cell in notebook.cells
    ]


@family(points=HONEST)
def the_old_format_3(notebook, folder):
    return json.dumps(of_version(3, 0, worksheets=[{"cells": worksheets(notebook), "metadata": {}}])).encode()


@family(points=(0.0, 0.0))  # a notebook in which no cell can be read
def a_broken_old_format(notebook, folder):
    return json.dumps(of_version(3, 0, worksheets=[{"cells": [{"cell_type": "heading", "level": []}]}])).encode()


for minor in range(6):

    def plan(notebook, folder, minor=minor):
        return json.dumps({**notebook, "nbformat_minor": minor}).encode()

    family(points=HONEST)(plan)
    family.attacks[-1] = type(family.attacks[-1])(family.name, f"format 4.{minor} with the cells of 4.5", plan, HONEST)


@family(points=NONE)
def two_hundred_megabytes(notebook, folder):
    with (folder / f"{LESSON}.ipynb").open("wb") as file:
        file.write(as_bytes(notebook))
        file.truncate(200 * 2**20)
    return b""


@family(points=NONE)
def cells_without_number(notebook, folder):
    notebook.cells = notebook.cells + [{"cell_type": "code", "source": "1"}] * 20_000
    return json.dumps(notebook).encode()


@family(points=(0, 0))
def the_notebook_of_another_lesson(notebook, folder):
    for cell in notebook.cells:
        cell.metadata.pop("nbgrader", None)
        cell.source = "print('another lesson')"


@family()
def a_second_notebook(notebook, folder):
    (folder / f"{LESSON} (1).ipynb").write_bytes(b"not a notebook")
    (folder / "Untitled.ipynb").write_bytes(as_bytes(notebook))


@family()
def a_second_notebook_with_a_classmates_name(notebook, folder):
    (folder / "zzz-honest.ipynb").write_bytes(as_bytes(notebook))


@family(points=NONE)
def a_link_to_a_classmates_notebook(notebook, folder):
    place = sorted(folder.parent.parent.glob(f"*/{LESSON}/{LESSON}.ipynb"))
    (folder / f"{LESSON}.ipynb").symlink_to(place[0])
    return b""


@family(points=NONE)
def a_link_to_a_file_of_the_host(notebook, folder):
    (folder / f"{LESSON}.ipynb").symlink_to("/etc/passwd")
    return b""


@family()
def links_and_pipes_beside_the_notebook(notebook, folder):
    (folder / "secret").symlink_to("/etc/passwd")
    (folder / "up").symlink_to("../../..")
    (folder / "self").symlink_to(".")
    os.mkfifo(folder / "pipe")


@family(points=NONE, off_stock="it would wait for ever for the pipe's other end")
def a_pipe(notebook, folder):
    os.mkfifo(folder / f"{LESSON}.ipynb")
    return b""


@family(points=NONE)
def a_folder_with_the_notebooks_name(notebook, folder):
    (folder / f"{LESSON}.ipynb").mkdir()
    return b""


@family()
def quotes_newlines_and_tags_in_file_names(notebook, folder):
    for name in (
        "a'b\"c\n.txt",
        f"<script>{PLANTED}()<",
        "..%2f..%2fx.txt",
        "\u202egpj.exe",
        "\N{SNOWMAN}" * 60,
        "-rf",
    ):
        (folder / name).write_text("x")


@family()
def lone_surrogates_and_control_characters(notebook, folder):
    notebook.cells[0].source = "text \\ud800 \x00 \x1b[31m"
    cell_of(notebook, CELL).source += "\n# \u202e \x7f"
    return json.dumps(notebook).replace("\\\\ud800", "\\ud800").encode()


@family(points=HONEST)
def a_byte_order_mark_and_utf_16(notebook, folder):
    return json.dumps(notebook).encode("utf-16")


@family(points=HONEST)
def latin_1(notebook, folder):
    notebook.cells[0].source = "\N{LATIN SMALL LETTER E WITH ACUTE}"
    return json.dumps(notebook, ensure_ascii=False).encode("latin-1")


@family(points=NONE)
def not_a_number_for_cells(notebook, folder):
    return b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": NaN}'
