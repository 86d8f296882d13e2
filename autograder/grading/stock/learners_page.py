"""What `nbgrader generate_feedback` writes: the learner's page that `autograder grade` makes as well."""

from __future__ import annotations

from typing import Any

import nbformat
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from autograder.grading.books.gradebook import quiet_nbgrader
from autograder.grading.books.standing import standing_of
from autograder.grading.policy.words import of_a_penalty
from autograder.grading.stock.steps import asked, template_of
from autograder.grading.worker.judging import page_of


class LearnersPage(HTMLExporter):
    """Makes a page of a graded notebook and what the gradebook knows of it; a worker reads the notebook."""

    def from_notebook_node(  # type: ignore[override]  # as nbconvert's own exporters have it
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **others: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the page, and what nbgrader goes on with."""
        assert resources is not None
        assert self.parent is not None
        names = resources["nbgrader"]
        with quiet_nbgrader(), Gradebook(names["db_url"]) as gradebook:
            template = template_of(gradebook, names["notebook"], names["assignment"], self.parent.coursedir)
            submission = gradebook.find_submission_notebook(names["notebook"], names["assignment"], names["student"])
            standing = standing_of(submission)
        said = of_a_penalty(standing.penalty, standing.score, standing.possible)
        resources["output_extension"] = self.file_extension
        return asked(page_of, nbformat.writes(nb), template, standing.marks, said), resources
