"""The environment .venv: what it holds, when it is up to date, and how it is made. For course.py.

Read by Pythons that are too old, as course.py is, so its syntax stays within Python 3.6; and it needs
nothing but the standard library, since it runs before anything is installed.
"""

import glob
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, *(["Scripts", "python.exe"] if os.name == "nt" else ["bin", "python"]))
STAMP = os.path.join(VENV, "course.json")  # what is installed; written when all of it is
UNFINISHED = os.path.join(VENV, "unfinished")  # there while packages are being installed
LOG = os.path.join(VENV, "install.log")

OLDEST, NEWEST = (3, 11), (3, 13)
SETS = ("lab", "test")  # the second holds the first; requirements/<set>.txt is its lock
MEGABYTES = {"lab": 1000, "test": 1500}  # free space that a first installation needs


class Problem(Exception):
    """Something is missing; the message says what to do about it."""


def say(text):
    """Print at once."""
    print(text, flush=True)


# What must be so before anything is installed.


def require_venv(find=importlib.util.find_spec):
    """Raise `Problem` if this Python cannot make an environment with pip in it."""
    if find("venv") and find("ensurepip"):
        return
    raise Problem(
        "This Python comes without the venv module, which the course is installed with.\n"
        "On Debian or Ubuntu: sudo apt install python{}.{}-venv\n"
        "Elsewhere: install Python from https://www.python.org/downloads/".format(*sys.version_info[:2])
    )


def require_space(wanted, usage=shutil.disk_usage):
    """Raise `Problem` if the disk is too full to install the set `wanted`."""
    free = usage(ROOT).free // 10**6
    if free < MEGABYTES[wanted]:
        found = "{} MB are free and about {} MB are needed".format(free, MEGABYTES[wanted])
        raise Problem(DISK_FULL.format(found))


# What is installed.


