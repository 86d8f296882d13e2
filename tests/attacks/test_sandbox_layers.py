"""What the sandbox is made of: the user, the filter of system calls, control groups, and how a machine is judged."""

import json
import os
import platform
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from jailed import SMALL, forked, number_of, run_in_jail, told, working_sandbox

from autograder.grading.jail import doctor
from autograder.grading.judge.place import ProcessNotStarted
from autograder.grading.sandbox import SandboxLimits, SandboxUnavailable, find_sandbox
from autograder.grading.sandbox.control_groups import open_group
from autograder.grading.sandbox.system_calls import seccomp_program

NUMBERS = {
    "x86_64": {"symlink": 88, "memfd_create": 319, "io_uring_setup": 425, "clone3": 435, "ptrace": 101, "keyctl": 250},
    "aarch64": {
        "symlinkat": 36,
        "memfd_create": 279,
        "io_uring_setup": 425,
        "clone3": 435,
        "ptrace": 117,
        "keyctl": 219,
    },
}


def test_the_user_inside_has_no_rights():
    with forked() as place:
        for process in (place._process._first, place._process._learner):
            lines = Path(f"/proc/{number_of(process)}/status").read_text().splitlines()
            status = dict(line.split(":\t", 1) for line in lines)
            assert "0" not in status["Uid"].split()
            assert "0" not in status["Gid"].split()
            rights = [int(status[name], 16) for name in ("CapEff", "CapPrm", "CapInh", "CapBnd", "CapAmb")]
            assert (rights, status["NoNewPrivs"], status["Seccomp"]) == ([0] * 5, "1", "2")


def test_the_filter_refuses_each_call_with_its_error():
    calls = NUMBERS[platform.machine()]
    outcome = run_in_jail(f"""
import ctypes, errno
libc = ctypes.CDLL(None, use_errno=True)
for name, number in {calls!r}.items():
    libc.syscall(number, 0, 0, 0, 0, 0)
    print(name, errno.errorcode[ctypes.get_errno()])
""")
    seen = dict(line.split() for line in outcome.output.splitlines())
    assert seen == {name: "ENOSYS" if name == "clone3" else "EPERM" for name in calls}


def test_no_namespace_comes_with_a_new_process():
    outcome = run_in_jail("""
import ctypes, errno, os
libc = ctypes.CDLL(None, use_errno=True)
number = 56 if os.uname().machine == "x86_64" else 220
for flag in (0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000):
    print(libc.syscall(number, flag | 17, 0, 0, 0, 0), errno.errorcode[ctypes.get_errno()])
""")
    assert outcome.output == "-1 EPERM\n" * 7


@pytest.mark.skipif(platform.machine() != "x86_64", reason="machine code of x86_64")
def test_calls_by_the_old_door_end_the_process():
    outcome = run_in_jail("""
import ctypes, mmap
code = mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=7)
code.write(bytes.fromhex("b814000000cd80c3"))  # mov eax, 20; int 0x80; ret
ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))()
print("alive")
""")
    assert (outcome.output, outcome.gone) == ("", True)


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_every_path_through_the_filter_ends_in_a_return(machine):
    program = seccomp_program(machine)
    instructions = list(struct.iter_unpack("=HBBI", program))
    for place, (code, if_true, if_false, _) in enumerate(instructions):
        if code in (0x15, 0x25, 0x45):
            assert place + 1 + max(if_true, if_false) < len(instructions)
    assert instructions[-1][:1] == (0x06,)


def test_an_unknown_processor_is_refused():
    with pytest.raises(SandboxUnavailable, match="m68k"):
        seccomp_program("m68k")


