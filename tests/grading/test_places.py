"""What every place promises that cells can run in."""

import re
import subprocess
import sys

import pytest
from grading import places

from autograder.door import TookTooLong
from autograder.errors import CourseError
from autograder.grading.jail import unguarded
from autograder.grading.judge.place import ProcessGone
from autograder.grading.limits import Limits

SHADOWS = ["numpy", "ipykernel_launcher", "ipykernel", "json", "inside", "autograder"]
CALL = [{"tuple": []}, {"dict": []}]


NOT_ELSEWHERE = "import os, socket, signal; del os.O_TMPFILE, os.memfd_create, os.pidfd_open, socket.SO_PASSCRED; "


@pytest.fixture(params=["jail", "unguarded", "unguarded elsewhere"])
def place(request, tmp_path, monkeypatch):
    """A place on a folder that ships modules which would like to be ours."""
    for name in SHADOWS:
        (tmp_path / f"{name}.py").write_text("raise SystemExit('taken over')\n")
    (tmp_path / "given").mkdir()
    (tmp_path / "given/activations.py").write_text("name = 'tanh'\n")
    if request.param == "unguarded elsewhere":  # without what Linux alone has
        monkeypatch.setattr(unguarded, "PROGRAM", NOT_ELSEWHERE + unguarded.PROGRAM)
    made = places.start_in(tmp_path, request.param)(Limits(interrupt_seconds=2))
    yield made
    made.close()


def run(place, code, seconds=20.0):
    """Run a cell; return what it displayed, kind by kind."""
    messages = []
    place.run(code, seconds=seconds, heard=messages.append)
    found = [(message["msg_type"], message["content"]) for message in messages]
    return [each for each in found if each[0] != "execute_input"]


def printed(place, code, seconds=20.0):
    return "".join(content["text"] for kind, content in run(place, code, seconds) if kind == "stream")


def test_a_place_keeps_its_promises(place):
    """One place for all that leaves it as it was: to start one takes longer than to ask it."""
    modules_of_the_submission_take_nothing_over(place)
    what_lies_beside_the_notebook_can_be_imported_and_written_to(place)
    plots_are_drawn_without_a_word_on_standard_error(place)
    a_cell_is_interrupted_and_says_so(place)
    functions_are_asked_and_leave_no_trace(place)
    calls_that_take_too_long_are_interrupted(place)
    its_end_is_noticed(place)


def modules_of_the_submission_take_nothing_over(place):
    code = f"import importlib\nfor n in {SHADOWS[:4]}: print(importlib.import_module(n).__file__)"
    files = printed(place, code).splitlines()
    assert len(files) == 4
    assert not re.search("^/submission/|^/tmp/pytest", "\n".join(files), re.MULTILINE)


def what_lies_beside_the_notebook_can_be_imported_and_written_to(place):
    code = "from given.activations import name\nopen('file', 'w').write(name)\nprint(open('file').read())"
    assert printed(place, code) == "tanh\n"


def plots_are_drawn_without_a_word_on_standard_error(place):
    found = run(place, "import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.title('$W_{aa}$'); plt.show()")
    assert [kind for kind, _ in found] == ["display_data"]
    assert "image/png" in found[0][1]["data"]


def a_cell_is_interrupted_and_says_so(place):
    ((kind, content),) = run(place, "while True: pass", seconds=0.5)
    assert (kind, content["ename"]) == ("error", "KeyboardInterrupt")
    assert printed(place, "print('well')") == "well\n"


def functions_are_asked_and_leave_no_trace(place):
    run(place, "def f():\n    print('inside')\n    return [1, 2]")
    look = "print(len(In), [name for name in globals() if name[0] != '_'])"
    before = printed(place, look)
    replies = place.ask({"function": "f", "calls": [CALL, CALL]}, seconds=10)
    assert [reply["printed"] for reply in replies] == ["inside\n"] * 2
    assert place.ask({"function": "nobody", "calls": [CALL]}, seconds=10) == [{"missing": True}]
    cells = int(before.split()[0])
    assert printed(place, look) == before.replace(f"{cells} ", f"{cells + 1} ", 1)


def calls_that_take_too_long_are_interrupted(place):
    run(place, "def slow():\n    import time\n    time.sleep(100)")
    with pytest.raises(TookTooLong):
        place.ask({"function": "slow", "calls": [CALL]}, seconds=0.5)
    assert printed(place, "print('well')") == "well\n"


def its_end_is_noticed(place):
    with pytest.raises(ProcessGone, match="ended"):
        run(place, "import os; os._exit(3)")


def test_where_nothing_can_be_run_it_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.delattr("socket.send_fds")
    with pytest.raises(CourseError, match="docs/Containerfile"):
        unguarded.unguarded_place(tmp_path, Limits())


def test_nothing_of_linux_alone_is_asked_for_when_the_grader_is_imported():
    names = "os.O_TMPFILE, os.memfd_create, os.pidfd_open, os.getxattr, signal.pidfd_send_signal, socket.SO_PASSCRED"
    program = f"import os, signal, socket; del {names}; import autograder.grading.command, autograder.cli"
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