def fingerprint(wanted):
    """Hash all that the environment follows from: the lock, the project, and where it lies."""
    digest = hashlib.sha256(ROOT.encode())
    for path in (lock_of(wanted), os.path.join(ROOT, "pyproject.toml")):
        with open(path, "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()


def lock_of(wanted):
    """Return the path of a set's lock."""
    return os.path.join(ROOT, "requirements", wanted + ".txt")


def installed():
    """Return the set that was installed last and the fingerprint it had, or two times None."""
    try:
        with open(STAMP, encoding="utf-8") as file:
            stamp = json.load(file)
            return stamp["set"], stamp["fingerprint"]
    except (OSError, ValueError, KeyError, TypeError):
        return None, None


def is_ready(wanted):
    """Tell whether the set `wanted`, or the larger one, is installed and up to date."""
    have, stamp = installed()
    if have not in SETS or not os.path.exists(PYTHON) or os.path.exists(UNFINISHED) or is_copied():
        return False
    return SETS.index(have) >= SETS.index(wanted) and stamp == fingerprint(have)


def is_copied():
    """Tell whether `pip install .` has put a copy of the course there, which later edits would not reach."""
    places = (os.path.join("lib", "python*"), "Lib")
    return any(glob.glob(os.path.join(glob.escape(VENV), place, "site-packages", "autograder")) for place in places)


# Installing.


def ensure(wanted):
    """Make the environment hold at least the set `wanted`; quick if it does already."""
    if is_ready(wanted):
        return
    require_venv()
    # Who has once installed the larger set keeps it, or its versions would fall behind.
    wanted = max(wanted, installed()[0] or wanted, key=SETS.index)
    make_environment(wanted)
    install(wanted)
    with open(STAMP, "w", encoding="utf-8") as file:
        json.dump({"set": wanted, "fingerprint": fingerprint(wanted)}, file)
    say("Ready.")


def make_environment(wanted):
    """Make .venv if there is none that works; one whose installation broke off is made anew."""
    if not os.path.exists(UNFINISHED) and works(PYTHON):
        return
    require_space(wanted)
    say("Making the environment {} ...".format(VENV))
    run_logged([sys.executable, "-m", "venv", "--clear", VENV])


def works(python):
    """Tell whether this interpreter starts, is of a version that will do, and has pip."""
    code = "import pip, sys; sys.exit(not {} <= sys.version_info[:2] <= {})".format(OLDEST, NEWEST)
    try:
        return subprocess.call([python, "-c", code], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def install(wanted):
    """Install the locked dependencies, then the course itself in place."""
    pip = [PYTHON, "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    pip += ["--progress-bar", "off", "--retries", "2"]
    for path in (UNFINISHED, LOG):
        open(path, "w").close()
    say("Installing the pinned dependencies; the first time takes some minutes ...")
    run_logged([*pip, "--require-hashes", "-r", lock_of(wanted)], Progress(lock_of(wanted)))
    run_logged([*pip, "--no-deps", "--no-build-isolation", "-e", ROOT])
    os.remove(UNFINISHED)


class Progress:
    """Shows how far pip has come: one changing line in a terminal, some lines elsewhere."""

    def __init__(self, lock):
        with open(lock, encoding="utf-8") as file:
            self.total = sum("==" in line for line in file)  # some are for other systems
        self.seen = 0

    def __call__(self, line):
        """Take note of a line that pip printed."""
        if re.match("Collecting |Processing |Requirement already satisfied: ", line):
            self.seen += 1
            self.show("  {} of about {} packages".format(self.seen, self.total))
        elif line.startswith("Installing collected packages"):
            say("\n  unpacking them ..." if sys.stdout.isatty() else "  unpacking them ...")

    def show(self, text):
        """Print the count."""
        if sys.stdout.isatty():
            print("\r" + text, end="", flush=True)
        elif self.seen % 25 == 0:
            say(text)


def run_logged(command, watch=lambda line: None):
    """Run a command, its output to the log; raise `Problem` with a reason if it fails."""
    output = ""
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        for line in process.stdout or ():
            output += line.decode(errors="replace")
            watch(line.decode(errors="replace"))
    if os.path.isdir(VENV):
        with open(LOG, "a", encoding="utf-8") as log:
            log.write(output)
    if process.returncode != 0:
        forget_attempt(output)
        raise Problem(explain(output))


def forget_attempt(output):
    """Keep an environment that pip had not begun to change when it failed."""
    if "Installing collected packages" not in output and os.path.exists(UNFINISHED):
        os.remove(UNFINISHED)


# Why an installation fails.

AGAIN = "\nThen run the same command again."
DISK_FULL = (
    "The disk is too full: {}.\nFree some space where the course lies, and in the folder for temporary files." + AGAIN
)
REASONS = (
    (
        "No space left on device|Errno 28|not enough space on the disk|[Qq]uota exceeded",
        DISK_FULL.format("it filled up on the way"),
    ),
    (
        "SSLError|CERTIFICATE_VERIFY_FAILED",
        "The package index could not be trusted: its certificate was refused.\n"
        "On a network with a certificate of its own, set PIP_CERT to that certificate's file." + AGAIN,
    ),
    (
        "NewConnectionError|[Nn]ame ?[Rr]esolution|getaddrinfo|Timeout|timed out|Connection(Error| refused| broken)"
        "|unreachable|ProxyError|No matching distribution",
        "The packages could not be downloaded. Is this machine on the network?\n"
        "Behind a proxy, set HTTPS_PROXY; with a package mirror, set PIP_INDEX_URL." + AGAIN,
    ),
    (
        "DO NOT MATCH THE HASHES",
        "A package differs from the one that was locked, so it was not installed.\n"
        "A download may have broken off: run the same command again. If it is refused again, report it.",
    ),
    (
        "Permission denied|Access is denied|Read-only file system",
        "This folder cannot be written to: {}\n"
        "Copy the course to a folder of your own and run the command there.".format(ROOT),
    ),
    (
        "ensurepip",
        "This Python could not put pip into the environment.\n"
        "On Debian or Ubuntu, install its venv package: sudo apt install python3-venv",
    ),
)


def explain(output):
    """Say in a sentence or two why an installation failed, from what it printed."""
    for pattern, reason in REASONS:
        if re.search(pattern, output):
            return reason + where_details_are()
    tail = "\n".join("  " + line for line in output.strip().splitlines()[-5:])
    return "The installation failed. Its last lines were:\n{}{}".format(tail, where_details_are())


def where_details_are():
    """Name the log if there is one."""
    return "\nDetails: {}".format(LOG) if os.path.exists(LOG) else ""