def test_without_bubblewrap_it_says_what_to_install(monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(SandboxUnavailable, match="apt install bubblewrap"):
        find_sandbox.__wrapped__()


def test_on_another_system_it_says_so(monkeypatch):
    monkeypatch.setattr("sys.platform", "darwin")
    with pytest.raises(SandboxUnavailable, match="this is darwin"):
        find_sandbox.__wrapped__()


def test_where_namespaces_are_refused_it_repeats_what_bubblewrap_says(monkeypatch, tmp_path):
    (tmp_path / "bwrap").write_text("#!/bin/sh\necho 'bwrap: no permissions to create a namespace' >&2\nexit 1\n")
    (tmp_path / "bwrap").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(SandboxUnavailable, match=r"no permissions to create a namespace(.|\n)*user namespaces"):
        find_sandbox.__wrapped__()


def test_what_of_linux_is_not_there_is_said_in_a_sentence(monkeypatch, tmp_path):
    file = tmp_path / "null"
    file.touch()
    monkeypatch.setattr("autograder.grading.sandbox.find.DEVICES", {str(file): (1, 3)})
    with pytest.raises(
        SandboxUnavailable, match=r"^The sandbox needs the devices of Linux, and here .*null is none\.$"
    ):
        find_sandbox.__wrapped__()
    monkeypatch.setattr("autograder.grading.sandbox.find.DEVICES", {})
    monkeypatch.setattr("autograder.grading.sandbox.find.NAMES", tmp_path)
    with pytest.raises(
        SandboxUnavailable, match=r"^The sandbox needs namespaces, and Linux has none here of: cgroup, "
    ):
        find_sandbox.__wrapped__()


@pytest.mark.skipif(os.geteuid() != 0 or shutil.which("setpriv") is None, reason="root can give up its rights")
def test_root_without_rights_is_told_so_at_once():
    program = "from autograder.grading.jail import doctor; print(doctor()[0].seen)"
    powerless = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", sys.executable, "-c", program]
    said = subprocess.run(powerless, capture_output=True, text=True, timeout=60, check=True).stdout
    assert "Operation not permitted" in said
    assert "user namespaces" in said


def test_the_doctor_tries_every_promise():
    working_sandbox()
    findings = {finding.promise: finding.holds for finding in doctor()}
    assert len(findings) == 10
    assert findings.pop("memory is bounded") in ("yes", "partly")
    assert set(findings.values()) == {"yes"}


def test_the_doctor_says_in_a_sentence_why_nothing_can_be_forked(monkeypatch):
    def refused(*args):
        raise ProcessNotStarted("No process could be forked: Traceback\n  a line\nOSError: No space left on device")

    monkeypatch.setattr("autograder.grading.jail.jail.Jail.place", refused)
    (finding,) = doctor()
    assert finding.holds == "no"
    assert finding.seen.endswith("for each submission: OSError: No space left on device")
    assert "\n" not in finding.seen


def test_the_doctor_says_what_is_missing(monkeypatch):
    def unavailable():
        raise SandboxUnavailable("Install it.")

    monkeypatch.setattr("autograder.grading.jail.examine.find_sandbox", unavailable)
    (finding,) = doctor()
    assert (finding.holds, finding.seen) == ("no", "Install it.")


@pytest.mark.parametrize("name", SandboxLimits.__dataclass_fields__)
def test_a_limit_must_be_positive(name):
    with pytest.raises(ValueError, match=name):
        SandboxLimits(**{name: 0})


def _a_system_with_version_2(root: Path, own: str) -> Path:
    (root / "proc").mkdir()
    (root / "proc/cgroup").write_text(f"0::{own}\n")
    (root / "proc/mountinfo").write_text(f"30 20 0:26 / {root}/cgroup rw - cgroup2 cgroup2 rw\n")
    group = root / "cgroup" / own.lstrip("/")
    group.mkdir(parents=True)
    (group / "cgroup.controllers").write_text("cpu memory pids\n")
    return group


def test_version_2_divides_a_group_that_hands_on_its_controllers(tmp_path):
    # At the top of the hierarchy nobody has to move; there is no cgroup.type.
    own = _a_system_with_version_2(tmp_path, "/")
    group = open_group(SMALL, proc=tmp_path / "proc")
    assert group is not None
    assert (own / "cgroup.subtree_control").read_text() == "+memory +pids"
    assert [folder.parent for folder in group.folders] == [own]
    group.remove()
    assert not group.folders[0].exists()


def test_version_2_leaves_a_group_alone_that_is_not_delegated(tmp_path):
    own = _a_system_with_version_2(tmp_path, "/user.slice/session")
    (own / "cgroup.type").write_text("domain\n")
    assert open_group(SMALL, proc=tmp_path / "proc") is None
    assert not (own / "autograder").exists()


@pytest.mark.parametrize("owner_lives", [True, False])
def test_groups_of_dead_graders_are_swept_away(tmp_path, owner_lives):
    own = _a_system_with_version_2(tmp_path, "/")
    left = own / f"autograder-learner-{os.getppid() if owner_lives else 2**22 + 1}-1"
    left.mkdir()
    group = open_group(SMALL, proc=tmp_path / "proc")
    assert group is not None
    assert left.exists() == owner_lives


FILLS = """
import os, time
for _ in range(4):
    if os.fork() == 0:
        x = b"x" * (90 * 2**20)
        time.sleep(20)
os.wait()
"""


def test_what_runs_out_of_memory_says_so():
    with forked() as place:
        if place._process.group is None:
            pytest.skip("no control group here: autograder doctor says what to do")
        told(place, FILLS)
        assert place._process.ran_out_of_memory()


def test_the_plan_of_the_sandbox_holds_no_path_of_the_submission(tmp_path):
    outcome = run_in_jail("print(open('/proc/self/mountinfo').read())", folder=tmp_path)
    assert str(tmp_path) not in json.dumps(outcome.output)
