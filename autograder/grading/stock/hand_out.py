"""nbgrader's step that clears solutions, which in a hunt puts the mistake in instead."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import ClearSolutions

from autograder.grading.stock.configure import GIVEN


class HandOut(ClearSolutions):  # type: ignore[misc]  # nbgrader has no types
    """Leaves of each cell what a learner is to get."""

    def preprocess_cell(self, cell: NotebookNode, resources: dict[str, Any], index: int) -> tuple[NotebookNode, Any]:
        """Return the cell as it is released."""
        given = cell.metadata.pop(GIVEN, None)
        if given is None:
            return tuple(super().preprocess_cell(cell, resources, index))
        cell.source = given
        return cell, resources
