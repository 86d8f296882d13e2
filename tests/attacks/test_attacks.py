"""The hostile class, graded between honest neighbours: everyone gets what honesty gives, and nothing stays.

`pytest tests/attacks` runs this and the tests of the sandbox. The table of docs/security.md is made by
`python -m attacks.compare_with_stock`, run in tests/.
"""

from __future__ import annotations

import csv
import ctypes
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from attacks.batch import folder_of, hand_in_all, honest_students
from attacks.browser import foreign_parts, what_runs
from attacks.hostile import ATTACKS, FAMILIES, Attack
from attacks.hostile.attack import CELL, LOOP, PLANTED
from attacks.hostile.pages import ENCODED
from attacks.jailed import all_processes, working_sandbox
from grading.grading_fixtures import FULL, LESSON, save_release
from nbgrader.api import Gradebook

from autograder.grading.books.gradebook import COURSE, quiet_nbgrader
from autograder.grading.lessons import RELEASES
from autograder.recording import RECORDING

TESTS = Path(__file__).parents[1]
HALVES = 2  # graded side by side: most of the time goes into waiting for hogs
MOST_MEGABYTES = 400
BECOME_PARENT_OF_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER
HOST = [Path(place) for place in ("/", "/tmp", "/var/tmp", "/dev/shm", "/root", "/home", "/etc", "/opt", Path.home())]


@dataclass
class Graded:
    """What is left of the batches."""

    roots: list[Path]
    peaks: list[int]
    orphans: list[str]
    mounts: set[str]
    changed: list[list[str]]

    def root_of(self, attack: Attack) -> Path:
        return self.roots[half_of(attack)]

    def entries(self, root: Path) -> list[dict]:
        return json.loads((root / "out/results.json").read_text())["submissions"]

    def entry(self, attack: Attack) -> dict:
        """The result of an attack's own notebook, not of a second one that it brings along."""
        root = self.root_of(attack)
        place = root / "inbox" / folder_of(attack)
        found = {entry["path"]: entry for entry in self.entries(root) if entry["path"].startswith(str(place))}
        return found.get(str(place / LESSON / f"{LESSON}.ipynb")) or next(iter(found.values()))


def half_of(attack: Attack) -> int:
    return ATTACKS.index(attack) * HALVES // len(ATTACKS)


def attacks_of(half: int) -> list[Attack]:
    return [attack for attack in ATTACKS if half_of(attack) == half]


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Grade the whole class; what it costs is paid once."""
    working_sandbox()
    mounts, known = mounted(), {pid for pid in all_processes() if name_of_child(pid)}
    ctypes.CDLL(None).prctl(BECOME_PARENT_OF_ORPHANS, 1, 0, 0, 0)
    roots = [tmp_path_factory.mktemp("hostile") for _ in range(HALVES)]
    graders = [started(root, attacks_of(half)) for half, root in enumerate(roots)]
    done = [grader.communicate(timeout=600) for grader in graders]
    for (_, trouble), grader in zip(done, graders, strict=True):
        assert grader.returncode == 0, trouble[-3000:]
        assert "Traceback" not in trouble, trouble[-3000:]
    orphans = names_of_orphans(known, patience_seconds=20)  # what was told to end, or sweeps up, may be at it
    ctypes.CDLL(None).prctl(BECOME_PARENT_OF_ORPHANS, 0, 0, 0, 0)
    said = [json.loads(said) for said, _ in done]
    changed = [file for each in said for file in each["changed"]]
    return Graded(roots, [each["peak"] for each in said], orphans, mounted() - mounts, changed)


def started(root: Path, attacks: list[Attack]) -> subprocess.Popen[str]:
    for name in ("scratch", "home"):
        (root / name).mkdir()
    release = save_release(root / "notebooks")
    shutil.copy(RELEASES / LESSON / RECORDING, release.parent)  # so that wrong functions are looked into as well
    hand_in_all(root / "inbox", attacks)
    environment = os.environ | {"TMPDIR": str(root / "scratch"), "HOME": str(root / "home")}
    return subprocess.Popen(
        [sys.executable, "-m", "attacks.batch", str(root)],
        cwd=TESTS,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def names_of_orphans(known: set[int], patience_seconds: float) -> list[str]:
    """End the processes that are still there after a while, which this one has become the parent of; name them."""
    give_up = time.monotonic() + patience_seconds
    left = {}
    while time.monotonic() < give_up:
        left = {pid: name for pid in all_processes() if pid not in known and (name := name_of_child(pid))}
        if not left:
            break
        time.sleep(0.2)
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    return [*left.values()]


def name_of_child(pid: int) -> str:
    """Return the name of a process that runs and has this one for its parent; "" of all others."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        name = Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""
    return name if int(words[1]) == os.getpid() and words[0] != "Z" else ""


def mounted() -> set[str]:
    return {line.split()[4] for line in Path("/proc/self/mountinfo").read_text().splitlines()}


