"""Set up the course and open it. Needs nothing but Python; run it from anywhere.

python3 course.py lab     open the lessons in JupyterLab (options for JupyterLab may follow)
python3 course.py demo    grade the bundled class and say where the reports are
python3 course.py test    pass the tests (options for pytest may follow)
python3 course.py setup   only set up; "setup author" and "setup test" add what those need

The first run makes the folder .venv beside this file and installs the pinned dependencies in it.
Later runs find it ready. To begin afresh, delete .venv.
"""

# Old Pythons must be able to read this file far enough to be told that they are too old, so its
# syntax stays within Python 3.6.

import errno
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
BIN = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin")
PYTHON = os.path.join(BIN, "python.exe" if os.name == "nt" else "python")
STAMP = os.path.join(VENV, "course.json")  # what is installed; written when all of it is
UNFINISHED = os.path.join(VENV, "unfinished")  # there while packages are being installed
LOG = os.path.join(VENV, "install.log")

OLDEST, NEWEST = (3, 11), (3, 13)
SETS = ("lab", "author", "test")  # each holds the one before; requirements/<set>.txt is its lock
MEGABYTES = {"lab": 1000, "author": 1000, "test": 1500}  # free space for a first installation
DEBIAN = {"bwrap": "bubblewrap", "chromium": "chromium"}  # program that tests need: its package


class Problem(Exception):
    """Something is missing; the message says what to do about it."""


# What must be so before anything is installed.


def require_python(version=sys.version_info, find=shutil.which):
    """Raise `Problem` unless this Python is one that the dependencies are locked for."""
    if OLDEST <= tuple(version[:2]) <= NEWEST:
        return
    names = ["python3.{}".format(minor) for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]
    found = [name for name in names if find(name)]
    remedy = "Install one from https://www.python.org/downloads/ and run this command with it."
    if found:
        remedy = "This machine has one. Run: {} course.py".format(found[0])
    have = "{}.{}".format(*version[:2])
    raise Problem("The course needs Python 3.11, 3.12 or 3.13; this is {}.\n{}".format(have, remedy))


def require_venv(find=importlib.util.find_spec):
    """Raise `Problem` if this Python cannot make an environment with pip in it."""
    if find("venv") and find("ensurepip"):
        return
    package = "python{}.{}-venv".format(*sys.version_info[:2])
    raise Problem(
        "This Python comes without the venv module, which the course is installed with.\n"
        "On Debian or Ubuntu: sudo apt install {}\n"
        "Elsewhere: install Python from https://www.python.org/downloads/".format(package)
    )


def require_space(wanted, usage=shutil.disk_usage):
    """Raise `Problem` if the disk is too full to install the set `wanted`."""
    free = usage(ROOT).free // 10**6
    if free < MEGABYTES[wanted]:
        raise Problem(too_full("{} MB are free".format(free), MEGABYTES[wanted]))


def too_full(found, needed=MEGABYTES["lab"]):
    """Say that the disk is full and what to do."""
    return (
        "The disk is too full: {}, and installing the course takes about {} MB.\n"
        "Free some space where {} lies (the folder for temporary files needs some too), "
        "then run the same command again.".format(found, needed, ROOT)
    )


# What is installed.


