"""Attacks on the fork itself: what siblings and successors see, what the parent holds, what a process may do."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from boxes import (
    SMALL,
    all_processes,
    forked,
    held_namespaces,
    jail,
    number_of,
    processes_in,
    run_in_jail,
    told,
    working_sandbox,
)

from autograder.exercises import all_exercises
from autograder.grading.jail import Jail
from autograder.grading.jail.parent import Parent
from autograder.grading.limits import Limits
from autograder.grading.place import ProcessGone, ProcessNotStarted
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


def test_the_user_has_no_rights_in_a_namespace_that_knows_no_other():
    outcome = run_in_jail("""
import os
status = dict(line.split(":\\t", 1) for line in open("/proc/self/status").read().splitlines())
print([int(status[name], 16) for name in ("CapEff", "CapPrm", "CapInh", "CapBnd", "CapAmb")])
print(status["NoNewPrivs"], status["Seccomp"], os.getresuid(), os.getresgid(), os.getgroups())
print(open("/proc/self/uid_map").read().split()[::2])
""")
    assert outcome.output.splitlines() == [
        "[0, 0, 0, 0, 0]",
        "1 2 (1000, 1000, 1000) (1000, 1000, 1000) []",
        "['1000', '1']",
    ]


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
    return below(jail._parent._process.pid)[1]


def below(pid):
    """The descendants of a process, nearest first."""
    children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return children + [each for child in children for each in below(child)]


def test_no_process_can_say_that_others_should_be_ended_before_it():
    with forked() as place:
        words, _ = told(
            place, "try: open('/proc/self/oom_score_adj', 'w').write('0')\nexcept OSError as e: print(e.strerror)"
        )
        assert words == "Read-only file system\n"
        for process in (place._process._first, place._process._learner):
            assert Path(f"/proc/{number_of(process)}/oom_score_adj").read_text() == "1000\n"


def test_memory_that_no_limit_of_a_process_counts_cannot_be_had():
    outcome = run_in_jail("""
import ctypes, mmap, os
libc = ctypes.CDLL(None, use_errno=True)
private, anonymous, shared, grows_down = 2, 0x20, 1, 0x100
for flags in (shared | anonymous, private | anonymous | grows_down, shared | anonymous | grows_down):
    try: print(mmap.mmap(-1, 4096, flags=flags))
    except OSError as error: print(error.strerror)
for path in ("/dev/zero", "/dev/full"):
    try: print(mmap.mmap(os.open(path, os.O_RDWR), 4096, shared))
    except OSError as error: print(error.strerror)
for call in (lambda: libc.msgget(1, 0o1600), lambda: libc.semget(1, 1, 0o1600), lambda: libc.shmget(1, 1, 0o1600)):
    print(call(), os.strerror(ctypes.get_errno()))
print(len(mmap.mmap(-1, 4096, flags=private | anonymous)), open("/dev/zero", "rb").read(2))
""")
    refused = "Operation not permitted"
    assert outcome.output.splitlines() == [
        *[refused] * 3,
        *["No such device"] * 2,
        *[f"-1 {refused}"] * 3,
        "4096 b'\\x00\\x00'",
    ]


def test_sockets_are_of_the_unix_family_alone():
    outcome = run_in_jail("""
import ctypes, os, socket
for family in (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK, socket.AF_PACKET, socket.AF_VSOCK, socket.AF_ALG):
    try: socket.socket(family, socket.SOCK_DGRAM)
    except OSError as error: print(error.strerror)
libc = ctypes.CDLL(None, use_errno=True)
print(libc.socketpair(socket.AF_TIPC, socket.SOCK_DGRAM, 0, (ctypes.c_int * 2)()), os.strerror(ctypes.get_errno()))
print(len(socket.socketpair()))
""")
    assert outcome.output.splitlines() == [*["Invalid argument"] * 6, "-1 Invalid argument", "2"]


def test_calls_that_the_filter_does_not_know_are_refused():
    outcome = run_in_jail("""
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
for number in (450, 457, 462, 466, 500, 511, 1000):
    print(libc.syscall(number, 0, 0, 0, 0, 0), os.strerror(ctypes.get_errno()))
