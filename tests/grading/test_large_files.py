"""Files within the bounds of their size whose reading would still take the trusted side's memory or its time."""

import json

import nbformat
import pytest
from traced import peak_of

from autograder.grading.bounded_json import TooMany, loads
from autograder.grading.limits import MIB, Limits
from autograder.grading.notebook import submitted
from autograder.grading.notebook.rebuild import as_code
from autograder.grading.notebook.repeats import shown_bytes, without_references
from autograder.grading.notebook.submitted import Unreadable, read_notebook
from autograder.grading.pages.words import markdown2html

LIMITS = Limits()


def file_of(*cells, **more):
    return json.dumps({"nbformat": 4, "metadata": {}, "cells": list(cells)} | more).encode()


def text_cell(source, **attachments):
    forms = {name: {"image/png": "A" * size} for name, size in attachments.items()}
    return {"cell_type": "markdown", "source": source, "metadata": {}, "attachments": forms}


# ------------------------------------------------------------------------------------------- containers


@pytest.mark.parametrize(
    "junk",
    [
        '{"a": [' + "{}," * 1_000_000 + "{}]}",
        '{"a": ["' + '","ab' * 3_000_000 + '"]}',
        '{"a": [' + "300," * 3_000_000 + "1]}",
    ],
    ids=["objects", "texts", "numbers"],
)
def test_what_would_become_millions_of_objects_is_not_read(junk):
    data = b'{"nbformat": 4, "cells": [{"source": ""}], "metadata": ' + junk.encode() + b"}"

    def tried():
        with pytest.raises(Unreadable, match="too many for a notebook"):
            read_notebook(data, LIMITS)

    assert peak_of(tried) < 3 * len(data) / MIB + 1


def test_commas_in_texts_are_no_objects():
    words = 'a, "b", \\' * 200_000
    assert read_notebook(file_of({"cell_type": "code", "source": words}), LIMITS)[0].source == words


@pytest.mark.parametrize("text", ['["a", "b', '"\\', '[1, 2, "' + '\\"' * 100_000])
def test_a_text_without_an_end_is_no_json(text):
    with pytest.raises(ValueError, match="Unterminated"):
        loads(text, brackets=9, commas=2)


def test_commas_after_what_looks_like_a_text_are_counted():
    with pytest.raises(TooMany):
        loads('["a\\\\", "b", 1, 2]', brackets=9, commas=2)


# --------------------------------------------------------------------------------------------- old formats


OLD = {
    3: lambda cell: {"nbformat": 3, "worksheets": [{"cells": [cell]}], "metadata": {}},
    2: lambda cell: {"nbformat": 2, "worksheets": [{"cells": [cell]}], "metadata": {}},
    1: lambda cell: {"nbformat": 1, "cells": [cell]},
}


@pytest.mark.parametrize("version", OLD)
def test_of_an_old_format_only_what_is_read_is_converted(version, monkeypatch):
    junk = {str(i): [{}, {}] for i in range(1000)}
    code = {"cell_type": "code", "input": "x = 1", "code": "x = 1", "prompt_number": 3, "collapsed": False}
    notebook = OLD[version](code | {"outputs": [junk], "metadata": junk, "junk": junk}) | {"junk": junk}
    seen = []
    convert = nbformat.reads
    monkeypatch.setattr(submitted.nbformat, "reads", lambda text, **how: (seen.append(text), convert(text, **how))[1])
    (cell,) = read_notebook(json.dumps(notebook).encode(), LIMITS)
    assert (cell.kind, cell.source) == ("code", "x = 1")
    assert len(seen[0]) < 500


def test_a_heading_of_an_old_format_is_no_deeper_than_six():
    heading = {"cell_type": "heading", "source": "Title", "level": 10**9}
    assert read_notebook(json.dumps(OLD[3](heading)).encode(), LIMITS)[0].source == "# Title"
    assert read_notebook(json.dumps(OLD[3](heading | {"level": 3})).encode(), LIMITS)[0].source == "### Title"


