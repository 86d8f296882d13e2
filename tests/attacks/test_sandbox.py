"""Each promise of the sandbox, tried from inside. Every run also checks that nothing is left behind."""

import json
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
from boxes import (
    SMALL,
    everywhere,
    first_process,
    held_namespaces,
    namespaces_of,
    opened,
    processes_in,
    run_inside,
    working_sandbox,
)

from autograder.grading.sandbox.view import ENVIRONMENT, HOME, SCRIPTS, SUBMISSION

COURSE = Path(__file__).parents[2]
MIB = 2**20
SET_BY_IPYKERNEL = ["TERM", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "PAGER", "GIT_PAGER", "PYDEVD_USE_FRAME_EVAL"]


def test_no_network_not_even_the_host_itself():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        outcome = run_inside(f"""
import socket
for address in [("127.0.0.1", {port}), ("192.0.2.1", 80)]:
    try:
        socket.create_connection(address, timeout=2)
    except OSError as error:
        print(error.strerror)
print(socket.if_nameindex.__name__, open("/proc/net/dev").read().count(":"))
""")
    assert outcome.output.splitlines() == ["Connection refused", "Network is unreachable", "if_nameindex 1"]


@everywhere
def test_abstract_sockets_of_the_host_are_out_of_reach(run):
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("\0course-test")
        server.listen()
        outcome = run("import socket; socket.socket(socket.AF_UNIX).connect('\\0course-test')")
    assert "Connection refused" in outcome.output


@everywhere
def test_files_of_the_host_do_not_exist(tmp_path, run):
    (tmp_path / "secret").write_text("secret")
    paths = [tmp_path / "secret", Path(__file__), Path("/etc/shadow"), COURSE / "solutions", COURSE / "lessons"]
    outcome = run(f"import os; print([p for p in {list(map(str, paths))} if os.path.exists(p)])")
    assert outcome.output == "[]\n"


