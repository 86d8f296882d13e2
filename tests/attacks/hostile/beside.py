# ruff: noqa: E501  # programs in texts
"""Files beside the notebook that stand in somebody's way, and archives that are more than they look."""

import gzip
import hashlib
import io
import tarfile
import zipfile

from attacks.hostile.attack import HONEST, LOOP, PLANTED, Family, after, first
from grading.grading_fixtures import FULL, LESSON, as_bytes, cell_of, solution

family = Family("files beside it, and archives")
NONE = None
FILE = f"{LESSON}.ipynb"
PART = f".{hashlib.sha256(FILE.encode()).hexdigest()[:16]}.part"  # what the grader writes before it has the whole


def lay(folder, name, data=b"x"):
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)


def under_another_name(notebook, folder, *beside):
    """Hand in the notebook as mine.ipynb, so that the lesson's name is free for something else."""
    lay(folder, "mine.ipynb", as_bytes(notebook))
    for name in beside:
        lay(folder, name)
    return b""


@family()
def a_folder_called_as_the_notebook_is(notebook, folder):
    return under_another_name(notebook, folder, f"{FILE}/a.txt")


@family()
def folders_called_as_what_the_grader_writes_first(notebook, folder):
    beside = "a.txt", f".{hashlib.sha256(b'a.txt').hexdigest()[:16]}.part/b.txt"
    return under_another_name(notebook, folder, f"{PART}/a.txt", *beside)


@family()
def files_called_as_those_of_the_grader_and_of_nbgrader(notebook, folder):
    for name in (
        "ledger.db",
        "gradebook.db",
        "gradebook.db-journal",
        "gradebook.db-wal",
        "results.json",
        "timestamp.txt",
    ):
        lay(folder, name, b"9999999999999\0")
    for name in ("course_id", ".nbgrader.log", f"{LESSON}.html", f"feedback/{LESSON}.html", f"autograded/{FILE}.txt"):
        lay(folder, name)


@family(points=FULL)
def modules_and_settings_that_would_run_where_they_are_found(notebook, folder):
    cell_of(notebook, LOOP).source = solution(LOOP)
    program = f"open('/tmp/{PLANTED}', 'w').close()\nraise SystemExit\n".encode()
    for name in (
        *(
            "numpy",
            "json",
            "socket",
            "struct",
            "random",
            "asyncio",
            "multiprocessing",
            "autograder",
            "figures",
            "conftest",
        ),
        *("sitecustomize", "usercustomize", "ipython_config", "jupyter_config", "nbgrader_config", "signal", "pickle"),
    ):
        lay(folder, f"{name}.py", program)
    lay(folder, "matplotlib/__init__.py", program)
    lay(folder, "matplotlibrc", b"backend: module://random\nfont.size: 1000000\n")
    lay(folder, "x.pth", f"import os; os.system('touch /tmp/{PLANTED}')\n".encode())
    lay(folder, ".git/config", f"[core]\nfsmonitor = touch /tmp/{PLANTED}\n".encode())


@family()
def work_of_others_is_looked_for(notebook, folder):
    first(
        notebook,
        """
        import glob, json, os
        for root in ('.', '..', '/', '/home', '/tmp', '/submission', '/course', '/root', os.path.expanduser('~')):
            for path in glob.glob(root + '/**/*.ipynb', recursive=True):
                for cell in json.load(open(path))['cells']:
                    if 'def rnn_forward' in ''.join(cell['source']): exec(''.join(cell['source']))
        """,
    )
    after(
        notebook,
        LOOP,
        "import importlib, sys\nfor name in list(sys.modules): rnn_forward = getattr(sys.modules[name], 'rnn_forward', rnn_forward)",
    )


@family(points=FULL)
def a_file_that_the_notebook_writes_and_reads(notebook, folder):
    lay(folder, "data/table.csv", b"1,2\n")
    first(
        notebook,
        "rows = open('data/table.csv').read()\nopen('data/table.csv', 'w').write(rows * 2)\nopen('new.txt', 'w').write('1')",
    )
    cell_of(notebook, LOOP).source = "assert open('data/table.csv').read() == '1,2\\n1,2\\n'\n" + solution(LOOP)


@family()
def three_hundred_files_and_a_large_one(notebook, folder):
    for number in range(300):
        lay(folder, f"many/{number}.txt")
    with (folder / "a-giant").open("wb") as file:
        file.truncate(2**40)


# -------------------------------------------------------------------------------------------------------- archives


def packed(notebook, **options):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", **options) as archive:
        archive.writestr(FILE, as_bytes(notebook))
    return bytearray(data.getvalue())


def tarred(*members):
    """A tar of (kind, size that is said, bytes), packed."""
    data = io.BytesIO()
    with gzip.open(data, "wb") as file:
        for kind, size, content in members:
            entry = tarfile.TarInfo("x")
            entry.type, entry.size = kind, size
            file.write(entry.tobuf(tarfile.GNU_FORMAT) + content)
    return data.getvalue()


@family()
def an_honest_archive(notebook, folder):
    lay(folder, "work.zip", packed(notebook, compression=zipfile.ZIP_DEFLATED))
    return b""


@family(points=NONE)
def an_archive_whose_decoder_fails(notebook, folder):
    data = packed(notebook, compression=zipfile.ZIP_LZMA)
    start = data.find(FILE.encode()) + len(FILE)
    data[start + 4 : start + 9] = b"\xff" * 5
    lay(folder, "work.zip", data)
    return b""


@family(points=NONE)
def an_archive_whose_decoder_wants_four_gigabytes(notebook, folder):
    data = packed(notebook, compression=zipfile.ZIP_LZMA)
    start = data.find(FILE.encode()) + len(FILE)
    data[start + 5 : start + 9] = b"\xff" * 4
    data[start + 60 : start + 90] = b"\xff" * 30
    lay(folder, "work.zip", data)
    return b""


@family(points=NONE)
def an_archive_of_a_hundred_thousand_folders(notebook, folder):
    lay(folder, "work.tar.gz", tarred(*[(tarfile.DIRTYPE, 0, b"")] * 100_000))
    return b""


@family(points=NONE)
def an_archive_with_a_name_of_a_gigabyte(notebook, folder):
    zeros = gzip.compress(bytes(2**26), compresslevel=1)
    lay(folder, "work.tar.gz", tarred((tarfile.GNUTYPE_LONGNAME, 2**30, b"")) + zeros * 2**4)
    return b""


@family(points=NONE)
def an_archive_in_itself(notebook, folder):
    lay(folder, "work.zip", packed(notebook))
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.write(folder / "work.zip", "work.zip")
    lay(folder, "work.zip", data.getvalue())
    return b""


@family(points=NONE)
def an_archive_with_one_name_twice(notebook, folder):
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as archive:
        for _ in range(2):
            entry = tarfile.TarInfo(FILE)
            entry.size = len(as_bytes(notebook))
            archive.addfile(entry, io.BytesIO(as_bytes(notebook)))
    lay(folder, "work.tgz", data.getvalue())
    return b""


for time in ("nan", "-1e300", "1e18", "inf"):

    def plan(notebook, folder, time=time):
        data = io.BytesIO()
        with tarfile.open(fileobj=data, mode="w:gz", format=tarfile.PAX_FORMAT) as archive:
            entry = tarfile.TarInfo(FILE)
            entry.size, entry.pax_headers = len(as_bytes(notebook)), {"mtime": time}
            archive.addfile(entry, io.BytesIO(as_bytes(notebook)))
        lay(folder, "work.tgz", data.getvalue())
        return b""

    plan.__name__ = f"an archive from the time {time}"
    family(points=HONEST)(plan)
