"""Bytes that two readers may read as two notebooks, and JSON at the edge of what is one."""

import json

from attacks.hostile.attack import CELL, HONEST, LOOP, Family
from grading.grading_fixtures import FULL, LESSON, as_bytes, cell_of, solution
from nbformat.v4 import new_code_cell

family = Family("bytes that may be read in two ways")
NONE = None


def said_twice(notebook, one, other):
    """The text of the notebook with the source of the second exercise's cell there twice."""
    cell_of(notebook, LOOP).source = "HERE"
    twice = f'"source": {json.dumps(one)}, "source": {json.dumps(other)}'
    return json.dumps(notebook).replace('"source": "HERE"', twice).encode()


@family(points=FULL)
def the_right_source_comes_last(notebook, folder):
    return said_twice(notebook, "raise SystemExit", solution(LOOP))


@family(points=HONEST)
def the_right_source_comes_first(notebook, folder):
    return said_twice(notebook, solution(LOOP), "raise SystemExit")


@family(points=HONEST)
def lines_in_a_list_without_their_ends(notebook, folder):
    cell_of(notebook, LOOP)["source"] = solution(LOOP).splitlines()
    return json.dumps(notebook).encode()


@family(points=FULL)
def lines_that_end_as_on_an_old_machine(notebook, folder):
    cell_of(notebook, LOOP)["source"] = solution(LOOP).replace("\n", "\r")
    return json.dumps(notebook).encode()


@family(points=HONEST)
def half_characters_everywhere(notebook, folder):
    half = "\ud800"
    notebook.metadata.update(kernelspec={"display_name": half, "name": half}, title=half)
    cell_of(notebook, LOOP).metadata["nbgrader"]["grade_id"] = half
    cell_of(notebook, "explain-memory").source = f"mine {half} ![a](attachment:{half})"
    cell_of(notebook, "explain-memory")["attachments"] = {half: {"image/png": half}, "b": {half: "AAAA"}}
    shows = {
        "cell_type": "code",
        "source": f"x = '{half}'",
        "id": half,
        "metadata": {half: half},
        "execution_count": half,
    }
    notebook.cells.append({**shows, "outputs": [{"output_type": "stream", "name": half, "text": half}]})
    return json.dumps(notebook).encode()


family.runs(
    "half characters that come out of the process",
    r"""
    import sys, warnings
    print('\udcff' * 10); warnings.warn('\ud800'); sys.stdout.buffer.write(b'\xff\xfe')
    globals()['\udc80'] = 1
    from IPython.display import HTML, Latex, Markdown, display
    display(HTML('\ud800'), Markdown('\ud800'), Latex('\ud800'), {'text/plain': '\ud800'})
    display({'text/plain': '\ud800', 'image/png': '\ud800', '\ud800': '\ud800'}, raw=True)
    raise type('\ud800', (Exception,), {})('\ud83d')
    """,
    answer=r"def rnn_forward(x, a0, parameters):" "\n" r"    raise ValueError('\ud83d\x00\x1b[31m')",
)
family.runs(
    "half characters in what is returned",
    "",
    answer=r"def rnn_forward(x, a0, parameters):" "\n" r"    return {'\udc80': 1, 'a': '\ud800'}, '\ud800', None",
)


@family(points=FULL)
def numbers_that_are_none(notebook, folder):
    cell_of(notebook, LOOP).source = solution(LOOP)
    notebook.metadata["mine"] = "HERE"
    return as_bytes(notebook).replace(b'"HERE"', b"[NaN, -Infinity, 1e400, -0.0, 1E-9999]")


@family(points=NONE)
def a_count_of_five_thousand_digits(notebook, folder):
    notebook.cells[1]["execution_count"] = "HERE"
    return json.dumps(notebook).replace('"HERE"', "1" + "0" * 5000).encode()


@family(points=HONEST)
def metadata_nested_a_few_hundred_deep(notebook, folder):
    notebook.metadata["mine"] = "HERE"
    return as_bytes(notebook).replace(b'"HERE"', b'{"a":' * 400 + b"1" + b"}" * 400)


@family(points=NONE)
def metadata_nested_fifty_thousand_deep(notebook, folder):
    notebook.metadata["mine"] = "HERE"
    return as_bytes(notebook).replace(b'"HERE"', b'{"a":' * 50_000 + b"1" + b"}" * 50_000)


@family(points=NONE)
def a_million_keys(notebook, folder):
    notebook.metadata["mine"] = {f"{number}": number for number in range(10**6)}
    return json.dumps(notebook).encode()


@family(points=HONEST)
def a_cell_with_a_hundred_thousand_tags_and_empty_lines(notebook, folder):
    notebook.cells[0].metadata["tags"] = ["x"] * 100_000
    notebook.cells[1]["source"] = [*notebook.cells[1].source.splitlines(keepends=True), *[""] * 200_000]
    return json.dumps(notebook).encode()


for encoding in ("utf-16-be", "utf-16-le", "utf-32", "utf-32-be"):

    def plan(notebook, folder, encoding=encoding):
        return json.dumps(notebook).encode(encoding)

    plan.__name__ = f"a notebook in {encoding}"
    family(points=HONEST)(plan)


@family(points=HONEST)
def ten_million_blanks_before_it(notebook, folder):
    return b" " * 10**7 + as_bytes(notebook)


for name, more in {"a zero byte": b"\0", "another notebook": b"{}", "garbage": b"</html>"}.items():

    def plan(notebook, folder, more=more):
        return as_bytes(notebook) + more

    plan.__name__ = f"{name} after the end"
    family(points=NONE)(plan)


@family(points=NONE)
def a_zip_that_is_called_a_notebook(notebook, folder):
    return b"PK\x03\x04" + as_bytes(notebook)


@family(points=FULL)
def what_editors_and_archives_leave_beside_it(notebook, folder):
    cell_of(notebook, LOOP).source = solution(LOOP)
    for name in (f".ipynb_checkpoints/{LESSON}-checkpoint.ipynb", f"__MACOSX/._{LESSON}.ipynb", f"._{LESSON}.ipynb"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"\0\5\x16\7 not a notebook")


@family(points=HONEST)
def cells_that_are_no_cells(notebook, folder):
    junk = [
        None,
        7,
        "cell",
        [],
        {"cell_type": ["code"]},
        {"source": {"a": 1}},
        {"cell_type": "code", "source": [["1"]]},
    ]
    notebook.cells[:0] = junk
    notebook.cells += [{"cell_type": "code", "source": 5, "metadata": [], "outputs": "abc"}]
    return json.dumps(notebook).encode()


@family(points=FULL)
def a_grade_id_of_every_type(notebook, folder):
    cell_of(notebook, LOOP).source = solution(LOOP)
    for value in (["a"], {}, 1.5, True, "", None, [LOOP], -1):
        cell = new_code_cell("1 + 1")
        cell.metadata["nbgrader"] = {"grade_id": value, "solution": True}
        notebook.cells.append(cell)
    assert cell_of(notebook, CELL)
