"""No modules of the project import one another in a circle."""

import subprocess
import sys
from graphlib import CycleError, TopologicalSorter

import grimp
import pytest

PACKAGES = ("autograder", "data", "figures", "solutions")


def importers(imports: dict[str, set[str]]) -> list[str]:
    """Return modules in an order in which each stands behind all that it imports; raise CycleError for a circle."""
    return list(TopologicalSorter(imports).static_order())


def test_there_is_no_import_circle():
    # Imports inside functions and under TYPE_CHECKING count: both can hide a circle.
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    importers({module: graph.find_modules_directly_imported_by(module) for module in graph.modules})


def test_a_circle_is_named():
    with pytest.raises(CycleError, match="nodes are in a cycle"):
        importers({"a": {"b"}, "b": {"c"}, "c": {"a"}})


def test_a_command_waits_for_nothing_that_it_does_not_need():
    heavy = "{'numpy', 'nbformat', 'nbgrader', 'sqlalchemy', 'jinja2', 'matplotlib'}"
    program = f"import sys, autograder.cli; print(sorted({heavy} & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert told == "[]\n"
