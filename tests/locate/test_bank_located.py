"""What is said of a bank's answers is summed up beside the lines that their labels name."""

import json
import re

import pytest

from benchmarks.localization_bank import lines_of, of_bank

HEAD = "# exercise: {}\n# label: wrong\n# cause: {}\n# fault-line: {}\n"
SOFTMAX = "def softmax(z, axis=0):\n    e = np.exp2(z - z.max())\n    return e / e.sum(axis=axis, keepdims=True)\n"


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bank")
    (folder / "00").mkdir()
    for number, line in enumerate((6, 7, 20)):
        text = HEAD.format("softmax", "takes powers of 2", line) + SOFTMAX
        (folder / "00" / f"softmax_{number}.py").write_text(text)
    hunt = HEAD.format("hunt_softmax", "nothing is mended", 5) + "bug = 1\n"
    (folder / "00" / "hunt.py").write_text(hunt)
    return folder


def test_each_answer_is_counted_once_by_how_near_its_place_is(said, capsys):
    of_bank(said, recorded=True, kept=said / "said.json")
    table = dict(re.findall(r"^(\S.*?) {2,}(\d+) ", capsys.readouterr().out, re.MULTILINE))
    assert table["answers"] == table["located"] == "3"
    assert [table[f"located {row}"] for row in ("on the line", "near", "elsewhere")] == ["1", "1", "1"]
    assert table["bug hunt, of which nothing is to be said"] == "1"
    kept = json.loads((said / "said.json").read_text())
    assert [(each["file"], each["place"]) for each in kept] == [
        ("00/softmax_0.py", "on the line"),
        ("00/softmax_1.py", "near"),
        ("00/softmax_2.py", "elsewhere"),
    ]


def test_what_else_is_told_of_those_without_name_and_place_is_counted(tmp_path, capsys):
    (tmp_path / "00").mkdir()
    for name, body in {"a": "raise ValueError('p must be 1-dimensional')", "b": "return z, axis"}.items():
        text = HEAD.format("softmax", "is odd", 6) + f"def softmax(z, axis=0):\n    {body}\n"
        (tmp_path / "00" / f"softmax_{name}.py").write_text(text)
    of_bank(tmp_path, recorded=True)
    table = dict(re.findall(r"^(\S.*?) {2,}(\d+) ", capsys.readouterr().out, re.MULTILINE))
    assert table["neither: raises at the line"] == "1"
    assert table["named"] == table["located"] == "0"


def test_lines_count_in_the_file_from_the_function_that_is_named():
    source = "# head\ndef helper():\n    pass\n\n\ndef softmax():\n    pass\n"
    assert lines_of("Line 2: `a`. Then, line 2 of helper: `b`", source, "softmax") == [7, 3]
