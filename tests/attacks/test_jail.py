"""Attacks on the fork itself: what siblings and successors see, what the parent holds, how it starts and ends."""

import os
import re
import socket
import time
from pathlib import Path

import pytest
from jailed import (
    SMALL,
    forked,
    jail,
    number_of,
    run_in_jail,
    told,
    working_sandbox,
)

from autograder.exercises import all_exercises
from autograder.grading.jail.parent_process import Parent
from autograder.grading.sandbox import SandboxLimits
from autograder.reference import reference_source

ALL_WRITABLE = ["/submission", "/tmp", "/home/learner", "/dev/shm"]

LEAVE = f"""
import ctypes, os, pty, socket, subprocess
for place in {ALL_WRITABLE}:
    open(place + "/left", "w").write("left")
server = socket.socket(socket.AF_UNIX)
server.bind("\\0left")
server.listen()
libc = ctypes.CDLL(None, use_errno=True)
queue = libc.mq_open(b"/left", os.O_CREAT | os.O_RDWR, 0o666, None)
terminals = pty.openpty()
sleeper = subprocess.Popen(["sleep", "100"], start_new_session=True)
print("left", queue >= 0)
"""
LOOK = f"""
import ctypes, os, socket
found = [place for place in {ALL_WRITABLE} if os.path.exists(place + "/left")]
try:
    socket.socket(socket.AF_UNIX).connect("\\0left")
    found.append("socket")
except ConnectionRefusedError:
    pass
found += ["queue"] * (ctypes.CDLL(None).mq_open(b"/left", os.O_RDWR) >= 0)
found += [name for name in os.listdir("/dev/pts") if name != "ptmx"]
found += [name for name in os.listdir("/proc") if name.isdecimal() and int(name) > 2]
print(found)
"""


def test_neither_a_sibling_nor_a_successor_sees_what_a_process_has_left():
    with forked() as first, forked() as sibling:
        assert told(first, LEAVE) == ("left True\n", False)
        assert told(sibling, LOOK) == ("[]\n", False)
    assert run_in_jail(LOOK).output == "[]\n"


@pytest.mark.parametrize("target", [0, -1, 1])
def test_signals_reach_neither_siblings_nor_the_parent(target):
    with forked() as sibling:
        told(sibling, "x = 1")
        run_in_jail(f"import os, signal\nos.kill({target}, signal.SIGKILL)")
        assert told(sibling, "print(x)") == ("1\n", False)
    assert run_in_jail("print('next')").output == "next\n"


def test_descriptors_are_a_learners_own():
    outcome = run_in_jail("""
import os
for name in sorted(os.listdir("/proc/self/fd"), key=int):
    try: print(os.readlink(f"/proc/self/fd/{name}").partition(":")[0])
    except FileNotFoundError: pass  # that of the listing itself
""")
    own = {"/dev/null", "socket", "anon_inode"}
    assert {line for line in outcome.output.splitlines() if not re.fullmatch(r"/tmp/#\d+ \(deleted\)", line)} == own


def test_the_first_process_is_closed_to_the_learner():
    outcome = run_in_jail("""
import os
for what in ("mem", "environ", "maps", "fd", "root/tmp", "cwd/"):
    try:
        os.listdir(f"/proc/1/{what}") if os.path.isdir(f"/proc/1/{what}") else open(f"/proc/1/{what}", "rb").read(1)
        print("open", what)
    except OSError:
        pass
""")
    assert outcome.output == ""


def test_the_parents_that_are_forked_from_hold_no_answer():
    outcome = run_in_jail("""
import gc, sys, types
names = [name for name in sys.modules if name.split(".")[0] == "solutions" or "alternatives" in name]
paths = [code.co_filename for code in gc.get_objects() if isinstance(code, types.CodeType)]
print(names, [path for path in paths if "solutions" in path or "/grading/" in path])
""")
    assert outcome.output == "[] []\n"


def test_no_line_of_an_answer_is_in_the_memory_that_is_forked():
    # Each is sought by a pattern that does not match itself, since the pattern is in that memory too.
    patterns = [f"[{line[0]}]{re.escape(line[1:])}" for line in lines_of_answers()]
    outcome = run_in_jail(
        f"""
import re
patterns = {[pattern.encode() for pattern in patterns]!r}
sought, total = re.compile(b"|".join(patterns)), 0
with open("/proc/self/mem", "rb", buffering=0) as memory:
    for line in open("/proc/self/maps"):
        start, end = (int(part, 16) for part in line.split()[0].split("-"))
        if " r" not in line or "[v" in line:
            continue
        memory.seek(start)
        content = memory.read(end - start)
        total += len(content)
        found = sought.search(content)
        if found: print(found[0])
print(total > 50_000_000)
""",
        limits=SandboxLimits(),
    )
    assert outcome.output == "True\n"


def lines_of_answers():
    """The longest line of what a learner has to write, of every third exercise: enough to notice a module."""
    for exercise in list(all_exercises().values())[::3]:
        written = re.search(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", reference_source(exercise), re.DOTALL)
        if written:
            yield max(written[1].splitlines(), key=len).strip()


def test_as_root_parent_and_children_are_spare_users():
    if os.geteuid() != 0:
        pytest.skip("an ordinary user has no other users")
    with forked() as one, forked() as two:
        users = {Path(f"/proc/{number_of(place._process._learner)}").stat().st_uid for place in (one, two)}
        parent = parent_of(jail(SMALL))
        users.add(Path(f"/proc/{parent}").stat().st_uid)
    assert len(users) == 3
    assert min(users) >= 61184


def parent_of(jail):
    """The number of the process that is forked from: bubblewrap, its first process, and then this one."""
    return below(jail._parent._keeper.process.pid)[1]


def below(pid):
    """The descendants of a process, nearest first."""
    children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return children + [each for child in children for each in below(child)]


def test_each_process_has_a_random_state_of_its_own():
    code = "import os, random, uuid, tempfile, numpy as np\n"
    code += "print(random.random(), np.random.rand(), uuid.uuid4(), os.path.basename(tempfile.mktemp()))"
    first, second = (run_in_jail(code).output.split() for _ in range(2))
    assert not set(first) & set(second)


def test_an_ill_behaved_start_costs_one_place_and_not_the_next(tmp_path):
    # Whoever asks for a process and hangs up at any moment leaves the parent as it was.
    parent = Parent(working_sandbox(), SMALL)
    try:
        for words in range(2):
            ours, theirs = socket.socketpair()
            tar = os.memfd_create("no tar at all")
            with theirs, ours:
                user = parent.fork([theirs.fileno(), tar])
                for _ in range(words):
                    ours.recv(1)
            os.close(tar)
            parent.give_back(user)
        deadline = time.monotonic() + 20
        while len(below(parent._keeper.process.pid)) > 4 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert len(below(parent._keeper.process.pid)) <= 4  # bubblewrap, its first process, the parent, and a dead one
    finally:
        parent.close()


def test_no_code_of_a_learner_runs_before_the_trusted_side_says_so():
    parent = Parent(working_sandbox(), SMALL)
    ours, theirs = socket.socketpair()
    tar = os.memfd_create("empty")
    os.write(tar, bytes(10240))
    os.lseek(tar, 0, os.SEEK_SET)
    try:
        with theirs:
            parent.fork([theirs.fileno(), tar])
        assert ours.recv(1) == b"1"
        ours.settimeout(0.5)
        with pytest.raises(TimeoutError):  # it is not in its control group yet
            ours.recv(1)
        ours.settimeout(20)
        ours.send(b".")
        assert ours.recv(1) == b"2"
    finally:
        ours.close()
        os.close(tar)
        parent.close()
