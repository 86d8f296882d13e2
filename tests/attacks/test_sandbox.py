"""Each promise of the sandbox, tried from inside. Every run also checks that nothing is left behind."""

import json
import socket
import sys
import time
from pathlib import Path

import pytest
from jailed import SMALL, forked, namespaces_of, number_of, processes_in, run_in_jail, told

from autograder.grading.jail.examine import SCRIPT
from autograder.grading.sandbox import SandboxLimits
from autograder.grading.sandbox.mounts import ENVIRONMENT, HOME, SUBMISSION

COURSE = Path(__file__).parents[2]
MIB = 2**20
SET_BY_IPYKERNEL = ["TERM", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "PAGER", "GIT_PAGER", "PYDEVD_USE_FRAME_EVAL"]


def test_no_network_not_even_the_host_itself():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        outcome = run_in_jail(f"""
import socket
for address in [("127.0.0.1", {port}), ("192.0.2.1", 80)]:
    try:
        socket.create_connection(address, timeout=2)
    except OSError as error:
        print(error.strerror)
print(open("/proc/net/dev").read().count(":"))
""")
    assert outcome.output.splitlines() == ["Invalid argument", "Invalid argument", "1"]


def test_abstract_sockets_of_the_host_are_out_of_reach():
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("\0course-test")
        server.listen()
        outcome = run_in_jail("import socket; socket.socket(socket.AF_UNIX).connect('\\0course-test')")
    assert "Connection refused" in outcome.output


def test_files_of_the_host_do_not_exist(tmp_path):
    (tmp_path / "secret").write_text("secret")
    paths = [tmp_path / "secret", Path(__file__), Path("/etc/shadow"), COURSE / "solutions", COURSE / "lessons"]
    outcome = run_in_jail(f"import os; print([p for p in {list(map(str, paths))} if os.path.exists(p)])")
    assert outcome.output == "[]\n"


def test_neither_gradebook_nor_another_submission_is_anywhere(tmp_path):
    for name in ["secret.db", "submitted/ada/rnn/ada.ipynb", "submitted/bob/rnn/bob.ipynb"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    outcome = run_in_jail(
        """
import os
for place, folders, files in os.walk("/"):
    folders[:] = [name for name in folders if os.path.join(place, name) not in {"/proc", "/usr"}]
    print(*[place for name in files if name in {"secret.db", "ada.ipynb", "bob.ipynb"}], sep="", end="")
""",
        folder=tmp_path / "submitted/ada",
    )
    assert outcome.output == "/submission/rnn"


def test_no_answer_and_no_grader_can_be_found():
    outcome = run_in_jail("""
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


def test_the_environment_is_an_allow_list(monkeypatch):
    monkeypatch.setenv("GRADEBOOK_PASSWORD", "secret")
    outcome = run_in_jail("import os, json; print(json.dumps(dict(os.environ)))")
    assert json.loads(outcome.output).keys() <= {*ENVIRONMENT, "PWD", "LC_CTYPE", *SET_BY_IPYKERNEL}
    assert "secret" not in run_in_jail("print(open('/proc/self/environ').read())").output


def test_only_its_own_processes_are_visible():
    outcome = run_in_jail("import os; print(sorted(int(p) for p in os.listdir('/proc') if p.isdigit()))")
    assert outcome.output == "[1, 2]\n"


def way_to_python(place):
    """Where the environment itself lies below a place, as in a clone there, the way to it is all that is seen."""
    prefixes = [Path(prefix) for prefix in (sys.prefix, sys.base_prefix)]
    return {prefix.relative_to(place).parts[0] for prefix in prefixes if Path(place) in prefix.parents}


@pytest.mark.parametrize("place", [HOME, "/tmp", SUBMISSION])
def test_home_and_tmp_and_the_working_folder_are_empty(place):
    outcome = run_in_jail(f"import os; print(*os.listdir({place!r}), sep='/', end='')")
    of_ipython = {".ipython"} if place == HOME else set()  # made for this process alone
    assert set(outcome.output.split("/")) - {""} == way_to_python(place) | of_ipython


def test_home_and_the_working_folder_are_what_they_are_called():
    outcome = run_in_jail("import os; print(os.path.expanduser('~'), os.getcwd())")
    assert outcome.output.split() == [HOME, SUBMISSION]


def test_one_file_is_bounded():
    outcome = run_in_jail("f = open('f', 'wb', buffering=0)\nwhile True: f.write(bytes(2**19))")
    assert "File too large" in outcome.output


BOMB = """
import os
own = os.getpid()
while True:
    try: os.fork()
    except OSError:
        if os.getpid() == own: break
"""


def test_a_fork_bomb_is_bounded():
    with forked() as place:
        told(place, BOMB)
        number = number_of(place._process._first)
        count = len(processes_in(namespaces_of(number)))
        started = time.monotonic()
    assert 10 < count <= SMALL.processes
    assert time.monotonic() - started < 5


def test_threads_are_bounded():
    outcome = run_in_jail("""
import threading, time
try:
    for number in range(1000):
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
except RuntimeError:
    print(number)
""")
    assert int(outcome.output) <= SMALL.processes


def test_memory_of_a_process_is_bounded():
    outcome = run_in_jail(f"x = bytearray({SMALL.memory_mib} * 2**20)")
    assert "MemoryError" in outcome.output


def test_memory_of_all_processes_is_bounded():
    functions = SCRIPT.read_text().partition("if __name__")[0]
    outcome = run_in_jail(f"{functions}\nprint(count_survivors({SMALL.memory_mib}))")
    if not outcome.has_group:
        pytest.skip("no control group here: autograder doctor says what to do")
    assert outcome.output in ("1\n", "2\n")


def test_descriptors_are_bounded():
    outcome = run_in_jail("import os\nwhile True: print(os.dup(0))")
    assert "Too many open files" in outcome.output
    numbers = [line for line in outcome.output.splitlines() if line.isdecimal()]
    assert numbers[-1] == str(SMALL.open_files - 1)


def test_processor_time_is_bounded():
    with forked(limits=SandboxLimits(cpu_seconds=2)) as place:
        assert told(place, "while True: pass")[1]


def test_a_daemon_dies_with_its_sandbox():
    outcome = run_in_jail("""
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
