"""Reading files from strangers: cells, or a reason why not."""

import json
import os

import nbformat
import pytest
from grading_fixtures import as_bytes, solved
from hypothesis import given
from hypothesis import strategies as st

from autograder.grading.limits import Limits
from autograder.grading.notebook.submitted import Unreadable, read_file, read_notebook

LIMITS = Limits()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"not JSON", "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"[" * 150_000, "nested too deep"),
        (b"{" * 250_000, "brackets"),
        (b'{"nbformat": 3, "worksheets": [' + b"{}," * 250_000 + b"{}]}", "brackets"),
        (b"<!DOCTYPE html><html><body>{}</body></html>", "web page"),
        (b'{"cells": [\n<<<<<<< HEAD\n1\n=======\n2\n>>>>>>> theirs\n]}', "merge conflict"),
        (b'{"nbformat": 4, "cells": [{"source": "x', "cut off"),
        (b"[]", "no notebook"),
        (b'"nbformat"', "no notebook"),
        (b'{"nbformat": "4", "cells": []}', "no notebook"),
        (b'{"nbformat": true, "cells": []}', "no notebook"),
        (b'{"nbformat": 5, "cells": []}', "no notebook"),
        (b'{"nbformat": 4}', "no cells"),
        (b'{"nbformat": 4, "cells": {}}', "no cells"),
        (b'{"nbformat": 3, "worksheets": 7}', "broken"),
        (json.dumps({"nbformat": 4, "cells": [{}] * 2000}).encode(), "more than"),
    ],
)
def test_what_is_no_notebook_is_refused_with_the_reason(data, reason):
    with pytest.raises(Unreadable, match=reason):
        read_notebook(data, LIMITS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_a_notebook_saved_in_another_encoding_is_read(encoding):
    source = "# Größe\r\nx = 1"
    text = json.dumps({"nbformat": 4, "cells": [{"cell_type": "code", "source": source}]}, ensure_ascii=False)
    assert read_notebook(text.encode(encoding), LIMITS)[0].source == "# Größe\nx = 1"


def test_the_text_and_the_pictures_of_all_cells_are_bounded():
    long = {"nbformat": 4, "cells": [{"cell_type": "code", "source": "x" * 600_000}] * 8}
    with pytest.raises(Unreadable, match="longer than 4 MiB"):
        read_notebook(json.dumps(long).encode(), LIMITS)
    picture = {"a.png": {"image/png": "A" * 1_000_000}}
    shown = [
        {"cell_type": "markdown", "source": "![](attachment:a.png)" * times, "attachments": picture} for times in (2, 9)
    ]
    small, large = read_notebook(json.dumps({"nbformat": 4, "cells": shown}).encode(), LIMITS)
    assert (small.attachments, small.problem) == (picture, "")
    assert large.attachments == {}
    assert "too large" in large.problem


@pytest.mark.parametrize("minor", range(6))
def test_every_minor_version_is_read(minor):
    notebook = solved()
    notebook.nbformat_minor = minor
    assert [cell.source for cell in read_notebook(json.dumps(notebook).encode(), LIMITS)] == [
        cell.source for cell in solved().cells
    ]


def test_format_3_is_read():
    old = nbformat.writes(nbformat.convert(solved(), 3), version=nbformat.NO_CONVERT).encode()
    assert json.loads(old)["nbformat"] == 3
    assert [(c.source, c.grade_id) for c in read_notebook(old, LIMITS) if c.kind == "code"] == [
        (c.source, c.grade_id) for c in read_notebook(as_bytes(solved()), LIMITS) if c.kind == "code"
    ]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
cells = st.lists(
    anything
    | st.fixed_dictionaries(
        {},
        optional={
            "cell_type": anything,
            "source": anything,
            "metadata": anything | st.fixed_dictionaries({"nbgrader": anything}),
            "attachments": anything,
        },
    ),
    max_size=4,
)


@given(anything | st.fixed_dictionaries({"nbformat": st.just(4) | anything, "cells": cells, "worksheets": anything}))
def test_no_json_whatsoever_breaks_the_reader(data):
    try:
        found = read_notebook(json.dumps(data).encode(), LIMITS)
    except Unreadable:
        return
    assert all(cell.source.encode("utf-8") is not None for cell in found)


def test_half_characters_do_not_break_what_is_written_later():
    data = b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "x = \'\\ud800\'"}]}'
    assert read_notebook(data, LIMITS)[0].source == "x = '?'"


def test_links_folders_pipes_and_giants_are_refused_before_they_are_read(tmp_path):
    secret = tmp_path / "secret.ipynb"
    secret.write_text("{}")
    (tmp_path / "link.ipynb").symlink_to(secret)
    os.mkfifo(tmp_path / "pipe.ipynb")
    for name, reason in {"link.ipynb": "a link", "pipe.ipynb": "no file", "gone.ipynb": "No such"}.items():
        with pytest.raises(Unreadable, match=reason):
            read_file(tmp_path / name, LIMITS)
    with pytest.raises(Unreadable, match="larger than"):
        read_file(secret, Limits(file_bytes=1))
