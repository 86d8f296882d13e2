"""Try every attack on stock nbgrader as well, and write the table of docs/security.md.

In tests/: `python -m attacks.compare_with_stock RESULTS.jsonl`. One line is kept for each attack, so that a run that
was stopped goes on where it was; delete the file to begin afresh. Stock runs in a bubblewrap and a control group of its
own, so that this machine survives what its kernels are free to do.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import numpy as np
from attacks.browser import what_runs
from attacks.hostile import ATTACKS, FAMILIES, Attack
from attacks.hostile.attack import CELL, LOOP, PLANTED
from grading.grading_fixtures import FULL, LESSON, NAMES, as_bytes, cell_of, release, save, solution
from nbgrader.api import Gradebook, MissingEntry

from autograder.exercises import find
from autograder.grading.books.gradebook import quiet_nbgrader
from autograder.grading.sandbox.control_groups import open_group
from autograder.grading.sandbox.limits import SandboxLimits
from autograder.promises.inputs import SIZES
from autograder.promises.simple_rnn import RNN
from autograder.reference import Reference, reference_source

COURSE = Path(__file__).parents[2]
PAGE = COURSE / "docs" / "security.md"
BEGIN, END = "<!-- table -->\n", "<!-- end of table -->"
FIRST, ATTACKER, LAST = "a-honest", "m-attacker", "z-honest"
CONFIG = (
    "c = get_config()\nc.Execute.timeout = 5\nc.CourseDirectory.course_id = 'x'\nc.IncludeHeaderFooter.header = ''\n"
)
SECONDS = 120
INSIDE = f"""
import os, subprocess, sys
run = [sys.executable, "-m", "nbgrader"]
subprocess.run([*run, "autograde", "{LESSON}"], start_new_session=True)
if "feedback" in sys.argv:
    subprocess.run([*run, "generate_feedback", "{LESSON}"])
left = [pid for pid in os.listdir("/proc") if pid.isdigit() and int(pid) not in (1, 2, os.getpid())]
open("left.txt", "w").write("\\n".join(left))
open("planted.txt", "w").write(str(os.path.exists("/tmp/{PLANTED}")))
"""


def asserts(name: str) -> str:
    """A grade cell as courses have it: values for fixed inputs, in hidden tests that run in the learner's kernel."""
    rng = np.random.default_rng(7)
    call = RNN.a_step(rng, SIZES) if name == CELL else RNN.a_sequence(rng, SIZES)
    truth = Reference().truth(find(name), find(name).checks[0])(**call)
    parts = list(truth)[:2]
    plain = {key: _source(value) for key, value in call.items()}
    lines = [f"got = {name}({', '.join(f'{key}={text}' for key, text in plain.items())})"]
    lines += [f"np.testing.assert_allclose(got[{i}], {_source(part)}, rtol=1e-6)" for i, part in enumerate(parts)]
    return "\n".join([f"# {name} is tested here.", "### BEGIN HIDDEN TESTS", *lines, "### END HIDDEN TESTS"])


def _source(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {_source(item)}" for key, item in value.items()) + "}"
    return f"np.array({np.asarray(value).tolist()!r})"


def make_course(root: Path) -> None:
    """Make a stock course with the two exercises."""
    root.mkdir(parents=True)
    (root / "nbgrader_config.py").write_text(CONFIG)
    source = release()
    for name in NAMES:
        cell_of(source, name).source = reference_source(find(name))
        cell_of(source, f"check-{name}").source = asserts(name)
    save(source, root / "source" / LESSON / f"{LESSON}.ipynb")
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", LESSON]
    with quiet_nbgrader():
        subprocess.run(command, cwd=root, check=True, capture_output=True)


def answered(root: Path, *names: str) -> nbformat.NotebookNode:
    notebook = nbformat.read(root / "release" / LESSON / f"{LESSON}.ipynb", as_version=4)
    for name in names:
        cell_of(notebook, name).source = solution(name)
    return notebook


