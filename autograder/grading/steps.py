"""Which steps nbgrader takes, by name: what a course's nbgrader_config.py calls. It imports nothing of weight."""

from __future__ import annotations

from traitlets.config import Config

OURS = "autograder.grading"
THEIRS = "nbgrader.preprocessors"


def configure(config: Config) -> None:
    """Put the judge into nbgrader's lists of steps, and clean the pages that show a learner's text."""
    config.Autograde.sanitize_preprocessors = [
        f"{OURS}.plugins.RebuildSubmission",
        f"{THEIRS}.OverwriteKernelspec",
        f"{THEIRS}.CheckCellMetadata",
    ]
    config.Autograde.autograde_preprocessors = [
        f"{OURS}.plugins.JudgeSubmission",
        f"{THEIRS}.LimitOutput",
        f"{OURS}.plugins.SaveVerdicts",
        f"{THEIRS}.AssignLatePenalties",
        f"{THEIRS}.CheckCellMetadata",
    ]
    config.HTMLExporter.filters = {"markdown2html": f"{OURS}.pages.markdown2html"}
