"""Grading of submissions: where a learner's code runs, how it is judged, and where the scores go."""

import sys

#: Says to nbgrader's own commands, and to its pages in JupyterLab, which box to use.
VARIABLE = "AUTOGRADER_SANDBOX"

# nbformat imports jsonschema, which takes 1.6 s of processor time to build a grammar of web addresses from this
# package, where it is installed, for a check that no notebook's schema asks for. Without it jsonschema leaves it out.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
