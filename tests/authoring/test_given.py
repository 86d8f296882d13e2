"""What a lesson is given of the reference package."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from test_pipeline import code, notebook

from autograder.authoring import given
from autograder.authoring.course import Lesson
from autograder.errors import CourseError

LATER = Lesson("99_later", Path("99_later.py"))


def files(source: str, lesson: Lesson = LATER) -> dict[str, str]:
    return given.given_files(notebook(code(source)), lesson)


def test_only_what_is_wanted_and_what_that_needs_is_given() -> None:
    made = files("from given.simple_rnn import rnn_forward")
    assert sorted(made) == ["__init__.py", "activations.py", "simple_rnn.py"]
    assert "from given.activations import softmax" in made["simple_rnn.py"]
    assert "def rnn_cell_forward(" in made["simple_rnn.py"]
    assert "def stack_weights(" not in made["simple_rnn.py"]
    assert "def sigmoid(" not in made["activations.py"]


def test_no_solution_marker_is_left_and_the_header_says_what_it_is() -> None:
    text = files("from given.simple_rnn import rnn_forward")["simple_rnn.py"]
    assert "SOLUTION" not in text
    assert text.startswith('"""What this lesson is given of solutions.simple_rnn')


def test_nothing_is_made_where_nothing_is_wanted() -> None:
    assert files("import numpy as np") == {}


def test_the_given_files_work_alone(tmp_path: Path) -> None:
    (tmp_path / "given").mkdir()
    for name, text in files("from given.simple_rnn import rnn_forward").items():
        (tmp_path / "given" / name).write_text(text)
    program = (
        "import numpy as np; from given.simple_rnn import rnn_forward as f; "
        "shapes = dict(Wax=(5, 3), Waa=(5, 5), Wya=(7, 5), ba=(5, 1), by=(7, 1)); "
        "parameters = {key: np.ones(shape) for key, shape in shapes.items()}; "
        "print(f(np.ones((6, 3, 4)), np.ones((5, 4)), parameters)[0].shape)"
    )
    ran = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert ran.stdout == "(6, 5, 4)\n"


def test_parts_of_a_package_keep_their_places(tmp_path: Path) -> None:
    made = files("from given.layers import LSTM")
    assert [*made] == ["__init__.py", *(f"layers/{name}.py" for name in ("__init__", "kept", "lstm", "recurrent"))]
    assert "GRU" not in made["layers/__init__.py"]
    assert [*files("from given.layers.rnn import RNN")][1] == "layers/__init__.py"
    for name, text in made.items():
        (tmp_path / "given" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "given" / name).write_text(text)
    program = (
        "import numpy as np; from given.layers import LSTM; "
        "print(LSTM(np.ones((8, 5))).forward(np.ones((3, 2, 4)))[0].shape)"
    )
    ran = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert ran.stdout == "(3, 2, 4)\n"


def test_a_helper_that_needs_an_answer_of_this_lesson_is_refused() -> None:
    lesson = Lesson("01_earlier", Path("01_earlier.py"))
    with pytest.raises(CourseError, match=r"needs \w+: solutions.simple_rnn.\w+ is an answer of lesson 02_simple_rnn"):
        files("from given.simple_rnn import rnn_forward", lesson)


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("from given.simple_rnn import nonsense", "has no nonsense"),
        ("from given.nonsense import x", "no module solutions.nonsense"),
    ],
)
def test_an_unknown_name_is_refused(source: str, says: str) -> None:
    with pytest.raises(CourseError, match=says):
        files(source)


SOURCE = '''"""A module."""

from __future__ import annotations

import functools, math
from solutions.activations import softmax as soft, sigmoid

# What everything is multiplied by.
SCALE = 2.0
OTHER = 3.0


@functools.cache
def helper(x):
    ### BEGIN SOLUTION
    return SCALE * x
    ### END SOLUTION


def wanted(x):
    return soft(helper(x))


def unwanted(x):
    return math.pi * OTHER * sigmoid(x)
'''

KEPT = '''"""What this lesson is given of solutions.example: made by `autograder build`, not to be edited."""

from __future__ import annotations
import functools
from given.activations import softmax as soft


# What everything is multiplied by.
SCALE = 2.0


@functools.cache
def helper(x):
    return SCALE * x


def wanted(x):
    return soft(helper(x))
'''


def test_constants_decorators_comments_and_imports_come_along() -> None:
    module = given.Module("solutions.example", SOURCE, given.ast.parse(SOURCE).body)
    names, elsewhere = ["wanted"], []
    while names:
        needs = module.keep(names.pop())
        names += [name for path, name in needs if path == module.path and name not in module.kept]
        elsewhere += [need for need in needs if need[0] != module.path]
    assert module.text() == KEPT
    assert elsewhere == [("solutions.activations", "softmax")]
