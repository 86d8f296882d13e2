"""A notebook displays in the jail what it displays in a kernel; where it does not, the reason is known."""

import json

import pytest
from attacks.jailed import jail
from fidelity.alike import LIMITS, RECORD, displayed, versions
from fidelity.notebooks import INTERRUPTED, NOTEBOOKS

from autograder.grading.sandbox import SandboxLimits

RECORDED = json.loads(RECORD.read_text())
DIFFERENT = {
    "get_ipython().kernel": "there is no socket, so it has no type",
    "import ipykernel": "there is no connection file",
    "%connect_info": "there is no connection file",
    "%pip": "a socket of the internet cannot be made, rather than not be connected",
    "numpy blas": "there is one thread, where a kernel has ten",
    "cwd/env/path": "sys.argv names another program",
    "recursion": "fewer frames of ours stand below the notebook's, so more of its own fit",
    "MemoryError": "in the line of NumPy that failed, the part is not marked",
    "stdout attrs": "descriptors have other numbers",
    "course check": "the exercises are not there, which check says in a sentence",
    "interrupt await": "an interrupt reaches code that waits, which it does not in a kernel behind a door",
}
pytestmark = pytest.mark.skipif(
    versions() != RECORDED["versions"], reason="recorded with other versions: python -m fidelity.alike, run in tests/"
)


@pytest.mark.parametrize("name", [*NOTEBOOKS, *INTERRUPTED])
def test_a_notebook_displays_what_it_does_in_a_kernel(name, tmp_path):
    cells, seconds = {**NOTEBOOKS, **INTERRUPTED}[name], 1.0 if name in INTERRUPTED else 30.0
    place = jail(SandboxLimits()).place(tmp_path, LIMITS)
    try:
        found = displayed(place, cells, seconds)
    finally:
        place.close()
    if name in DIFFERENT:
        assert found != RECORDED["outputs"][name], "it is the same now: strike it from the list"
    else:
        assert found == RECORDED["outputs"][name]
