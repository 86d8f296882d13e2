"""Grade a large class in which every way of handing in strange files comes once; needs minutes, so it is no test.

python tests/grading/large_batch.py [LEARNERS]      300 by default, in the best box that this machine has
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from grading_fixtures import FULL, LESSON, NAMES, as_bytes, handed_in, save, save_release, solution, solved
from rich.console import Console
from strange_files import STRANGE, expect_outcomes, remove

from autograder.grading import command
from autograder.grading.jail.places import best_sandbox

CELL, LOOP = NAMES
WRONG = solution(CELL).replace("Waa @ a_prev", "Waa.T @ a_prev")
#: What the others hand in, and what it is worth.
HONEST = {
    "all": (solved(), sum(FULL)),
    "the cell alone": (handed_in({CELL: solution(CELL)}), FULL[0]),
    "a wrong cell": (handed_in({CELL: WRONG, LOOP: solution(LOOP)}), None),
    "nothing": (handed_in(), 0.0),
}


def main(learners: int) -> None:
    """Grade the class and hold every outcome to what it should be."""
    root = Path(tempfile.mkdtemp())
    try:
        save_release(root / "notebooks")
        kinds = {}
        for number in range(learners - len(STRANGE)):
            kinds[f"learner{number:03}"] = kind = list(HONEST)[number % len(HONEST)]
            save(as_bytes(HONEST[kind][0]), root / "inbox" / f"learner{number:03}" / f"{LESSON}.ipynb")
        for name, strange in STRANGE.items():
            strange.lay(root / "inbox" / name)
        started = time.monotonic()
        results = command.grade(
            [root / "inbox"], root / "out", Console(), box=best_sandbox(), releases=root / "notebooks"
        )
        seconds = time.monotonic() - started
        found = {result.student: result for result in results}
        assert len(found) == len(results) == learners
        partly = {found[student].score for student, kind in kinds.items() if kind == "a wrong cell"}
        assert len(partly) == 1, partly
        for student, kind in kinds.items():
            due = HONEST[kind][1]
            assert found[student].outcome == "graded"
            assert due is None or found[student].score == due, (student, kind, found[student].score)
        expect_outcomes(found)
        print(f"{learners} learners, {len(STRANGE)} of them strange: every outcome as it should be, {seconds:.0f} s")
    finally:
        remove(root)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