def tried(attack: Attack, template: Path, scratch: Path) -> dict[str, object]:
    """Let stock grade an attack between two honest submissions; return what came of it."""
    root = scratch / f"{ATTACKS.index(attack):03}"
    shutil.copytree(template, root)
    try:
        for student in (FIRST, LAST):
            save(as_bytes(answered(root, *NAMES)), root / "submitted" / student / LESSON / f"{LESSON}.ipynb")
        attack.hand_in(answered(root, CELL), root / "submitted" / ATTACKER / LESSON)
        ended = _run_stock(root, ["feedback"] if "browser" in attack.family else [])
        return {"family": attack.family, "name": attack.name} | _came_of(root, ended)
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _run_stock(root: Path, words: list[str]) -> bool:
    group = open_group(SandboxLimits(memory_mib=2048, processes=400))
    if group is None:
        sys.exit("There are no control groups here: stock would run without bounds.")
    environment = {"HOME": "/tmp/home", "TMPDIR": "/tmp", "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin"}
    environment |= {"OPENBLAS_NUM_THREADS": "1", "LANG": "C.UTF-8"}
    sandbox = "bwrap --ro-bind / / --dev /dev --proc /proc --size 268435456 --tmpfs /tmp --unshare-pid --unshare-net"
    # Where they lie below /tmp themselves, as in a clone there, they would be hidden.
    shown = [part for place in (sys.base_prefix, sys.prefix, str(COURSE)) for part in ("--ro-bind", place, place)]
    command = [*sandbox.split(), *shown, "--unshare-ipc", "--new-session", "--die-with-parent"]
    command += ["--bind", str(root), "/tmp/c", "--chdir", "/tmp/c"]
    command += ["prlimit", "--fsize=134217728", sys.executable, "-c", INSIDE, *words]
    stock = subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: group.add(os.getpid()),  # before it can start anything
    )
    try:
        stock.wait(timeout=SECONDS)
        return True
    except subprocess.TimeoutExpired:
        return False
    finally:
        stock.kill()
        stock.wait()
        group.remove()


def _came_of(root: Path, ended: bool) -> dict[str, object]:
    points = {student: points_of(root, student) for student in (FIRST, ATTACKER, LAST)}
    pages = [path.read_text() for path in (root / "feedback").rglob("*.html")] if (root / "feedback").exists() else []
    harm = {
        "others": any(points[student] != tuple(map(float, FULL)) for student in (FIRST, LAST)),
        "hung": not ended,
        "left": bool((root / "left.txt").exists() and (root / "left.txt").read_text()),
        "planted": bool((root / "planted.txt").exists() and (root / "planted.txt").read_text() == "True")
        or any(path.name == PLANTED for path in root.rglob("*")),
        "runs": any(what_runs(page) for page in pages),
    }
    return {"points": points, "harm": [name for name, is_so in harm.items() if is_so]}


def judged(line: dict) -> dict[str, bool]:
    """Say what was wrong about how stock graded an attack. All of them have solved the first exercise and no other."""
    attack = next(attack for attack in ATTACKS if attack.name == line["name"])
    got = line["points"][ATTACKER]
    due = attack.points or (0.0, 0.0)
    return {
        "overpaid": got is not None and (got[0] > FULL[0] or got[1] > due[1]),
        "harm": bool(line["harm"]),
        "no grade": got is None and attack.points is not None,
        "underpaid": got is not None and got[0] < due[0],
    }


def points_of(root: Path, student: str) -> tuple[float, ...] | None:
    """What stands in the gradebook, or None where the submission was not graded."""
    if not (root / "autograded" / student / LESSON / f"{LESSON}.ipynb").exists():
        return None
    try:
        with quiet_nbgrader(), Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
            return tuple(float(gradebook.find_grade(f"check-{n}", LESSON, LESSON, student).score) for n in (CELL, LOOP))
    except MissingEntry:
        return None


def table(lines: list[dict]) -> str:
    """The table of docs/security.md: what stock did. Ours is what the suite asserts: none of all this."""
    rows = ["| family | attacks | tried on stock | stock overpaid | harmed others | no grade | underpaid | ours |"]
    rows.append("|---|" + "---|" * 7)
    total: Counter[str] = Counter()
    for family in FAMILIES:
        mine = [line for line in lines if line["family"] == family.name]
        counts = Counter(attacks=len(family.attacks), tried=len(mine))
        for line in mine:
            counts.update(judged(line))
        total += counts
        rows.append(_row(family.name, counts))
    rows.append(_row("**all**", total))
    return "\n".join(rows) + "\n"


def _row(name: str, counts: Counter[str]) -> str:
    columns = [str(counts[key]) for key in ("attacks", "tried", "overpaid", "harm", "no grade", "underpaid")]
    return f"| {name} | {' | '.join(columns)} | none |"


def main(results: Path) -> None:
    names = {attack.name for attack in ATTACKS}
    known = [json.loads(line) for line in results.read_text().splitlines()] if results.exists() else []
    known = [line for line in known if line["name"] in names]
    done = {line["name"] for line in known}
    with tempfile.TemporaryDirectory() as place, ThreadPoolExecutor(2) as pool:
        make_course(Path(place) / "template")
        todo = [attack for attack in ATTACKS if not attack.off_stock and attack.name not in done]
        for line in pool.map(lambda attack: tried(attack, Path(place) / "template", Path(place)), todo):
            known.append(line)
            with results.open("a") as file:
                file.write(json.dumps(line) + "\n")
            print(line, flush=True)
    if PAGE.exists():
        before, _, rest = PAGE.read_text().partition(BEGIN)
        PAGE.write_text(before + BEGIN + table(known) + END + rest.partition(END)[2])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
