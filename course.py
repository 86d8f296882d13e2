"""Set up the course and open it. Needs nothing but Python; run it from anywhere.

python3 course.py lab     open your copy of the lessons, in work/, in JupyterLab (options for JupyterLab may follow);
                          "lab --notebooks" opens the lessons as they are released, for those who write them
python3 course.py demo    grade the bundled class and say where the reports are
python3 course.py test    pass the tests (options for pytest may follow)
python3 course.py setup   only set up; "setup test" adds what building the lessons and testing need

The first run makes the folder .venv beside this file and installs the pinned dependencies in it.
Later runs find it ready. To begin afresh, delete .venv.
"""

# Old Pythons must be able to read this file, and what it imports, far enough to be told that they
# are too old, so the syntax stays within Python 3.6.

import errno
import glob
import os
import shutil
import subprocess
import sys

from requirements.environment import NEWEST, OLDEST, PYTHON, ROOT, Problem, ensure, explain, say

# Programs that tests need: their packages.
DEBIAN = {"bwrap": "bubblewrap", "chromium": "chromium", "pg_ctlcluster": "postgresql"}


def require_python(version=sys.version_info, find=shutil.which):
    """Raise `Problem` unless this Python is one that the dependencies are locked for."""
    if OLDEST <= tuple(version[:2]) <= NEWEST:
        return
    names = ("python3.13", "python3.12", "python3.11")
    found = [name for name in names if find(name)]
    remedy = "Install one from https://www.python.org/downloads/ and run this command with it."
    if found:
        remedy = "This machine has one. Run: {} course.py".format(found[0])
    have = "{}.{}".format(*version[:2])
    raise Problem("The course needs Python 3.11, 3.12 or 3.13; this is {}.\n{}".format(have, remedy))


# The commands.

AS_RELEASED = "--notebooks"


def lab(options):
    """Open the lessons in JupyterLab: the learner's copy, or the released ones themselves."""
    as_released = AS_RELEASED in options
    options = [option for option in options if option != AS_RELEASED]
    ensure("lab")
    if not glob.glob(os.path.join(ROOT, "notebooks", "**", "*.ipynb"), recursive=True):
        build()
    if as_released:
        options = ["--LabApp.default_url=/lab/tree/notebooks/start.ipynb", *options]
    else:
        fill_work()
    prefer_own_settings()
    as_root = ["--allow-root"] * is_root()  # in a container, where Jupyter otherwise refuses to start
    become([PYTHON, "-m", "jupyterlab", "--ServerApp.root_dir=" + ROOT, *as_root, *options])


def fill_work():
    """Copy the lessons that are new to work/, where a learner works and no update writes over anything."""
    if subprocess.call([PYTHON, "-m", "autograder.work"], cwd=ROOT) != 0:
        raise Problem("The lessons could not be copied to work/; the reason stands above.")


def prefer_own_settings():
    """Let Jupyter read .jupyter/ of the course, and take its kernel before one of the user's own."""
    paths = [os.path.join(ROOT, ".jupyter"), os.environ.get("JUPYTER_CONFIG_PATH", "")]
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(path for path in paths if path)
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    # nbgrader's pages call a program of the environment by its name.
    os.environ["PATH"] = os.pathsep.join([os.path.dirname(PYTHON), os.environ.get("PATH", "")])


def build():
    """Build the notebooks from the lessons, for a checkout that comes without them."""
    ensure("test")
    say("Building the notebooks ...")
    if subprocess.call([PYTHON, "-m", "autograder", "build"], cwd=ROOT) != 0:
        raise Problem("The notebooks could not be built; the reason stands above.")


def demo(options):
    """Grade the bundled class."""
    require_part("solutions")
    ensure("lab")
    become([PYTHON, "-m", "autograder", "demo", *options])


def test(options):
    """Pass the tests."""
    require_part("tests")
    ensure("test")
    ensure_programs()
    become([PYTHON, "-m", "pytest", *options])


def require_part(folder):
    """Raise `Problem` where this is a copy for learners, without the folder that a command works with."""
    if not os.path.isdir(os.path.join(ROOT, folder)):
        raise Problem("This is the course as learners get it, without {}/. It has lab and setup.".format(folder))


def ensure_programs(find=shutil.which, call=subprocess.call, root=None):
    """Install the programs that some tests need, or say how; those tests fail without them."""
    missing = sorted(package for name, package in DEBIAN.items() if not find(name))
    if not missing:
        return
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *missing]
    if find("apt-get") and (is_root() if root is None else root):
        say("Installing for the tests: {} ...".format(", ".join(missing)))
        if call(["apt-get", "update", "-qq"]) == 0 and call(command, stdout=subprocess.DEVNULL) == 0:
            return
    say("Some tests need programs that this machine lacks: {}.".format(", ".join(missing)))
    say("On Debian or Ubuntu: sudo {}".format(" ".join(command)))


def setup(options):
    """Set up and do nothing more."""
    if options not in ([], ["lab"], ["test"]):
        raise Problem('There is "setup" and "setup test".')
    if options == ["test"]:
        require_part("tests")
    ensure(options[0] if options else "lab")


COMMANDS = {"lab": lab, "demo": demo, "test": test, "setup": setup}


def is_root():
    """Tell whether this is the root user; there is none on Windows."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def become(command):
    """End as this command, whose exit code and signals are then ours."""
    os.chdir(ROOT)
    if os.name != "nt":
        os.execv(command[0], command)
    sys.exit(subprocess.call(command))


def main(arguments):
    """Do one command; return the exit code, 2 where something is missing."""
    if not arguments or arguments[0] not in COMMANDS:
        say(__doc__.strip())
        return 0 if arguments in (["-h"], ["--help"]) else 2
    try:
        require_python()
        COMMANDS[arguments[0]](arguments[1:])
    except KeyboardInterrupt:
        return fail("Interrupted. Run the same command again; what was downloaded is kept.", 130)
    except Problem as problem:
        return fail(str(problem))
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS):
            raise
        return fail(explain(os.strerror(error.errno)))
    return 0


def fail(message, code=2):
    """Print a message in place of a traceback; return the exit code."""
    print("\n" + message, file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