# ------------------------------------------------------------------------------------------------- pictures


PICTURE = "A" * 10_000
REPEATED = {
    "directly": ("![](attachment:a.png)" * 400, True),
    "by a reference": ("![][a]" * 400 + "\n\n[a]: attachment:a.png", True),
    "in letters by number": ("![](attach&#109;ent:a.png)" * 400, True),
    "in HTML": ("<IMG src='attachment:a.png'>" * 400, True),
    "in the text": ("![][a]" * 1500 + f"\n\n[a]: data:image/png;base64,{PICTURE}", False),
    "in the text with blanks": ("![][a]" * 1500 + f"\n\n[a]: <data:image/png;base64,{'AA ' * 3000}>", False),
    "as a link": ("[x][a]" * 1500 + f"\n\n[a]: http://{PICTURE}", False),
    "behind others": ("![](attachment:b.png)" * 400 + "![][a]" * 400 + "\n\n[a]: attachment:a.png", True),
}


@pytest.mark.parametrize("way", REPEATED)
def test_a_picture_counts_as_often_as_it_is_shown(way):
    source, attached = REPEATED[way]
    sizes = {"a.png": 100_000, "b.png": 1} if attached else {}
    (cell,) = read_notebook(file_of(text_cell(source, **sizes)), LIMITS)
    assert "too large" in cell.problem
    assert cell.attachments == {}
    assert len(markdown2html({}, cell.source)) < 10 * len(source)


@pytest.mark.parametrize("kind", ["markdown", "raw", "code"])
def test_what_counts_is_the_cell_that_is_shown_whatever_kind_it_says_it_is(kind):
    cell = text_cell("![](attachment:a.png)" * 400, **{"a.png": 100_000}) | {"cell_type": kind}
    assert read_notebook(file_of(cell), LIMITS)[0].attachments == {}


def test_an_honest_answer_with_pictures_stays_as_it_is():
    source = "My derivation [1]: see\n" + "".join(f"![step {i}](attachment:{i}.png)\n" for i in range(9))
    sizes = {f"{i}.png": 300_000 for i in range(9)}
    (cell,) = read_notebook(file_of(text_cell(source, **sizes)), LIMITS)
    assert (cell.source, cell.problem, len(cell.attachments)) == (source, "", 9)


def test_a_text_is_looked_through_once_however_many_attachments_there_are():
    class Text(str):
        looks = 0

        def count(self, *args):
            Text.looks += 1
            return super().count(*args)

    shown_bytes(Text("![](attachment:a.png)"), {str(i): 1 for i in range(1000)})
    assert Text.looks <= 2
    many = text_cell("x", **{f"{i}.png": 10 for i in range(5000)})
    assert len(read_notebook(file_of(many), LIMITS)[0].attachments) == submitted.MOST_PICTURES


def test_a_name_for_nothing_does_no_harm():
    assert without_references("x[0]: 1") == "x[0] : 1"


# ------------------------------------------------------------------------------------- patterns over long texts


LETTERS = [
    " ",
    "\n",
    "\t",
    "`",
    "```",
    "```\n",
    "``` ",
    "%%writefile ",
    "%",
    "\\",
    "a",
    "```python",
    "\n```",
    "[",
    "![",
    "<img",
]


@pytest.mark.parametrize("start", ["", "```\n", "%%file"])
@pytest.mark.parametrize("letters", LETTERS)
def test_patterns_read_a_long_text_in_time_that_grows_with_its_length(letters, start):
    text = start + letters * (200_000 // len(letters)) + "x"
    # Where time grew with the square, this would take hours: the test would never end.
    assert as_code(text).endswith("x")
    assert shown_bytes(text, {"a": 1}) >= 1
    with pytest.raises(Unreadable):
        read_notebook(text.encode(), LIMITS)
