"""Grade the hostile class in a process of its own: `python -m attacks.batch ROOT`, run in tests/.

ROOT holds `inbox` and `notebooks`; results go to ROOT/out. Everything is graded twice, and what the trusted process
took and what the second time has changed is printed as JSON.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from pathlib import Path

from attacks.hostile import ATTACKS, Attack
from attacks.hostile.attack import half_solved
from grading.grading_fixtures import LESSON, as_bytes, solved

from autograder.grading.books.gradebook import CourseFolder
from autograder.grading.books.results import Result
from autograder.grading.grade import Batch
from autograder.grading.intake import Submission, find_submissions, one_each
from autograder.grading.lessons import Lessons
from autograder.grading.limits import Limits
from autograder.grading.worker.unpacking import unpacker

# Small, so that waiting for a hog is short; an honest cell takes a tenth of a second.
LIMITS = Limits(
    cell_seconds=4,
    call_seconds=2,
    exercise_seconds=5,
    notebook_seconds=20,
    interrupt_seconds=1,
    request_seconds=3,
    restarts=2,
    locate_seconds=2,
    locate_one_seconds=1,
)
BETWEEN = 5  # attacks between two honest submissions


def folder_of(attack: Attack) -> str:
    """The attacker's folder: sorted by it, the attacks stand in their order."""
    number = ATTACKS.index(attack)
    return f"{number:03}-{re.sub(r'[^a-z0-9]+', '-', attack.name.lower())[:40].strip('-')}"


def honest_students(attacks: list[Attack]) -> list[str]:
    """Names that sort to before, between and after the attackers."""
    return [f"{ATTACKS.index(attack):03}-+honest" for attack in attacks[::BETWEEN]] + ["zzz-honest"]


def hand_in_all(inbox: Path, attacks: list[Attack]) -> None:
    """Write the inbox of the hostile class, or of a part of it."""
    for student in honest_students(attacks):
        folder = inbox / student / LESSON
        folder.mkdir(parents=True)
        (folder / f"{LESSON}.ipynb").write_bytes(as_bytes(solved()))
    for attack in attacks:
        attack.hand_in(half_solved(), inbox / folder_of(attack) / LESSON)


def grade(root: Path) -> list[Result]:
    """Grade the inbox in the sandbox, as `autograder grade` does."""
    lessons = Lessons(root / "notebooks")
    batch = Batch(lessons, CourseFolder(root / "out"), "bubblewrap", limits=LIMITS)

    def find(work: Path) -> list[Submission]:
        with unpacker(LIMITS) as unpack:
            found = find_submissions([root / "inbox"], lessons.names, unpacked=work, limits=LIMITS, unpack=unpack)
        return one_each(found, batch.lesson_of, "latest", batch.named)

    return batch.run(find, tell)


def tell(result: Result) -> None:
    """Say how a submission ended, and what the process has taken so far."""
    points = [entry["points"] for entry in result.exercises]
    print(result.student, result.outcome, points, result.seconds, memory(), result.reason, file=sys.stderr, flush=True)


def memory() -> int:
    """The most that this process has held so far, in MB."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024 // 10**6


def digests(folder: Path) -> set[tuple[str, str]]:
    """Return the path and the digest of every file in a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {(str(path.relative_to(folder)), hashlib.sha256(path.read_bytes()).hexdigest()) for path in files}


if __name__ == "__main__":
    root, before = Path(sys.argv[1]), memory()
    grade(root)
    once = digests(root / "out")
    grade(root)
    print(json.dumps({"before": before, "peak": memory(), "changed": sorted(once ^ digests(root / "out"))}))
