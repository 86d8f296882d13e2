"""Another user in place of a sandbox: what a learner's process reaches there, and what is left of it.

It takes root, and a Python that every user can start and that has the packages without the course.
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from another_python import open_folder, python_for_all

from autograder.errors import SandboxUnavailable
from autograder.grading.jail.other_user import AnotherUsersProcess
from autograder.grading.sandbox import other_user

COURSE = Path(__file__).parents[2]
TESTS = COURSE / "tests" / "attacks"
PROGRAM = """
import json, sys
sys.path[:0] = [{course!r}, {tests!r}]
from pathlib import Path
from jailed import told
from autograder.grading.jail.other_user import learners_view, other_users_place
from autograder.grading.limits import Limits
from autograder.grading.sandbox import SandboxLimits
with learners_view() as view:
    place = other_users_place(view, SandboxLimits(processes=24), Path({folder!r}), Limits())
    print(json.dumps([told(place, code)[0].strip() for code in {cells!r}]))
    place.close()
"""
CELLS = [
    "import os; print(os.getuid() == os.getgid() >= 61184, os.getgroups(), open('handed_in.txt').read())",
    "open('own.txt', 'w').write('1'); print(sorted(os.listdir()))",
    "print([line.split()[1] for line in open('/proc/self/status') if line[:6] in ('CapEff', 'NoNewP')])",
    "import data, figures\ntry: import solutions\nexcept ImportError: print('no answers')",
    "def tried(call):\n    try: call()\n    except OSError as error: return error.strerror\n    return 'done'",
    "import socket; print(tried(lambda: socket.create_connection(('127.0.0.1', 9), 1)))",
    "print(tried(lambda: os.listdir({secret!r})), tried(lambda: os.setuid(0)), sep=', ')",
    "print(tried(lambda: os.kill({grader}, 0)))",
    "print(tried(lambda: open('/proc/{grader}/environ').read()), tried(lambda: open('/proc/{grader}/mem')), sep=', ')",
    "if os.fork() == 0:\n    os.setsid()\n    import time\n    while True: time.sleep(1)\n",
    "print('it goes on')",
    "print(os.getuid())",
]


@pytest.fixture(scope="module")
def place():
    with open_folder() as folder:
        yield folder


def test_a_learner_reaches_neither_answers_nor_grader_nor_network_and_leaves_nothing(place):
    python = python_for_all(place / "environment")
    secret, folder = place / "secret", place / "lesson"
    secret.mkdir(mode=0o700)
    folder.mkdir()
    (folder / "handed_in.txt").write_text("here")
    cells = [cell.replace("{secret!r}", repr(str(secret))).replace("{grader}", str(os.getpid())) for cell in CELLS]
    program = PROGRAM.format(course=str(COURSE), tests=str(TESTS), folder=str(folder), cells=cells)
    done = subprocess.run([python, "-c", program], capture_output=True, text=True, check=False, cwd="/")
    assert done.returncode == 0, done.stderr
    *said, user = json.loads(done.stdout)
    assert said == [
        "True [] here",
        "['handed_in.txt', 'own.txt']",
        "['0000000000000000', '1']",
        "no answers",
        "",
        "Invalid argument",
        "Permission denied, Operation not permitted",
        "Operation not permitted",
        "Permission denied, Permission denied",
        "",
        "it goes on",
    ]
    assert [path.name for path in folder.iterdir()] == ["handed_in.txt"]
    assert not living(int(user))


def living(user: int) -> list[int]:
    """Processes of a user that are no zombies."""
    listed = subprocess.run(["ps", "-eo", "pid=,ruid=,stat="], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in listed.splitlines()]
    return [int(number) for number, owner, state in rows if int(owner) == user and state[0] != "Z"]


STOPS_WHOEVER_COMES = """
import os, signal, sys, time
first = os.getpid()
for _ in range(3):
    if os.fork() == 0:
        os.setsid()
        while True:
            last = int(open("/proc/loadavg").read().split()[-1])
            for number in range(max(first + 8, last - 4), last + 8):
                try: os.kill(number, signal.SIGSTOP)
                except OSError: pass
print("ready", flush=True)
while True: time.sleep(1)
"""


@pytest.mark.parametrize("_", range(3))  # such a race is not always won
def test_who_stops_every_new_process_of_its_user_is_killed_all_the_same(tmp_path, _):
    if os.geteuid() != 0 or not Path("/usr/bin/python3").exists():
        pytest.skip("It needs root and /usr/bin/python3.")
    scratch, user = tmp_path / "scratch", other_user.spare_user()
    scratch.mkdir()
    as_user = {**other_user.as_user(user), "stdout": subprocess.PIPE, "cwd": "/"}
    process = subprocess.Popen(["/usr/bin/python3", "-c", STOPS_WHOEVER_COMES], **as_user)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    with process.stdout:
        AnotherUsersProcess(process, user, scratch).close()
    left = living(user)
    for number in left:
        os.kill(number, signal.SIGKILL)
    assert not left
    assert not scratch.exists()


def test_answers_that_others_can_read_are_named(place, monkeypatch):
    python = python_for_all(place / "another")
    course = place / "course"
    (course / "solutions").mkdir(parents=True)
    (course / "solutions" / "__init__.py").touch()
    monkeypatch.setattr(other_user, "COURSE", course)
    monkeypatch.setattr(sys, "executable", python)
    assert "solutions/__init__.py" in other_user.answers_readable_by(other_user.spare_user())
    other_user.find_other_user.cache_clear()
    with pytest.raises(SandboxUnavailable, match=r"answers can be read by every user.*chmod 700"):
        other_user.find_other_user()
    course.chmod(0o700)
    assert other_user.answers_readable_by(other_user.spare_user()) == ""


def test_whoever_is_not_root_is_told_so(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    other_user.find_other_user.cache_clear()
    with pytest.raises(SandboxUnavailable, match="Only root"):
        other_user.find_other_user()
