"""Which steps nbgrader takes, by name: what a course's nbgrader_config.py calls. It imports nothing of weight."""

from __future__ import annotations

import os
import sys
import warnings
from functools import partial
from pathlib import Path

from traitlets.config import Config

from autograder.grading import VARIABLE

OURS = "autograder.grading"
THEIRS = "nbgrader.preprocessors"
GIVEN = "given"  # of a hunt's cell in source/, the metadata with the text that learners get
PAGES = Path(__file__).parents[1] / "pages"


def configure(config: Config, *, sandbox: str | None = None, policy: str = "policy.toml") -> None:
    """Put the judge into nbgrader's lists of steps, and clean the pages that show a learner's text.

    Args:
        config: what nbgrader_config.py calls `c`.
        sandbox: "bubblewrap", or "none" to run submissions with your own rights; by default what the environment
            variable AUTOGRADER_SANDBOX says, and bubblewrap where it says nothing.
        policy: due dates and late penalties, a file in the course's folder that may be missing; see docs/policy.md.
    """
    box = sandbox or os.environ.get(VARIABLE) or "bubblewrap"
    # nbgrader was written for SQLAlchemy 1 and draws these warnings from 2, to no harm.
    warnings.filterwarnings("ignore", message=r"Object of type <Submitted\w+> not in session")
    config.JudgeSubmission.sandbox = box
    config.Autograde.pre_convert_hook = partial(require_sandbox, box, policy)
    config.PenaltiesByPolicy.policy = policy
    config.PenaltiesByPolicy.plugin_class = f"{OURS}.stock.late.LateByPolicy"
    # nbgrader's own list, but for the one that clears solutions.
    config.GenerateAssignment.preprocessors = [
        f"{THEIRS}.IncludeHeaderFooter",
        f"{THEIRS}.InstantiateTests",
        f"{THEIRS}.LockCells",
        f"{OURS}.stock.hand_out.HandOut",
        f"{THEIRS}.ClearOutput",
        f"{THEIRS}.CheckCellMetadata",
        f"{THEIRS}.ComputeChecksums",
        f"{THEIRS}.SaveCells",
        f"{THEIRS}.ClearHiddenTests",
        f"{THEIRS}.ClearMarkScheme",
        f"{THEIRS}.ComputeChecksums",
        f"{THEIRS}.CheckCellMetadata",
    ]
    config.Autograde.sanitize_preprocessors = [
        f"{OURS}.stock.steps.RebuildSubmission",
        f"{THEIRS}.OverwriteKernelspec",
        f"{THEIRS}.CheckCellMetadata",
    ]
    config.Autograde.autograde_preprocessors = [
        f"{OURS}.stock.steps.JudgeSubmission",
        f"{THEIRS}.LimitOutput",
        f"{OURS}.stock.steps.SaveVerdicts",
        f"{OURS}.stock.late.PenaltiesByPolicy",
        f"{THEIRS}.CheckCellMetadata",
    ]
    config.ExchangeFactory.release_assignment = f"{OURS}.stock.exchange.ReleaseUnwritten"
    # The learner's page is the one that `autograder grade` makes; nbgrader's page for marking is added to.
    config.GenerateFeedback.exporter_class = f"{OURS}.stock.learners_page.LearnersPage"
    config.HTMLExporter.template_file = str(PAGES / "marking.html.j2")
    config.HTMLExporter.preprocessors = [f"{OURS}.stock.marking.ForMarker"]
    config.HTMLExporter.filters = {
        "markdown2html": f"{OURS}.pages.words.markdown2html",
        "latex2html": f"{OURS}.pages.words.latex2html",
        "digests": f"{OURS}.pages.clean.digests",
    }


def require_sandbox(box: str, policy: str = "policy.toml", **which: object) -> None:
    """End nbgrader, before it has written anything, without the sandbox that is asked for or with a broken policy."""
    from autograder.errors import CourseError
    from autograder.grading.sandbox.choice import sandbox_called
    from autograder.grading.stock.late import require_policy
    from autograder.grading.stock.steps import asked
    from autograder.grading.worker.judging import open_sandbox

    try:
        require_policy(Path(policy))
        sandbox_called(box)
        asked(open_sandbox, box)
    except CourseError as problem:
        sys.exit(f"Nothing was graded. {problem}")
