"""An import comes to stand where ruff wants it, whatever stands there already, and touches nothing else."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.authoring.course import ROOT
from autograder.authoring.imports import FIRST_PARTY, with_export, with_imports

NP = "import numpy as np"
CLOSE = "from autograder.expect import expect_close"
MODULES = sorted(path for folder in FIRST_PARTY for path in (ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize(
    ("before", "wanted", "after"),
    [
        ("", NP, "import numpy as np\n\n"),
        ('"""Doc."""\n', NP, '"""Doc."""\n\nimport numpy as np\n'),
        ('"""Doc."""\n\nx = 1\n', NP, '"""Doc."""\n\nimport numpy as np\n\nx = 1\n'),
        ("import numpy as np\n", NP, "import numpy as np\n"),
        ("import re\n\nimport data\n", NP, "import re\n\nimport numpy as np\n\nimport data\n"),
        ("import data\n", NP, "import numpy as np\n\nimport data\n"),
        ("import data\n\nx = 1\n", CLOSE, f"import data\n{CLOSE}\n\nx = 1\n"),
        ("from autograder.probe import f\n", CLOSE, f"{CLOSE}\nfrom autograder.probe import f\n"),
        (f"{CLOSE}\n", CLOSE, f"{CLOSE}\n"),
        ("from autograder.expect import A, expect\n", CLOSE, "from autograder.expect import A, expect, expect_close\n"),
        ("from autograder.expect import (\n    f,\n    g,\n)\n\nx = 1\n", CLOSE, f"{CLOSE}, f, g\n\nx = 1\n"),
        (
            "from autograder.expect import f  # noqa: F401\n",
            CLOSE,
            f"from autograder.expect import f  # noqa: F401\n{CLOSE}\n",
        ),
    ],
)
def test_an_import_is_put_in_its_place(before: str, wanted: str, after: str) -> None:
    assert with_imports(before, wanted) == after


def test_too_many_names_for_a_line_stand_one_a_line() -> None:
    names = [f"a_rather_long_name_{letter}" for letter in "abcde"]
    text = with_imports("", *(f"from autograder.expect import {name}" for name in names))
    assert text == "from autograder.expect import (\n" + "".join(f"    {name},\n" for name in names) + ")\n\n"


def test_a_name_is_exported_in_order() -> None:
    text = 'from a.b import f\n\n__all__ = ["f"]\n'
    assert with_export(text, "a.c", "e") == 'from a.b import f\nfrom a.c import e\n\n__all__ = ["e", "f"]\n'


def test_a_package_that_exports_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="has no __all__"):
        with_export("", "a.c", "e")


WANTED = ("from __future__ import annotations", NP, CLOSE, "import re")


def test_every_module_of_the_course_stays_sorted(tmp_path: Path) -> None:
    for path in MODULES:
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(with_imports(path.read_text(encoding="utf-8"), *WANTED), encoding="utf-8")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--select", "I,F404", "."]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


def below_imports(source: str) -> list[str]:
    """Return the lines of a module that belong to no import at its top level, without blank ones."""
    lines = source.split("\n")
    for node in ast.parse(source).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            lines[node.lineno - 1 : node.end_lineno] = [""] * ((node.end_lineno or 0) - node.lineno + 1)
    return [line for line in lines if line]


def test_nothing_but_imports_is_touched() -> None:
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        assert below_imports(with_imports(text, *WANTED)) == below_imports(text), path
