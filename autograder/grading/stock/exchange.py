"""nbgrader's step that publishes a lesson, which here refuses a notebook that somebody has written in."""

from __future__ import annotations

from pathlib import Path

from nbgrader.exchange.default import ExchangeReleaseAssignment
from nbgrader.utils import compute_checksum

from autograder.errors import CourseError
from autograder.grading.notebook.template import read_release


def written_in(path: Path) -> list[str]:
    """Return the cells of a released notebook that are not as the build has made them, by grade id or by place."""
    found = []
    for place, cell in enumerate(read_release(path).cells, start=1):
        known = cell.metadata.get("nbgrader", {})
        changed = "checksum" in known and known["checksum"] != compute_checksum(cell)
        if changed or cell.get("outputs"):
            found.append(str(known.get("grade_id") or f"number {place}"))
    return found


class ReleaseUnwritten(ExchangeReleaseAssignment):  # type: ignore[misc]  # nbgrader has no types
    """Publishes a lesson where no notebook in it holds an answer or an output."""

    def init_src(self) -> None:
        """Find the lesson; end here where its release was solved in place."""
        super().init_src()
        for path in sorted(Path(self.src_path).rglob("*.ipynb")):
            try:
                cells = written_in(path)
            except CourseError as problem:
                self.fail(str(problem))
            if cells:
                self.fail(
                    f"Nothing was published: somebody has written in {path} (cells {', '.join(cells[:5])}). Keep that "
                    f"file elsewhere, then make the lesson anew: autograder build --force {Path(self.src_path).name}"
                )
