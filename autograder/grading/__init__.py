"""Grading of submissions: where a learner's code runs, how it is judged, and where the scores go."""

#: Says to nbgrader's own commands, and to its pages in JupyterLab, which box to use.
VARIABLE = "AUTOGRADER_SANDBOX"