def test_there_are_enough_attacks_in_enough_families():
    assert len(ATTACKS) >= 60
    assert all(family.attacks for family in FAMILIES)
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: f"{attack.family}: {attack.name}")
def test_an_attack_gets_what_honesty_gives(graded, attack):
    entry = graded.entry(attack)
    if attack.points is None:
        assert (entry["outcome"], entry["exercises"]) == ("not graded", [])
        assert entry["reason"]
        assert "The grader failed" not in entry["reason"]
        return
    assert entry["outcome"].startswith("graded"), entry["reason"]
    points = {exercise["exercise"]: exercise["points"] for exercise in entry["exercises"]}
    assert (points[CELL], points[LOOP]) == attack.points
    assert entry["score"] == sum(attack.points)
    for exercise in entry["exercises"]:
        if exercise["points"] < exercise["possible"]:
            assert all(check["status"] == "holds" or check["message"] for check in exercise["checks"])


def test_the_honest_neighbours_get_full_marks(graded):
    for half, root in enumerate(graded.roots):
        entries = [entry for entry in graded.entries(root) if re.search(r"\+honest$|^zzz-honest$", entry["student"])]
        assert [entry["student"] for entry in entries] == honest_students(attacks_of(half))
        assert {(entry["outcome"], entry["score"]) for entry in entries} == {("graded", sum(FULL))}


def test_the_gradebook_has_the_rows_of_the_results_and_no_others(graded):
    for root in graded.roots:
        due = {e["student"]: e["score"] for e in graded.entries(root) if e["outcome"].startswith("graded")}
        with quiet_nbgrader(), Gradebook(f"sqlite:///{root / 'out/gradebook.db'}", COURSE) as gradebook:
            found = {each.student_id: each.score for each in gradebook.assignment_submissions(LESSON)}
            possible = {cell.name: cell.max_score for cell in gradebook.find_notebook(LESSON, LESSON).grade_cells}
        assert found == due
        assert possible == {f"check-{CELL}": FULL[0], f"check-{LOOP}": FULL[1], "explain-memory": 2}


def test_the_trusted_process_stays_small(graded):
    assert max(graded.peaks) < MOST_MEGABYTES


def test_grading_once_more_changes_no_byte(graded):
    assert graded.changed == []


def test_no_process_and_no_mount_is_left(graded):
    assert graded.orphans == []
    assert graded.mounts == set()


def test_no_file_is_left_outside_the_output_folder(graded):
    for root in graded.roots:
        assert {path.name for path in root.iterdir()} == {"inbox", "notebooks", "out", "home", "scratch"}
        assert list((root / "scratch").iterdir()) == []
        assert [path for path in (root / "home").rglob("*") if path.is_file()] == []
    planted = [place / PLANTED for place in [*HOST, Path(tempfile.gettempdir()), TESTS.parent, TESTS, *graded.roots]]
    assert [path for path in planted if path.exists()] == []


def test_nothing_of_a_submission_runs_on_a_feedback_page(graded):
    pages = [page for root in graded.roots for page in (root / "out/feedback").rglob("*.html")]
    assert len(pages) > 100
    for page in pages:
        assert what_runs(page.read_text(encoding="utf-8")) == [], page


def test_pages_are_made_of_known_elements_and_ask_nobody_for_anything(graded):
    for page in (page for root in graded.roots for page in (root / "out/feedback").rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        assert text.index("<meta charset") < 100
        assert foreign_parts(text) == [], page
        assert not any(f'src="data:image/{kind};base64,{data}"' in text for data in ENCODED for kind in ("png", "jpeg"))
        assert "drawings-that-repeat" not in str(page) or 'src="data:image/svg' not in text


def test_everything_says_the_same_of_a_submission(graded):
    """The first words of a page are the grader's own, and so is the line for the learning platform."""
    for root in graded.roots:
        with (root / "out/results.csv").open(newline="") as file:
            lines = {line["student"].lstrip("'"): line for line in csv.DictReader(file)}
        times = Counter(entry["student"] for entry in graded.entries(root))
        for entry in (entry for entry in graded.entries(root) if times[entry["student"]] == 1):
            line, page = lines[entry["student"]], root / "out/feedback" / entry["student"] / LESSON / f"{LESSON}.html"
            if entry["outcome"] == "not graded":
                assert (line["score"], page.exists()) == ("", False)
                continue
            assert float(line["score"]) == entry["score"]
            total = re.search(r"<strong>(.*?)</strong>", page.read_text(encoding="utf-8"))[1]
            assert total == f"{entry['score']:g} of {entry['possible']:g} points"


def test_a_page_that_runs_something_is_noticed():
    assert what_runs(f"<script>{PLANTED}()</script>")
    assert what_runs(f"<img src=x onerror={PLANTED}()>")
    assert what_runs(f"<a href='java\nscript:{PLANTED}()'>")
    assert not what_runs(f"<p>&lt;script&gt;{PLANTED}()</p>")
