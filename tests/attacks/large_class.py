"""Grade a large class, honest and hostile mixed, in one batch: `python -m attacks.large_class`, run in tests/.

1,000 learners, or as many as are named; every attack is one of them. It needs minutes, so it is no test. Each score has
to be what was earned; how long it took, and the most that the trusted process held, are printed.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from attacks.batch import folder_of, grade, memory
from attacks.hostile import ATTACKS
from attacks.hostile.attack import half_solved
from grading.grading_fixtures import FULL, LESSON, NAMES, as_bytes, handed_in, save, save_release, solution, solved

from autograder.grading.books.results import Result

CELL, LOOP = NAMES
#: What the others hand in, and what it is worth.
HONEST = {
    "all": (as_bytes(solved()), sum(FULL)),
    "the cell alone": (as_bytes(handed_in({CELL: solution(CELL)})), FULL[0]),
    "nothing": (as_bytes(handed_in()), 0.0),
}


def main(learners: int) -> int:
    """Grade the class; return 1 where a score is not what it should be."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        root = Path(folder)
        save_release(root / "notebooks")
        due = hand_in(root / "inbox", learners)
        started, before = time.monotonic(), memory()
        results = grade(root)
        seconds = time.monotonic() - started
    wrong = [(result.student, outcome(result)) for result in results if outcome(result) != due[result.student]]
    print(
        f"{len(results)} learners, {len(ATTACKS)} of them hostile: {seconds:.0f} s, main from {before} to {memory()} MB"
    )
    print(*Counter(result.outcome for result in results).items(), *wrong, sep="\n")
    return int(bool(wrong) or len(results) != len(due))


def hand_in(inbox: Path, learners: int) -> dict[str, float | None]:
    """Write the inbox, and return what each is worth; None where the file cannot be graded."""
    # Names are sorted, and so graded, in an order that mixes all of them.
    turns = random.Random(7).sample(range(learners), learners)
    due: dict[str, float | None] = {}
    for turn, attack in zip(turns, ATTACKS, strict=False):
        student = f"{turn:05}-{folder_of(attack)}"
        attack.hand_in(half_solved(), inbox / student / LESSON)
        due[student] = None if attack.points is None else sum(attack.points)
    for turn in turns[len(ATTACKS) :]:
        data, points = list(HONEST.values())[turn % len(HONEST)]
        save(data, inbox / f"{turn:05}" / LESSON / f"{LESSON}.ipynb")
        due[f"{turn:05}"] = points
    return due


def outcome(result: Result) -> float | None:
    """Return the score; None where there is none."""
    return None if result.outcome == "not graded" else result.score


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if sys.argv[1:] else 1000))
