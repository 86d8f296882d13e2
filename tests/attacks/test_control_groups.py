"""Control groups of version 2, in a group that is delegated as systemd would: by the kernel itself, where it has them.

Where memory and pids belong to version 1, as on some machines, another controller stands in for them: then it is tried
how groups are made, filled and taken away, but not what memory.max and pids.max do.
"""

import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from jailed import working_sandbox
from test_jail_as_ordinary_user import COURSE, NOBODY_ELSE, as_ordinary_user, reachable

PROGRAM = """
import os, signal, sys
sys.path[:0] = [{course!r}, {tests!r}]
from autograder.grading.sandbox import control_groups
control_groups.CONTROLLERS = {controllers!r}
from jailed import forked, number_of, told
with forked() as place, forked() as sibling:
    (folder,), (other,) = place._process.group.folders, sibling._process.group.folders
    inside = set(map(int, (folder / "cgroup.procs").read_text().split()))
    print(inside == {{number_of(place._process._first), number_of(place._process._learner)}})
    print(folder.parent == other.parent, folder.parent.name == {own!r}, folder != other)
    print(told(place, "import os; print(os.getpid(), open('/proc/self/cgroup').read().count('learner'))")[0], end="")
    print(told(place, "open('/sys/fs/cgroup/x')")[0].split(":")[0])
    limits = {{"memory.max": "268435456", "pids.max": "24"}}
    set_here = {{name for name in limits if (folder / name).exists()}}
    print(all((folder / name).read_text().strip() == limits[name] for name in set_here))
print(folder.exists(), other.exists(), flush=True)
with forked() as place:
    os.kill(os.getpid(), signal.SIGKILL)
"""


def mounted_version_2():
    """Where version 2 can be written to, and the controllers that it has; None where it is not."""
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        before, _, after = line.partition(" - ")
        root, mount = before.split()[3:5]
        if after.split()[0] == "cgroup2" and root == "/" and os.access(mount, os.W_OK):
            found = Path(mount, "cgroup.controllers").read_text().split()
            wanted = ("memory", "pids") if {"memory", "pids"} <= set(found) else tuple(found[:1])
            return (Path(mount), wanted) if wanted else None
    return None


@contextmanager
def delegated(user):
    """Make a group that belongs to a user, marked as systemd marks what it delegates; take it away again."""
    mount, controllers = mounted_version_2()
    before = (mount / "cgroup.subtree_control").read_text().split()
    (mount / "cgroup.subtree_control").write_text(" ".join(f"+{name}" for name in controllers))
    own = mount / f"course-test-{os.getpid()}"
    own.mkdir()
    try:
        os.setxattr(own, "user.delegate", b"1")
        for path in (own, own / "cgroup.procs", own / "cgroup.subtree_control", own / "cgroup.threads"):
            os.chown(path, user, user)
        yield own, controllers
    finally:
        for folder in [*(path for path in own.iterdir() if path.is_dir()), own]:
            folder.rmdir()
        added = [f"-{name}" for name in controllers if name not in before]
        (mount / "cgroup.subtree_control").write_text(" ".join(added))


@pytest.mark.skipif(os.geteuid() != 0 or mounted_version_2() is None, reason="no control groups of version 2 here")
@pytest.mark.parametrize("user", [0, NOBODY_ELSE], ids=["root", "ordinary user"])
def test_a_delegated_group_is_divided_and_nothing_of_it_is_left_after_a_kill(user):
    working_sandbox()
    with tempfile.TemporaryDirectory() as home, delegated(user) as (own, controllers):
        os.chown(home, user, user)
        program = PROGRAM.format(
            course=str(COURSE), tests=str(Path(__file__).parent), own=own.name, controllers=controllers
        )
        become = as_ordinary_user(home) if user else f'cd {home}; export HOME={home} PATH=/usr/bin:/bin; exec "$@"'
        into = f"echo $$ > {own}/cgroup.procs"
        script = "\n".join(["set -e", "mount --make-rprivate /", *reachable(home), into, become])
        command = ["unshare", "--mount", "sh", "-c", script, "sh", sys.executable, "-c", program]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd="/", env={"HOME": home})
        assert done.stdout.splitlines() == [
            "True",
            "True True True",
            "2 0",
            "FileNotFoundError",
            "True",
            "False False",
        ], done.stderr[-2000:]
        deadline = time.monotonic() + 30
        while [path.name for path in own.iterdir() if path.is_dir()] != ["autograder"] or populated(own):
            assert time.monotonic() < deadline, [*own.rglob("*")]
            time.sleep(0.05)


def populated(group):
    return "populated 1" in (group / "cgroup.events").read_text()