def fingerprint(wanted):
    """Hash all that the environment follows from: the lock, the project, and where it lies."""
    digest = hashlib.sha256(ROOT.encode())
    for name in (os.path.join("requirements", wanted + ".txt"), "pyproject.toml"):
        with open(os.path.join(ROOT, name), "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()


def installed():
    """Return the stamp of the last finished installation, {} if there is none."""
    try:
        with open(STAMP, encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError):
        return {}


def is_ready(wanted):
    """Tell whether the set `wanted`, or a larger one, is installed and up to date."""
    stamp = installed()
    have = stamp.get("set")
    if have not in SETS or not os.path.exists(PYTHON) or os.path.exists(UNFINISHED):
        return False
    return SETS.index(have) >= SETS.index(wanted) and stamp.get("of") == fingerprint(have)


# Installing.


def ensure(wanted):
    """Make the environment hold at least the set `wanted`; quick if it does already."""
    if is_ready(wanted):
        return
    require_venv()
    # Who has once installed the larger set keeps it, or its versions would fall behind.
    wanted = max(wanted, installed().get("set", wanted), key=SETS.index)
    make_environment(wanted)
    install(wanted)
    with open(STAMP, "w", encoding="utf-8") as file:
        json.dump({"set": wanted, "of": fingerprint(wanted)}, file)
    say("Ready.")


def make_environment(wanted):
    """Make .venv if there is none that works; one whose installation broke off is made anew."""
    if os.path.exists(PYTHON) and not os.path.exists(UNFINISHED) and answers(PYTHON):
        return
    require_space(wanted)
    say("Making the environment {} ...".format(VENV))
    run_logged([sys.executable, "-m", "venv", "--clear", VENV])


def answers(python):
    """Tell whether this interpreter starts, is of a version that will do, and has pip."""
    try:
        code = "import pip, sys; sys.exit(not {} <= sys.version_info[:2] <= {})".format(OLDEST, NEWEST)
        return subprocess.call([python, "-c", code], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def install(wanted):
    """Install the locked dependencies, then the course itself in place."""
    lock = os.path.join(ROOT, "requirements", wanted + ".txt")
    pip = [PYTHON, "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    pip += ["--progress-bar", "off", "--retries", "2"]
    open(UNFINISHED, "w").close()
    with open(LOG, "w", encoding="utf-8"):
        pass
    say("Installing the pinned dependencies; the first time takes some minutes ...")
    run_logged(pip + ["--require-hashes", "-r", lock], Progress(count_pins(lock)))
    run_logged(pip + ["--no-deps", "--no-build-isolation", "-e", ROOT])
    os.remove(UNFINISHED)


def count_pins(lock):
    """Count the packages in a lock, about: some are for other systems."""
    with open(lock, encoding="utf-8") as file:
        return sum("==" in line for line in file)


class Progress:
    """Shows how far pip has come: one changing line in a terminal, some lines elsewhere."""

    def __init__(self, total):
        self.total, self.seen = total, 0

    def __call__(self, line):
        """Take note of a line that pip printed."""
        found = re.match(r"(?:Collecting|Requirement already satisfied:|Processing \S*/) ?([\w.]+)", line)
        if found:
            self.seen = min(self.seen + 1, self.total)
            self.show(found.group(1))
        elif line.startswith("Installing collected"):
            self.clear()
            say("  unpacking ...")

    def show(self, name):
        """Print the count."""
        text = "  {} of about {}: {}".format(self.seen, self.total, name)
        if sys.stdout.isatty():
            print("\r\033[K" + text[:78], end="", flush=True)
        elif self.seen % 25 == 0:
            say(text)

    def clear(self):
        """Take the changing line away."""
        if sys.stdout.isatty():
            print("\r\033[K", end="", flush=True)


def run_logged(command, watch=lambda line: None):
    """Run a command, its output to the log; raise `Problem` with a reason if it fails."""
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    lines = []
    for line in process.stdout or ():
        lines.append(line.decode(errors="replace"))
        watch(lines[-1])
    output = "".join(lines)
    if os.path.isdir(VENV):
        with open(LOG, "a", encoding="utf-8") as log:
            log.write(output)
    if process.wait() != 0:
        forget_attempt(output)
        raise Problem(explain(output))


def forget_attempt(output):
    """Keep an environment that pip had not begun to change when it failed."""
    if "Installing collected packages" not in output and os.path.exists(UNFINISHED):
        os.remove(UNFINISHED)


REASONS = (
    (
        r"No space left on device|Errno 28|not enough space on the disk|Disk quota exceeded",
        too_full("it filled up on the way"),
    ),
    (
        r"NewConnectionError|NameResolutionError|name resolution|ConnectTimeout|ConnectionError"
        r"|Connection refused|Network is unreachable|timed out|ProxyError|No matching distribution"
        r"|Cannot connect to proxy|getaddrinfo",
        "The packages could not be downloaded. Is this machine on the network?\n"
        "Behind a proxy, set HTTPS_PROXY; with a package mirror, set PIP_INDEX_URL.\n"
        "Then run the same command again.",
    ),
    (
        r"SSLError|CERTIFICATE_VERIFY_FAILED",
        "The package index could not be trusted: its certificate was refused.\n"
        "On a network with a certificate of its own, set PIP_CERT to that certificate's file.\n"
        "Then run the same command again.",
    ),
    (
        r"DO NOT MATCH THE HASHES",
        "A package differs from the one that was locked, so it was not installed.\n"
        "A download may have broken off: run the same command again. If it happens again, tell us.",
    ),
    (
        r"Permission denied|Errno 13|Access is denied|Read-only file system",
        "The folder {} cannot be written to.\n"
        "Copy the course to a folder of your own and run the command there.".format(ROOT),
    ),
    (
        r"ensurepip",
        "This Python could not put pip into the environment.\n"
        "On Debian or Ubuntu, install its venv package, for instance: sudo apt install python3-venv",
    ),
)


def explain(output):
    """Say in a sentence or two why an installation failed, from what it printed."""
    for pattern, reason in REASONS:
        if re.search(pattern, output):
            return reason + "\nDetails: {}".format(LOG)
    tail = "\n".join("  " + line for line in output.strip().splitlines()[-5:])
    return "The installation failed. Its last lines were:\n{}\nDetails: {}".format(tail, LOG)


# The commands.


def lab(options):
    """Open the lessons in JupyterLab."""
    ensure("lab")
    if not has_notebooks():
        ensure("author")
        say("Building the notebooks ...")
        run([PYTHON, "-m", "autograder", "build"])
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"  # this environment's kernel, not the user's own
    become([PYTHON, "-m", "jupyterlab"] + lab_options() + options)


def has_notebooks():
    """Tell whether there is a built lesson."""
    for _, _, files in os.walk(os.path.join(ROOT, "notebooks")):
        if any(name.endswith(".ipynb") for name in files):
            return True
    return False


def lab_options():
    """Return JupyterLab's options: open at notebooks/, and ask nothing of the network."""
    options = [
        "--ServerApp.root_dir=" + ROOT,
        "--LabApp.default_url=/lab/tree/notebooks",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
    ]
    # Containers run as root, where Jupyter otherwise refuses to start.
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return options + ["--allow-root"] * as_root


def demo(options):
    """Grade the bundled class."""
    ensure("lab")
    become([PYTHON, "-m", "autograder", "demo"] + options)


def test(options):
    """Pass the tests."""
    ensure("test")
    ensure_programs()
    become([PYTHON, "-m", "pytest"] + options)


def ensure_programs(find=shutil.which, call=subprocess.call):
    """Install the programs that some tests need, or say how; those tests fail without them."""
    missing = sorted(package for name, package in DEBIAN.items() if not find(name))
    if not missing:
        return
    command = ["apt-get", "install", "--yes", "--no-install-recommends"] + missing
    may_install = hasattr(os, "geteuid") and os.geteuid() == 0 and find("apt-get")
    if may_install:
        say("Installing for the tests: {} ...".format(", ".join(missing)))
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        if call(["apt-get", "update"], **quiet) == 0 and call(command, **quiet) == 0:
            return
    say(
        "Some tests need programs that are not installed here: {}.\nOn Debian or Ubuntu: sudo {}".format(
            ", ".join(missing), " ".join(command)
        )
    )


def setup(options):
    """Set up and do nothing more."""
    wanted = options[0] if options else "lab"
    if wanted not in SETS:
        raise Problem("There is no set-up {!r}. There are: {}".format(wanted, ", ".join(SETS)))
    ensure(wanted)


COMMANDS = {"lab": lab, "demo": demo, "test": test, "setup": setup}


# Small helpers.


def say(text):
    """Print at once."""
    print(text, flush=True)


def run(command):
    """Run a command that prints for itself; raise `Problem` if it fails."""
    code = subprocess.call(command, cwd=ROOT)
    if code != 0:
        raise Problem("This failed with exit code {}: {}".format(code, " ".join(command)))


def become(command):
    """End as this command, whose exit code and signals are then ours."""
    os.chdir(ROOT)
    if os.name != "nt":
        os.execv(command[0], command)
    sys.exit(subprocess.call(command))


def main(arguments):
    """Do one command; return the exit code, 2 where something is missing."""
    if not arguments or arguments[0] not in COMMANDS:
        say((__doc__ or "").strip())
        return 0 if arguments in (["-h"], ["--help"]) else 2
    try:
        require_python()
        COMMANDS[arguments[0]](arguments[1:])
    except Problem as problem:
        print("\n{}".format(problem), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nInterrupted. Run the same command again; what was downloaded is kept.", file=sys.stderr)
        return 130
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS):
            raise
        print("\n{}".format(explain(os.strerror(error.errno))), file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
