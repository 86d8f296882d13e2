"""What a process in the jail has no right to, and what bounds it where no control group does."""

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from jailed import SMALL, forked, number_of, run_in_jail, told
from test_jail import ALL_WRITABLE

from autograder.grading.judge.place import ProcessGone


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


def test_no_process_can_have_a_larger_stack():
    # It is no data to RLIMIT_DATA: a program that was started with a larger one has as much again.
    outcome = run_in_jail("""
import resource, subprocess
bound, most = resource.getrlimit(resource.RLIMIT_STACK)
print(bound == most <= 8 * 2**20)
try: resource.setrlimit(resource.RLIMIT_STACK, (2**29, 2**29))
except ValueError as error: print("no")
print(subprocess.run(["sh", "-c", "ulimit -s unlimited"], stderr=subprocess.DEVNULL).returncode != 0)
""")
    assert outcome.output.split() == ["True", "no", "True"]


def test_memory_of_a_process_cannot_be_written_past_its_limits():
    # Through this file even maps that are read-only, and so no data to RLIMIT_DATA, could be filled.
    outcome = run_in_jail("open('/proc/self/mem', 'r+b')")
    assert outcome.output == "OSError: [Errno 30] Read-only file system: '/proc/self/mem'\n"


def test_pages_cannot_be_put_aside_in_pipes():
    outcome = run_in_jail("""
import ctypes, os
libc, page = ctypes.CDLL(None, use_errno=True), ctypes.create_string_buffer(4096)
what = (ctypes.c_size_t * 2)(ctypes.addressof(page), 4096)
print(libc.vmsplice(os.pipe()[1], what, 1, 8), os.strerror(ctypes.get_errno()))
""")
    assert outcome.output == "-1 Operation not permitted\n"


LOCKS = """
import fcntl
def tried(what, *how):
    try: return what(file, *how)
    except OSError as error: return error.strerror
with open("/usr/bin/env", "rb") as file:
    print(tried(fcntl.flock, fcntl.LOCK_EX | fcntl.LOCK_NB), tried(fcntl.lockf, fcntl.LOCK_SH | fcntl.LOCK_NB))
    print(tried(fcntl.fcntl, fcntl.F_SETLEASE, fcntl.F_RDLCK), tried(fcntl.fcntl, fcntl.F_GETFL) & 3)
    held = open(file.name, "rb")
    fcntl.flock(held, fcntl.LOCK_EX)
"""


def test_a_lock_is_no_sign_to_a_sibling():
    with forked() as one, forked() as other:
        assert told(one, LOCKS)[0] == told(other, LOCKS)[0] == "None None\n0 0\n"


def test_the_disk_of_the_machine_is_not_told_to_write():
    outcome = run_in_jail("""
import ctypes
libc, nothing = ctypes.CDLL(None), -1
print([libc.syncfs(nothing), libc.fsync(nothing), libc.fdatasync(nothing), libc.sync_file_range(nothing, 0, 0, 0)])
""")
    assert outcome.output == "[0, 0, 0, 0]\n"  # where they are made, there is no such descriptor


def test_no_crash_can_ask_the_machine_for_a_memory_dump():
    outcome = run_in_jail("""
import resource
print([line.split()[4:6] for line in open("/proc/self/limits") if "core" in line])
for deed in (resource.setrlimit, lambda *what: resource.prlimit(0, *what)):
    for limit in (0, resource.RLIM_INFINITY):
        try: print(deed(resource.RLIMIT_CORE, (limit, limit)))
        except (OSError, ValueError): print("refused")
""")
    assert outcome.output.splitlines() == ["[['1', '1']]", *["refused"] * 4]


def test_signals_that_wait_are_bounded():
    outcome = run_in_jail("""
import ctypes, os, signal
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGRTMIN})
sent = [ctypes.CDLL(None).sigqueue(os.getpid(), int(signal.SIGRTMIN), 0) for _ in range(3000)]
print(sent.count(0) <= 1024 < sent.count(-1))
""")
    assert outcome.output == "True\n"


def test_files_of_others_cannot_be_watched():
    outcome = run_in_jail("""
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
for call in (lambda: libc.inotify_init1(0), lambda: libc.inotify_init(), lambda: libc.fanotify_init(0, 0)):
    print(call(), os.strerror(ctypes.get_errno()))
""")
    assert outcome.output == "-1 Operation not permitted\n" * 3


def test_a_database_in_a_file_works_as_everywhere():
    outcome = run_in_jail("""
import sqlite3
with sqlite3.connect("a.db") as base: base.execute("create table t (x)"), base.execute("insert into t values (5)")
print(sqlite3.connect("a.db").execute("select x from t").fetchall())
""")
    assert outcome.output == "[(5,)]\n"


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


def test_what_is_made_on_the_way_can_be_looked_into_however_private_the_graders_own_files_are():
    before = os.umask(0o077)
    try:
        limits = replace(SMALL, processes=SMALL.processes + 1)  # so that no parent is there yet
        outcome = run_in_jail("import os\nprint(oct(os.umask(0)))", limits=limits)
    finally:
        os.umask(before)
    assert outcome.output == "0o22\n"


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
    # And where the interpreter lies below the host's /tmp, the private one has the folders that lead to it.
    leading = {str(place) for place in (Path(sys.prefix), *Path(sys.prefix).parents) if place.is_relative_to("/tmp")}
    assert places - leading | {"/tmp"} == set(ALL_WRITABLE)


def test_a_fork_bomb_is_bounded_and_ends_with_its_place():
    with forked() as place, pytest.raises(ProcessGone):
        place.run(
            "import os, signal\nsignal.signal(2, signal.SIG_IGN)\nwhile True:\n    try: os.fork()\n"
            "    except OSError: pass",
            seconds=1,
            heard=lambda message: None,
        )
    assert run_in_jail("print('next')").output == "next\n"