@everywhere
def test_neither_gradebook_nor_another_submission_is_anywhere(tmp_path, run):
    for name in ["secret.db", "submitted/ada/rnn/ada.ipynb", "submitted/bob/rnn/bob.ipynb"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    outcome = run(
        """
import os
for place, folders, files in os.walk("/"):
    folders[:] = [name for name in folders if os.path.join(place, name) not in {"/proc", "/usr"}]
    print(*[place for name in files if name in {"secret.db", "ada.ipynb", "bob.ipynb"}], sep="", end="")
""",
        folder=tmp_path / "submitted/ada",
    )
    assert outcome.output == "/submission/rnn"


@everywhere
def test_no_answer_and_no_grader_can_be_found(run):
    outcome = run("""
import importlib, os, sys
sys.path.append("/course")
for name in [
    "autograder.check", "data", "figures", "solutions.simple_rnn", "autograder.grading", "autograder.authoring"
]:
    try:
        importlib.import_module(name)
        print(name)
    except ModuleNotFoundError:
        pass
for top in ["/course", *(path for path in sys.path if path.endswith("site-packages"))]:
    for place, folders, files in os.walk(top):
        below = os.path.relpath(place, top).split("/")
        print(*[place for name in files if "solutions" in below and name.endswith(".py")], sep="", end="")
""")
    assert outcome.output.split() == ["autograder.check", "data", "figures"]


@everywhere
def test_the_environment_is_an_allow_list(monkeypatch, run):
    monkeypatch.setenv("GRADEBOOK_PASSWORD", "secret")
    outcome = run("import os, json; print(json.dumps(dict(os.environ)))")
    assert json.loads(outcome.output).keys() <= {*ENVIRONMENT, "PWD", "LC_CTYPE", *SET_BY_IPYKERNEL}
    assert "secret" not in run("print(open('/proc/self/environ').read())").output


@everywhere
def test_only_its_own_processes_are_visible(run):
    outcome = run("import os; print(sorted(int(p) for p in os.listdir('/proc') if p.isdigit()))")
    assert outcome.output == "[1, 2]\n"


def way_to_python(place):
    """Where the environment itself lies below a place, as in a clone there, the way to it is all that is seen."""
    prefixes = [Path(prefix) for prefix in (sys.prefix, sys.base_prefix)]
    return {prefix.relative_to(place).parts[0] for prefix in prefixes if Path(place) in prefix.parents}


@pytest.mark.parametrize("place", [HOME, "/tmp", SUBMISSION])
def test_home_and_tmp_and_the_working_folder_are_empty(place):
    outcome = run_inside(f"import os; print(*os.listdir({place!r}), sep='/', end='')")
    assert set(outcome.output.split("/")) - {""} == way_to_python(place)


@everywhere
def test_home_and_the_working_folder_are_what_they_are_called(run):
    outcome = run("import os; print(os.path.expanduser('~'), os.getcwd())")
    assert outcome.output.split() == [HOME, SUBMISSION]


def test_only_the_scratch_places_can_be_written():
    outcome = run_inside("""
import os, tempfile
for place, folders, files in os.walk("/"):
    folders[:] = [name for name in folders if os.path.join(place, name) not in {"/proc", "/usr/lib"}]
    try:
        tempfile.mkstemp(dir=place)  # no name is taken for free: a clone in /tmp may have it
        print(place)
    except OSError:
        pass
""")
    assert set(outcome.output.split()) == {"/submission", "/tmp", "/home/learner", "/run/jupyter", "/dev/shm"}


@pytest.mark.parametrize("place", ["/submission", "/tmp", "/home/learner", "/run/jupyter", "/dev/shm"])
def test_disk_is_bounded(place):
    outcome = run_inside(f"""
import os, itertools, tempfile
folder = tempfile.mkdtemp(dir="{place}")
total = 0
try:
    for number in itertools.count():
        with open(f"{{folder}}/{{number}}", "wb", buffering=0) as file:
            for _ in range(4):
                total += file.write(bytes(2**19))
except OSError as error:
    os.remove(f"{{folder}}/0") if "{place}" == "/run/jupyter" else None
    print(total, error.strerror)
""")
    total, _, error = outcome.output.partition(" ")
    assert int(total) <= 16 * MIB
    assert error == "No space left on device\n"


@everywhere
def test_one_file_is_bounded(run):
    outcome = run("f = open('f', 'wb', buffering=0)\nwhile True: f.write(bytes(2**19))")
    assert "File too large" in outcome.output


def test_a_fork_bomb_is_bounded():
    bomb = "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass"
    with opened(bomb) as box:
        time.sleep(0.5)
        count = len(processes_in(namespaces_of(first_process(box))))
        start = time.monotonic()
        box.close()
    assert 10 < count <= SMALL.processes
    assert time.monotonic() - start < 5


@everywhere
def test_threads_are_bounded(run):
    outcome = run("""
import threading, time
try:
    for number in range(1000):
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
except RuntimeError:
    print(number)
""")
    assert int(outcome.output) <= SMALL.processes


@everywhere
def test_memory_of_a_process_is_bounded(run):
    outcome = run(f"x = bytearray({SMALL.memory_mib} * 2**20)")
    assert "MemoryError" in outcome.output


@everywhere
def test_memory_of_all_processes_is_bounded(run):
    functions = (SCRIPTS / "attempts.py").read_text().partition("if __name__")[0]
    outcome = run(f"{functions}\nprint(count_survivors({SMALL.memory_mib}))")
    if not outcome.has_group:
        pytest.skip("no control group here: autograder doctor says what to do")
    assert outcome.output in ("1\n", "2\n")


def test_files_of_no_size_are_bounded_by_memory():
    code = "import os\nfor n in range(10**7): os.close(os.open(f'{n:0200}', os.O_CREAT))"
    with opened(code) as box:
        if box.group is None:
            pytest.skip("no control group here: autograder doctor says what to do")
        box.process.wait(timeout=60)
        assert box.ran_out_of_memory()


@everywhere
def test_descriptors_are_bounded(run):
    outcome = run("import os\nwhile True: print(os.dup(0))")
    assert "Too many open files" in outcome.output
    numbers = [line for line in outcome.output.splitlines() if line.isdecimal()]
    assert numbers[-1] == str(SMALL.open_files - 1)


def test_processor_time_is_bounded():
    outcome = run_inside("while True: pass", limits=type(SMALL)(cpu_seconds=1))
    assert outcome.code == 128 + signal.SIGKILL


@everywhere
def test_a_daemon_dies_with_its_sandbox(run):
    outcome = run("""
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(1000)
    os._exit(0)
os.wait()
print(sorted(int(p) for p in os.listdir("/proc") if p.isdigit()))
""")
    assert outcome.output == "[1, 2, 4]\n"


def test_signals_reach_no_one_outside():
    signals = "import os\nfor pid in (os.getppid(), 1): os.kill(pid, 9)\nprint('on')\nos.kill(0, 9)"
    with opened("import time; time.sleep(100)") as neighbour:
        assert run_inside(signals).code != 0
        assert neighbour.process.poll() is None


def test_a_killed_grader_takes_its_sandboxes_along():
    program = f"""
import sys, time
sys.path.insert(0, {str(Path(__file__).parent)!r})
from boxes import *
box = open_box(find_sandbox(), [sys.executable, "-I", "-c", "import time; time.sleep(1000)"], SMALL)
print(first_process(box), flush=True)
time.sleep(1000)
"""
    working_sandbox()
    with ExitStack() as stack:
        grader = stack.enter_context(
            subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
        )
        inside = stack.enter_context(held_namespaces(int(grader.stdout.readline())))
        assert inside
        grader.kill()
        deadline = time.monotonic() + 30  # it takes milliseconds, but a busy machine may be late
        while processes_in(inside):
            assert time.monotonic() < deadline, "the sandbox outlived its grader"
            time.sleep(0.01)
    run_inside("")  # the next start sweeps the control group away
