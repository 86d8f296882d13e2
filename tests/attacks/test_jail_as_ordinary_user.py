"""The jail of a grader that is not root: no spare users, no capabilities, as a rule no control group."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from jailed import working_sandbox

COURSE = Path(__file__).parents[2]
NOBODY_ELSE = 61183
PROGRAM = """
import sys
sys.path[:0] = [{course!r}, {tests!r}]
from jailed import forked, told
with forked() as place, forked() as sibling:
    print(place._process.group, end=" ")
    print(told(place, "import os, signal; print(os.getresuid(), os.getresgid(), os.getgroups())")[0], end="")
    print(told(place, "print(*[line for line in open('/proc/self/status') if line[:6] == 'CapEff'])")[0])
    print(told(place, BOMB)[0], end="")
    print(told(sibling, "import os; print(os.popen('echo it forks').read())")[0], end="")
    print(told(place, "os.kill(0, signal.SIGKILL)")[1], told(sibling, "print('lives')")[0], end="")
with forked() as successor:
    print(told(successor, "print('next')")[0])
"""
BOMB = """
forks = []
try:
    for _ in range(100):
        forks.append(os.fork())
        if not forks[-1]: signal.pause()
except OSError as error: print(10 < len(forks) < 24, error.strerror)
for each in forks: os.kill(each, signal.SIGKILL)
"""


needs_root = pytest.mark.skipif(
    os.geteuid() != 0 or not (shutil.which("setpriv") and shutil.which("unshare")), reason="root can become another"
)


@needs_root
def test_everything_holds_for_a_grader_that_is_an_ordinary_user():
    program = PROGRAM.format(course=str(COURSE), tests=str(Path(__file__).parent)).replace("BOMB", repr(BOMB))
    done = run_as_ordinary_user("-c", program)
    assert done.stdout.split("\n") == [
        "None (1000, 1000, 1000) (1000, 1000, 1000) []",
        "CapEff:\t0000000000000000",
        "",
        "",
        "True Resource temporarily unavailable",
        "it forks",
        "",
        "True lives",
        "next",
        "",
        "",
    ], done.stderr[-2000:]


@needs_root
def test_what_root_has_no_right_to_an_ordinary_user_has_none_to():
    tests = Path(__file__).with_name("test_jail_rights.py")
    done = run_as_ordinary_user("-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(COURSE), str(tests))
    assert re.search(r"^[2-9]\d passed in", done.stdout, re.MULTILINE), done.stdout[-3000:] + done.stderr[-1000:]


def run_as_ordinary_user(*arguments):
    """Run Python with these arguments as a user who is nobody else and has no rights."""
    working_sandbox()
    with tempfile.TemporaryDirectory() as home:
        os.chown(home, NOBODY_ELSE, NOBODY_ELSE)
        script = "\n".join(["set -e", "mount --make-rprivate /", *reachable(home), as_ordinary_user(home)])
        command = ["unshare", "--mount", "sh", "-c", script, "sh", sys.executable, *arguments]
        environment = {"HOME": home, "TMPDIR": home, "PYTHONPATH": str(COURSE), "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(command, capture_output=True, text=True, timeout=240, cwd="/", env=environment)


def as_ordinary_user(home):
    user = f"--reuid={NOBODY_ELSE} --regid={NOBODY_ELSE} --clear-groups --bounding-set=-all --inh-caps=-all"
    return f'cd {home}; export HOME={home} PATH=/usr/bin:/bin; exec setpriv {user} "$@"'


def reachable(home):
    """Commands that make interpreter and course reachable for everyone, in this namespace of mounts alone."""
    needed = [Path(sys.base_prefix), Path(sys.prefix), COURSE]
    for number, path in enumerate(needed):
        closed = [above for above in path.parents if not above.stat().st_mode & 0o001]
        if closed:
            yield f"mkdir {home}/{number} && mount --bind {path} {home}/{number}"
            yield f"mount -t tmpfs -o mode=755 none {closed[-1]}"
            yield f"mkdir -p {path} && mount --bind {home}/{number} {path}"