""")
    assert set(outcome.output.splitlines()) == {"-1 Function not implemented"}


@pytest.mark.parametrize("place", ALL_WRITABLE)
def test_files_of_no_size_are_bounded_in_number(place):
    outcome = run_in_jail(f"""
import os, itertools
try:
    for number in itertools.count(): os.close(os.open(f"{place}/{{number}}", os.O_CREAT))
except OSError as error: print(number <= 8192, error.strerror)
""")
    assert outcome.output == "True No space left on device\n"


@pytest.mark.parametrize("place", ALL_WRITABLE)
def test_disk_is_bounded(place):
    outcome = run_in_jail(f"""
import os, itertools, tempfile
folder, total = tempfile.mkdtemp(dir="{place}"), 0
try:
    for number in itertools.count():
        with open(f"{{folder}}/{{number}}", "wb", buffering=0) as file:
            for _ in range(4): total += file.write(bytes(2**19))
except OSError as error: print(total <= 16 * 2**20, error.strerror)
""")
    assert outcome.output == "True No space left on device\n"


def test_only_the_scratch_places_can_be_written():
    outcome = run_in_jail("""
import os, tempfile
for place, folders, files in os.walk("/"):
    folders[:] = [name for name in folders if os.path.join(place, name) not in {"/proc", "/usr/lib"}]
    try:
        os.close(tempfile.mkstemp(dir=place)[0])
        print(place)
    except OSError:
        pass
""")
    # What lies deeper is IPython's: it was made for this process alone.
    places = {line for line in outcome.output.split() if not line.startswith("/home/learner/.")}
    assert places == set(ALL_WRITABLE)


def test_a_fork_bomb_is_bounded_and_ends_with_its_place():
    with forked() as place, pytest.raises(ProcessGone):
        place.run(
            "import os, signal\nsignal.signal(2, signal.SIG_IGN)\nwhile True:\n    try: os.fork()\n"
            "    except OSError: pass",
            seconds=1,
            heard=lambda message: None,
        )
    assert run_in_jail("print('next')").output == "next\n"


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
        while len(below(parent._process.pid)) > 4 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert len(below(parent._process.pid)) <= 4  # bubblewrap, its first process, the parent, and a dead one
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


def test_a_dead_parent_is_replaced(tmp_path):
    with Jail(working_sandbox(), SMALL) as own:
        own.place(tmp_path, Limits()).close()
        os.kill(parent_of(own), signal.SIGKILL)
        with pytest.raises(ProcessNotStarted):
            own.place(tmp_path, Limits())
        place = own.place(tmp_path, Limits())
        assert told(place, "print('again')") == ("again\n", False)
        place.close()


def test_a_killed_grader_takes_its_jail_along():
    program = f"""
import sys, time
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parent)!r})
from boxes import *
place = jail().place(Path({str(Path(__file__).parent / "hostile")!r}), Limits())
print(number_of(place._process._first), flush=True)
time.sleep(1000)
"""
    with (
        subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as grader,
        held_namespaces(int(grader.stdout.readline())) as inside,
    ):
        assert processes_in(inside)
        grader.kill()
        deadline = time.monotonic() + 30
        while processes_in(inside):
            assert time.monotonic() < deadline, "the jail outlived its grader"
            time.sleep(0.01)
    run_in_jail("")  # the next start sweeps the control group away


def test_nothing_is_left_of_a_jail(tmp_path):
    descriptors, processes = len(os.listdir("/proc/self/fd")), set(all_processes())
    with Jail(working_sandbox(), SMALL) as own:
        for _ in range(3):
            own.place(tmp_path, Limits()).close()
        parent = own._parent._process.pid
        assert parent not in processes
    assert len(os.listdir("/proc/self/fd")) == descriptors
    assert not Path(f"/proc/{parent}").exists()
